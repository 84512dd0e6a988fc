"""What has been read of one county so far; it grows by what was recorded since, and gives snapshots."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine

from data.packs.model import Pack
from data.readmodel.codes import Codebooks
from data.readmodel.columns import (
    HAZARD_FIELDS,
    HAZARD_WORDS,
    OBJECT_FIELDS,
    OBJECT_WORDS,
    Columns,
    hazard_columns,
    joined,
    object_columns,
    patched,
    survivors,
    told,
)
from data.readmodel.docket import Docket
from data.readmodel.log import EventLog
from data.readmodel.memory import Memory
from data.readmodel.past import PastReader
from data.readmodel.read import (
    first_objects,
    hazard_events,
    hazard_rows,
    listed_hazards,
    object_rows,
    sorted_events,
    streams_of,
    taken_back,
    touched,
)
from data.readmodel.schema import Days, Ints, Objects
from data.readmodel.snapshot import MOST_HEAVY, Snapshot, carried
from data.readmodel.texts import Texts, line
from data.readmodel.view import Ground, View, renewed, view_of
from data.rules.deadlines import REINSPECTION_DAYS as REINSPECTION_RULE
from data.rules.events import CASE, HAZARD_CODES, OBJECT, TRANSFER
from data.rules.fold import REINSPECTION_DAYS, fold
from data.rules.streams import put

_LONGEST_CHAIN = 5
"""Doublings of a chain of merges that are followed: 32 merges one after another."""


class Gathered:
    """Columns, events and courses of one county up to one change. Not for several threads; its snapshots are."""

    def __init__(self, engine: Engine, pack: Pack) -> None:
        self._engine = engine
        self._pack = pack
        self._change = 0
        self._books = Codebooks(pack)
        self._past = PastReader(engine, pack.code, self._books, self._within)
        self._log = EventLog(sorted_events(()))
        self._row_of: dict[str, int] = {}
        self._numbers: tuple[str, ...] = ()
        self._object_row: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._merged: dict[str, str] = {}
        self._hazards: Columns = hazard_columns((), self._books, {}) | {"listed": np.zeros(0, bool)}
        self._object_columns: Columns = object_columns((), self._books)
        self._objects: Objects | None = None
        self._cases, self._transfers = (Docket(pack.code, kind, self._books) for kind in (CASE, TRANSFER))
        self._listed: set[str] = set()
        self._texts, self._object_texts = Texts(), Texts()

    def advance(self, connection: Connection, change: int) -> Ints:
        """Read what was recorded up to ``change``; the rows (ascending) of all hazards of which this says anything."""
        since, news = self._change, self._news(connection, change)
        rows = [self._read_objects(connection, since, news.get(OBJECT)), self._read_hazards(connection, since, change)]
        dockets = ((CASE, self._cases), (TRANSFER, self._transfers))
        rows += [docket.advance(connection, news.get(kind, ()), self._row_of) for kind, docket in dockets]
        rows.append(self._read_listed(connection))
        self._change = change
        return np.unique(np.concatenate(rows))

    def _news(self, connection: Connection, change: int) -> dict[str, list[str]]:
        """The streams that have something new, by kind; the first time no objects, which are then read all at once."""
        county = self._pack.code
        if self._change:
            return touched(connection, county, self._change, change)
        return {kind: streams_of(connection, county, kind, change) for kind in (CASE, TRANSFER)}

    def _read_objects(self, connection: Connection, since: int, news: list[str] | None) -> Ints:
        """Rows of the hazards of the objects that are new or told anew: their colour is the object's."""
        county, ids = self._pack.code, news if since else None
        if since and not news:
            return np.zeros(0, np.int64)
        place = {key: len(self._object_row) + n for n, key in enumerate(first_objects(connection, county, since))}
        self._object_row = self._object_row | place
        rows = object_rows(connection, county, ids)
        self._names = self._names | {row[0]: row[1] for row in rows}
        stood = self._standing()
        into = self._merged | survivors(rows)
        self._merged = {key: survivor for key, survivor in into.items() if survivor in self._object_row}
        places = np.array([self._object_row[row[0]] for row in rows], np.int64)
        lines = map(line, told(OBJECT_FIELDS, OBJECT_WORDS, rows))
        self._object_texts = self._object_texts.plus(dict(zip(places.tolist(), lines, strict=True)))
        columns, size = object_columns(rows, self._books), len(self._object_row)
        self._object_columns = patched(self._object_columns, places, columns, size)
        self._objects = None
        named = np.zeros(size + 1, bool)
        named[places] = True
        return np.flatnonzero(named[self._hazards["object_row"]] | named[stood] | named[self._standing()])

    def _read_hazards(self, connection: Connection, since: int, change: int) -> Ints:
        """Rows of the hazards with news."""
        county = self._pack.code
        news, ids = hazard_events(connection, county, since, change, self._row_of)
        if len(news) == 0:
            return np.zeros(0, np.int64)
        if ids:
            self._row_of = self._row_of | {key: len(self._row_of) + place for place, key in enumerate(ids)}
            self._numbers = self._numbers + tuple(ids)
        changed = np.unique(news.row).astype(np.int64)
        self._log = self._log.plus(news)
        if (news.what == HAZARD_CODES["withdrawn"]).any():
            self._log = self._log.without(*taken_back(connection, county, news, self._numbers))
        parts = hazard_rows(connection, county, None if since == 0 else [self._numbers[row] for row in changed])
        lines: dict[int, bytes] = {}
        columns = joined([self._hazard_part(rows, lines) for rows in parts])
        self._texts = self._texts.plus(lines)
        self._hazards = patched(self._hazards, np.array(list(lines), np.int64), columns, len(self._numbers))
        self._listed -= {self._numbers[row] for row in changed}  # their column says so now
        return changed

    def _hazard_part(self, rows: Sequence[Any], lines: dict[int, bytes]) -> Columns:
        """Columns of ``rows``; the text of each goes into ``lines``, by its place."""
        places = [self._row_of[row[0]] for row in rows]
        lines.update(zip(places, map(line, told(HAZARD_FIELDS, HAZARD_WORDS, rows)), strict=True))
        return hazard_columns(rows, self._books, self._object_row) | {"listed": np.zeros(len(rows), bool)}

    def _read_listed(self, connection: Connection) -> Ints:
        """Rows of the hazards that are listed now and were not, or the other way round."""
        listed = listed_hazards(connection, self._pack.code)
        numbers = [number for number in listed ^ self._listed if number in self._row_of]
        rows = np.array([self._row_of[number] for number in numbers], np.int64)
        news = np.array([number in listed for number in numbers], bool)
        self._hazards = self._hazards | {"listed": put(self._hazards["listed"], rows, news, len(self._numbers))}
        self._listed = listed
        return rows

    def snapshot(self, change: int, today: int, rows: Ints, before: Snapshot | None) -> Snapshot:
        """What has been read, seen on the day ``today`` (ordinal); ``rows`` is all that changed since ``before``."""
        ground, log = self._ground(), self._log
        if before is None or before.today != today:
            facts = fold(log.whole(), len(self._numbers), today, None, self._within(today))
            return self._snapshot(change, today, ground, view_of(ground, facts, None), Memory(MOST_HEAVY))
        events = log.of(rows)
        facts = fold(events, len(rows), today, None, self._within(today))
        now = renewed(before.now, ground, rows, facts, {name: column[rows] for name, column in ground.columns.items()})
        heavy = carried(before, now, rows, lambda view: self._past.renewed(view, ground, events, rows))
        return self._snapshot(change, today, ground, now, heavy)

    def _snapshot(self, change: int, today: int, ground: Ground, now: View, heavy: Memory) -> Snapshot:
        log = self._log
        return Snapshot(
            county=self._pack.code,
            change=change,
            today=today,
            now=now,
            objects=ground.objects,
            outside_zone=("", *(town.code for town in self._pack.towns if not town.in_start_zone)),
            past=lambda as_of, known: self._past.view(ground, now.facts, log.whole(), as_of, known),
            past_roster=lambda as_of, known: self._past.roster(ground.objects, as_of, known),
            past_beside=self._past.beside,
            texts=self._texts,
            object_texts=self._object_texts,
            heavy=heavy,
        )

    def _ground(self) -> Ground:
        if self._objects is None:
            ids = tuple(self._object_row)
            names = tuple(self._names[key] for key in ids)
            self._objects = Objects(id=ids, name=names, row_of=self._object_row, **self._object_columns)
        cases, transfers = self._cases.columns, self._transfers.columns
        tables = self._books.tables()
        columns = self._hazards | {"object_row": self._standing()}
        return Ground(tables, self._numbers, self._row_of, columns, self._objects, cases, transfers)

    def _standing(self) -> Days:
        """By hazard the row of its object, with the survivor in the place of what was merged into it, however often."""
        object_row: Days = self._hazards["object_row"]
        if not self._merged:
            return object_row
        into = np.arange(len(self._object_row) + 1, dtype=np.int32)
        into[-1] = -1  # no object
        for key, survivor in self._merged.items():
            into[self._object_row[key]] = self._object_row[survivor]
        for _step in range(_LONGEST_CHAIN):
            into = into[into]
        standing: Days = into[object_row]
        return standing

    def _within(self, day: int) -> int:
        """Days for a re-inspection by the pack's rule of that day."""
        on = date.fromordinal(day)
        for rule in self._pack.rules:
            if (
                rule.key == REINSPECTION_RULE
                and rule.valid_from <= on
                and (rule.valid_to is None or on <= rule.valid_to)
            ):
                return int(rule.value)
        return REINSPECTION_DAYS
