"""立案处罚 on the hazard page: each case with its stages, its dates, and the moves that may be made on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.forms import NO_HINTS
from dashboard.names import Names
from dashboard.pages.hazard_facts import by_rule, card, day, facts, fen, pending, steps
from dashboard.pages.hazard_moves import buttons
from data.rules.deadlines import Due
from data.rules.move import Move
from data.rules.vocabulary import CaseStage
from data.words import t

LATE = "case_decided_late"


def cases(
    rows: Sequence[Any],
    moves: Mapping[str, Sequence[Move]],
    dues: Sequence[Due],
    names: Names,
    today: date,
    warned: Mapping[str, str] = NO_HINTS,
) -> Component:
    """All cases of one hazard; ``moves`` are by case number, ``dues`` all of the hazard's page.

    ``warned`` says by case number what is to be looked at about its fine.
    """
    title = t("page_hazard.cases")
    if not rows:
        return card(title, html.Div(t("page_hazard.no_cases"), className="empty"))
    parts = []
    for row in rows:
        own = [due for due in dues if due.of == row.case_no]
        parts.append(_case(row, moves.get(row.case_no, ()), own, names, today, warned.get(row.case_no)))
    return card(title, *parts)


def _case(
    row: Any, moves: Sequence[Move], dues: Sequence[Due], names: Names, today: date, warning: str | None = None
) -> Component:
    def word(key: str) -> str:
        return t(f"page_hazard.{key}")

    pairs: list[tuple[str, Any, bool]] = [
        (word("case_no"), row.case_no, False),
        (word("case_org"), names.org(row.org), False),
        (word("case_filed"), day(row.filed_day), False),
        *([(word("case_decided"), _decided(row, dues), _is_late(dues))] if row.decided_day is not None else []),
        *pending([due for due in dues if due.what != LATE], today),
    ]
    if row.decided_day is not None:
        published = [(word("case_published"), day(row.published_day), False)] if row.published_day is not None else []
        pairs += [
            *published,
            (word("case_fine"), [fen(row.fine_fen), *_warning(warning)], warning is not None),
            (word("case_penalties"), row.penalties, False),
        ]
    if row.closed_day is not None:
        pairs += [(word("case_closed"), day(row.closed_day), False), (word("case_end"), row.end, False)]
    actions = [html.Div(buttons(moves, row.case_no), className="case-actions no-print")] if moves else []
    return html.Div([_stages(row), facts(pairs), *actions], className="case")


def _is_late(dues: Sequence[Due]) -> bool:
    return any(due.what == LATE for due in dues)


def _decided(row: Any, dues: Sequence[Due]) -> Any:
    """The day of the decision; 逾期作出决定 with the rule where it came after its day."""
    late = [due for due in dues if due.what == LATE]
    signs = [
        part
        for due in late
        for part in (
            " ",
            html.Span(t("page_hazard.decided_late", day=due.day.isoformat()), className="countdown is-late"),
            html.Span(by_rule(due), className="rule-source"),
        )
    ]
    return [day(row.decided_day), *signs] if signs else day(row.decided_day)


def _warning(words: str | None) -> list[Component]:
    return [html.P(words, className="fine-outside", role="note")] if words else []


def _stages(row: Any) -> Component:
    """The nine stages in a row, the present one marked."""
    order = [(each.value, t(f"evidence.stages.{each.value}")) for each in CaseStage]
    return steps(order, row.stage, over=row.closed_day is not None)
