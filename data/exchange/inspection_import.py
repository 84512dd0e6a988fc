"""Inspection ledgers against the database: whom each visit was paid to, whether it is known, what has changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from data.exchange.drafts import Draft
from data.exchange.known import known_inspections
from data.exchange.matching import Subject
from data.exchange.record_import import Held, Key, Record, RecordImport
from data.rules.events import INSPECTION, NewEvent


class InspectionImport(RecordImport):
    """A visit is known by its number, else by its document, else by object, day and office."""

    stream: ClassVar[str] = INSPECTION
    stated: ClassVar[Mapping[str, str]] = {
        "code": "code", "inspected_on": "on", "ended_on": "ended", "org": "org", "inspectors": "inspectors",
        "type": "type", "topic": "topic", "findings": "findings", "doc_no": "doc_no", "signed": "signed",
        "refusal": "refusal", "remark": "remark",
    }  # fmt: skip
    numbered: ClassVar[Sequence[str]] = ("code", "doc_no")

    def held(self, drafts: Sequence[Draft]) -> Iterable[Held]:
        """Inspections of the same days, and those with the same numbers."""
        days = sorted({date.fromisoformat(day).toordinal() for one in drafts if (day := one.values["inspected_on"])})
        numbers = {column: [no for one in drafts if (no := one.values[column])] for column in self.numbered}
        return known_inspections(self.connection, self.pack, days, **numbers)

    def keys(self, object_id: str | None, told: Mapping[str, Any]) -> list[Key]:
        """Numbers are those of a visit to one object: a document may speak of several."""
        of = object_id or ""
        numbered = [(of, name, told[name]) for name in self.numbered if told.get(name)]
        return [*numbered, (of, told["on"], told.get("org") or "")]

    def told(self, draft: Draft) -> dict[str, Any]:
        """The fields that the row states; the office by its code where the pack knows it."""
        told, more = super().told(draft), draft.more
        if not more["says_type"]:
            told.pop("type")
        if not more["says_findings"]:
            told.pop("findings")
        if org := told.get("org"):
            told["org"] = draft.reader.offices.find_beginning(org) or org[:40]
        return told

    def changed(self, draft: Draft, record: Record, told: Mapping[str, Any]) -> dict[str, Any]:
        """What was counted once stays so where a later ledger only says that something was found."""
        changes = super().changed(draft, record, told)
        if draft.more["is_uncounted"] and record.fields["findings"]:
            changes.pop("findings", None)
        return changes

    def day(self, draft: Draft) -> str:
        """The day of the visit."""
        return str(draft.values["inspected_on"])

    def begin(self, draft: Draft, subject: Subject | None, told: Mapping[str, Any]) -> NewEvent:
        """The visit with town, sector, cell and park of the object."""
        assert subject is not None
        facts, day = subject.facts, self.day(draft)
        where = {"town": draft.values["town"], "sector": facts.get("sector"), "cell": facts.get("cell"),
                 "park": draft.park or facts.get("park")}  # fmt: skip
        body = {name: one for name, one in {"object_id": subject.id, **told, **where}.items() if one is not None}
        return NewEvent(INSPECTION, self.numbers.inspection(date.fromisoformat(day)), "recorded", day, body)
