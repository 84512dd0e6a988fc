"""Accident ledgers against the database: whose accident it is, whether it is known, what has changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from data.exchange.drafts import Decided, Draft
from data.exchange.events import located
from data.exchange.known import known_accidents
from data.exchange.matching import Subject
from data.exchange.outcome import RowReport
from data.exchange.progress import Tell, nobody
from data.exchange.record_import import Held, Key, Record, RecordImport
from data.exchange.same_accident import (
    Likeness,
    Verdict,
    is_word_for_word,
    likeness,
    of_a_later_ledger,
    within_a_file,
)
from data.exchange.text import compact
from data.exchange.towns import DECLARED
from data.rules.events import ACCIDENT, NewEvent
from data.words import t


class AccidentImport(RecordImport):
    """An accident is known by its number, else by unit and day, else by day and place, and by what is told of it."""

    stream: ClassVar[str] = ACCIDENT
    stated: ClassVar[Mapping[str, str]] = {
        "code": "code", "subject": "unit", "occurred_on": "occurred_on", "occurred_time": "occurred_time",
        "reported_on": "reported_on", "reported_time": "reported_time", "address": "address", "industry": "industry",
        "type": "type", "deaths": "deaths", "missing": "missing", "serious": "serious", "minor": "minor",
        "loss_yuan": "loss_yuan", "level": "stated_level", "is_liability": "is_liability",
        "is_production": "is_production", "stage": "stage", "course": "course", "town": "town", "lon": "lon",
        "lat": "lat",
    }  # fmt: skip
    numbered: ClassVar[Sequence[str]] = ("code",)

    def run(self, drafts: Sequence[Draft], tell: Tell = nobody) -> tuple[list[RowReport], list[NewEvent]]:
        """Reports and events; which rows people decided about is known before any is settled."""
        self.decided_rows: dict[str, Draft] = {}
        return super().run(drafts, tell)

    def held(self, drafts: Sequence[Draft]) -> Iterable[Held]:
        """Accidents of the same days, and those with the same numbers."""
        days = sorted({date.fromisoformat(day).toordinal() for one in drafts if (day := one.values["occurred_on"])})
        codes = [code for one in drafts if (code := one.values["code"])]
        return known_accidents(self.connection, self.pack, days, codes)

    def keys(self, object_id: str | None, told: Mapping[str, Any]) -> list[Key]:
        """The number first; without a unit the place tells one accident of a day from another."""
        numbered: list[Key] = [("code", told["code"])] if told.get("code") else []
        where = object_id or compact(told.get("address") or "")
        return [*numbered, (where, told["occurred_on"])] if where else numbered

    def known(self, draft: Draft, subject: Subject | None, told: Mapping[str, Any]) -> Record | None:
        """The accident that a row speaks of; one that may or may not be it puts the row into doubt."""
        decided = draft.decided
        if decided is not None and decided.made in self.records:
            return self.records[decided.made]
        met = {one.no: one for found in self.candidates(subject, told) for one in found}
        near = [one for one in met.values() if not self.is_other(one.fields, told)]
        if told.get("code") and (
            numbered := next((one for one in near if one.fields.get("code") == told["code"]), None)
        ):
            return numbered
        if decided is not None and decided.is_twin:
            return None
        judged = [(one, *_judged(one, told)) for one in near]
        same = [(one, found) for one, verdict, found in judged if verdict is Verdict.SAME]
        if (surest := _surest(same, told)) is not None:
            return surest
        doubts = same or [(one, found) for one, verdict, found in judged if verdict is Verdict.DOUBT]
        if doubts and decided is None:
            self._doubt(draft, *doubts[0], told)
        elif near:
            self._tell_apart(draft, *(doubts or [(judged[0][0], judged[0][2])])[0], told)
        return None

    def _doubt(self, draft: Draft, record: Record, found: Likeness, told: Mapping[str, Any]) -> None:
        draft.other = (ACCIDENT, record.no)
        draft.judgement.add(
            "POSSIBLE_DUPLICATE",
            *draft.reader.where(draft.row, "occurred_on"),
            record=_named(record),
            alike=t("flag.remark.alike_accident"),
            differences=self._unlike(draft, record, found, told),
        )

    def _tell_apart(self, draft: Draft, record: Record, found: Likeness, told: Mapping[str, Any]) -> None:
        draft.judgement.remark(
            "another_accident",
            *draft.reader.where(draft.row, "occurred_on"),
            record=_named(record),
            differences=self._unlike(draft, record, found, told),
        )

    def _unlike(self, draft: Draft, record: Record, found: Likeness, told: Mapping[str, Any]) -> str:
        names = [name for name in self.columns if name in found.unlike]
        return self.differences(draft, _said(record), told, names)

    def told(self, draft: Draft) -> dict[str, Any]:
        """The fields that the row states; the level as it was stated, for the figures give the one that holds."""
        more = {name: draft.more[name] for name in ("occurred_time", "reported_time", "stated_level")}
        told = super().told(draft) | more | {"lon": draft.lon, "lat": draft.lat}
        if draft.town_source != DECLARED:
            told["town"] = None
        return {name: value for name, value in told.items() if value is not None}

    def changed(self, draft: Draft, record: Record, told: Mapping[str, Any]) -> dict[str, Any]:
        """A point is told whole, as town and cell follow from it; a row that people decided about has the last word."""
        last = self.decided_rows.get(record.no, draft)
        if last is not draft:
            told = {name: new for name, new in told.items() if name not in self.told(last)}
        changes = super().changed(draft, record, told)
        point = {name: told[name] for name in ("lon", "lat") if name in told}
        return changes | point if changes.keys() & point.keys() else changes

    def _remember(self, draft: Draft, decided: Decided | None) -> None:
        super()._remember(draft, decided)
        if decided is not None and decided.made is not None:
            self.decided_rows[decided.made] = draft

    def day(self, draft: Draft) -> str:
        """The day of the accident."""
        return str(draft.values["occurred_on"])

    def begin(self, draft: Draft, subject: Subject | None, told: Mapping[str, Any]) -> NewEvent:
        """The accident at its own place, else at that of the unit."""
        day = self.day(draft)
        facts = subject.facts if subject else {}
        sector = facts.get("sector") or draft.reader.sectors.find(draft.values["industry"] or "")
        body = {"object_id": subject.id if subject else None, "sector": sector, **told, "town": draft.values["town"]}
        body = located(body, draft, facts)
        return NewEvent(ACCIDENT, self.numbers.accident(date.fromisoformat(day)), "registered", day, body)


def _said(record: Record) -> dict[str, Any]:
    return record.fields | record.changes


def _named(record: Record) -> str:
    if record.draft is not None:
        return t("flag.remark.record_of_row", row=record.draft.number)
    return t("flag.remark.accident_known", no=record.fields.get("code") or record.no)


def _judged(record: Record, told: Mapping[str, Any]) -> tuple[Verdict, Likeness]:
    found = likeness(_said(record), told)
    return (of_a_later_ledger if record.draft is None else within_a_file)(found), found


def _surest(same: Sequence[tuple[Record, Likeness]], told: Mapping[str, Any]) -> Record | None:
    """The accident that is most alike; None where several are and the row does not tell which."""
    most = max((found.closeness for _, found in same), default=None)
    best = [one for one, found in same if found.closeness == most]
    twins = [one for one in best if is_word_for_word(_said(one), told)]
    return best[0] if len(best) == 1 else next((one for one in twins if one.draft is None), None)
