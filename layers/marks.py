"""The marks of a stretch of map as features, for browsers that cannot draw vector tiles: read from the very tiles.

So every number agrees with the map that is drawn from tiles. Where there are more single points than a slow browser
can draw, the fullest tiles are counted instead.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from geo.mercator import from_unit, tile_at
from layers.brush import DEEPEST, SINGLES_FROM
from layers.cells import CELL_BITS
from layers.tiles import EXTENT
from layers.tileset import View

MOST = 2_000
"""No more marks than this."""
MOST_TILES = 64
"""A wider stretch is answered at a lower zoom."""
CELLS = 4**CELL_BITS

Bounds = tuple[float, float, float, float]
Feature = dict[str, Any]


def marks(view: View, zoom: int, bounds: Bounds, most: int = MOST) -> tuple[int, list[Feature]]:
    """The zoom drawn and the GeoJSON features of the tiles that touch ``bounds`` (west, south, east, north, degrees).

    ``zoom`` is lowered for a stretch of more than `MOST_TILES` tiles.
    """
    z, tiles = _tiles(max(0, min(zoom, DEEPEST)), bounds)
    singly = _singly(view, z, tiles, most)
    found = [
        feature
        for place in tiles
        for feature in features(view.tile(*place, most=most if place in singly else 0), *place)
    ]
    return z, found


def _tiles(z: int, bounds: Bounds) -> tuple[int, list[tuple[int, int, int]]]:
    west, south, east, north = bounds
    (left, top), (right, bottom) = tile_at(z, west, north), tile_at(z, east, south)
    if z and (right - left + 1) * (bottom - top + 1) > MOST_TILES:
        return _tiles(z - 1, bounds)
    return z, [(z, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _singly(view: View, z: int, tiles: list[tuple[int, int, int]], most: int) -> set[tuple[int, int, int]]:
    """Tiles whose points are drawn one by one, the emptiest first, as long as all marks stay within ``most``."""
    if z < SINGLES_FROM:
        return set()
    counts = sorted((view.count(*place), place) for place in tiles)
    room = most - sum(min(count, CELLS) for count, _ in counts)
    chosen = set()
    for count, place in counts:
        room -= max(0, count - CELLS)
        if room < 0:
            break
        chosen.add(place)
    return chosen


def features(tile: bytes, z: int, x: int, y: int) -> Iterator[Feature]:
    """The points of a vector tile with one layer, as GeoJSON in WGS84 degrees."""
    for _, layer in _fields(tile):
        keys, values, points = _layer(layer)
        places = np.array([place for _, _, place in points], np.float64).reshape(-1, 2)
        unit = (np.array([x, y]) + (places + 0.5) / EXTENT) / 2.0**z
        lon, lat = from_unit(unit[:, 0], unit[:, 1])
        for at, (number, tags, _) in enumerate(points):
            properties = {keys[tags[i]]: values[tags[i + 1]] for i in range(0, len(tags), 2)}
            where = [round(float(lon[at]), 6), round(float(lat[at]), 6)]
            point = {"type": "Point", "coordinates": where}
            yield {"type": "Feature", "id": number, "geometry": point, "properties": properties}


Point = tuple[int | None, list[int], tuple[int, int]]
"""Id, tags and place in tile units of one feature."""


def _layer(data: bytes) -> tuple[list[str], list[Any], list[Point]]:
    keys: list[str] = []
    values: list[Any] = []
    points: list[Point] = []
    for number, content in _fields(data):
        if number == 3:
            keys.append(content.decode())
        elif number == 4:
            values.append(_value(content))
        elif number == 2:
            points.append(_point(content))
    return keys, values, points


def _point(data: bytes) -> Point:
    number, tags, place = None, [0][:0], (0, 0)
    for field, content in _fields(data):
        if field == 1:
            number = content
        elif field == 2:
            tags = list(_varints(content))
        elif field == 4:
            _, across, down = _varints(content)
            place = (across >> 1 ^ -(across & 1), down >> 1 ^ -(down & 1))
    return number, tags, place


def _value(data: bytes) -> Any:
    ((number, content),) = _fields(data)
    return content.decode() if number == 1 else bool(content) if number == 7 else content


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Numbers and contents of the fields of a message that holds varints and bytes only."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, at = _varint(data, at)
        if tag & 7 == 2:
            yield tag >> 3, data[at : at + number]
            at += number
        else:
            yield tag >> 3, number


def _varints(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        number, at = _varint(data, at)
        yield number


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while data[at] & 128:
        number |= (data[at] & 127) << shift
        shift += 7
        at += 1
    return number | data[at] << shift, at + 1
