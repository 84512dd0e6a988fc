"""Small signs that say risk, state, level and time left: always a word, colour only beside it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.rules.deadlines import DatedRule, ordered_deadline, reinspection_after
from data.rules.escalation import grade
from data.rules.hazard import Hazard
from data.rules.vocabulary import Colour, Level, State
from data.words import t


def risk_badge(colour: Colour) -> Component:
    """Shape and word of a risk colour: ▲ 红, ◆ 橙, ● 黄, ■ 蓝, ○ 未定级."""
    symbol = html.Span(className="risk-symbol")
    return html.Span([symbol, t(f"colour.{colour.key}")], className=f"risk-badge risk-{colour.key}")


def state_badge(state: State, passed: bool = False) -> Component:
    """The state in words on a neutral ramp; a passed re-inspection that waits for closure is 待销号."""
    return html.Span(state_words(state, passed), className=f"state-badge state-{state.value.lower()}")


def state_words(state: State, passed: bool = False) -> str:
    """已下达, 整改中, 待复查 …; 待销号 once passed."""
    if state is State.SUBMITTED and passed:
        return t("page_common.to_be_closed")
    return t(f"state.{state.value}")


def level_badge(level: Level) -> Component:
    """重大 stands out by outline and weight; 一般 is plain text."""
    return html.Span(t(f"page_common.level.{level.value}"), className=f"level-badge level-{level.value}")


def countdown_badge(deadline: date | None, today: date) -> Component:
    """剩 3 天, 今日到期 or 逾期 5 天."""
    text, tone = countdown(deadline, today)
    return html.Span(text, className=f"countdown {tone}")


def countdown(deadline: date | None, today: date) -> tuple[str, str]:
    """Words and tone (``is-late``, ``is-near`` within 3 days, or none) of the days to a deadline."""
    if deadline is None:
        return "—", ""
    days = (deadline - today).days
    if days < 0:
        return t("page_common.days_late", days=-days), "is-late"
    if days == 0:
        return t("page_common.due_today"), "is-near"
    return t("page_common.days_left", days=days), "is-near" if days <= 3 else ""


def time_left(hazard: Any, ordered: int | None, rules: Iterable[DatedRule], today: date) -> tuple[str, str]:
    """Words and tone of the time that whoever has to act now has left.

    The enterprise until it submits, then the re-inspector (复查 剩 3 天); nobody once that is passed or it is over.
    ``hazard`` is a folded hazard or its row, ``ordered`` the deadline (ordinal) of its current round's order.
    """
    state = State(hazard.state)
    if not state.is_open or hazard.passed:
        return t("page_common.none"), ""
    if state is not State.SUBMITTED:
        return countdown(None if hazard.deadline is None else date.fromordinal(hazard.deadline), today)
    due = reinspection_after(rules, hazard.submitted_day, ordered)
    words, tone = countdown(due.day if due else None, today)
    return (t("page_common.reinspection", left=words), tone) if due else (words, tone)


def grade_badge(colour: str, words: str) -> Component:
    """Shape and word of a rung of the ladder of overdue hazards."""
    return html.Span([html.Span(className="risk-symbol"), t(words)], className=f"risk-badge risk-{colour}")


def grade_badges(hazard: Hazard, rules: Iterable[DatedRule], today: date) -> list[Component]:
    """How grave being overdue has become, 黄色 to 红色逾期; no sign while it is not overdue."""
    colour = grade(hazard, today, rules)
    return [] if colour is None else [grade_badge(colour, f"page_actions.grade.{colour}")]


def time_left_badges(hazard: Hazard, rules: Iterable[DatedRule], today: date) -> list[Component]:
    """The time left as a sign beside the others; no sign when nobody's time runs."""
    words, tone = time_left(hazard, ordered_deadline(hazard), rules, today)
    return [] if words == t("page_common.none") else [html.Span(words, className=f"countdown {tone}")]
