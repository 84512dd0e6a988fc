"""What the pages of both lists have in common: heading, bar, chips, grid, and their callbacks."""

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component

from dashboard import limits
from dashboard.asked import address, asked_of
from dashboard.ids import Lists, Shell
from dashboard.lists import bar, grid, hazards, objects
from dashboard.lists.base import ListOf
from dashboard.options import groups
from dashboard.pages.map_filters import period_buttons
from dashboard.services import services
from data.rules.filters import Filter
from data.words import t


def page(of: ListOf, query: str, actions: tuple[Component, ...] = ()) -> Component:
    """The whole page; rows come afterwards, block by block."""
    chosen = asked_of(of.key, query)
    on_map = dcc.Link(t("list.on_map"), id=Lists.ON_MAP, href="/", className="button")
    head = [
        html.H1(t(f"list.{of.key}.title"), className="page-title"),
        html.Div([on_map, *actions], className="page-actions no-print"),
    ]
    return html.Main(
        [
            html.Div(head, className="page-head"),
            bar.bar(of, chosen),
            html.Div(id=Lists.CHIPS, className="chips"),
            *grid.frame(of),
        ],
        className="page page-wide ledger",
    )


def of_path(path: str) -> ListOf:
    """The list whose page has this address."""
    return objects.LIST if path == "/objects" else hazards.LIST


def describe(query: str | None, path: str) -> Any:
    """Chips, values of the bar, pressed buttons and the way to the map, all from the address."""
    of = of_path(path)
    chosen = asked_of(of.key, query)
    keys = [each["id"]["key"] for each in ctx.outputs_list[1]]
    return (
        limits.chips(
            limits.limits(services().pack, chosen), "list.objects.no_limit" if of is objects.LIST else "limit.none"
        ),
        bar.values(chosen, keys),
        address("/", chosen),
    )


def choose(values: list[Any], query: str | None) -> None:
    """The bar was used: the address follows, and everything else follows the address."""
    before = Filter.parse(query or "")
    keys = [each["id"]["key"] for each in ctx.inputs_list[0]]
    chosen = bar.filtered(dict(zip(keys, values, strict=True)), before)
    if chosen != before:
        set_props(Shell.LOCATION, {"search": address("", chosen)})


def count(query: str | None, _change: int, path: str) -> tuple[list[Any], list[Any]]:
    """Every option with the number of rows it would show; the controls may still be those of the list before."""
    of = of_path(path)
    chosen = asked_of(of.key, query)
    counts, known = bar.counts_of(of, chosen), {group.key: group for group in groups(services().pack)}
    picks, told = ([each["id"]["key"] for each in outputs] for outputs in ctx.outputs_list)
    return (
        [bar.options(known[key], counts[key]) if key in counts and key in known else no_update for key in picks],
        [bar.counted(key, chosen, counts) if key in counts else no_update for key in told],
    )


def periods(query: str | None) -> list[Component]:
    """The periods in words, that of the address pressed."""
    return period_buttons(Filter.parse(query or ""), services().today())


def register(app: Dash) -> None:
    """Address → chips, bar and rows; bar → address. Once for both lists: there is one on a page."""
    address = Input(Shell.LOCATION, "search")
    where = (address, State(Shell.LOCATION, "pathname"))
    picks = {"type": Lists.PICK.value, "key": ALL}
    app.callback(Output(Lists.CHIPS, "children"), Output(picks, "value"), Output(Lists.ON_MAP, "href"), *where)(
        describe
    )
    app.callback(Input(picks, "value"), State(Shell.LOCATION, "search"), prevent_initial_call=True)(choose)
    app.callback(Output(Lists.PERIODS, "children"), address)(periods)
    told = {"type": Lists.COUNTED.value, "key": ALL}
    news = Input(Shell.CHANGE, "data")
    app.callback(Output(picks, "data"), Output(told, "children"), address, news, where[1])(count)
    for name, source in (("showList", address), ("renewList", news)):
        app.clientside_callback(
            ClientsideFunction("onemap", name),
            Output(Lists.ASKED, "data", allow_duplicate=True),
            source,
            State(Lists.GRID, "id"),
            prevent_initial_call="initial_duplicate",
        )
