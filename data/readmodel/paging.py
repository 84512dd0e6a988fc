"""Lists block by block: an order that stands still while others change the facts, and is followed from row to row.

A `Listing` is the order of one filter, sort and scope at one moment (`Pin`). Every block is asked under the pin of the
first one, after the last row of the block before (the key), or at a position where the reader jumped: so no row comes
twice and none is skipped, whatever is added, moved or closed meanwhile. The rows themselves show the newest facts;
`Listing.news` says what a newer listing would bring.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from data.readmodel.schema import Bools, Days, Ints, Objects
from data.readmodel.view import View
from data.rules.vocabulary import State

NEWEST_FIRST = ("found", True)
BY_NAME = ("name", False)
"""The order of objects when nobody chose."""
_MISSING = np.iinfo(np.int64).max
"""A key that sorts last in both directions."""
BUDGET = 64 * 2**20
"""Bytes of orders that are remembered; one of a million rows takes 4 MB."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The moment of a listing: all that was known at the change number ``change``, seen on the ordinal day ``day``."""

    change: int
    day: int

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """``12345.739612``; None for anything else."""
        parts = (text or "").split(".")
        sound = len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts)
        return cls(int(parts[0]), int(parts[1])) if sound else None

    def __str__(self) -> str:
        return f"{self.change}.{self.day}"


@dataclass(frozen=True, slots=True)
class News:
    """What happened since a listing was made, as numbers of rows: come in, gone out, changed within."""

    added: int
    gone: int
    changed: int


@dataclass(frozen=True, slots=True)
class Listing:
    """``rows`` (n,) are positions in the read model's columns, in order and without repeats."""

    pin: Pin
    rows: Days

    def __len__(self) -> int:
        return len(self.rows)

    def block(self, first: int, count: int, after: int | None = None) -> Days:
        """At most ``count`` rows that follow the row ``after``; from position ``first`` if that is none of the list."""
        place = None if after is None else self.place(after)
        start = max(first, 0) if place is None else place + 1
        return self.rows[start : start + max(count, 0)]

    def place(self, row: int) -> int | None:
        """Position of a row, None when the list has it not."""
        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if len(found) else None

    def news(self, passing: Bools, changed: Ints) -> News:
        """What is new when ``passing`` (n,) pass now, ``changed`` (n,) being the newest change of each."""
        since = np.flatnonzero(changed > self.pin.change)
        held = np.zeros(len(passing), bool)
        held[self.rows] = True
        now, then = passing[since], held[since]
        return News(int((now & ~then).sum()), int((then & ~now).sum()), int((then & now).sum()))


@dataclass(frozen=True, slots=True)
class Around:
    """Where a hazard stands in the list, counted from 0, how many there are, and the numbers before and after it."""

    place: int
    total: int
    before: str | None
    after: str | None


@dataclass(slots=True)
class Listings:
    """Listings by question; the least recently used is forgotten when they outgrow the budget. Safe for threads."""

    budget: int = BUDGET
    _held: "OrderedDict[Hashable, Listing]" = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def kept(self, key: Hashable, make: Callable[[], Listing]) -> Listing:
        """The listing for ``key``, made when it is not at hand."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                self._size += made.rows.nbytes
            while self._size > self.budget and len(self._held) > 1:
                self._size -= self._held.popitem(last=False)[1].rows.nbytes
        return made


def recent(found: Days) -> Days:
    """All rows, the last found first; of one day the last told first, rows being in the order of telling."""
    return np.argsort(_short(found.astype(np.int64)), kind="stable")[::-1].astype(np.int32)


def ordered(rows: Days, keys: NDArray[Any], descending: bool) -> Days:
    """``rows`` by their ``keys`` (one for each of them); what has none comes last, equals stay as they are."""
    keys = keys.astype(np.int64)
    missing = keys == _MISSING
    known = keys[~missing]
    low, high = (int(known.min()), int(known.max())) if len(known) else (0, 0)
    ranks = np.where(missing, high - low + 1, high - keys if descending else keys - low)
    return rows[np.argsort(_short(ranks), kind="stable")]


def _short(keys: Ints) -> NDArray[Any]:
    """The same order in fewer bytes: numpy sorts 16 bits by radix, ten times as fast as more of them."""
    least = int(keys.min(initial=0))
    return (keys - least).astype(np.uint16) if int(keys.max(initial=0)) - least < 2**16 else keys


Ranks = Callable[[str], NDArray[Any]]
"""Rank of each row's text in a column of texts (``number``, ``subject``, ``name``), as `Snapshot` remembers it."""
HazardKey = Callable[[View, Ranks], NDArray[Any]]
ObjectKey = Callable[[Objects, Ranks], NDArray[Any]]


