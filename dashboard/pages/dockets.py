"""立案处罚 and 挂牌督办 of the reader's jurisdiction as tables, each row with its stage and its clock."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.badges import countdown_badge
from dashboard.loop import tabs
from dashboard.pages.base import Page
from dashboard.pages.hazard_facts import card, day, fen, table
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.deadlines import Due, RuleMissing, case_decision_due
from data.rules.listing_moves import LEVELS
from data.store.dockets import cases, listings
from data.words import t

_CASES = ("case_no", "subject", "org", "filed", "stage", "decided", "penalty", "closed")
_LISTINGS = ("subject", "level", "notice_no", "org", "listed", "stage", "due")


def case_page(_query: str) -> Component:
    """Cases that run, then those that ended."""
    here, someone = services(), viewer()
    with here.engine.connect() as connection:
        rows = cases(connection, someone.scope)
    running = [row for row in rows if row.closed_day is None]
    ended = [row for row in rows if row.closed_day is not None]
    parts = [_cases("running", running), _cases("ended", ended)]
    return html.Main([*tabs.head("cases", t("page_loop.cases_note", name=someone.name)), *parts], className="page loop")


def listing_page(_query: str) -> Component:
    """Listings that run, then those that are over."""
    here, someone = services(), viewer()
    with here.engine.connect() as connection:
        rows = listings(connection, someone.scope)
    running = [row for row in rows if row.stage != "L9"]
    over = [row for row in rows if row.stage == "L9"]
    parts = [_listings("listed", running), _listings("delisted", over)]
    note = t("page_loop.listings_note", name=someone.name)
    return html.Main([*tabs.head("listings", note), *parts], className="page loop")


def _cases(key: str, rows: Sequence[Any]) -> Component:
    heads = [t(f"page_loop.case.{name}") for name in _CASES]
    lines = [_case(row) for row in rows]
    return _card(key, heads, lines, keep=(0, 3, 5, 7))


def _card(key: str, heads: list[str], lines: list[list[Any]], keep: Sequence[int]) -> Component:
    title = t(f"page_loop.{key}")
    if not lines:
        return card(title, html.Div(t("page_loop.nothing"), className="empty"))
    return card(title, table(heads, lines, keep=keep), note=t("page_loop.rows", n=f"{len(lines):,}"))


def _case(row: Any) -> list[Any]:
    names = services().names
    penalty = [fen(row.fine_fen) if row.fine_fen is not None else t("page_common.none"), *_small(row.penalties)]
    return [
        row.case_no,
        _about(row, row.hazard_town or row.town),
        names.short_org(row.org or ""),
        day(row.filed_day),
        t(f"evidence.stages.{row.stage}"),
        _decided(row),
        penalty,
        [day(row.closed_day), *_small(row.end)],
    ]


def _about(row: Any, town: str | None) -> list[Any]:
    """The hazard by the name of its subject, or that there is none."""
    if row.hazard_no is None or row.subject_name is None:
        return [t("page_loop.no_hazard"), *_small(services().names.town(town))]
    link = dcc.Link(row.subject_name, href=f"/hazards/{quote(row.hazard_no)}")
    return [link, *_small(f"{row.hazard_no} {services().names.town(town)}")]


def _decided(row: Any) -> list[Any]:
    """The day of the decision, late where it came after its clock; or by when it is due."""
    due = _due(row)
    if row.decided_day is not None:
        late = due is not None and row.decided_day > due.day.toordinal()
        return [day(row.decided_day), *([html.Div(t("page_loop.late"), className="countdown is-late")] if late else [])]
    if due is None or row.closed_day is not None:
        return [t("page_common.none")]
    until = html.Div(t("page_loop.until", day=due.day.isoformat()), className="rule-source")
    return [countdown_badge(due.day, services().today()), until]


def _due(row: Any) -> Due | None:
    try:
        return case_decision_due(services().pack.rules, date.fromordinal(row.filed_day))
    except RuleMissing:  # filed before the law that gives the clock
        return None


def _listings(key: str, rows: Sequence[Any]) -> Component:
    heads = [t(f"page_loop.listing.{name}") for name in _LISTINGS]
    return _card(key, heads, [_listing(row) for row in rows], keep=(4, 6))


def _listing(row: Any) -> list[Any]:
    level = dict(LEVELS).get(row.level or "")
    runs = row.due_day is not None and row.delisted_day is None
    left = [countdown_badge(date.fromordinal(row.due_day), services().today())] if runs else []
    stage = t(f"evidence.listing_stages.{row.stage}") if row.stage else t("page_common.none")
    since = [] if row.stage_day is None else _small(t("page_loop.since_day", day=day(row.stage_day)))
    return [
        _about(row, row.town),
        t(level) if level else row.level or t("page_common.none"),
        row.notice_no or t("page_common.none"),
        services().names.short_org(row.org or ""),
        day(row.listed_day),
        [stage, *since],
        [day(row.due_day), " ", *left],
    ]


def _small(words: str | None) -> list[Component]:
    return [html.Div(words, className="rule-source")] if words else []


def register(_app: Dash) -> None:
    """Nothing on these pages is pressed."""


CASES = Page("/cases", "page_loop.tab.cases", case_page, register, in_nav=False)
LISTINGS = Page("/listings", "page_loop.tab.listings", listing_page, register, in_nav=False)
