"""Rounds of rectification and re-inspection from columns: which are due, which were done in time (domain 4.1)."""

from dataclasses import dataclass

import numpy as np

from data.rules.streams import Bools, Days, Ints, Streams, Tiny, pick

_PASS = 0
_NEVER = np.int32(2**30)


@dataclass(frozen=True)
class RoundFacts:
    """One entry a hazard. ``due`` counts the rounds re-inspected or due to be, ``on_time`` those re-inspected in time.

    ``passed_on`` is the day of submission in the round that passed and was not undone, 0 when there is none.
    """

    due: Tiny
    on_time: Tiny
    first_passed: Bools
    passed_on: Days


def round_facts(streams: Streams, dated: Ints, dates: Days, as_of: int, within: int) -> RoundFacts:
    """Facts of all rounds.

    ``dated`` are the positions of the events that give a deadline and ``dates`` the deadlines they give. A round is due
    ``within`` days after its trigger: in round 1 the earlier of submission and effective deadline, later the earlier of
    its own submission and the deadline of its own order. A re-inspection without submission implies one on that day.
    """
    events = streams.events
    most = streams.latest(events.round, 1)
    first = (np.cumsum(most) - most).astype(np.int32)
    owner = np.repeat(np.arange(streams.rows, dtype=np.int32), most)
    of_event = first[events.row] + events.round - 1
    inspections = streams.of("reinspected")
    done = _spread(len(owner), of_event[inspections], events.day[inspections])
    submissions = streams.of("submitted")
    submitted = _spread(len(owner), of_event[submissions], events.day[submissions])
    submitted = np.where((submitted == 0) & (done > 0), done, submitted)
    measures = events.of(dated, "rectifying", "five_updated")
    given = ((events.round[dated] == 1) | ~measures) & (dated < _ends(streams, of_event, len(owner))[of_event[dated]])
    deadline = _spread(len(owner), of_event[dated[given]], dates[given])
    trigger = np.minimum(np.where(submitted > 0, submitted, _NEVER), np.where(deadline > 0, deadline, _NEVER))
    spot = np.zeros(len(owner), bool)
    spot[of_event[streams.of("fixed_on_the_spot")]] = True
    due = ((done > 0) | (trigger + within <= as_of)) & ~spot
    on_time = (done > 0) & (done <= trigger + within)
    passes = inspections[events.value[inspections] == _PASS]
    undone = streams.last(streams.of("reopened", "transfer_accepted"))
    passing = streams.last(passes)
    stands = passing > undone
    passed_on = np.where(stands, pick(submitted, pick(of_event, passing)), 0) if len(owner) else np.zeros(0)
    return RoundFacts(
        due=_per_hazard(owner, due, streams.rows),
        on_time=_per_hazard(owner, on_time, streams.rows),
        first_passed=streams.any(passes[events.round[passes] == 1]),
        passed_on=passed_on.astype(np.int32),
    )


def _ends(streams: Streams, of_event: Days, size: int) -> Ints:
    """Position of the event that ended each round; a deadline given after it is not that round's."""
    ends = np.full(size, len(streams.events), np.int64)
    positions = streams.of("reinspected", "reopened")[::-1]
    ends[of_event[positions]] = positions
    return ends


def _spread(size: int, places: Days, days: Days) -> Days:
    """Days at their places, the last one of a place; 0 elsewhere."""
    spread = np.zeros(size, np.int32)
    spread[places] = days
    return spread


def _per_hazard(owner: Days, which: Bools, rows: int) -> Tiny:
    return np.bincount(owner[which], minlength=rows).astype(np.int8)
