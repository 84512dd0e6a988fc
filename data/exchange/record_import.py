"""Ledgers of records about objects: each row is a record nobody knew, a change of a known one, or said already."""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from data.exchange.columns import title
from data.exchange.drafts import Draft
from data.exchange.events import amended
from data.exchange.known import last_days
from data.exchange.matching import Match, Subject
from data.exchange.outcome import Action, RowReport
from data.exchange.progress import Tell, nobody
from data.exchange.settling import Settling
from data.rules import masking
from data.rules.events import NewEvent
from data.words import t

Key = tuple[str, ...]
Held = tuple[str, str | None, dict[str, Any]]
"""Number, object and fields of a record of the database."""


@dataclass(slots=True)
class Record:
    """A record that this file brings or that the database holds: its number and the fields of its event."""

    no: str
    fields: dict[str, Any]
    draft: Draft | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    begins: NewEvent | None = None
    """Its first event; None where the database knows it."""


class RecordImport(Settling):
    """Settles the rows of one ledger in their order; later rows know what earlier ones brought."""

    stream: ClassVar[str]
    stated: ClassVar[Mapping[str, str]]
    """Fields of an event by the columns that state them."""
    numbered: ClassVar[Sequence[str]]
    """Fields that are numbers of their office's own: where both have one and none is the same, it is another."""

    @abstractmethod
    def held(self, drafts: Sequence[Draft]) -> Iterable[Held]:
        """Records of the database that the rows may speak of."""

    @abstractmethod
    def keys(self, object_id: str | None, told: Mapping[str, Any]) -> list[Key]:
        """What identifies a record, the surest first."""

    @abstractmethod
    def begin(self, draft: Draft, subject: Subject | None, told: Mapping[str, Any]) -> NewEvent:
        """The first event of a record that nobody knew."""

    def told(self, draft: Draft) -> dict[str, Any]:
        """The fields that the row states."""
        values = draft.values
        return {name: values[column] for column, name in self.stated.items() if values.get(column) is not None}

    def changed(self, draft: Draft, record: Record, told: Mapping[str, Any]) -> dict[str, Any]:
        """What the row says otherwise than the database has it."""
        return {name: new for name, new in told.items() if record.fields.get(name) != new}

    def day(self, draft: Draft) -> str:
        """The day since which an object is known that such a row names first."""
        return (draft.reader.context.filed or self.today).isoformat()

    def run(self, drafts: Sequence[Draft], tell: Tell = nobody) -> tuple[list[RowReport], list[NewEvent]]:
        """Reports of the rows, and the events of those that are accepted; new objects come first."""
        self.know(drafts)
        self.objects: list[NewEvent] = []
        self.records: dict[str, Record] = {}
        self.by_key: dict[Key, list[Record]] = defaultdict(list)
        self.columns = {name: column for column, name in self.stated.items()}
        for no, object_id, fields in self.held(drafts):
            self._note(object_id, Record(no, fields))
        self.last_days = last_days(self.connection, self.pack, list(self.records), self.stream)
        rows = self.rows(drafts, tell)
        return rows, [*self.objects, *(event for one in self.records.values() for event in self._events(one))]

    def _row(self, draft: Draft) -> RowReport:
        match, column = self.match(draft), draft.reader.kind.subject
        if match.subject is not None:
            draft.values[column] = match.subject.name
        self.towns.settle(draft, match.subject.town if match.subject else None)
        self.check_scope(draft, match.subject.facts.get("sector") if match.subject else None, match.subject)
        action: Action = Action.NONE
        changes: dict[str, Any] = {}
        if not draft.judgement.is_held:
            action, changes = self._take(draft, match)
        return draft.report(action, changes)

    def _take(self, draft: Draft, match: Match) -> tuple[Action, dict[str, Any]]:
        """Accept a row: a new record, a change of a known one, or a second row that is merged into the first."""
        subject = match.subject or self._object(draft)
        told = self.told(draft)
        record = self.known(draft, subject, told)
        if draft.judgement.is_held:
            return Action.NONE, {}
        if record is None:
            self._begin(draft, subject, told)
            return Action.INSERT, {}
        draft.made = record.no
        if record.draft is not None:
            self._merge(draft, record, record.draft, told)
            return Action.NONE, {}
        record.draft = draft
        record.changes = self.changed(draft, record, told)
        changes = {
            self.columns[name]: {"before": record.fields.get(name), "after": new}
            for name, new in record.changes.items()
        }
        return (Action.UPDATE if changes else Action.NONE), changes

    def _object(self, draft: Draft) -> Subject | None:
        """Create the object that a row names and nobody knows."""
        if draft.values[draft.reader.kind.subject] is None:
            return None
        subject, event = self.provisional(draft, self.day(draft), None)
        self.objects.append(event)
        return subject

    def known(self, draft: Draft, subject: Subject | None, told: Mapping[str, Any]) -> Record | None:
        """The record that a row speaks of; a doubt about it is flagged."""
        first = (found[0] for found in self.candidates(subject, told))
        return next((one for one in first if not self.is_other(one.fields, told)), None)

    def candidates(self, subject: Subject | None, told: Mapping[str, Any]) -> Iterator[list[Record]]:
        """Records that a row may speak of by each key, the surest first, those of objects too merged into its own."""
        for number in (subject.id, *subject.ids) if subject else (None,):
            yield from (found for key in self.keys(number, told) if (found := self.by_key.get(key)))

    def is_other(self, held: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
        """Whether both have numbers of their own and none is the same."""
        both = [name for name in self.numbered if held.get(name) and told.get(name)]
        return bool(both) and all(held[name] != told[name] for name in both)

    def _note(self, object_id: str | None, record: Record) -> None:
        self.records[record.no] = record
        for key in self.keys(object_id, record.fields):
            self.by_key[key].append(record)

    def _begin(self, draft: Draft, subject: Subject | None, told: dict[str, Any]) -> None:
        event = self.begin(draft, subject, told)
        draft.made = event.id
        self._note(subject.id if subject else None, Record(event.id, told, draft, begins=event))

    def _merge(self, draft: Draft, record: Record, first: Draft, told: Mapping[str, Any]) -> None:
        """Fill what the first row leaves open, and show what the second one says otherwise."""
        said = record.fields | record.changes
        differences = self.differences(draft, said, told, told)
        record.changes |= {name: new for name, new in told.items() if said.get(name) is None}
        where = draft.reader.where(draft.row, draft.reader.kind.subject)
        draft.judgement.add("DUPLICATE_IN_FILE", *where, row=first.number, differences=differences)

    def differences(self, draft: Draft, held: Mapping[str, Any], told: Mapping[str, Any], names: Iterable[str]) -> str:
        """What the row says otherwise, among ``names``, for the middle of a sentence."""
        kind = draft.reader.kind.name
        other = [
            f"{title(kind, self.columns[name])} {_shown(name, held[name])}/{_shown(name, told[name])}"
            for name in names
            if held.get(name) not in (None, told[name])
        ]
        return t("flag.remark.differences", fields="；".join(other)) if other else ""

    def _events(self, record: Record) -> list[NewEvent]:
        if (first := record.begins) is not None:
            return [NewEvent(first.kind, first.id, first.what, first.at, {**first.body, **record.changes})]
        if not record.changes:
            return []
        today = max(self.today.toordinal(), self.last_days[record.no])
        return [amended(self.stream, record.no, date.fromordinal(today).isoformat(), record.changes)]


def _shown(name: str, value: Any) -> Any:
    if name == "phone":
        return masking.phone(value)
    return t(f"flag.remark.{'yes' if value else 'no'}") if isinstance(value, bool) else value
