"""Where an event happened: town, grid cell, park and the key of the place, assigned once, before the event is recorded.

The declared town always wins; a polygon decides only where none is declared (``town_source = polygon``), an address
where there is no point either (``address``). What has no point gets the best known place with its quality: the one its
address names, or the seat of its town; such a place says nothing of cell and park.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.packs.model import Pack
from data.packs.places import Places
from data.rules.events import ACCIDENT, EQUIPMENT, HAZARD, OBJECT, NewEvent
from data.rules.place_fields import OUTSIDE, TOWN, doubts_of, doubts_text
from data.rules.vocabulary import PlaceQuality
from data.store.confirmed import learnt_gazetteer
from geo import morton
from geo.gazetteer import Gazetteer, GeocodedPlace

DECLARED, POLYGON, ADDRESS = "declared", "polygon", "address"
"""Values of ``town_source``."""

_MEASURED, _ADDRESS = PlaceQuality.MEASURED.value, PlaceQuality.ADDRESS.value
_TOWN, _MISSING = PlaceQuality.TOWN.value, PlaceQuality.MISSING.value

_FIRST = frozenset({"found", "registered"})
_PLACED = frozenset({HAZARD, OBJECT, EQUIPMENT, ACCIDENT})


def placed(pack: Pack, events: Sequence[NewEvent], connection: Connection | None = None) -> list[NewEvent]:
    """The events; those that tell a place are completed with what follows from it, unless they were (``morton``).

    With a connection, addresses are also looked up among the confirmed objects of the county.
    """
    bodies = {index: told for index, event in enumerate(events) if (told := _told(event)) is not None}
    if not bodies:
        return list(events)
    found = _places(pack, list(bodies.values()), connection)
    done = list(events)
    for index, place in zip(bodies, found, strict=True):
        done[index] = _completed(done[index], place)
    return done


def _told(event: NewEvent) -> Mapping[str, Any] | None:
    """The fields of an event that tell a place yet to be assigned."""
    if event.what in _FIRST:
        return None if "morton" in event.body else event.body
    if event.what == "amended" and event.kind in _PLACED:
        fields = event.body.get("fields")
        if isinstance(fields, Mapping) and "lon" in fields and "lat" in fields and "morton" not in fields:
            return fields
    return None


def _completed(event: NewEvent, place: dict[str, Any]) -> NewEvent:
    if event.what != "amended":
        return NewEvent(event.kind, event.id, event.what, event.at, {**event.body, **place})
    beside = {name: place[name] for name in ("raw",) if name in place}
    fields = {name: value for name, value in place.items() if name not in ("town", "town_source", "raw")}
    body = {**event.body, "fields": {**event.body["fields"], **fields}, **beside}
    return NewEvent(event.kind, event.id, event.what, event.at, body)


def places_of(pack: Pack) -> Places:
    """The places of a pack, made once."""
    return _made(_Same(pack))


class _Same:
    """A pack as a key of the cache: equal when it is the same object."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return id(self.pack)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.pack is self.pack


@lru_cache(maxsize=8)
def _made(same: _Same) -> Places:
    return Places(same.pack)


def _places(pack: Pack, bodies: Sequence[Mapping[str, Any]], connection: Connection | None) -> list[dict[str, Any]]:
    places = places_of(pack)
    lon, lat = _points(bodies, pack.bounds)
    found: list[dict[str, Any]] = [_declared(body) for body in bodies]
    _assign_points(places, found, bodies, lon, lat)
    if missing := np.flatnonzero(np.isnan(lon)).tolist():
        gazetteer = places.gazetteer if connection is None else learnt_gazetteer(connection, pack)
        _assign_addresses(gazetteer, pack, found, bodies, missing)
    return found


