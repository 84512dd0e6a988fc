"""The next free number of each kind, by the formats of the pack. Ask only while the county is locked."""

from datetime import date

from sqlalchemy import Column, ColumnElement, Connection, Integer, Select, bindparam, func, select

from data.packs.model import Pack
from data.rules.events import ATTACHMENT, CASE, INSPECTION, TRANSFER
from data.rules.numbers import next_seq, number, prefix
from data.store.errors import NumbersUsedUp
from data.store.models import EventRow, HazardRow, ObjectRow
from data.store.states import table_of

_COLUMNS = {
    "hazard": table_of(HazardRow).c.hazard_no,
    "object": table_of(ObjectRow).c.id,
    "temporary": table_of(ObjectRow).c.temp_code,
}
"""Where the numbers of each kind stand whose rows stay whatever happens."""
_STREAMS = {"case": CASE, "transfer": TRANSFER, "inspection": INSPECTION, "attachment": ATTACHMENT}
"""Kinds that leave no row once they are withdrawn: their numbers stand in the events, so that none is given again."""

LONGEST = 64


class Numbers:
    """Hands out free numbers; looks once at what is in use in each sequence and counts on from there."""

    def __init__(self, connection: Connection, pack: Pack) -> None:
        self._connection = connection
        self._pack = pack
        self._next: dict[str, int] = {}
        self._prefixes: dict[tuple[str, str | None, date | None], str] = {}

    def hazard(self, town: str | None, day: date) -> str:
        """A number for a hazard found in ``town`` on ``day``."""
        return self._take("hazard", town, day)

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

    def attachment(self) -> str:
        """An id for an attachment."""
        return self._take("attachment", None, None)

    def _take(self, kind: str, town: str | None, day: date | None) -> str:
        pack = self._pack
        asked = (kind, town, day)
        first = self._prefixes.get(asked)
        if first is None:
            first = self._prefixes[asked] = prefix(pack.numbers, kind, pack.code, town=town, day=day)
        known = self._next.get(first)
        seq = next_seq(first, self._highest(kind, first)) if known is None else known
        self._next[first] = seq + 1
        taken = number(pack.numbers, kind, pack.code, seq, town=town, day=day)
        if len(taken) > LONGEST:
            raise NumbersUsedUp(prefix=first)
        return taken

    def _highest(self, kind: str, first: str) -> str | None:
        """The number in use that starts with ``first`` and counts highest: the longest, then the last in order."""
        after = first[:-1] + chr(ord(first[-1]) + 1)
        asked = {"county": self._pack.code, "first": first, "after": after, "length": len(first)}
        return self._connection.execute(_HIGHEST[kind], asked).scalars().one_or_none()


def _highest_of(column: Column[str], *of_kind: ColumnElement[bool]) -> Select[str]:
    starts = func.substr(column, 1, bindparam("length", type_=Integer)) == bindparam("first")
    return (
        select(column)
        .where(column.table.c.county == bindparam("county"))
        .where(*of_kind, column >= bindparam("first"), column < bindparam("after"), starts)
        .order_by(func.length(column).desc(), column.desc())
        .limit(1)
    )


_EVENTS = table_of(EventRow)
_HIGHEST = {kind: _highest_of(column) for kind, column in _COLUMNS.items()} | {
    kind: _highest_of(_EVENTS.c.id, _EVENTS.c.kind == stream) for kind, stream in _STREAMS.items()
}
"""Put together once: an import asks it for every town and day."""
