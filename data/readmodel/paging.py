"""The list of hazards page by page, in any order of its columns."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data.readmodel.schema import Bools, Hazards, Ints

NEWEST_FIRST = ("found", True)
_LAST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Page:
    """Numbers of one page in order, their rows in the snapshot's columns, and how many there are on all pages."""

    numbers: tuple[str, ...]
    rows: tuple[int, ...]
    total: int


def page_of(
    hazards: Hazards,
    mask: Bools,
    sort: tuple[str, bool],
    first: int,
    count: int,
    kept: Callable[[Callable[[], Ints]], Ints],
) -> Page:
    """The hazards of a mask from position ``first``, sorted by (column, descending); an unknown column: newest first.

    What has no deadline comes last. Ties are in the order of discovery, the newest first. ``kept`` remembers the order.
    """
    order = kept(lambda: _order(hazards, mask, sort))
    rows = order[max(first, 0) : max(first, 0) + max(count, 0)].tolist()
    return Page(tuple(hazards.number[row] for row in rows), tuple(rows), len(order))


@dataclass(frozen=True, slots=True)
class Around:
    """Where a hazard stands in the list, counted from 0, how many there are, and the numbers before and after it."""

    place: int
    total: int
    before: str | None
    after: str | None


def around(
    hazards: Hazards, mask: Bools, sort: tuple[str, bool], row: int, kept: Callable[[Callable[[], Ints]], Ints]
) -> Around | None:
    """The neighbours of the hazard in ``row`` in the list that `page_of` gives; None when it is not in it."""
    order = kept(lambda: _order(hazards, mask, sort))
    found = np.flatnonzero(order == row)
    if not len(found):
        return None
    place = int(found[0])
    before = hazards.number[order[place - 1]] if place else None
    after = hazards.number[order[place + 1]] if place + 1 < len(order) else None
    return Around(place, len(order), before, after)


def _order(hazards: Hazards, mask: Bools, sort: tuple[str, bool]) -> Ints:
    rows = np.flatnonzero(mask)
    column, descending = sort
    ties = (-hazards.birth[rows], -hazards.found[rows].astype(np.int64))
    if column == "hazard_no":
        order = np.argsort(np.array([hazards.number[row] for row in rows]), kind="stable")
        return rows[order[::-1] if descending else order]
    key = _key(hazards, rows, column if column in _KEYS else NEWEST_FIRST[0])
    descending = descending if column in _KEYS else NEWEST_FIRST[1]
    missing = key == _LAST
    return rows[np.lexsort((*ties, -key if descending else key, missing))]


_KEYS = frozenset(("found", "deadline", "overdue", "level", "state", "town", "sector", "colour", "closed", "changed"))


def _key(hazards: Hazards, rows: Ints, column: str) -> Ints:
    if column == "overdue":
        return np.where(hazards.overdue[rows], hazards.deadline[rows], _LAST).astype(np.int64)
    key: Ints = getattr(hazards, column)[rows].astype(np.int64)
    return np.where(key == 0, _LAST, key) if column in ("deadline", "closed") else key
