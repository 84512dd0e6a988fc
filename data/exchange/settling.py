"""What every kind of ledger does alike when its rows meet the database: whom a row is about, and whose town it is."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection

from data.exchange.drafts import Draft
from data.exchange.events import provisional_body, registered
from data.exchange.known import known_subjects
from data.exchange.matching import Match, Subject, Subjects
from data.exchange.points import suspect_datum
from data.exchange.towns import Towns, town_name
from data.packs import Pack
from data.rules.events import NewEvent
from data.rules.scope import Scope
from data.store.numbering import Numbers


class Settling:
    """The rows of one ledger in their order; later rows know what earlier ones brought."""

    phone_column: ClassVar[str | None] = None
    """The column to look at for a telephone that is shared; None is that of the subject, as for every other doubt."""

    def __init__(self, connection: Connection, pack: Pack, scope: Scope, towns: Towns, today: date) -> None:
        self.connection = connection
        self.pack = pack
        self.scope = scope
        self.towns = towns
        self.today = today
        self.numbers = Numbers(connection, pack)

    def know(self, drafts: Sequence[Draft]) -> list[Subject]:
        """Read the county's objects, and hold the points of the file against theirs."""
        known = known_subjects(self.connection, self.pack)
        names = [_name(draft) for draft in drafts]
        self.subjects = Subjects(self.pack, known, (name or "" for name in names))
        points = [self.subjects.point_of(name, draft.values) for name, draft in zip(names, drafts, strict=True)]
        suspect_datum(drafts, points)
        return known

    def match(self, draft: Draft) -> Match:
        """Whom a row is about; a doubt is flagged."""
        values, name = draft.values, _name(draft)
        if name is None:
            return Match()
        town = values["town"] or draft.reader.context.sheet_town
        match = self.subjects.find(name, values["uscc"], town, values["phone"])
        if match.doubt is not None and match.other is not None:
            at_phone = self.phone_column if match.doubt == "SHARED_PHONE" else None
            column = at_phone or draft.reader.kind.subject
            other = town_name(self.pack, match.other.town)
            draft.judgement.add(match.doubt, *draft.reader.where(draft.row, column), name=match.other.name, town=other)
        return match

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

    def forbid(self, draft: Draft, town: str | None) -> bool:
        """Refuse a row for a town outside the scope; where none is known, what is held anyhow is left at that."""
        if town is None and draft.judgement.is_held:
            return False
        draft.judgement.add("FORBIDDEN_SCOPE", *draft.reader.where(draft.row, "town"), town=town_name(self.pack, town))
        return True


def _name(draft: Draft) -> str | None:
    name: str | None = draft.values[draft.reader.kind.subject]
    return name
