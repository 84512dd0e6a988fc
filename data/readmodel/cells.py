"""The columns behind every figure: hazards that count alike in a period share a cell.

A hazard's cell says town, sector, colour, state, all its flags, its rounds and its part in the period. Hazards that
have no part in the period are left out. Counting a million hazards under a filter is then one pass over what is left,
and every KPI and group-by is a small sum over cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.readmodel.schema import COLOURS, Bools, Days, Ints
from data.readmodel.view import View
from data.rules.kpis import MEASURES, Flag, Measure, Population
from data.rules.periods import Period
from data.rules.vocabulary import STATES

Doubles = NDArray[np.float64]

FUNDS = Measure(Population.FOUND, sum="funds_fen")
COUNTED = tuple(
    measure
    for measure in MEASURES
    if measure.population in (Population.FOUND, Population.DEADLINE, Population.STOCK, Population.MOVES)
    and measure != FUNDS
)
"""Measures that are sums over cells; the others are sums over closures, funds, cases and transfers."""
DIMENSIONS = ("town", "sector", "colour", "state", "level")
"""Groups a cell belongs to."""


@dataclass(frozen=True)
class Months:
    """Entries in order of their months: where each month begins among them, one entry a month of the period."""

    names: tuple[str, ...]
    starts: Ints

    def count(self, passes: Bools) -> Ints:
        """How many of the entries pass, by month."""
        ends = np.concatenate(([0], np.cumsum(passes, dtype=np.int64)))
        return np.diff(np.append(ends[self.starts], ends[-1]))


@dataclass(frozen=True)
class Cells:
    """Cells of one view and period.

    ``rows`` (a,) are the hazards with a part in the period, those found in it first and by month; ``code`` (a,) is
    the cell of each, from 1. ``funds`` are those of the hazards found in the period. ``labels`` and ``kind`` have one
    entry a cell: its groups, and the row of ``weights`` (kinds, `COUNTED`) that says what one of its hazards adds.
    ``closure`` are positions in ``rows`` of the C-cohort, with days to closure * 2, + 1 where fixed on the spot;
    ``closing`` those of all closings in the period by month.
    """

    rows: Ints
    code: Ints
    funds: Doubles
    found: Months
    labels: dict[str, Ints]
    kind: Ints
    weights: Doubles
    closure: Ints
    closure_days: Ints
    closing: Ints
    closed: Months

    @property
    def size(self) -> int:
        """Number of cells, the empty one of position 0 included."""
        return len(self.kind)

    @property
    def width(self) -> int:
        """One more than the largest of ``closure_days``, even."""
        return (int(self.closure_days.max(initial=0)) // 2 + 1) * 2


def cells_of(view: View, period: Period) -> Cells:
    """The cells of all hazards of ``view`` that have a part in ``period``."""
    hazards, facts = view.hazards, view.facts
    first, last = period.first.toordinal(), min(period.last.toordinal(), view.as_of)
    parts = _parts(view, period)
    takes_part = hazards.open.copy()
    for column in parts.values():
        takes_part = takes_part | (column > 0)
    rows = np.flatnonzero(takes_part & hazards.counts)
    starts, names = _months(period, view.as_of)
    rows, month = _by_month(rows, parts["found"], np.searchsorted(starts, hazards.found, "right"))
    found = rows[: len(month)]
    code, cell = _distinct({name: column[rows] for name, column in (_places(view) | parts).items()})
    kind, kinds = _kinds(cell)
    closed = hazards.closed[rows]
    closure = np.flatnonzero((closed >= first) & (closed <= last))
    closing, closing_month = _closings(view, rows, first, last, starts)
    days = (closed[closure] - hazards.found[rows[closure]]).astype(np.int64)
    return Cells(
        rows=rows,
        code=code,
        funds=facts.funds[found].astype(np.float64),
        found=Months(names, np.searchsorted(month, np.arange(1, len(names) + 1))),
        labels={name: cell[name] for name in DIMENSIONS if name != "level"}
        | {"level": (cell["flags"] & Flag.MAJOR != 0).astype(np.int64)},
        kind=kind,
        weights=np.stack([_weight(measure, kinds) for measure in COUNTED], axis=1),
        closure=closure,
        closure_days=days * 2 + facts.spot[rows[closure]],
        closing=closing,
        closed=Months(names, np.searchsorted(closing_month, np.arange(1, len(names) + 1))),
    )


def _places(view: View) -> dict[str, NDArray[Any]]:
    hazards = view.hazards
    return {
        "town": hazards.town,
        "sector": hazards.sector,
        "colour": hazards.colour,
        "state": np.maximum(hazards.state, 0),
        "flags": view.flags,
        "rounds_due": view.facts.rounds_due,
        "rounds_on_time": view.facts.rounds_on_time,
    }


def _parts(view: View, period: Period) -> dict[str, NDArray[Any]]:
    """The part of each hazard in the period; all zero is none."""
    hazards, facts = view.hazards, view.facts
    first, last = period.first.toordinal(), min(period.last.toordinal(), view.as_of)
    size = len(hazards)
    return {
        "found": (hazards.found >= first) & (hazards.found <= last),
        "deadline": (hazards.deadline >= first) & (hazards.deadline <= period.last.toordinal()),
        "stock_start": _open_on(view, first - 1),
        "stock_end": _open_on(view, last),
        "closed": _within(facts.closings, first, last, size),
        "reopened": _within(facts.reopenings, first, last, size),
    }


def _within(events: tuple[Days, Days], first: int, last: int, size: int) -> Ints:
    rows, days = events
    return np.bincount(rows[(days >= first) & (days <= last)], minlength=size)


def _open_on(view: View, day: int) -> Bools:
    """Which hazards were open at the end of ``day``, judged by their closings and reopenings until then."""
    facts = view.facts
    size = len(view.hazards)
    closed = _within(facts.closings, 0, day, size) - _within(facts.reopenings, 0, day, size)
    is_open: Bools = facts.exists & (facts.found <= day) & (closed == 0)
    return is_open


def _by_month(rows: Ints, found: Bools, month: Ints) -> tuple[Ints, Ints]:
    """Rows with those found in the period first and by month, and the months of these."""
    first, rest = rows[found[rows]], rows[~found[rows]]
    order = np.argsort(month[first], kind="stable")
    first = first[order]
    return np.concatenate((first, rest)), month[first]


def _closings(view: View, rows: Ints, first: int, last: int, starts: Ints) -> tuple[Ints, Ints]:
    """Positions in ``rows`` of the closings of the period by month, and their months from 1."""
    place = np.full(len(view.hazards), -1, np.int64)
    place[rows] = np.arange(len(rows))
    closing_rows, days = view.facts.closings
    positions = place[closing_rows]
    which = (days >= first) & (days <= last) & (positions >= 0)
    month = np.searchsorted(starts, days[which], "right")
    order = np.argsort(month, kind="stable")
    return positions[which][order], month[order]


def _distinct(fields: dict[str, NDArray[Any]]) -> tuple[Ints, dict[str, Ints]]:
    """Number the distinct combinations of ``fields`` from 1, and say what each stands for; cell 0 is all zeros."""
    widths = {name: max(int(column.max(initial=0)).bit_length(), 1) for name, column in fields.items()}
    assert sum(widths.values()) <= 63, widths
    packed = np.zeros(len(next(iter(fields.values()))), np.int64)
    for name, column in fields.items():
        packed <<= widths[name]
        packed |= column
    numbers, distinct = pd.factorize(packed)
    rest = np.concatenate(([0], distinct)).astype(np.int64)
    cell: dict[str, Ints] = {}
    for name in reversed(fields):
        cell[name] = rest & ((1 << widths[name]) - 1)
        rest = rest >> widths[name]
    return numbers.astype(np.int64) + 1, cell


def _kinds(cell: dict[str, Ints]) -> tuple[Ints, dict[str, Ints]]:
    """Cells that count alike wherever they are: the kind of each cell, and the columns of the kinds."""
    columns = {name: column for name, column in cell.items() if name not in DIMENSIONS}
    return _distinct(columns)


def _weight(measure: Measure, kinds: dict[str, Ints]) -> Doubles:
    """What one hazard of each kind adds to the measure."""
    holds = (kinds["flags"] & measure.flags) == measure.flags
    if measure.population is Population.FOUND:
        holds = holds & (kinds["found"] > 0)
    if measure.population is Population.DEADLINE:
        holds = holds & (kinds["deadline"] > 0)
    return np.where(holds, kinds[measure.sum] if measure.sum else 1, 0).astype(np.float64)


def added_by(view: View, period: Period, measure: Measure) -> Doubles:
    """What each hazard (n,) of the figures adds to one of `COUNTED`."""
    return _weight(measure, _places(view) | _parts(view, period)) * view.hazards.counts


def month_names(period: Period, as_of: int) -> tuple[str, ...]:
    """The months of a period until the day ``as_of`` (ordinal), like ``2021-06``."""
    return _months(period, as_of)[1]


def _months(period: Period, as_of: int) -> tuple[Ints, tuple[str, ...]]:
    """First days (ordinals) and names of the months; the first begins with the period."""
    first = period.first
    last = max(first, min(period.last, date.fromordinal(as_of)))
    number, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    days = [date(month // 12, month % 12 + 1, 1) for month in range(number, end + 1)]
    starts = [first.toordinal(), *(day.toordinal() for day in days[1:])]
    return np.array(starts), tuple(f"{day:%Y-%m}" for day in days)


def codes_of(dimension: str, view: View) -> Sequence[str]:
    """The codes behind a dimension of cells."""
    tables = view.tables
    return {
        "town": tables.town,
        "sector": tables.sector,
        "colour": COLOURS,
        "state": tuple(state.value for state in STATES),
        "level": ("0", "1"),
    }[dimension]
