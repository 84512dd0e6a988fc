"""Read a pair of coordinates as offices write them: decimals, degrees and minutes, in one cell, swapped, or metres.

The numbers stay in the datum of their file; `geo.datum` moves them. Flags are some of the closed list of the import.
"""

import math
import re
from dataclasses import dataclass
from functools import cache

from pyproj import Transformer

from geo.names import normalise_text

GEO_MISSING = "GEO_MISSING"
GEO_ZERO = "GEO_ZERO"
GEO_SWAPPED_FIXED = "GEO_SWAPPED_FIXED"
GEO_LOW_PRECISION = "GEO_LOW_PRECISION"
FLAGS = (GEO_MISSING, GEO_ZERO, GEO_SWAPPED_FIXED, GEO_LOW_PRECISION)
"""What `read_pair` may say."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
Cell = str | float | int | None

BLANKS = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "无", "不详", "空", "none", "null", "nan", "n/a", "#n/a", "#ref!"}
)

_NUMBER = r"\d+(?:\.\d+)?"
_ANGLE_WORDS = (
    rf"(?P<before>[NSEWnsew]|东经|西经|北纬|南纬|经度|纬度)?\s*:?\s*"
    rf"(?P<sign>[-+])?(?P<degrees>{_NUMBER})\s*(?:(?:[°d度]|(?<=\d)[:](?=\d))\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*(?:[′'’‘分m]|[:](?=\d)|$)\s*"
    rf"(?:(?P<seconds>{_NUMBER})\s*(?:[″\"”“秒s]|''|′′|’’)?)?)?)?"
)
_ANGLE = re.compile(_ANGLE_WORDS + r"\s*(?P<after>[NSEWnsew](?![a-z]))?")
_ANGLE_AFTER_ITS_AXIS = re.compile(_ANGLE_WORDS)
_DEGREE_SIGNS = str.maketrans("º˚", "°°")
_DASHED = re.compile(r"^(\d{1,3})[- ](\d{1,2})[- ](\d{1,2}(?:\.\d+)?)$")
_LETTERED = re.compile(r"\b[xy]\s*[=:]\s*(?=\d)", re.IGNORECASE)
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_BETWEEN = re.compile(r"^[\s,，;；、/|()（）\[\]]*$")
_AXES = frozenset("NSEWnsew")
_NORTH = frozenset({"n", "s", "北纬", "南纬", "纬度"})
_EAST = frozenset({"e", "w", "东经", "西经", "经度"})
_NEGATIVE = frozenset({"s", "w", "西经", "南纬"})


@dataclass(frozen=True, slots=True)
class CoordinateReading:
    """What a pair of cells says: degrees in the file's datum or None, and flags; odd text is not ``readable``."""

    lon: float | None
    lat: float | None
    flags: tuple[str, ...] = ()
    readable: bool = True
    projected: bool = False
    """True when metres of the projected system were given: these are of its datum, whatever the file says."""


@dataclass(frozen=True, slots=True)
class _Angle:
    value: float
    decimals: int
    axis: str
    """``lon`` or ``lat`` when the text says which, else empty."""


NOTHING = CoordinateReading(None, None, (GEO_MISSING,))
UNREADABLE = CoordinateReading(None, None, (GEO_MISSING,), readable=False)


def read_pair(lon_cell: Cell, lat_cell: Cell, bounds: Bounds, projected_epsg: int | None = None) -> CoordinateReading:
    """Read one pair. ``bounds`` are the padded limits of the jurisdiction, by which a swapped pair is known.

    ``projected_epsg`` is the system in which numbers too big for degrees are taken to be metres, northing and easting
    in either order, a leading zone number (39 500 000) dropped. Nothing is guessed: what lies outside under every
    reading stays as written.
    """
    if isinstance(lon_cell, float) and isinstance(lat_cell, float):
        angles = [
            _Angle(cell, _decimals(repr(float(cell))), "") for cell in (lon_cell, lat_cell) if math.isfinite(cell)
        ]
    else:
        found = _angles(lon_cell, lat_cell)
        if found is None:
            return UNREADABLE
        angles = found
    if len(angles) < 2:
        return NOTHING
    first, second = angles
    if 0.0 in (first.value, second.value) and not within(bounds, first.value, second.value):
        return CoordinateReading(None, None, (GEO_ZERO,))
    if max(abs(first.value), abs(second.value)) > 360:
        return _metres(first.value, second.value, bounds, projected_epsg)
    return _degrees(first, second, bounds, in_one_cell=None in (lon_cell, lat_cell) or "" in (lon_cell, lat_cell))


