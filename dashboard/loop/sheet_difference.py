"""差异: what late entries and corrections have altered in the figures of a sheet since an older change number."""

from typing import Any
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


def known(sheet: Sheet, told: str) -> int | None:
    """The change number that was typed; None where it is none that the sheet has come to."""
    change = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else -1
    return change if 0 <= change <= sheet.change else None


def found_since(sheet: Sheet, change: int, most: int | None = None) -> Compared:
    """What differs since ``change``; reasons of everybody, or of the first ``most`` under each figure."""
    here = services()
    asked = (viewer().scope, sheet.chosen, sheet.period, sheet.as_of)
    changes = (change, sheet.change)
    return differences.compared(here.engine, here.pack, here.model.snapshot, asked, changes, EVERY_KPI, most)


def drawn(sheet: Sheet, told: str) -> list[Component]:
    """The card of the change number ``told`` as it was typed; nothing where nothing was typed."""
    if not told:
        return []
    change = known(sheet, told)
    if change is None:
        return [html.P(t("difference.unknown", asked=told, head=sheet.change), className="page-note is-wrong")]
    found = found_since(sheet, change, SHOWN)
    head = html.H2(
        [t("difference.head", older=found.older, newer=found.newer), html.Small(t("difference.note"))],
        className="card-title",
    )
    return [html.Section([head, _table(found, viewer().scope)], className="card sheet-difference")]


def _table(found: Compared, scope: Scope) -> Component:
    if not found.kpis:
        return html.P(t("difference.none"), className="empty")
    heads = [
        t("difference.figure"), t("difference.older", change=found.older),
        t("difference.newer", change=found.newer), t("difference.moved"),
    ]  # fmt: skip
    openable = _known(found, scope)
    body = [_row(each, found.reasons, openable) for each in found.kpis]
    table = html.Table([html.Thead(html.Tr([html.Th(each) for each in heads])), html.Tbody(body)])
    return html.Div(table, className="town-scroll", tabIndex="0", role="region")


def _known(found: Compared, scope: Scope) -> set[str]:
    """The hazards that may be opened: those that lie in the scope now."""
    numbers = {number for kind, number in found.reasons if kind == HAZARDS}
    with services().engine.connect() as connection:
        return {row.hazard_no for row in hazards_by_no(connection, scope, sorted(numbers))}


def _row(each: Differing, why: Reasons, openable: set[str]) -> Component:
    entries = each.listed
    items = [_entry(*entry, len(each.moved) == 1, why, openable) for entry in entries[:SHOWN]]
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


def _entry(side: str, one: Moved, alone: bool, why: Reasons, openable: set[str]) -> Component:
    shown: Any = html.A(one.number, href=f"/hazards/{quote(one.number)}") if one.number in openable else one.number
    number = html.Span([f"{t(f'difference.kind.{one.kind}')} ", shown])
    name = differences.way(one)
    word = t(f"difference.{name}") if alone else f"{t(f'difference.{side}')} {t(f'difference.{name}')}"
    mark = html.Span(word, className=f"moved is-{name}")
    return html.Li([mark, number, html.P(differences.why(one, why), className="quiet")])
