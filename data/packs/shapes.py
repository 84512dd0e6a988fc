"""GeoJSON files of a pack: features become shapes, and what is no map feature is noted with its number."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data.packs.model import Shape
from data.packs.tables import Problems, read_bytes

AREAS = ("Polygon", "MultiPolygon")
PLACES = (*AREAS, "LineString", "MultiLineString", "Point", "MultiPoint")
SAME_AS_WGS84 = ("CRS84", "EPSG::4326", "EPSG::4490", "EPSG:4326", "EPSG:4490")


@dataclass(frozen=True, slots=True)
class ShapeFile:
    """One GeoJSON file: which properties carry code, name and category, and which geometries it may hold."""

    name: str
    code: str
    category: str
    kinds: tuple[str, ...] = AREAS
    required: bool = True


def read_shapes(folder: Path, file: ShapeFile, problems: Problems) -> tuple[Shape, ...]:
    """All sound features of one file, in its order; codes are unique."""
    text = read_bytes(folder, file.name, problems, file.required)
    if text is None:
        return ()
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        problems.add(file.name, error.lineno, "", "not_json")
        return ()
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        problems.add(file.name, 0, "features", "not_geojson")
        return ()
    if not _same_as_wgs84(document.get("crs")):
        problems.add(file.name, 0, "crs", "wrong_crs")
        return ()
    shapes: dict[str, Shape] = {}
    for number, feature in enumerate(document["features"], 1):
        found = _shape(file, number, feature, problems)
        if found is not None and found.code in shapes:
            problems.add(file.name, number, file.code, "repeated_feature", value=found.code)
        elif found is not None:
            shapes[found.code] = found
    return tuple(shapes.values())


def _same_as_wgs84(crs: Any) -> bool:
    return crs is None or any(name in json.dumps(crs) for name in SAME_AS_WGS84)


def _shape(file: ShapeFile, number: int, feature: Any, problems: Problems) -> Shape | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        problems.add(file.name, number, "properties", "not_geojson")
        return None
    code = properties.get(file.code)
    if not isinstance(code, str) or not code:
        problems.add(file.name, number, file.code, "blank")
        return None
    geometry = _geometry(file, number, feature.get("geometry"), problems)
    if geometry is None:
        return None
    name, note = str(properties.get("name") or code), str(properties.get("note") or "")
    return Shape(code, name, str(properties.get("category") or file.category), geometry, note)


def _geometry(file: ShapeFile, number: int, raw: Any, problems: Problems) -> BaseGeometry | None:
    try:
        geometry = shape(raw)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, ShapelyError):
        problems.add(file.name, number, "geometry", "bad_geometry")
        return None
    if geometry.geom_type not in file.kinds or geometry.is_empty:
        problems.add(file.name, number, "geometry", "wrong_geometry", kinds=", ".join(file.kinds))
        return None
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        problems.add(file.name, number, "geometry", "not_degrees")
        return None
    if not geometry.is_valid:
        problems.add(file.name, number, "geometry", "invalid_geometry", why=shapely.is_valid_reason(geometry))
        return None
    return geometry
