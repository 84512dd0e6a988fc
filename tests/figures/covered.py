"""A made-up roster with visits, equipment and persons, and every coverage figure once more over plain lists."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from data.packs import Pack
from data.rules.events import EQUIPMENT, INSPECTION, OBJECT, PERSON, NewEvent

FIRST = date(2021, 1, 4)
SECTORS = ("H01", "H08", None)
ROLES = ("区领导", "部门", "镇街", "网格员", "企业主要负责人", "安全员", None)
Answer = tuple[float | int | None, int | None, int | None]


def events_of(pack: Pack, seed: int, objects: int = 14) -> list[NewEvent]:
    """Streams of every register, told in an order that is not the order of their days."""
    rng = Random(seed)
    streams = [_object(rng, pack, f"DX{n:03d}") for n in range(objects)]
    ids = [stream[0].id for stream in streams]
    for survivor, stream in zip(ids[1:], streams[:-1], strict=True):
        if rng.random() < 0.15:
            stream.append(NewEvent(OBJECT, stream[0].id, "merged", _later(rng, stream), {"into": survivor}))
    streams += [_visit(rng, pack, f"JC{n:03d}", rng.choice(ids)) for n in range(objects)]
    streams += [_piece(rng, pack, f"SB{n:03d}", rng.choice(ids)) for n in range(2 * objects)]
    streams += [_person(rng, pack, f"ZR{n:03d}", rng.choice(ids)) for n in range(objects)]
    told, left = [], [list(stream) for stream in streams]
    while left := [stream for stream in left if stream]:
        told.append(rng.choice(left).pop(0))
    return told


def _object(rng: Random, pack: Pack, key: str) -> list[NewEvent]:
    def facts() -> dict[str, Any]:
        return {
            "town": rng.choice([*(town.code for town in pack.towns[:3]), None]),
            "sector": rng.choice(SECTORS),
            "cell": rng.choice([*(cell.code for cell in pack.cells[:3]), None]),
            "lead_dept": rng.choice([pack.organisations[0].code, None]),
            "place_quality": rng.choice((1, 2, 3, 4, 9)),
            "morton": None,  # its place is told in full, nothing is to be derived
        }

    told = [NewEvent(OBJECT, key, "registered", _day(rng), {"name": f"示例企业{key}", "kind": "企业", **facts()})]
    if rng.random() < 0.5:
        told.append(NewEvent(OBJECT, key, "amended", _later(rng, told), {"fields": facts()}))
    if rng.random() < 0.2:
        told.append(NewEvent(OBJECT, key, "closed_down", _later(rng, told), {"status": "注销"}))
        return told
    return told


def _visit(rng: Random, pack: Pack, key: str, of: str) -> list[NewEvent]:
    place = {"town": rng.choice(pack.towns[:3]).code, "sector": rng.choice(SECTORS)}
    told = [NewEvent(INSPECTION, key, "recorded", _day(rng), {"object_id": of, "type": "日常", "findings": 0, **place})]
    return told + _end(rng, INSPECTION, key, told)


def _piece(rng: Random, pack: Pack, key: str, of: str) -> list[NewEvent]:
    def facts() -> dict[str, Any]:
        return {
            "object_id": of,
            "town": rng.choice([rng.choice(pack.towns[:3]).code, None]),
            "kind": rng.choice(("电梯", "电梯", "锅炉", None)),
            "status": rng.choice(("在用", "在用", "停用", "报废")),
            "next_inspection_due": rng.choice([_day(rng), None]),
            "result": rng.choice(("pass", "fail", None)),
            "in_96333": rng.choice((True, False, None)),
            "is_key_place": rng.choice((True, True, False, None)),
            "insured_until": rng.choice([_day(rng), None]),
            "morton": None,
        }

    told = [NewEvent(EQUIPMENT, key, "registered", _day(rng), facts())]
    if rng.random() < 0.5:
        told.append(NewEvent(EQUIPMENT, key, "amended", _later(rng, told), {"fields": facts()}))
    return told + _end(rng, EQUIPMENT, key, told)


def _person(rng: Random, pack: Pack, key: str, of: str) -> list[NewEvent]:
    answers = rng.choice(({"object_id": of}, {"cell": rng.choice(pack.cells[:3]).code}, {"town": pack.towns[0].code}))
    days = sorted([_day(rng), _day(rng)])
    facts = {"name": "张某", "role": rng.choice(ROLES), "valid_from": rng.choice((days[0], None)), **answers}
    told = [NewEvent(PERSON, key, "named", _day(rng), {**facts, "valid_to": rng.choice((days[1], None))})]
    return told + _end(rng, PERSON, key, told)


def _end(rng: Random, kind: str, key: str, told: list[NewEvent]) -> list[NewEvent]:
    return [NewEvent(kind, key, "withdrawn", _later(rng, told), {"reason": "误登"})] if rng.random() < 0.15 else []


def _day(rng: Random) -> str:
    return (FIRST + timedelta(rng.randrange(300))).isoformat()


def _later(rng: Random, told: list[NewEvent]) -> str:
    return (date.fromisoformat(told[-1].at) + timedelta(rng.randrange(60))).isoformat()


def reference(
    events: Sequence[NewEvent], first: date, last: date, as_of: date, change: int | None, town: str | None = None
) -> dict[str, Answer]:
    """Domain 4.3 as (value, numerator, denominator), of the whole or of one town; events are numbered from 1."""
    known = [event for event in events[:change] if event.at <= as_of.isoformat()]
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for event in known:
        record = records.setdefault((event.kind, event.id), {"id": event.id, "at": event.at, "status": None})
        record |= event.body.get("fields", event.body) if event.what != "merged" else dict(event.body)
        record["over"] = event.what in ("closed_down", "merged", "withdrawn")
    of = {
        kind: [one for (its, _), one in records.items() if its == kind]
        for kind in (OBJECT, INSPECTION, EQUIPMENT, PERSON)
    }
    objects = {one["id"]: one for one in of[OBJECT]}
    alive = [one for one in of[OBJECT] if not one["over"] and town in (None, one["town"])]
    visits = [one for one in of[INSPECTION] if not one["over"] and first.isoformat() <= one["at"] <= last.isoformat()]
    seen = {_survivor(objects, one["object_id"]) for one in visits}
    persons = [one for one in of[PERSON] if not one["over"] and _in_office(one, as_of.isoformat())]
    pieces = [
        one for one in of[EQUIPMENT] if not one["over"] and one["status"] == "在用" and town in (None, one["town"])
    ]
    lifts = [one for one in pieces if one["kind"] == "电梯"]
    key = [one for one in lifts if one["is_key_place"]]
    day = as_of.isoformat()

    def answered(by: list[dict[str, Any]]) -> set[str]:
        own = {_survivor(objects, one["object_id"]) for one in by if one.get("object_id")}
        cells = {one["cell"] for one in by if one.get("cell")}
        return {one["id"] for one in alive if one["id"] in own or one["cell"] in cells}

    anybody = answered(persons)
    supervised = answered([one for one in persons if one["role"] in ("区领导", "部门", "镇街", "网格员")])
    inspected = [one for one in alive if one["id"] in seen]
    return {
        "objects_total": (len(alive), None, None),
        "objects_inspected": (len(inspected), None, None),
        "inspections_total": (len([one for one in visits if town in (None, one["town"])]), None, None),
        "duty_rate": _rate([one for one in alive if one["lead_dept"] and one["id"] in supervised], alive),
        "cell_rate": _rate([one for one in alive if one["cell"]], alive),
        "on_map_rate": _rate([one for one in alive if one["place_quality"] in (1, 2)], alive),
        "inspected_rate": _rate(inspected, alive),
        "real_name_rate": _rate([one for one in alive if one["id"] in anybody], alive),
        "equipment_inspection_rate": _rate(
            [one for one in pieces if (one["next_inspection_due"] or "") >= day and one["result"] != "fail"], pieces
        ),
        "lifts_in_96333_rate": _rate([one for one in lifts if one["in_96333"]], lifts),
        "lifts_insured_rate": _rate([one for one in key if (one["insured_until"] or "") >= day], key),
    }


def _rate(part: list[Any], whole: list[Any]) -> Answer:
    return (len(part) / len(whole) if whole else None, len(part), len(whole))


def _in_office(person: dict[str, Any], day: str) -> bool:
    return (person["valid_from"] or "") <= day and (person["valid_to"] or "9") >= day


def _survivor(objects: dict[str, dict[str, Any]], key: str) -> str:
    while key in objects and objects[key]["over"] and "into" in objects[key]:
        key = objects[key]["into"]
    return key
