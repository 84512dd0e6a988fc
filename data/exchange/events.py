"""What is recorded for an accepted row: events of a new hazard or object, or what a known one lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.exchange.drafts import Draft
from data.exchange.towns import ADDRESS, POLYGON
from data.rules.events import HAZARD, OBJECT, NewEvent
from data.rules.place_fields import TOWN, doubts_text
from data.rules.vocabulary import Level, ManageType, ObjectKind, PlaceQuality, Result, Source, State, SubjectKind

SUBJECT_KINDS = {
    ObjectKind.PUBLIC_FACILITY.value: SubjectKind.PUBLIC_FACILITY,
    ObjectKind.PARK.value: SubjectKind.PARK,
    ObjectKind.SITE.value: SubjectKind.SITE,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A hazard row that is understood: who found it as what, whom it is about, and the state it may enter with."""

    draft: Draft
    subject: Mapping[str, Any]
    object_id: str
    source: Source
    state: State
    office: str | None
    dept: str | None
    sector: str | None
    today: date


def found_body(found: Found) -> dict[str, Any]:
    """The body of ``found``: the facts of the day of discovery. A place of the object's own comes with its quality."""
    draft, subject = found.draft, found.subject
    values = draft.values
    kind = SUBJECT_KINDS.get(subject.get("kind") or "", SubjectKind.ENTERPRISE)
    body: dict[str, Any] = {
        "subject": {"kind": kind.value, "name": values["subject"], "uscc": values["uscc"] or subject.get("uscc")},
        "object_id": found.object_id,
        "town": values["town"],
        "sector": found.sector,
        "level": values["level"],
        "source": int(found.source),
        "manage_type": values["manage_type"],
        "description": values["description"],
        "address": values["address"] or subject.get("address"),
        "category": values["category"],
        "cause_type": values.get("cause_type"),
        "judge_basis": values["judge_basis"],
        "dept": found.dept,
        "by": values["inspector"],
        "by_org": found.office or (draft.more["check_org"] or "")[:40] or None,
        "repeat": False,
    }
    if values.get("code"):
        body["ext_code"] = values["code"]
    return located(body, draft, subject)


