"""What the search field of the map suggests while one types, of the reader's scope alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Any

import numpy as np

from data.packs.model import Pack
from data.readmodel.snapshot import Snapshot
from data.rules.filters import Filter
from data.rules.scope import Box, Scope
from geo.gazetteer import VILLAGE, Gazetteer
from geo.names import normalise_place
from geo.places import PlaceIndex

MOST_TYPED = 50
"""More characters than this are no name and no number; the rest is not looked at."""
LEAST_OF_A_NUMBER = 4

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: ``kind`` is ``town park cell village``; degrees are WGS84.

    ``park`` and ``cell`` are those of its point, None for what is larger; ``rough`` ones stand at their town's seat.
    """

    kind: str
    code: str
    name: str
    town: str | None
    lon: float | None
    lat: float | None
    park: str | None = None
    cell: str | None = None
    bounds: Rectangle | None = None
    rough: bool = False

    def lies_in(self, scope: Scope) -> bool:
        """Whether the scope holds it, whatever the sector."""
        return any(_holds(box, self) for box in scope.boxes)


def _holds(box: Box, place: Place) -> bool:
    pairs = ((box.towns, place.town), (box.parks, place.park), (box.cells, place.cell))
    return all(allowed is None or value in allowed for allowed, value in pairs)


def places_of(pack: Pack, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Every town, park, grid cell and village of the pack."""
    index = PlaceIndex({"cell": [(shape.code, shape.geometry) for shape in pack.cell_shapes]})
    parks = PlaceIndex({"park": [(shape.code, shape.geometry) for shape in pack.park_shapes]})
    shapes = {shape.code: shape.geometry for shape in (*pack.town_shapes, *pack.cell_shapes, *pack.park_shapes)}

    def area(kind: str, code: str, name: str, town: str | None, **more: str) -> Place:
        middle = shapes[code].representative_point()
        return Place(kind, code, name, town, middle.x, middle.y, bounds=shapes[code].bounds, **more)  # type: ignore[arg-type]

    towns = {town.code: town.name for town in pack.towns}
    asked = [f"{towns[village.town]}{village.name}" for village in pack.villages]
    villages = [
        Place("village", village.code, village.name, village.town, *_point(found), rough=found.quality != VILLAGE)
        for village, found in zip(pack.villages, gazetteer.geocode(asked), strict=True)
    ]
    fine = [each for each in villages if not each.rough and each.lon is not None]
    lons, lats = [each.lon for each in fine], [each.lat for each in fine]
    inside = zip(index.assign("cell", lons, lats), parks.assign("park", lons, lats), strict=True)  # type: ignore[arg-type]
    finer = {each.code: replace(each, cell=cell, park=park) for each, (cell, park) in zip(fine, inside, strict=True)}
    return (
        *(area("town", town.code, town.name, town.code) for town in pack.towns),
        *(area("park", park.code, park.name, None, park=park.code) for park in pack.parks),
        *(area("cell", cell.code, cell.name, cell.town, cell=cell.code) for cell in pack.cells),
        *(finer.get(each.code, each) for each in villages),
    )


def _point(found: Any) -> tuple[float | None, float | None]:
    return found.lon, found.lat


def find_places(places: Sequence[Place], scope: Scope, text: str, count: int) -> list[Place]:
    """At most ``count`` places of the scope whose name holds ``text``: those that begin with it first."""
    wanted = normalise_place(text[:MOST_TYPED])
    if not wanted:
        return []
    named = [(normalise_place(each.name), each) for each in places]
    found = [(name, each) for name, each in named if wanted in name and each.lies_in(scope)]
    return [
        each for _name, each in sorted(found, key=lambda pair: (not pair[0].startswith(wanted), len(pair[0])))[:count]
    ]


def find_objects(snapshot: Snapshot, scope: Scope, text: str, count: int) -> list[int]:
    """Rows of at most ``count`` objects in business and in scope that hold ``text``, those named so first."""
    wanted = text[:MOST_TYPED].strip()
    if not wanted:
        return []
    rows, names = snapshot.object_mask(scope, Filter(q=wanted)).nonzero()[0], snapshot.objects.name
    folded = wanted.casefold()

    def rank(row: int) -> tuple[bool, bool, int]:
        name = names[row].casefold()
        return not name.startswith(folded), folded not in name, len(name)

    return nsmallest(count, rows.tolist(), key=rank)


def find_hazards(snapshot: Snapshot, scope: Scope, text: str, count: int) -> list[int]:
    """Rows of at most ``count`` hazards in scope that hold ``text``: those with such a number, else the open first."""
    wanted = text[:MOST_TYPED].strip()
    if not wanted:
        return []
    hazards, rows = snapshot.hazards, snapshot.mask(scope, Filter(q=wanted)).nonzero()[0]
    if wanted.isascii() and wanted.isalnum() and len(wanted) >= LEAST_OF_A_NUMBER:
        folded = wanted.casefold()
        numbered = [row for row in rows.tolist() if folded in hazards.number[row].casefold()]
        if numbered:
            return nsmallest(count, numbered, key=lambda row: -int(hazards.changed[row]))
    newest: list[int] = rows[np.lexsort((-hazards.found[rows], ~hazards.open[rows]))][:count].tolist()
    return newest
