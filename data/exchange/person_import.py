"""Ledgers of responsible persons against the database: for what somebody answers, whether it is known, what changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from data.exchange.drafts import Draft
from data.exchange.known import known_persons
from data.exchange.matching import Subject
from data.exchange.outcome import RowReport
from data.exchange.record_import import Held, Key, RecordImport
from data.exchange.text import compact
from data.rules.events import PERSON, NewEvent


class PersonImport(RecordImport):
    """A duty is known by the person's name and unit, and by what the person answers for."""

    stream: ClassVar[str] = PERSON
    stated: ClassVar[Mapping[str, str]] = {
        "name": "name", "org": "org", "post": "post", "role": "role", "phone": "phone", "duties": "duties",
        "valid_from": "valid_from", "valid_to": "valid_to", "cell": "cell", "town": "town",
    }  # fmt: skip
    numbered: ClassVar[Sequence[str]] = ()

    def held(self, drafts: Sequence[Draft]) -> Iterable[Held]:
        """Duties of persons of the same names."""
        return known_persons(self.connection, self.pack, [name for one in drafts if (name := one.values["name"])])

    def keys(self, object_id: str | None, told: Mapping[str, Any]) -> list[Key]:
        """Name, unit, and the narrowest of object, grid cell and town."""
        where = ("object", object_id) if object_id else ("cell", told["cell"]) if told.get("cell") else None
        level, of = where or ("town", told.get("town") or "")
        return [(compact(told["name"]), compact(told.get("org") or ""), level, of)]

    def told(self, draft: Draft) -> dict[str, Any]:
        """The fields that the row states."""
        told = super().told(draft)
        phone = draft.more["phone"]
        return told | {"phone": phone} if phone else told

    def _row(self, draft: Draft) -> RowReport:
        """The telephone is the person's own: it says nothing of which object is meant."""
        draft.values["phone"] = None
        report = super()._row(draft)
        draft.values["phone"] = draft.more["phone"]
        return report

    def begin(self, draft: Draft, subject: Subject | None, told: Mapping[str, Any]) -> NewEvent:
        """The duty, known since the day of the file."""
        body = {"object_id": subject.id, **told} if subject else dict(told)
        return NewEvent(PERSON, self.numbers.person(), "named", self.day(draft), body)