def located(body: dict[str, Any], draft: Draft, subject: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The body with its place. A town that only point or address told is left to the store, which says so."""
    place = place_of(draft, subject)
    body.update(place)
    if draft.town_source == POLYGON or (draft.town_source == ADDRESS and place["lon"] is None):
        body["town"] = None
    return body


def place_of(draft: Draft, subject: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Point, quality, park and town source of a row: its own point first, then the object's."""
    place: dict[str, Any] = {"lon": draft.lon, "lat": draft.lat}
    if draft.park:
        place["park"] = draft.park
    if draft.lon is not None:
        quality = PlaceQuality.MEASURED if draft.precise else PlaceQuality.TOWN
        place["place_quality"] = quality.value
    elif subject is not None and subject.get("lon") is not None:
        draft.judgement.add("PLACE_FROM_OBJECT")
        held = subject.get("place_quality") or PlaceQuality.MEASURED.value
        place |= {"lon": subject["lon"], "lat": subject["lat"], "place_quality": held}
    elif draft.more.get("at_address"):
        draft.judgement.add("PLACE_FROM_ADDRESS")
    if doubts := doubts_text(draft.judgement.flags - {TOWN}):
        place["place_doubts"] = doubts  # that of the town is the store's, which knows the town that is meant
    if "outside" in draft.more:
        place["raw"] = {"lon": draft.more["outside"][0], "lat": draft.more["outside"][1]}
    if kept := draft.more.get("raw"):
        place["raw"] = place.get("raw", {}) | kept
    return place


def five_of(draft: Draft) -> dict[str, Any]:
    """五落实 as the row states them; what it does not state is left out."""
    values = draft.values
    five = {
        "person": values["responsible"],
        "measures": values["measures"],
        "funds_yuan": values["funds_yuan"],
        "deadline": values["deadline"],
        "plan": draft.more["plan"][:200] if draft.more["plan"] else None,
    }
    return {name: value for name, value in five.items() if value is not None}


def hazard_events(hazard_no: str, found: Found) -> list[NewEvent]:
    """The whole past that a ledger row tells of a hazard nobody knew, in the order of its days."""
    day = found.draft.values["found_on"]
    events = [NewEvent(HAZARD, hazard_no, "found", day, found_body(found))]
    if is_fixed_on_the_spot(found):
        five = five_of(found.draft)
        noted = [NewEvent(HAZARD, hazard_no, "five_updated", day, {"five": five})] if five.keys() - {"deadline"} else []
        return [*events, *noted, NewEvent(HAZARD, hazard_no, "fixed_on_the_spot", day, {})]
    return events + progress(hazard_no, found, State.CONFIRMED if found.source.confirms else State.REPORTED, day)


def is_fixed_on_the_spot(found: Found) -> bool:
    """即查即改 proven the same day: found, removed and re-inspected in one visit."""
    values = found.draft.values
    return (
        found.state is State.CLOSED
        and values["manage_type"] == ManageType.ON_THE_SPOT
        and values["reinspected_on"] == values["found_on"]
    )


def progress(hazard_no: str, found: Found, state: State, not_before: str) -> list[NewEvent]:
    """Events from ``state`` on to the one the row may reach, none before ``not_before``; none when it is there."""
    steps = _Steps(hazard_no, found, not_before)
    steps.confirm(state)
    steps.order(state)
    steps.rectify(state)
    steps.submit(state)
    steps.reinspect(state)
    return steps.events


_RANK = {
    State.REPORTED: 0,
    State.CONFIRMED: 1,
    State.NOTICED: 2,
    State.RECTIFYING: 3,
    State.FAILED: 3,
    State.SUBMITTED: 4,
    State.CLOSED: 6,
}


class _Steps:
    """The steps of the loop that still lie between a state and the one a row may reach."""

    def __init__(self, hazard_no: str, found: Found, not_before: str) -> None:
        self.hazard_no = hazard_no
        self.found = found
        self.values = found.draft.values
        self.at = max(not_before, self.values["found_on"])
        self.events: list[NewEvent] = []
        self.goal = _RANK[found.state] if found.state is not State.FAILED else 5

    def add(self, what: str, body: dict[str, Any], at: str | None = None) -> None:
        """One event, never before the one before it."""
        if at is not None and at > self.at:
            self.at = at
        self.events.append(NewEvent(HAZARD, self.hazard_no, what, self.at, body))

    def confirm(self, state: State) -> None:
        """T3, for what was only reported."""
        if state is State.REPORTED and self.goal == 1:
            self.add("confirmed", {"level": self.values["level"]})

    def order(self, state: State) -> None:
        """T6: the deadline of the ledger is that of the order."""
        if _RANK[state] < 2 <= self.goal and self.values["deadline"]:
            self.add("noticed", {"deadline": self.values["deadline"]})

    def rectify(self, state: State) -> None:
        """T7 with the 五落实; where the row does not go so far they are noted without it."""
        if _RANK[state] >= 3:
            return
        five = five_of(self.found.draft)
        says_more = bool(five.keys() - {"deadline"})
        is_due = bool(self.values["deadline"]) or _RANK[state] == 2
        if self.goal >= 3 and (says_more or self.goal == 3 or self.values["level"] == Level.MAJOR or not is_due):
            self.add("rectifying", {"five": five})
        elif says_more:
            self.add("five_updated", {"five": five})

    def submit(self, state: State) -> None:
        """T9 on the day the ledger names, or on the day it was filed; unless a re-inspection tells of it anyway."""
        done: date | None = self.found.draft.more["done_on"]
        if _RANK[state] >= 4 or self.goal < 4:
            return
        reinspected = self.values["reinspected_on"]
        if self.goal == 4 and not self._passed():
            filed = self.found.draft.reader.context.filed
            self.add("submitted", {}, (done or filed or self.found.today).isoformat())
        elif done is not None and (not reinspected or done.isoformat() <= reinspected):
            self.add("submitted", {}, done.isoformat())
        elif state is State.FAILED:
            self.add("submitted", {}, reinspected)

    def reinspect(self, state: State) -> None:
        """T11 or T12, and closing where the row may close."""
        if self.goal < 4 or (self.goal == 4 and not self._passed()):
            return
        stated = self.values["reinspection_result"]
        failed = self.goal == 5
        result = Result.FAIL.value if failed and stated in (None, Result.PASS) else stated
        filed = self.found.draft.reader.context.filed
        at = self.values["reinspected_on"] or (filed or self.found.today).isoformat()
        self.add("reinspected", {"result": result, "by": self.found.draft.more["reinspector"]}, at)
        if self.goal == 6:
            self.add("closed", {})

    def _passed(self) -> bool:
        return self.values["reinspection_result"] == Result.PASS and bool(self.values["reinspected_on"])


def object_body(draft: Draft, key: str) -> dict[str, Any]:
    """The body of ``registered`` for a row of a roster."""
    values = draft.values
    body = {
        "name": values["name"],
        "name_key": key,
        "uscc": values["uscc"],
        "reg_no": draft.reg_no,
        "kind": values["object_kind"],
        "sector": values["sector"],
        "industry": values["industry"],
        "town": values["town"],
        "address": values["address"],
        "colour": values["risk_colour"],
        "supervision_level": values["supervision_level"],
        "lead_dept": values["lead_dept"],
        "principal": values["principal"],
        "phone": values["phone"],
    }
    return located({name: value for name, value in body.items() if value is not None}, draft)


def provisional_body(draft: Draft, key: str, temp_code: str, sector: str | None) -> dict[str, Any]:
    """The body of ``registered`` for a subject that a ledger names and nobody knows."""
    values = draft.values
    body = {
        "name": values[draft.reader.kind.subject],
        "name_key": key,
        "uscc": values["uscc"],
        "reg_no": draft.reg_no,
        "temp_code": temp_code,
        "kind": ObjectKind.ENTERPRISE.value,
        "sector": sector,
        "town": values["town"],
        "address": values["address"],
        "phone": values["phone"],
        "provisional": True,
    }
    return located({name: value for name, value in body.items() if value is not None}, draft)


def registered(object_id: str, at: str, body: Mapping[str, Any]) -> NewEvent:
    """A new object."""
    return NewEvent(OBJECT, object_id, "registered", at, body)


def amended(kind: str, stream: str, at: str, fields: Mapping[str, Any]) -> NewEvent:
    """Changed facts of a known object or hazard."""
    return NewEvent(kind, stream, "amended", at, {"fields": fields})