def within(bounds: Bounds, lon: float, lat: float) -> bool:
    """Whether a point lies in the box, its edges included."""
    west, south, east, north = bounds
    return west <= lon <= east and south <= lat <= north


def _degrees(first: _Angle, second: _Angle, bounds: Bounds, *, in_one_cell: bool) -> CoordinateReading:
    if first.axis and first.axis == second.axis:
        return UNREADABLE
    stated = first.axis == "lat" or second.axis == "lon"
    swapped = not within(bounds, first.value, second.value) and within(bounds, second.value, first.value)
    swapped = swapped or stated or (abs(first.value) <= 90 < abs(second.value))
    lon, lat = (second.value, first.value) if swapped else (first.value, second.value)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return UNREADABLE
    flags = (GEO_SWAPPED_FIXED,) if swapped and not (stated and in_one_cell) else ()
    if max(first.decimals, second.decimals) <= 1:
        flags = (*flags, GEO_LOW_PRECISION)
    return CoordinateReading(lon, lat, flags)


def _metres(first: float, second: float, bounds: Bounds, epsg: int | None) -> CoordinateReading:
    if epsg is None:
        return UNREADABLE
    for easting, northing in ((first, second), (second, first)):
        lon, lat = _to_degrees(epsg).transform(easting % 1_000_000 if easting >= 1_000_000 else easting, northing)
        if math.isfinite(lon) and math.isfinite(lat) and within(bounds, lon, lat):
            return CoordinateReading(float(lon), float(lat), projected=True)
    return UNREADABLE


@cache
def _to_degrees(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, "OGC:CRS84", always_xy=True)


def _angles(lon_cell: Cell, lat_cell: Cell) -> list[_Angle] | None:
    """The angles of both cells in order, or None when a cell holds text that is no coordinate."""
    angles: list[_Angle] = []
    for cell in (lon_cell, lat_cell):
        found = _cell(cell)
        if found is None:
            return None
        angles += found
    if len(angles) == 4 and [a.value for a in angles[:2]] == [a.value for a in angles[2:]]:
        return angles[:2]
    return angles if len(angles) <= 2 else None


def _cell(cell: Cell) -> list[_Angle] | None:
    if cell is None or isinstance(cell, bool):
        return []
    if isinstance(cell, int | float):
        return _number(cell)
    text = _LETTERED.sub("", normalise_text(cell.translate(_DEGREE_SIGNS)).strip("'`").strip())
    if text.casefold() in BLANKS:
        return []
    if dashed := _DASHED.match(text):
        return [_angle(*dashed.groups(), sign="", axis="", decimals=9)]
    return _scan(_ungrouped(text))


def _number(cell: float) -> list[_Angle]:
    return [_Angle(float(cell), _decimals(repr(float(cell))), "")] if math.isfinite(cell) else []


def _ungrouped(text: str) -> str:
    """Thousands separators of metres go; the comma between two degrees stays."""
    return _GROUPED.sub("", text) if re.fullmatch(r"\d{1,3}(,\d{3}){1,2}(\.\d+)?", text) else text


def _scan(text: str) -> list[_Angle] | None:
    angles: list[_Angle] = []
    rest = 0
    pattern = _ANGLE_AFTER_ITS_AXIS if text[:1] in _AXES else _ANGLE
    for match in pattern.finditer(text):
        if not _BETWEEN.match(text[rest : match.start()]):
            return None
        rest = match.end()
        if (angle := _matched(match)) is None:
            return None
        angles.append(angle)
    return angles if angles and _BETWEEN.match(text[rest:]) and len(angles) <= 2 else None


def _matched(match: re.Match[str]) -> _Angle | None:
    parts = match.groupdict()
    words = {(parts.get(name) or "").casefold() for name in ("before", "after")} - {""}
    axis = "lat" if words & _NORTH else "lon" if words & _EAST else ""
    if words & _NORTH and words & _EAST:
        return None
    fine = parts["minutes"] is not None
    decimals = 9 if fine else _decimals(parts["degrees"])
    sign = "-" if parts["sign"] == "-" or words & _NEGATIVE else ""
    if fine and (float(parts["minutes"]) >= 60 or float(parts["seconds"] or 0) >= 60):
        return None
    return _angle(parts["degrees"], parts["minutes"], parts["seconds"], sign=sign, axis=axis, decimals=decimals)


def _angle(degrees: str, minutes: str | None, seconds: str | None, *, sign: str, axis: str, decimals: int) -> _Angle:
    value = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return _Angle(-value if sign else value, decimals, axis)


def _decimals(text: str) -> int:
    """Digits after the point that say something: 117.0 has none, 117.30 has one."""
    return len(text.partition(".")[2].rstrip("0"))
