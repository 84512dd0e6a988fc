"""What stands on the page of one supervised object 一企一档: facts and place, hazards, inspections, and its history."""

from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.badges import risk_badge
from dashboard.folds import folded
from dashboard.ids import ObjectPage
from dashboard.lists.objects import kind_words
from dashboard.names import Names
from dashboard.pages import accidents, object_acts, object_parts
from dashboard.pages.beside import files, map_link, over, presence
from dashboard.pages.hazard_facts import card, coordinates, facts
from dashboard.pages.locator import locator
from dashboard.pages.object_persons import persons
from dashboard.services import services
from dashboard.timeline import happenings, status_words, timeline
from dashboard.viewer import Viewer
from data.packs.model import Pack
from data.rules import masking
from data.rules.attachments import Purpose
from data.rules.events import OBJECT
from data.rules.objects import IN_BUSINESS, MERGED, WITHDRAWN
from data.rules.powers import may
from data.rules.vocabulary import Colour
from data.store.reads import ordered_deadlines
from data.words import t


def body(page: Any, pack: Pack, names: Names, someone: Viewer, today: date) -> list[Component]:
    """Heading, file, place, hazards, inspections, special equipment and history."""
    with services().engine.connect() as connection:
        orders = ordered_deadlines(connection, page.hazards)
    happened = happenings(page.events, names, page.attachments)
    note = t("page_hazard.timeline_count", count=len(happened))
    return [
        head(page, someone),
        *_over(page),
        html.Div(
            [
                html.Div(
                    [
                        dossier(page.object, names),
                        *persons(page.persons, names, today),
                        object_parts.hazards(page.hazards, orders, pack, today),
                        object_parts.inspections(page.inspections, names, someone),
                        *accidents.of_object(page.accidents, names),
                        *object_parts.equipment(page.equipment, today),
                        files(
                            (OBJECT, page.object.id),
                            page.attachments,
                            (Purpose.DOCUMENT,),
                            someone,
                            object_acts.lives(page.object),
                        ),
                    ]
                ),
                html.Div(
                    [
                        locator(page.object, page.hazards, pack, names),
                        object_parts.risk_history(page.events, names, pack),
                        card(t("page_object.history"), timeline(happened, pack.zone), note=note),
                    ]
                ),
            ],
            className="hazard-columns",
        ),
    ]


def _over(page: Any) -> list[Component]:
    """The sign of an object that was merged, closed down or withdrawn."""
    found = page.object
    if found.status == WITHDRAWN:
        return [over(t("page_object.withdrawn"), dcc.Link(t("page_object.list_title"), href="/objects"))]
    if found.status == MERGED:
        name = page.into.name if page.into else found.merged_into
        link = dcc.Link(name, href=f"/objects/{found.merged_into}", className="button")
        return [over(t("page_object.merged"), link)]
    others = [dcc.Link(row.name, href=f"/objects/{row.id}") for row in page.merged]
    if others:
        listed = [piece for link in others for piece in (link, "、")][:-1]
        return [html.P([t("page_object.took_in", count=len(others)), *listed], className="page-note took-in")]
    return []


def head(page: Any, someone: Viewer) -> Component:
    """Name, risk, and what one may do here."""
    found = page.object
    marks: list[Component] = [risk_badge(Colour(found.colour))]
    if found.status != IN_BUSINESS:
        marks.append(html.Span(status_words(found.status), className="state-badge"))
    if found.provisional:
        marks.append(html.Span(t("page_object.provisional_mark"), className="state-badge"))
    lives = object_acts.lives(found)
    edit = html.Button(t("page_object.edit"), id=ObjectPage.EDIT, n_clicks=0, className="button")
    print_ = html.Button(t("page_hazard.print"), id=ObjectPage.PRINT, n_clicks=0, className="button")
    often, seldom = object_acts.buttons(found, someone)
    often = [edit, *often] if lives and may(someone.actor, "amend_object") else often
    behind = [*seldom, map_link("objects", found.id, found, "button"), print_]
    report = dcc.Link(t("page_object.report"), href=f"/report?object={found.id}", className="button primary")
    return html.Div(
        [
            html.Div([dcc.Link(t("page_object.list_title"), href="/objects"), " / ", found.id], className="crumbs"),
            html.H1(found.name, className="page-title"),
            html.Div(marks, className="signs"),
            presence("object", found.id),
            html.Div(
                [
                    *folded(often, behind, t("page_common.more")),
                    *([report] if lives else []),
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
                (word("status"), status_words(found.status), False),
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
        name="dossier-card",
    )
