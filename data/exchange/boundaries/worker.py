"""The child that reads one untrusted file of boundaries within limits, and passes its features to its parent.

Run as ``python -m data.exchange.boundaries.worker``, asked and answering as `data.exchange.worker`: ``{"format": …}``,
for each layer ``{"layer": name, "crs": WKT or ""}`` followed by lists of ``[properties, geometry]``, the geometry in
hexadecimal WKB, or None, or ``{"bad": reason}``.
"""

import io
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import orjson
import shapely
from pyogrio import list_layers
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyogrio.raw import read
from shapely.errors import ShapelyError

from data.exchange.boundaries.reader import SHAPEFILE, SQLITE
from data.exchange.prescan import ZIP, Limits, Refused, check_sizes, read_bytes
from data.exchange.worker import answer_with, decoded

FEATURES_A_LINE = 50
MOST_FEATURES = 20_000
MOST_POINTS = 4_000_000
"""Corners of all areas together; a county surveyed to the metre has some hundred thousand."""
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_FAILED = (DataSourceError, DataLayerError, FieldError, GeometryError, ValueError, OSError)


def main() -> int:
    """Read the file that standard input names. 0 even when it is refused: the answer says so."""
    return answer_with(_answers)


def _answers(path: Any, encoding: str | None, limits: Limits) -> Iterator[Any]:
    data = read_bytes(path, limits)
    if not data.strip():
        raise Refused("empty")
    if len(data) > limits.file:
        raise Refused("too_big", mega=limits.file >> 20)
    if data.startswith(SHAPEFILE):
        raise Refused("shapefile_alone")
    if data.startswith(ZIP):
        yield {"format": "shapefile"}
        yield from _shapefiles(data, encoding, limits)
    elif data.startswith(SQLITE):
        if data[68:72] not in _GEOPACKAGE:
            raise Refused("not_boundaries")
        yield {"format": "geopackage"}
        yield from _geopackage(data)
    else:
        yield {"format": "geojson"}
        yield from _geojson(data, encoding)


def _geojson(data: bytes, encoding: str | None) -> Iterator[Any]:
    try:
        said = orjson.loads(decoded(data, encoding))
    except orjson.JSONDecodeError as error:
        raise Refused("json", at=error.pos + 1) from None
    if isinstance(said, dict) and said.get("type") == "Feature":
        said = {"features": [said]}
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list) or not features:
        raise Refused("no_features")
    yield {"layer": str(said.get("name") or "geojson"), "crs": _named_crs(said.get("crs"))}
    yield from _parts([_geojson_feature(feature) for feature in _few(features)])


def _named_crs(said: Any) -> str:
    """The name of an old-style ``crs`` member, empty where there is none."""
    properties = said.get("properties") if isinstance(said, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""


def _geojson_feature(feature: Any) -> tuple[dict[str, Any], Any]:
    if not isinstance(feature, dict):
        return {}, {"bad": "unreadable"}
    properties, geometry = feature.get("properties"), feature.get("geometry")
    properties = _plain(properties) if isinstance(properties, dict) else {}
    if geometry is None:
        return properties, None
    try:
        return properties, shapely.from_geojson(orjson.dumps(geometry))
    except (ShapelyError, TypeError):
        return properties, {"bad": "unreadable"}


def _geopackage(data: bytes) -> Iterator[Any]:
    yield from _layers(data, None)


def _layers(data: bytes, encoding: str | None, name: str | None = None) -> Iterator[Any]:
    """Every layer with a geometry, under its own name or ``name``."""
    try:
        layers = [layer for layer, kind in list_layers(data) if kind is not None]
        for layer in layers:
            meta, _ids, geometry, fields = _read(data, layer, encoding)
            yield {"layer": name or str(layer), "crs": meta["crs"] or ""}
            columns = dict(zip(map(str, meta["fields"]), fields, strict=True))
            yield from _parts(
                [
                    (_plain({key: column[at] for key, column in columns.items()}), _wkb(one))
                    for at, one in enumerate(_few(geometry))
                ]
            )
    except _FAILED:
        raise Refused("damaged_boundaries") from None
    if not layers:
        raise Refused("no_features")


def _read(data: bytes, layer: str, encoding: str | None) -> Any:
    try:
        return read(data, layer=layer, encoding=encoding)
    except UnicodeDecodeError:
        return read(data, layer=layer, encoding="gb18030")


def _wkb(one: bytes | None) -> Any:
    if one is None:
        return None
    try:
        return shapely.from_wkb(one)
    except ShapelyError:
        return {"bad": "unreadable"}


def _shapefiles(data: bytes, encoding: str | None, limits: Limits) -> Iterator[Any]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name, parts in _members(archive, len(data), limits).items():
                said = encoding or (None if ".cpg" in parts else "utf-8")
                yield from _layers(_packed(archive, parts), said, name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError):
        raise Refused("damaged_boundaries") from None
    except RuntimeError:
        raise Refused("password") from None


def _members(archive: zipfile.ZipFile, size: int, limits: Limits) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """The parts of each shapefile by ending, by the name of the shapefile."""
    members = archive.infolist()
    if len(members) > limits.members:
        raise Refused("too_many_members", most=limits.members)
    if any(member.flag_bits & 1 for member in members):
        raise Refused("password")
    check_sizes(sum(member.file_size for member in members), size, limits)
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in members:
        path = PurePosixPath(_name(member))
        if path.suffix.lower() in _PARTS and "__MACOSX" not in path.parts:
            found.setdefault(str(path.with_suffix("")), {})[path.suffix.lower()] = member
    whole = {PurePosixPath(name).name: parts for name, parts in found.items() if ".shp" in parts}
    if not whole:
        raise Refused("no_shapefile")
    for name, parts in whole.items():
        if lacking := [ending for ending in (".shx", ".dbf") if ending not in parts]:
            raise Refused("shapefile_lacks", name=name, lacking="、".join(lacking))
    return whole


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; Chinese systems write it in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def _packed(archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> bytes:
    """One shapefile alone under a plain name: the library opens nothing else of what was sent."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for ending, member in parts.items():
            content = archive.read(member)
            if ending == ".shp" and not content.startswith(SHAPEFILE):
                raise Refused("damaged_boundaries")
            packed.writestr(f"lines{ending}", content)
    return target.getvalue()


def _few(features: Any) -> Any:
    if len(features) > MOST_FEATURES:
        raise Refused("too_many_features", count=len(features), most=MOST_FEATURES)
    return features


def _parts(features: list[tuple[dict[str, Any], Any]]) -> Iterator[list[Any]]:
    whole = [geometry for _properties, geometry in features if isinstance(geometry, shapely.Geometry)]
    points = int(shapely.get_num_coordinates(whole).sum()) if whole else 0
    if points > MOST_POINTS:
        raise Refused("too_many_points", count=points, most=MOST_POINTS)
    for start in range(0, len(features), FEATURES_A_LINE):
        yield [
            [properties, _hex(geometry) if isinstance(geometry, shapely.Geometry) else geometry]
            for properties, geometry in features[start : start + FEATURES_A_LINE]
        ]


def _hex(geometry: Any) -> str:
    return str(shapely.to_wkb(shapely.force_2d(geometry), hex=True))


def _plain(properties: Mapping[Any, Any]) -> dict[str, Any]:
    """What a feature says of itself, as text and numbers."""
    said = {str(key): value.item() if hasattr(value, "item") else value for key, value in properties.items()}
    return {
        key: value if isinstance(value, str | int | float) else str(value)
        for key, value in said.items()
        if value is not None
    }


if __name__ == "__main__":
    sys.exit(main())
