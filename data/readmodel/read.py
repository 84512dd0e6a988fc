"""What the read model asks of the store: events since a change, and the rows of what they touched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, Executable, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from data.readmodel.columns import HAZARD_FIELDS, OBJECT_FIELDS
from data.readmodel.dossiers import Version, course
from data.readmodel.schema import Days, Ints, Tiny
from data.rules.events import HAZARD, HAZARD_CODES, OBJECT
from data.rules.folding import takes_back_all, takes_back_part
from data.rules.streams import NEVER, EventColumns
from data.store.models import CountyRow, EventRow, HazardRow, ListingRow, ObjectRow
from data.store.streams import read_events

CHUNK = 50_000
KEYS = 500
"""So many keys go into one statement."""
_WHAT = dict(HAZARD_CODES)


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection on which all reads see the same commit."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else None
    with engine.connect() as connection:
        if level is not None:
            connection = connection.execution_options(isolation_level=level)
        with connection.begin():
            yield connection


def head_change(connection: Connection, county: str) -> int:
    """The newest change number of the county, 0 before the first event."""
    return connection.scalar(select(CountyRow.head_change).where(CountyRow.county == county)) or 0


def hazard_events(
    connection: Connection, county: str, since: int, until: int, row_of: Mapping[str, int]
) -> tuple[EventColumns, list[str]]:
    """Events of hazards with ``since`` < change <= ``until``, sorted by (row, seq), and the hazards not in ``row_of``.

    New hazards get their rows after the others, in the order of their first events.
    """
    statement = (
        select(
            EventRow.id,
            EventRow.what,
            EventRow.day,
            EventRow.change,
            func.coalesce(EventRow.value, -1),
            EventRow.state,
            EventRow.round,
        )
        .where(EventRow.county == county, EventRow.kind == HAZARD, EventRow.change > since, EventRow.change <= until)
        .order_by(EventRow.change)
    )
    news: dict[str, int] = {}
    events = sorted_events([_event_part(rows, row_of, news) for rows in _plain(connection, statement)])
    return events, list(news)


def _plain(connection: Connection, statement: Executable) -> Iterator[Sequence[Any]]:
    """Rows as the driver's own tuples, in chunks: half of the time of reading is making anything more of them.

    Only for columns of texts and numbers, which need no conversion.
    """
    cursor = connection.execute(statement).cursor
    assert cursor is not None
    while rows := cursor.fetchmany(CHUNK):
        yield rows
    cursor.close()


def _event_part(rows: Sequence[Any], row_of: Mapping[str, int], news: dict[str, int]) -> EventColumns:
    ids, whats, days, changes, values, states, rounds = zip(*rows, strict=True)
    known, place, first = row_of.get, news.setdefault, len(row_of)
    return EventColumns(
        np.array([row if (row := known(key)) is not None else first + place(key, len(news)) for key in ids], np.int32),
        np.array([_WHAT.get(what, -1) for what in whats], np.int8),
        np.array(days, np.int32),
        np.array(changes, np.int64),
        np.array(values, np.int64),
        np.array(states, np.int8),
        np.array(rounds, np.int8),
        np.full(len(ids), NEVER, np.int32),
    )


def sorted_events(parts: Iterable[EventColumns]) -> EventColumns:
    """Parts in the order of their changes as one, sorted by (row, change)."""
    parts = [part for part in parts if len(part)]
    if not parts:
        none = np.zeros(0, np.int64)
        return EventColumns(
            none.astype(np.int32), none.astype(np.int8), none.astype(np.int32), none, none,
            none.astype(np.int8), none.astype(np.int8), none.astype(np.int32),
        )  # fmt: skip
    whole = EventColumns(*(np.concatenate(columns) for columns in zip(*map(columns_of, parts), strict=True)))
    return whole.take(np.argsort(whole.row, kind="stable"))


def columns_of(part: EventColumns) -> tuple[Days, Tiny, Days, Ints, Ints, Tiny, Tiny, Days]:
    """The columns in the order of their fields."""
    return part.row, part.what, part.day, part.change, part.value, part.state, part.round, part.void


def taken_back(
    connection: Connection, county: str, news: EventColumns, numbers: Sequence[str]
) -> tuple[dict[int, int], dict[int, int]]:
    """What the ``withdrawn`` among ``news`` take back (`data.rules.folding`), by the changes of events.

    First the day that each withdrawal of a whole record counts from, which is that of its first event; then the change
    from which each event counts no more that a batch told of a record that was there before.
    """
    rows = np.unique(news.row[news.what == HAZARD_CODES["withdrawn"]]).tolist()
    columns = (EventRow.id, EventRow.what, EventRow.day, EventRow.change, EventRow.batch)
    days: dict[int, int] = {}
    voids: dict[int, int] = {}
    for start in range(0, len(rows), KEYS):
        ids = [numbers[row] for row in rows[start : start + KEYS]]
        own = (EventRow.county == county, EventRow.kind == HAZARD, EventRow.id.in_(ids))
        found = connection.execute(select(*columns).where(*own).order_by(EventRow.id, EventRow.seq))
        for _, stream in groupby(found.all(), key=lambda row: row.id):
            _take_back(list(stream), days, voids)
    return days, voids


def _take_back(events: Sequence[Any], days: dict[int, int], voids: dict[int, int]) -> None:
    for place, back in enumerate(events):
        if takes_back_all(back, events[0]):
            days[back.change] = events[0].day
        elif takes_back_part(back, events[0]):
            voids.update((one.change, back.change) for one in events[:place] if one.batch == back.batch)


def touched(connection: Connection, county: str, since: int, until: int) -> dict[str, list[str]]:
    """Ids of the streams with events in ``since`` < change <= ``until``, by kind.

    One look along the changes for all kinds: asked for one kind, an engine reads all its streams since the beginning.
    """
    own = (EventRow.county == county, EventRow.change > since, EventRow.change <= until)
    found: dict[str, list[str]] = {}
    for kind, key in connection.execute(select(EventRow.kind, EventRow.id).distinct().where(*own)):
        found.setdefault(kind, []).append(key)
    return found


def streams_of(connection: Connection, county: str, kind: str, until: int) -> list[str]:
    """Ids of all streams of ``kind`` that had begun by the change ``until``."""
    own = (EventRow.county == county, EventRow.kind == kind, EventRow.seq == 1, EventRow.change <= until)
    return list(connection.scalars(select(EventRow.id).where(*own)))


def hazard_rows(connection: Connection, county: str, ids: Sequence[str] | None = None) -> Iterator[Sequence[Any]]:
    """Rows of `HAZARD_FIELDS`, all of them or those of ``ids``, in parts: a million at once fill half a gigabyte."""
    return _parts(connection, county, [getattr(HazardRow, name) for name in HAZARD_FIELDS], HazardRow.hazard_no, ids)


def object_rows(connection: Connection, county: str, ids: Sequence[str] | None = None) -> list[Sequence[Any]]:
    """Rows of `OBJECT_FIELDS`, all of them or those of ``ids``."""
    columns = [getattr(ObjectRow, name) for name in OBJECT_FIELDS]
    return [row for part in _parts(connection, county, columns, ObjectRow.id, ids) for row in part]


def listed_hazards(connection: Connection, county: str) -> set[str]:
    """Hazards that are listed now."""
    statement = select(ListingRow.hazard_no).where(
        ListingRow.county == county, ListingRow.listed_day.is_not(None), ListingRow.delisted_day.is_(None)
    )
    return set(connection.scalars(statement))


def _parts(
    connection: Connection,
    county: str,
    columns: Sequence[InstrumentedAttribute[Any]],
    key: InstrumentedAttribute[str],
    ids: Sequence[str] | None,
) -> Iterator[Sequence[Any]]:
    own = key.class_.county == county
    if ids is None:
        return _plain(connection, select(*columns).where(own))
    statement = select(*columns).where(own, key.in_(bindparam("ids", expanding=True)))
    chunks = (ids[start : start + KEYS] for start in range(0, len(ids), KEYS))
    return (connection.execute(statement, {"ids": chunk}).all() for chunk in chunks)


def first_objects(connection: Connection, county: str, since: int) -> list[str]:
    """Objects registered after the change ``since``, in the order of their registration."""
    statement = (
        select(EventRow.id)
        .where(EventRow.county == county, EventRow.kind == OBJECT, EventRow.seq == 1, EventRow.change > since)
        .order_by(EventRow.change)
    )
    return [key for rows in _plain(connection, statement) for (key,) in rows]


def objects_since(connection: Connection, county: str, day: int, change: int | None) -> dict[str, int]:
    """Objects of which something happened after the ordinal ``day``, each with the day of its first event.

    With ``change`` also those of which something became known after it.
    """
    later = func.max(EventRow.day) > day
    statement = (
        select(EventRow.id, func.min(EventRow.day))
        .where(EventRow.county == county, EventRow.kind == OBJECT)
        .group_by(EventRow.id)
        .having(later if change is None else or_(later, func.max(EventRow.change) > change))
    )
    return {key: first for rows in _plain(connection, statement) for key, first in rows}


def courses(connection: Connection, county: str, kind: str, ids: Sequence[str]) -> dict[str, tuple[Version, ...]]:
    """The versions of cases or transfers, by stream."""
    events = read_events(connection, county, kind, ids)
    return {key: course(kind, stream) for key, stream in groupby(events, key=lambda event: event.id)}
