"""What stands on the page of one supervised object: its facts, and its hazards newest first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.badges import level_badge, risk_badge, state_badge
from dashboard.ids import ObjectPage
from dashboard.names import Names
from dashboard.pages.hazard_facts import card, coordinates, day, facts, table
from dashboard.pages.objects import kind_words
from data.rules import masking
from data.rules.vocabulary import Colour, Level, State
from data.words import t


def body(page: Any, names: Names, today: date) -> list[Component]:
    """Heading, file and hazards."""
    return [head(page.object), dossier(page.object, names), hazards(page.object, page.hazards)]


def head(found: Any) -> Component:
    """Name, risk, and what one may do here."""
    marks = [risk_badge(Colour(found.colour))]
    if found.provisional:
        marks.append(html.Span(t("page_object.provisional_mark"), className="state-badge"))
    return html.Div(
        [
            html.Div([dcc.Link(t("page_object.list_title"), href="/objects"), " / ", found.id], className="crumbs"),
            html.H1(found.name, className="page-title"),
            html.Div(marks, className="signs"),
            html.Div(
                [
                    html.Button(t("page_object.edit"), id=ObjectPage.EDIT, n_clicks=0, className="button"),
                    dcc.Link(t("page_object.report"), href=f"/report?object={found.id}", className="button primary"),
                ],
                className="page-actions no-print",
            ),
        ],
        className="page-head",
    )


def dossier(found: Any, names: Names) -> Component:
    """一企一档: what is known of the object; telephone numbers are masked."""

    def word(key: str) -> str:
        return t(f"page_object.{key}")

    level = found.supervision_level
    return card(
        word("facts"),
        facts(
            [
                (word("uscc"), found.uscc, False),
                (word("kind"), kind_words(found.kind), False),
                (word("status"), found.status, False),
                (word("sector"), names.sector(found.sector), False),
                (word("industry"), found.industry, False),
                (word("colour"), t(f"colour.{Colour(found.colour).key}"), False),
                (word("town"), names.town(found.town), False),
                (word("cell"), names.cell(found.cell), False),
                (word("park"), names.park(found.park), False),
                (word("address"), found.address, False),
                (word("coordinates"), coordinates(found), False),
                (
                    word("supervision_level"),
                    t(f"page_common.supervision_level.{level}") if level in ("1", "2", "3") else level,
                    False,
                ),
                (word("lead_dept"), names.org(found.lead_dept), False),
                (word("principal"), found.principal, False),
                (word("phone"), masking.phone(found.phone), False),
            ]
        ),
    )


def hazards(found: Any, rows: Sequence[Any]) -> Component:
    """Its hazards, newest first."""
    title = t("page_object.hazards")
    if not rows:
        return card(title, html.Div(t("page_object.no_hazards"), className="empty"))
    still = sum(State(row.state).is_open for row in rows)
    heads = [t(f"page_object.hazard_{name}") for name in ("no", "found", "level", "state", "description")]
    lines = [
        [
            dcc.Link(row.hazard_no, href=f"/hazards/{row.hazard_no}"),
            day(row.found_day),
            level_badge(Level(row.level)),
            state_badge(State(row.state), row.passed),
            row.description,
        ]
        for row in rows
    ]
    note = t("page_object.hazards_count", count=len(rows), open=still)
    return card(title, table(heads, lines, keep=(0, 1, 2, 3)), note=note)
