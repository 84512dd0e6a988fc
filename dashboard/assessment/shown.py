"""An assessment on its page: the table of ranks, and under each unit what it lost, with the lists behind it (倒查)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.asked import address
from dashboard.assessment import told
from dashboard.assessment.asked import Question
from dashboard.attributes import attributes
from dashboard.definitions import ABOVE, BELOW, DEFINED, MISSING
from dashboard.names import Names
from dashboard.pages.hazard_facts import table
from data.packs import Pack
from data.readmodel.assessing import Assessment, Unit, units
from data.rules.assessment import Figure, Item, Of, Result, Scored
from data.rules.filters import Filter
from data.words import t


def drawn(found: Assessment, results: Sequence[Result], asked: Question, pack: Pack) -> list[Component]:
    """Basis, table and notes of what the reader may see."""
    if not results:
        return [html.P(t("assessment.nobody"), className="card empty")]
    names, shown = Names(pack), {unit.code: unit for unit in units(pack, asked.of)}
    items = found.version.items
    heads = [html.Th(t(f"assessment.{name}")) for name in ("rank", "unit", "score")]
    heads += [html.Th(_heading(item)) for item in items] + [html.Th(t("assessment.bonus"))]
    rows = [row for each in results for row in _rows(each, found, names, shown[each.told.unit], asked, len(results))]
    body = [html.Thead(html.Tr(heads)), html.Tbody(rows)]
    own = [] if len(results) == len(found.results) else [html.P(t("assessment.own_only"), className="page-note")]
    return [
        html.P(basis(found), className="page-note"),
        *own,
        html.Section(html.Table(body, className="table assessment-table"), className="card assessment-card"),
        *(html.P(words, className="page-note") for words in notes(found)),
    ]


def basis(found: Assessment) -> str:
    """Which table, period and day the scores are of."""
    return t(
        "assessment.note",
        day=found.version.valid_from,
        of=t(f"assessment.{found.version.of}s"),
        first=found.period.first,
        last=found.period.last,
        as_of=found.as_of,
        change=found.change,
    )


def notes(found: Assessment) -> list[str]:
    """How it is weighed and ranked."""
    fewest = max((item.n_min for item in found.version.items), default=0)
    of = [t("assessment.note_departments")] if found.version.of is Of.DEPARTMENT else []
    return [*of, t("assessment.note_weighing"), t("assessment.note_ranking", n=fewest)]


def _heading(item: Item) -> list[str | Component]:
    weight = html.Small(t("assessment.weight", weight=f"{item.weight:g}"))
    return [told.item_name(item.key), weight]


def _rows(
    result: Result, found: Assessment, names: Names, unit: Unit, asked: Question, shown: int
) -> Iterable[Component]:
    """The line of a unit, and the fold of what it lost."""
    name = told.unit_name(names, found.version.of, unit.code)
    ranked = sum(each.rank is not None for each in found.results)
    rank = t("assessment.of_all", rank=result.rank, count=ranked) if result.rank else t("assessment.no_rank")
    cells = [
        _cell(t("assessment.rank"), rank, "assessment-rank"),
        _cell(t("assessment.unit"), name, "assessment-unit"),
        _cell(t("assessment.score"), told.points(result.score), "assessment-score"),
        *(_cell(told.item_name(one.item.key), told.points(one.points), _tone(one)) for one in result.items),
        _cell(t("assessment.bonus"), f"{result.bonus:g}"),
    ]
    yield html.Tr(cells, className="assessment-line")
    remarks = [html.Span(words, className="quiet") for words in told.remarks(result)]
    summary = html.Summary([html.Span(t("assessment.detail", unit=name)), *remarks])
    inside = html.Details([summary, _detail(result, unit.shown, asked)], open=shown == 1 or None)
    yield html.Tr(html.Td(inside, colSpan=len(cells)), className="assessment-fold")


def _cell(head: str, words: str, name: str = "") -> Component:
    return html.Td(words, className=f"nowrap {name}".strip(), **attributes(data_head=head))


def _tone(one: Scored) -> str:
    if one.lost is None:
        return "quiet"
    return "is-lost" if one.lost >= one.item.weight / 2 else ""


def _detail(result: Result, shown: Filter, asked: Question) -> Component:
    heads = [t(f"assessment.{name}") for name in ("item", "points", "lost", "how", "behind")]
    period = asked.period
    chosen = replace(shown, from_=period.first, to=period.last, as_of=asked.as_of)
    rows = [
        [
            told.item_name(one.item.key),
            f"{told.points(one.points)} / {one.item.weight:g}",
            t("page_common.none") if one.lost is None else told.points(one.lost),
            [told.how(one), *_small(one.given.reason if one.given else one.item.note)],
            _behind(one, chosen) or t("page_common.none"),
        ]
        for one in result.items
    ]
    base = t("assessment.base", base=told.points(result.base), bonus=f"{result.bonus:g}")
    return html.Div([table(heads, rows, keep=(0, 1, 2)), html.P([base, *_hints(result, chosen)])])


def _behind(one: Scored, chosen: Filter) -> list[Component]:
    """Links to the lists behind an item: what is missing first."""
    if any(key not in DEFINED for key, _figure in one.figures):
        return [_link(address("/objects", chosen.of_objects()), t("assessment.objects"))]
    return [html.Div(part) for key, figure in one.figures if (part := _lists(key, figure, chosen))]


def _lists(key: str, figure: Figure, chosen: Filter) -> list[Component]:
    sides = (
        [(ABOVE, "counted", figure.above)]
        if figure.below is None
        else [
            (MISSING, "missing", figure.below - figure.above),
            (ABOVE, "above", figure.above),
            (BELOW, "below", figure.below),
        ]
    )
    return [
        _link(address(f"/figures/{key}/{side}", chosen), t(f"assessment.{word}", n=n)) for side, word, n in sides if n
    ]


def _hints(result: Result, chosen: Filter) -> list[Component]:
    """What the reader may look at besides: accidents that bar the unit, hazards that were opened again."""
    accidents = [_link("/accidents", t("assessment.accidents"))] if result.told.accidents else []
    reopened = result.told.figures["reopened"].above
    words = t("assessment.hint_reopened", n=reopened)
    return [*accidents, *([_link(address("/figures/reopened/above", chosen), words)] if reopened else [])]


def _link(href: str, words: str) -> Component:
    return html.A(words, href=href, className="assessment-link")


def _small(words: str) -> list[Component]:
    return [html.Div(words, className="rule-source")] if words else []
