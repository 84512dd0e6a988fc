"""A piece of special equipment 特种设备: what it is, who uses it where, and until when its inspection holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.rules.bodies import BadField, Body, Reader, day_of, map_of, one_of, text, text_of
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HappenedEvent
from data.rules.place_fields import PLACE
from data.rules.vocabulary import PlaceQuality, Result


class EquipmentKind(StrEnum):
    """The eight categories of 特种设备安全法, article 2."""

    BOILER = "锅炉"
    VESSEL = "压力容器"
    PIPE = "压力管道"
    LIFT = "电梯"
    CRANE = "起重机械"
    ROPEWAY = "客运索道"
    AMUSEMENT = "大型游乐设施"
    VEHICLE = "场(厂)内专用机动车辆"


class EquipmentStatus(StrEnum):
    """使用状态; only what is in use has to be inspected in time."""

    IN_USE = "在用"
    STOPPED = "停用"
    SCRAPPED = "报废"


@dataclass(slots=True)
class Equipment:
    """特种设备: the columns of the store's row under the same names; days are ordinals.

    What a ledger does not say of 96333 or of a 重点场所 is None, neither yes nor no.
    """

    reg_code: str
    object_id: str = ""
    name: str | None = None
    kind: str | None = None
    status: str = EquipmentStatus.IN_USE.value
    town: str | None = None
    town_source: str | None = None
    village: str | None = None
    cell: str | None = None
    park: str | None = None
    address: str | None = None
    lon: float | None = None
    lat: float | None = None
    place_quality: int = PlaceQuality.MISSING.value
    morton: int | None = None
    use_cert_no: str | None = None
    inspected_day: int | None = None
    due_day: int | None = None
    result: str | None = None
    in_96333: bool | None = None
    code_96333: str | None = None
    is_key_place: bool | None = None
    insured_day: int | None = None
    maintainer: str | None = None
    batch: str | None = None
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False


def is_overdue(status: str, due_day: int | None, today: int) -> bool:
    """Whether the inspection of equipment in use is overdue; the due day itself is still in time."""
    return status == EquipmentStatus.IN_USE and due_day is not None and due_day < today


def _day(name: str) -> Reader:
    return lambda body: day_of(body, name)


def _yes_no(name: str) -> Reader:
    def read(body: Body) -> bool | None:
        value = body.get(name)
        if value is not None and not isinstance(value, bool):
            raise BadField(name, value)
        return value

    return read


_STATUSES = frozenset(one.value for one in EquipmentStatus)

UNUSED = frozenset({"raw", "place_doubts"})
"""Kept in the event as it was told and not used: a point outside the jurisdiction, doubts about the place."""

FIELDS: Mapping[str, tuple[str, Reader]] = {
    "object_id": ("object_id", lambda body: text_of(body, "object_id", 40) or ""),
    "name": ("name", text("name")),
    "kind": ("kind", one_of("kind", frozenset(kind.value for kind in EquipmentKind))),
    "status": ("status", one_of("status", _STATUSES, EquipmentStatus.IN_USE.value)),
    **{name: (name, read) for name, read in PLACE.items() if name not in UNUSED},
    "use_cert_no": ("use_cert_no", text("use_cert_no")),
    "last_inspection": ("inspected_day", _day("last_inspection")),
    "next_inspection_due": ("due_day", _day("next_inspection_due")),
    "result": ("result", one_of("result", frozenset(result.value for result in Result))),
    "in_96333": ("in_96333", _yes_no("in_96333")),
    "code_96333": ("code_96333", text("code_96333", 40)),
    "is_key_place": ("is_key_place", _yes_no("is_key_place")),
    "insured_until": ("insured_day", _day("insured_until")),
    "maintainer": ("maintainer", text("maintainer")),
}
"""Fields of ``registered`` and of ``amended.fields``: the attribute of the row, and how it is read."""


def advance_equipment(row: Equipment | None, event: HappenedEvent) -> Equipment:
    """The equipment after ``event``, changed in place; a refused event changes nothing: `HistoryRefused`.

    The code of the maker is its only name: what was withdrawn with a batch may be registered again under it.
    """
    index = 1 if row is None else row.row_version + 1
    try:
        if row is None or (row.withdrawn and event.what == "registered"):
            return _registered(row, event, index)
        if against := _against(row, event):
            raise HistoryRefused(event.id, index, event.what, Reason(against))
        if event.what == "amended":
            _fill(row, map_of(event.body, "fields"))
    except BadField as bad:
        reason = Reason("field", {"field": bad.args[0], "value": str(bad.args[1])[:60]})
        raise HistoryRefused(event.id, index, event.what, reason) from None
    row.withdrawn = event.what == "withdrawn"
    row.row_version, row.change, row.last_day = index, event.change, event.day
    return row


def _registered(before: Equipment | None, event: HappenedEvent, index: int) -> Equipment:
    if event.what != "registered":
        raise HistoryRefused(event.id, index, event.what, Reason("begins_with", {"event": "registered"}))
    if before is not None and event.day < before.last_day:
        raise HistoryRefused(event.id, index, event.what, Reason("backwards"))
    row = Equipment(event.id, batch=event.batch, row_version=index, change=event.change, last_day=event.day)
    _fill(row, event.body)
    return row


def _against(row: Equipment, event: HappenedEvent) -> str | None:
    if event.what not in ("registered", "amended", "withdrawn"):
        return "unknown_event"
    if row.withdrawn:
        return "equipment_over"
    if event.what == "registered":
        return "equipment_known"
    return "backwards" if event.day < row.last_day else None


def _fill(row: Equipment, fields: Body) -> None:
    """Set what ``fields`` names, all or nothing; equipment without a using unit is nobody's."""
    if unknown := sorted(set(fields) - set(FIELDS) - UNUSED):
        raise BadField(unknown[0], fields[unknown[0]])
    values = {FIELDS[name][0]: FIELDS[name][1](fields) for name in fields if name not in UNUSED}
    if not values.get("object_id", row.object_id):
        raise BadField("object_id", None)
    for attribute, value in values.items():
        setattr(row, attribute, value)
