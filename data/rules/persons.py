"""A responsible person 责任人 (domain 2.4): who answers for an object, a cell, a town or all, since when.

One record is one duty of one person; who answers for two objects has two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.rules.bodies import BadField, Body, Reader, day_of, map_of, one_of, prose_of, text
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HappenedEvent


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


FIELDS: Mapping[str, tuple[str, Reader]] = {
    "name": ("name", text("name")),
    "org": ("org", text("org")),
    "post": ("post", text("post")),
    "role": ("role", one_of("role", frozenset(role.value for role in PersonRole))),
    "phone": ("phone", text("phone", 40)),
    "duties": ("duties", lambda body: prose_of(body, "duties")),
    "valid_from": ("from_day", lambda body: day_of(body, "valid_from")),
    "valid_to": ("to_day", lambda body: day_of(body, "valid_to")),
    "object_id": ("object_id", text("object_id", 40)),
    "cell": ("cell", text("cell", 40)),
    "town": ("town", text("town", 40)),
}
"""Fields of ``named`` and of ``amended.fields``: the attribute of the row, and how it is read."""


def in_office(from_day: int | None, to_day: int | None, on: int) -> bool:
    """Whether a duty holds on a day; its first and its last day belong to it."""
    return (from_day is None or from_day <= on) and (to_day is None or on <= to_day)


def advance_person(row: Responsible | None, event: HappenedEvent) -> Responsible:
    """The duty after ``event``, changed in place; a refused event changes nothing: `HistoryRefused`."""
    index = 1 if row is None else row.row_version + 1
    try:
        if row is None:
            return _named(event)
        if against := _against(row, event):
            raise HistoryRefused(event.id, index, event.what, Reason(against))
        if event.what == "amended":
            _fill(row, map_of(event.body, "fields"))
            row.told_day = event.day
    except BadField as bad:
        reason = Reason("field", {"field": bad.args[0], "value": str(bad.args[1])[:60]})
        raise HistoryRefused(event.id, index, event.what, reason) from None
    row.withdrawn = event.what == "withdrawn"
    row.row_version, row.change, row.last_day = index, event.change, event.day
    return row


def _named(event: HappenedEvent) -> Responsible:
    if event.what != "named":
        raise HistoryRefused(event.id, 1, event.what, Reason("begins_with", {"event": "named"}))
    day = event.day
    row = Responsible(event.id, batch=event.batch, change=event.change, last_day=day, told_day=day)
    _fill(row, event.body)
    return row


def _against(row: Responsible, event: HappenedEvent) -> str | None:
    if event.what not in ("amended", "withdrawn"):
        return "unknown_event"
    if row.withdrawn:
        return "person_over"
    return "backwards" if event.day < row.last_day else None


def _fill(row: Responsible, fields: Body) -> None:
    """Set what ``fields`` names, all or nothing; a duty without a name is nobody's."""
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise BadField(unknown[0], fields[unknown[0]])
    values = {FIELDS[name][0]: FIELDS[name][1](fields) for name in fields}
    if not values.get("name", row.name):
        raise BadField("name", None)
    for attribute, value in values.items():
        setattr(row, attribute, value)
