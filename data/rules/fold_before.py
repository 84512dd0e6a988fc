"""Facts of a past day from those of a later one: only hazards that may have been different are folded anew."""

from dataclasses import replace

import numpy as np

from data.rules.fold import Facts, fold, patched
from data.rules.streams import Bools, EventColumns, Streams


def facts_before(later: Facts, events: EventColumns, as_of: int, change: int | None, within: int) -> Facts:
    """What `data.rules.fold.fold` makes of ``events`` at the end of the day ``as_of``, as known at ``change``.

    ``later`` are the facts of the same events on a later day, with all that is known. Where less is known, or the rule
    of the day is another one, all is folded.
    """
    size = len(later.state)
    if change is not None or as_of > later.as_of or within != later.within:
        return fold(events, size, as_of, change, within)
    rows = np.flatnonzero(_may_differ(later, events, as_of))
    place = np.full(size, -1, np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    part = events.take((place[events.row] >= 0) & (events.day <= as_of))
    news = fold(replace(part, row=place[part.row]), len(rows), as_of, None, within)
    return patched(replace(later, as_of=as_of), rows, news, size)


def _may_differ(later: Facts, events: EventColumns, as_of: int) -> Bools:
    """Hazards to which something happened since, or of which a day that passed since may decide.

    A day decides of a deadline, and of the re-inspection that follows it or the last submission. A round that was not
    re-inspected may have had a later deadline than the last one of a hazard that was reopened: it is looked at whole.
    """
    streams = Streams(events, len(later.state))
    differs: Bools = np.maximum(later.deadline, streams.latest(events.day)) + later.within > as_of
    differs[events.row[streams.of("reopened")]] = True
    return differs
