"""An inspection is a visit to one supervised object: who looked at what, and what was found (domain 2.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data.rules.bodies import BadField, Body, code_of, day_of, map_of, one_of, prose_of, text_of
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HappenedEvent

MOST_FINDINGS = 9999
MOST_HAZARDS = 500
"""Hazards that one inspection may name."""


class InspectionType(StrEnum):
    """检查类型 (domain 2.3); words are under ``page_inspection.type``."""

    DAILY = "日常"
    SPECIAL = "专项"
    RANDOM = "双随机"
    JOINT = "联合"
    ENFORCEMENT = "执法"
    SUPERVISION = "督查"
    PATROL = "巡查"
    THIRD_PARTY = "第三方"


@dataclass(slots=True)
class Inspection:
    """检查: the columns of the store's inspection row. ``day`` is the day of the visit, an ordinal.

    ``code`` is the number that the office gave it, ``ended_day`` the last day of a longer visit, ``signed`` whether
    the unit signed, None where nobody said. Town, sector, cell and park are those of the object on that day.
    ``findings`` of 0 is 未发现问题; ``hazards`` are numbers of hazards that were found, separated by blanks.
    """

    no: str
    object_id: str
    day: int
    ended_day: int | None = None
    type: str = InspectionType.DAILY.value
    org: str | None = None
    inspectors: str | None = None
    topic: str | None = None
    findings: int = 0
    code: str | None = None
    doc_no: str | None = None
    signed: bool | None = None
    refusal: str | None = None
    remark: str | None = None
    hazards: str | None = None
    town: str | None = None
    sector: str | None = None
    cell: str | None = None
    park: str | None = None
    batch: str | None = None
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False


_TYPES = frozenset(one.value for one in InspectionType)


def _hazards(body: Body) -> str | None:
    numbers = body.get("hazards") or []
    usable = isinstance(numbers, list | tuple) and len(numbers) <= MOST_HAZARDS
    if not usable or not all(isinstance(no, str) and 0 < len(no) <= 64 and no.split() == [no] for no in numbers):
        raise BadField("hazards", numbers)
    return " ".join(dict.fromkeys(numbers)) or None


def _signed(body: Body) -> bool | None:
    value = body.get("signed")
    if value is not None and not isinstance(value, bool):
        raise BadField("signed", value)
    return value


def _on(body: Body) -> int:
    """The day of the visit, where it is told anew."""
    day = day_of(body, "on")
    if day is None:
        raise BadField("on", None)
    return day


FIELDS: Mapping[str, Callable[[Body], Any]] = {
    "on": _on,
    "ended": lambda body: day_of(body, "ended"),
    "code": lambda body: text_of(body, "code", 64),
    "signed": _signed,
    "refusal": lambda body: text_of(body, "refusal"),
    "remark": lambda body: prose_of(body, "remark"),
    "type": one_of("type", _TYPES, InspectionType.DAILY.value),
    "org": lambda body: text_of(body, "org", 40),
    "inspectors": lambda body: text_of(body, "inspectors"),
    "topic": lambda body: text_of(body, "topic"),
    "findings": lambda body: code_of(body, "findings", 0, MOST_FINDINGS) or 0,
    "doc_no": lambda body: text_of(body, "doc_no"),
    "hazards": _hazards,
    "town": lambda body: text_of(body, "town", 40),
    "sector": lambda body: text_of(body, "sector", 40),
    "cell": lambda body: text_of(body, "cell", 40),
    "park": lambda body: text_of(body, "park", 40),
}
"""Fields of ``recorded`` beside the object, and of ``amended.fields``."""
ATTRIBUTES = {"on": "day", "ended": "ended_day"}
"""Fields that are days, and the attributes that hold them."""


def advance_inspection(row: Inspection | None, event: HappenedEvent) -> Inspection:
    """The inspection after ``event``, changed in place; a refused event changes nothing: `HistoryRefused`."""
    index = 1 if row is None else row.row_version + 1
    try:
        if row is None:
            return _recorded(event)
        against = _against(row, event)
        if against is None and event.what == "amended":
            against = _filled(row, map_of(event.body, "fields"))
    except BadField as bad:
        reason = Reason("field", {"field": bad.args[0], "value": str(bad.args[1])[:60]})
        raise HistoryRefused(event.id, index, event.what, reason) from None
    if against is not None:
        raise HistoryRefused(event.id, index, event.what, Reason(against))
    row.withdrawn = event.what == "withdrawn"
    row.row_version, row.change, row.last_day = index, event.change, event.day
    return row


def _recorded(event: HappenedEvent) -> Inspection:
    if event.what != "recorded":
        raise HistoryRefused(event.id, 1, event.what, Reason("begins_with", {"event": "recorded"}))
    object_id = text_of(event.body, "object_id", 40)
    if object_id is None:
        raise BadField("object_id", None)
    row = Inspection(event.id, object_id, event.day, batch=event.batch, change=event.change, last_day=event.day)
    if against := _filled(row, {name: value for name, value in event.body.items() if name in FIELDS}):
        raise HistoryRefused(event.id, 1, event.what, Reason(against))
    return row


def _against(row: Inspection, event: HappenedEvent) -> str | None:
    if event.what not in ("amended", "withdrawn"):
        return "unknown_event"
    if row.withdrawn:
        return "inspection_over"
    return "backwards" if event.day < row.last_day else None


def _filled(row: Inspection, fields: Body) -> str | None:
    """Set what ``fields`` names, all or nothing."""
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise BadField(unknown[0], fields[unknown[0]])
    values = {name: FIELDS[name](fields) for name in fields}
    found = values.get("hazards", row.hazards)
    if len((found or "").split()) > values.get("findings", row.findings):
        return "more_hazards_than_findings"
    for name, value in values.items():
        setattr(row, ATTRIBUTES.get(name, name), value)
    return None


def note_of(body: Body) -> str | None:
    """The reason that an amendment or a withdrawal gives, or None."""
    return prose_of(body, "reason")
