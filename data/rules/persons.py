"""A responsible person 责任人 (domain 2.4): who answers for an object, a cell, a town or all, since when.

One record is one duty of one person; who answers for two objects has two.
"""

from dataclasses import dataclass
from enum import StrEnum

from data.rules.bodies import BadField, Body, day, one_of, prose_of, text
from data.rules.events import HappenedEvent
from data.rules.registers import Fields, Register, read_fields, set_all


class PersonRole(StrEnum):
    """责任人类别; words for people are the values."""

    LEADER = "区领导"
    DEPARTMENT = "部门"
    TOWN = "镇街"
    GRID = "网格员"
    PRINCIPAL = "企业主要负责人"
    SAFETY = "安全员"


OF_THE_UNIT = frozenset({PersonRole.PRINCIPAL.value, PersonRole.SAFETY.value})
"""Those who answer for the unit that they belong to, where nothing else is said."""


@dataclass(slots=True)
class Responsible:
    """责任人: the columns of the store's row under the same names; days are ordinals.

    Of ``object_id``, ``cell`` and ``town`` the narrowest that is stated is what the person answers for; none of them
    is the whole county. ``told_day`` is the day on which the person was last told of.
    """

    no: str
    name: str = ""
    org: str | None = None
    post: str | None = None
    role: str | None = None
    phone: str | None = None
    duties: str | None = None
    from_day: int | None = None
    to_day: int | None = None
    object_id: str | None = None
    cell: str | None = None
    town: str | None = None
    told_day: int = 0
    batch: str | None = None
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False


FIELDS: Fields = {
    "name": ("name", text("name")),
    "org": ("org", text("org")),
    "post": ("post", text("post")),
    "role": ("role", one_of("role", frozenset(role.value for role in PersonRole))),
    "phone": ("phone", text("phone", 40)),
    "duties": ("duties", lambda body: prose_of(body, "duties")),
    "valid_from": ("from_day", day("valid_from")),
    "valid_to": ("to_day", day("valid_to")),
    "object_id": ("object_id", text("object_id", 40)),
    "cell": ("cell", text("cell", 40)),
    "town": ("town", text("town", 40)),
}
"""Fields of ``named`` and of ``amended.fields``: the attribute of the row, and how it is read."""


def in_office(from_day: int | None, to_day: int | None, on: int) -> bool:
    """Whether a duty holds on a day; its first and its last day belong to it."""
    return (from_day is None or from_day <= on) and (to_day is None or on <= to_day)


def _fill(row: Responsible, fields: Body, event: HappenedEvent) -> None:
    """Set what ``fields`` names; a duty without a name is nobody's."""
    values = read_fields(FIELDS, fields)
    if not values.get("name", row.name):
        raise BadField("name", None)
    set_all(row, values)
    row.told_day = event.day


advance_person = Register("named", "person_over", lambda event: Responsible(event.id, batch=event.batch), _fill).advance
