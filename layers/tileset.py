"""The tiles of one snapshot: its hazards and objects in Morton order, cut, counted and encoded on demand.

A tile holds cells with counts and composition, or, from zoom `SINGLES_FROM` on and up to `MOST_SINGLES` points, the
points themselves. What a reader may see is the mask that comes with each request, so that nothing here knows scopes
or filters.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from geo.morton import BITS, deinterleave, tile_range
from layers.brush import SINGLES_FROM
from layers.cells import CELL_BITS, Cells, Points, count_cells, ring_names, run_numbers, run_starts
from layers.circles import leeway
from layers.style import RISKS
from layers.tiles import EXTENT_BITS, Coded, Counted, Records, Text, encode

MOST_SINGLES = 5_000
"""More points than this in one tile are counted instead of drawn."""
TABLE_ZOOM = SINGLES_FROM + CELL_BITS
"""Zoom of the cells a view counts once: those of a tile at the first zoom with singles."""
KEPT_ZOOM = 10
"""Tiles up to this zoom are kept for as long as their view."""
KEPT_VIEWS = 16
"""How many filters' views are kept at once."""

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]
Places = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Layer:
    """The points of one tile layer, all columns of shape (n,) in any order.

    ``morton`` is -1 for what has no place; ``colour`` is an index of `layers.style.RISKS`; ``slot`` the sector's
    colour; ``marks`` are counted in cells; ``text`` and ``coded`` stand on single points.
    """

    name: str
    morton: Ints
    colour: NDArray[np.integer]
    slot: NDArray[np.integer]
    ids: NDArray[np.integer]
    marks: Mapping[str, Mask]
    text: Text
    coded: Sequence[Coded]


class PointLayer:
    """A tile layer in Morton order, with the cell of every point."""

    def __init__(self, layer: Layer) -> None:
        placed = np.flatnonzero(layer.morton >= 0)
        self.name = layer.name
        self.marks = tuple(layer.marks)
        self.order = placed[np.argsort(layer.morton[placed], kind="stable")]
        self.keys = layer.morton[self.order]
        text = Text(layer.text.name, layer.text.texts[self.order])
        coded = [Coded(each.name, each.codes[self.order], each.values) for each in layer.coded]
        self.records = Records(layer.name, layer.ids[self.order], text, coded, MOST_SINGLES)
        cells = self.keys >> (2 * (BITS - TABLE_ZOOM))
        starts = run_starts(cells)
        self.cells = cells[starts]
        self.kinds = len(RISKS) << len(self.marks)
        kind = layer.colour.astype(np.int32)
        for place, flags in enumerate(layer.marks.values()):
            kind = kind + (flags.astype(np.int32) << place) * np.int32(len(RISKS))
        column, row = (axis.astype(np.int32) for axis in deinterleave(self.keys))
        slot = layer.slot.astype(np.int32)[self.order]
        self.points = Points.of(run_numbers(cells, starts), kind[self.order], slot, column, row, self.kinds)

    def view(self, mask: Mask) -> "View":
        """What one mask (n,) over the snapshot's rows lets through."""
        shown = mask[self.order]
        if bool(shown.all()):
            return View(self, None, count_cells(self.cells, self.points, len(self.marks)))
        which = np.flatnonzero(shown)
        return View(self, which.astype(np.int32), count_cells(self.cells, self.points.take(which), len(self.marks)))


