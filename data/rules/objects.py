"""A supervised object is what its events made of it: registered, amended, closed down, merged and parted again."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.rules.bodies import (
    BadField,
    Body,
    Reader,
    flag_of,
    map_of,
    one_of,
    prose_of,
    text,
    text_of,
)
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HappenedEvent
from data.rules.place_fields import PLACE
from data.rules.vocabulary import Colour, ObjectKind, PlaceQuality

IN_BUSINESS = "在业"
STATUSES = (IN_BUSINESS, "停产", "停业", "搬迁", "注销", "吊销", "在建")
"""经营状态 (domain 2.1); 停产 does not exempt from inspection."""
CLOSING = ("停业", "搬迁", "注销", "吊销")
"""Statuses that end the business here; each needs a reason."""
MERGED = "已合并"
WITHDRAWN = "已撤回"
OVER = (MERGED, WITHDRAWN)
"""Statuses of a record that stands for nothing any more: nothing can be done to it or put beside it."""


@dataclass(slots=True)
class SupervisedObject:
    """监管对象: the columns of the store's object row under the same names. ``row_version`` counts the events."""

    id: str
    name: str = ""
    name_key: str = ""
    uscc: str | None = None
    reg_no: str | None = None
    temp_code: str | None = None
    kind: str = ObjectKind.ENTERPRISE.value
    sector: str | None = None
    industry: str | None = None
    town: str | None = None
    town_source: str | None = None
    village: str | None = None
    cell: str | None = None
    park: str | None = None
    address: str | None = None
    lon: float | None = None
    lat: float | None = None
    place_quality: int = PlaceQuality.MISSING.value
    place_doubts: str | None = None
    morton: int | None = None
    colour: str = Colour.NONE.value
    supervision_level: str | None = None
    lead_dept: str | None = None
    principal: str | None = None
    phone: str | None = None
    aliases: str | None = None
    """Other names under which ledgers speak of it, a line each."""
    provisional: bool = False
    status: str = IN_BUSINESS
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    merged_into: str | None = None
    before_merge: str | None = None
    """The status to go back to when the merge is undone."""


def name_key(name: str, prefixes: tuple[str, ...] = ()) -> str:
    """The name as it is matched, never shown: NFKC, no spaces or brackets, 有限责任公司 ≡ 有限公司.

    ``prefixes`` are local words (province, city, county) of the pack, longest first; one of them is dropped.
    """
    key = _NOT_MATCHED.sub("", unicodedata.normalize("NFKC", name)).casefold().replace("有限责任公司", "有限公司")
    for prefix in prefixes:
        if key.startswith(prefix) and len(key) > len(prefix) + 1:
            key = key[len(prefix) :]
    return key


_NOT_MATCHED = re.compile(r"[\s()\[\]【】\u200b]+")


def advance_object(row: SupervisedObject | None, event: HappenedEvent) -> SupervisedObject:
    """The object after ``event``, changed in place; a refused event changes nothing: `HistoryRefused`."""
    index = 1 if row is None else row.row_version + 1
    try:
        if row is None:
            return _registered(event)
        against = _against(row, event) or _EFFECTS[event.what](row, event)
    except BadField as bad:
        raise HistoryRefused(event.id, index, event.what, bad.reason) from None
    if against is not None:
        raise HistoryRefused(event.id, index, event.what, Reason(against))
    row.row_version, row.change, row.last_day = index, event.change, event.day
    return row


def _against(row: SupervisedObject, event: HappenedEvent) -> str | None:
    if event.what not in _EFFECTS:
        return "unknown_event"
    if row.status == WITHDRAWN or (row.status == MERGED and event.what not in ("withdrawn", "unmerged")):
        return "object_over"
    return "backwards" if event.day < row.last_day else None


FIELDS: Mapping[str, Reader] = {
    "name": lambda body: text_of(body, "name") or "",
    "name_key": lambda body: text_of(body, "name_key") or "",
    "uscc": text("uscc", 40),
    "reg_no": text("reg_no", 40),
    "temp_code": text("temp_code", 40),
    "kind": one_of("kind", frozenset(kind.value for kind in ObjectKind), ObjectKind.ENTERPRISE.value),
    "sector": text("sector", 40),
    "industry": text("industry"),
    **PLACE,
    "colour": one_of("colour", frozenset(colour.value for colour in Colour), Colour.NONE.value),
    "supervision_level": text("supervision_level", 40),
    "lead_dept": text("lead_dept", 40),
    "principal": text("principal"),
    "phone": text("phone", 40),
    "aliases": lambda body: prose_of(body, "aliases"),
    "provisional": lambda body: flag_of(body, "provisional"),
    "status": one_of("status", frozenset(STATUSES), IN_BUSINESS),
}
"""Fields of ``registered`` and of ``amended.fields``, all under the names of the row."""
UNUSED = frozenset({"raw"})
"""Kept in the event as it was told and not used: a point outside the jurisdiction."""


def _fill(row: SupervisedObject, fields: Body) -> None:
    """Set what ``fields`` names, all or nothing; the matching key follows the name unless it is given."""
    if unknown := sorted(set(fields) - set(FIELDS) - UNUSED):
        raise BadField(unknown[0], fields[unknown[0]])
    values = {name: FIELDS[name](fields) for name in fields if name not in UNUSED}
    if "lon" in values:
        values.setdefault("place_doubts", None)  # another point, other doubts
    name = values.get("name", row.name)
    if not name:
        raise BadField("name", name)
    if "name" in values and not values.get("name_key"):
        values["name_key"] = name_key(name)
    for attribute, value in values.items():
        setattr(row, attribute, value)


def _registered(event: HappenedEvent) -> SupervisedObject:
    if event.what != "registered":
        raise HistoryRefused(event.id, 1, event.what, Reason("begins_with", {"event": "registered"}))
    row = SupervisedObject(id=event.id, change=event.change, last_day=event.day)
    _fill(row, event.body)
    return row


def _amended(row: SupervisedObject, event: HappenedEvent) -> None:
    _fill(row, map_of(event.body, "fields"))


def _merged(row: SupervisedObject, event: HappenedEvent) -> str | None:
    into = text_of(event.body, "into", 64)
    if into is None or into == row.id:
        return "merged_into_nothing"
    row.merged_into, row.before_merge, row.status = into, row.status, MERGED
    return None


def _unmerged(row: SupervisedObject, event: HappenedEvent) -> str | None:
    if row.merged_into is None:
        return "not_merged"
    row.status, row.merged_into, row.before_merge = row.before_merge or IN_BUSINESS, None, None
    return None


def _closed_down(row: SupervisedObject, event: HappenedEvent) -> None:
    row.status = one_of("status", frozenset(STATUSES), "注销")(event.body)


def _reopened(row: SupervisedObject, event: HappenedEvent) -> str | None:
    if row.status not in CLOSING:
        return "not_closed_down"
    row.status = IN_BUSINESS
    return None


def _noted(row: SupervisedObject, event: HappenedEvent) -> None:
    """The event stands in the history and changes nothing: what happened to the other object of a merge."""


def _withdrawn(row: SupervisedObject, event: HappenedEvent) -> None:
    row.status = WITHDRAWN


_EFFECTS: Mapping[str, Callable[[SupervisedObject, HappenedEvent], str | None]] = {
    "amended": _amended,
    "merged": _merged,
    "unmerged": _unmerged,
    "absorbed": _noted,
    "released": _noted,
    "closed_down": _closed_down,
    "reopened": _reopened,
    "withdrawn": _withdrawn,
}