def _points(
    bodies: Sequence[Mapping[str, Any]], bounds: tuple[float, float, float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Columns of degrees; NaN for both where there is no point or it lies far outside."""
    lon = np.array([_number(body.get("lon")) for body in bodies], dtype=np.float64)
    lat = np.array([_number(body.get("lat")) for body in bodies], dtype=np.float64)
    west, south, east, north = bounds
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return np.where(inside, lon, np.nan), np.where(inside, lat, np.nan)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else np.nan


def _declared(body: Mapping[str, Any]) -> dict[str, Any]:
    town = body.get("town")
    return {"town": town, "town_source": DECLARED if town else None, "place_quality": _MISSING}


def _assign_points(
    places: Places,
    found: Sequence[dict[str, Any]],
    bodies: Sequence[Mapping[str, Any]],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
) -> None:
    """Fill in what follows from the points, in place."""
    towns, cells, parks = (codes.tolist() for codes in places.assign(lon, lat))
    keys = morton.encode(lon, lat).tolist()
    for index in np.flatnonzero(~np.isnan(lon)).tolist():
        place, body = found[index], bodies[index]
        told = body.get("place_quality")
        quality = told if isinstance(told, int) and told != _MISSING else _MEASURED
        place["place_quality"], place["morton"] = quality, keys[index]
        if quality <= _ADDRESS:
            place["cell"] = body.get("cell") or cells[index]
            place["park"] = body.get("park") or parks[index]
        if place["town"] is None and towns[index] is not None:
            place["town"], place["town_source"] = towns[index], POLYGON
        _doubt(place, body, TOWN, stands=quality <= _ADDRESS and towns[index] not in (None, place["town"]))


def _assign_addresses(
    gazetteer: Gazetteer,
    pack: Pack,
    found: Sequence[dict[str, Any]],
    bodies: Sequence[Mapping[str, Any]],
    rows: Sequence[int],
) -> None:
    """Give what has no point the place its address names, or its town's seat, in place."""
    addresses = [_text(bodies[index].get("address")) for index in rows]
    guesses = gazetteer.geocode(addresses, [found[index]["town"] for index in rows])
    seats = {town.code: (town.seat_lon, town.seat_lat) for town in pack.towns}
    for index, guess in zip(rows, guesses, strict=True):
        _keep_unused(found[index], bodies[index])
        _estimate(found[index], guess, seats)
    keys = morton.encode(
        [_number(found[index]["lon"]) for index in rows], [_number(found[index]["lat"]) for index in rows]
    )
    for index, key in zip(rows, keys.tolist(), strict=True):
        found[index]["morton"] = None if key == morton.MISSING else key


def _keep_unused(place: dict[str, Any], body: Mapping[str, Any]) -> None:
    """A told point far outside the jurisdiction stays in the event under ``raw`` and is not used."""
    if body.get("lon") is not None and body.get("lat") is not None and "raw" not in body:
        place["raw"] = {"lon": body["lon"], "lat": body["lat"]}
        _doubt(place, body, OUTSIDE, stands=True)


def _doubt(place: dict[str, Any], body: Mapping[str, Any], flag: str, *, stands: bool) -> None:
    """Add a doubt to those that the body tells of its place, or take it away; nothing is told where nothing changes."""
    told = doubts_of(_text(body.get("place_doubts")))
    if stands != (flag in told):
        place["place_doubts"] = doubts_text(told | {flag} if stands else told - {flag})


def _estimate(
    place: dict[str, Any], guess: GeocodedPlace, seats: Mapping[str, tuple[float | None, float | None]]
) -> None:
    """The best known point of what has none of its own."""
    if place["town"] is None and guess.town is not None:
        place["town"], place["town_source"] = guess.town, ADDRESS
    if guess.village is not None:
        place["village"] = guess.village
    lon, lat, quality = guess.lon, guess.lat, int(guess.quality)
    if lon is None or lat is None:
        lon, lat = seats.get(place["town"], (None, None))
        quality = _MISSING if lon is None or lat is None else _TOWN
    place["lon"], place["lat"], place["place_quality"] = lon, lat, quality


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