class View:
    """One layer under one mask; ``which`` are the places in Morton order that are let through, None for all.

    ``largest`` is the most points in any cell, for each zoom from 0 up to the first one with singles.
    """

    def __init__(self, layer: PointLayer, which: Places | None, table: Cells) -> None:
        self.layer = layer
        self.which = which
        self.table = table
        self.largest = largest_by_zoom(table.keys, table.n)
        self._kept: dict[tuple[int, int, int], bytes] = {}

    def tile(self, z: int, x: int, y: int, most: int = MOST_SINGLES) -> bytes:
        """The tile as bytes; nothing to show is no bytes. ValueError when there is no such tile.

        More than ``most`` points (at most `MOST_SINGLES`) are counted instead of drawn.
        """
        if z > KEPT_ZOOM:
            return self._tile(z, x, y, most)
        if (z, x, y) not in self._kept:
            self._kept[z, x, y] = self._tile(z, x, y, most)
        return self._kept[z, x, y]

    def count(self, z: int, x: int, y: int) -> int:
        """How many points lie in a tile."""
        return len(self._between(*tile_range(z, x, y)))

    def _tile(self, z: int, x: int, y: int, most: int) -> bytes:
        lo, hi = tile_range(z, x, y)
        if z < SINGLES_FROM:
            return self._cells(z, self._table_cells(z, lo, hi))
        at = self._between(lo, hi)
        if len(at) <= most:
            return self._singles(z, at)
        return self._cells(z, self._near_cells(z, at))

    def _between(self, lo: int, hi: int) -> Places:
        first, last = np.searchsorted(self.layer.keys, (lo, hi))
        if self.which is None:
            return np.arange(first, last, dtype=np.int32)
        return self.which[slice(*np.searchsorted(self.which, (first, last)))]

    def _table_cells(self, z: int, lo: int, hi: int) -> Cells:
        shift = 2 * (BITS - TABLE_ZOOM)
        return self.table.between(lo >> shift, hi >> shift).merged(SINGLES_FROM - z)

    def _near_cells(self, z: int, at: Places) -> Cells:
        layer = self.layer
        cells = layer.keys[at] >> (2 * max(0, BITS - z - CELL_BITS))
        starts = run_starts(cells)
        points = layer.points.take(at).moved(run_numbers(cells, starts), layer.kinds)
        return count_cells(cells[starts], points, len(layer.marks))

    def _cells(self, z: int, cells: Cells) -> bytes:
        n = cells.n
        if len(n) == 0:
            return b""
        rings, sectors = ring_names("donut", cells.colours), ring_names("sectors", cells.slots)
        each = np.arange(len(n))
        x, y = self._places(z, cells, n)
        properties: list[Coded | Counted] = [
            Counted("n", n),
            *(Counted(key, cells.colours[:, place]) for place, key in enumerate(RISKS)),
            *(Counted(key, cells.marks[:, place]) for place, key in enumerate(self.layer.marks)),
            Coded("key", each, rings),
            Coded("sectors", each, sectors),
        ]
        return encode(self.layer.name, x, y, properties)

    def _places(self, z: int, cells: Cells, n: Ints) -> tuple[Ints, Ints]:
        """Where circles stand: at the middle of their points, or as near to it as leaves all of them in their cell.

        So no two circles of one layer cover each other, whatever their size.
        """
        fullest = self.largest[z] if z <= SINGLES_FROM else int(n.max())
        side = 1 << max(0, BITS - z - CELL_BITS)
        reach = leeway(n, fullest) * side

        def place(cell: Ints, sums: Ints) -> Ints:
            middle = (cell + 0.5) * side
            return units((middle + np.clip(sums / n - middle, -reach, reach)).astype(np.int64), z)

        column, row = deinterleave(cells.keys)
        return place(column, cells.columns), place(row, cells.rows)

    def _singles(self, z: int, at: Places) -> bytes:
        x, y = units(self.layer.points.column[at], z), units(self.layer.points.row[at], z)
        return self.layer.records.tile(at, x, y)


class TileSet:
    """The tile layers of one snapshot and the views lately asked for. Safe for many threads."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = {layer.name: PointLayer(layer) for layer in layers}
        self._views: OrderedDict[tuple[str, int], tuple[Mask, View]] = OrderedDict()
        self._lock = Lock()

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the tile layers."""
        return tuple(self._layers)

    def tile(self, layer: str, z: int, x: int, y: int, mask: Mask) -> bytes:
        """One tile under a mask (n,) over the layer's rows of the snapshot; `View.tile`. KeyError for no such layer."""
        return self.view(layer, mask).tile(z, x, y)

    def largest(self, layer: str, mask: Mask) -> tuple[int, ...]:
        """`View.largest` under a mask: what circles are scaled to."""
        return self.view(layer, mask).largest

    def view(self, layer: str, mask: Mask) -> View:
        """The view of a mask, kept while the very same array is asked for again. Masks are never written to."""
        key = (layer, id(mask))
        with self._lock:
            if key in self._views:
                self._views.move_to_end(key)
                return self._views[key][1]
            view = self._layers[layer].view(mask)
            self._views[key] = (mask, view)
            if len(self._views) > KEPT_VIEWS:
                self._views.popitem(last=False)
            return view


def units(place: NDArray[np.integer], z: int) -> Ints:
    """Columns or rows of zoom 26 as tile units of zoom ``z``; deep tiles take the middle of the zoom-26 cell."""
    shift = BITS - z - EXTENT_BITS
    wide = place.astype(np.int64)
    deep = (wide >> shift) if shift >= 0 else (wide << -shift) + (1 << -shift >> 1)
    return deep & ((1 << EXTENT_BITS) - 1)


def largest_by_zoom(keys: Ints, n: Ints) -> tuple[int, ...]:
    """From the counts of cells at `TABLE_ZOOM`: the most points in a cell for each zoom 0 … `SINGLES_FROM`."""
    most: list[int] = []
    for _ in range(SINGLES_FROM + 1):
        most.append(int(n.max(initial=0)))
        keys = keys >> 2
        starts = run_starts(keys)
        keys, n = keys[starts], np.add.reduceat(n, starts) if len(n) else n
    return tuple(reversed(most))
