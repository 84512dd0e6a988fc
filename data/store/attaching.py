"""Photos and documents: taken with a check of their content, shown only where their record may be seen."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Engine, Row, func, select

from data.packs.model import Pack
from data.rules.attachments import UPLOADED, Purpose
from data.rules.errors import Problem, Reason, Word
from data.rules.events import ATTACHMENT, HAZARD, INSPECTION, OBJECT, NewEvent
from data.rules.objects import OVER
from data.rules.powers import against, may
from data.rules.scope import Actor, Scope
from data.rules.taken import taken_where
from data.rules.vocabulary import OVER_STATES, PlaceQuality
from data.store.bulk import listed
from data.store.database import writing
from data.store.errors import FactsRefused, NotFound, TooManyFiles
from data.store.files import FileStore, Kept, clean_name
from data.store.models import AttachmentRow, HazardRow, InspectionRow, ObjectRow
from data.store.numbering import Numbers
from data.store.photos import Camera
from data.store.scoping import within
from data.store.states import table_of
from data.store.streams import lock_county, record
from data.words import t
from geo.areas import metres_from

MOST_FILES = 60
"""Files that one record may hold."""

_ATTACHMENTS = table_of(AttachmentRow)
_HAZARDS, _OBJECTS, _INSPECTIONS = table_of(HazardRow), table_of(ObjectRow), table_of(InspectionRow)
_OWNERS = {HAZARD: _HAZARDS.c.hazard_no, OBJECT: _OBJECTS.c.id, INSPECTION: _INSPECTIONS.c.no}
_PLACED = {HAZARD: _HAZARDS, OBJECT: _OBJECTS}
_OVER = {
    HAZARD: _HAZARDS.c.state.in_(OVER_STATES),
    OBJECT: _OBJECTS.c.status.in_(OVER),
}
"""When a record takes nothing any more: it was merged into another, or withdrawn."""


def attach(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    files: FileStore,
    owner: tuple[str, str],
    file: tuple[str, IO[bytes]],
    purpose: str,
    now: datetime,
) -> str:
    """Put a file (name and bytes) beside the record ``owner`` (kind and id) and return the attachment's id.

    `NotFound` outside the scope, `FactsRefused` without the power, `data.store.errors.FileProblem` when the file cannot
    be taken. The same file with the same purpose is kept once.
    """
    with engine.connect() as connection:
        _check(connection, scope, actor, owner, purpose)
    name = clean_name(file[0])
    kept = files.keep(file[1], name)
    with writing(engine) as connection:
        lock_county(connection, pack)
        _check(connection, scope, actor, owner, purpose)
        if held := _same(connection, scope, owner, kept, purpose):
            return held
        number = Numbers(connection, pack).attachment()
        body = {
            "of_kind": owner[0],
            "of_id": owner[1],
            "sha256": kept.sha256,
            "name": name,
            "media_type": kept.media_type,
            "size": kept.size,
            "purpose": purpose,
            **_taken(connection, scope, owner, kept.camera),
        }
        record(connection, pack, actor, [NewEvent(ATTACHMENT, number, "attached", now.isoformat(), body)])
        return number


def _taken(connection: Connection, scope: Scope, owner: tuple[str, str], camera: Camera | None) -> dict[str, Any]:
    """What a photo's camera tells of its place and time, as fields of the event; nothing for other files."""
    if camera is None:
        return {}
    place = _place(connection, scope, owner) if camera.point else None
    metres = None
    if camera.point and place:
        metres = float(metres_from(*camera.point, np.array([place[0]]), np.array([place[1]]))[0])
    told = {"taken": taken_where(camera.point is not None, metres).value, "taken_at": camera.at}
    return told if metres is None else told | {"taken_m": round(metres)}


def _place(connection: Connection, scope: Scope, owner: tuple[str, str]) -> tuple[float, float] | None:
    """Longitude and latitude of a record whose place is known well enough to hold a photo against it."""
    table = _PLACED.get(owner[0])
    if table is None:
        return None
    query = select(table.c.lon, table.c.lat, table.c.place_quality).where(
        within(scope, table), _OWNERS[owner[0]] == owner[1]
    )
    row = connection.execute(query).one()
    return (row.lon, row.lat) if PlaceQuality(row.place_quality).is_precise else None


