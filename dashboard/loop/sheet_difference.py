"""差异: what late entries and corrections have altered in the figures of a sheet since an older change number."""

from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard import differences
from dashboard.differences import Compared, Reasons
from dashboard.loop.sheet import Sheet
from dashboard.services import services
from dashboard.viewer import viewer
from data.readmodel.behind import HAZARDS
from data.readmodel.difference import Differing, Moved
from data.rules.coverage import EVERY_KPI
from data.rules.scope import Scope
from data.store.reads import hazards_by_no
from data.words import t

SHOWN = 50
"""So many records are listed under one figure."""


def drawn(sheet: Sheet, told: str) -> list[Component]:
    """The card of the change number ``told`` as it was typed; nothing where nothing was typed."""
    if not told:
        return []
    change = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else -1
    if not 0 <= change <= sheet.change:
        return [html.P(t("difference.unknown", asked=told, head=sheet.change), className="page-note is-wrong")]
    here, scope = services(), viewer().scope
    asked = (scope, sheet.chosen, sheet.period, sheet.as_of)
    found = differences.compared(
        here.engine, here.pack, here.model.snapshot, asked, (change, sheet.change), EVERY_KPI, SHOWN
    )
    head = html.H2(
        [t("difference.head", older=found.older, newer=found.newer), html.Small(t("difference.note"))],
        className="card-title",
    )
    return [html.Section([head, _table(found, scope)], className="card sheet-difference")]


def _table(found: Compared, scope: Scope) -> Component:
    if not found.kpis:
        return html.P(t("difference.none"), className="empty")
    heads = [
        t("difference.figure"), t("difference.older", change=found.older),
        t("difference.newer", change=found.newer), t("difference.moved"),
    ]  # fmt: skip
    known = _known(found, scope)
    body = [_row(each, found.reasons, known) for each in found.kpis]
    table = html.Table([html.Thead(html.Tr([html.Th(each) for each in heads])), html.Tbody(body)])
    return html.Div(table, className="town-scroll", tabIndex="0", role="region")


def _known(found: Compared, scope: Scope) -> set[str]:
    """The hazards that may be opened: those that lie in the scope now."""
    numbers = {number for kind, number in found.reasons if kind == HAZARDS}
    with services().engine.connect() as connection:
        return {row.hazard_no for row in hazards_by_no(connection, scope, sorted(numbers))}


def _row(each: Differing, why: Reasons, known: set[str]) -> Component:
    entries = each.listed
    items = [_entry(*entry, len(each.moved) == 1, why, known) for entry in entries[:SHOWN]]
    more = len(entries) - SHOWN
    items += [html.Li(t("difference.more", n=more), className="quiet")] if more > 0 else []
    fold = html.Details([html.Summary(_counts(each)), html.Ul(items)])
    cells = [html.Td(differences.shown(value)) for value in (each.before, each.after)]
    return html.Tr([html.Th(each.kpi.label(), scope="row"), *cells, html.Td(fold)])


def _counts(each: Differing) -> str:
    """By side how many entered, left and changed: 分子 增 1、减 2；分母 增 1."""
    sides = []
    for side, moved in each.moved.items():
        counts = {name: len(of) for name, of in differences.sorted_out(moved).items() if of}
        word = t("difference.numbers") if len(each.moved) == 1 else t(f"difference.{side}")
        told = [t(f"difference.count_{name}", n=n) for name, n in counts.items()]
        sides += [f"{word} {t('difference.and').join(told)}"] if told else []
    return t("difference.then").join(sides)


def _entry(side: str, one: Moved, alone: bool, why: Reasons, known: set[str]) -> Component:
    number: Component = html.Span(f"{t(f'difference.kind.{one.kind}')} {one.number}")
    if one.number in known:
        number = html.Span(
            [f"{t(f'difference.kind.{one.kind}')} ", html.A(one.number, href=f"/hazards/{quote(one.number)}")]
        )
    events = why.get((one.kind, one.number), ())
    told = t("difference.then").join(map(differences.sentence, events)) or t("difference.elsewhere")
    name = "entered" if one.entered else "left" if one.left else "changed"
    word = t(f"difference.{name}") if alone else f"{t(f'difference.{side}')} {t(f'difference.{name}')}"
    mark = html.Span(word, className=f"moved is-{name}")
    return html.Li([mark, number, html.P(told, className="quiet")])
