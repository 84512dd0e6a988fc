"""The drawer that proves a number: what it counts, among whom, and the hazards above and below the line one by one."""

from collections.abc import Sequence
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.asked import address
from dashboard.attributes import attributes
from dashboard.behind_rows import amount, entries
from dashboard.changes import rounded
from dashboard.definitions import ABOVE, BELOW, DEFINED, Defined, as_filter
from dashboard.pages.map_view import figures_of
from dashboard.services import services
from dashboard.viewer import Viewer
from data.readmodel.behind import HAZARDS, Part, behind
from data.readmodel.figures import Figures
from data.rules.filters import Filter
from data.rules.kpis import Kind, Population
from data.words import t

KIND = "figures"
LISTED = 50
MOST = 8
"""So many numbers one drawer explains."""


def drawer(keys: Sequence[str], chosen: Filter, someone: Viewer) -> list[Component]:
    """Definition and lists of each known key."""
    known = [DEFINED[key] for key in keys[:MOST] if key in DEFINED]
    figures = figures_of(services().model.snapshot, someone.scope, chosen)
    close = t("map.drawer.close")
    cross = html.Button("×", className="drawer-close", title=close, **attributes(data_unselect="yes", aria_label=close))
    title = known[0].name if len(known) == 1 else t("figure.title" if known else "figure.unknown")
    head = html.Div([html.H2(title), cross], className="drawer-head")
    alone = len(known) == 1
    parts = [_section(each, figures, chosen, someone, alone) for each in known]
    return [head, html.Div([*parts, _basis(figures, someone)], className="drawer-body definition")]


def _section(each: Defined, figures: Figures, chosen: Filter, someone: Viewer, alone: bool) -> Component:
    value = each.value(figures)
    name = [] if alone else [html.H3(each.name, className="definition-name")]
    number = html.Div([html.Span(said(each, value), className="number"), *_formula(each, figures)])
    words = [html.P(each.how, className="drawer-text"), html.P(_cohort(each), className="quiet")]
    sides = [_list(each, side, figures, chosen, someone, alone) for side in (ABOVE, BELOW) if each.measure(side)]
    return html.Section([*name, number, *words, *sides])


def said(each: Defined, value: float | None) -> str:
    """A value with its unit; a dash where nothing stands below."""
    if value is None:
        return "—"
    if each.kind is Kind.RATE:
        return f"{rounded(100 * value):.1f}%"
    if each.kind is Kind.YUAN:
        return t("figure.yuan", n=f"{value:,.2f}".removesuffix(".00"))
    if each.kind is Kind.DAYS:
        return t("figure.days", n=f"{value:,.1f}".removesuffix(".0"))
    return f"{value:,.0f}"


def _formula(each: Defined, figures: Figures) -> list[Component]:
    if each.kpi is None or each.below is None:
        return []
    value = figures.kpis[each.key]
    words = t("figure.formula", above=amount(each.above, value.above), below=amount(each.below, value.below or 0))
    return [html.Span(words, className="quiet formula")]


def _cohort(each: Defined) -> str:
    """Among whom it counts, in words."""
    return t(f"figure.cohort.{Population((each.below or each.above).population).value}")


def _basis(figures: Figures, someone: Viewer) -> Component:
    """Period, day, change and source: what the same numbers can be had with again."""
    snapshot = services().model.snapshot
    pairs = [
        ("scope", someone.name),
        ("period", t("limit.from_to", first=figures.period.first, last=figures.period.last)),
        ("as_of", t("figure.end_of", day=date.fromordinal(figures.view.as_of))),
        ("change", f"{snapshot.change:,}"),
        ("source", t("figure.source_words")),
    ]
    cells = [cell for key, words in pairs for cell in (html.Dt(t(f"figure.{key}")), html.Dd(words))]
    return html.Dl(cells, className="drawer-facts definition-basis")


def _list(each: Defined, side: str, figures: Figures, chosen: Filter, someone: Viewer, alone: bool) -> Component:
    measure = each.measure(side)
    assert measure is not None
    parts = behind(figures, measure)
    total = sum(int(part.adds.sum()) for part in parts)
    title = t("figure.list" if each.below is None else f"figure.{side}", n=amount(measure, total))
    rows = [row for part in parts for row in entries(figures, part, measure, 0, LISTED, someone.scope)]
    body = [html.Ul(rows[:LISTED], className="drawer-list"), _all(each, side, parts, chosen)]
    if not rows:
        body = [html.P(t("figure.nobody"), className="quiet")]
    return html.Details([html.Summary(title), *body], className="definition-list", open=alone and side == ABOVE)


def _all(each: Defined, side: str, parts: Sequence[Part], chosen: Filter) -> Component:
    """The way to all rows: the ledger where a filter says the same, else the page of this list."""
    n = sum(len(part) for part in parts)
    same = as_filter(each.key, side, chosen) if all(part.kind == HAZARDS for part in parts) else None
    if same is not None:
        return dcc.Link(t("figure.all_in_ledger", n=f"{n:,}"), href=address("/ledger", same), className="button")
    return dcc.Link(
        t("figure.all_listed", n=f"{n:,}"), href=address(f"/figures/{each.key}/{side}", chosen), className="button"
    )
