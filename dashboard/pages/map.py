"""The map page: filters left, map in the middle, figures right, all three from the filter in the address."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboard import limits
from dashboard.attributes import attributes
from dashboard.ids import Map, Shell
from dashboard.pages import map_drawer, map_figures, map_filters, map_furniture
from dashboard.pages.base import Page
from dashboard.pages.map_view import View, look
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
            dcc.Store(id=Map.VIEW, data=map_furniture.settings()),
            _left(),
            _middle(),
            html.Aside(map_figures.column(), className="figures", **attributes(aria_label=t("map.figures"))),
            html.Aside(id=Map.DRAWER, className="drawer", hidden=True),
        ],
        id=Map.PAGE,
        className="map-page",
    )


def _left() -> Component:
    hide = html.Button(
        className="panel-toggle", title=t("map.hide_filters"), **attributes(aria_label=t("map.hide_filters"))
    )
    inner = [*map_filters.fixed(), html.Div(id=Map.FILTERS, className="filter-groups")]
    return html.Aside([hide, html.Div(inner, className="filters-inner")], className="filters")


def _middle() -> Component:
    bar = [html.Div(id=Map.CHIPS, className="chips"), html.Div(id=Map.DRAWN, className="drawn")]
    canvas = html.Div(
        id=Map.CANVAS, className="map-canvas", **attributes(aria_label=t("map.map_label"), role="application")
    )
    furniture = map_furniture.furniture(services().pack)
    return html.Section(
        [html.Div(bar, className="chip-bar"), html.Div([canvas, *furniture], className="map-box")], className="middle"
    )


def refresh(search: str | None, _change: int, theme: str) -> tuple[Any, ...]:
    """Everything the filter decides, in one go: chips, options with counts, numbers and charts."""
    chosen = Filter.parse(search or "")
    view = look(chosen)
    return (
        limits.chips(limits.limits(services().pack, chosen)),
        map_filters.panel(services().pack, chosen, view.counts, services().today()),
        _drawn(view, chosen),
        map_figures.headlines(view.headlines, _basis(view, chosen)),
        map_figures.funnel(view.funnel, theme),
        map_figures.trend(view.months, theme),
        *(map_figures.bars(rows, theme) for rows in (view.towns, view.sectors, view.levels)),
    )


def _basis(view: View, chosen: Filter) -> map_figures.Basis:
    """Scope, period, day and change of the headline numbers, in words."""
    facts = {"day": view.as_of.isoformat(), "change": str(view.change)}
    span = {"first": view.period.first.isoformat(), "last": view.period.last.isoformat()}
    return map_figures.Basis(
        as_known=t("map.headline.as_known", **facts),
        hover=t("map.headline.basis", scope=viewer().name, **span, **facts),
        in_period=bool(chosen.from_ or chosen.to),
        before=view.before,
    )


def _drawn(view: View, chosen: Filter) -> list[Component]:
    """How many hazards there are, a way to their list, and how many of them have no place to be drawn at."""
    missing = [html.Span(t("map.not_on_map", n=f"{view.unplaced:,}"), className="quiet")] if view.unplaced else []
    words = t("map.shown", n=f"{view.total:,}") if view.total else t("map.nothing")
    as_list = dcc.Link(t("map.as_list"), href=f"/ledger?{chosen.query()}", className="as-list")
    return [html.Div([html.Strong(words), as_list]), *missing]


def open_drawer(selected: dict[str, Any] | None, _change: int) -> tuple[Any, bool, Any]:
    """The drawer for what is selected, whether it is hidden, and where the ring on the map goes."""
    found = map_drawer.open_for(selected, viewer())
    return found.children, found.hidden, found.mark


def register(app: Dash) -> None:
    """Address → page; selection → drawer; clicks and fields → address."""
    address = Input(Shell.LOCATION, "search")
    change = Input(Shell.CHANGE, "data")
    theme = Input(Shell.THEME, "data")
    fields = (Map.KEYWORD, Map.FROM, Map.TO)
    charts = (Map.BY_TOWN, Map.BY_SECTOR, Map.BY_LEVEL)
    drawn = [Output(name, "children") for name in (Map.CHIPS, Map.FILTERS, Map.DRAWN, Map.HEADLINES)]
    drawn += [Output(name, "figure") for name in (Map.FUNNEL, Map.TREND, *charts)]
    app.callback(*drawn, address, change, theme)(refresh)
    app.callback(
        Output(Map.DRAWER, "children"),
        Output(Map.DRAWER, "hidden"),
        Output(Map.MARK, "data"),
        Input(Map.SELECTED, "data"),
        change,
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
        ClientsideFunction("onemap", "typed"), *(Input(name, "value") for name in fields), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("onemap", "clickedBar"),
        *(Input(name, "clickData") for name in charts),
        prevent_initial_call=True,
    )


PAGE = Page("/", "ui.page.map", layout, register)
