"""Hazard ledgers against the database: whom each row is about, whether it is known, what is recorded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from data.exchange.doubts import held_key
from data.exchange.drafts import Draft
from data.exchange.events import Found, amended, five_of, hazard_events, progress
from data.exchange.hazard_rows import status_of
from data.exchange.known import HazardKey, KnownHazard, coded_hazards, known_hazards, last_days
from data.exchange.matching import Match
from data.exchange.names import source_of
from data.exchange.outcome import Action, RowReport
from data.exchange.progress import Tell, nobody
from data.exchange.settling import Settling
from data.exchange.text import compact
from data.rules.events import HAZARD, NewEvent
from data.rules.vocabulary import ManageType, Role, Source, State
from data.words import t

Settled = tuple[list[RowReport], list[NewEvent]]


class HazardImport(Settling):
    """Settles the rows of one hazard ledger in their order; later rows know what earlier ones brought."""

    numbers_alike = False

    def run(self, drafts: Sequence[Draft], tell: Tell = nobody) -> Settled:
        """Reports of the rows, and the events of those that are accepted."""
        self.sectors = {sector.code: sector for sector in self.pack.sectors}
        self.roles = {office.code: office.role for office in self.pack.organisations}
        self.sources = {office.code: source_of(self.pack, office.code) for office in self.pack.organisations}
        self.first_rows: dict[HazardKey, Draft] = {}
        self.events: list[NewEvent] = []
        self.know(drafts)
        days = {day: date.fromisoformat(day) for draft in drafts if (day := draft.values["found_on"])}
        ordinals = {day.toordinal() for day in days.values()}
        self.known, self.by_number = known_hazards(self.connection, self.pack, ordinals, compact)
        codes = sorted({code for draft in drafts if (code := draft.values.get("code"))})
        self.by_code = coded_hazards(self.connection, self.pack, codes) if codes else {}
        self.by_number |= {one.facts["hazard_no"]: one for one in self.by_code.values()}
        self.last_days = last_days(self.connection, self.pack, list(self.by_number))
        found = {(draft.values["town"], draft.values["found_on"]) for draft in drafts}
        self.numbers.expect_hazards((town, days[day]) for town, day in found if town and day)
        return self.rows(drafts, tell), self.events

    def _row(self, draft: Draft) -> RowReport:
        match = self.match(draft)
        if match.subject is not None:
            draft.values["subject"] = match.subject.name
        self.towns.settle(draft, match.subject.town if match.subject else None)
        found = self._understood(draft, match)
        self.check_scope(draft, found.sector, match.subject)
        changes: dict[str, Any] = {}
        action = Action.NONE
        if not draft.judgement.is_refused:
            action, changes = self._compare(draft, match, found)
        draft.values["status"] = found.state.value
        return draft.report(action, changes)

    def _understood(self, draft: Draft, match: Match) -> Found:
        facts = match.subject.facts if match.subject else {}
        check_org = draft.more["check_org"] or draft.reader.context.office or ""
        office = draft.reader.offices.find_beginning(check_org)
        source = draft.more["source"] or self.sources.get(office or "") or self._usual_source()
        sector = facts.get("sector") or draft.reader.sectors.find(draft.values["category"] or "")
        dept = office if office and self.roles.get(office) == Role.DEPARTMENT else self._dept(facts, sector)
        state = status_of(draft, source)
        object_id = match.subject.id if match.subject else ""
        return Found(draft, facts, object_id, source, state, office, dept, sector, self.today)

    def _usual_source(self) -> Source:
        """Of an office nobody knows: a town's own ledger is the town's, any other a department's."""
        return Source.TOWN if self.towns.uploader else Source.DEPARTMENT

    def _dept(self, facts: dict[str, Any], sector: str | None) -> str | None:
        lead = facts.get("lead_dept")
        if lead in self.roles:
            return str(lead)
        return self.sectors[sector].lead if sector in self.sectors else None

    def _compare(self, draft: Draft, match: Match, found: Found) -> tuple[Action, dict[str, Any]]:
        """Hold a row against the earlier ones of its file and against the database, and record what is new."""
        values = draft.values
        subject = match.subject.id if match.subject else self.subjects.key(values["subject"]) + (values["town"] or "")
        key = (subject, date.fromisoformat(values["found_on"]).toordinal(), compact(values["description"]))
        same = (subject, 0, code) if (code := values.get("code")) else key
        earlier = self.first_rows.setdefault(same, draft)
        if earlier is not draft and self._is_twin(draft, earlier):
            return Action.NONE, {}
        if draft.judgement.is_held:
            return Action.NONE, {}
        known = self._known(draft, key)
        return self._update(found, known) if known else self._insert(draft, match, found)

    def _is_twin(self, draft: Draft, earlier: Draft) -> bool:
        """Hold a row that says the same as an earlier one, unless people decided; True when it is not to enter."""
        earlier.twins += 1
        draft.again = earlier.twins
        draft.decided = self.decided.get(held_key(draft, draft.again)) if self.decided else None
        if draft.decided is not None and draft.decided.is_rejected:
            self.left_out(draft)
        elif draft.decided is None:
            draft.other = (HAZARD, earlier.made) if earlier.made else draft.other
            where = draft.reader.where(draft.row, "description")
            record, alike = t("flag.remark.record_of_row", row=earlier.number), t("flag.remark.alike_hazard")
            draft.judgement.add("POSSIBLE_DUPLICATE", *where, record=record, alike=alike, differences="")
        return draft.decided is None or draft.decided.is_rejected

    def _known(self, draft: Draft, key: HazardKey) -> KnownHazard | None:
        """The hazard that a row speaks of; a twin that was entered by decision speaks of its own.

        A number of the sender's system tells it before all; what is alike under another number is another hazard.
        """
        decided = draft.decided
        if decided is not None and (decided.is_twin or decided.made in self.by_number):
            return self.by_number.get(decided.made or "")
        code, alike = draft.values.get("code"), self.known.get(key)
        if not code:
            return alike
        return self.by_code.get(code) or (alike if alike and not alike.facts["ext_code"] else None)

    def _insert(self, draft: Draft, match: Match, found: Found) -> tuple[Action, dict[str, Any]]:
        if match.subject is None:
            found = self._with_object(draft, found)
        day = date.fromisoformat(draft.values["found_on"])
        draft.made = self.numbers.hazard(draft.values["town"], day)
        self.events += hazard_events(draft.made, found)
        return Action.INSERT, {}

    def _with_object(self, draft: Draft, found: Found) -> Found:
        values = draft.values
        subject, event = self.provisional(draft, values["found_on"], found.sector)
        self.events.append(event)
        day = date.fromisoformat(values["found_on"]).toordinal()
        self.first_rows[(subject.id, day, compact(values["description"]))] = draft
        return replace(found, subject=subject.facts, object_id=subject.id)

    def _update(self, found: Found, known: KnownHazard) -> tuple[Action, dict[str, Any]]:
        """What the row says that the database does not know yet, and how far it moves the hazard on; never back."""
        found.draft.made = hazard_no = known.facts["hazard_no"]
        not_before = date.fromordinal(max(self.last_days.get(hazard_no, 0), known.facts["found_day"])).isoformat()
        changes = self._changed_facts(found, known)
        moved = self._moves(found, known, not_before)
        postponed = self._postponed(found, known, not_before if moved else max(not_before, self._filed(found)))
        events: list[NewEvent] = [*postponed, *moved]
        if changes:
            at = max(not_before, self.today.isoformat())
            fields = {name: new for name, (_, new) in changes.items()}
            events.append(amended(HAZARD, hazard_no, at, fields))
        if postponed or any(event.what == "noticed" for event in moved):
            changes["deadline"] = (_day(known.facts["deadline"]), found.draft.values["deadline"])
        if five := self._changed_five(found, known):
            changes |= five
            if not any(event.what == "rectifying" for event in events) and known.state.is_open:
                at = max(not_before, self.today.isoformat())
                events.append(NewEvent(HAZARD, hazard_no, "five_updated", at, {"five": five_of(found.draft)}))
        if events and found.state is not known.state:
            changes["status"] = (known.state.value, found.state.value)
        self.events += events
        told = {name: {"before": before, "after": after} for name, (before, after) in changes.items()}
        return (Action.UPDATE if events else Action.NONE), told if events else {}

    def _filed(self, found: Found) -> str:
        return (found.draft.reader.context.filed or self.today).isoformat()

    def _postponed(self, found: Found, known: KnownHazard, at: str) -> list[NewEvent]:
        """A later deadline than the known one, as an extension where one may be given; else told and left alone."""
        draft = found.draft
        stated, held = draft.values["deadline"], _day(known.facts["deadline"])
        by_deadline = draft.values["manage_type"] == ManageType.BY_DEADLINE
        if stated is None or stated == held or not by_deadline or not known.state.is_open:
            return []
        if known.state in _EXTENDABLE and (held is None or stated > held):
            return [NewEvent(HAZARD, known.facts["hazard_no"], "extended", at, {"deadline": stated})]
        if held is not None:
            where = draft.reader.where(draft.row, "deadline")
            draft.judgement.remark("deadline_kept", *where, stated=stated, held=held)
        return []

    def _changed_facts(self, found: Found, known: KnownHazard) -> dict[str, tuple[Any, Any]]:
        values = found.draft.values
        stated = {name: values.get(name) for name in ("category", "cause_type", "judge_basis", "address")}
        if "LEVEL_DEFAULTED" not in found.draft.judgement.flags and found.draft.reader.has("level"):
            stated["level"] = values["level"]
        if code := values.get("code"):
            stated |= {"ext_code": code, "description": values["description"]}
        return {
            name: (known.facts[name], new)
            for name, new in stated.items()
            if new is not None and new != known.facts[name]
        }

    def _changed_five(self, found: Found, known: KnownHazard) -> dict[str, tuple[Any, Any]]:
        facts = known.facts
        funds = facts["five_funds_fen"]
        held = {
            "person": facts["five_person"],
            "measures": facts["five_measures"],
            "funds_yuan": None if funds is None else funds / 100,
            "plan": facts["five_plan"],
        }
        stated = five_of(found.draft)
        return {
            name: (before, stated[name])
            for name, before in held.items()
            if stated.get(name) is not None and stated[name] != before
        }

    def _moves(self, found: Found, known: KnownHazard, not_before: str) -> list[NewEvent]:
        state, values = known.state, found.draft.values
        if state not in _MOVABLE:
            return []
        if _LOOP[found.state] < _LOOP[state] or (found.state is state and state is not State.FAILED):
            if _LOOP[found.state] < _LOOP[state]:
                said = {"claimed": t(f"state.{found.state}"), "state": t(f"state.{state}")}
                found.draft.judgement.remark(
                    "not_moved_back", *found.draft.reader.where(found.draft.row, "status"), **said
                )
            return []
        if known.facts["passed"]:
            closed = NewEvent(HAZARD, known.facts["hazard_no"], "closed", not_before, {})
            return [closed] if found.state is State.CLOSED else []
        state_day = date.fromordinal(known.facts["state_day"]).isoformat()
        if state is State.FAILED and (values["reinspected_on"] or "") <= state_day:
            return []
        return progress(known.facts["hazard_no"], found, state, not_before)


_LOOP = {
    State.REPORTED: 0,
    State.CONFIRMED: 1,
    State.NOTICED: 2,
    State.RECTIFYING: 3,
    State.FAILED: 4,
    State.SUBMITTED: 4,
    State.CLOSED: 5,
}
_EXTENDABLE = frozenset({State.NOTICED, State.RECTIFYING})


def _day(ordinal: int | None) -> str | None:
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


_MOVABLE = frozenset(_LOOP) - {State.CLOSED}
