"""All rows behind one side of a figure, page by page: what no filter of the list can say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qs

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard import covered, limits
from dashboard.asked import address, asked
from dashboard.behind_rows import amount, entries
from dashboard.covered import COVERED
from dashboard.definitions import ABOVE, BELOW, DEFINED, MISSING, Defined
from dashboard.pages.base import Page
from dashboard.pages.map_view import figures_of
from dashboard.services import services
from dashboard.viewer import viewer
from data.errors import OneMapError
from data.readmodel.behind import Part
from data.readmodel.figures import Figures
from data.rules.filters import Filter
from data.rules.kpis import Measure
from data.words import t

ROWS = 100


class NoSuchFigure(OneMapError):
    """An address names a figure, or a side of one, that does not exist."""

    key = "figure.no_such"


def layout(query: str, key: str, side: str) -> Component:
    """Definition, number and one page of rows. Raises `NoSuchFigure`."""
    each = DEFINED.get(key) or COVERED.get(key)
    measure = each.measure(side) if each and side in (ABOVE, BELOW, MISSING) else None
    if each is None or measure is None:
        raise NoSuchFigure(key=key)
    chosen, someone = asked(query), viewer()
    figures = figures_of(services().model.snapshot, someone.scope, chosen)
    found = _covered(measure, figures, chosen) if key in COVERED else _found(each, side, measure, figures)
    pages = max(1, -(-found.count // ROWS))
    page = min(max(_number(query), 1), pages)
    rows = found.rows((page - 1) * ROWS)
    return html.Main(
        [
            _head(each, side, amount(measure, found.total), chosen),
            html.P(each.how, className="page-note"),
            html.P(_basis(figures, someone.name), className="page-note"),
            html.Div(_limits(chosen), className="chips"),
            html.Ol(rows, className="card behind-rows", start=str((page - 1) * ROWS + 1))
            if rows
            else html.P(t("figure.nobody"), className="empty"),
            *([_pager(chosen, page, pages)] if pages > 1 else []),
        ],
        className="page",
    )


@dataclass(frozen=True, slots=True)
class _Behind:
    """How many entries there are, what they add up to, and the entries of the page that begins with one of them."""

    count: int
    total: int
    rows: Callable[[int], list[Component]]


def _found(each: Defined, side: str, measure: Measure, figures: Figures) -> _Behind:
    parts, scope = each.parts(figures, side, measure), viewer().scope

    def rows(begin: int) -> list[Component]:
        slices = _slices(parts, begin)
        return [row for part, first, count in slices for row in entries(figures, part, measure, first, count, scope)]

    return _Behind(sum(map(len, parts)), sum(int(part.adds.sum()) for part in parts), rows)


def _covered(measure: Measure, figures: Figures, chosen: Filter) -> _Behind:
    """The same of what is counted beside the hazards, on the same days."""
    scope = viewer().scope
    coverage = services().model.snapshot.coverage(scope, chosen, figures.period)
    count = coverage.count(measure)
    return _Behind(count, count, lambda begin: covered.entries(coverage, measure, begin, ROWS, scope))


def _limits(chosen: Filter) -> list[Component]:
    """What else is limited; the period is said in words, because it means another thing for each figure."""
    found = limits.limits(services().pack, replace(chosen, from_=None, to=None, as_of=None))
    return [limits.chip_text(limit) for limit in found]


def _slices(parts: Sequence[Part], first: int) -> list[tuple[Part, int, int]]:
    """What of each part stands on the page that begins with entry ``first`` of all of them."""
    found, left = [], ROWS
    for part in parts:
        count = min(left, max(len(part) - first, 0))
        if count:
            found.append((part, first, count))
        left, first = left - count, max(first - len(part), 0)
    return found


def _head(each: Defined, side: str, total: str, chosen: Filter) -> Component:
    title = t("figure.list" if each.below is None else f"figure.{side}", n=total)
    to_map = dcc.Link(t("figure.back"), href=f"{address('/', chosen)}#select=figures:{each.key}", className="button")
    to_sheet = dcc.Link(t("figure.back_to_sheet"), href=address("/sheet", chosen), className="button")
    back = to_sheet if each.key in COVERED else to_map
    return html.Div(
        [
            html.H1(each.name, className="page-title"),
            html.Span(title, className="behind-total"),
            html.Div(back, className="page-actions no-print"),
        ],
        className="page-head",
    )


def _basis(figures: Figures, scope: str) -> str:
    snapshot = services().model.snapshot
    facts = {"first": figures.period.first, "last": figures.period.last, "change": f"{snapshot.change}"}
    return t("map.headline.basis", scope=scope, day=date.fromordinal(figures.view.as_of), **facts)


def _pager(chosen: Filter, page: int, pages: int) -> Component:
    """Before, where we are, next."""
    where = html.Span(t("figure.page", page=page, pages=pages), className="page-note")
    before = _turn("figure.before", chosen, page - 1) if page > 1 else ""
    after = _turn("figure.next", chosen, page + 1) if page < pages else ""
    return html.Div([before, where, after], className="pager no-print")


def _turn(word: str, chosen: Filter, page: int) -> Component:
    """A plain link, because a change of the query alone does not draw a page anew."""
    return html.A(t(word), href=address("", chosen, page=page), className="button")


def _number(query: str) -> int:
    told = parse_qs(query.lstrip("?")).get("page", ["1"])[0]
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 1


def register(_app: Dash) -> None:
    """Nothing moves on this page."""


PAGE = Page("/figures/<key>/<side>", "figure.title", layout, register, in_nav=False)
