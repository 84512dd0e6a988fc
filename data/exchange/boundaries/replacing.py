"""Objects and equipment in the cells, parks and towns of new lines. Hazards keep the place of their discovery."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, select

from data.exchange.known import last_days
from data.packs import Pack
from data.packs.places import Places
from data.rules.events import EQUIPMENT, OBJECT, NewEvent
from data.rules.objects import OVER
from data.rules.place_fields import TOWN, doubts_of, doubts_text
from data.rules.vocabulary import PlaceQuality
from data.store.placing import DECLARED, POLYGON, places_of
from data.store.states import KIND_BY_NAME

_KINDS = (OBJECT, EQUIPMENT)


def replaced(connection: Connection, before: Pack, after: Pack, now: datetime) -> list[NewEvent]:
    """What changes for records with a point of their own when ``after`` draws the county instead of ``before``.

    A stated town stays, and so do cell and park where people named others than the old lines did.
    """
    old, new = places_of(before), Places(after)
    return [event for kind in _KINDS for event in _of_kind(connection, after, kind, old, new, now)]


def _of_kind(
    connection: Connection, pack: Pack, kind: str, old: Places, new: Places, now: datetime
) -> Iterator[NewEvent]:
    key, table = KIND_BY_NAME[kind].key, KIND_BY_NAME[kind].table
    rows = connection.execute(_placed(table, pack.code)).mappings().all()
    lon = np.array([row["lon"] for row in rows], np.float64)
    lat = np.array([row["lat"] for row in rows], np.float64)
    was, now_in = (_assigned(places, lon, lat) for places in (old, new))
    changed: dict[str, dict[str, Any]] = {}
    for row, before, after in zip(rows, was, now_in, strict=True):
        if fields := _fields(dict(row), before, after):
            changed[row[key]] = fields
    last = last_days(connection, pack, list(changed), kind)
    for number, fields in changed.items():
        at = now.isoformat() if last[number] <= now.toordinal() else date.fromordinal(last[number]).isoformat()
        yield NewEvent(kind, number, "amended", at, {"fields": fields})


def _placed(table: Table, county: str) -> Any:
    """Records with a point of their own that stand for something."""
    query = select(table).where(
        table.c.county == county, table.c.lon.is_not(None), table.c.place_quality <= PlaceQuality.ADDRESS.value
    )
    return query.where(table.c.status.not_in(OVER)) if table.name == "supervised_object" else query


def _assigned(places: Places, lon: Any, lat: Any) -> Iterator[dict[str, str | None]]:
    towns, cells, parks = (codes.tolist() for codes in places.assign(lon, lat))
    return (dict(zip(("town", "cell", "park"), each, strict=True)) for each in zip(towns, cells, parks, strict=True))


def _fields(
    row: Mapping[str, Any], before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> dict[str, Any]:
    """The fields of a record that become others."""
    fields: dict[str, Any] = {
        name: after[name] for name in ("cell", "park") if row[name] in (before[name], None) and after[name] != row[name]
    }
    town = row["town"]
    if row["town_source"] != DECLARED and after["town"] not in (None, town):
        town = after["town"]
        fields |= {"town": town, "town_source": POLYGON}
    if "place_doubts" in row:
        held = doubts_of(row["place_doubts"])
        stands = held | {TOWN} if after["town"] not in (None, town) else held - {TOWN}
        if stands != held:
            fields["place_doubts"] = doubts_text(stands)
    return fields
