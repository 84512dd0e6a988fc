"""What the pages of both lists have in common: heading, bar, chips, grid, and their callbacks."""

from functools import partial
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, set_props
from dash.development.base_component import Component

from dashboard import limits
from dashboard.asked import asked_of
from dashboard.ids import Lists, Shell
from dashboard.lists import bar, grid
from dashboard.lists.base import ListOf
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


def describe(query: str | None, path: str) -> Any:
    """Chips, values of the bar, pressed buttons and the way to the map, all from the address."""
    of_objects = path == "/objects"
    chosen = asked_of("objects" if of_objects else "hazards", query)
    keys = [each["id"]["key"] for each in ctx.outputs_list[1]]
    return (
        limits.chips(limits.limits(services().pack, chosen), "list.objects.no_limit" if of_objects else "limit.none"),
        bar.values(chosen, keys),
        f"/?{chosen.query()}",
    )


def choose(values: list[Any], query: str | None) -> None:
    """The bar was used: the address follows, and everything else follows the address."""
    before = Filter.parse(query or "")
    keys = [each["id"]["key"] for each in ctx.inputs_list[0]]
    chosen = bar.filtered(dict(zip(keys, values, strict=True)), before)
    if chosen != before:
        text = chosen.query()
        set_props(Shell.LOCATION, {"search": f"?{text}" if text else ""})


def register(app: Dash) -> None:
    """Address → chips, bar and rows; bar → address. Once for both lists: there is one on a page."""
    address = Input(Shell.LOCATION, "search")
    where = (address, State(Shell.LOCATION, "pathname"))
    picks = {"type": Lists.PICK.value, "key": ALL}
    app.callback(Output(Lists.CHIPS, "children"), Output(picks, "value"), Output(Lists.ON_MAP, "href"), *where)(
        describe
    )
    app.callback(Input(picks, "value"), State(Shell.LOCATION, "search"), prevent_initial_call=True)(choose)
    app.callback(Output(Lists.PERIODS, "children"), address)(partial(_buttons, bar.period_buttons))
    app.callback(Output(Lists.ZONES, "children"), address)(partial(_buttons, bar.zone_buttons))
    for name, source in (("showList", address), ("renewList", Input(Shell.CHANGE, "data"))):
        app.clientside_callback(
            ClientsideFunction("onemap", name),
            Output(Lists.ASKED, "data", allow_duplicate=True),
            source,
            State(Lists.GRID, "id"),
            prevent_initial_call="initial_duplicate",
        )


def _buttons(draw: Any, query: str | None) -> list[Component]:
    drawn: list[Component] = draw(Filter.parse(query or ""))
    return drawn
