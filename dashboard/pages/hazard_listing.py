"""挂牌督办 on the hazard page: how far it is, what was ordered, and the moves that may be made on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.badges import countdown_badge
from dashboard.names import Names
from dashboard.pages.hazard_facts import card, day, facts, pending, steps
from dashboard.pages.hazard_moves import buttons
from data.rules.cases import LISTING_STAGES, Listing
from data.rules.clocks import LISTING_DUE
from data.rules.deadlines import Due
from data.rules.listing_moves import LEVELS
from data.rules.move import Move
from data.words import t


def listing(
    row: Listing | None, moves: Sequence[Move], dues: Sequence[Due], names: Names, today: date
) -> list[Component]:
    """The card of a listing; none where the hazard never was proposed for one."""
    if row is None or row.withdrawn:
        return []
    pairs = _pairs(row, names, today) if row.listed_day is not None else []
    pairs += pending([due for due in dues if due.of == LISTING_DUE], today)
    actions = [html.Div(buttons(moves), className="case-actions no-print")] if moves else []
    stages = [(stage, t(f"evidence.listing_stages.{stage}")) for stage in LISTING_STAGES]
    inside = [steps(stages, row.stage or "L1", over=row.is_over), *([facts(pairs)] if pairs else []), *actions]
    return [card(t("page_hazard.listing"), html.Div(inside, className="case"))]


def _pairs(row: Listing, names: Names, today: date) -> list[tuple[str, Any, bool]]:
    def word(key: str) -> str:
        return t(f"page_hazard.listing_{key}")

    due = [] if row.due_day is None or row.delisted_day is not None else [" ", _left(row.due_day, today)]
    words = dict(LEVELS).get(row.level or "")
    return [
        (word("level"), t(words) if words else row.level, False),
        (word("notice_no"), row.notice_no, False),
        (word("org"), names.org(row.org), False),
        (word("listed"), day(row.listed_day), False),
        (word("due"), [day(row.due_day), *due, *_by_notice(row)], False),
        (word("delisted"), day(row.delisted_day), False),
    ]


def _by_notice(row: Listing) -> list[Component]:
    """What gave the due day: the notice of listing."""
    words = t("page_hazard.due_by_notice", doc_no=row.notice_no or "").strip()
    return [html.Span(words, className="rule-source")] if row.due_day is not None else []


def _left(due: int, today: date) -> Component:
    return countdown_badge(date.fromordinal(due), today)
