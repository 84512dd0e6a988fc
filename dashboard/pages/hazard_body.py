"""What stands on the hazard page, drawn from what is known of the hazard and from who looks at it."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.badges import level_badge, risk_badge, state_badge, time_left_badges
from dashboard.ids import Hazard
from dashboard.names import Names
from dashboard.pages import hazard_facts
from dashboard.pages.hazard_cases import cases
from dashboard.pages.hazard_moves import next_step, roles_in_turn
from dashboard.timeline import happenings, timeline
from dashboard.viewer import Viewer
from data.packs.model import Pack
from data.rules.deadlines import Due
from data.rules.moves import Move, offered
from data.rules.vocabulary import Level
from data.store.reads import HazardPage
from data.words import t

ON_CASE = frozenset({"case_stage", "decide_case", "close_case"})
"""Moves that stand beside the open case and not in the bar of the hazard."""


def body(page: HazardPage, pack: Pack, names: Names, someone: Viewer, today: date) -> list[Component]:
    """Heading, next step, facts left and history right."""
    moves = offered(page.hazard, someone.actor, someone.scope, today, pack.rules, page.cases, pack.penalising)
    return [
        head(page, pack, today),
        next_step(
            [move for move in moves if move.key not in ON_CASE],
            roles_in_turn(page.hazard, today, pack.rules, page.cases),
        ),
        html.Div(
            [
                html.Div(left(page, [move for move in moves if move.key in ON_CASE], names, today)),
                html.Div(history(page, pack, names)),
            ],
            className="hazard-columns",
        ),
    ]


def head(page: HazardPage, pack: Pack, today: date) -> Component:
    """Number, subject and the signs that are looked at first."""
    hazard = page.hazard
    signs = [
        level_badge(Level(hazard.level)),
        risk_badge(page.colour),
        state_badge(hazard.state, hazard.passed),
        *([html.Span(t("page_hazard.listed"), className="state-badge")] if hazard.listed else []),
        *time_left_badges(hazard, pack.rules, today),
    ]
    return html.Div(
        [
            html.Div([dcc.Link(t("page_hazard.list"), href="/ledger"), " / ", hazard.hazard_no], className="crumbs"),
            html.H1(hazard.subject_name, className="page-title"),
            html.Div(signs, className="signs"),
            html.Div(
                [
                    dcc.Link(t("page_hazard.on_map"), href=f"/?q={quote(hazard.hazard_no)}", className="button"),
                    html.Button(t("page_hazard.print"), id=Hazard.PRINT, n_clicks=0, className="button"),
                ],
                className="page-actions no-print",
            ),
        ],
        className="page-head",
    )


def left(page: HazardPage, on_case: Sequence[Move], names: Names, today: date) -> list[Component]:
    """Facts, five essentials, due dates, rounds, cases."""
    running = next((case.case_no for case in page.cases if case.closed_day is None), None)
    moves = {running: on_case} if running else {}
    return [
        hazard_facts.basics(page.hazard, names),
        hazard_facts.dues(page.hazard, [due for due in page.dues if due.what != "case_decision"], today),
        hazard_facts.five(page.hazard),
        hazard_facts.rounds(page.rounds),
        cases(page.cases, moves, case_dues(page), names, today),
    ]


def case_dues(page: HazardPage) -> dict[str, Due]:
    """By when each undecided case is to be decided, by case number."""
    undecided = [case.case_no for case in page.cases if case.decided_day is None and case.closed_day is None]
    return dict(zip(undecided, (due for due in page.dues if due.what == "case_decision"), strict=False))


def history(page: HazardPage, pack: Pack, names: Names) -> Component:
    """处置过程: the events of the hazard and of its cases in one line."""
    happened = happenings(page.events, names)
    note = t("page_hazard.timeline_count", count=len(happened))
    return hazard_facts.card(t("page_hazard.timeline"), timeline(happened, pack.zone), note=note)
