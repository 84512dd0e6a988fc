"""The ground of the map as one GeoJSON document: boundaries, water, roads and points for labels, all from the pack.

Every feature says in ``kind`` what it is: ``outline town cell park neighbour``, the categories of the pack's context
(``river motorway trunk primary built_up fireworks_ban`` …), and ``<kind>-label`` for the point where a name is written.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from data.packs.model import Pack, Shape

CONTEXT_PATH = "/tiles/context.geojson"
"""Where the server offers `context`, below its base address."""

DIGITS = 6


def context(pack: Pack) -> dict[str, Any]:
    """All boundaries and context of ``pack`` as a FeatureCollection in WGS84 degrees."""
    short_names = {town.code: town.short_name for town in pack.towns}
    features = [
        *_areas("neighbour", pack.neighbour_shapes),
        *(_feature(shape.geometry, shape.category, shape.code, shape.name) for shape in pack.context_shapes),
        *_areas("cell", pack.cell_shapes),
        *_areas("park", pack.park_shapes),
        *_areas("town", pack.town_shapes, short_names),
        _feature(pack.outline, "outline", pack.code, pack.name),
    ]
    return {"type": "FeatureCollection", "features": features}


def _areas(kind: str, shapes: Iterable[Shape], names: dict[str, str] | None = None) -> Iterator[dict[str, Any]]:
    for shape in shapes:
        name = (names or {}).get(shape.code, shape.name)
        yield _feature(shape.geometry, kind, shape.code, name)
        yield _feature(shape.geometry.representative_point(), f"{kind}-label", shape.code, name)


def _feature(geometry: BaseGeometry, kind: str, code: str, name: str) -> dict[str, Any]:
    properties = {"kind": kind, "code": code, "name": name}
    return {"type": "Feature", "properties": properties, "geometry": _rounded(mapping(geometry))}


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}


def _round(node: Any) -> Any:
    return round(node, DIGITS) if isinstance(node, float) else [_round(each) for each in node]
