"""A piece of special equipment 特种设备: what it is, who uses it where, and until when its inspection holds."""

from dataclasses import dataclass
from enum import StrEnum

from data.rules.bodies import BadField, Body, day, one_of, text, text_of, yes_no
from data.rules.events import HappenedEvent
from data.rules.place_fields import REGISTERED, UNUSED
from data.rules.registers import Fields, Register, read_fields, set_all
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


_STATUSES = frozenset(one.value for one in EquipmentStatus)

FIELDS: Fields = {
    "object_id": ("object_id", lambda body: text_of(body, "object_id", 40) or ""),
    "name": ("name", text("name")),
    "kind": ("kind", one_of("kind", frozenset(kind.value for kind in EquipmentKind))),
    "status": ("status", one_of("status", _STATUSES, EquipmentStatus.IN_USE.value)),
    **REGISTERED,
    "use_cert_no": ("use_cert_no", text("use_cert_no")),
    "last_inspection": ("inspected_day", day("last_inspection")),
    "next_inspection_due": ("due_day", day("next_inspection_due")),
    "result": ("result", one_of("result", frozenset(result.value for result in Result))),
    "in_96333": ("in_96333", yes_no("in_96333")),
    "code_96333": ("code_96333", text("code_96333", 40)),
    "is_key_place": ("is_key_place", yes_no("is_key_place")),
    "insured_until": ("insured_day", day("insured_until")),
    "maintainer": ("maintainer", text("maintainer")),
}
"""Fields of ``registered`` and of ``amended.fields``: the attribute of the row, and how it is read."""


def _fill(row: Equipment, fields: Body, _event: HappenedEvent) -> None:
    """Set what ``fields`` names; equipment without a using unit is nobody's."""
    values = read_fields(FIELDS, fields, UNUSED)
    if not values.get("object_id", row.object_id):
        raise BadField("object_id", None)
    set_all(row, values)


advance_equipment = Register(
    "registered",
    "equipment_over",
    lambda event: Equipment(event.id, batch=event.batch),
    _fill,
    known="equipment_known",
).advance
"""The code of the maker is its only name: what was withdrawn with a batch may be registered again under it."""
