"""Columns of a past day or change: facts folded from the prefix of every stream, and codes as they were told then."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Engine

from data.readmodel.codes import Codebooks
from data.readmodel.columns import HAZARD_FIELDS, hazard_columns, patched
from data.readmodel.read import one_moment
from data.readmodel.schema import Ints
from data.readmodel.view import Ground, View, view_of
from data.rules.events import HAZARD, HAZARD_CODES
from data.rules.fold import fold
from data.rules.hazards import Hazard, advance
from data.rules.streams import EventColumns
from data.store.streams import read_events

_TELLING = np.array([HAZARD_CODES[what] for what in ("confirmed", "amended", "transfer_accepted", "fixed_on_the_spot")])
"""Events that may change what a hazard is said to be: town, sector, department, subject, place."""


def past_view(
    engine: Engine,
    county: str,
    books: Codebooks,
    ground: Ground,
    events: EventColumns,
    as_of: int,
    change: int | None,
    within: int,
) -> View:
    """The view of the end of day ``as_of`` as known at ``change``; reads the few streams that said otherwise then."""
    facts = fold(events, len(ground.numbers), as_of, change, within)
    rows = told_since(events, as_of, change)
    rows = rows[facts.exists[rows]]
    if len(rows):
        then = _then(engine, county, [ground.numbers[row] for row in rows], as_of, change)
        news = hazard_columns(then, books, ground.objects.row_of)
        news["listed"] = ground.columns["listed"][rows]
        ground = replace(
            ground, columns=patched(ground.columns, rows, news, len(ground.numbers)), tables=books.tables()
        )
    return view_of(ground, facts, change)


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
