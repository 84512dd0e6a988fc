"""What the system learnt between two changes: the events that came, and of whole batches the instant at which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from data.rules.events import CASE, EQUIPMENT, HAZARD, INSPECTION, OBJECT, PERSON, TRANSFER
from data.store.bulk import listed
from data.store.models import BatchRow, EventRow
from data.store.states import table_of
from data.store.streams import read_events


@dataclass(frozen=True, slots=True)
class Learnt:
    """One event: its stream, what it told of which day, and its ``change``; ``learnt`` is the instant of its import.

    What a person recorded on a page has no such instant but its ``at``, so that ``learnt`` is None.
    """

    kind: str
    id: str
    what: str
    at: str
    change: int
    learnt: str | None


_ABOUT: Mapping[str, tuple[str, ...]] = {HAZARD: (CASE, TRANSFER), OBJECT: (INSPECTION, EQUIPMENT, PERSON)}
"""The kinds of streams that speak of a record of another kind."""
_NAMES = {CASE: "hazard_no", TRANSFER: "hazard_no", **dict.fromkeys((INSPECTION, EQUIPMENT, PERSON), "object_id")}
"""The field of an event that names the record."""


def learnt_of(
    connection: Connection, county: str, kind: str, ids: Sequence[str], since: int, until: int, as_of: int
) -> dict[str, tuple[Learnt, ...]]:
    """By record of ``kind`` the events with ``since`` < change ≤ ``until`` that figures of the day ``as_of`` know.

    Those of the record itself come with those that speak of it or of what it is about (the case of a hazard, the other
    case of the same hazard). A withdrawal counts whatever its day, because it undoes what was told of earlier days.
    """
    of = next((about for about, kinds in _ABOUT.items() if kind in kinds), kind)
    subjects = {key: {key} for key in ids} if of == kind else _named(connection, county, kind, ids)
    records: dict[str, set[str]] = {}
    for key, names in subjects.items():
        for subject in names:
            records.setdefault(subject, set()).add(key)
    streams = {(kind, key): {key} for key in ids}
    own = {(of, subject): {subject} for subject in records}
    for stream, names in (own | _speaking(connection, county, of, since, until)).items():
        streams.setdefault(stream, set()).update(*(records.get(subject, ()) for subject in names))
    found: dict[str, list[Learnt]] = {key: [] for key in ids}
    for event in _events(connection, county, sorted(key for key in streams if streams[key]), since, until, as_of):
        for key in streams[event.kind, event.id]:
            found[key].append(event)
    return {key: tuple(sorted(events, key=lambda event: event.change)) for key, events in found.items()}


def _named(connection: Connection, county: str, kind: str, ids: Sequence[str]) -> dict[str, set[str]]:
    """The hazards or objects that each stream of ``kind`` ever named: a stream that was taken back says nothing now."""
    found: dict[str, set[str]] = {}
    for event in read_events(connection, county, kind, ids):
        told = (event.body, event.body.get("fields") or {})
        found.setdefault(event.id, set()).update(name for body in told if (name := body.get(_NAMES[kind])))
    return found


def _speaking(
    connection: Connection, county: str, kind: str, since: int, until: int
) -> dict[tuple[str, str], set[str]]:
    """Streams with news that speak of records of ``kind``, each with those it names."""
    found: dict[tuple[str, str], set[str]] = {}
    for other in _ABOUT.get(kind, ()):
        between = (EventRow.change > since, EventRow.change <= until)
        query = select(EventRow.id).where(EventRow.county == county, EventRow.kind == other, *between).distinct()
        named = _named(connection, county, other, list(connection.scalars(query)))
        found |= {(other, key): names for key, names in named.items()}
    return found


def _events(
    connection: Connection, county: str, streams: Sequence[tuple[str, str]], since: int, until: int, as_of: int
) -> list[Learnt]:
    batches = table_of(BatchRow)
    at = select(batches.c.at).where(batches.c.county == county, batches.c.batch == EventRow.batch).scalar_subquery()
    found: list[Learnt] = []
    for kind in sorted({kind for kind, _id in streams}):
        ids = [key for each, key in streams if each == kind]
        query = select(EventRow.kind, EventRow.id, EventRow.what, EventRow.at, EventRow.change, at).where(
            EventRow.county == county, EventRow.kind == kind, EventRow.id.in_(listed(connection, ids)),
            EventRow.change > since, EventRow.change <= until,
            or_(EventRow.day <= as_of, EventRow.what == "withdrawn"),
        )  # fmt: skip
        found += [Learnt(*row) for row in connection.execute(query)]
    return found
