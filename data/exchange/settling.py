"""What every kind of ledger does alike when its rows meet the database: whom a row is about, and whose town it is."""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection

from data.exchange.doubts import held_key
from data.exchange.drafts import Decided, Draft
from data.exchange.events import amended, provisional_body, registered
from data.exchange.known import known_subjects
from data.exchange.matching import Match, Subject, Subjects
from data.exchange.outcome import Action, RowReport
from data.exchange.points import suspect_datum
from data.exchange.progress import Stage, Tell, telling
from data.exchange.towns import DECLARED, Towns, town_name
from data.packs import Pack
from data.rules.events import OBJECT, NewEvent
from data.rules.scope import Scope
from data.store.numbering import Numbers


class Settling(ABC):
    """The rows of one ledger in their order; later rows know what earlier ones brought."""

    phone_column: ClassVar[str | None] = None
    """The column to look at for a telephone that is shared; None is that of the subject, as for every other doubt."""

    numbers_alike: ClassVar[bool] = True
    """Whether rows that say the same are numbered before any is settled; else the kind does so itself."""

    def __init__(
        self,
        connection: Connection,
        pack: Pack,
        scope: Scope,
        towns: Towns,
        today: date,
        decided: Mapping[str, Decided] | None = None,
    ) -> None:
        """``decided`` is what people decided about rows like those of this file, by `held_key`."""
        self.connection = connection
        self.pack = pack
        self.scope = scope
        self.sees_all = scope.is_whole
        self.towns = towns
        self.today = today
        self.numbers = Numbers(connection, pack)
        self.decided = decided or {}
        self.called: dict[str, dict[str, None]] = defaultdict(dict)
        """Names under which rows spoke of known objects, as people decided."""

    def know(self, drafts: Sequence[Draft]) -> list[Subject]:
        """Read the county's objects, and hold the points of the file against theirs."""
        known = known_subjects(self.connection, self.pack)
        names = [_name(draft) for draft in drafts]
        self.subjects = Subjects(self.pack, known, (name or "" for name in names))
        points = [self.subjects.point_of(name, draft.values) for name, draft in zip(names, drafts, strict=True)]
        suspect_datum(drafts, points)
        return known

    def rows(self, drafts: Sequence[Draft], tell: Tell) -> list[RowReport]:
        """What becomes of each row, in their order; rows that say the same are told apart by it in decisions."""
        if self.numbers_alike:
            before: Counter[str] = Counter()
            for draft in drafts:
                key = held_key(draft)
                draft.again = before[key]
                before[key] += 1
        if self.decided:
            for draft in drafts:
                self._remember(draft, self.decided.get(held_key(draft, draft.again)))
        told = []
        for draft in telling(drafts, tell, Stage.MATCHING):
            draft.told = self.row(draft)
            told.append(draft.told)
        return told

    def row(self, draft: Draft) -> RowReport:
        """What becomes of a row; one that people decided not to enter is left out."""
        if draft.decided is not None and draft.decided.is_rejected:
            return self.left_out(draft)
        return self._row(draft)

    @abstractmethod
    def _row(self, draft: Draft) -> RowReport:
        """What becomes of a row of this kind of ledger."""

    def left_out(self, draft: Draft) -> RowReport:
        """A row that people decided not to enter."""
        decided = draft.decided
        assert decided is not None
        draft.judgement.remark("left_out", at=decided.at[:10], who=decided.actor)
        return draft.report(Action.NONE, {})

    def _remember(self, draft: Draft, decided: Decided | None) -> None:
        draft.decided = decided
        if decided is not None and decided.town is not None and draft.values["town"] is None:
            draft.values["town"], draft.town_source = decided.town, DECLARED

    def match(self, draft: Draft) -> Match:
        """Whom a row is about; a doubt is flagged, unless people have decided it."""
        values, name = draft.values, _name(draft)
        if name is None:
            return Match()
        if (told := self._as_decided(draft, name)) is not None:
            return told
        town = values["town"] or draft.reader.context.sheet_town
        match = self.subjects.find(name, values["uscc"], town, values["phone"])
        if match.doubt is not None and draft.decided is not None and draft.decided.subject is None:
            return Match()
        if match.doubt is not None and match.other is not None:
            draft.other = (OBJECT, match.other.id)
            at_phone = self.phone_column if match.doubt == "SHARED_PHONE" else None
            column = at_phone or draft.reader.kind.subject
            other = town_name(self.pack, match.other.town)
            draft.judgement.add(match.doubt, *draft.reader.where(draft.row, column), name=match.other.name, town=other)
        return match

    def _as_decided(self, draft: Draft, name: str) -> Match | None:
        """The object that people named; None when they named none, or when it is no more."""
        if draft.decided is None or draft.decided.subject is None:
            return None
        subject = self.subjects.by_id(draft.decided.subject)
        if subject is None:
            return None
        if self.subjects.key(name) not in map(self.subjects.key, (subject.name, *subject.aliases)):
            self.called[subject.id][name] = None
        return Match(subject, by_alias=self.subjects.key(name) != subject.key)

    def aliases(self) -> list[NewEvent]:
        """Names to know objects by from now on."""
        subjects = ((self.subjects.by_id(number), names) for number, names in self.called.items())
        return [
            amended(OBJECT, subject.id, self.today.isoformat(), {"aliases": "\n".join([*subject.aliases, *names])})
            for subject, names in subjects
            if subject is not None
        ]

    def provisional(self, draft: Draft, at: str, sector: str | None) -> tuple[Subject, NewEvent]:
        """The object that a row names and nobody knows; it awaits its roster under a temporary code."""
        values, name = draft.values, draft.values[draft.reader.kind.subject]
        body = provisional_body(draft, self.subjects.key(name), self.numbers.temporary(values["town"]), sector)
        event = registered(self.numbers.object(), at, body)
        facts = {"kind": body["kind"], "sector": sector, "town": values["town"], "address": values["address"]}
        subject = Subject(event.id, name, values["town"], values["uscc"], values["phone"], facts, draft.number)
        self.subjects.add(subject)
        draft.judgement.add("OBJECT_CREATED")
        return subject, event

    def check_scope(self, draft: Draft, sector: str | None, subject: Subject | None) -> None:
        """Refuse a row that lies outside the scope; park and cell are those of the object where the row has none."""
        if self.sees_all:
            return
        facts = subject.facts if subject else {}
        town, park = draft.values["town"], draft.park or facts.get("park")
        if not self.scope.covers(town, sector, park, facts.get("cell")):
            self.forbid(draft, town)

    def forbid(self, draft: Draft, town: str | None) -> bool:
        """Refuse a row for a town outside the scope; where none is known, what is held anyhow is left at that."""
        if town is None and draft.judgement.is_held:
            return False
        draft.judgement.add("FORBIDDEN_SCOPE", *draft.reader.where(draft.row, "town"), town=town_name(self.pack, town))
        return True


def _name(draft: Draft) -> str | None:
    name: str | None = draft.values[draft.reader.kind.subject]
    return name
