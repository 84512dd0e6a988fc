"""One point on the ground has other numbers in other datums; everything becomes WGS84, and nothing is guessed.

GCJ-02 is the offset datum of Chinese web maps (496–570 m at 37° N), BD-09 a further shift upon it. The formulas are the
ones in general public use since 2010; they have no official publication. CGCS2000 equals WGS84 within a metre and is
passed through.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.mercator import Floats

AXIS = 6378245.0
"""Semi-major axis of the Krasovsky ellipsoid in metres."""
ECCENTRICITY = 0.00669342162296594323
"""First eccentricity squared of that ellipsoid."""
ROUNDS = 4
"""Fixed-point iterations of the inverses; four leave less than 0.1 mm."""
REACH = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the box in which GCJ-02 is defined; outside it the numbers are WGS84."""

Forward = Callable[[Floats, Floats], tuple[Floats, Floats]]

_BAIDU_ANGLE = np.pi * 3000.0 / 180.0


class Datum(StrEnum):
    """坐标系 of a file or a map; it has to be declared, one point does not tell."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """Degrees of ``datum`` as WGS84 degrees; arrays of one shape, NaN stays NaN, error below 0.1 mm."""
    x, y = _degrees(lon, lat)
    if datum is Datum.BD09:
        x, y = _inverse(_gcj02_to_bd09, x, y)
    if datum in (Datum.GCJ02, Datum.BD09):
        x, y = _inverse(_wgs84_to_gcj02, x, y)
    return x, y


def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """WGS84 degrees as degrees of ``datum``; the inverse of `to_wgs84`."""
    x, y = _degrees(lon, lat)
    if datum in (Datum.GCJ02, Datum.BD09):
        x, y = _wgs84_to_gcj02(x, y)
    if datum is Datum.BD09:
        x, y = _gcj02_to_bd09(x, y)
    return x, y


def _degrees(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def _wgs84_to_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = lon - 105.0, lat - 35.0
    common = 20.0 * (np.sin(6.0 * np.pi * x) + np.sin(2.0 * np.pi * x))
    root = np.sqrt(np.abs(x))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (common + _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (common + _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))) * 2.0 / 3.0
    flattening = 1.0 - ECCENTRICITY * np.sin(np.radians(lat)) ** 2
    metres_north = AXIS * (1.0 - ECCENTRICITY) / (flattening * np.sqrt(flattening))
    metres_east = AXIS / np.sqrt(flattening) * np.cos(np.radians(lat))
    within = _within_reach(lon, lat)
    shifted_lon = np.where(within, lon + np.degrees(east / metres_east), lon)
    shifted_lat = np.where(within, lat + np.degrees(north / metres_north), lat)
    return shifted_lon, shifted_lat


def _waves(value: Floats, *terms: tuple[float, float]) -> Floats:
    total = np.zeros_like(value)
    for size, length in terms:
        total = total + size * np.sin(value / length * np.pi)
    return total


def _within_reach(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    west, south, east, north = REACH
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _gcj02_to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU_ANGLE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU_ANGLE)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _inverse(forward: Forward, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = lon, lat
    for _ in range(ROUNDS):
        shifted_x, shifted_y = forward(x, y)
        x, y = x + (lon - shifted_x), y + (lat - shifted_y)
    return x, y
