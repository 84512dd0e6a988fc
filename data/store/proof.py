"""The second proof of the doctor: every row is what its events make of it (the first one is `data.store.links`)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple

from orjson import JSONDecodeError
from sqlalchemy import ColumnElement, Connection, select

from data.packs.model import Pack
from data.rules.errors import HistoryRefused
from data.rules.events import HAZARD
from data.rules.folding import Folding
from data.store.bulk import Values
from data.store.findings import Finding
from data.store.links import EVENTS, Wrong, batches, wrong_at
from data.store.models import ListingRow
from data.store.states import KIND_BY_NAME, KINDS, ROUND_COLUMNS, ROUNDS, StreamKind, round_rows, short, state_row
from data.store.streams import happened

_GROUP = 1000
"""Streams compared at a time."""


def row_findings(connection: Connection, pack: Pack) -> Iterator[Finding]:
    """Rows that differ from what their events make of them, are missing, or have no events at all."""
    for kind in KINDS:
        for group in _groups(streams(connection, pack.code, kind.kind)):
            yield from _compared(connection, pack, kind, group)
        yield from _orphans(connection, pack.code, kind)


class Told(NamedTuple):
    """What is needed of an event to fold it and to compare its short form."""

    change: int
    kind: str
    id: str
    seq: int
    what: str
    text: str
    day: int
    instant: int
    state: int | None
    round: int | None
    value: int | None


Stream = tuple[str, list[Told]]


def streams(connection: Connection, county: str, kind: str, *conditions: ColumnElement[bool]) -> Iterator[Stream]:
    """The streams of one kind, each with its events in their order."""
    own = (EVENTS.c.county == county, EVENTS.c.kind == kind, *conditions)
    found = batches(connection, Told._fields, ("id", "seq"), *own)
    for stream, events in groupby(map(Told._make, chain.from_iterable(found)), key=attrgetter("id")):
        yield stream, list(events)


def misfolded(connection: Connection, county: str, *conditions: ColumnElement[bool]) -> Iterator[Wrong]:
    """Events of hazards whose short form is not what the rules make of their streams."""
    kind = KIND_BY_NAME[HAZARD]
    for _stream, events in streams(connection, county, HAZARD, *conditions):
        yield from (wrong for wrong in refolded(kind, events)[1] if wrong.name == "short_form")


def _groups(streams: Iterable[Stream]) -> Iterator[list[Stream]]:
    source = iter(streams)
    while group := list(islice(source, _GROUP)):
        yield group


def _compared(connection: Connection, pack: Pack, kind: StreamKind, group: Sequence[Stream]) -> Iterator[Finding]:
    county = pack.code
    ids = [stream for stream, _events in group]
    stored = _rows(connection, county, kind, ids)
    rounds = _rounds(connection, county, ids) if kind.kind == HAZARD else {}
    listed = _listed(connection, county, ids) if kind.kind == HAZARD else {}
    for stream, events in group:
        state, wrongs = refolded(kind, events)
        yield from (wrong.finding(county) for wrong in wrongs)
        if state is None:
            continue
        if kind.kind == HAZARD:
            state.listed = listed.get(stream)
            if rounds.get(stream, []) != round_rows(county, state):
                yield Finding("rounds", f"{ROUNDS.name} {stream}")
        expected = state_row(kind, county, state)
        if expected != (found := stored.get(stream)):
            yield _difference(kind, stream, expected, found)


def refolded(kind: StreamKind, events: Iterable[Told]) -> tuple[Any, list[Wrong]]:
    """The state that the events of one stream make, None when they cannot; and what is wrong with them themselves."""
    folding = Folding(kind.advance)
    state: Any = None
    wrongs = []
    for number, row in enumerate(events, start=1):
        if row.seq != number:
            wrongs.append(wrong_at("sequence", row, expected=number))
        try:
            event = happened(row)
            state = folding.add(event)
        except HistoryRefused as refused:
            return None, [*wrongs, wrong_at("refused", row, reason=refused.reason.sentence())]
        except (JSONDecodeError, KeyError, TypeError):
            return None, wrongs
        if short(kind.kind, state, event) != (row.state, row.round, row.value):
            wrongs.append(wrong_at("short_form", row))
    return state, wrongs


def _difference(kind: StreamKind, stream: str, expected: Values | None, found: Values | None) -> Finding:
    where = f"{kind.table.name} {stream}"
    if found is None:
        return Finding("missing", where)
    if expected is None:
        return Finding("orphan", where)
    names = [name for name, one, other in zip(kind.columns, expected, found, strict=True) if one != other]
    return Finding("row", where, {"columns": ", ".join(names)})


def _rows(connection: Connection, county: str, kind: StreamKind, ids: Sequence[str]) -> dict[str, Values]:
    table, key = kind.table, kind.table.c[kind.key]
    columns = [table.c[name] for name in kind.columns]
    place = kind.columns.index(kind.key)
    rows = connection.execute(select(*columns).where(table.c.county == county, key.in_(ids)))
    return {row[place]: tuple(row) for row in rows}


def _rounds(connection: Connection, county: str, ids: Sequence[str]) -> dict[str, list[Values]]:
    columns = [ROUNDS.c[name] for name in ROUND_COLUMNS]
    query = select(*columns).where(ROUNDS.c.county == county, ROUNDS.c.hazard_no.in_(ids)).order_by(ROUNDS.c.round)
    found: dict[str, list[Values]] = {}
    for row in connection.execute(query):
        found.setdefault(row.hazard_no, []).append(tuple(row))
    return found


def _listed(connection: Connection, county: str, ids: Sequence[str]) -> dict[str, str | None]:
    query = select(ListingRow.hazard_no, ListingRow.level).where(
        ListingRow.county == county,
        ListingRow.hazard_no.in_(ids),
        ListingRow.listed_day.is_not(None),
        ListingRow.delisted_day.is_(None),
    )
    return {row.hazard_no: row.level for row in connection.execute(query)}


def _orphans(connection: Connection, county: str, kind: StreamKind) -> Iterator[Finding]:
    known = select(EVENTS.c.id).where(EVENTS.c.county == county, EVENTS.c.kind == kind.kind)
    keys = [kind.table.c[kind.key]] + ([ROUNDS.c.hazard_no] if kind.kind == HAZARD else [])
    for key in keys:
        for stream in connection.scalars(select(key).where(key.table.c.county == county).except_(known)):
            yield Finding("orphan", f"{key.table.name} {stream}")
