"""The list of supervised objects: one search box, one table, each row a link to the object's file."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.badges import risk_badge
from dashboard.ids import ObjectPage
from dashboard.pages.base import Page
from dashboard.pages.hazard_facts import table
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.vocabulary import Colour, ObjectKind
from data.store.reads import search_objects
from data.words import t

MOST = 100
"""Objects shown at a time; more are found by a narrower keyword."""

HEADS = ("name", "colour", "kind", "sector", "town", "uscc", "number")


def layout(query: str) -> Component:
    """The page with the objects that the keyword of the address finds."""
    text = parse_qs(query.lstrip("?")).get("q", [""])[0]
    head = html.Div(
        [
            html.H1(t("page_object.list_title"), className="page-title"),
            dmc.TextInput(
                id=ObjectPage.SEARCH,
                value=text,
                placeholder=t("page_object.search"),
                debounce=300,
                size="xs",
                className="grow",
            ),
            html.Div(
                dcc.Link(t("page_object.add"), href="/objects/new", className="button primary"),
                className="page-actions",
            ),
        ],
        className="page-head list-head",
    )
    return html.Main([head, html.Div(results(text), id=ObjectPage.RESULTS)], className="page page-list")


def results(text: str | None) -> list[Component]:
    """Count and table of what the keyword finds."""
    with services().engine.connect() as connection:
        found = search_objects(connection, viewer().scope, (text or "").strip(), MOST + 1)
    if not found:
        hint = html.P(t("page_object.empty_hint"))
        return [html.Div([html.H2(t("page_object.empty")), hint], className="card empty-page")]
    shown = found[:MOST]
    key = "count" if len(found) <= MOST else "first"
    note = html.P(t(f"page_object.{key}", count=len(shown)), className="page-note")
    return [note, html.Div(listing(shown), className="card")]


def listing(rows: Sequence[Any]) -> Component:
    """The table itself."""
    names = services().names
    lines = [
        [
            dcc.Link(row.name, href=f"/objects/{row.id}"),
            risk_badge(Colour(row.colour)),
            kind_words(row.kind),
            names.sector(row.sector),
            names.town(row.town),
            row.uscc or t("page_common.none"),
            row.id,
        ]
        for row in rows
    ]
    return table([t(f"page_object.{name}") for name in HEADS], lines, keep=(1, 2, 4, 5, 6))


def kind_words(kind: str) -> str:
    """监管对象类别 in the reader's language."""
    return t(f"page_object.kinds.{ObjectKind(kind).name}")


def register(app: Dash) -> None:
    """Typing searches."""
    app.callback(Output(ObjectPage.RESULTS, "children"), Input(ObjectPage.SEARCH, "value"), prevent_initial_call=True)(
        results
    )


PAGE = Page("/objects", "page_object.title", layout, register)
