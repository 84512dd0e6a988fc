"""Coordinates of a whole file: read, moved to WGS84, held against outline, towns and each other (domain 9.3)."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from data.exchange.drafts import Draft, shown
from data.exchange.errors import DatumNotDeclared
from data.exchange.outcome import TableReport
from data.exchange.reader import Cell
from data.exchange.text import says_nothing
from data.packs import Pack
from data.packs.places import Places
from data.words import t
from geo.coordinates import GEO_LOW_PRECISION, CoordinateReading, read_pair, within
from geo.datum import Datum, to_wgs84

BORDER_DEGREES = 0.01
"""A point this little outside is taken to be inside: published outlines are generalised by about a kilometre."""
SHARED_BY = 10
"""So many different subjects at one point are suspicious."""
DATUM_SHIFTS_METRES = ((350.0, 750.0), (850.0, 1_800.0))
"""How far points of a wrongly declared datum lie off: GCJ-02 for WGS84 or the reverse, and the same with BD-09."""
SAME_SHIFT_METRES = 150.0
FEWEST_KNOWN = 5
"""Known points from which a common shift is taken to be one."""


def read_points(
    drafts: Sequence[Draft],
    datum: Datum | None,
    pack: Pack,
    places: Places,
    file: str,
    tables: Sequence[TableReport] = (),
) -> None:
    """Give each draft its point in WGS84, flagged. Raises `DatumNotDeclared` for coordinates of unknown datum.

    ``tables`` are what the file's titles were taken for, to be looked at with such a refusal.
    """
    if not drafts or not any(draft.reader.has(key) for draft in drafts for key in ("lon", "lat", "point")):
        return
    memo: dict[tuple[Cell, Cell], CoordinateReading] = {}
    readings = [_reading(draft, pack, memo) for draft in drafts]
    if datum is None:
        _require_none(drafts, readings, file, tables)
    lon, lat = _moved(readings, datum)
    for draft, reading, x, y in zip(drafts, readings, lon.tolist(), lat.tolist(), strict=True):
        _take(draft, reading, x, y)
    _leave_out_what_is_outside(drafts, pack)
    _compare_towns(drafts, places)
    _flag_repeated(drafts)


def _reading(draft: Draft, pack: Pack, memo: dict[tuple[Cell, Cell], CoordinateReading]) -> CoordinateReading:
    pair = (draft.lon_cell, draft.lat_cell)
    reading = memo.get(pair)
    if reading is None:
        reading = memo[pair] = read_pair(*pair, pack.bounds, pack.projected_epsg)
    return reading


def _require_none(
    drafts: Sequence[Draft], readings: Sequence[CoordinateReading], file: str, tables: Sequence[TableReport]
) -> None:
    """Without a datum there must be no degrees."""
    for draft, reading in zip(drafts, readings, strict=True):
        if reading.lon is not None and not reading.projected:
            places = draft.reader.header.placed
            titles = [places[key][0].title for key in ("lon", "lat", "point") if key in places]
            mentioned = draft.reader.context.datum_text
            hint = t("error_exchange.hint", text=mentioned) if mentioned else ""
            raise DatumNotDeclared(tables, file=file, columns="、".join(titles), hint=hint)


def _moved(
    readings: Sequence[CoordinateReading], datum: Datum | None
) -> tuple["np.ndarray[tuple[int], np.dtype[np.float64]]", "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    lon = np.array([np.nan if one.lon is None else one.lon for one in readings])
    lat = np.array([np.nan if one.lat is None else one.lat for one in readings])
    if datum is None:
        return lon, lat
    x, y = to_wgs84(lon, lat, datum)
    surveyed = np.array([one.projected for one in readings])
    return np.where(surveyed, lon, x), np.where(surveyed, lat, y)


def _take(draft: Draft, reading: CoordinateReading, lon: float, lat: float) -> None:
    column, cell = _where(draft)
    for flag in reading.flags:
        draft.judgement.add(flag, column, cell)
    if not reading.readable:
        said = " ".join(shown(one) for one in (draft.lon_cell, draft.lat_cell) if one and not says_nothing(shown(one)))
        draft.judgement.remark("unreadable_point", column, cell, value=said)
    if reading.lon is not None:
        draft.lon, draft.lat = round(lon, 7), round(lat, 7)
        draft.values["lon"], draft.values["lat"] = draft.lon, draft.lat
        draft.precise = GEO_LOW_PRECISION not in reading.flags


def _where(draft: Draft) -> tuple[str, str]:
    key = "lon" if draft.reader.header.has("lon") else "point"
    return draft.reader.where(draft.row, key)


def _columns(drafts: Sequence[Draft]) -> tuple["list[float]", "list[float]"]:
    return [draft.lon or 0.0 for draft in drafts], [draft.lat or 0.0 for draft in drafts]


def _leave_out_what_is_outside(drafts: Sequence[Draft], pack: Pack) -> None:
    with_point = [draft for draft in drafts if draft.lon is not None]
    if not with_point:
        return
    limits = shapely.buffer(pack.outline, BORDER_DEGREES)
    shapely.prepare(limits)
    inside = shapely.intersects_xy(limits, *_columns(with_point))
    for draft, is_inside in zip(with_point, inside.tolist(), strict=True):
        if not is_inside and (draft.precise or not within(pack.bounds, draft.lon or 0.0, draft.lat or 0.0)):
            draft.judgement.add("GEO_OUTSIDE", *_where(draft))
            draft.more["outside"] = (draft.lon, draft.lat)
            draft.lon = draft.lat = None


def _compare_towns(drafts: Sequence[Draft], places: Places) -> None:
    with_point = [draft for draft in drafts if draft.lon is not None and draft.precise]
    if not with_point:
        return
    towns, _, _ = places.assign(*_columns(with_point))
    for draft, town in zip(with_point, towns.tolist(), strict=True):
        draft.more["polygon_town"] = town
        declared = draft.values["town"]
        if town and declared and town != declared:
            names = {one.code: one.name for one in places.pack.towns}
            draft.judgement.add("GEO_TOWN_MISMATCH", *_where(draft), found=names[town], declared=names[declared])


def suspect_datum(drafts: Sequence[Draft], known: Sequence[tuple[float, float] | None]) -> None:
    """Doubt the declared datum when the points of a file lie off the ``known`` ones of their objects, all alike.

    GCJ-02 lies about 550 m and BD-09 about 1.3 km off WGS84 (domain 9.3): a shift of that size which most rows share.
    """
    pairs = [
        (draft, _metres(draft.lon - point[0], draft.lat - point[1], draft.lat))
        for draft, point in zip(drafts, known, strict=True)
        if point is not None and draft.lon is not None and draft.lat is not None and draft.precise
    ]
    if len(pairs) < FEWEST_KNOWN:
        return
    usual = np.median([shift for _, shift in pairs], axis=0)
    metres = float(np.hypot(*usual))
    alike = [draft for draft, shift in pairs if np.hypot(*(shift - usual)) <= SAME_SHIFT_METRES]
    if any(low <= metres <= high for low, high in DATUM_SHIFTS_METRES) and len(alike) * 3 >= len(pairs) * 2:
        for draft in alike:
            draft.judgement.add("GEO_DATUM_SUSPECT", *_where(draft), metres=round(metres, -1))


def _metres(lon: float, lat: float, at: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([lon * 111_320 * np.cos(np.radians(at)), lat * 110_950])


def _flag_repeated(drafts: Sequence[Draft]) -> None:
    at_point: dict[tuple[float | None, float | None], set[str]] = defaultdict(set)
    subject = drafts[0].reader.kind.subject
    for draft in drafts:
        if draft.lon is not None and draft.values[subject]:
            at_point[(draft.lon, draft.lat)].add(draft.values[subject])
    crowded = {point: len(names) for point, names in at_point.items() if len(names) >= SHARED_BY}
    for draft in drafts:
        count = crowded.get((draft.lon, draft.lat))
        if draft.lon is not None and count:
            draft.judgement.add("GEO_REPEATED", *_where(draft), count=count)
