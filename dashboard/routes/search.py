"""``/api/v1/search``: what the search field of the map suggests for what was typed so far."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from shapely import intersects_xy

from dashboard.services import services
from dashboard.viewer import viewer
from data.readmodel.snapshot import Snapshot
from data.readmodel.suggest import MOST_TYPED, Place, find_hazards, find_objects, find_places, places_of
from data.rules.vocabulary import Level
from data.store.confirmed import learnt_gazetteer
from data.words import t
from geo.coordinates import GEO_SWAPPED_FIXED, read_pair

routes = Blueprint("search", __name__, url_prefix="/api/v1")

MOST = 8
"""Suggestions of one group."""

Item = dict[str, Any]


@routes.get("/search")
def search() -> Response:
    """``{"groups": [{"key", "label", "items": [{"name", "note", "kind", "id"?, "at"?, "bounds"?}]}]}`` for ``q``."""
    asked = request.args.get("q", "")[: 2 * MOST_TYPED]
    text = "".join(each for each in asked if each.isprintable()).strip()
    groups = {"coordinates": _coordinates(text), **(_named(text) if len(text) <= MOST_TYPED else {})}
    found = [{"key": key, "label": t(f"map_search.group_{key}"), "items": items} for key, items in groups.items()]
    return jsonify({"groups": [group for group in found if group["items"]]})


def _named(text: str) -> dict[str, list[Item]]:
    snapshot, scope = services().model.snapshot, viewer().scope
    return {
        "places": [_place(each) for each in find_places(_places(snapshot), scope, text, MOST)],
        "objects": [_object(snapshot, row) for row in find_objects(snapshot, scope, text, MOST)],
        "hazards": [_hazard(snapshot, row) for row in find_hazards(snapshot, scope, text, MOST)],
    }


def _places(snapshot: Snapshot) -> tuple[Place, ...]:
    here = services()

    def make() -> tuple[Place, ...]:
        with here.engine.connect() as connection:
            return places_of(here.pack, learnt_gazetteer(connection, here.pack))

    return snapshot.memory.kept(("places", here.pack.drawn), make)


def _object(snapshot: Snapshot, row: int) -> Item:
    objects = snapshot.objects
    town = services().names.town(snapshot.tables.town[objects.town[row]] or None)
    return {
        "kind": "objects",
        "id": objects.id[row],
        "name": objects.name[row],
        "note": town,
        "at": _at(objects.lon[row], objects.lat[row], objects.morton[row]),
    }


def _hazard(snapshot: Snapshot, row: int) -> Item:
    hazards = snapshot.hazards
    owner = int(hazards.object_row[row])
    level = t(f"page_common.level.{Level(int(hazards.level[row])).value}")
    name = snapshot.objects.name[owner] if owner >= 0 else level
    return {
        "kind": "hazards",
        "id": hazards.number[row],
        "name": hazards.number[row],
        "note": name,
        "at": _at(hazards.lon[row], hazards.lat[row], hazards.morton[row]),
    }


def _at(lon: float, lat: float, morton: int) -> list[float] | None:
    return [float(lon), float(lat)] if morton >= 0 else None


def _place(place: Place) -> Item:
    notes = [t(f"map_search.kind_{place.kind}")]
    if place.kind == "village":
        notes.append(services().names.town(place.town))
    if place.lon is None:
        notes.append(t("map_search.no_place"))
    elif place.rough:
        notes.append(t("map_search.rough"))
    at = None if place.lon is None else [place.lon, place.lat]
    return {"kind": place.kind, "id": place.code, "name": place.name, "note": " · ".join(notes), "at": at} | (
        {"bounds": list(place.bounds)} if place.bounds else {}
    )


def _coordinates(text: str) -> list[Item]:
    """The one point that the text names, whatever its spelling; says when it lies outside or was read the other way."""
    pack = services().pack
    read = read_pair(text, None, pack.bounds, pack.projected_epsg)
    if read.lon is None or read.lat is None:
        return []
    inside = bool(intersects_xy(pack.outline, read.lon, read.lat))
    notes = [t("map_search.datum")]
    notes += [t("map_search.swapped")] if GEO_SWAPPED_FIXED in read.flags else []
    notes += [] if inside else [t("map_search.outside", name=pack.short_name)]
    name = f"{read.lon:.6f}, {read.lat:.6f}"
    at = [read.lon, read.lat]
    return [{"kind": "coordinates", "name": name, "note": " · ".join(notes), "at": at, "outside": not inside}]
