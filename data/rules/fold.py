"""Hazards folded from columns of events: one formula gives today's facts, those of a past day, and those once known.

`data.rules.hazards.advance` folds one hazard event by event; `fold` folds all of them at once from the short form of
the events. A test holds the two together. Days are ordinals, 0 stands for none; money is in fen.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from data.rules.events import FIVE_DAY_ZERO
from data.rules.rounds import round_facts
from data.rules.streams import Bools, Days, EventColumns, Ints, Streams, Tiny, pick, put
from data.rules.vocabulary import STATES, State

REINSPECTION_DAYS = 10
"""复查: within so many days of submission or expiry (domain 4.1)."""
_FUNDS_SHIFT, _FUNDS_MASK, _DAY_SHIFT = 5, (1 << 42) - 1, 47
_ORDERED = np.array(
    [State.NOTICED.code <= state.code <= State.CLOSED.code and state is not State.TRANSFERRED for state in STATES]
)
_OPEN = np.array([state.is_open for state in STATES])
_COUNTS = np.array([state.counts for state in STATES])


@dataclass(frozen=True)
class Facts:
    """What the events make of each hazard on one day; one entry a hazard, but for the first two and last two fields.

    ``within`` are the days for a re-inspection by the rule of that day.
    ``deadline`` is the effective one; ``closed`` the day of the last closing of what is closed; ``passed_on`` the day
    of submission of the round that passed. ``awaiting``: a submission of the current round waits for the re-inspector,
    or has passed and waits for closure (待销号). ``spot``: fixed on the spot and not reopened since. ``rounds_due``
    and ``rounds_on_time`` are those of `data.rules.rounds`, 0 for ``spot``. ``funds`` is the cost of all rounds, else
    the planned funds. ``closings`` and ``reopenings`` are pairs of columns (row, day), one entry an event.
    """

    as_of: int
    within: int
    exists: Bools
    found: Days
    state: Tiny
    round: Tiny
    level: Tiny
    counts: Bools
    open: Bools
    deadline: Days
    closed: Days
    overdue: Bools
    passed_on: Days
    submitted_on: Days
    awaiting: Bools
    spot: Bools
    submitted: Bools
    reinspected: Bools
    first_passed: Bools
    ordered: Bools
    five: Tiny
    funds: Ints
    rounds_due: Tiny
    rounds_on_time: Tiny
    birth: Ints
    changed: Ints
    closings: tuple[Days, Days]
    reopenings: tuple[Days, Days]


def fold(
    events: EventColumns, rows: int, as_of: int, change: int | None = None, within: int = REINSPECTION_DAYS
) -> Facts:
    """Facts of ``rows`` hazards at the end of day ``as_of``, as known at ``change`` (None: all that is known)."""
    events = events.until(as_of, change)
    streams = Streams(events, rows)
    end = streams.last(streams.ends)
    begin = streams.last(streams.of("found"))
    exists = end >= 0
    state = np.where(exists, pick(events.state, end), -1).astype(np.int8)
    is_open = exists & _OPEN[state]
    dated, dates = _deadlines(streams)
    deadline = pick(dates, _last_of(streams, dated))
    closings, reopenings = streams.of("closed", "fixed_on_the_spot"), streams.of("reopened")
    closed = np.where(state == State.CLOSED.code, pick(events.day, streams.last(closings)), 0).astype(np.int32)
    spot = streams.last(streams.of("fixed_on_the_spot")) > streams.last(reopenings)
    submission = streams.last(streams.of("submitted", "reinspected"))
    undecided = submission > streams.last(streams.of("reinspected", "reopened", "transfer_accepted"))
    awaiting = is_open & (undecided | (state == State.SUBMITTED.code))
    rounds = round_facts(streams, dated, dates, as_of, within)
    funds, five = _five(streams)
    return Facts(
        as_of=as_of,
        within=within,
        exists=exists,
        found=pick(events.day, begin),
        state=state,
        round=pick(events.round, end),
        level=_level(streams),
        counts=exists & _COUNTS[state],
        open=is_open,
        deadline=deadline,
        closed=closed,
        overdue=is_open & (deadline > 0) & (deadline < as_of) & ~awaiting,
        passed_on=np.where(spot, closed, rounds.passed_on),
        submitted_on=np.where(awaiting, np.where(undecided, pick(events.day, submission), rounds.passed_on), 0),
        awaiting=awaiting,
        spot=spot,
        submitted=(submission >= 0) | spot,
        reinspected=streams.any(streams.of("reinspected")) | spot,
        first_passed=rounds.first_passed & ~spot,
        ordered=streams.any(np.flatnonzero(_ORDERED[events.state])) & ~spot,
        five=five,
        funds=np.where(streams.any(_costs(streams)), _cost(streams), funds),
        rounds_due=np.where(spot, 0, rounds.due).astype(np.int8),
        rounds_on_time=np.where(spot, 0, rounds.on_time).astype(np.int8),
        birth=pick(events.change, begin),
        changed=pick(events.change, end),
        closings=(events.row[closings], events.day[closings]),
        reopenings=(events.row[reopenings], events.day[reopenings]),
    )


def _deadlines(streams: Streams) -> tuple[Ints, Days]:
    """Positions of the events that give a deadline, and the deadlines they give.

    Orders and approved extensions name it as their value, what is fixed on the spot was due that day, and the 五落实
    carry one only while no order gave any.
    """
    events = streams.events
    positions = streams.of("noticed", "extended", "fixed_on_the_spot", "rectifying", "five_updated")
    value = events.value[positions]
    measures = events.of(positions, "rectifying", "five_updated")
    spot = events.of(positions, "fixed_on_the_spot")
    packed = np.maximum(value, 0) >> _DAY_SHIFT
    dates = np.where(measures, np.where(packed > 0, packed + FIVE_DAY_ZERO, 0), np.maximum(value, 0))
    dates = np.where(spot, events.day[positions], dates).astype(np.int32)
    return positions[dates > 0], dates[dates > 0]


def _last_of(streams: Streams, positions: Ints) -> Ints:
    """Index into ``positions`` of the last one of each stream, -1 where there is none."""
    found = np.full(streams.rows, -1, np.int64)
    found[streams.events.row[positions]] = np.arange(len(positions))
    return found


def _level(streams: Streams) -> Tiny:
    positions = streams.of("found", "confirmed", "amended")
    stated = positions[streams.events.value[positions] >= 0]
    return pick(streams.events.value, streams.last(stated)).astype(np.int8)


def _five(streams: Streams) -> tuple[Ints, Tiny]:
    """Planned funds and mask of the 五落实; each event carries them merged with those before."""
    packed = pick(streams.events.value, streams.last(streams.of("rectifying", "five_updated")))
    packed = np.maximum(packed, 0)
    funds = packed >> _FUNDS_SHIFT & _FUNDS_MASK
    return np.maximum(funds - 1, 0), (packed & 31).astype(np.int8)


def _costs(streams: Streams) -> Ints:
    positions = streams.of("submitted")
    return positions[streams.events.value[positions] >= 0]


def _cost(streams: Streams) -> Ints:
    """Cost of all rounds; a sum of whole fen is exact in doubles up to 90 万亿 yuan."""
    positions = _costs(streams)
    events = streams.events
    return np.bincount(events.row[positions], weights=events.value[positions], minlength=streams.rows).astype(np.int64)


def patched(facts: Facts, rows: Ints, news: Facts, size: int) -> Facts:
    """``facts`` grown to ``size`` hazards; entry i of ``news`` takes the place of hazard ``rows[i]``."""
    columns: dict[str, Any] = {"as_of": facts.as_of, "within": facts.within}
    replaced = np.zeros(size, bool)
    replaced[rows] = True
    for field in fields(facts):
        old, new = getattr(facts, field.name), getattr(news, field.name)
        if isinstance(old, tuple):
            keep = ~replaced[old[0]]
            columns[field.name] = (
                np.concatenate((old[0][keep], rows[new[0]].astype(np.int32))),
                np.concatenate((old[1][keep], new[1])),
            )
        elif isinstance(old, np.ndarray):
            columns[field.name] = put(old, rows, new, size)
    return Facts(**columns)


def facts_of(facts: Facts, rows: Ints) -> Facts:
    """The facts of these hazards (distinct rows) alone, numbered anew from 0 in this order."""
    place = np.full(len(facts.state), -1, np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    columns: dict[str, Any] = {"as_of": facts.as_of, "within": facts.within}
    for field in fields(facts):
        column = getattr(facts, field.name)
        if isinstance(column, tuple):
            places = place[column[0]]
            columns[field.name] = (places[places >= 0], column[1][places >= 0])
        elif isinstance(column, np.ndarray):
            columns[field.name] = column[rows]
    return Facts(**columns)
