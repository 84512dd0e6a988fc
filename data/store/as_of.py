"""Records of a register as they were at the end of a day, as far as is known at a change; what was taken back is gone.

A stream that nothing was told of since is its row; only the others are folded anew from their events.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, or_, select

from data.rules.folding import folded, standing
from data.store.models import EventRow
from data.store.states import KIND_BY_NAME
from data.store.streams import read_events


def records_at(
    connection: Connection, county: str, kind: str, day: int | None = None, change: int | None = None
) -> Iterator[Any]:
    """Rows, or folded states with attributes of the same names; ``day`` (ordinal) and ``change`` are both included."""
    later = [EventRow.day > day] if day is not None else []
    later += [EventRow.change > change] if change is not None else []
    known = KIND_BY_NAME[kind]
    query = select(known.table).where(known.table.c.county == county)
    if not later:
        yield from connection.execute(query)
        return
    touched = select(EventRow.id).where(EventRow.county == county, EventRow.kind == kind, or_(*later)).distinct()
    ids = list(connection.scalars(touched))
    moved = set(ids)
    yield from (row for row in connection.execute(query) if getattr(row, known.key) not in moved)
    for _id, events in groupby(read_events(connection, county, kind, ids), key=lambda event: event.id):
        past = [event for event in events if change is None or event.change <= change]
        state = folded(known.advance, (event for event in standing(past) if day is None or event.day <= day))
        if state is not None and not getattr(state, "withdrawn", False):
            yield state