def detach(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, attachment_id: str, reason: str | None, now: datetime
) -> None:
    """Take an attachment down, with a reason; its event and its bytes stay as evidence.

    Whoever put it up may, and the offices. `NotFound` outside the scope, `FactsRefused` otherwise.
    """
    with writing(engine) as connection:
        lock_county(connection, pack)
        held = attachment(connection, scope, attachment_id)
        problems = [] if may_detach(actor, held) else against(actor, "detach")
        if held.purpose == Purpose.PAPER:
            problems.append(Problem(Reason("paper_stays")))
        if not (reason or "").strip():
            problems.append(Problem(Reason("missing", {"field": Word("error_store.field.reason")}), "reason"))
        if problems:
            raise FactsRefused(t("error_store.record.attachment"), problems)
        event = NewEvent(ATTACHMENT, attachment_id, "withdrawn", now.isoformat(), {"reason": reason})
        record(connection, pack, actor, [event])


def may_detach(actor: Actor, held: Row[Any]) -> bool:
    """Whether this person may take the attachment down: whoever put it up may, and the offices; papers stay."""
    if held.purpose == Purpose.PAPER:
        return False
    return (held.actor, held.org) == (actor.person, actor.org) or may(actor, "detach")


def attachment(connection: Connection, scope: Scope, attachment_id: str) -> Row[Any]:
    """One attachment whose record lies in the scope. `NotFound` when there is none or it lies outside."""
    query = select(_ATTACHMENTS).where(_ATTACHMENTS.c.county == scope.county, _ATTACHMENTS.c.id == attachment_id)
    row = connection.execute(query).one_or_none()
    if row is None or not in_scope(connection, scope, row.of_kind, row.of_id):
        raise NotFound(id=attachment_id)
    return row


def attachments_of(connection: Connection, scope: Scope, kind: str, ids: Sequence[str]) -> tuple[Row[Any], ...]:
    """The attachments of the records ``ids`` of one kind that lie in the scope, oldest first."""
    key = _OWNERS[kind]
    seen = select(key).where(within(scope, key.table), key.in_(listed(connection, ids)))
    query = select(_ATTACHMENTS).where(
        _ATTACHMENTS.c.county == scope.county, _ATTACHMENTS.c.of_kind == kind, _ATTACHMENTS.c.of_id.in_(seen)
    )
    return tuple(connection.execute(query.order_by(_ATTACHMENTS.c.change)))


def in_scope(
    connection: Connection, scope: Scope, kind: str, record_id: str, condition: ColumnElement[bool] | None = None
) -> bool:
    """Whether there is a record of this kind and id in the scope, one that meets the condition."""
    key = _OWNERS.get(kind)
    if key is None:
        return False
    query = select(key).where(within(scope, key.table), key == record_id)
    query = query if condition is None else query.where(condition)
    return connection.execute(query).first() is not None


def _check(connection: Connection, scope: Scope, actor: Actor, owner: tuple[str, str], purpose: str) -> None:
    if not in_scope(connection, scope, *owner):
        raise NotFound(id=owner[1])
    problems = against(actor, "attach")
    if purpose not in {one.value for one in UPLOADED}:
        words = {"field": Word("error_store.field.purpose"), "value": purpose[:40]}
        problems.append(Problem(Reason("bad_choice", words), "purpose"))
    if owner[0] in _OVER and in_scope(connection, scope, *owner, _OVER[owner[0]]):
        problems.append(Problem(Reason("record_over")))
    if problems:
        raise FactsRefused(t("error_store.record.attachment"), problems)
    own = (_ATTACHMENTS.c.county == scope.county, _ATTACHMENTS.c.of_kind == owner[0], _ATTACHMENTS.c.of_id == owner[1])
    if (connection.scalar(select(func.count()).where(*own)) or 0) >= MOST_FILES:
        raise TooManyFiles(id=owner[1], most=MOST_FILES)


def _same(connection: Connection, scope: Scope, owner: tuple[str, str], kept: Kept, purpose: str) -> str | None:
    query = select(_ATTACHMENTS.c.id).where(
        _ATTACHMENTS.c.county == scope.county,
        _ATTACHMENTS.c.of_kind == owner[0],
        _ATTACHMENTS.c.of_id == owner[1],
        _ATTACHMENTS.c.sha256 == kept.sha256,
        _ATTACHMENTS.c.purpose == purpose,
    )
    return connection.execute(query).scalar()
