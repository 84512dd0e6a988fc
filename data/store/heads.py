"""The end of a chain as a report shows it, so that the chain can be held against the paper later.

``260143-1f3a-9c0d-77be-52e1-08ab`` is the number of the last event and the first 80 bits of its hash: whoever removes
or rewrites events and makes the rest of the chain anew gets another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data.store.errors import HeadUnreadable
from data.store.models import CountyRow, EventRow

_DIGITS, _GROUP = 20, 4
_FEWEST = 16
"""Digits of a hash, and those without which it proves too little."""
_PRINTED = re.compile(r"(\d+)[-\s:·—–]+((?:[0-9a-f]+[-\s]*)+)")


@dataclass(frozen=True, slots=True)
class Head:
    """A number of an event, None where only the hash is known, and at least the beginning of its hash."""

    change: int | None
    hash: bytes

    def is_one(self, change: int, found: bytes) -> bool:
        """Whether this is the event with that number and hash."""
        return self.change in (None, change) and found.startswith(self.hash)

    def is_among(self, before: int, hashes: Sequence[bytes]) -> bool:
        """Whether this is one of the events after ``before``, whose hashes these are."""
        if self.change is None:
            return any(found.startswith(self.hash) for found in hashes)
        place = self.change - before - 1
        return 0 <= place < len(hashes) and hashes[place].startswith(self.hash)

    def shown(self) -> str:
        """As people read, print and type it."""
        digits = self.hash.hex()[:_DIGITS]
        groups = [digits[place : place + _GROUP] for place in range(0, len(digits), _GROUP)]
        return "-".join([*([] if self.change is None else [str(self.change)]), *groups])


def read_head(text: str) -> Head:
    """A head as it was printed, or a bare hash of at least 16 digits. `HeadUnreadable`."""
    told = text.strip().lower()
    printed = _PRINTED.fullmatch(told)
    change, digits = (int(printed[1]), re.sub(r"[-\s]", "", printed[2])) if printed else (None, told)
    if not _FEWEST <= len(digits) <= 64 or len(digits) % 2 or re.search(r"[^0-9a-f]", digits):
        raise HeadUnreadable(head=text, fewest=_FEWEST)
    return Head(change, bytes.fromhex(digits))


def head_now(connection: Connection, county: str) -> Head:
    """The head of a county's chain as it is."""
    row = connection.execute(select(CountyRow.head_change, CountyRow.head_hash).where(CountyRow.county == county)).one()
    return Head(row.head_change, bytes(row.head_hash))


def head_at(connection: Connection, county: str, change: int) -> Head:
    """The head of a county's chain when ``change`` was its last event."""
    later = select(EventRow.prev).where(EventRow.county == county, EventRow.change == change + 1)
    kept = connection.scalar(later)
    return head_now(connection, county) if kept is None else Head(change, bytes(kept))
