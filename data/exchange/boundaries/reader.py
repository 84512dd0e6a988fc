"""The parent's side of reading boundaries: what the limited child says of a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from data.exchange.errors import FileRefused
from data.exchange.prescan import ZIP, Limits
from data.exchange.reader import read_in_child

SQLITE = b"SQLite format 3\0"
SHAPEFILE = b"\x00\x00\x27\x0a"
WORKER = "data.exchange.boundaries.worker"
ENDINGS = (".geojson", ".json", ".zip", ".gpkg")


def draws_boundaries(path: Path, name: str) -> bool:
    """Whether a file, by its name and its first bytes, draws areas and is no ledger."""
    with path.open("rb") as file:
        head = file.read(4096)
    is_archive = name.lower().endswith(".zip") and head.startswith(ZIP)
    return is_archive or head.startswith((SQLITE, SHAPEFILE)) or b'"FeatureCollection"' in head


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature as it came. ``number`` counts from 1 in its layer; ``bad`` says why there is no geometry."""

    layer: str
    number: int
    properties: Mapping[str, Any] = field(repr=False)
    geometry: BaseGeometry | None
    bad: str = ""


@dataclass(slots=True)
class Drawing:
    """A file of boundaries. ``crs`` has the coordinate system of each layer as text, empty where it says none."""

    format: str
    crs: dict[str, str] = field(default_factory=dict)
    features: list[Feature] = field(default_factory=list)


def read_drawing(
    path: Path, encoding: str | None = None, name: str | None = None, limits: Limits | None = None
) -> Drawing:
    """Every feature of the file. Raises `FileMissing` or `FileRefused`."""
    return read_in_child(WORKER, path, encoding, limits, name, _drawing)


def _drawing(answers: Iterator[Any], file: str) -> Drawing | None:
    drawing: Drawing | None = None
    layer, number = "", 0
    for answer in answers:
        if isinstance(answer, list):
            assert drawing is not None
            for properties, geometry in answer:
                number += 1
                drawing.features.append(_feature(layer, number, properties, geometry))
        elif "refused" in answer:
            raise FileRefused(file, answer["refused"], **answer["params"])
        elif "format" in answer:
            drawing = Drawing(answer["format"])
        else:
            assert drawing is not None
            layer, number = _free(answer["layer"], drawing), 0
            drawing.crs[layer] = answer["crs"]
    return drawing


def _free(wanted: str, drawing: Drawing) -> str:
    """The name of a layer, told from one of the same name before it."""
    name, nth = wanted, 1
    while name in drawing.crs:
        nth += 1
        name = f"{wanted}-{nth}"
    return name


def _feature(layer: str, number: int, properties: dict[str, Any], geometry: Any) -> Feature:
    if isinstance(geometry, str):
        return Feature(layer, number, properties, shapely.from_wkb(bytes.fromhex(geometry)))
    return Feature(layer, number, properties, None, geometry["bad"] if geometry else "nothing")
