"""密度面: how many hazards there are on a square kilometre around each place, as a picture in the classes of a ramp.

Hazards are counted in cells of the tile grid and spread by a Gaussian kernel; cells are as wide as `WIDEST` to a side
of the district allows. Outside of the district nothing is painted, and a hazard at an imprecise place is not counted.
"""

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.mercator import from_unit, to_unit
from geo.morton import BITS, deinterleave
from layers.breaks import round_breaks
from layers.style import Palette

WIDEST = 512
"""At most so many cells along a side."""
BANDWIDTH = 800.0
"""Standard deviation of the kernel in metres."""
EARTH = 40_075_016.686
"""Metres along the equator, WGS84."""

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of cells of zoom ``z``: first column and row, and how many there are."""

    z: int
    column: int
    row: int
    columns: int
    rows: int

    @classmethod
    def around(cls, bounds: tuple[float, float, float, float]) -> "Window":
        """The cells that hold west, south, east, north in degrees, at the deepest zoom that `WIDEST` allows."""
        west, south, east, north = bounds
        (left, right), (top, bottom) = to_unit([west, east], [north, south])
        z = BITS
        while max(right - left, bottom - top) * 2**z > WIDEST - 2:
            z -= 1
        column, row = int(left * 2**z), int(top * 2**z)
        return cls(z, column, row, int(right * 2**z) - column + 1, int(bottom * 2**z) - row + 1)

    @property
    def corners(self) -> list[list[float]]:
        """Corners in degrees from the north-west, clockwise, as an image source of the map has them."""
        x = np.array([self.column, self.column + self.columns]) / 2**self.z
        y = np.array([self.row, self.row + self.rows]) / 2**self.z
        (west, east), (north, south) = from_unit(x, y)
        return [[west, north], [east, north], [east, south], [west, south]]

    @property
    def middles(self) -> tuple[Doubles, Doubles]:
        """Longitudes (columns,) and latitudes (rows,) of the middles of the cells."""
        x = (self.column + np.arange(self.columns) + 0.5) / 2**self.z
        y = (self.row + np.arange(self.rows) + 0.5) / 2**self.z
        return from_unit(x, 0.5)[0], from_unit(0.5, y)[1]

    @property
    def sides(self) -> Doubles:
        """Sides of the cells in metres on the ground, by row."""
        sides: Doubles = EARTH / 2**self.z * np.cos(np.radians(self.middles[1]))
        return sides


@dataclass(frozen=True, slots=True)
class Density:
    """Hazards per square kilometre (rows, columns), NaN outside of the district, and where its classes begin."""

    window: Window
    per_km2: Doubles
    lowest: tuple[float, ...]

    def classes(self) -> NDArray[np.uint8]:
        """The class of each cell from 1, and 0 where nothing is painted."""
        return np.searchsorted(self.lowest, np.nan_to_num(self.per_km2), side="right").astype(np.uint8)


def density_of(morton: NDArray[np.int64], outline: BaseGeometry) -> Density:
    """The density of places, given by their Morton keys (n,), within a district in WGS84 degrees."""
    window = Window.around(outline.bounds)
    counts = _counted(morton, window)
    middle = float(window.sides[len(window.sides) // 2])
    spread = _kernel(window.rows, middle) @ counts @ _kernel(window.columns, middle)
    per_km2 = spread / (window.sides[:, None] / 1000) ** 2
    per_km2 = np.where(_inside(outline.wkb, window), per_km2, np.nan)
    return Density(window, per_km2, round_breaks(float(np.nan_to_num(per_km2).max(initial=0))))


def _counted(morton: NDArray[np.int64], window: Window) -> Doubles:
    column, row = (axis >> (BITS - window.z) for axis in deinterleave(morton))
    column, row = column - window.column, row - window.row
    within = (column >= 0) & (column < window.columns) & (row >= 0) & (row < window.rows)
    places = row[within] * window.columns + column[within]
    counts = np.bincount(places, minlength=window.rows * window.columns)
    return counts.reshape(window.rows, window.columns).astype(np.float64)


@lru_cache(8)
def _kernel(cells: int, side: float) -> Doubles:
    """The kernel from each cell of a line to each (cells, cells); far from the ends its rows add up to 1."""
    apart = (np.arange(cells)[:, None] - np.arange(cells)) * side / BANDWIDTH
    return np.asarray(np.exp(-(apart**2) / 2) * side / (BANDWIDTH * np.sqrt(2 * np.pi)))


@lru_cache(4)
def _inside(outline: bytes, window: Window) -> NDArray[np.bool_]:
    """Which cells have their middle in the district (rows, columns)."""
    shape = shapely.from_wkb(outline)
    shapely.prepare(shape)
    lon, lat = window.middles
    return np.asarray(shapely.contains_xy(shape, *np.meshgrid(lon, lat)))


def picture(classes: NDArray[np.uint8], colours: Palette, places: tuple[int, ...]) -> bytes:
    """A PNG (ISO/IEC 15948, palette image) of classes (rows, columns): 0 is clear, others their place on the ramp."""
    rows, columns = classes.shape
    table = b"\0\0\0" + b"".join(bytes.fromhex(colours.ramp[place][1:]) for place in places)
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), classes], axis=1)  # each line begins with "no filter"
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", table),
            _chunk(b"tRNS", b"\0"),
            _chunk(b"IDAT", zlib.compress(lines.tobytes())),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
