"""Equipment ledgers against the database: whose it is, whether its code is known, what has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.exchange.columns import title
from data.exchange.drafts import Draft
from data.exchange.events import amended, located
from data.exchange.known import known_equipment, last_days
from data.exchange.matching import Match, Subject
from data.exchange.object_import import is_elsewhere
from data.exchange.outcome import Action, RowReport
from data.exchange.progress import Tell, nobody
from data.exchange.settling import Settling
from data.exchange.towns import DECLARED
from data.rules.events import EQUIPMENT, NewEvent
from data.words import t

_STATED = (
    "name", "kind", "use_cert_no", "last_inspection", "next_inspection_due", "result", "in_96333", "code_96333",
    "is_key_place", "insured_until", "maintainer", "address",
)  # fmt: skip
"""Columns of a ledger that are fields of an event under the same name."""
_PLACE = frozenset({"lon", "lat", "place_quality", "place_doubts", "park", "cell", "raw", "town", "town_source"})


@dataclass(slots=True)
class _Wanted:
    """What the rows of this file say of one piece of equipment; ``held`` are its facts in the database, if any."""

    draft: Draft
    subject: Subject
    body: dict[str, Any]
    held: Mapping[str, Any] | None


class EquipmentImport(Settling):
    """Settles the rows of one equipment ledger in their order; later rows know what earlier ones brought."""

    phone_column = "phone"

    def run(self, drafts: Sequence[Draft], tell: Tell = nobody) -> tuple[list[RowReport], list[NewEvent]]:
        """Reports of the rows, and the events of those that are accepted; new using units come first."""
        self.wanted: dict[str, _Wanted] = {}
        self.units: list[NewEvent] = []
        self.names = {subject.id: subject.name for subject in self.know(drafts)}
        codes = list(dict.fromkeys(code for draft in drafts if (code := draft.values["reg_code"])))
        self.known = known_equipment(self.connection, self.pack, codes)
        gone = [code for code in codes if code not in self.known]
        self.last_days = last_days(self.connection, self.pack, gone, EQUIPMENT)
        rows = self.rows(drafts, tell)
        return rows, [*self.units, *(event for wanted in self.wanted.values() for event in self._events(wanted))]

    def _row(self, draft: Draft) -> RowReport:
        match = self.match(draft)
        if match.subject is not None:
            draft.values["object"] = match.subject.name
        self.towns.settle(draft, match.subject.town if match.subject else None)
        self._check_scope(draft, match.subject)
        action: Action = Action.NONE
        changes: dict[str, Any] = {}
        if not draft.judgement.is_held:
            action, changes = self._take(draft, match)
        return draft.report(action, changes)

    def _check_scope(self, draft: Draft, subject: Subject | None) -> None:
        """Refuse a row of another town, and one that would take known equipment away from another town."""
        if self.sees_all:
            return
        facts = subject.facts if subject else {}
        town, sector = draft.values["town"], facts.get("sector")
        held = self.known.get(draft.values["reg_code"] or "")
        places = [(town, draft.park or facts.get("park"), facts.get("cell"))]
        if held is not None:
            places.append((held["town"], held["park"], held["cell"]))
        for where, park, cell in places:
            if not self.scope.covers(where, sector, park, cell) and self.forbid(draft, where):
                return

    def _take(self, draft: Draft, match: Match) -> tuple[Action, dict[str, Any]]:
        """Accept a row: new equipment, a change of known one, or a second row that is merged into the first."""
        draft.made = code = draft.values["reg_code"]
        if first := self.wanted.get(code):
            self._merge(draft, match, first)
            return Action.NONE, {}
        subject = match.subject or self._unit(draft)
        held = self.known.get(code)
        self.wanted[code] = wanted = _Wanted(draft, subject, _body(draft, subject), held)
        if held is None:
            return Action.INSERT, {}
        changes = self._changes(wanted)
        told = {_column(name): self._told(name, held.get(name), new) for name, new in _shown(changes).items()}
        return (Action.UPDATE if changes else Action.NONE), told

    def _told(self, name: str, before: Any, after: Any) -> dict[str, Any]:
        if name == "object_id":
            before, after = self.names.get(before, before), self.names.get(after, after)
        return {"before": before, "after": after}

    def _unit(self, draft: Draft) -> Subject:
        """Create the using unit that nobody knows."""
        subject, event = self.provisional(draft, self._at(draft), None)
        self.units.append(event)
        self.names[subject.id] = subject.name
        return subject

    def _at(self, draft: Draft) -> str:
        return (draft.reader.context.filed or self.today).isoformat()

    def _merge(self, draft: Draft, match: Match, first: _Wanted) -> None:
        """Fill what the first row leaves open, and show what the second one says otherwise."""
        body = _body(draft, match.subject) if match.subject else _stated(draft)
        kind = draft.reader.kind.name
        fields = [
            f"{title(kind, _column(name))} {self._said(name, first.body[name])}/{self._said(name, new)}"
            for name, new in body.items()
            if name not in _PLACE and first.body.get(name) not in (None, new)
        ]
        if match.subject is None:
            fields.append(f"{title(kind, 'object')} {first.subject.name}/{draft.values['object']}")
        for name, new in body.items():
            if name not in _PLACE and first.body.get(name) is None:
                first.body[name] = new
        differences = t("flag.remark.differences", fields="；".join(fields)) if fields else ""
        where = draft.reader.where(draft.row, "reg_code")
        draft.judgement.add("DUPLICATE_IN_FILE", *where, row=first.draft.number, differences=differences)

    def _said(self, name: str, value: Any) -> Any:
        if name == "object_id":
            return self.names.get(value, value)
        return t(f"flag.remark.{'yes' if value else 'no'}") if isinstance(value, bool) else value

    def _events(self, wanted: _Wanted) -> list[NewEvent]:
        code = wanted.draft.values["reg_code"]
        if wanted.held is None:
            at = self._at(wanted.draft)
            if gone := self.last_days.get(code):
                at = max(at, date.fromordinal(gone).isoformat())
            return [NewEvent(EQUIPMENT, code, "registered", at, wanted.body)]
        changes = self._changes(wanted)
        return [amended(EQUIPMENT, code, self.today.isoformat(), changes)] if changes else []

    def _changes(self, wanted: _Wanted) -> dict[str, Any]:
        """Fields that the database holds otherwise than the row says; its place as a whole, when it has moved."""
        held, body, draft = wanted.held or {}, wanted.body, wanted.draft
        changes = {name: new for name, new in body.items() if name not in _PLACE and held.get(name) != new}
        if not draft.more["says_status"]:
            changes.pop("status", None)
        has_left = draft.town_source == DECLARED and draft.values["town"] != held.get("town")
        trusted = draft.lon is not None and "GEO_DATUM_SUSPECT" not in draft.judgement.flags
        if has_left or (trusted and is_elsewhere(dict(held), body)):
            nowhere = {"lon": None, "lat": None, "cell": None, "park": None}
            changes |= nowhere | {name: new for name, new in body.items() if name in _PLACE}
            changes |= {"town": draft.values["town"], "town_source": draft.town_source}
        return changes


def _stated(draft: Draft) -> dict[str, Any]:
    values = draft.values
    said = {name: values[name] for name in _STATED if values[name] is not None}
    return said | {"status": values["status"]}


def _body(draft: Draft, subject: Subject) -> dict[str, Any]:
    """The body of ``registered`` for a row; a place of the unit's own comes with its quality."""
    body = {"object_id": subject.id, **_stated(draft), "town": draft.values["town"]}
    return located(body, draft, subject.facts)


def _column(name: str) -> str:
    return "object" if name == "object_id" else name


def _shown(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as a report tells them: of a place only its town and its point."""
    return {name: new for name, new in changes.items() if name not in _PLACE or name in ("town", "lon", "lat")}
