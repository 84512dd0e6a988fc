"""What has been read of one county so far; it grows by what was recorded since, and gives snapshots."""

from collections.abc import Iterable
from datetime import date
from functools import partial

import numpy as np
from sqlalchemy import Connection, Engine

from data.packs.model import Pack
from data.readmodel.codes import Codebooks
from data.readmodel.columns import Columns, hazard_columns, object_columns, patched, survivors
from data.readmodel.dossiers import Version, dossiers
from data.readmodel.log import EventLog
from data.readmodel.past import past_view
from data.readmodel.read import (
    courses,
    first_objects,
    hazard_events,
    hazard_rows,
    listed_hazards,
    object_rows,
    sorted_events,
    touched,
)
from data.readmodel.schema import Days, Objects
from data.readmodel.search import hazards_with, objects_with
from data.readmodel.snapshot import Snapshot
from data.readmodel.view import Ground, view_of
from data.rules.deadlines import REINSPECTION_DAYS as REINSPECTION_RULE
from data.rules.events import CASE, OBJECT, TRANSFER
from data.rules.fold import REINSPECTION_DAYS, Facts, fold
from data.rules.fold import patched as patched_facts

_LONGEST_CHAIN = 5
"""Doublings of a chain of merges that are followed: 32 merges one after another."""


class Gathered:
    """Columns, events and courses of one county up to one change. Not for several threads; its snapshots are."""

    def __init__(self, engine: Engine, pack: Pack) -> None:
        self._engine = engine
        self._pack = pack
        self._change = 0
        self._books = Codebooks(pack)
        self._log = EventLog(sorted_events(()))
        self._row_of: dict[str, int] = {}
        self._object_row: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._merged: dict[str, str] = {}
        self._hazards: Columns = hazard_columns((), self._books, {})
        self._objects: Columns = object_columns((), self._books)
        self._courses: dict[str, dict[str, tuple[Version, ...]]] = {CASE: {}, TRANSFER: {}}
        self._listed: set[str] = set()
        self._facts: Facts | None = None

    def advance(self, connection: Connection, change: int) -> None:
        """Read what was recorded up to ``change``."""
        county, since = self._pack.code, self._change
        self._read_objects(connection, since, change)
        self._read_hazards(connection, since, change)
        for kind, known in self._courses.items():
            known.update(courses(connection, county, kind, touched(connection, county, kind, since, change)))
        self._listed = listed_hazards(connection, county)
        self._change = change

    def _read_objects(self, connection: Connection, since: int, change: int) -> None:
        county = self._pack.code
        ids = None if since == 0 else touched(connection, county, OBJECT, since, change)
        if ids == []:
            return
        place = {key: len(self._object_row) + n for n, key in enumerate(first_objects(connection, county, since))}
        self._object_row = self._object_row | place
        rows = object_rows(connection, county, ids)
        self._names = self._names | {row[0]: row[1] for row in rows}
        into = self._merged | survivors(rows)
        self._merged = {key: survivor for key, survivor in into.items() if survivor in self._object_row}
        places = np.array([self._object_row[row[0]] for row in rows], np.int64)
        self._objects = patched(self._objects, places, object_columns(rows, self._books), len(self._object_row))

    def _read_hazards(self, connection: Connection, since: int, change: int) -> None:
        county = self._pack.code
        row_of = dict(self._row_of)
        news = hazard_events(connection, county, since, change, row_of)
        if len(news) == 0:
            return
        changed = np.unique(news.row).astype(np.int64)
        self._row_of = row_of
        self._log = self._log.plus(news)
        numbers = list(row_of)
        rows = hazard_rows(connection, county, None if since == 0 else [numbers[row] for row in changed])
        places = np.array([row_of[row[0]] for row in rows], np.int64)
        columns = hazard_columns(rows, self._books, self._object_row)
        self._hazards = patched(self._hazards, places, columns, len(row_of))
        if self._facts is not None:
            facts = fold(self._log.of(changed), len(changed), self._facts.as_of, None, self._within(self._facts.as_of))
            self._facts = patched_facts(self._facts, changed, facts, len(row_of))

    def snapshot(self, change: int, today: int) -> Snapshot:
        """What has been read, seen on the day ``today`` (ordinal)."""
        if self._facts is None or self._facts.as_of != today:
            self._facts = fold(self._log.whole(), len(self._row_of), today, None, self._within(today))
        ground = self._ground()
        log = self._log
        return Snapshot(
            county=self._pack.code,
            change=change,
            today=today,
            now=view_of(ground, self._facts, None),
            objects=ground.objects,
            outside_zone=("", *(town.code for town in self._pack.towns if not town.in_start_zone)),
            past=lambda as_of, known: past_view(
                self._engine, self._pack.code, self._books, ground, log.whole(), as_of, known, self._within(as_of)
            ),
            search_hazards=partial(hazards_with, self._engine),
            search_objects=partial(objects_with, self._engine),
        )

    def _ground(self) -> Ground:
        numbers = tuple(self._row_of)
        listed = np.zeros(len(numbers), bool)
        listed[[self._row_of[number] for number in self._listed if number in self._row_of]] = True
        versions = {kind: _flat(known.values()) for kind, known in self._courses.items()}
        cases = dossiers(versions[CASE], self._books, self._row_of)
        transfers = dossiers(versions[TRANSFER], self._books, self._row_of)
        ids = tuple(self._object_row)
        names = tuple(self._names[key] for key in ids)
        objects = Objects(id=ids, name=names, row_of=self._object_row, **self._objects)
        columns = self._hazards | {"listed": listed, "object_row": self._standing(self._hazards["object_row"])}
        return Ground(self._books.tables(), numbers, self._row_of, columns, objects, cases, transfers)

    def _standing(self, object_row: Days) -> Days:
        """Rows of objects with the survivor in the place of what was merged into it, however often."""
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


def _flat(courses: Iterable[tuple[Version, ...]]) -> list[Version]:
    return sorted((one for versions in courses for one in versions), key=lambda version: version.since[1])
