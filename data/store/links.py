"""Walking a county's chain: what is wrong with its events, found by reading each of them once.

Events are read in batches of the driver's own tuples. A batch that is as it was recorded is proved whole, by column; of
one that is not, each event is looked at by itself, and what is wrong with it is told.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from orjson import JSONDecodeError
from sqlalchemy import ColumnElement, Connection, select, tuple_

from data.packs.model import Pack
from data.rules.instants import moment
from data.store.chain import link, said
from data.store.county import NOTHING_YET
from data.store.findings import Finding
from data.store.heads import Head, head_now
from data.store.models import EventRow
from data.store.states import table_of
from data.words import t

EVENTS = table_of(EventRow)
BATCH = 8192
"""Events read together."""


class Link(NamedTuple):
    """The columns of an event that the chain holds."""

    change: int
    kind: str
    id: str
    seq: int
    what: str
    at: str
    day: int
    instant: int
    actor: str
    org: str
    role: str
    batch: str | None
    text: str
    prev: bytes


_SAID = ("change", "kind", "id", "seq", "what", "at", "actor", "org", "role", "batch")
"""Columns that repeat the canonical text."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with the chain, at one event; of a lost one only its number is known.

    ``name`` is the key of its sentence under ``doctor``.
    """

    name: str
    change: Any
    kind: str | None = None
    id: str | None = None
    what: str | None = None
    params: dict[str, Any] = field(default_factory=dict)

    def why(self) -> str:
        """What is wrong, as a sentence without its full stop."""
        return t(f"doctor.{self.name}.what", **self.params)

    def finding(self, county: str) -> Finding:
        """The same as the doctor tells it."""
        where = f"event {self.change} ({self.kind} {self.id} {self.what})" if self.kind else f"county {county}"
        return Finding(self.name, where, self.params)


def wrong_at(name: str, event: Any, **params: Any) -> Wrong:
    """Something wrong with this event (a row of the table)."""
    return Wrong(name, event.change, str(event.kind), str(event.id), str(event.what), params)


class Walk:
    """One walk along a chain: iterating tells what is wrong, in order; then ``events`` and ``hash`` are its end.

    ``sought`` is a head of another day; ``is_found`` tells whether the chain once ended with it.
    """

    def __init__(self, connection: Connection, pack: Pack, sought: Head | None = None) -> None:
        self.events, self.change, self.hash = 0, 0, NOTHING_YET
        self.sought, self.is_found = sought, sought is not None and sought.is_one(0, NOTHING_YET)
        self._connection, self._county = connection, pack.code
        self._proof = Proof(pack.code, pack.zone)
        self._last: Link | None = None

    def __iter__(self) -> Iterator[Wrong]:
        for batch in of_county(self._connection, self._county):
            hashes = self._proof.hashes(batch, self.change, self.hash)
            if hashes is None:
                for event in batch:
                    yield from self._step(event)
            else:
                self._skip(batch, hashes)
            self.events += len(batch)
        yield from self._end()

    def _skip(self, batch: Sequence[Any], hashes: Sequence[bytes]) -> None:
        """Go on to the end of a batch that is sound."""
        if self.sought is not None:
            self.is_found |= self.sought.is_among(self.change, hashes)
        self._last = Link(*batch[-1])
        self.change, self.hash = self._last.change, hashes[-1]

    def _step(self, row: Any) -> Iterator[Wrong]:
        event, expected, before = Link(*row), self.change + 1, self.hash
        if event.change != expected:
            yield self._out_of_order(event, expected)
            before = _raw(event.prev)
        elif event.prev != before:
            wrong = self._unlinked(event)
            before = _raw(event.prev) if wrong.name == "chain" else before
            yield wrong
        yield from self._columns(event)
        self._last, self.hash = event, link(before, _raw(event.text))
        self.change = event.change if isinstance(event.change, int) else expected
        if self.sought is not None:
            self.is_found |= self.sought.is_one(self.change, self.hash)

    def _out_of_order(self, event: Link, expected: int) -> Wrong:
        """A number that is too great: those before it are gone; or one that no event can have."""
        if isinstance(event.change, int) and event.change > expected:
            return Wrong("gap", expected, params={"expected": expected, "last": event.change - 1})
        return wrong_at("number", event)

    def _unlinked(self, event: Link) -> Wrong:
        """Whether the event before was changed, or this one is not in its place: what the next one keeps tells."""
        kept = self._kept_after(event.change)
        if kept == self.hash:
            return wrong_at("misplaced", event)
        if self._last is None or kept == link(self.hash, _raw(event.text)):
            return wrong_at("prev", event)
        return wrong_at("chain", self._last, after=event.change)

    def _kept_after(self, change: int) -> Any:
        """The hash of an event as the next one keeps it, or the county for the last."""
        own = EVENTS.c.county == self._county
        kept = self._connection.scalar(select(EVENTS.c.prev).where(own, EVENTS.c.change == change + 1))
        return kept if kept is not None else head_now(self._connection, self._county).hash

    def _columns(self, event: Link) -> Iterator[Wrong]:
        """Columns of an event that do not repeat its text."""
        try:
            if not isinstance(event.text, str):
                raise TypeError
            told = said(event.text)
            place = moment(told["at"], self._proof.zone)
        except (JSONDecodeError, KeyError, TypeError, ValueError):
            yield wrong_at("text", event)
            return
        wrong = [name for name in _SAID if told.get(name) != getattr(event, name)]
        wrong += [name for name, value in zip(("day", "instant"), place, strict=True) if getattr(event, name) != value]
        wrong += ["county"] if told.get("county") != self._county else []
        if wrong:
            yield wrong_at("columns", event, columns=", ".join(wrong))

    def _end(self) -> Iterator[Wrong]:
        """What the county's row says of the end, against the end that there is."""
        head = head_now(self._connection, self._county)
        told, kept = head.change or 0, head.hash
        if told > self.change:
            yield Wrong("cut", self.change + 1, params={"told": told, "found": self.change})
        elif told < self.change:
            yield self._beyond(told)
        elif kept != self.hash and self._last is not None:
            yield wrong_at("last", self._last)
        elif kept != self.hash:
            yield Wrong("cut", 1, params={"told": told, "found": 0})

    def _beyond(self, told: int) -> Wrong:
        """The first event after the one that the county's row calls the last."""
        query = select(EVENTS).where(EVENTS.c.county == self._county, EVENTS.c.change > told).order_by(EVENTS.c.change)
        return wrong_at("beyond", self._connection.execute(query.limit(1)).one(), told=told)


