"""Where demo objects stand: in the town seats, the built-up area, the parks, along the roads and in the villages.

All of it is drawn from the shapes of the pack. Villages have no published coordinates, so each gets an invented centre
inside its town; nothing here says where a real place is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from data.packs.model import Pack, Shape, Town
from data.packs.places import Places
from geo import morton

Floats = NDArray[np.float64]
SEAT, URBAN, PARK, ROAD, VILLAGE = range(5)
_SPREAD_M = np.array([900.0, 60.0, 60.0, 60.0, 220.0])
"""How far objects stray from the point they are drawn around, in metres, by kind of ground."""
_ROADS = ("motorway", "trunk", "primary", "secondary", "road")
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Spots:
    """Points with what follows from them: columns of one length. Codes are None where a point lies in no such area."""

    lon: Floats
    lat: Floats
    town: NDArray[np.object_]
    cell: NDArray[np.object_]
    park: NDArray[np.object_]
    village: NDArray[np.object_]
    morton: NDArray[np.int64]


class Ground:
    """A pack's ground to put things on; ``random`` makes it repeatable."""

    def __init__(self, pack: Pack, random: np.random.Generator) -> None:
        self.random = random
        self.places = Places(pack)
        self.towns = pack.towns
        self.seats = {town.code: _seat(town, pack.town_shapes) for town in pack.towns}
        self.urban = _shapes(pack.context_shapes, ("built_up",))
        self.parks = [shape.geometry for shape in pack.park_shapes]
        roads = (road.intersection(pack.outline) for road in _shapes(pack.context_shapes, _ROADS))
        self.roads = [road for road in roads if not road.is_empty]
        self._villages(pack)
        self._weigh(pack)

    def _villages(self, pack: Pack) -> None:
        """An invented centre for each village, in town order."""
        shapes = {shape.code: shape.geometry for shape in pack.town_shapes}
        by_town: dict[str, list[str]] = {town.code: [] for town in pack.towns}
        for village in pack.villages:
            by_town.setdefault(village.town, []).append(village.code)
        self.village_codes = {town: np.array(codes, dtype=object) for town, codes in by_town.items()}
        self.village_points = {
            town: _inside(self.random, shapes[town], len(codes)) if town in shapes else np.zeros((0, 2))
            for town, codes in by_town.items()
        }

    def _weigh(self, pack: Pack) -> None:
        """Towns by their villages, those with the built-up area more."""
        weights = np.array([1.0 + len(self.village_codes[town.code]) for town in pack.towns]) ** 0.6
        shapes = {shape.code: shape.geometry for shape in pack.town_shapes}
        for index, town in enumerate(pack.towns):
            for area in self.urban:
                weights[index] *= 1.0 + 2.0 * shapes[town.code].intersection(area).area / area.area
        self.town_weights = weights / weights.sum()

    def scatter(self, kinds: NDArray[np.int64]) -> Spots:
        """One spot for each wanted kind of ground, always inside the jurisdiction."""
        base = np.zeros((len(kinds), 2))
        for kind in np.unique(kinds).tolist():
            chosen = np.flatnonzero(kinds == kind)
            base[chosen] = self._bases(kind, len(chosen))
        return self.describe(*self._strayed(base, _SPREAD_M[kinds]))

    def _bases(self, kind: int, count: int) -> Floats:
        areas = {URBAN: self.urban, PARK: self.parks}.get(kind)
        if areas:
            return _inside(self.random, areas[0], count)
        if kind == ROAD and self.roads:
            return self._along_roads(count)
        towns = self.random.choice(len(self.towns), count, p=self.town_weights)
        points = np.zeros((count, 2))
        for index in np.unique(towns).tolist():
            chosen = np.flatnonzero(towns == index)
            code = self.towns[index].code
            villages = self.village_points[code]
            if kind == VILLAGE and len(villages):
                points[chosen] = villages[self.random.integers(0, len(villages), len(chosen))]
            else:
                points[chosen] = self.seats[code]
        return points

    def _along_roads(self, count: int) -> Floats:
        lengths = np.array([road.length for road in self.roads])
        which = self.random.choice(len(self.roads), count, p=lengths / lengths.sum())
        lines = np.array(self.roads, dtype=object)[which]
        points = shapely.line_interpolate_point(lines, self.random.random(count), normalized=True)
        return np.asarray(shapely.get_coordinates(points))

    def _strayed(self, base: Floats, spread_m: Floats) -> tuple[Floats, Floats]:
        """Points around ``base``; what falls outside is drawn nearer, and at last at the seat of some town."""
        points = self._around(base, spread_m)
        for shrink in (0.5, 0.2, 0.0):
            outside = ~self._is_inside(points)
            points[outside] = self._around(base[outside], spread_m[outside] * shrink)
        lost = np.flatnonzero(~self._is_inside(points))
        if len(lost):
            points[lost] = self._bases(SEAT, len(lost))
        return points[:, 0].round(6), points[:, 1].round(6)

    def _is_inside(self, points: Floats) -> NDArray[np.bool_]:
        return np.asarray(self.places.inside(points[:, 0], points[:, 1]), dtype=np.bool_)

    def _around(self, base: Floats, spread_m: Floats) -> Floats:
        degrees = self.random.normal(size=base.shape) * (spread_m / _METRES_PER_DEGREE)[:, None]
        degrees[:, 0] /= np.cos(np.radians(base[:, 1]))
        return np.asarray(base + degrees)

    def describe(self, lon: Floats, lat: Floats) -> Spots:
        """Points with their town, cell, park, nearest village and Morton key."""
        town, cell, park = self.places.assign(lon, lat)
        village = np.full(len(lon), None, dtype=object)
        for code in self.village_codes:
            chosen = np.flatnonzero(town == code)
            centres = self.village_points[code]
            if len(chosen) and len(centres):
                village[chosen] = self.village_codes[code][_nearest(lon[chosen], lat[chosen], centres)]
        return Spots(lon, lat, town, cell, park, village, np.asarray(morton.encode(lon, lat), dtype=np.int64))


def _nearest(lon: Floats, lat: Floats, centres: Floats) -> NDArray[np.int64]:
    nearest = np.empty(len(lon), dtype=np.int64)
    for start in range(0, len(lon), 4096):
        part = slice(start, start + 4096)
        away = (lon[part, None] - centres[:, 0]) ** 2 + (lat[part, None] - centres[:, 1]) ** 2
        nearest[part] = away.argmin(axis=1)
    return nearest


def _seat(town: Town, shapes: Sequence[Shape]) -> tuple[float, float]:
    """The town's seat, or a point inside its shape where none is known."""
    if town.seat_lon is not None and town.seat_lat is not None:
        return town.seat_lon, town.seat_lat
    shape = next(shape.geometry for shape in shapes if shape.code == town.code)
    point = shape.representative_point()
    return point.x, point.y


def _shapes(shapes: Sequence[Shape], categories: Sequence[str]) -> list[BaseGeometry]:
    return [shape.geometry for shape in shapes if shape.category in categories]


def _inside(random: np.random.Generator, area: BaseGeometry, count: int) -> Floats:
    """``count`` uniform points inside an area."""
    west, south, east, north = area.bounds
    points = np.zeros((0, 2))
    while len(points) < count:
        tried = random.uniform((west, south), (east, north), size=(2 * count + 16, 2))
        points = np.concatenate([points, tried[shapely.contains_xy(area, tried[:, 0], tried[:, 1])]])
    return points[:count]
