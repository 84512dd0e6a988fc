"""What stands on the hazard page, drawn from what is known of the hazard and from who looks at it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.badges import grade_badges, level_badge, risk_badge, state_badge, time_left_badges
from dashboard.dictionaries import fine_warnings
from dashboard.ids import Hazard
from dashboard.names import Names
from dashboard.pages import hazard_facts
from dashboard.pages.beside import files, map_link, over, presence
from dashboard.pages.hazard_actions import raised
from dashboard.pages.hazard_cases import cases
from dashboard.pages.hazard_list import ALONE, EVERYTHING, Beside
from dashboard.pages.hazard_listing import listing
from dashboard.pages.hazard_moves import next_step, roles_in_turn
from dashboard.pages.hazard_papers import papers
from dashboard.timeline import happenings, timeline
from dashboard.viewer import Viewer
from data.packs.model import Pack
from data.papers.issuing import offered_papers
from data.rules.attachments import UPLOADED
from data.rules.events import HAZARD
from data.rules.listing_moves import LISTING_MOVES
from data.rules.move import Move
from data.rules.moves import offered
from data.rules.powers import may
from data.rules.vocabulary import Level, State
from data.store.past import HazardPast, around
from data.store.reads import HazardPage
from data.words import t

ON_CASE = frozenset({"case_stage", "decide_case", "publish_case", "close_case", "transfer_case"})
"""Moves that stand beside the open case and not in the bar of the hazard."""
ON_LISTING = frozenset(move.key for move in LISTING_MOVES) - {"propose_listing"}
"""Moves that stand beside the listing."""


def body(
    page: HazardPage, pack: Pack, names: Names, someone: Viewer, today: date, beside: Beside = ALONE
) -> list[Component]:
    """Heading, next step, facts left and history right; ``beside`` are the hazards before and after in the list."""
    beside_it = around(pack, page.cases, page.listing)
    moves = offered(page.hazard, someone.actor, someone.scope, today, beside_it)
    return [
        head(page, pack, someone, today, beside),
        *_over(page),
        next_step(
            [move for move in moves if move.key not in ON_CASE | ON_LISTING],
            roles_in_turn(page.hazard, today, beside_it),
        ),
        html.Div(
            [
                html.Div(left(page, moves, pack, names, someone, today)),
                html.Div(history(page, pack, names)),
            ],
            className="hazard-columns",
        ),
    ]


def _over(page: HazardPage) -> list[Component]:
    """The sign of a hazard that was withdrawn with its batch or merged into another."""
    hazard = page.hazard
    if hazard.state is State.WITHDRAWN:
        return [over(t("page_hazard.withdrawn"), dcc.Link(t("page_hazard.list"), href="/ledger", className="button"))]
    if hazard.state is State.MERGED and hazard.merged_into:
        link = dcc.Link(hazard.merged_into, href=f"/hazards/{quote(hazard.merged_into)}", className="button")
        return [over(t("page_hazard.merged"), link)]
    return []


def head(page: HazardPage, pack: Pack, someone: Viewer, today: date, beside: Beside = ALONE) -> Component:
    """Number, subject and the signs that are looked at first."""
    hazard = page.hazard
    signs = [
        level_badge(Level(hazard.level)),
        risk_badge(page.colour),
        state_badge(hazard.state, hazard.passed),
        *([html.Span(t("page_hazard.listed"), className="state-badge")] if hazard.listed else []),
        *time_left_badges(hazard, pack.rules, today),
        *grade_badges(hazard, pack.rules, today),
    ]
    return html.Div(
        [
            html.Div([*crumbs(hazard.hazard_no, beside)], className="crumbs"),
            html.H1(hazard.subject_name, className="page-title"),
            html.Div(signs, className="signs"),
            presence("hazard", hazard.hazard_no),
            html.Div(
                [
                    *_amend_button(hazard, someone),
                    map_link("hazards", hazard.hazard_no, hazard, "button"),
                    html.Button(t("page_hazard.print"), id=Hazard.PRINT, n_clicks=0, className="button"),
                ],
                className="page-actions no-print",
            ),
        ],
        className="page-head",
    )


def crumbs(number: str, beside: Beside) -> list[Any]:
    """The way back to the list as it was, and the hazards before and after in it."""
    back = f"/ledger?{beside.query}" if beside.query not in ("", EVERYTHING) else "/ledger"
    around = [
        dcc.Link(t(f"page_hazard.{word}"), href=beside.href(no), className=f"list-step is-{word}")
        for word, no in (("previous", beside.previous), ("next", beside.next))
        if no
    ]
    place = [html.Span(t("page_hazard.place_in_list", place=beside.place, total=beside.total))] if beside.total else []
    if beside.as_of:
        place.append(html.Span(t("page_hazard.list_then", day=beside.as_of)))
    return [
        dcc.Link(t("page_hazard.list"), href=back),
        " / ",
        number,
        html.Span([*place, *around], className="list-steps no-print"),
    ]


def _amend_button(hazard: Any, someone: Viewer) -> list[Component]:
    if hazard.state.is_over or not may(someone.actor, "amend_hazard", hazard.level):
        return []
    return [html.Button(t("page_hazard.amend"), id=Hazard.AMEND, n_clicks=0, className="button")]


def near(page: HazardPage) -> list[Component]:
    """同一对象的其他隐患, the open ones first, and the earlier one that this may repeat."""
    found = page.neighbours
    if not found.total:
        return []
    like = []
    if found.like is not None:
        word = "repeat_of" if page.hazard.is_repeat else "may_repeat"
        link = dcc.Link(found.like.hazard_no, href=f"/hazards/{found.like.hazard_no}")
        like = [
            html.P(
                [t(f"page_hazard.{word}"), " ", link, f"（{hazard_facts.day(found.like.found_day)}）"],
                className="repeat",
            )
        ]
    lines = [
        [
            dcc.Link(row.hazard_no, href=f"/hazards/{row.hazard_no}"),
            hazard_facts.day(row.found_day),
            state_badge(State(row.state), row.passed),
            row.description,
        ]
        for row in found.first
    ]
    heads = [t(f"page_object.hazard_{name}") for name in ("no", "found", "state", "description")]
    note = t("page_object.hazards_count", count=found.total, open=found.open)
    more = []
    if found.total > len(found.first) and page.subject:
        more = [
            dcc.Link(t("page_hazard.all_of_object"), href=f"/objects/{page.subject}", className="form-link no-print")
        ]
    table = hazard_facts.table(heads, lines, keep=(0, 1, 2))
    return [hazard_facts.card(t("page_hazard.neighbours"), *like, table, *more, note=note)]


def left(
    page: HazardPage, offered_now: Sequence[Move], pack: Pack, names: Names, someone: Viewer, today: date
) -> list[Component]:
    """Facts, five essentials, due dates, rounds, cases, listing; ``offered_now`` are the moves of today."""
    running = next((case.case_no for case in page.cases if case.closed_day is None), None)
    on_case = [move for move in offered_now if move.key in ON_CASE]
    on_listing = [move for move in offered_now if move.key in ON_LISTING]
    moves = {running: on_case} if running else {}
    lives = not page.hazard.state.is_over
    past = HazardPast(page.hazard, page.cases, page.listing, page.events)
    fitting = offered_papers(pack, past, someone.actor, today)
    uploads = [row for row in page.attachments if row.purpose in UPLOADED]
    return [
        hazard_facts.basics(page.hazard, names),
        hazard_facts.dues(page.hazard, [due for due in page.dues if not due.of], today),
        hazard_facts.five(page.hazard),
        files((HAZARD, page.hazard.hazard_no), uploads, UPLOADED, someone, lives),
        *papers(page.hazard.hazard_no, page.papers, fitting, pack, names),
        hazard_facts.rounds(page.rounds),
        cases(page.cases, moves, page.dues, names, today, fine_warnings(pack, page)),
        *listing(page.listing, on_listing, page.dues, names, today),
        *raised(page.hazard.hazard_no, page.actions, today),
        *near(page),
    ]


def history(page: HazardPage, pack: Pack, names: Names) -> Component:
    """处置过程: the events of the hazard, of its cases and of what was raised about it in one line."""
    happened = happenings([*page.events, *page.raised], names, page.attachments)
    note = t("page_hazard.timeline_count", count=len(happened))
    return hazard_facts.card(t("page_hazard.timeline"), timeline(happened, pack.zone), note=note)
