"""A photo or document that belongs to one record; its bytes lie in the file store under their SHA-256."""

import re
from dataclasses import dataclass
from enum import StrEnum

from data.rules.bodies import BadField, Body, code_of, needed_of, text_of
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HAZARD, INSPECTION, OBJECT, HappenedEvent
from data.rules.taken import Taken

OWNERS = (HAZARD, OBJECT, INSPECTION)
"""Kinds of records that attachments belong to."""
MOST_BYTES = 20 * 1024 * 1024
"""The largest file that is taken, in bytes."""
MOST_METRES = 20_100_000
"""Half around the earth."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Purpose(StrEnum):
    """What an attachment shows: the hazard as found, the hazard as mended, a document, or a paper issued here."""

    BEFORE = "before"
    AFTER = "after"
    DOCUMENT = "document"
    PAPER = "paper"


UPLOADED = (Purpose.BEFORE, Purpose.AFTER, Purpose.DOCUMENT)
"""What people put up themselves; papers are issued, and stay."""


@dataclass(slots=True)
class Attachment:
    """附件: the columns of the store's attachment row. ``of_kind`` and ``of_id`` name the record it belongs to.

    Of a photo, ``taken`` tells where (`data.rules.taken`), ``taken_m`` how far from the record's place in metres, both
    as they were when it was put up, and ``taken_at`` is the camera's own clock, ISO without a zone.
    """

    id: str
    of_kind: str
    of_id: str
    sha256: str
    name: str
    media_type: str
    size: int
    purpose: str
    day: int
    at: str
    actor: str
    org: str
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False
    taken: str | None = None
    taken_m: int | None = None
    taken_at: str | None = None


def advance_attachment(row: Attachment | None, event: HappenedEvent) -> Attachment:
    """The attachment after ``event``, changed in place; once withdrawn it is shown nowhere: `HistoryRefused`."""
    if row is None:
        return _attached(event)
    against = _against(row, event)
    if against is not None:
        raise HistoryRefused(event.id, row.row_version + 1, event.what, Reason(against))
    row.withdrawn = True
    row.row_version, row.change, row.last_day = row.row_version + 1, event.change, event.day
    return row


def _attached(event: HappenedEvent) -> Attachment:
    if event.what != "attached":
        raise HistoryRefused(event.id, 1, event.what, Reason("begins_with", {"event": "attached"}))
    body = event.body
    try:
        return Attachment(
            event.id,
            _one_of(body, "of_kind", OWNERS),
            needed_of(body, "of_id", 64),
            _digest(body),
            needed_of(body, "name", 200),
            needed_of(body, "media_type", 200),
            code_of(body, "size", 0, MOST_BYTES) or 0,
            _one_of(body, "purpose", tuple(purpose.value for purpose in Purpose)),
            event.day,
            event.at,
            event.actor,
            event.org,
            change=event.change,
            last_day=event.day,
            taken=_one_of(body, "taken", tuple(Taken)) if body.get("taken") is not None else None,
            taken_m=code_of(body, "taken_m", 0, MOST_METRES),
            taken_at=text_of(body, "taken_at", 40),
        )
    except BadField as bad:
        raise HistoryRefused(event.id, 1, event.what, bad.reason) from None


def _against(row: Attachment, event: HappenedEvent) -> str | None:
    if event.what != "withdrawn":
        return "unknown_event"
    if row.withdrawn:
        return "attachment_over"
    return "backwards" if event.day < row.last_day else None


def _one_of(body: Body, name: str, allowed: tuple[str, ...]) -> str:
    value = needed_of(body, name, 40)
    if value not in allowed:
        raise BadField(name, value)
    return value


def _digest(body: Body) -> str:
    value = needed_of(body, "sha256", 64)
    if not _SHA256.fullmatch(value):
        raise BadField("sha256", value)
    return value
