"""The map page: filters left, map in the middle, figures right, all three from the filter in the address."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard import limits, markup
from dashboard.asked import address, asked, still_to_come
from dashboard.attributes import attributes
from dashboard.ids import Map, Shell
from dashboard.pages import (
    map_definition,
    map_drawer,
    map_figures,
    map_filters,
    map_furniture,
    map_headlines,
    map_sheet,
    map_tools,
)
from dashboard.pages.base import Page
from dashboard.pages.map_view import Looking, View, charts, compared, look
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.filters import Filter
from data.words import t


def layout(query: str) -> Component:
    """The page's frame; its one callback fills it from the address."""
    return html.Main(
        [
            dcc.Store(id=Map.SELECTED),
            dcc.Store(id=Map.MARK),
            dcc.Store(id=Map.LOOK),
            dcc.Store(id=Map.VIEW, data=map_furniture.settings()),
            _skip(),
            _left(),
            _middle(),
            _right(),
            map_sheet.head(),
            html.Aside(id=Map.DRAWER, className="drawer", hidden=True, **attributes(aria_label=t("map.selected"))),
        ],
        id=Map.PAGE,
        className="map-page",
    )


def _skip() -> Component:
    """Past the many filters, to the map; see `focus.js`."""
    return html.Button(
        t("map.skip"), className="skip-link button", **attributes(data_skip="#map-canvas [tabindex='0']")
    )


def _left() -> Component:
    hide = html.Button(
        className="panel-toggle", title=t("map.hide_filters"), **attributes(aria_label=t("map.hide_filters"))
    )
    inner = [*map_filters.fixed(services().today()), *markup.drawn_into(Map.FILTERS, className="filter-groups")]
    return html.Aside([hide, html.Div(inner, className="filters-inner")], className="filters")


def _right() -> Component:
    inside = [map_headlines.frame(), *map_figures.column(services().pack, viewer().scope)]
    return html.Aside(inside, className="figures", tabIndex=0, **attributes(aria_label=t("map.figures")))


def _middle() -> Component:
    bar = [html.Div(id=Map.CHIPS, className="chips"), html.Div(id=Map.DRAWN, className="drawn")]
    canvas = html.Div(
        id=Map.CANVAS, className="map-canvas", **attributes(aria_label=t("map.map_label"), role="application")
    )
    furniture = [*map_furniture.furniture(services().pack), *map_tools.furniture()]
    above = [html.Div(id=Map.BANNER, className="as-of-banner"), html.Div(bar, className="chip-bar")]
    return html.Section([*above, html.Div([canvas, *furniture], className="map-box")], className="middle")


def refresh(search: str | None, _change: int) -> tuple[Any, ...]:
    """What is read first: the day, the limits, how many there are, and the headline numbers."""
    chosen = _asked(search)
    view = look(chosen)
    return (
        _banner(chosen, search),
        limits.chips(tuple(limit for limit in limits.limits(services().pack, chosen) if limit.key != "as_of")),
        _drawn(view, chosen),
        map_headlines.basis(view, viewer().name),
        *map_headlines.numbers(view, bool(chosen.from_ or chosen.to)),
    )


def offer(_read: Any, search: str | None) -> list[Component]:
    """The options with their counts."""
    chosen, here = asked(search), services()
    counts = here.model.snapshot.options(viewer().scope, chosen)
    return map_filters.panel(here.pack, chosen, counts, chosen.as_of or here.today())


def chart(_read: Any, looking: dict[str, Any] | None, theme: str, search: str | None) -> tuple[Any, ...]:
    """The charts with their questions, and the switch of what the bars show."""
    seen = Looking.of(looking)
    found = charts(asked(search), seen)
    return (
        map_figures.measures(seen),
        *map_figures.titles(found, seen),
        *map_figures.drawn(found, seen, theme),
    )


def compare(_read: Any, looking: dict[str, Any] | None, search: str | None) -> tuple[Any, ...]:
    """环比 or 同比 of the headline numbers, after them because another day is asked for."""
    seen = Looking.of(looking)
    found = compared(asked(search), seen)
    return (map_headlines.switch(seen, found.this_year), *map_headlines.changes(found, seen))


def _asked(search: str | None) -> Filter:
    """The filter of the address. News do not disturb a past day: the page then stays as it is."""
    chosen = asked(search)
    if chosen.as_of and _only(f"{Shell.CHANGE.value}.data"):
        raise PreventUpdate
    return chosen


def _only(cause: str) -> bool:
    """Whether this property alone called for an answer."""
    return bool(ctx.triggered) and {each["prop_id"] for each in ctx.triggered} == {cause}


