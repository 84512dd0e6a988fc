"""Which area a feature draws: layer, code and name as offices write them, geometry in WGS84/CGCS2000 degrees."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from data.exchange.boundaries.reader import Drawing, Feature
from data.exchange.columns import label
from data.exchange.errors import LinesWithoutDatum, UnknownLinesDatum
from data.exchange.outcome import Judgement
from data.packs import Pack
from data.packs.places import Places, TownMatchKind
from data.rules.boundaries import BoundaryLayer
from data.words import language, t, table
from geo.datum import Datum, to_wgs84
from geo.names import normalise_place

CODES = (
    "code", "代码", "编码", "编号", "区划代码", "行政区划代码", "行政区代码", "镇街代码", "网格编码", "网格代码",
    "网格编号", "adcode", "xzqdm", "xzqhdm", "xzdm", "zldwdm", "dm", "code_nbs9", "code_nbs12", "pac",
)  # fmt: skip
NAMES = (
    "name", "名称", "行政区名称", "镇街", "镇街名称", "镇街道", "乡镇", "街道", "网格名称", "园区", "园区名称", "区县",
    "xzqmc", "xzmc", "zldwmc", "mc",
)  # fmt: skip
TOWNS = ("town", "town_code", "所属镇街", "镇街", "镇街名称", "属地", "乡镇")
LAYERS = ("layer", "category", "类别", "类型", "级别", "图层", "层级")
"""What the attributes of a feature are called, compared by `label`; the first that says something counts."""
_LAYER_WORDS: tuple[tuple[BoundaryLayer, tuple[str, ...]], ...] = (
    (BoundaryLayer.CELL, ("cell", "grid", "网格")),
    (BoundaryLayer.PARK, ("park", "园区", "功能区")),
    (BoundaryLayer.TOWN, ("town", "镇街", "乡镇", "街道", "镇界")),
    (BoundaryLayer.OUTLINE, ("outline", "county", "district", "区界", "县界", "市界", "区县", "全区", "全县")),
)
_DATUMS = ("wgs84", "worldgeodeticsystem1984", "china2000", "cgcs2000", "chinageodeticcoordinatesystem2000")
AREAS = ("Polygon", "MultiPolygon")
DIGITS = 7
"""Decimals of a degree that are kept: a centimetre."""


@dataclass(slots=True)
class Area:
    """What one feature draws, as far as it is understood; ``geometry`` in degrees, None where it cannot be used."""

    feature: Feature
    judgement: Judgement = field(default_factory=Judgement)
    layer: BoundaryLayer | None = None
    code: str | None = None
    name: str | None = None
    town: str | None = None
    """The town of a cell."""
    geometry: BaseGeometry | None = None
    skipped: bool = False
    """A feature that is no area."""

    @property
    def is_sound(self) -> bool:
        """Whether it is an area that may be laid over the pack."""
        return self.geometry is not None and self.layer is not None and not self.judgement.is_refused


def areas_of(drawing: Drawing, file: str, pack: Pack, places: Places, datum: Datum | None) -> list[Area]:
    """Every feature of a file, in its order. Raises `LinesWithoutDatum` or `UnknownLinesDatum`."""
    ways = {layer: _way(crs, drawing.format, layer, file, datum) for layer, crs in drawing.crs.items()}
    called = {layer: _hint(layer) or _hint(Path(file).stem) for layer in drawing.crs}
    return [_area(feature, pack, places, ways[feature.layer], called[feature.layer]) for feature in drawing.features]


Way = Callable[[BaseGeometry], BaseGeometry]


def _way(crs: str, format_: str, layer: str, file: str, datum: Datum | None) -> Way:
    """How geometries of a layer become degrees of WGS84/CGCS2000.

    GeoJSON without a system is WGS84 by its standard (RFC 7946, 4). A datum that people declare is that of the degrees.
    """
    if not crs and datum is None and format_ != "geojson":
        raise LinesWithoutDatum((), file=file, layer=layer)
    shift = partial(to_wgs84, datum=datum) if datum else lambda x, y: (x, y)
    if not crs:
        return partial(_moved, steps=(shift,))
    try:
        system = CRS.from_user_input(crs)
        geodetic = system.geodetic_crs
    except CRSError:
        raise UnknownLinesDatum(file=file, layer=layer, crs=crs[:60]) from None
    if geodetic is None or not _is_known(geodetic):
        raise UnknownLinesDatum(file=file, layer=layer, crs=system.name)
    if system.is_geographic:
        return partial(_moved, steps=(shift,))
    degrees = Transformer.from_crs(system, geodetic, always_xy=True).transform
    return partial(_moved, steps=(degrees, shift))


def _is_known(geodetic: CRS) -> bool:
    """Whether its datum is WGS84 or CGCS2000; from others no public parameters lead here."""
    names = {geodetic.name, geodetic.datum.name if geodetic.datum else ""}
    plain = {"".join(char for char in name.lower() if char.isalnum()) for name in names}
    return any(known in name for name in plain for known in _DATUMS)


def _moved(geometry: BaseGeometry, steps: Iterable[Callable[[Any, Any], tuple[Any, Any]]]) -> BaseGeometry:
    def move(points: Any) -> Any:
        x, y = points[:, 0], points[:, 1]
        for step in steps:
            x, y = step(x, y)
        return np.column_stack((x, y)).round(DIGITS)

    return shapely.transform(geometry, move)


def _area(feature: Feature, pack: Pack, places: Places, way: Way, called: BoundaryLayer | None) -> Area:
    area = Area(feature)
    said = {label(key): str(value).strip() for key, value in feature.properties.items()}
    if (feature.geometry is None and feature.bad == "nothing" and not any(said.values())) or (
        feature.geometry is not None and feature.geometry.geom_type not in AREAS
    ):
        area.skipped = True
    else:
        _name(area, said, pack, places, called)
        _draw(area, pack, way)
    return area


def _first(said: Mapping[str, str], names: Iterable[str]) -> str:
    return next((said[key] for name in names if said.get(key := label(name))), "")


def _code(said: Mapping[str, str]) -> str:
    """The code; spreadsheets and databases give codes as numbers with a decimal point."""
    code = _first(said, CODES)
    return code[:-2] if code.endswith(".0") else code


def _name(area: Area, said: Mapping[str, str], pack: Pack, places: Places, called: BoundaryLayer | None) -> None:
    """Find out what the feature is; ``called`` is what its layer, or its file, is called after."""
    code, name = _code(said), _first(said, NAMES)
    if not code and not name:
        area.judgement.refuse("line_unnamed")
        return
    stated = _hint(_first(said, LAYERS))
    known: Mapping[BoundaryLayer, Callable[[Area, str, str, Pack, Places], bool]] = {
        BoundaryLayer.OUTLINE: _outline,
        BoundaryLayer.PARK: _park,
        BoundaryLayer.TOWN: _town,
        BoundaryLayer.CELL: partial(_cell, town=_first(said, TOWNS), is_sure=BoundaryLayer.CELL in (stated, called)),
    }
    likely = stated or (BoundaryLayer.CELL if _is_cell(code, name, pack) else called)
    rest = () if stated else tuple(layer for layer in known if layer is not likely)
    for layer in (*((likely,) if likely else ()), *rest):
        if known[layer](area, code, name, pack, places):
            area.layer = layer
            return
    if stated in (None, BoundaryLayer.TOWN):
        area.judgement.add("UNKNOWN_TOWN", value=name or code)
    else:
        area.judgement.refuse(f"line_no_{stated}", value=name or code)


def _is_cell(code: str, name: str, pack: Pack) -> bool:
    """Whether a name or a code is that of a grid cell: codes of cells begin with that of their town."""
    rest = next((code[len(town.code) :] for town in pack.towns if code.startswith(town.code)), "")
    return "网格" in name or rest not in ("", "000")


def _hint(text: str) -> BoundaryLayer | None:
    plain = label(text)
    return next((layer for layer, words in _LAYER_WORDS if any(word in plain for word in words)), None)


def _outline(area: Area, code: str, name: str, pack: Pack, _places: Places) -> bool:
    names = {normalise_place(each) for each in (pack.name, *pack.county_names)}
    if code not in (pack.code, f"{pack.code}000", f"{pack.code}000000") and normalise_place(name) not in names:
        return False
    area.code, area.name = pack.code, pack.name
    return True


def _park(area: Area, code: str, name: str, pack: Pack, _places: Places) -> bool:
    for park in pack.parks:
        if code == park.code or normalise_place(name) in map(normalise_place, (park.name, *park.aliases)):
            area.code, area.name = park.code, park.name
            return True
    return False


def _town(area: Area, code: str, name: str, pack: Pack, places: Places) -> bool:
    match = places.resolve_town(name, code)
    if match.code is None or match.kind is TownMatchKind.PARK:
        return False
    area.code = match.code
    area.name = next(town.name for town in pack.towns if town.code == match.code)
    if code and places.resolve_town("", code).code not in (None, match.code):
        area.judgement.add("TOWN_CODE_CLASH", "", "", town=area.name)
    return True


def _cell(area: Area, code: str, name: str, pack: Pack, places: Places, town: str, *, is_sure: bool) -> bool:
    """A cell needs a code; its town is the stated one, else that of its code.

    Only what surely is a cell may have none yet: then its place tells.
    """
    if not code:
        return False
    stated = places.resolve_town(town).code if town else None
    known = {cell.code: cell.town for cell in (pack.as_loaded or pack).cells}
    begins = next((each.code for each in pack.towns if code.startswith(each.code)), None)
    area.town = stated or known.get(code) or begins
    if area.town is None and not is_sure:
        return False
    area.code, area.name = code[:40], (name or code)[:200]
    return True


def _draw(area: Area, pack: Pack, way: Way) -> None:
    """The geometry in degrees, or why it cannot be used."""
    given = area.feature.geometry
    if given is None or given.is_empty:
        area.judgement.refuse("line_unreadable" if area.feature.bad == "unreadable" else "line_empty")
        return
    moved, around = way(given), shapely.box(*pack.bounds)
    west, south, east, north = moved.bounds
    if not shapely.intersects(around, moved) and shapely.intersects(around, shapely.box(south, west, north, east)):
        area.judgement.refuse("line_swapped")
    elif not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        area.judgement.refuse("line_not_degrees", x=round(west), y=round(south))
    elif not moved.is_valid:
        area.judgement.refuse("line_invalid", **_where(moved))
    elif not shapely.intersects(around, moved):
        area.judgement.add("OUTSIDE_JURISDICTION", value=area.name or area.feature.number)
    else:
        area.geometry = shapely.normalize(moved)


def _where(geometry: BaseGeometry) -> dict[str, Any]:
    """What is wrong with a geometry, and at which degrees."""
    reason = shapely.is_valid_reason(geometry)
    what, _, place = reason.partition("[")
    what = what.strip()
    key = f"flag.invalid.{what.replace(' ', '-')}"
    numbers = place.rstrip("]").split()
    at = f"{float(numbers[0]):.6f}, {float(numbers[1]):.6f}" if len(numbers) == 2 else "—"
    return {"why": t(key if key in table(language()) else "flag.invalid.other", why=what), "at": at}
