"""督办 on the hazard page: what was raised about it, to whom, by which rule, and what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.action_words import target_words, type_words
from dashboard.badges import countdown_badge, grade_badge
from dashboard.pages.hazard_facts import card, day, table
from data.rules import masking
from data.rules.actions import ActionState, ActionType
from data.store.actions import OPEN
from data.words import t

PATH = "/actions"
"""The list of all of them."""
ALL = "all"
_HEADS = ("rung", "type", "target", "raised", "state")


def raised(hazard_no: str, rows: Sequence[Any], today: date) -> list[Component]:
    """The card; none where nothing was raised."""
    if not rows:
        return []
    heads = [t(f"page_actions.column.{name}") for name in _HEADS]
    note = t("page_actions.card_note", count=len(rows), open=sum(row.state in OPEN for row in rows))
    address = f"{PATH}?hazard={quote(hazard_no)}&state={ALL}"
    link = dcc.Link(t("page_actions.handle"), href=address, className="form-link no-print")
    lines = [_line(row, today) for row in rows]
    return [card(t("page_actions.title"), table(heads, lines, keep=(0, 1)), link, note=note)]


def _line(row: Any, today: date) -> list[Any]:
    return [
        grade_badge(row.colour, f"page_actions.rung.{row.colour}"),
        type_words(row.type),
        target_words(row.target),
        [day(row.raised_day), *small(row.basis)],
        state_of(row, today),
    ]


def state_of(row: Any, today: date) -> list[Any]:
    """State, by when an answer is due while it is, who decided and what was said."""
    sent = row.type == ActionType.REMINDER and row.state == ActionState.ACCEPTED
    parts: list[Any] = [t(f"page_actions.state.{'sent' if sent else row.state}")]
    if row.due_day is not None and row.state in OPEN:
        until = date.fromordinal(row.due_day)
        parts += [" ", countdown_badge(until, today), *small(t("page_actions.due", day=until.isoformat()))]
    said = [masking.phone(row.decided_by), masking.phone(row.remark)]
    return [*parts, *small(t("page_common.colon").join(one for one in said if one))]


def small(words: str | None) -> list[Component]:
    """A second line in a cell."""
    return [html.Div(words, className="rule-source")] if words else []
