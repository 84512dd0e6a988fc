"""Where a place lies in the unit square of the web-mercator map, and which tile of a zoom level holds it.

The unit square runs from x = 0 at 180° west to 1 at 180° east, and from y = 0 at 85.0511° north to 1 at 85.0511° south,
so that tile ``x, y`` of zoom ``z`` is ``floor(unit * 2**z)`` (OGC Two Dimensional Tile Matrix Set, WebMercatorQuad).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

MAX_LATITUDE = 85.0511287798066
"""Where the square map ends, in degrees: atan(sinh(pi))."""

Floats = NDArray[np.float64]


def to_unit(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Longitude and latitude in degrees (WGS84/CGCS2000, any equal shapes) as unit-square x and y. NaN stays NaN."""
    x = np.asarray(lon, dtype=np.float64) / 360.0 + 0.5
    sine = np.sin(np.radians(np.clip(np.asarray(lat, dtype=np.float64), -MAX_LATITUDE, MAX_LATITUDE)))
    y = 0.5 - np.log((1.0 + sine) / (1.0 - sine)) / (4.0 * np.pi)
    return x, y


def from_unit(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """The inverse of `to_unit`: longitude and latitude in degrees."""
    lon = (np.asarray(x, dtype=np.float64) - 0.5) * 360.0
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * np.asarray(y, dtype=np.float64)))))
    return lon, lat


def tile_bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """West, south, east and north of one tile, in degrees. ValueError when there is no such tile."""
    check_tile(z, x, y)
    lon, lat = from_unit(np.array([x, x + 1]) / 2**z, np.array([y + 1, y]) / 2**z)
    return float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1])


def tile_centre(z: int, x: int, y: int) -> tuple[float, float]:
    """Longitude and latitude of the middle of one tile on the map. ValueError when there is no such tile."""
    check_tile(z, x, y)
    lon, lat = from_unit((x + 0.5) / 2**z, (y + 0.5) / 2**z)
    return float(lon), float(lat)


def tile_at(z: int, lon: float, lat: float) -> tuple[int, int]:
    """Column and row of the tile of zoom ``z`` that holds a place given in degrees."""
    x, y = to_unit(lon, lat)
    last = 2**z - 1
    return min(max(int(x * 2**z), 0), last), min(max(int(y * 2**z), 0), last)


def check_tile(z: int, x: int, y: int) -> None:
    """ValueError unless tile ``z/x/y`` exists."""
    if z < 0 or not (0 <= x < 2**z and 0 <= y < 2**z):
        raise ValueError(f"no tile {z}/{x}/{y}")
