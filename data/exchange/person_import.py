"""Ledgers of responsible persons against the database: for what somebody answers, whether it is known, what changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from data.exchange.drafts import Draft
from data.exchange.known import known_persons
from data.exchange.matching import Subject
from data.exchange.outcome import RowReport
from data.exchange.progress import Tell, nobody
from data.exchange.record_import import Held, Key, Record, RecordImport
from data.exchange.text import compact
from data.rules.events import PERSON, NewEvent
from data.rules.persons import in_office
from data.words import t

_MOST = 3
"""Earlier duties that are named."""


class PersonImport(RecordImport):
    """A duty is known by the person's name and unit, and by what the person answers for."""

    stream: ClassVar[str] = PERSON
    stated: ClassVar[Mapping[str, str]] = {
        "name": "name", "org": "org", "post": "post", "role": "role", "phone": "phone", "duties": "duties",
        "valid_from": "valid_from", "valid_to": "valid_to", "cell": "cell", "town": "town",
    }  # fmt: skip
    numbered: ClassVar[Sequence[str]] = ()

    def run(self, drafts: Sequence[Draft], tell: Tell = nobody) -> tuple[list[RowReport], list[NewEvent]]:
        """Once every row is known: of each new duty, which others a person of that name has who is not in this file."""
        told = super().run(drafts, tell)
        for record in self.records.values():
            if record.begins is not None and record.draft is not None:
                self._note_others(record.draft, record.begins.body)
        return told

    def _note_others(self, draft: Draft, begun: Mapping[str, Any]) -> None:
        """Whether the person has moved or holds both posts cannot be told: the new duty stands, the old is named."""
        others = [
            record.fields
            for record in self.records.values()
            if record.draft is None and self._may_be_left(record, begun)
        ]
        if others:
            named = "、".join(_duty(fields) for fields in others[:_MOST])
            where = draft.reader.where(draft.row, "org")
            draft.judgement.remark("another_duty", *where, duties=named, count=len(others))

    def _may_be_left(self, record: Record, begun: Mapping[str, Any]) -> bool:
        """Of the same name at another unit, in office today; other telephones and another charge are a namesake's."""
        held = record.fields
        if compact(held["name"]) != compact(begun["name"]) or _unit(held) == _unit(begun):
            return False
        first, last = (
            date.fromisoformat(day).toordinal() if (day := held.get(name)) else None
            for name in ("valid_from", "valid_to")
        )
        phones = {one for one in (held.get("phone"), begun.get("phone")) if one}
        return in_office(first, last, self.today.toordinal()) and (len(phones) < 2 or _charge(held) == _charge(begun))

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


def _unit(fields: Mapping[str, Any]) -> str:
    return compact(fields.get("org") or "")


def _charge(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(fields.get(name) for name in ("object_id", "cell", "town"))


def _duty(fields: Mapping[str, Any]) -> str:
    """Unit and post, as a sentence names them."""
    return " ".join(fields[name] for name in ("org", "post") if fields.get(name)) or t("flag.remark.duty_without_unit")
