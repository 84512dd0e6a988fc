"""Which town, cell or park a point lies in: prepared polygons behind bounding-box masks, over whole columns at once."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo.mercator import Floats

Codes = NDArray[np.object_]
Layer = Sequence[tuple[str, BaseGeometry]]


class PlaceIndex:
    """Named layers of polygons in degrees (WGS84/CGCS2000); a border point belongs to the first one it touches."""

    def __init__(self, layers: Mapping[str, Layer]) -> None:
        self._layers = {name: tuple(layer) for name, layer in layers.items()}
        for layer in self._layers.values():
            shapely.prepare([geometry for _, geometry in layer])

    def assign(self, layer: str, lon: ArrayLike, lat: ArrayLike) -> Codes:
        """The code of the polygon of ``layer`` at each point (degrees, one shape), None outside all and for NaN.

        KeyError when there is no such layer.
        """
        x, y = _columns(lon, lat)
        codes = np.full(x.shape, None, dtype=object)
        free = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        for code, geometry in self._layers[layer]:
            inside = _inside(geometry, x[free], y[free])
            codes[free[inside]] = code
            free = free[~inside]
            if not len(free):
                break
        return codes

    def inside(self, layer: str, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Whether each point lies in any polygon of ``layer``, its border included; False for NaN."""
        x, y = _columns(lon, lat)
        inside = np.zeros(x.shape, dtype=np.bool_)
        for _, geometry in self._layers[layer]:
            inside |= _inside(geometry, x, y)
        return inside


def _columns(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    x = np.atleast_1d(np.asarray(lon, dtype=np.float64))
    y = np.atleast_1d(np.asarray(lat, dtype=np.float64))
    return x, y


def _inside(geometry: BaseGeometry, x: Floats, y: Floats) -> NDArray[np.bool_]:
    west, south, east, north = geometry.bounds
    near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    inside = np.zeros(x.shape, dtype=np.bool_)
    inside[near] = shapely.intersects_xy(geometry, x[near], y[near])
    return inside
