"""Rosters against the database: new objects, changed ones, second rows of one object, and doubts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.exchange.drafts import Draft
from data.exchange.events import amended, object_body, registered
from data.exchange.matching import Match, Subject
from data.exchange.outcome import Action, RowReport
from data.exchange.progress import Tell, nobody
from data.exchange.settling import Settling
from data.rules.events import OBJECT, NewEvent
from data.words import t

_COLUMN = {"kind": "object_kind", "colour": "risk_colour"}
"""Columns of a roster by field of an object, where they differ."""
_NEVER_AMENDED = frozenset({"name_key", "lon", "lat", "place_quality", "place_doubts", "park", "raw", "kind"})
_POINT = ("lon", "lat", "place_quality", "place_doubts")
_NEAR_DEGREES = 2e-6


@dataclass(slots=True)
class _Wanted:
    """What the rows of this file say of one object: the body it is to have, and its row of the database, if any."""

    subject: Subject
    body: dict[str, Any]
    draft: Draft
    is_new: bool


class ObjectImport(Settling):
    """Settles the rows of one roster in their order; later rows know what earlier ones brought."""

    phone_column = "phone"

    def run(self, drafts: Sequence[Draft], tell: Tell = nobody) -> tuple[list[RowReport], list[NewEvent]]:
        """Reports of the rows, and the events of those that are accepted."""
        self.wanted: dict[str, _Wanted] = {}
        self.know(drafts)
        rows = self.rows(drafts, tell)
        return rows, [event for wanted in self.wanted.values() for event in self._events(wanted)]

    def _row(self, draft: Draft) -> RowReport:
        match = self.match(draft)
        self.towns.settle(draft, match.subject.town if match.subject else None)
        self._office(draft)
        self._check_scope(draft)
        action = Action.NONE
        changes: dict[str, Any] = {}
        if not draft.judgement.is_held:
            action, changes = self._take(draft, match)
        return draft.report(action, changes)

    def _office(self, draft: Draft) -> None:
        stated = draft.values["lead_dept"]
        if stated is not None:
            draft.values["lead_dept"] = draft.reader.offices.find_beginning(stated) or stated

    def _check_scope(self, draft: Draft) -> None:
        town = draft.values["town"]
        if self.sees_all or self.scope.covers(town, draft.values["sector"], draft.park):
            return
        self.forbid(draft, town)

    def _take(self, draft: Draft, match: Match) -> tuple[Action, dict[str, Any]]:
        """Accept a row: a new object, a change of a known one, or a second row that is merged into the first."""
        body = object_body(draft, self.subjects.key(draft.values["name"]))
        if match.subject is None:
            return self._new(draft, body)
        draft.made = match.subject.id
        if match.by_alias:
            body["name"], body["name_key"] = match.subject.name, match.subject.key
        first = self.wanted.get(match.subject.id)
        if first is not None:
            self._merge(draft, body, first)
            return Action.NONE, {}
        self.wanted[match.subject.id] = wanted = _Wanted(match.subject, body, draft, is_new=False)
        if body.get("uscc") and not match.subject.uscc:
            self.subjects.take_code(match.subject, body["uscc"])
        changes = self._changes(wanted)
        told = {name: {"before": match.subject.facts.get(name), "after": new} for name, new in changes.items()}
        return (Action.UPDATE if changes else Action.NONE), told

    def _new(self, draft: Draft, body: dict[str, Any]) -> tuple[Action, dict[str, Any]]:
        subject = Subject(
            self.numbers.object(),
            body["name"],
            body.get("town"),
            body.get("uscc"),
            body.get("phone"),
            body,
            draft.number,
        )
        self.subjects.add(subject)
        draft.made = subject.id
        self.wanted[subject.id] = _Wanted(subject, body, draft, is_new=True)
        return Action.INSERT, {}

    def _merge(self, draft: Draft, body: dict[str, Any], first: _Wanted) -> None:
        """Fill what the first row leaves open, and show what the second one says otherwise."""
        fields = [
            f"{t(f'column.{_COLUMN.get(name, name)}')} {first.body[name]}/{new}"
            for name, new in body.items()
            if name not in _NEVER_AMENDED and name in first.body and first.body[name] != new
        ]
        for name, new in body.items():
            if first.body.get(name) is None:
                first.body[name] = new
        differences = t("flag.remark.differences", fields="；".join(fields)) if fields else ""
        where = draft.reader.where(draft.row, "name")
        draft.judgement.add("DUPLICATE_IN_FILE", *where, row=first.draft.number, differences=differences)

    def _events(self, wanted: _Wanted) -> list[NewEvent]:
        at = (wanted.draft.reader.context.filed or self.today).isoformat()
        if wanted.is_new:
            return [registered(wanted.subject.id, at, wanted.body)]
        changes = self._changes(wanted)
        return [amended(OBJECT, wanted.subject.id, self.today.isoformat(), changes)] if changes else []

    def _changes(self, wanted: _Wanted) -> dict[str, Any]:
        """Fields that the database holds otherwise than the row; a roster makes a provisional object a full one."""
        held, body = wanted.subject.facts, wanted.body
        changes = {name: new for name, new in body.items() if name not in _NEVER_AMENDED and held.get(name) != new}
        if wanted.draft.reader.has("object_kind") and held.get("kind") != body["kind"]:
            changes["kind"] = body["kind"]
        if "name" in changes:
            changes["name_key"] = body["name_key"]
        if held.get("provisional"):
            changes["provisional"] = False
        trusted = "GEO_DATUM_SUSPECT" not in wanted.draft.judgement.flags
        if trusted and body.get("lon") is not None and is_elsewhere(held, body):
            changes |= {name: body[name] for name in _POINT if name in body}
        return changes


def is_elsewhere(held: dict[str, Any], body: dict[str, Any]) -> bool:
    """Whether a body names another point than the one that is held, or the same one better known."""
    if held.get("lon") is None or held.get("lat") is None or held.get("place_quality") != body["place_quality"]:
        return True
    return bool(max(abs(held["lon"] - body["lon"]), abs(held["lat"] - body["lat"])) > _NEAR_DEGREES)
