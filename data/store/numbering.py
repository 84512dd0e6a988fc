"""The next free number of each kind, by the formats of the pack. Ask only while the county is locked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Column, ColumnElement, Connection, Select, String, column, func, select, values

from data.packs.model import Pack
from data.rules.events import ACCIDENT, ATTACHMENT, CASE, INSPECTION, MARK, PAPER, PERSON, TRANSFER
from data.rules.numbers import next_seq, number, prefix, rest
from data.store.errors import NumbersUsedUp
from data.store.models import EventRow, HazardRow, ObjectRow
from data.store.states import table_of

_COLUMNS = {
    "hazard": table_of(HazardRow).c.hazard_no,
    "object": table_of(ObjectRow).c.id,
    "temporary": table_of(ObjectRow).c.temp_code,
}
"""Where the numbers of each kind stand whose rows stay whatever happens."""
_STREAMS = {
    "case": CASE,
    "transfer": TRANSFER,
    "inspection": INSPECTION,
    "accident": ACCIDENT,
    "person": PERSON,
    "mark": MARK,
    "attachment": ATTACHMENT,
    "paper": PAPER,
}
"""Kinds that leave no row once they are withdrawn: their numbers stand in the events, so that none is given again."""
_EVENTS = table_of(EventRow)
_IN_USE: dict[str, tuple[Column[str], tuple[ColumnElement[bool], ...]]] = {
    **{kind: (column, ()) for kind, column in _COLUMNS.items()},
    **{kind: (_EVENTS.c.id, (_EVENTS.c.kind == stream,)) for kind, stream in _STREAMS.items()},
}

LONGEST = 64
_MANY = 900
"""Sequences that one query looks at."""


class Numbers:
    """Hands out free numbers; looks once at what is in use in each sequence and counts on from there.

    ``formats`` are those of the pack unless told otherwise.
    """

    def __init__(self, connection: Connection, pack: Pack, formats: Mapping[str, str] | None = None) -> None:
        self._connection = connection
        self._pack = pack
        self._formats = pack.numbers if formats is None else formats
        self._next: dict[str, int] = {}
        self._prefixes: dict[tuple[str, str | None, date | None], str] = {}
        self._rests: dict[str, dict[str, str]] = {}

    def hazard(self, town: str | None, day: date) -> str:
        """A number for a hazard found in ``town`` on ``day``."""
        return self._take("hazard", town, day)

    def expect_hazards(self, found: Iterable[tuple[str | None, date]]) -> None:
        """Look at the sequences of all these towns and days together: a query for each is slow for thousands."""
        firsts = {self._prefix("hazard", town, day) for town, day in found}
        self._look("hazard", sorted(firsts - self._next.keys()))

    def object(self) -> str:
        """An id for a supervised object."""
        return self._take("object", None, None)

    def temporary(self, town: str | None) -> str:
        """A code for an object of ``town`` that has no credit code."""
        return self._take("temporary", town, None)

    def case(self, day: date) -> str:
        """A number for a case filed on ``day``."""
        return self._take("case", None, day)

    def transfer(self, day: date) -> str:
        """A number for a transfer made on ``day``."""
        return self._take("transfer", None, day)

    def inspection(self, day: date) -> str:
        """A number for an inspection of ``day``."""
        return self._take("inspection", None, day)

    def accident(self, day: date) -> str:
        """A number for an accident of ``day``."""
        return self._take("accident", None, day)

    def person(self) -> str:
        """A number for a duty of a responsible person."""
        return self._take("person", None, None)

    def mark(self, day: date) -> str:
        """A number for a mark of the assessment that is entered on ``day``."""
        return self._take("mark", None, day)

    def attachment(self) -> str:
        """An id for an attachment."""
        return self._take("attachment", None, None)

    def paper(self, day: date) -> str:
        """A 文号 given on ``day``; the format is none of the pack's numbers but the template's."""
        return self._take("paper", None, day)

    def _take(self, kind: str, town: str | None, day: date | None) -> str:
        first = self._prefix(kind, town, day)
        if first not in self._next:
            self._look(kind, [first])
        seq = self._next[first]
        self._next[first] = seq + 1
        if kind not in self._rests:
            self._rests[kind] = rest(self._formats, kind)
        taken = first + number(self._rests[kind], kind, self._pack.code, seq, town=town, day=day)
        if len(taken) > LONGEST:
            raise NumbersUsedUp(prefix=first)
        return taken

    def _prefix(self, kind: str, town: str | None, day: date | None) -> str:
        asked = (kind, town, day)
        first = self._prefixes.get(asked)
        if first is None:
            pack = self._pack
            first = self._prefixes[asked] = prefix(self._formats, kind, pack.code, town=town, day=day)
        return first

    def _look(self, kind: str, firsts: Sequence[str]) -> None:
        """Note the next number of the sequences that begin with ``firsts``."""
        for start in range(0, len(firsts), _MANY):
            rows = self._connection.execute(_highest(kind, self._pack.code, firsts[start : start + _MANY]))
            self._next.update((first, next_seq(first, highest)) for first, highest in rows)


def _highest(kind: str, county: str, firsts: Sequence[str]) -> Select[str, str | None]:
    """For each beginning the number in use that counts highest: the longest, then the last in order."""
    pairs = [(first, first[:-1] + chr(ord(first[-1]) + 1)) for first in firsts]
    asked = values(column("first", String), column("after", String), name="asked").data(pairs).cte("asked")
    first, after = asked.c.first, asked.c.after
    in_use, of_kind = _IN_USE[kind]
    highest = (
        select(in_use)
        .where(in_use.table.c.county == county, *of_kind, in_use >= first, in_use < after)
        .where(func.substr(in_use, 1, func.length(first)) == first)
        .order_by(func.length(in_use).desc(), in_use.desc())
        .limit(1)
    )
    return select(first, highest.scalar_subquery())