def _banner(chosen: Filter, search: str | None) -> list[Component]:
    """The past day that the page shows, with the way back; or that a day has not come yet."""
    if (day := still_to_come(search)) is not None:
        return [html.Span(t("map.banner.future", day=day), role="status"), _today()]
    return [html.Strong(t("map.banner.past", day=chosen.as_of)), _today()] if chosen.as_of else []


def _today() -> Component:
    return html.Button(t("map.banner.today"), className="link-button", **attributes(data_remove="as_of"))


def _drawn(view: View, chosen: Filter) -> list[Component]:
    """How many hazards there are, a way to their list, and how many of them have no place to be drawn at."""
    missing = [html.Span(t("map.not_on_map", n=f"{view.unplaced:,}"), className="quiet")] if view.unplaced else []
    none = "map.nothing" if chosen.query() else "map.nothing_yet"
    words = t("map.shown", n=f"{view.total:,}") if view.total else t(none)
    as_list = dcc.Link(t("map.as_list"), href=address("/ledger", chosen), className="as-list")
    return [html.Div([html.Strong(words), as_list]), *missing]


def open_drawer(selected: dict[str, Any] | None, _change: int, search: str | None) -> tuple[Any, bool, Any]:
    """The drawer for what is selected, whether it is hidden, and where the ring on the map goes.

    The proof of a number and the list of a place follow the filter, hazards its day.
    """
    kind, ids = _told(selected)
    if not ids and _only(f"{Shell.LOCATION.value}.search"):
        raise PreventUpdate
    chosen = _asked(search)
    if kind == map_definition.KIND:
        return map_definition.drawer(ids, chosen, viewer()), False, None
    if kind in map_drawer.HERE:
        found = map_drawer.open_here(kind, ids, chosen, viewer())
    else:
        found = map_drawer.open_for(selected, viewer(), chosen.as_of)
    return found.children, found.hidden, found.mark


def _told(selected: dict[str, Any] | None) -> tuple[str, list[str]]:
    """Kind and ids of a selection as the browser tells them."""
    told = selected or {}
    return str(told.get("kind", "")), [str(each) for each in told.get("ids", ())]


def register(app: Dash) -> None:
    """Address → page; selection → drawer; clicks and fields → address."""
    address = Input(Shell.LOCATION, "search")
    change = Input(Shell.CHANGE, "data")
    theme = Input(Shell.THEME, "data")
    looking = Input(Map.LOOK, "data")
    fields = (Map.KEYWORD, Map.FROM, Map.TO, Map.AS_OF)
    graphs = (Map.FUNNEL, Map.TREND, Map.BY_TOWN, Map.BY_SECTOR, Map.BY_LEVEL)
    words = [each.word for each in map_headlines.HEADLINES]
    first = [Output(name, "children") for name in (Map.BANNER, Map.CHIPS, Map.DRAWN, Map.BASIS)]
    first += [Output(map_headlines.value_id(word), "children") for word in words]
    app.callback(*first, address, change)(refresh)
    read, searched = Input(Map.BASIS, "children"), State(Shell.LOCATION, "search")  # the rest follows the numbers
    app.callback(Output(markup.tree_id(Map.FILTERS), "data"), read, searched)(offer)
    questions = [Output(map_figures.title_id(word), "children") for word in map_figures.CARDS]
    figures = [Output(name, "figure") for name in graphs]
    app.callback(Output(Map.MEASURE, "children"), *questions, *figures, read, looking, theme, searched)(chart)
    changes = [Output(map_headlines.change_id(word), "children") for word in words]
    app.callback(Output(Map.COMPARE, "children"), *changes, read, looking, searched)(compare)
    app.callback(
        Output(Map.DRAWER, "children"),
        Output(Map.DRAWER, "hidden"),
        Output(Map.MARK, "data"),
        Input(Map.SELECTED, "data"),
        change,
        address,
    )(open_drawer)
    app.clientside_callback(
        ClientsideFunction("onemap", "drawMap"),
        Output(Map.CANVAS, "title"),  # never set: with an output, Dash leaves the callback alone on other pages
        address,
        theme,
        Input(Map.MARK, "data"),
        State(Map.VIEW, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("onemap", "restoreFields"), *(Output(name, "value") for name in fields), address
    )
    app.clientside_callback(
        ClientsideFunction("onemap", "restoreLook"), Output(Map.LOOK, "data"), address, State(Map.LOOK, "data")
    )
    app.clientside_callback(
        ClientsideFunction("onemap", "typed"), *(Input(name, "value") for name in fields), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("onemap", "clickedBar"),
        *(Input(name, "clickData") for name in graphs),
        prevent_initial_call=True,
    )


PAGE = Page("/", "ui.page.map", layout, register)
