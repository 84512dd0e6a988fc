"""Columns of a past day or change: facts folded from the prefix of every stream, and codes as they were told then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Engine

from data.readmodel.codes import Codebooks
from data.readmodel.columns import HAZARD_FIELDS, Columns, hazard_columns, patched
from data.readmodel.read import one_moment
from data.readmodel.schema import Ints
from data.readmodel.view import Ground, View, renewed, view_of
from data.rules.events import HAZARD, HAZARD_CODES
from data.rules.fold import Facts, fold
from data.rules.hazards import Hazard, advance
from data.rules.streams import EventColumns
from data.store.streams import read_events

_TELLING = np.array([HAZARD_CODES[what] for what in ("confirmed", "amended", "transfer_accepted", "fixed_on_the_spot")])
"""Events that may change what a hazard is said to be: town, sector, department, subject, place."""


@dataclass(frozen=True)
class PastReader:
    """Reconstructs cuts of one county; ``books`` give the codes, ``within`` the days for a re-inspection on a day."""

    engine: Engine
    county: str
    books: Codebooks
    within: Callable[[int], int]

    def view(self, ground: Ground, events: EventColumns, as_of: int, change: int | None) -> View:
        """The view of the end of day ``as_of`` as known at ``change``; reads the few streams that said otherwise."""
        facts = fold(events, len(ground.numbers), as_of, change, self.within(as_of))
        columns = self._told(ground.numbers, ground.columns, events, facts, change, ground.objects.row_of)
        return view_of(replace(ground, columns=columns, tables=self.books.tables()), facts, change)

    def renewed(self, view: View, ground: Ground, events: EventColumns, rows: Ints) -> View:
        """``view`` after news of ``rows``: all of their events, numbered from 0 in the order of ``rows``."""
        facts = fold(events, len(rows), view.as_of, view.change, self.within(view.as_of))
        numbers = [ground.numbers[row] for row in rows.tolist()]
        now = {name: column[rows] for name, column in ground.columns.items()}
        columns = self._told(numbers, now, events, facts, view.change, ground.objects.row_of)
        return renewed(view, replace(ground, tables=self.books.tables()), rows, facts, columns)

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
            hazard = None
            for event in stream:
                if event.day <= as_of and (change is None or event.change <= change):
                    hazard = advance(hazard, event)
            if hazard is not None:
                hazards[number] = hazard
    return [[getattr(hazards[number], name) for name in HAZARD_FIELDS] for number in numbers]
