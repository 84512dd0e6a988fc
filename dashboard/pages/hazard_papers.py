"""文书 on the hazard page: what was issued, to be opened as it was then, and what may be issued now."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.attempts import Attempt, attempt
from dashboard.ids import Hazard as Ids
from dashboard.names import Names
from dashboard.pages.hazard_facts import card, day, table
from dashboard.services import services
from dashboard.vendor import WHOLE_FONTS
from dashboard.viewer import viewer
from data.packs import Pack
from data.papers.issuing import issue
from data.rules.move import Move
from data.rules.papers import Template
from data.store.papers import offered_numbers
from data.store.past import hazard_past
from data.words import t


def papers(no: str, rows: Sequence[Any], offered: Sequence[Template], pack: Pack, names: Names) -> list[Component]:
    """The card; none where nothing was issued and nothing may be."""
    issued = [row for row in rows if row.issued_day is not None]
    if not issued and not offered:
        return []
    titles = {template.kind: template.title for template in pack.papers}
    heads = [t(f"page_hazard.paper_{name}") for name in ("title", "no", "day", "by", "files")]
    lines = [
        [
            titles.get(row.kind, row.kind),
            row.no,
            day(row.issued_day),
            names.short_org(row.org) or row.actor,
            _links(row),
        ]
        for row in reversed(issued)
    ]
    shown = [table(heads, lines, keep=(2, 4))] if lines else []
    return [card(t("page_hazard.papers"), *shown, *_offers(no, offered))]


def _links(row: Any) -> list[Any]:
    return [
        html.A("PDF", href=f"/api/v1/files/{row.pdf}", className="form-link"),
        " ",
        html.A("DOCX", href=f"/api/v1/files/{row.docx}", className="form-link"),
    ]


def _offers(no: str, offered: Sequence[Template]) -> list[Component]:
    """Each paper that fits now: a look at it, and the button that numbers and issues it."""
    if not offered:
        return []
    items = [
        html.Li(
            [
                html.Span(template.title.replace("\u3000", ""), className="paper-title"),
                html.A(
                    t("page_hazard.paper_preview"), href=preview(no, template.kind), target="_blank",
                    className="form-link",
                ),
                html.Button(
                    t("page_hazard.paper_issue"), id={"type": Ids.ISSUE.value, "kind": template.kind}, n_clicks=0,
                    className="button small",
                ),
            ]
        )
        for template in offered
    ]  # fmt: skip
    return [html.Ul(items, className="papers-offered no-print")]


def preview(no: str, kind: str) -> str:
    """The address of a paper as it would be issued now."""
    return f"/api/v1/papers/{quote(no, safe='')}/{kind}.pdf"


def issued(no: str, kind: str) -> Attempt[str]:
    """One try at issuing a paper; the answer holds its number."""
    here, someone = services(), viewer()
    return attempt(
        lambda: issue(
            here.engine, here.pack, someone.scope, someone.actor, here.files, WHOLE_FONTS, no, kind, here.now()
        ),
        (),
    )


def first_numbers(move: Move, no: str) -> dict[str, str]:
    """The numbers that the form of a move begins with."""
    here, someone = services(), viewer()
    with here.engine.connect() as connection:
        past = hazard_past(connection, someone.scope, no)
        return offered_numbers(connection, here.pack, someone.actor, past, move.key, here.today())
