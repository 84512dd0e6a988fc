"""What a form tells of a new hazard or object: every problem of it, and the body of the event it becomes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from data.packs.model import Pack
from data.rules.errors import Problem, Reason, Word
from data.rules.events import OBJECT, NewEvent
from data.rules.hazard import Hazard
from data.rules.moves import may_report
from data.rules.objects import SupervisedObject
from data.rules.scope import Actor
from data.rules.vocabulary import Level, ManageType, PlaceQuality, Role, SubjectKind
from data.store.placing import placed

PLACE = ("lon", "lat", "town", "address")
"""Fields from which an object's place follows."""
FOLLOWS = (
    "town", "town_source", "village", "cell", "park", "lon", "lat", "place_quality", "place_doubts", "morton",
)  # fmt: skip
"""Fields that make the place."""


def hazard_problems(
    pack: Pack, actor: Actor, facts: Mapping[str, Any], subject: SupervisedObject | None, found_on: str, now: datetime
) -> list[Problem]:
    """Everything that stands against reporting this hazard."""
    problems = [] if may_report(actor) else [Problem(Reason("role", {"role": Word(f"role.{actor.role}")}))]
    problems += _known(pack, facts)
    if subject is None and not _said(facts, "subject_name"):
        problems.append(_missing("subject_name"))
    if not _said(facts, "description"):
        problems.append(_missing("description"))
    if facts.get("level") == Level.MAJOR and not _said(facts, "judge_basis"):
        problems.append(_missing("judge_basis"))
    problems += _about_day(found_on, now.date())
    return problems + _about_point(pack, facts)


def hazard_body(pack: Pack, actor: Actor, facts: Mapping[str, Any], subject: SupervisedObject | None) -> dict[str, Any]:
    """The body of ``found``. The object's place, town and sector stand where the form told none."""
    told = {name: value for name, value in facts.items() if value not in (None, "")}
    kind, name = told.pop("subject_kind", SubjectKind.ENTERPRISE.value), told.pop("subject_name", "")
    body: dict[str, Any] = {
        "subject": {"kind": kind, "name": name, "uscc": None},
        "level": Level.GENERAL.value,
        "manage_type": ManageType.BY_DEADLINE.value,
    }
    body |= told
    if subject is not None:
        body["subject"] = {"kind": kind, "name": subject.name, "uscc": subject.uscc}
        body = _of_object(subject, "lon" not in told) | body
    return body | {"dept": told.get("dept") or _department(pack, actor, body.get("sector"))}


def _of_object(subject: SupervisedObject, with_point: bool) -> dict[str, Any]:
    names = ["town", "sector", "address", "village", "park", "cell"]
    names += ["lon", "lat", "place_quality"] if with_point else []
    return {name: value for name in names if (value := getattr(subject, name)) is not None}


def object_problems(pack: Pack, fields: Mapping[str, Any]) -> list[Problem]:
    """Everything that stands against these fields of an object; only those that are named are looked at."""
    problems = [_missing("name")] if "name" in fields and not _said(fields, "name") else []
    return problems + _known(pack, fields) + _about_point(pack, fields)


def moved_place(pack: Pack, before: SupervisedObject | Hazard, changed: Mapping[str, Any]) -> dict[str, Any]:
    """What follows for the place of an object or a hazard when these fields change; empty when none says where it is.

    A measured point stays when only the address changes; an estimated one is estimated anew.
    """
    if not any(name in changed for name in PLACE):
        return {}
    told = {name: changed.get(name, getattr(before, name)) for name in PLACE}
    if "town" not in changed and before.town_source not in (None, "declared"):
        told["town"] = None
    if "lon" not in changed:
        told["place_doubts"] = before.place_doubts
    if "lon" not in changed and before.place_quality > PlaceQuality.ADDRESS:
        told |= {"lon": None, "lat": None}
    place = placed(pack, [NewEvent(OBJECT, "", "registered", "", told)])[0].body
    return {name: place.get(name) for name in FOLLOWS if place.get(name) != getattr(before, name)} | {
        "place_quality": place["place_quality"],
        "morton": place.get("morton"),
    }


def _known(pack: Pack, facts: Mapping[str, Any]) -> list[Problem]:
    """Towns and sectors that the pack does not have."""
    codes = {
        "town": {town.code for town in pack.towns},
        "sector": {sector.code for sector in pack.sectors},
    }
    return [
        Problem(Reason("bad_choice", {"field": Word(f"error_store.field.{name}"), "value": str(facts[name])}), name)
        for name, known in codes.items()
        if facts.get(name) and facts[name] not in known
    ]


def _about_day(found_on: str, today: date) -> list[Problem]:
    name = {"field": Word("error_store.field.found_on"), "value": found_on}
    try:
        day = date.fromisoformat(found_on)
    except ValueError:
        return [Problem(Reason("bad_date", name), "found_on")]
    if day > today:
        return [Problem(Reason("day_ahead", name), "found_on")]
    return [Problem(Reason("bad_date", name), "found_on")] if day < date(2000, 1, 1) else []


def _about_point(pack: Pack, facts: Mapping[str, Any]) -> list[Problem]:
    lon, lat = facts.get("lon"), facts.get("lat")
    if lon is None and lat is None:
        return []
    west, south, east, north = pack.bounds
    if lon is not None and lat is not None and west <= lon <= east and south <= lat <= north:
        return []
    value = {"field": Word("error_store.field.lon"), "value": f"{lon}, {lat}"}
    return [Problem(Reason("bad_choice", value), "lon")]


def _department(pack: Pack, actor: Actor, sector: str | None) -> str | None:
    """Who is responsible: the department that found it, else the one in charge of the sector."""
    if actor.role is Role.DEPARTMENT:
        return actor.org
    return next((each.lead for each in pack.sectors if each.code == sector), None)


def _missing(name: str) -> Problem:
    return Problem(Reason("missing", {"field": Word(f"error_store.field.{name}")}), name)


def _said(facts: Mapping[str, Any], name: str) -> bool:
    value = facts.get(name)
    return isinstance(value, str) and bool(value.strip())
