"""Every figure of one view: KPIs, the same by town or sector, short counts by any dimension, months and the funnel."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.readmodel.cells import COUNTED, Cells, codes_of
from data.readmodel.schema import Bools, Ints
from data.readmodel.sums import Enforcement, Sums, hazard_sums
from data.readmodel.tally import RowTally, Tally
from data.readmodel.view import View
from data.rules.filters import NO_TOWN
from data.rules.kpis import KPIS, STEPS, Flag, Measure, Population, Value, value_of
from data.rules.periods import Period
from data.rules.streams import NEVER

GROUPS = ("town", "sector", "level", "colour", "state")
"""Dimensions of `Figures.groups`."""


@dataclass(frozen=True, slots=True)
class Group:
    """One bar of a chart: hazards found in the period, of them major and closed; and the stock open and overdue."""

    code: str
    found: int
    major: int
    closed: int
    open: int
    overdue: int

    @property
    def rate(self) -> float | None:
        """整改率 of the group."""
        return self.closed / self.found if self.found else None


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the period: hazards found in it, and closings in it."""

    name: str
    found: int
    closed: int


@dataclass(frozen=True)
class Figures:
    """The figures of one view, scope, filter and period; what is asked rarely is worked out when it is asked."""

    view: View
    period: Period
    tally: Tally
    months_named: tuple[str, ...]
    enforcement: Enforcement

    @cached_property
    def kpis(self) -> dict[str, Value]:
        """Every KPI by key, over all that pass."""
        transfers, cases = self.enforcement.transfers, self.enforcement.cases
        none = np.zeros(len(transfers.begun), np.int64), np.zeros(len(cases.begun), np.int64)
        return self._values(None, none, 1)[0]

    @cached_property
    def by_town(self) -> dict[str, dict[str, Value]]:
        """Every KPI of every town; what has no town is under ``unassigned``."""
        return self._by("town")

    @cached_property
    def by_sector(self) -> dict[str, dict[str, Value]]:
        """Every KPI of every primary sector, sub-sectors included; what has none is under ``unassigned``."""
        return self._by("sector")

    @cached_property
    def groups(self) -> dict[str, tuple[Group, ...]]:
        """Short counts by each of `GROUPS`, in the order of the codes; empty groups are left out."""
        return {name: self._groups(name) for name in GROUPS}

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The months of the period, the last one to the day of the view."""
        found, closed = self.tally.found().tolist(), self.tally.closed().tolist()
        return tuple(map(Month, self.months_named, found, closed))

    @cached_property
    def funnel(self) -> tuple[tuple[str, int], ...]:
        """How many of those found in the period have reached each step of the loop."""
        sums = self._counted(None, 1, [measure for _step, measure in STEPS])
        return tuple((step, int(sums[measure][0])) for step, measure in STEPS)

    def _counted(self, by: str | None, size: int, measures: Sequence[Measure]) -> Sums:
        places = [COUNTED.index(measure) for measure in measures]
        table = np.rint(self.tally.sums(by, size, places)).astype(np.int64)
        return {measure: table[:, place] for place, measure in enumerate(measures)}

    def _values(self, by: str | None, dossiers: tuple[NDArray[Any], NDArray[Any]], size: int) -> list[dict[str, Value]]:
        sums, days = hazard_sums(self.tally, by, size)
        sums |= self.enforcement.sums(self.period, self.view.as_of, *dossiers, size)
        return [_group_values(sums, days, place) for place in range(size)]

    def _by(self, name: str) -> dict[str, dict[str, Value]]:
        codes = codes_of(name, self.view)
        transfers, cases = self.enforcement.transfers, self.enforcement.cases
        labels = getattr(transfers, name).astype(np.int64), getattr(cases, name).astype(np.int64)
        values = self._values(name, labels, len(codes))
        return {code or NO_TOWN: values[place] for place, code in enumerate(codes)}

    def _groups(self, name: str) -> tuple[Group, ...]:
        codes = codes_of(name, self.view)
        sums = self._counted(name, len(codes), _GROUP)
        columns = [sums[measure].tolist() for measure in _GROUP]
        return tuple(
            Group(code or NO_TOWN, *numbers) for code, *numbers in zip(codes, *columns, strict=True) if any(numbers)
        )


_GROUP = (
    Measure(Population.FOUND),
    Measure(Population.FOUND, Flag.MAJOR),
    Measure(Population.FOUND, Flag.CLOSED),
    Measure(Population.STOCK, Flag.OPEN),
    Measure(Population.STOCK, Flag.OVERDUE),
)


def _group_values(sums: Sums, days: Ints, place: int) -> dict[str, Value]:
    numbers = {measure: int(column[place]) for measure, column in sums.items()}
    return {kpi.key: value_of(kpi, numbers, days[place]) for kpi in KPIS}


def enforcement_of(view: View, transfers: Bools, cases: Bools) -> Enforcement:
    """The transfers and cases that pass."""
    decided = view.cases.hazard_row[view.cases.decided < NEVER].astype(np.int64)
    return Enforcement(view.transfers.take(transfers), view.cases.take(cases), decided[decided >= 0])


def figures_of(view: View, mask: Bools, transfers: Bools, cases: Bools, period: Period, cells: Cells) -> Figures:
    """The figures of hazards, transfers and cases that pass, each by its mask."""
    enforcement = enforcement_of(view, transfers, cases)
    return Figures(view, period, RowTally(cells, mask), cells.found.names, enforcement)