def _column(name: str) -> HazardKey:
    return lambda view, _: getattr(view.hazards, name)


def _dated(name: str) -> HazardKey:
    return lambda view, _: _or_last(getattr(view.hazards, name))


def _or_last(column: NDArray[Any]) -> Ints:
    """Position or day 0 means none: last."""
    return np.where(column == 0, _MISSING, column.astype(np.int64))


def due(view: View, _: Ranks | None = None) -> Ints:
    """Days (n,) by which whoever has to act must have acted: the enterprise, then the re-inspector; last for none."""
    hazards, facts = view.hazards, view.facts
    inspected = hazards.state == State.SUBMITTED.code
    passed = inspected & (facts.passed_on > 0) & (facts.passed_on == facts.submitted_on)
    triggers = np.where(
        (hazards.deadline > 0) & (hazards.deadline < facts.submitted_on), hazards.deadline, facts.submitted_on
    )
    days = np.where(inspected, triggers.astype(np.int64) + facts.within, hazards.deadline)
    return np.where(hazards.open & ~passed & (days > 0), days, _MISSING)


HAZARD_SORTS: Mapping[str, HazardKey] = {
    "hazard_no": lambda _, ranks: ranks("number"),
    "subject": lambda _, ranks: ranks("subject"),
    "colour": _column("colour"),
    "level": _column("level"),
    "state": _column("state"),
    "left": due,
    "deadline": _dated("deadline"),
    "town": _dated("town"),
    "sector": _dated("sub_sector"),
    "dept": _dated("dept"),
    "park": _dated("park"),
    "source": _column("source"),
    "found": _column("found"),
    "closed": _dated("closed"),
    "round": _column("round"),
    "changed": _column("changed"),
}
"""Columns by which the list of hazards can be sorted."""

OBJECT_SORTS: Mapping[str, ObjectKey] = {
    "id": lambda _, ranks: ranks("id"),
    "name": lambda _, ranks: ranks("name"),
    "colour": lambda objects, _: objects.colour,
    "kind": lambda objects, _: objects.kind,
    "sector": lambda objects, _: _or_last(objects.sub_sector),
    "town": lambda objects, _: _or_last(objects.town),
    "dept": lambda objects, _: _or_last(objects.dept),
    "park": lambda objects, _: _or_last(objects.park),
    "changed": lambda objects, _: objects.change,
}
"""Columns by which the list of objects can be sorted, and ``open``: how many open hazards each has."""


def collated(texts: Sequence[str]) -> Ints:
    """Rank (n,) of each text in the order of GB 18030, which for the usual Chinese characters is that of pinyin."""
    keys = [text.encode("gb18030", "replace") for text in texts]
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return np.array([ranks[key] for key in keys], np.int64)


def alphabetical(codes: Sequence[str]) -> Ints:
    """Rank (n,) of each code; codes do not repeat."""
    ranks = np.empty(len(codes), np.int64)
    ranks[np.argsort(np.array(codes, dtype=np.str_), kind="stable")] = np.arange(len(codes))
    return ranks
