"""A point typed by a person, with the datum they say it is in, as WGS84; nothing about it is guessed."""

from data.packs.model import Pack
from data.words import t
from geo.coordinates import GEO_SWAPPED_FIXED, read_pair
from geo.datum import Datum, to_wgs84

Point = tuple[float, float]
"""Longitude and latitude, WGS84 degrees."""


def read_point(text: str | None, datum: str | None, pack: Pack) -> tuple[Point | None, dict[str, str]]:
    """The point and the problems by field (``point``, ``datum``): blank is no point and no problem.

    A swapped pair is asked about and not turned round; a point outside the padded bounds of the pack is refused.
    """
    if not text:
        return None, {}
    reading = read_pair(text, None, pack.bounds, pack.projected_epsg)
    if reading.lon is None or reading.lat is None:
        return None, {"point": t("page_form.bad_point", text=text[:40])}
    if GEO_SWAPPED_FIXED in reading.flags:
        return None, {"point": t("page_form.point_swapped", point=f"{reading.lon:g},{reading.lat:g}")}
    declared = Datum.CGCS2000.value if reading.projected else datum
    if declared is None:
        return None, {"datum": t("page_form.point_without_datum")}
    lon, lat = to_wgs84(reading.lon, reading.lat, Datum(declared))
    if not _inside(float(lon), float(lat), pack):
        return None, {"point": t("page_form.point_outside", point=text[:40])}
    return (float(lon), float(lat)), {}


def _inside(lon: float, lat: float, pack: Pack) -> bool:
    west, south, east, north = pack.bounds
    return west <= lon <= east and south <= lat <= north
