"""立案处罚 on the hazard page: each case with its stages, its dates, and the moves that may be made on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.badges import countdown_badge
from dashboard.names import Names
from dashboard.pages.hazard_facts import card, day, facts, fen, rule_words, steps
from dashboard.pages.hazard_moves import buttons
from data.rules.deadlines import Due
from data.rules.move import Move
from data.rules.vocabulary import CaseStage
from data.words import t


def cases(
    rows: Sequence[Any],
    moves: Mapping[str, Sequence[Move]],
    dues: Mapping[str, Due],
    names: Names,
    today: date,
) -> Component:
    """All cases of one hazard; ``moves`` and ``dues`` are by case number."""
    title = t("page_hazard.cases")
    if not rows:
        return card(title, html.Div(t("page_hazard.no_cases"), className="empty"))
    return card(title, *[_case(row, moves.get(row.case_no, ()), dues.get(row.case_no), names, today) for row in rows])


def _case(row: Any, moves: Sequence[Move], due: Due | None, names: Names, today: date) -> Component:
    def word(key: str) -> str:
        return t(f"page_hazard.{key}")

    pairs: list[tuple[str, Any, bool]] = [
        (word("case_no"), row.case_no, False),
        (word("case_org"), names.org(row.org), False),
        (word("case_filed"), day(row.filed_day), False),
        (word("case_decided"), _decided(row, due, today), due is not None),
    ]
    if row.decided_day is not None:
        pairs += [(word("case_fine"), fen(row.fine_fen), False), (word("case_penalties"), row.penalties, False)]
    if row.closed_day is not None:
        pairs += [(word("case_closed"), day(row.closed_day), False), (word("case_end"), row.end, False)]
    actions = [html.Div(buttons(moves, row.case_no), className="case-actions no-print")] if moves else []
    return html.Div([_stages(row), facts(pairs), *actions], className="case")


def _decided(row: Any, due: Due | None, today: date) -> Any:
    """The day of the decision, or by when it is due and by which rule."""
    if due is None:
        return day(row.decided_day)
    until = t("page_hazard.decide_by", day=due.day.isoformat())
    return [
        until,
        " ",
        countdown_badge(due.day, today),
        html.Span(rule_words(due.rule), className="rule-source"),
    ]


def _stages(row: Any) -> Component:
    """The nine stages in a row, the present one marked."""
    order = [(each.value, t(f"evidence.stages.{each.value}")) for each in CaseStage]
    return steps(order, row.stage, over=row.closed_day is not None)
