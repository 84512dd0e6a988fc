"""The supervised objects nearest to a point, with how much is open at each."""

from dataclasses import dataclass

import numpy as np
from pyproj import Geod

from data.readmodel.masks import in_scope
from data.readmodel.snapshot import Snapshot
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.rules.vocabulary import Colour
from geo.areas import metres_from

_EARTH = Geod(ellps="WGS84")
_COLOURS = tuple(Colour)
_SPARE = 2
"""So many times the wanted ones are measured exactly; the plane is only good to a few in a thousand."""


@dataclass(frozen=True, slots=True)
class NearObject:
    """One object in business: ``metres`` along the ellipsoid, ``open`` hazards not yet closed."""

    id: str
    name: str
    lon: float
    lat: float
    metres: float
    colour: Colour
    open: int


def nearest_objects(snapshot: Snapshot, scope: Scope, lon: float, lat: float, count: int) -> list[NearObject]:
    """At most ``count`` placed objects of the scope, the nearest to the point (WGS84 degrees) first."""
    objects = snapshot.objects
    rows = np.flatnonzero(snapshot.object_mask(scope, Filter()) & (objects.morton >= 0))
    rough = metres_from(lon, lat, objects.lon[rows], objects.lat[rows])
    rows = rows[np.argsort(rough, kind="stable")[: count * _SPARE]]
    if not len(rows):
        return []
    here = np.full(len(rows), lon), np.full(len(rows), lat)
    metres = np.atleast_1d(_EARTH.inv(*here, objects.lon[rows], objects.lat[rows])[2])
    order = np.argsort(metres, kind="stable")[:count]
    open_at = _open_at(snapshot, scope, rows)
    return [
        NearObject(
            objects.id[row],
            objects.name[row],
            float(objects.lon[row]),
            float(objects.lat[row]),
            float(metres[place]),
            _COLOURS[objects.colour[row]],
            open_at[row],
        )
        for place in order.tolist()
        for row in (int(rows[place]),)
    ]


def _open_at(snapshot: Snapshot, scope: Scope, rows: np.ndarray) -> dict[int, int]:
    """Hazards of the scope that are not closed, by row of their object."""
    hazards = snapshot.hazards
    mine = np.flatnonzero(hazards.open & np.isin(hazards.object_row, rows))
    within = in_scope(hazards, snapshot.tables, scope)[mine]
    counts = np.bincount(hazards.object_row[mine][within], minlength=int(rows.max()) + 1)
    return {int(row): int(counts[row]) for row in rows}
