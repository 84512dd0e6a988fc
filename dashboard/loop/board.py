"""看板: a column for each step of the loop, the most pressing first, and what may be moved together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard import choices
from dashboard.asked import address
from dashboard.attributes import attributes
from dashboard.badges import level_badge, time_left
from dashboard.pages import hazard_list
from dashboard.services import services
from dashboard.viewer import Viewer
from data.readmodel.board import Pile, board
from data.rules.filters import Filter, split
from data.rules.vocabulary import Level, State
from data.store.reads import hazards_by_no, ordered_deadlines
from data.words import t

SHOWN = 12
"""Hazards of a column; the list has all."""
Rows = Mapping[str, tuple[Any, int | None]]
"""Row and ordered deadline of a hazard by its number."""


def drawn(someone: Viewer, chosen: Filter) -> list[Component]:
    """The filter's chips and the columns."""
    here = services()
    piles = board(here.model.snapshot, someone.scope, chosen, SHOWN)
    with here.engine.connect() as connection:
        rows = _rows(connection, someone, piles)
    columns = [_column(pile, rows, chosen, here.today()) for pile in piles]
    return [chips(someone, chosen), html.Div(columns, className="board")]


def _rows(connection: Connection, someone: Viewer, piles: Sequence[Pile]) -> Rows:
    numbers = list(dict.fromkeys(number for pile in piles for number in pile.numbers))
    rows = hazards_by_no(connection, someone.scope, numbers)
    ordered = ordered_deadlines(connection, rows) if rows else {}
    return {row.hazard_no: (row, ordered.get(row.hazard_no)) for row in rows}


def chips(someone: Viewer, chosen: Filter) -> Component:
    """Levels, overdue, towns and sectors: each chip is wanted or not."""
    pack = services().pack
    towns = choices.towns(pack, someone.scope)
    sectors = choices.sectors(pack, someone.scope)
    short = {town.code: town.short_name for town in pack.towns} | {one.code: one.short_name for one in pack.sectors}
    levels = [(str(level.value), t(f"limit.level.{level.value}")) for level in reversed(Level)]
    groups = [
        _group("level", levels, chosen.level),
        *([_group("town", [(code, short.get(code, name)) for code, name in towns], chosen.town)] if towns[1:] else []),
        *(
            [_group("sector", [(code, short.get(code, name)) for code, name in sectors], chosen.sector)]
            if sectors[1:]
            else []
        ),
    ]
    return html.Details(
        [html.Summary(t("page_loop.filter")), *groups],
        className="board-filter no-print",
        open=bool(chosen.query()) or None,
    )


def _group(key: str, options: Sequence[tuple[str, str]], wanted: Sequence[str]) -> Component:
    held = split(wanted)[0]
    chips = [
        html.Button(
            words, className="board-chip",
            **attributes(data_toggle=f"{key}={code}", aria_pressed="true" if code in held else "false"),
        )
        for code, words in options
    ]  # fmt: skip
    return html.Div([html.Span(t(f"limit.chip.{key}"), className="quiet"), *chips], className="board-chips")


def _column(pile: Pile, rows: Rows, chosen: Filter, today: date) -> Component:
    key = pile.step.key
    late = [html.Span(t("page_loop.overdue", n=f"{pile.overdue:,}"), className="is-late")] if pile.overdue else []
    ages = []
    if pile.days is not None:
        ages = [html.Span(t("page_loop.age", mean=f"{pile.days:.0f}", most=pile.longest), className="quiet")]
    title = html.H2([t(f"page_loop.step.{key}"), html.Span(f"{pile.count:,}", className="board-count")])
    cards = [_card(*rows[number], chosen, today) for number in pile.numbers if number in rows]
    rest = []
    if pile.count > len(cards) and pile.step.states:
        rest = [html.A(t("page_loop.all", n=f"{pile.count:,}"), href=_list(pile, chosen), className="board-rest")]
    empty = [] if cards else [html.P(t("page_loop.nothing"), className="empty")]
    return html.Section(
        [html.Header([title, html.Div([*late, *ages], className="board-about")]), *cards, *empty, *rest],
        className=f"board-column is-{key}",
        **attributes(aria_label=t(f"page_loop.step.{key}")),
    )


def _list(pile: Pile, chosen: Filter) -> str:
    return address("/ledger", replace(chosen, state=tuple(sorted(state.value for state in pile.step.states))))


def _card(row: Any, ordered: int | None, chosen: Filter, today: date) -> Component:
    words, tone = time_left(row, ordered, services().pack.rules, today)
    names, state = services().names, State(row.state)
    since = today.toordinal() - row.state_day if state.is_open else None
    left = [] if words == t("page_common.none") else [html.Span(words, className=f"countdown {tone}")]
    level = [level_badge(Level.MAJOR)] if row.level == Level.MAJOR else []
    stays = [html.Span(t("page_loop.since", days=since), className="quiet")] if since is not None else []
    if row.passed and state is State.SUBMITTED:
        stays = [html.Span(t("page_common.to_be_closed"), className="state-badge"), *stays]
    link = html.A(row.subject_name, href=hazard_list.link(row.hazard_no), className="board-link")
    return html.Article(
        [
            html.Div([*([_pick(row)] if state.is_open else []), link, *level], className="board-head"),
            html.P(row.description, className="board-what", title=row.description),
            html.Div([html.Span(names.town(row.town), className="quiet"), *stays, *left], className="board-signs"),
        ],
        className="board-card",
    )


def _pick(row: Any) -> Component:
    """A box to tick; the script keeps what is ticked."""
    said = attributes(data_pick=row.hazard_no, aria_checked="false", aria_label=t("page_loop.pick", no=row.hazard_no))
    return html.Button(role="checkbox", className="board-pick no-print", **said)
