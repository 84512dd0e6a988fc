"""A row that waits beside the record it may be about, field by field, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from dashboard.importing.shown import label, value
from dashboard.names import Names
from dashboard.timeline import when
from data.exchange.columns import OBJECTS, kind_of
from data.packs import Pack
from data.rules import masking
from data.rules.events import ACCIDENT, HAZARD, OBJECT
from data.store.family import survivor
from data.store.held import Decision
from data.store.models import AccidentRow, HazardRow, ObjectRow
from data.store.states import table_of
from data.words import t

_OBJECTS, _HAZARDS, _ACCIDENTS = table_of(ObjectRow), table_of(HazardRow), table_of(AccidentRow)
_OF_OBJECT = {
    "name": "name", "uscc": "uscc", "object_kind": "kind", "town": "town", "address": "address", "sector": "sector",
    "industry": "industry", "supervision_level": "supervision_level", "lead_dept": "lead_dept",
    "risk_colour": "colour", "principal": "principal", "phone": "phone", "lon": "lon", "lat": "lat",
}  # fmt: skip
"""Columns of a roster and the fields of an object that they are compared with."""
_OF_HAZARD = {
    "subject": "subject_name", "uscc": "uscc", "town": "town", "address": "address", "description": "description",
    "level": "level", "category": "category", "measures": "five_measures", "responsible": "five_person",
    "status": "state", "found_on": "found_day", "deadline": "deadline",
}  # fmt: skip
_OF_ACCIDENT = {
    "code": "code", "occurred_on": "occurred_day", "reported_on": "reported_day", "address": "address", "town": "town",
    "type": "type", "deaths": "deaths", "missing": "missing", "serious": "serious", "minor": "minor", "level": "level",
    "stage": "stage", "course": "course",
}  # fmt: skip
_DAYS = frozenset({"found_on", "deadline", "occurred_on", "reported_on"})

Facts = Mapping[str, Any]


def card(connection: Connection, pack: Pack, names: Names, row: Row[Any], past: list[Decision]) -> dict[str, Any]:
    """A held row for the browser: ``fields`` are [title, the row's, the record's, whether they differ], all text."""
    told: dict[str, Any] = orjson.loads(row.told)
    other = _other(connection, pack, row)
    facts = other["facts"] if other else {}
    fields = _fields(row.kind, told["values"] or {}, facts, names)
    return {
        "held": row.held,
        "kind": row.kind,
        "file": row.file,
        "sheet": row.sheet,
        "row": row.row,
        "who": f"{names.short_org(row.org)} {row.actor}".strip(),
        "at": when(row.at, pack.zone),
        "state": row.state,
        "state_word": t(f"page_review.state.{row.state}"),
        "problems": [one["message"] for one in told["problems"]],
        "fields": fields,
        "other": {key: other[key] for key in ("name", "href", "may_merge")} if other else None,
        "is_twin": "POSSIBLE_DUPLICATE" in told["flags"],
        "wants_town": "TOWN_AMBIGUOUS" in told["flags"],
        "decisions": [_decision(one, pack) for one in past],
    }


def _decision(one: Decision, pack: Pack) -> str:
    said = f"{when(one.at, pack.zone)} {one.actor} {t(f'page_review.what.{one.what}')}"
    return f"{said}（{one.reason}）" if one.reason else said


def _other(connection: Connection, pack: Pack, row: Row[Any]) -> dict[str, Any] | None:
    """The record that the row may be about, by columns of a ledger; None when it names none that is still there."""
    if row.other_kind == OBJECT:
        number = survivor(connection, pack.code, row.other)
        query = select(_OBJECTS).where(_OBJECTS.c.county == pack.code, _OBJECTS.c.id == number)
        found, columns = connection.execute(query).first(), _OF_OBJECT
        subject = kind_of(row.kind).subject
        if found is None:
            return None
        facts = {key: getattr(found, field) for key, field in columns.items()}
        return {
            "facts": facts if row.kind == OBJECTS else facts | {subject: found.name},
            "name": found.name,
            "href": f"/objects/{number}",
            "may_merge": True,
        }
    if row.other_kind == HAZARD:
        query = select(_HAZARDS).where(_HAZARDS.c.county == pack.code, _HAZARDS.c.hazard_no == row.other)
        found = connection.execute(query).first()
        return None if found is None else _dated(found, _OF_HAZARD, f"/hazards/{row.other}", row.other, may_merge=False)
    if row.other_kind == ACCIDENT:
        query = select(_ACCIDENTS).where(_ACCIDENTS.c.county == pack.code, _ACCIDENTS.c.no == row.other)
        found = connection.execute(query).first()
        return (
            None
            if found is None
            else _dated(found, _OF_ACCIDENT, _page_of(found), found.code or row.other, may_merge=True)
        )
    return None


def _page_of(accident: Row[Any]) -> str:
    return f"/objects/{accident.object_id}" if accident.object_id else "/accidents"


def _dated(found: Row[Any], columns: Mapping[str, str], href: str, name: str, *, may_merge: bool) -> dict[str, Any]:
    facts = {key: getattr(found, field) for key, field in columns.items()}
    days = {key: date.fromordinal(day).isoformat() for key in _DAYS & facts.keys() if (day := facts[key]) is not None}
    return {"facts": facts | days, "name": name, "href": href, "may_merge": may_merge}


def _fields(kind: str, values: Facts, facts: Facts, names: Names) -> list[list[Any]]:
    """Fields that either side states, in the order of the kind."""
    fields = []
    for key in kind_of(kind).keys:
        ours, theirs = values.get(key), facts.get(key)
        if ours in (None, "") and theirs in (None, ""):
            continue
        differs = key in facts and ours not in (None, "") and theirs != ours
        said = ("" if one in (None, "") else value(kind, key, _masked(key, one), names) for one in (ours, theirs))
        fields.append([label(kind, key), *said, differs])
    return fields


def _masked(key: str, one: Any) -> Any:
    return masking.phone(one) if key == "phone" else one
