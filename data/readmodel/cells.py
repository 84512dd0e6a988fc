"""The histogram behind every figure: hazards that count alike share a cell, and one pass counts the cells of a view.

A hazard's cell says town, sector, colour, state, all its flags, its rounds and its part in the period. Counting a
million hazards under a filter is then one `numpy.bincount`, and every KPI and group-by is a small sum over cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
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

COUNTED = tuple(
    measure
    for measure in MEASURES
    if measure.population in (Population.FOUND, Population.DEADLINE, Population.STOCK, Population.MOVES)
    and measure.sum != "funds_fen"
)
"""Measures that are sums over cells; the others are sums over closures, over funds, or over cases and transfers."""
DIMENSIONS = ("town", "sector", "colour", "state")


@dataclass(frozen=True)
class Cells:
    """Cells of one view and period. ``code`` (n,) is the cell of each hazard, 0 for what is in no figure.

    The other columns have one entry a cell: positions of its codes, and its kind: a row of ``weights``, whose columns
    are `COUNTED`.
    """

    size: int
    code: Ints
    town: Ints
    sector: Ints
    colour: Ints
    state: Ints
    level: Ints
    overdue: Ints
    in_period: Ints
    kind: Ints
    weights: Doubles


def cells_of(view: View, period: Period) -> Cells:
    """The cells of all hazards of ``view``, with their parts in ``period``."""
    hazards, facts = view.hazards, view.facts
    first, last = period.first.toordinal(), min(period.last.toordinal(), view.as_of)
    size = len(hazards)
    closings = _within(facts.closings, first, last, size)
    reopenings = _within(facts.reopenings, first, last, size)
    fields: dict[str, NDArray[Any]] = {
        "town": hazards.town,
        "sector": hazards.sector,
        "colour": hazards.colour,
        "state": np.maximum(hazards.state, 0),
        "flags": view.flags,
        "found": (hazards.found >= first) & (hazards.found <= last),
        "deadline": (hazards.deadline >= first) & (hazards.deadline <= period.last.toordinal()),
        "stock_start": _open_on(view, first - 1),
        "stock_end": _open_on(view, last),
        "closed": closings,
        "reopened": reopenings,
        "rounds_due": facts.rounds_due,
        "rounds_on_time": facts.rounds_on_time,
    }
    code, cell = _distinct(fields, hazards.counts)
    kind, kinds = _kinds(cell)
    weights = np.stack([_weight(measure, kinds) for measure in COUNTED], axis=1)
    flags = cell["flags"]
    return Cells(
        size=len(kind),
        code=code,
        town=cell["town"],
        sector=cell["sector"],
        colour=cell["colour"],
        state=cell["state"],
        level=(flags & Flag.MAJOR != 0).astype(np.int64),
        overdue=(flags & Flag.OVERDUE != 0).astype(np.int64),
        in_period=cell["found"],
        kind=kind,
        weights=weights,
    )


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


def _distinct(fields: dict[str, NDArray[Any]], counts: Bools) -> tuple[Ints, dict[str, Ints]]:
    """Number the distinct combinations of ``fields`` among what counts, from 1; cell 0 is all zeros."""
    widths = {name: max(int(column.max(initial=0)).bit_length(), 1) for name, column in fields.items()}
    packed = np.zeros(len(counts), np.int64)
    if sum(widths.values()) > 63:
        raise OverflowError(widths)
    for name, column in fields.items():
        packed <<= widths[name]
        packed |= column
    numbers, distinct = pd.factorize(packed[counts])
    code = np.zeros(len(counts), np.int64)
    code[counts] = numbers + 1
    rest = np.concatenate(([0], distinct)).astype(np.int64)
    cell: dict[str, Ints] = {}
    for name in reversed(fields):
        cell[name] = rest & ((1 << widths[name]) - 1)
        rest = rest >> widths[name]
    return code, cell


def _kinds(cell: dict[str, Ints]) -> tuple[Ints, dict[str, Ints]]:
    """Cells that count alike wherever they are: the kind of each cell, and the columns of the kinds."""
    names = [name for name in cell if name not in DIMENSIONS]
    table = np.stack([cell[name] for name in names], axis=1)
    distinct, kind = np.unique(table, axis=0, return_inverse=True)
    return kind.reshape(-1).astype(np.int64), {name: distinct[:, place] for place, name in enumerate(names)}


def _weight(measure: Measure, kinds: dict[str, Ints]) -> Doubles:
    """What one hazard of each kind adds to the measure."""
    holds = (kinds["flags"] & measure.flags) == measure.flags
    if measure.population is Population.FOUND:
        holds = holds & (kinds["found"] > 0)
    if measure.population is Population.DEADLINE:
        holds = holds & (kinds["deadline"] > 0)
    return np.where(holds, kinds[measure.sum] if measure.sum else 1, 0).astype(np.float64)


@dataclass(frozen=True)
class Closures:
    """C-cohort of one view and period, one entry a hazard: row, days from discovery, and whether fixed on the spot.

    ``funds`` (n,) is what counts as 整改资金 of the F-cohort, 0 elsewhere; ``month`` (n,) the month of discovery of the
    F-cohort, counted from 1 for that of the period's first day, 0 elsewhere; ``closing_rows`` and ``closing_months``
    are the closings in the period.
    """

    rows: Ints
    days: Ints
    spot: Ints
    funds: Doubles
    month: Ints
    closing_rows: Ints
    closing_months: Ints
    months: tuple[str, ...]

    @cached_property
    def longest(self) -> int:
        """Days of the longest closure."""
        return int(self.days.max(initial=0))


def closures_of(view: View, period: Period) -> Closures:
    """Closures, funds and months of all hazards of ``view`` in ``period``."""
    hazards, facts = view.hazards, view.facts
    first, last = period.first.toordinal(), min(period.last.toordinal(), view.as_of)
    rows = np.flatnonzero(hazards.counts & (hazards.closed >= first) & (hazards.closed <= last))
    found = hazards.counts & (hazards.found >= first) & (hazards.found <= last)
    starts, names = _months(period.first, date.fromordinal(max(last, first)))
    closing_rows, closing_days = facts.closings
    within = (closing_days >= first) & (closing_days <= last)
    return Closures(
        rows=rows,
        days=(hazards.closed[rows] - hazards.found[rows]).astype(np.int64),
        spot=facts.spot[rows].astype(np.int64),
        funds=np.where(found, facts.funds, 0).astype(np.float64),
        month=np.where(found, np.searchsorted(starts, hazards.found, "right"), 0),
        closing_rows=closing_rows[within].astype(np.int64),
        closing_months=np.searchsorted(starts, closing_days[within], "right").astype(np.int64),
        months=names,
    )


def _months(first: date, last: date) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """First days (ordinals) and names like ``2021-06`` of the months of a span; the first begins with the span."""
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
