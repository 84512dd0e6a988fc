"""Inspection ledgers against the database: whom each visit was paid to, whether it is known, what has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.exchange.columns import title
from data.exchange.drafts import Draft
from data.exchange.events import amended
from data.exchange.known import known_inspections, last_days
from data.exchange.matching import Match, Subject
from data.exchange.outcome import Action, RowReport
from data.exchange.progress import Tell, nobody
from data.exchange.settling import Settling
from data.rules.events import INSPECTION, NewEvent
from data.words import t

_STATED = {
    "code": "code", "inspected_on": "on", "ended_on": "ended", "org": "org", "inspectors": "inspectors",
    "type": "type", "topic": "topic", "findings": "findings", "doc_no": "doc_no", "signed": "signed",
    "refusal": "refusal", "remark": "remark",
}  # fmt: skip
"""Fields of an event by the columns that state them."""
_COLUMNS = {name: column for column, name in _STATED.items()}


@dataclass(slots=True)
class _Visit:
    """An inspection that this file brings or that the database holds: its number and the fields of its event."""

    no: str
    fields: dict[str, Any]
    draft: Draft | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    """The body of ``recorded``; None where the database knows it."""


Key = tuple[str, ...]


class InspectionImport(Settling):
    """Settles the rows of one inspection ledger in their order; later rows know what earlier ones brought."""

    def run(self, drafts: Sequence[Draft], tell: Tell = nobody) -> tuple[list[RowReport], list[NewEvent]]:
        """Reports of the rows, and the events of those that are accepted; new objects come first."""
        self.know(drafts)
        self.objects: list[NewEvent] = []
        self.visits: dict[str, _Visit] = {}
        self.by_key: dict[Key, _Visit] = {}
        days = sorted({date.fromisoformat(day).toordinal() for one in drafts if (day := one.values["inspected_on"])})
        numbers = {column: [no for one in drafts if (no := one.values[column])] for column in ("code", "doc_no")}
        for no, object_id, fields in known_inspections(self.connection, self.pack, days, **numbers):
            self._note(object_id, _Visit(no, fields))
        self.last_days = last_days(self.connection, self.pack, list(self.visits), INSPECTION)
        rows = self.rows(drafts, tell)
        return rows, [*self.objects, *(event for visit in self.visits.values() for event in self._events(visit))]

    def _row(self, draft: Draft) -> RowReport:
        match = self.match(draft)
        if match.subject is not None:
            draft.values["subject"] = match.subject.name
        self.towns.settle(draft, match.subject.town if match.subject else None)
        self._check_scope(draft, match.subject)
        action: Action = Action.NONE
        changes: dict[str, Any] = {}
        if not draft.judgement.is_held:
            action, changes = self._take(draft, match)
        return draft.report(action, changes)

    def _check_scope(self, draft: Draft, subject: Subject | None) -> None:
        facts = subject.facts if subject else {}
        town, park = draft.values["town"], draft.park or facts.get("park")
        if not self.scope.is_whole and not self.scope.covers(town, facts.get("sector"), park, facts.get("cell")):
            self.forbid(draft, town)

    def _take(self, draft: Draft, match: Match) -> tuple[Action, dict[str, Any]]:
        """Accept a row: a new visit, a change of a known one, or a second row that is merged into the first."""
        subject = match.subject or self._object(draft)
        told = self._told(draft)
        visit = self._known(subject, told)
        if visit is None:
            self._record(draft, subject, told)
            return Action.INSERT, {}
        draft.made = visit.no
        if visit.draft is not None:
            self._merge(draft, visit, visit.draft, told)
            return Action.NONE, {}
        visit.draft = draft
        visit.changes = {name: new for name, new in told.items() if visit.fields.get(name) != new}
        changes = {_COLUMNS[name]: {"before": visit.fields.get(name), "after": new}
                   for name, new in visit.changes.items()}  # fmt: skip
        return (Action.UPDATE if changes else Action.NONE), changes

    def _object(self, draft: Draft) -> Subject:
        """Create the inspected unit that nobody knows."""
        subject, event = self.provisional(draft, draft.values["inspected_on"], None)
        self.objects.append(event)
        return subject

    def _told(self, draft: Draft) -> dict[str, Any]:
        """The fields that the row states; the office by its code where the pack knows it."""
        values, more = draft.values, draft.more
        told = {name: values[column] for column, name in _STATED.items() if values[column] is not None}
        if not more["says_type"]:
            told.pop("type")
        if not more["says_findings"]:
            told.pop("findings")
        if org := told.get("org"):
            told["org"] = draft.reader.offices.find_beginning(org) or org[:40]
        return told

    def _known(self, subject: Subject, told: Mapping[str, Any]) -> _Visit | None:
        """The visit that a row speaks of: by its number, else by its document, else by object, day and office."""
        for number in subject.id, *subject.ids:
            for key in _keys(number, told):
                visit = self.by_key.get(key)
                if visit is not None and not _is_other(visit.fields, told):
                    return visit
        return None

    def _note(self, object_id: str, visit: _Visit) -> None:
        self.visits[visit.no] = visit
        for key in _keys(object_id, visit.fields):
            self.by_key.setdefault(key, visit)

    def _record(self, draft: Draft, subject: Subject, told: dict[str, Any]) -> None:
        facts = subject.facts
        where = {"town": draft.values["town"], "sector": facts.get("sector"), "cell": facts.get("cell"),
                 "park": draft.park or facts.get("park")}  # fmt: skip
        no = self.numbers.inspection(date.fromisoformat(draft.values["inspected_on"]))
        body = {"object_id": subject.id} | {name: one for name, one in (told | where).items() if one is not None}
        draft.made = no
        self._note(subject.id, _Visit(no, told, draft, body=body))

    def _merge(self, draft: Draft, visit: _Visit, first: Draft, told: Mapping[str, Any]) -> None:
        """Fill what the first row leaves open, and show what the second one says otherwise."""
        said = visit.fields | visit.changes
        kind = draft.reader.kind.name
        other = [
            f"{title(kind, _COLUMNS[name])} {_shown(said[name])}/{_shown(new)}"
            for name, new in told.items()
            if said.get(name) not in (None, new)
        ]
        lacking = {name: new for name, new in told.items() if said.get(name) is None}
        if visit.body is None:
            visit.changes |= lacking
        else:
            visit.body |= lacking
            visit.fields |= lacking
        differences = t("flag.remark.differences", fields="；".join(other)) if other else ""
        where = draft.reader.where(draft.row, "subject")
        draft.judgement.add("DUPLICATE_IN_FILE", *where, row=first.number, differences=differences)

    def _events(self, visit: _Visit) -> list[NewEvent]:
        if visit.body is not None:
            return [NewEvent(INSPECTION, visit.no, "recorded", visit.body["on"], visit.body)]
        if not visit.changes:
            return []
        today = max(self.today.toordinal(), self.last_days[visit.no])
        return [amended(INSPECTION, visit.no, date.fromordinal(today).isoformat(), visit.changes)]


def _keys(object_id: str, told: Mapping[str, Any]) -> list[Key]:
    """What identifies a visit to an object, the surest first."""
    numbered = [(object_id, name, told[name]) for name in ("code", "doc_no") if told.get(name)]
    return [*numbered, (object_id, told["on"], told.get("org") or "")]


def _is_other(held: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """Whether both have a number of their own, and none is the same."""
    both = [name for name in ("code", "doc_no") if held.get(name) and told.get(name)]
    return bool(both) and all(held[name] != told[name] for name in both)


def _shown(value: Any) -> Any:
    return t(f"flag.remark.{'yes' if value else 'no'}") if isinstance(value, bool) else value