def chain_findings(connection: Connection, pack: Pack) -> Iterator[Finding]:
    """Events that were changed, removed or slipped in after they were recorded."""
    return (wrong.finding(pack.code) for wrong in Walk(connection, pack))


def _raw(value: Any) -> bytes:
    """A text or hash as the bytes that are hashed; nothing else has any."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    return value if isinstance(value, bytes) else b""


def of_county(connection: Connection, county: str, *conditions: ColumnElement[bool]) -> Iterator[Sequence[Any]]:
    """The links of a county's chain in their order, in batches of plain tuples."""
    return batches(connection, Link._fields, ("change",), EVENTS.c.county == county, *conditions)


def batches(
    connection: Connection, names: Sequence[str], key: Sequence[str], *conditions: ColumnElement[bool]
) -> Iterator[Sequence[Any]]:
    """Events that meet the conditions in the order of ``key``, so many at a time, as the driver's own tuples."""
    columns = [EVENTS.c[name] for name in key]
    first = query = select(*(EVENTS.c[name] for name in names)).where(*conditions).order_by(*columns).limit(BATCH)
    places = [names.index(name) for name in key]
    while batch := _fetched(connection, query):
        yield batch
        last = tuple_(*(batch[-1][place] for place in places), types=[column.type for column in columns])
        query = first.where(tuple_(*columns) > last)


def _fetched(connection: Connection, query: Any) -> Sequence[Any]:
    """The driver's own tuples. Text that is no UTF-8, as a file can be made to hold, keeps its bytes as surrogates."""
    try:
        return _plain(connection, query)
    except sqlite3.OperationalError:
        driver: Any = connection.connection.driver_connection
        driver.text_factory = _lenient
        try:
            return _plain(connection, query)
        finally:
            driver.text_factory = str


def _plain(connection: Connection, query: Any) -> Sequence[Any]:
    cursor = connection.execute(query).cursor
    assert cursor is not None
    rows: Sequence[Any] = cursor.fetchall()
    cursor.close()
    return rows


