"""The two proofs of the doctor: events are as they were recorded, and every row is what its events make of it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from orjson import JSONDecodeError
from sqlalchemy import Connection, Row, select

from data.packs.model import Pack
from data.rules.errors import HistoryRefused
from data.rules.events import HAZARD
from data.rules.folding import Folding
from data.rules.instants import moment
from data.store.bulk import Values
from data.store.chain import link, said
from data.store.county import NOTHING_YET
from data.store.findings import Finding
from data.store.models import CountyRow, EventRow, ListingRow
from data.store.states import KINDS, ROUND_COLUMNS, ROUNDS, StreamKind, round_rows, short, state_row, table_of
from data.store.streams import happened

EVENTS = table_of(EventRow)
_SAID = ("change", "kind", "id", "seq", "what", "at", "actor", "org", "role", "batch", "county")
"""Columns that repeat the canonical text."""
_FETCH = 5000
_GROUP = 1000
"""Streams compared at a time."""


def chain_findings(connection: Connection, pack: Pack) -> Iterator[Finding]:
    """Events that were changed, removed or slipped in after they were recorded."""
    query = select(EVENTS).where(EVENTS.c.county == pack.code).order_by(EVENTS.c.change)
    before, change = NOTHING_YET, 0
    for row in connection.execution_options(yield_per=_FETCH).execute(query):
        change += 1
        if row.change != change:
            yield Finding("gap", _event(row), {"expected": change})
            change = row.change
        elif bytes(row.prev) != before:
            yield Finding("chain", _event(row), {"before": change - 1})
        yield from _columns(row, pack)
        before = link(bytes(row.prev), row.text.encode())
    query_head = select(CountyRow.head_change, CountyRow.head_hash).where(CountyRow.county == pack.code)
    head = connection.execute(query_head).one()
    if (head.head_change, bytes(head.head_hash)) != (change, before):
        yield Finding("head", f"county {pack.code}", {"told": head.head_change, "found": change})


def _columns(row: Row[Any], pack: Pack) -> Iterator[Finding]:
    """Columns of an event that do not repeat its text."""
    try:
        told = said(row.text)
        place = moment(told["at"], pack.zone)
    except (JSONDecodeError, KeyError, TypeError, ValueError):
        yield Finding("text", _event(row))
        return
    wrong = [name for name in _SAID if told.get(name) != getattr(row, name)]
    wrong += [name for name, value in zip(("day", "instant"), place, strict=True) if getattr(row, name) != value]
    if wrong:
        yield Finding("columns", _event(row), {"columns": ", ".join(wrong)})


def row_findings(connection: Connection, pack: Pack) -> Iterator[Finding]:
    """Rows that differ from what their events make of them, are missing, or have no events at all."""
    for kind in KINDS:
        for group in _groups(_streams(connection, pack.code, kind.kind)):
            yield from _compared(connection, pack, kind, group)
        yield from _orphans(connection, pack.code, kind)


Stream = tuple[str, list[Row[Any]]]


def _streams(connection: Connection, county: str, kind: str) -> Iterator[Stream]:
    query = select(EVENTS).where(EVENTS.c.county == county, EVENTS.c.kind == kind).order_by(EVENTS.c.id, EVENTS.c.seq)
    rows = connection.execution_options(yield_per=_FETCH).execute(query)
    for stream, events in groupby(rows, key=lambda row: row.id):
        yield stream, list(events)


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
        state, findings = _refolded(kind, events)
        yield from findings
        if state is None:
            continue
        if kind.kind == HAZARD:
            state.listed = listed.get(stream)
            if rounds.get(stream, []) != round_rows(county, state):
                yield Finding("rounds", f"{ROUNDS.name} {stream}")
        expected = state_row(kind, county, state)
        if expected != (found := stored.get(stream)):
            yield _difference(kind, stream, expected, found)


def _refolded(kind: StreamKind, events: Sequence[Row[Any]]) -> tuple[Any, list[Finding]]:
    """The state that the events make, None when they cannot; and what is wrong with the events themselves."""
    folding = Folding(kind.advance)
    state: Any = None
    findings = []
    for number, row in enumerate(events, start=1):
        if row.seq != number:
            findings.append(Finding("sequence", _event(row), {"expected": number}))
        try:
            event = happened(row)
            state = folding.add(event)
        except HistoryRefused as refused:
            return None, [*findings, Finding("refused", _event(row), {"reason": refused.reason.sentence()})]
        except (JSONDecodeError, KeyError, TypeError):
            return None, findings
        if short(kind.kind, state, event) != (row.state, row.round, row.value):
            findings.append(Finding("short_form", _event(row)))
    return state, findings


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


def _event(row: Row[Any]) -> str:
    return f"event {row.change} ({row.kind} {row.id} {row.what})"
