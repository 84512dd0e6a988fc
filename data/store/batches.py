"""Import batches: what each brought, and taking one back, after which every list and figure is as if it had not come.

Nothing is erased: each record that the batch touched gets one ``withdrawn`` event under the batch's own number (see
`data.rules.folding`), so that the trail shows both, and what was known at an earlier change stays as it was known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Row, and_, func, select
from sqlalchemy.orm import aliased

from data.packs.model import Pack
from data.rules.events import (
    ACCIDENT,
    ATTACHMENT,
    CASE,
    EQUIPMENT,
    HAZARD,
    INSPECTION,
    LISTING,
    OBJECT,
    PAPER,
    PERSON,
    TRANSFER,
    NewEvent,
)
from data.rules.powers import against
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import OVER_STATES
from data.store.bulk import listed
from data.store.database import writing
from data.store.errors import BatchInUse, BatchTakenBack, FactsRefused, NotFound
from data.store.held import batch_gone
from data.store.models import BatchRow, EventRow
from data.store.states import KIND_BY_NAME, table_of
from data.store.streams import ids_by_kind, lock_county, record
from data.words import t

SHOWN = 10
"""So many records are named when a batch cannot be taken back."""
_WITHDRAWN = "withdrawn"
_BATCHES = table_of(BatchRow)


@dataclass(frozen=True, slots=True)
class Batch:
    """One file that was imported; ``counts`` are rows by outcome, ``taken_back`` is (instant, person) or None."""

    batch: str
    kind: str
    file: str
    at: str
    actor: str
    org: str
    counts: Mapping[str, int]
    taken_back: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking back did: records that are withdrawn, and those that are again what they were before."""

    batch: str
    withdrawn: int
    restored: int


def batches(connection: Connection, scope: Scope, org: str) -> list[Batch]:
    """The batches of the county, newest first: of every office for who sees the whole county, else of ``org``."""
    query = select(_BATCHES).where(_BATCHES.c.county == scope.county)
    if not scope.is_whole:
        query = query.where(_BATCHES.c.org == org)
    rows = connection.execute(query.order_by(_BATCHES.c.last_change.desc())).all()
    back = _taken_back(connection, rows) if rows else {}
    return [
        Batch(
            row.batch, row.kind, row.file, row.at, row.actor, row.org, orjson.loads(row.counts), back.get(row.batch)
        )
        for row in rows
    ]  # fmt: skip


def take_back(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, batch: str, reason: str | None, now: datetime
) -> TakenBack:
    """Take a batch back, whole or not at all.

    `NotFound` for a batch of somebody else, `BatchTakenBack` the second time, `BatchInUse` when anything that it
    brought was worked on since or is spoken of by another record.
    """
    now = now.astimezone(pack.zone)  # days are the county's, wherever the caller's clock stands
    with writing(engine) as connection:
        lock_county(connection, pack)
        row = _own(connection, scope, actor, batch)
        begun, told = _streams(connection, pack.code, row)
        used = {*_worked_on(connection, row, begun | told), *_spoken_of(connection, pack.code, begun)}
        if used:
            named = "、".join(sorted(used)[:SHOWN]) + ("…" if len(used) > SHOWN else "")
            raise BatchInUse(batch=batch, count=len(used), records=named)
        body = {"batch": batch, **({"reason": reason} if reason else {})}
        order = sorted(begun | told, key=lambda stream: (stream[0] == OBJECT, stream))
        events = [NewEvent(kind, key, _WITHDRAWN, now.isoformat(), body) for kind, key in order]
        record(connection, pack, actor, events, batch)
        batch_gone(connection, pack, actor, batch, reason, now)
        return TakenBack(batch, len(begun), len(told))


