"""Which points lie in an area that a reader drew, or around a point: boxes, polygons and circles over whole columns.

Places are WGS84 degrees; distances are metres on a sphere, good to a few in a thousand over the size of a county.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.mercator import Floats

METRES_PER_DEGREE = 111_320.0
"""Along a meridian, and along the equator."""

BOX = 4
"""So many numbers are a box: west, south, east, north."""

Bools = NDArray[np.bool_]


def in_area(area: Sequence[float], lon: Floats, lat: Floats) -> Bools:
    """Whether each point (n,) lies in the box of 4 numbers or the polygon of ``lon, lat, lon, lat, …``.

    Borders are included. A polygon that crosses itself holds what any of its loops holds.
    """
    if len(area) == BOX:
        return _in_box(area, lon, lat)
    polygon = shapely.make_valid(shapely.polygons(np.reshape(np.asarray(area, np.float64), (-1, 2))))
    inside = _in_box(polygon.bounds, lon, lat)
    near = np.flatnonzero(inside)
    shapely.prepare(polygon)
    inside[near] = shapely.intersects_xy(polygon, lon[near], lat[near])
    return inside


def in_circle(circle: Sequence[float], lon: Floats, lat: Floats) -> Bools:
    """Whether each point (n,) lies within the circle ``(lon, lat, metres)``, border included."""
    within: Bools = metres_from(circle[0], circle[1], lon, lat) <= circle[2]
    return within


def metres_from(lon: float, lat: float, lons: Floats, lats: Floats) -> Floats:
    """Distance of each point (n,) from ``(lon, lat)`` in metres, on the plane that touches the sphere there."""
    east = (lons - lon) * np.cos(np.radians(lat)) * METRES_PER_DEGREE
    north = (lats - lat) * METRES_PER_DEGREE
    distance: Floats = np.hypot(east, north)
    return distance


def _in_box(box: Sequence[float], lon: Floats, lat: Floats) -> Bools:
    west, south, east, north = box
    inside: Bools = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside
