"""One sortable number for a place: its web-mercator cell at zoom 26 with the bits of column and row interleaved.

Places of one tile of any zoom lie in one half-open range of these numbers (Z-order of G. M. Morton, 1966), so that a
sorted column or a B-tree answers a tile. A cell is 0.6 m wide at the equator; keys fit in 52 bits.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.mercator import Floats, check_tile, from_unit, to_unit

BITS = 26
"""Bits a side."""
MISSING = -1
"""The key of what has no place."""

Keys = NDArray[np.int64]

_MASKS = (
    0x00000000FFFFFFFF,
    0x0000FFFF0000FFFF,
    0x00FF00FF00FF00FF,
    0x0F0F0F0F0F0F0F0F,
    0x3333333333333333,
    0x5555555555555555,
)
_SHIFTS = (16, 8, 4, 2, 1)


def encode(lon: ArrayLike, lat: ArrayLike) -> Keys:
    """Keys of places in degrees (arrays of one shape, WGS84/CGCS2000); ``MISSING`` where either is NaN."""
    x, y = to_unit(lon, lat)
    known = ~(np.isnan(x) | np.isnan(y))
    column, row = _cell(x, known), _cell(y, known)
    return np.where(known, interleave(column, row), MISSING)


def decode(keys: ArrayLike) -> tuple[Floats, Floats]:
    """Longitude and latitude of the middle of each key's cell, within 0.3 m at the equator; NaN for ``MISSING``."""
    given = np.asarray(keys, dtype=np.int64)
    column, row = deinterleave(given)
    lon, lat = from_unit((column + 0.5) / 2**BITS, (row + 0.5) / 2**BITS)
    missing = given < 0
    return np.where(missing, np.nan, lon), np.where(missing, np.nan, lat)


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """``lo, hi`` such that exactly the keys ``lo <= key < hi`` lie in the tile; ValueError when there is none."""
    if z > BITS:
        raise ValueError(f"no tile deeper than {BITS}: {z}/{x}/{y}")
    check_tile(z, x, y)
    shift = 2 * (BITS - z)
    key = int(interleave(np.uint64(x), np.uint64(y)))
    return key << shift, (key + 1) << shift


def interleave(column: ArrayLike, row: ArrayLike) -> Keys:
    """Columns in the even bits, rows in the odd ones; both below 2**31."""
    even = _spread(np.asarray(column, dtype=np.uint64))
    odd = _spread(np.asarray(row, dtype=np.uint64))
    return (even | (odd << np.uint64(1))).astype(np.int64)


def deinterleave(keys: ArrayLike) -> tuple[Keys, Keys]:
    """The inverse of `interleave`: column and row of each key, from the west and from the north; -1 has none."""
    given = np.asarray(keys, dtype=np.int64).astype(np.uint64)
    return _gathered(given).astype(np.int64), _gathered(given >> np.uint64(1)).astype(np.int64)


def _cell(unit: Floats, known: NDArray[np.bool_]) -> NDArray[np.uint64]:
    cells: Floats = np.clip(np.where(known, unit, 0.0) * 2**BITS, 0, 2**BITS - 1)
    return cells.astype(np.uint64)


def _spread(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, mask in zip(_SHIFTS, _MASKS[1:], strict=True):
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value


def _gathered(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    value = value & np.uint64(_MASKS[-1])
    for shift, mask in zip(reversed(_SHIFTS), reversed(_MASKS[:-1]), strict=True):
        value = (value | (value >> np.uint64(shift))) & np.uint64(mask)
    return value
