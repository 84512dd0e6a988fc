"""Registers: records that are begun, amended and withdrawn, and what the rules of all of them have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from data.rules.bodies import BadField, Body, Reader, map_of
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HappenedEvent

Fields = Mapping[str, tuple[str, Reader]]
"""Fields of an event's body by name: the attribute of the record that each fills, and how it is read."""


class Record(Protocol):
    """What every record of a register carries."""

    row_version: int
    change: int
    last_day: int
    withdrawn: bool


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Register(Generic[R]):
    """One kind of record.

    ``begins`` is its first event and ``over`` the reason against what comes after it was withdrawn. ``new`` makes the
    record that an event begins; ``fill`` sets what fields say, all or nothing, or returns the name of a reason against
    them. ``known`` is for records whose key is their only name: the reason against beginning again what stands; what
    was withdrawn may be begun anew.
    """

    begins: str
    over: str
    new: Callable[[HappenedEvent], R]
    fill: Callable[[R, Body, HappenedEvent], str | None]
    known: str | None = None

    def advance(self, row: R | None, event: HappenedEvent) -> R:
        """The record after ``event``, changed in place; a refused event changes nothing: `HistoryRefused`."""
        index = 1 if row is None else row.row_version + 1
        if against := self._against(row, event):
            raise HistoryRefused(event.id, index, event.what, against)
        try:
            refused = None
            if row is None or event.what == self.begins:
                row = self.new(event)
                refused = self.fill(row, event.body, event)
            elif event.what == "amended":
                refused = self.fill(row, map_of(event.body, "fields"), event)
        except BadField as bad:
            raise HistoryRefused(event.id, index, event.what, bad.reason) from None
        if refused is not None:
            raise HistoryRefused(event.id, index, event.what, Reason(refused))
        row.withdrawn = event.what == "withdrawn"
        row.row_version, row.change, row.last_day = index, event.change, event.day
        return row

    def _against(self, row: R | None, event: HappenedEvent) -> Reason | None:
        """What stands against an event before its body is read."""
        begins = event.what == self.begins
        if row is None:
            return None if begins else Reason("begins_with", {"event": self.begins})
        if event.what not in ("amended", "withdrawn") and not (begins and self.known):
            return Reason("unknown_event")
        if row.withdrawn and not begins:
            return Reason(self.over)
        if begins and not row.withdrawn:
            return Reason(self.known or "unknown_event")
        return Reason("backwards") if event.day < row.last_day else None


def attributes_of(readers: Fields) -> dict[str, str]:
    """The attribute of the record by the field that fills it."""
    return {name: attribute for name, (attribute, _read) in readers.items()}


def read_fields(readers: Fields, fields: Body, unused: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What ``fields`` says, by attribute of the record; ``unused`` may be told too. Raises `BadField`."""
    if unknown := sorted(set(fields) - set(readers) - unused):
        raise BadField(unknown[0], fields[unknown[0]])
    return {readers[name][0]: readers[name][1](fields) for name in fields if name not in unused}


def set_all(row: object, values: Mapping[str, Any]) -> None:
    """Set attributes of a record."""
    for attribute, value in values.items():
        setattr(row, attribute, value)
