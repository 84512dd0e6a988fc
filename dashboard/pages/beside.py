"""What pages of records share: files with their upload, who else is there, and the sign that a record is over."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.pages import taking_back
from dashboard.pages.hazard_facts import card, day
from dashboard.pages.map_nearby import distance
from dashboard.services import services
from dashboard.timeline import shown_file
from dashboard.viewer import Viewer
from data.rules.attachments import MOST_BYTES, Purpose
from data.rules.events import ATTACHMENT
from data.rules.powers import may
from data.rules.taken import AT_PLACE_METRES
from data.store.attaching import may_detach
from data.store.media import ENDINGS, PICTURES
from data.words import t


def files(
    owner: tuple[str, str], rows: Sequence[Any], purposes: Sequence[Purpose], someone: Viewer, lives: bool
) -> Component:
    """附件 by purpose, before and after side by side; while the record ``lives``, some may put up and take down."""
    groups = [
        _group(owner, purpose, [row for row in rows if row.purpose == purpose], someone, lives) for purpose in purposes
    ]
    note = t("page_files.count", count=len(rows)) if rows else ""
    pictures = any(row.media_type in PICTURES for row in rows)
    name = "with-photos" if pictures else "" if rows else "no-print"
    return card(t("page_files.title"), html.Div(groups, className="file-groups"), note=note, name=name)


def _group(owner: tuple[str, str], purpose: Purpose, rows: Sequence[Any], someone: Viewer, lives: bool) -> Component:
    shown: list[Component] = [_file(row, someone, lives) for row in rows]
    if not shown:
        shown = [html.Span(t("page_files.none"), className="empty")]
    upload = [_upload(*owner, purpose)] if lives and may(someone.actor, "attach") else []
    return html.Div(
        [html.H3(t(f"page_files.{purpose.value}")), html.Div(shown, className="file-row"), *upload],
        className="file-group",
    )


def _file(row: Any, someone: Viewer, lives: bool) -> Component:
    """One file with the day it was put up and, for those who may, the button that takes it down."""
    take = [taking_back.button(ATTACHMENT, row.id, row.name)] if lives and may_detach(someone.actor, row) else []
    note = html.Div([t("page_files.added", day=day(row.day)), *take], className="file-note")
    return html.Div([shown_file(row), *_camera(row), note], className="file")


def _camera(row: Any) -> list[Component]:
    """What a photo's camera told: whether it stood at the place, and when."""
    if row.taken is None:
        return []
    where = t(f"page_files.taken.{row.taken}", distance=distance(row.taken_m or 0))
    lines = [html.Span(where, className=f"taken taken-{row.taken}")]
    if row.taken_at:
        lines.append(html.Span(t("page_files.taken_at", at=row.taken_at[:16].replace("T", " "))))
    return [html.Div(lines, className="file-note", title=t("page_files.taken_note", most=AT_PLACE_METRES))]


def _upload(kind: str, record: str, purpose: Purpose) -> Component:
    """A button that opens the browser's chooser; `assets/files.js` sends what was chosen."""
    return html.Button(
        t("page_files.add"),
        className="button small no-print",
        **attributes(
            data_upload=f"{kind}:{record}:{purpose.value}",
            data_accept=",".join(ENDINGS),
            data_most=str(MOST_BYTES),
            data_too_large=t("page_files.too_large", most=MOST_BYTES // (1024 * 1024)),
            data_failed=t("page_files.failed"),
            data_sending=t("page_files.sending"),
        ),
    )


def presence(kind: str, record: str) -> Component:
    """Where the names of the others appear; `assets/presence.js` asks who is there."""
    return html.Div(
        className="presence no-print",
        **attributes(
            data_presence=f"{kind}:{record}",
            data_looking=t("page_presence.looking"),
            data_editing=t("page_presence.editing"),
            aria_live="polite",
        ),
    )


def over(sentence: str, link: Component) -> Component:
    """The sign above a record that is over, with the way on."""
    return html.Div([html.Strong(sentence), link], className="over", role="status")


def gone(sentence: str, back: str, href: str) -> Component:
    """What stands in place of a record that can no longer be shown."""
    lines = [html.H1(t("ui.refused.title")), html.P(sentence), dcc.Link(back, href=href, className="button")]
    return html.Div(lines, className="card empty-page")


def paper(number: str) -> dict[str, Any]:
    """Attributes of a page for its footer on paper: number, as-of, who prints (`assets/paper.js`)."""
    return attributes(
        data_paper=number,
        data_paper_of=services().pack.title,
        data_paper_foot=t("page_paper.foot"),
        data_paper_page=t("page_paper.page"),
    )


def paper_head() -> Component:
    """The end of the chain when a body was drawn, for the head of the paper it is printed on."""
    said = t("audit.head_on_paper", head=services().head())
    return html.Span(hidden=True, className="no-print", **attributes(data_paper_head=said))


def on_map(kind: str, number: str, place: Any) -> str:
    """The address of the map at exactly this record, selected."""
    select = f"select={kind}:{quote(number)}"
    return f"/#{select}" if place.lon is None else f"/#map=16/{place.lat:.5f}/{place.lon:.5f}&{select}"


def map_link(kind: str, number: str, place: Any, style: str) -> Component:
    """The link to the map at exactly this record."""
    return html.A(t("page_hazard.on_map"), href=on_map(kind, number, place), className=style)
