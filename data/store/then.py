"""The rows of one kind of record as they stood at the end of a day, as known at a change."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from data.rules.folding import folded, standing
from data.store.models import EventRow
from data.store.states import KIND_BY_NAME, StreamKind
from data.store.streams import read_events


def rows_then(
    connection: Connection, county: str, kind: str, names: Sequence[str], as_of: int, change: int
) -> list[tuple[Any, ...]]:
    """The columns ``names`` of every record of ``kind`` at the end of the day ``as_of`` (ordinal).

    Records of which nothing was told after the cut are read from their table; the others are folded from the events
    that the system knew at ``change`` and that had happened by ``as_of``.
    """
    of = KIND_BY_NAME[kind]
    later = _touched(connection, county, kind, as_of, change)
    columns = [of.table.c[of.key], *(of.table.c[name] for name in names)]
    rows = connection.execute(select(*columns).where(of.table.c.county == county).order_by(columns[0]))
    kept = [(row[0], tuple(row[1:])) for row in rows if row[0] not in later]
    kept += _folded(connection, county, of, names, sorted(later), as_of, change) if later else []
    return [values for _key, values in sorted(kept, key=lambda each: each[0])]


def _touched(connection: Connection, county: str, kind: str, as_of: int, change: int) -> set[str]:
    """Ids of which something was told after the day or after the change; two questions, for each has its own index."""
    of = (EventRow.county == county, EventRow.kind == kind)
    found = set(connection.scalars(select(EventRow.id).where(*of, EventRow.change > change).distinct()))
    return found | set(connection.scalars(select(EventRow.id).where(*of, EventRow.day > as_of).distinct()))


def _folded(
    connection: Connection,
    county: str,
    of: StreamKind,
    names: Sequence[str],
    ids: Sequence[str],
    as_of: int,
    change: int,
) -> list[tuple[str, tuple[Any, ...]]]:
    found = []
    for key, events in groupby(read_events(connection, county, of.kind, ids), key=lambda event: event.id):
        known = standing(event for event in events if event.change <= change)
        state = folded(of.advance, [event for event in known if event.day <= as_of])
        if state is not None and not getattr(state, "withdrawn", False):
            found.append((key, tuple(getattr(state, name) for name in names)))
    return found