def _lenient(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


class Proof:
    """Proves batches whole, by column. What it cannot prove need not be wrong."""

    def __init__(self, county: str, zone: tzinfo) -> None:
        self.zone = zone
        self._county = orjson.dumps(county).decode()
        self._quoted = _Quoted()
        self._days = _Days(zone)

    def hashes(self, batch: Sequence[Any], change: int, before: Any) -> list[bytes] | None:
        """The hashes of these events if they follow event ``change`` with hash ``before`` and repeat their texts."""
        if not isinstance(before, bytes):
            return None
        columns: Any = Link._make(zip(*batch, strict=True))
        if columns.change != tuple(range(change + 1, change + 1 + len(batch))) or not _bare(columns):
            return None
        try:
            hashes = _hashes(columns.text, before)
            is_sound = columns.prev == (before, *hashes[:-1]) and self._repeats(columns) and self._in_time(columns)
        except (ValueError, OverflowError):
            return None
        return hashes if is_sound else None

    def _repeats(self, columns: Any) -> bool:
        """Whether each text begins and ends with what its columns say; between stands the body."""
        quoted, county = self._quoted, self._county
        fronts = [
            f'{{"actor":{quoted[actor]},"at":"{at}","batch":{quoted[batch]},"body":{{'
            for actor, at, batch in zip(columns.actor, columns.at, columns.batch, strict=True)
        ]
        backs = [
            f'}},"change":{change},"county":{county},"id":"{id_}","kind":{quoted[kind]},"org":{quoted[org]},'
            f'"role":{quoted[role]},"seq":{seq},"what":{quoted[what]}}}'
            for change, id_, kind, org, role, seq, what in zip(
                columns.change, columns.id, columns.kind, columns.org, columns.role, columns.seq, columns.what,
                strict=True,
            )
        ]  # fmt: skip
        return all(map(str.startswith, columns.text, fronts)) and all(map(str.endswith, columns.text, backs))

    def _in_time(self, columns: Any) -> bool:
        """Whether day and instant are those of ``at``."""
        places = zip(columns.day, columns.instant, strict=True)
        return all(place == known for place, known in zip(places, map(self._days.place, columns.at), strict=True))


def _bare(columns: Any) -> bool:
    """Whether texts, ids and moments are strings, and the last two stand in JSON as they are."""
    if {*map(type, columns.text), *map(type, columns.id), *map(type, columns.at)} != {str}:
        return False
    joined = "".join((*columns.id, *columns.at))
    return '"' not in joined and "\\" not in joined


def _hashes(texts: Sequence[str], before: bytes) -> list[bytes]:
    hashes = []
    for text in map(str.encode, texts):
        before = sha256(before + text).digest()
        hashes.append(before)
    return hashes


class _Quoted(dict[Any, str]):
    """Words as JSON writes them; what is no word has no way of being written."""

    def __missing__(self, word: Any) -> str:
        try:
            told = orjson.dumps(word).decode()
        except orjson.JSONEncodeError:
            told = ""
        self[word] = told
        return told


class _Days(dict[str, tuple[int, int] | None]):
    """By date and offset (``2021-06-01T+08:00``) the ordinal and first instant of a day that is whole in the zone."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._clock = _Clock()

    def place(self, at: str) -> tuple[int, int]:
        """What `data.rules.instants.moment` says of ``at``, for instants of whole seconds by two look-ups."""
        if len(at) == _WHOLE_SECONDS:
            found = self[at[:11] + at[19:]]
            if found is not None:
                return found[0], found[1] + self._clock[at[11:19]]
        return moment(at, self._zone)

    def __missing__(self, day: str) -> tuple[int, int] | None:
        begin = datetime.fromisoformat(f"{day[:11]}00:00:00{day[11:]}")
        ends = {each.astimezone(self._zone).toordinal() for each in (begin, begin + timedelta(days=1, microseconds=-1))}
        self[day] = found = moment(begin.isoformat(), self._zone) if len(ends) == 1 else None
        return found


_WHOLE_SECONDS = len("2021-06-01T09:00:00+08:00")


class _Clock(dict[str, int]):
    """Microseconds since midnight by ``09:00:00``."""

    def __missing__(self, time: str) -> int:
        moved = datetime.fromisoformat(f"1970-01-01T{time}+00:00").timestamp()
        self[time] = microseconds = int(moved) * 1_000_000
        return microseconds
