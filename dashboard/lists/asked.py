"""What a request asks of a list. Whatever it says, the answer lies within the viewer's scope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import orjson

from dashboard.asked import asked_of
from dashboard.lists.base import ListOf
from dashboard.services import services
from dashboard.viewer import viewer
from data.errors import OneMapError
from data.readmodel.paging import Listing, Pin
from data.readmodel.schema import Days, Hazards, Objects
from data.readmodel.snapshot import Snapshot
from data.rules.filters import Filter
from data.rules.scope import Scope

MOST_AT_ONCE = 500
"""Rows of one block, whatever is asked."""
MOST_CHOSEN = 20_000
"""Rows that may be named one by one."""
MOST_ON_MAP = 50
"""Rows that the map can mark at once."""


class TooManyChosen(OneMapError):
    """More rows were chosen one by one than can be named."""

    key = "list.error.too_many_chosen"


@dataclass(frozen=True, slots=True)
class Question:
    """A list under a filter and an order, at the moment of its pin, for one viewer."""

    of: ListOf
    scope: Scope
    chosen: Filter
    sort: tuple[str, bool]
    snapshot: Snapshot
    listing: Listing

    @classmethod
    def read(cls, of: ListOf, said: Mapping[str, str]) -> "Question":
        """From the values of a request: ``f`` a filter as query string, ``sort``, ``desc``, ``pin``."""
        here, scope, chosen = services(), viewer().scope, asked_of(of.key, said.get("f"))
        sort, snapshot = of.order(said), here.model.snapshot
        listing = here.model.listing(snapshot, scope, chosen, sort, Pin.parse(said.get("pin")), of.key)
        return cls(of, scope, chosen, sort, snapshot, listing)

    @property
    def as_of(self) -> date:
        """The day at whose end the rows stand so."""
        return self.chosen.as_of or date.fromordinal(self.listing.pin.day)

    @property
    def columns(self) -> Hazards | Objects:
        """What the read model holds of the rows today."""
        return self.snapshot.objects if self.of.key == "objects" else self.snapshot.hazards

    def row(self, id_: str | None) -> int | None:
        """The row of a number or id, None when nobody knows it."""
        return self.columns.row_of.get(id_ or "")

    def block(self, said: Mapping[str, str]) -> Days:
        """The rows after ``after``, else from ``start``: at most ``count``."""
        count = min(whole(said.get("count"), 100), MOST_AT_ONCE)
        return self.listing.block(whole(said.get("start"), 0), count, self.row(said.get("after")))

    def ids(self, said: Mapping[str, str]) -> list[str]:
        """Numbers or ids of ``count`` rows from ``start`` on."""
        columns = self.columns
        names = columns.id if isinstance(columns, Objects) else columns.number
        rows = self.listing.block(whole(said.get("start"), 0), min(whole(said.get("count"), 100), MOST_CHOSEN))
        return [names[row] for row in rows.tolist()]

    def placed(self, rows: Days) -> Days:
        """Those of ``rows`` that have a place on the map."""
        return rows[np.isfinite(self.columns.lon[rows])]

    def place(self, ids: Sequence[str]) -> int | None:
        """Where the first of ``ids`` that the list has stands in it."""
        places = (self.listing.place(row) for id_ in ids if (row := self.row(id_)) is not None)
        return next((place for place in places if place is not None), None)

    def picked(self, text: str) -> Days:
        """The rows that are chosen by ``{"only": [ids]}`` or ``{"but": [ids]}``, in the order of the list.

        Nothing said is all of them; an id that the list has not chooses nothing.
        """
        key, ids = _choice(text)
        named = [row for id_ in ids if (row := self.row(id_)) is not None]
        among = np.isin(self.listing.rows, np.array(named, np.int32))
        return self.listing.rows[among if key == "only" else ~among]


def whole(text: str | None, default: int) -> int:
    """A whole number from 0 up; anything else is the default."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _choice(text: str) -> tuple[str, list[str]]:
    """``{"only": ids}``, ``{"but": ids}`` or all; what cannot be read chooses nothing."""
    try:
        said: Any = orjson.loads(text or '{"but": []}')
    except orjson.JSONDecodeError:
        said = None
    for key in ("only", "but"):
        if isinstance(said, dict) and isinstance(ids := said.get(key), list):
            if len(ids) > MOST_CHOSEN:
                raise TooManyChosen(most=MOST_CHOSEN)
            return key, [each for each in ids if isinstance(each, str)]
    return "only", []
