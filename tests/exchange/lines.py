"""Official boundaries made for one test: the schematic ones of the pack, bent a little, in every format."""

import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import mapping

from data.packs import Pack
from data.packs.model import Shape

BEND = 0.004
"""Degrees: some 400 metres."""


def bent(shapes: Iterable[Shape], by: float = BEND) -> list[Shape]:
    """Shapes whose common borders move together, so that they fit as before."""

    def move(points: Any) -> Any:
        x, y = points[:, 0], points[:, 1]
        return np.column_stack((x + by * np.sin(y * 150), y + by * np.cos(x * 120)))

    return [replace(shape, geometry=shapely.transform(shape.geometry, move)) for shape in shapes]


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}


def features(shapes: Iterable[Shape], **more: Any) -> list[dict[str, Any]]:
    """GeoJSON features with code and name."""
    return [feature(shape.geometry, code=shape.code, name=shape.name, **more) for shape in shapes]


def geojson(path: Path, drawn: Sequence[dict[str, Any]], **more: Any) -> Path:
    """A GeoJSON file."""
    path.write_text(json.dumps({"type": "FeatureCollection", **more, "features": drawn}, ensure_ascii=False), "utf-8")
    return path


def frame(shapes: Sequence[Shape], **columns: Sequence[Any]) -> gpd.GeoDataFrame:
    """The shapes as a table in CGCS2000 degrees."""
    table = {"XZQDM": [shape.code for shape in shapes], "XZQMC": [shape.name for shape in shapes], **columns}
    return gpd.GeoDataFrame(table, geometry=[shape.geometry for shape in shapes], crs=4490)


def geopackage(path: Path, table: gpd.GeoDataFrame, layer: str = "镇街界") -> Path:
    """A GeoPackage with one layer."""
    table.to_file(path, driver="GPKG", layer=layer)
    return path


def shapefile(path: Path, table: gpd.GeoDataFrame, *, without: Sequence[str] = (), encoding: str = "GBK") -> Path:
    """A zipped Shapefile below a folder with a Chinese name, as offices send it; no .cpg says its encoding."""
    folder = path.parent / "shp"
    folder.mkdir()
    table.to_file(folder / "lines.shp", driver="ESRI Shapefile", encoding=encoding)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            if part.suffix not in (*without, ".cpg"):
                archive.write(part, f"行政区划/镇街界{part.suffix.upper()}")
    return path


def by_code(pack: Pack) -> dict[str, Any]:
    """The towns' geometries of a pack."""
    return {shape.code: shape.geometry for shape in pack.town_shapes}
