"""Columns of a past day or change: facts folded from the prefix of every stream, and codes as they were told then.

The roster of a past day is that of now with the objects of which something happened since put back to what they were.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Engine

from data.readmodel.beside import Beside, beside_of
from data.readmodel.codes import Codebooks
from data.readmodel.columns import HAZARD_FIELDS, OBJECT_FIELDS, Columns, hazard_columns, object_columns, patched
from data.readmodel.read import objects_since, one_moment
from data.readmodel.schema import Ints, Objects, Roster
from data.readmodel.view import Ground, View, renewed, view_of
from data.rules.events import HAZARD, HAZARD_CODES, OBJECT, HappenedEvent
from data.rules.fold import Facts, fold
from data.rules.fold_before import facts_before
from data.rules.folding import folded, standing
from data.rules.hazards import Hazard, advance
from data.rules.objects import SupervisedObject, advance_object
from data.rules.streams import EventColumns, put
from data.store.streams import read_events

_TOLD_BY = ("confirmed", "amended", "transfer_accepted", "fixed_on_the_spot", "withdrawn")
_TELLING = np.array([HAZARD_CODES[what] for what in _TOLD_BY])
"""Events that may change what a hazard is said to be: town, sector, department, subject, place."""


@dataclass(frozen=True)
class PastReader:
    """Reconstructs cuts of one county; ``books`` give the codes, ``within`` the days for a re-inspection on a day."""

    engine: Engine
    county: str
    books: Codebooks
    within: Callable[[int], int]

    def view(self, ground: Ground, now: Facts, events: EventColumns, as_of: int, change: int | None) -> View:
        """The view of the end of day ``as_of`` as known at ``change``; reads the few streams that said otherwise.

        ``now`` are the facts of today with all that is known.
        """
        facts = facts_before(now, events, as_of, change, self.within(as_of))
        columns = self._told(ground.numbers, ground.columns, events, facts, change, ground.objects.row_of)
        return view_of(replace(ground, columns=columns, tables=self.books.tables()), facts, change)

    def renewed(self, view: View, ground: Ground, events: EventColumns, rows: Ints) -> View:
        """``view`` after news of ``rows``: all of their events, numbered from 0 in the order of ``rows``."""
        facts = fold(events, len(rows), view.as_of, view.change, self.within(view.as_of))
        numbers = [ground.numbers[row] for row in rows.tolist()]
        now = {name: column[rows] for name, column in ground.columns.items()}
        columns = self._told(numbers, now, events, facts, view.change, ground.objects.row_of)
        return renewed(view, replace(ground, tables=self.books.tables()), rows, facts, columns)

    def roster(self, objects: Objects, as_of: int, change: int | None) -> Roster:
        """``objects``, those of now, as they were at the end of the day ``as_of``; who came later is not active.

        ``change`` bounds what is known, None is all of it. Risk colour and kind are those of now, as they are for the
        hazards of a past day.
        """
        with one_moment(self.engine) as connection:
            first = objects_since(connection, self.county, as_of, change)
            told = [key for key, day in first.items() if day <= as_of and key in objects.row_of]
            pasts = groupby(read_events(connection, self.county, OBJECT, told), key=lambda event: event.id)
            then = {key: _as_of(events, as_of, change) for key, events in pasts}
        rows = [row for row in then.values() if row is not None]
        news = object_columns([[getattr(row, name) for name in OBJECT_FIELDS] for row in rows], self.books)
        places = np.array([objects.row_of[row.id] for row in rows], np.int64)
        own = {name: getattr(objects, name) for name in news if name not in ("colour", "kind")}
        columns: dict[str, Any] = patched(own, places, news, len(objects))
        gone = [key for key, row in then.items() if row is None]
        later = [key for key, day in first.items() if day > as_of and key in objects.row_of]
        absent = np.array([objects.row_of[key] for key in (*gone, *later)], np.int64)
        columns["active"] = put(columns["active"], absent, np.zeros(len(absent), np.bool_), len(objects))
        return Roster(replace(objects, **columns), self.books.tables())

    def beside(self, roster: Roster, as_of: int, change: int) -> Beside:
        """See `data.readmodel.beside.beside_of`."""
        with one_moment(self.engine) as connection:
            return beside_of(connection, self.county, self.books, roster, as_of, change)

    def _told(
        self,
        numbers: Sequence[str],
        columns: Columns,
        events: EventColumns,
        facts: Facts,
        change: int | None,
        object_row: Mapping[str, int],
    ) -> Columns:
        """``columns`` as the hazards were told at the cut; what is listed is listed now."""
        rows = told_since(events, facts.as_of, change)
        rows = rows[facts.exists[rows]]
        if len(rows) == 0:
            return columns
        then = _then(self.engine, self.county, [numbers[row] for row in rows], facts.as_of, change)
        news = hazard_columns(then, self.books, object_row) | {"listed": columns["listed"][rows]}
        return patched(columns, rows, news, len(numbers))


def _as_of(events: Iterable[HappenedEvent], as_of: int, change: int | None) -> SupervisedObject | None:
    """An object as its events until the end of a day made it; None when all of them were taken back."""
    known = [one for one in events if change is None or one.change <= change]
    then: SupervisedObject | None = folded(advance_object, [one for one in standing(known) if one.day <= as_of])
    return then


def told_since(events: EventColumns, as_of: int, change: int | None) -> Ints:
    """Hazards of which something was told after the cut."""
    after = events.day > as_of
    if change is not None:
        after |= events.change > change
    return np.unique(events.row[after & np.isin(events.what, _TELLING)]).astype(np.int64)


def _then(engine: Engine, county: str, numbers: Sequence[str], as_of: int, change: int | None) -> list[Sequence[Any]]:
    """`HAZARD_FIELDS` of these hazards as their events until the cut made them."""
    hazards: dict[str, Hazard] = {}
    with one_moment(engine) as connection:
        for number, stream in groupby(read_events(connection, county, HAZARD, numbers), key=lambda event: event.id):
            known = [event for event in stream if change is None or event.change <= change]
            hazard = folded(advance, [event for event in standing(known) or known if event.day <= as_of])
            if hazard is not None:
                hazards[number] = hazard
    return [[getattr(hazards[number], name) for name in HAZARD_FIELDS] for number in numbers]
