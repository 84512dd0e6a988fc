"""Counts of points in cells of the map: how many, of which risk colour and sector, and where their middle lies.

A cell is a square of the tile grid ``CELL_BITS`` zoom levels below the tile, so that a tile has 8 × 8 of them. A
table of cells is made once for a filter, by one pass over its points; every tile up to the table's zoom is then a sum
over some of its rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from layers.style import RISKS, SECTOR_SLOTS

CELL_BITS = 3
SLOTS = SECTOR_SLOTS + 1
SHARES = 16
"""A ring is drawn in sixteenths."""

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Points:
    """What is counted of each point (n,), cell by cell: numbers are laid out so that one histogram counts all cells.

    ``column`` and ``row`` are cells of zoom 26.
    """

    cell: Numbers
    """Position of the point's cell, ascending."""
    kind: Numbers
    """``cell × kinds + colour + 5 × marks``, with one bit a mark and ``kinds`` = 5 × 2 ** marks."""
    slot: Numbers
    """``cell × 13 + sector slot``."""
    column: Numbers
    row: Numbers

    @classmethod
    def of(cls, cell: Numbers, kind: Numbers, slot: Numbers, column: Numbers, row: Numbers, kinds: int) -> "Points":
        """From plain kinds (below ``kinds``) and slots."""
        return cls(cell, cell * np.int32(kinds) + kind, cell * np.int32(SLOTS) + slot, column, row)

    def take(self, which: NDArray[np.integer]) -> "Points":
        """Some of the points."""
        return Points(self.cell[which], self.kind[which], self.slot[which], self.column[which], self.row[which])

    def moved(self, cell: Numbers, kinds: int) -> "Points":
        """The same points in other cells."""
        return Points.of(cell, self.kind % kinds, self.slot % SLOTS, self.column, self.row, kinds)


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
        return _added(self.colours[:, colour] for colour in range(len(RISKS)))

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


def run_starts(keys: NDArray[np.integer]) -> NDArray[np.intp]:
    """Where each run of equal numbers begins in an ascending column."""
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.intp)


def run_numbers(keys: Ints, starts: NDArray[np.intp]) -> Numbers:
    """0, 1, 2 … for each run of equal numbers, repeated over the run (n,)."""
    return np.repeat(np.arange(len(starts), dtype=np.int32), np.diff(np.append(starts, len(keys))))


def count_cells(keys: Ints, points: Points, marks: int) -> Cells:
    """Count points into cells whose keys are ``keys``. Cells without points fall away."""
    starts = run_starts(points.cell)
    held = points.cell[starts]
    by_kind = np.bincount(points.kind, minlength=len(keys) * (len(RISKS) << marks))
    table = by_kind.reshape(len(keys), 1 << marks, len(RISKS))[held]
    return Cells(
        keys=keys[held],
        colours=_added(table[:, bits] for bits in range(1 << marks)),
        marks=_marked(table, marks),
        slots=np.bincount(points.slot, minlength=len(keys) * SLOTS).reshape(len(keys), SLOTS)[held],
        columns=_sums(points.column, starts),
        rows=_sums(points.row, starts),
    )


def _marked(table: Ints, marks: int) -> Ints:
    """From counts by cell, bits of marks and colour: points with each mark (c, marks)."""
    out = np.zeros((len(table), marks), np.int64)
    for mark in range(marks):
        with_it = [bits for bits in range(1 << marks) if bits >> mark & 1]
        out[:, mark] = _added(table[:, bits, colour] for bits in with_it for colour in range(len(RISKS)))
    return out


def _added(columns: Iterable[Ints]) -> Ints:
    """Sum of a few long columns; much faster than ``sum`` over a short axis."""
    return reduce(np.add, columns)


def _sums(numbers: Numbers, starts: NDArray[np.intp]) -> Ints:
    return np.add.reduceat(numbers, starts, dtype=np.int64) if len(starts) else np.zeros(0, np.int64)


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
