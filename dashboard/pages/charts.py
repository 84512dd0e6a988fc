"""统计图: the loop in charts under one filter, which a click narrows; people arrange the cards and print them."""

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard import markup
from dashboard.asked import address, asked
from dashboard.attributes import attributes
from dashboard.ids import Charts as Ids
from dashboard.ids import Shell
from dashboard.loop import board, graphs, tabs
from dashboard.pages import map_figures
from dashboard.pages.base import Page
from dashboard.pages.map_figures import GRAPH_CONFIG
from dashboard.pages.map_view import Looking, figures_of
from dashboard.pages.map_view import charts as charts_of
from dashboard.services import services
from dashboard.viewer import viewer
from data.readmodel import breakdown
from data.words import t

CARDS = ("trend", "funnel", "ages", "categories", "causes", "by_town", "by_sector", "matrix", "units")
"""In the order in which they stand until somebody arranges them."""
WIDE = frozenset({"matrix"})
MOST_UNITS = 15


def layout(_query: str) -> Component:
    """The cards; their graphs follow the address."""
    someone = viewer()
    parts = [
        *markup.drawn_into(Ids.CHIPS, className="loop-page"),
        html.Div(id=Ids.BASIS, className="page-note"),
        html.Div([_card(key) for key in CARDS], className="charts"),
    ]
    return html.Main([*tabs.head("charts", t("page_charts.note", name=someone.name)), *parts], className="page loop")


def _card(key: str) -> Component:
    graph = dcc.Graph(id=card_id(key), config=GRAPH_CONFIG, responsive="auto", figure={"layout": {"height": 200}})
    means = [
        html.Button(
            "", className=f"icon-button chart-{means}", title=t(f"page_charts.{means}"),
            **attributes(data_chart=means, aria_label=t(f"page_charts.{means}")),
        )
        for means in ("earlier", "later", "hide")
    ]  # fmt: skip
    head = html.Header([html.H2(t(f"page_charts.card.{key}")), html.Div(means, className="no-print")])
    name = f"card chart{' is-wide' if key in WIDE else ''}"
    return html.Section([head, graph], className=name, **attributes(data_card=key))


def card_id(key: str) -> dict[str, str]:
    """The graph of one card."""
    return {"type": Ids.CARD.value, "key": key}


def draw(query: str | None, _change: int, theme: str) -> Any:
    """Everything that the charts show under the filter."""
    here, someone, chosen = services(), viewer(), asked(query)
    snapshot = here.model.snapshot
    found = charts_of(chosen, Looking.of(None))
    figures = figures_of(snapshot, someone.scope, chosen)
    view, passing = snapshot.view(chosen.as_of), snapshot.mask(someone.scope, chosen)
    drawn = {
        "trend": map_figures.trend(found, theme),
        "funnel": map_figures.funnel(found.funnel, found.step, theme),
        "ages": graphs.ages(breakdown.ages(view, passing), theme),
        "categories": graphs.categories(breakdown.categories(view, passing, figures.period), theme),
        "causes": graphs.causes(breakdown.causes(view, passing, figures.period), here.names, theme),
        "by_town": map_figures.bars(found.towns, "open", theme),
        "by_sector": map_figures.bars(found.sectors, "late", theme),
        "matrix": graphs.matrix(breakdown.matrix(view, passing), here.names, theme),
        "units": graphs.units(breakdown.units(view, passing, MOST_UNITS), theme),
    }
    day = chosen.as_of or here.today()
    period = figures.period
    words = t("page_charts.basis", first=period.first, last=period.last, day=day, change=snapshot.change)
    links = [
        dcc.Link(t("page_charts.on_map"), href=address("/", chosen)),
        dcc.Link(t("page_charts.as_list"), href=address("/ledger", chosen)),
    ]
    basis = [words, " ", *[html.Span([link, " "], className="no-print") for link in links]]
    return [board.chips(someone, chosen)], basis, *[drawn[key] for key in CARDS]


def register(app: Dash) -> None:
    """Address, news and theme → graphs; a click on a graph → address."""
    every: dict[str, Any] = {"type": Ids.CARD.value, "key": ALL}
    app.callback(
        Output(markup.tree_id(Ids.CHIPS), "data"),
        Output(Ids.BASIS, "children"),
        *[Output(card_id(key), "figure") for key in CARDS],
        Input(Shell.LOCATION, "search"),
        Input(Shell.CHANGE, "data"),
        Input(Shell.THEME, "data"),
    )(draw)
    app.clientside_callback(
        ClientsideFunction("onemap", "clickedChart"), Input(every, "clickData"), prevent_initial_call=True
    )


PAGE = Page("/charts", "page_loop.tab.charts", layout, register, in_nav=False)