def _own(connection: Connection, scope: Scope, actor: Actor, batch: str) -> Row[Any]:
    """The row of a batch that this person may take back."""
    query = select(_BATCHES).where(_BATCHES.c.county == scope.county, _BATCHES.c.batch == batch)
    row = connection.execute(query).first()
    if row is None or not (scope.is_whole or row.org == actor.org):
        raise NotFound(id=batch)
    if problems := against(actor, "take_back_batch"):
        raise FactsRefused(t("error_store.record.batch"), problems)
    if before := _taken_back(connection, [row]).get(batch):
        raise BatchTakenBack(batch=batch, at=before[0], who=before[1])
    return row


Streams = set[tuple[str, str]]


def _streams(connection: Connection, county: str, row: Row[Any]) -> tuple[Streams, Streams]:
    """Streams that the batch began, and streams of which it told something."""
    query = (
        select(EventRow.kind, EventRow.id, func.min(EventRow.seq).label("seq"))
        .where(
            EventRow.county == county,
            EventRow.change.between(row.first_change, row.last_change),
            EventRow.batch == row.batch,
        )
        .group_by(EventRow.kind, EventRow.id)
    )
    rows = connection.execute(query).all()
    begun = {(each.kind, each.id) for each in rows if each.seq == 1}
    return begun, {(each.kind, each.id) for each in rows} - begun


def _taken_back(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, tuple[str, str]]:
    """When and by whom batches were taken back, told by the first record that each touched."""
    first, back = aliased(EventRow), aliased(EventRow)
    same = (back.county == first.county, back.kind == first.kind, back.id == first.id, back.batch == first.batch)
    query = (
        select(back.batch, back.at, back.actor)
        .join_from(first, back, and_(*same, back.what == _WITHDRAWN))
        .where(first.county == rows[0].county, first.change.in_([row.first_change for row in rows]))
    )
    return {row.batch: (row.at, row.actor) for row in connection.execute(query)}


def _worked_on(connection: Connection, row: Row[Any], streams: Streams) -> Iterator[str]:
    """Records with events after the batch, those of batches that were taken back themselves aside."""
    back = aliased(EventRow)
    same = (back.county == EventRow.county, back.kind == EventRow.kind, back.id == EventRow.id)
    is_gone = select(back.seq).where(*same, back.batch == EventRow.batch, back.what == _WITHDRAWN).exists()
    for kind, ids in ids_by_kind(streams).items():
        query = select(EventRow.id).where(
            EventRow.county == row.county,
            EventRow.kind == kind,
            EventRow.id.in_(listed(connection, ids)),
            EventRow.change > row.last_change,
            ~is_gone,
        )
        yield from connection.scalars(query.distinct())


_SPEAKERS: Sequence[tuple[str, str, str]] = (
    (OBJECT, HAZARD, "object_id"),
    (OBJECT, INSPECTION, "object_id"),
    (OBJECT, EQUIPMENT, "object_id"),
    (OBJECT, ACCIDENT, "object_id"),
    (OBJECT, PERSON, "object_id"),
    (HAZARD, CASE, "hazard_no"),
    (HAZARD, TRANSFER, "hazard_no"),
    (HAZARD, LISTING, "hazard_no"),
    (OBJECT, ATTACHMENT, "of_id"),
    (HAZARD, ATTACHMENT, "of_id"),
    (HAZARD, PAPER, "hazard_no"),
)
"""Records of the first kind are named by those of the second, in this column."""


def _spoken_of(connection: Connection, county: str, begun: Streams) -> Iterator[str]:
    """Records that were begun and that others speak of which are not of the batch."""
    ids = ids_by_kind(begun)
    for kind, speaker, column in _SPEAKERS:
        if kind not in ids:
            continue
        table, key = KIND_BY_NAME[speaker].table, KIND_BY_NAME[speaker].key
        query = select(table.c[column].label("named"), table.c[key].label("speaker")).where(
            table.c.county == county, table.c[column].in_(listed(connection, ids[kind]))
        )
        if "state" in table.c:
            query = query.where(table.c.state.not_in(OVER_STATES))
        for row in connection.execute(query):
            if (speaker, row.speaker) not in begun:
                yield row.named
