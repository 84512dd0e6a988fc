"""督办事项 as a list: what the ladder raised, filtered by the address, with the decisions that the reader may take."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from dash import html
from dash.development.base_component import Component

from dashboard import choices
from dashboard.action_words import target_words, type_words
from dashboard.attributes import attributes
from dashboard.badges import grade_badge
from dashboard.pages.hazard_actions import ALL, PATH, small, state_of
from dashboard.pages.hazard_facts import day, table
from dashboard.services import services
from dashboard.viewer import Viewer
from data.packs.model import Pack
from data.rules import masking
from data.rules.actions import ActionState
from data.rules.escalation import GRADES
from data.store.actions import OPEN, Wanted, open_decisions, some_actions
from data.words import t

ROWS = 50
OPEN_ONLY = "open"
_HEADS = ("rung", "type", "subject", "deadline", "target", "raised", "state", "acts")


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks for; ``page`` counts from 1. What it does not understand is not asked."""

    state: str = OPEN_ONLY
    colour: str = ""
    town: str = ""
    hazard: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: str | None, pack: Pack) -> "Question":
        """From a query string."""
        said = dict(parse_qsl((query or "").lstrip("?")))
        state, colour, town, page = (said.get(name, "") for name in ("state", "colour", "town", "page"))
        return cls(
            state if state in (ALL, *(each.value for each in ActionState)) else OPEN_ONLY,
            colour if colour in GRADES else "",
            town if town in {each.code for each in pack.towns} else "",
            said.get("hazard", "")[:64],
            int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) else 1,
        )

    @property
    def wanted(self) -> Wanted:
        """As the store is asked."""
        states = {OPEN_ONLY: OPEN, ALL: ()}.get(self.state, (self.state,))
        return Wanted(_one(self.town), _one(self.colour), states, self.hazard)

    @property
    def address(self) -> str:
        """The address that asks this."""
        said = {"state": self.state, "colour": self.colour, "town": self.town, "hazard": self.hazard}
        said |= {"page": str(self.page) if self.page > 1 else ""}
        query = urlencode({name: value for name, value in said.items() if value and value != OPEN_ONLY})
        return f"{PATH}?{query}" if query else PATH


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def drawn(someone: Viewer, query: str | None) -> list[Component]:
    """Filters and one page of the list."""
    here = services()
    asked = Question.read(query, here.pack)
    with here.engine.connect() as connection:
        total, rows = some_actions(connection, someone.scope, asked.wanted, (asked.page - 1) * ROWS, ROWS)
    lines = [_line(row, someone, here.today()) for row in rows]
    heads = [t(f"page_actions.column.{name}") for name in _HEADS]
    shown = table(heads, lines, keep=(0, 1, 3)) if lines else html.P(t("page_actions.nothing"), className="empty")
    count = html.P(t("page_actions.rows", n=f"{total:,}"), className="page-note")
    return [_filters(asked, someone), count, html.Div(shown, className="card actions-list"), *_pager(asked, total)]


def _filters(asked: Question, someone: Viewer) -> Component:
    """One row of chips for each of state, grade and town."""
    states = [(OPEN_ONLY, t("page_actions.open_states")), (ALL, t("page_actions.all_states"))]
    states += [(each.value, t(f"page_actions.state.{each.value}")) for each in ActionState]
    colours = [("", t("page_actions.all_states")), *((each, t(f"page_actions.rung.{each}")) for each in GRADES)]
    short = {town.code: town.short_name for town in services().pack.towns}
    towns = [(code, short[code]) for code, _name in choices.towns(services().pack, someone.scope)]
    groups = [_chips(asked, "state", states), _chips(asked, "colour", colours)]
    if towns[1:]:
        groups.append(_chips(asked, "town", [("", t("page_actions.all_states")), *towns]))
    if asked.hazard:
        only = html.Span(t("page_actions.only_hazard", no=asked.hazard), className="quiet")
        link = html.A(t("page_actions.show_all"), href=PATH, className="board-chip")
        groups.append(html.Div([only, link], className="board-chips"))
    return html.Nav(groups, className="actions-filter no-print", **attributes(aria_label=t("page_loop.filter")))


def _chips(asked: Question, key: str, options: Sequence[tuple[str, str]]) -> Component:
    links = [
        html.A(
            words,
            href=replace(asked, page=1, **{key: value}).address,
            className="board-chip",
            **_current(getattr(asked, key) == value),
        )
        for value, words in options
    ]
    return html.Div([html.Span(t(f"page_actions.filter.{key}"), className="quiet"), *links], className="board-chips")


def _current(is_current: bool) -> dict[str, Any]:
    return attributes(aria_current="true") if is_current else {}


def _line(row: Any, someone: Viewer, today: date) -> list[Any]:
    names = services().names
    subject = html.A(masking.phone(row.subject_name), href=f"/hazards/{quote(row.hazard_no)}")
    return [
        grade_badge(row.colour, f"page_actions.rung.{row.colour}"),
        type_words(row.type),
        [subject, *small(f"{row.hazard_no} {names.town(row.town)}")],
        day(row.deadline),
        target_words(row.target),
        [day(row.raised_day), *small(t("page_actions.reached", day=day(row.reached_day))), *small(row.basis)],
        state_of(row, today),
        _acts(row, someone),
    ]


def _acts(row: Any, someone: Viewer) -> Any:
    buttons = [
        html.Button(
            t(f"page_actions.act.{what}"), className="button small", type="button",
            **attributes(data_act=what, data_number=row.id, aria_label=_act_label(what, row)),
        )
        for what in open_decisions(row, someone.actor)
    ]  # fmt: skip
    return html.Div(buttons, className="actions-acts no-print") if buttons else t("page_common.none")


def _act_label(what: str, row: Any) -> str:
    return f"{t(f'page_actions.act.{what}')} {type_words(row.type)} {row.hazard_no}"


def _pager(asked: Question, total: int) -> list[Component]:
    pages = max(1, -(-total // ROWS))
    if pages == 1:
        return []
    turns = [("before", asked.page - 1, asked.page > 1), ("next", asked.page + 1, asked.page < pages)]
    before, after = (
        html.A(t(f"page_actions.{word}"), href=replace(asked, page=page).address, className="button") if there else ""
        for word, page, there in turns
    )
    where = html.Span(t("page_actions.page", page=asked.page, pages=pages), className="page-note")
    return [html.Div([before, where, after], className="pager no-print")]
