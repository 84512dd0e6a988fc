"""Accident ledgers against the database: whose accident it is, whether it is known, what has changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from data.exchange.drafts import Draft
from data.exchange.events import located
from data.exchange.known import known_accidents
from data.exchange.matching import Subject
from data.exchange.record_import import Held, Key, RecordImport
from data.exchange.text import compact
from data.exchange.towns import DECLARED
from data.rules.events import ACCIDENT, NewEvent


class AccidentImport(RecordImport):
    """An accident is known by its number, else by unit and day, else by day and place."""

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

    def told(self, draft: Draft) -> dict[str, Any]:
        """The fields that the row states; the level as it was stated, for the figures give the one that holds."""
        more = {name: draft.more[name] for name in ("occurred_time", "reported_time", "stated_level")}
        told = super().told(draft) | more | {"lon": draft.lon, "lat": draft.lat}
        if draft.town_source != DECLARED:
            told["town"] = None
        return {name: value for name, value in told.items() if value is not None}

    def changed(self, draft: Draft, held: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
        """A point is told whole, so that town and cell follow from it."""
        changes = super().changed(draft, held, told)
        point = {name: told[name] for name in ("lon", "lat") if name in told}
        return changes | point if changes.keys() & point.keys() else changes

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
