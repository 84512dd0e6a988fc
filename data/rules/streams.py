"""Events of many hazards as columns, and the questions a fold asks of them."""

from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from data.rules.events import HAZARD_CODES

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Days = NDArray[np.int32]
Tiny = NDArray[np.int8]
NEVER = np.iinfo(np.int32).max
"""A day or a change that does not come."""


@dataclass(frozen=True)
class EventColumns:
    """Events of hazards in short form (see `data.rules.events`), sorted by (row, seq); one entry an event.

    ``row`` numbers the hazards from 0; ``what`` is a code of `HAZARD_CODES`, -1 for any other event; ``value`` is -1
    where the event has none. ``void`` is the change from which an event counts no more because its batch was taken
    back, `NEVER` for most.
    """

    row: Days
    what: Tiny
    day: Days
    change: Ints
    value: Ints
    state: Tiny
    round: Tiny
    void: Days

    def __len__(self) -> int:
        return len(self.row)

    def take(self, which: Bools | Ints) -> Self:
        """The chosen events; the order stays."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))

    def of(self, positions: Ints, *kinds: str) -> Bools:
        """Whether the events at these positions are of one of these kinds."""
        return _among(self.what[positions], kinds)

    def until(self, as_of: int, change: int | None = None) -> Self:
        """What had happened by the end of day ``as_of`` and was known, and counted, at ``change``."""
        keep = (self.day <= as_of) & (self.void > (NEVER - 1 if change is None else change))
        if change is not None:
            keep &= self.change <= change
        return self if keep.all() else self.take(keep)


@dataclass(frozen=True)
class Streams:
    """Events of ``rows`` hazards. A position is an index into the events, -1 is none; positions rise."""

    events: EventColumns
    rows: int
    found: dict[tuple[str, ...], Ints] = field(default_factory=dict, repr=False)
    """What `of` has been asked: each answer goes through all events."""

    def of(self, *kinds: str) -> Ints:
        """Positions of the events of these kinds."""
        if kinds not in self.found:
            self.found[kinds] = np.flatnonzero(_among(self.events.what, kinds))
        return self.found[kinds]

    @property
    def ends(self) -> Ints:
        """Position of the last event of each stream that has any."""
        row = self.events.row
        return np.flatnonzero(np.append(row[1:] != row[:-1], True)) if len(row) else np.zeros(0, np.int64)

    def latest(self, column: Days | Tiny, least: int = 0) -> Ints:
        """The largest entry of each stream's events, at least ``least``."""
        latest, ends = np.full(self.rows, least, np.int64), self.ends
        if len(ends):
            begins = np.concatenate(([0], ends[:-1] + 1))
            latest[self.events.row[ends]] = np.maximum(np.maximum.reduceat(column, begins), least)
        return latest

    def last(self, positions: Ints) -> Ints:
        """The last of these positions in each stream."""
        found = np.full(self.rows, -1, np.int64)
        found[self.events.row[positions]] = positions
        return found

    def any(self, positions: Ints) -> Bools:
        """Which streams have one of these positions."""
        found = np.zeros(self.rows, bool)
        found[self.events.row[positions]] = True
        return found


def _among(what: Tiny, kinds: tuple[str, ...]) -> Bools:
    among: Bools = what == HAZARD_CODES[kinds[0]]
    for kind in kinds[1:]:
        among |= what == HAZARD_CODES[kind]
    return among


def pick(column: NDArray[Any], positions: Ints, missing: int = 0) -> NDArray[Any]:
    """``column`` at ``positions``, ``missing`` where the position is -1."""
    if len(column) == 0:
        return np.full(len(positions), missing, column.dtype)
    picked: NDArray[Any] = column[positions]
    picked[positions < 0] = missing
    return picked


def put(column: NDArray[Any], rows: Ints, news: NDArray[Any], size: int) -> NDArray[Any]:
    """``column`` grown to ``size`` with ``news`` at ``rows``; the old array, unaltered, where that changes nothing."""
    if size == len(column) and np.array_equal(column[rows], news, equal_nan=column.dtype.kind == "f"):
        return column
    grown = np.zeros(size, column.dtype)
    grown[: len(column)] = column
    grown[rows] = news
    return grown
