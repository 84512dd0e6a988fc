"""Counts of points in cells of the map: how many, of which risk colour and sector, and where their middle lies.

A cell is a square of the tile grid ``CELL_BITS`` zoom levels below the tile, so that a tile has 8 × 8 of them. A
table of cells is made once for a filter, by one pass over its points; every tile up to the table's zoom is then a sum
over some of its rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layers.style import RISKS, SECTOR_SLOTS

CELL_BITS = 3
SLOTS = SECTOR_SLOTS + 1
SHARES = 16
"""A ring is drawn in sixteenths."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Points:
    """What is counted of each point, shape (n,): codes of colour and marks in one number, sector slot, place.

    ``kind`` is ``colour + 5 × marks`` with one bit a mark; ``column`` and ``row`` are cells of zoom 26.
    """

    kind: NDArray[np.uint8]
    slot: NDArray[np.uint8]
    column: NDArray[np.int32]
    row: NDArray[np.int32]

    def take(self, which: NDArray[np.integer]) -> "Points":
        """Some of the points."""
        return Points(self.kind[which], self.slot[which], self.column[which], self.row[which])


@dataclass(frozen=True, slots=True)
class Cells:
    """Sums over cells, one row a cell that holds anything."""

    keys: Ints
    """Morton key of the cell at its own zoom, ascending (c,)."""
    colours: Ints
    """Points by risk colour (c, 5)."""
    marks: Ints
    """Points with each mark (c, m)."""
    slots: Ints
    """Points by sector slot (c, 13)."""
    columns: Ints
    rows: Ints
    """Sums of columns and rows (c,); divided by ``n`` they are the middle."""

    @property
    def n(self) -> Ints:
        """Points in each cell (c,)."""
        total: Ints = self.colours.sum(axis=1)
        return total

    def merged(self, shift: int) -> "Cells":
        """The same sums over cells ``shift`` zoom levels higher."""
        keys = self.keys >> (2 * shift)
        starts = run_starts(keys)

        def add(column: Ints) -> Ints:
            return np.add.reduceat(column, starts, axis=0) if len(keys) else column

        sums = (add(each) for each in (self.colours, self.marks, self.slots, self.columns, self.rows))
        return Cells(keys[starts], *sums)

    def between(self, lo: int, hi: int) -> "Cells":
        """The cells with ``lo <= key < hi``."""
        at = slice(*np.searchsorted(self.keys, (lo, hi)))
        return Cells(*(each[at] for each in (self.keys, self.colours, self.marks, self.slots, self.columns, self.rows)))


def run_starts(keys: Ints) -> NDArray[np.intp]:
    """Where each run of equal numbers begins in an ascending column."""
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.intp)


def count_cells(keys: Ints, cell: NDArray[np.int32], points: Points, marks: int) -> Cells:
    """Count points into cells; ``cell`` (n,) is the place of each point's cell in ``keys``. Empty cells fall away."""
    many, kinds = len(keys), len(RISKS) << marks
    wide = cell.astype(np.int64)
    by_kind = np.bincount(wide * kinds + points.kind, minlength=many * kinds).reshape(many, 1 << marks, len(RISKS))
    by_slot = np.bincount(wide * SLOTS + points.slot, minlength=many * SLOTS).reshape(many, SLOTS)
    columns = np.bincount(cell, weights=points.column, minlength=many).astype(np.int64)
    rows = np.bincount(cell, weights=points.row, minlength=many).astype(np.int64)
    by_mark = by_kind.sum(axis=2)
    bits = np.arange(1 << marks)
    marked = [by_mark[:, (bits >> mark) & 1 == 1].sum(axis=1) for mark in range(marks)]
    held = by_mark.sum(axis=1) > 0
    return Cells(
        keys=keys[held],
        colours=by_kind.sum(axis=1)[held],
        marks=np.stack(marked, axis=1)[held] if marked else np.zeros((int(held.sum()), 0), np.int64),
        slots=by_slot[held],
        columns=columns[held],
        rows=rows[held],
    )


def shares(counts: Ints) -> Ints:
    """Counts (c, k) as sixteenths of each row's sum, nearest shares; whatever is there at all gets at least one.

    Rows must not be empty, and k is at most 16.
    """
    exact = counts * SHARES / counts.sum(axis=1, keepdims=True)
    parts: Ints = np.maximum(np.floor(exact).astype(np.int64), counts > 0)
    each = np.arange(len(parts))
    while bool((short := SHARES - parts.sum(axis=1)).any()):
        lacking = np.where(counts > 0, exact - parts, -np.inf).argmax(axis=1)
        spare = np.where(parts > 1, exact - parts, np.inf).argmin(axis=1)
        parts[each, np.where(short > 0, lacking, spare)] += np.sign(short)
    return parts


def ring_names(name: str, counts: Ints) -> list[str]:
    """Image ids of composition rings, ``<name>-<share>-<share>…`` in sixteenths, one for each row of counts."""
    return [_ring_name(name, row) for row in shares(counts).tolist()]


def _ring_name(name: str, parts: Sequence[int]) -> str:
    return "-".join((name, *map(str, parts)))
