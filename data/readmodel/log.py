"""All events of hazards in short form, kept sorted by stream, with a short tail of what came in since."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from data.readmodel.read import columns_of, sorted_events
from data.readmodel.schema import Days, Ints
from data.rules.streams import EventColumns, put

TAIL = 20_000
"""So many events may wait in the tail before they are sorted in."""


class EventLog:
    """An immutable log; `plus` gives a longer one."""

    def __init__(self, base: EventColumns, tail: EventColumns | None = None) -> None:
        self._base = base
        self._tail = tail if tail is not None else base.take(np.zeros(0, np.int64))

    def plus(self, news: EventColumns) -> "EventLog":
        """With ``news``, which come after all that is here."""
        if len(self._base) == 0:
            return EventLog(news)
        tail = sorted_events((self._tail, news))
        if len(tail) > TAIL:
            return EventLog(sorted_events((self._base, tail)))
        return EventLog(self._base, tail)

    def without(self, days: Mapping[int, int], voids: Mapping[int, int]) -> "EventLog":
        """With other days of some events and with events that count no more from a change on, by their changes."""
        return EventLog(_altered(self._base, days, voids), _altered(self._tail, days, voids))

    def whole(self) -> EventColumns:
        """Every event, sorted by (row, seq)."""
        if len(self._tail) == 0:
            return self._base
        places = np.searchsorted(self._base.row, self._tail.row, "right")
        columns = zip(columns_of(self._base), columns_of(self._tail), strict=True)
        return EventColumns(*(_inserted(base, places, tail) for base, tail in columns))

    def of(self, rows: Ints) -> EventColumns:
        """Events of these hazards (rising rows), renumbered from 0 in that order."""
        parts = [part.take(_within(part, rows)) for part in (self._base, self._tail)]
        events = sorted_events(parts)
        return replace(events, row=np.searchsorted(rows, events.row).astype(np.int32))


def _altered(part: EventColumns, days: Mapping[int, int], voids: Mapping[int, int]) -> EventColumns:
    return replace(part, day=_put(part.day, part.change, days), void=_put(part.void, part.change, voids))


def _put(column: Days, change: Ints, news: Mapping[int, int]) -> Days:
    places = np.flatnonzero(np.isin(change, list(news)))
    return put(column, places, np.array([news[one] for one in change[places].tolist()], np.int32), len(column))


def _within(part: EventColumns, rows: Ints) -> Ints:
    """Positions in ``part`` of the events of ``rows``."""
    rows = rows.astype(part.row.dtype)  # another type would make a copy of the whole column
    starts = np.searchsorted(part.row, rows, "left")
    lengths = np.searchsorted(part.row, rows, "right") - starts
    offsets = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return np.arange(int(lengths.sum())) + offsets


def _inserted(base: Any, places: Ints, tail: Any) -> Any:
    return np.insert(base, places, tail)
