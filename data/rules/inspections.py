"""An inspection is a visit to one supervised object: who looked at what, and what was found (domain 2.3)."""

from dataclasses import dataclass
from enum import StrEnum

from data.rules.bodies import BadField, Body, code_of, day, day_of, needed_of, one_of, prose_of, text, yes_no
from data.rules.events import HappenedEvent
from data.rules.registers import Fields, Register, read_fields, set_all

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


def _on(body: Body) -> int:
    """The day of the visit, where it is told anew."""
    day = day_of(body, "on")
    if day is None:
        raise BadField("on", None)
    return day


FIELDS: Fields = {
    "on": ("day", _on),
    "ended": ("ended_day", day("ended")),
    "code": ("code", text("code", 64)),
    "signed": ("signed", yes_no("signed")),
    "refusal": ("refusal", text("refusal")),
    "remark": ("remark", lambda body: prose_of(body, "remark")),
    "type": ("type", one_of("type", _TYPES, InspectionType.DAILY.value)),
    "org": ("org", text("org", 40)),
    "inspectors": ("inspectors", text("inspectors")),
    "topic": ("topic", text("topic")),
    "findings": ("findings", lambda body: code_of(body, "findings", 0, MOST_FINDINGS) or 0),
    "doc_no": ("doc_no", text("doc_no")),
    "hazards": ("hazards", _hazards),
    "town": ("town", text("town", 40)),
    "sector": ("sector", text("sector", 40)),
    "cell": ("cell", text("cell", 40)),
    "park": ("park", text("park", 40)),
}
"""Fields of ``recorded`` beside the object, and of ``amended.fields``."""


def _new(event: HappenedEvent) -> Inspection:
    return Inspection(event.id, needed_of(event.body, "object_id", 40), event.day, batch=event.batch)


def _fill(row: Inspection, fields: Body, event: HappenedEvent) -> str | None:
    """Set what ``fields`` names; what else is told of a visit when it is recorded is not of the record."""
    if event.what == _RECORDED:
        fields = {name: value for name, value in fields.items() if name in FIELDS}
    values = read_fields(FIELDS, fields)
    found = values.get("hazards", row.hazards)
    if len((found or "").split()) > values.get("findings", row.findings):
        return "more_hazards_than_findings"
    set_all(row, values)
    return None


_RECORDED = "recorded"
advance_inspection = Register(_RECORDED, "inspection_over", _new, _fill).advance


def note_of(body: Body) -> str | None:
    """The reason that an amendment or a withdrawal gives, or None."""
    return prose_of(body, "reason")
