"""The figures of domain 4.3 of one scope, filter and period, and the objects, visits and equipment behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.readmodel.beside import Beside, Placed
from data.readmodel.schema import Bools, Ints, Objects, Roster
from data.rules.coverage import COVERAGE, COVERAGE_MEASURES
from data.rules.filters import NO_TOWN
from data.rules.kpis import Measure, Population, Value, value_of
from data.rules.periods import Period
from data.rules.vocabulary import PlaceQuality

_NO_DAYS: Ints = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry behind a figure: its key, the object it belongs to or is, and the day of a visit (ordinal)."""

    id: str
    object_id: str
    day: int | None


@dataclass(frozen=True)
class Coverage:
    """Figures of the objects, visits and equipment that pass, each by its mask; ``as_of`` is an ordinal day."""

    roster: Roster
    beside: Beside
    period: Period
    as_of: int
    objects: Bools
    visits: Bools
    equipment: Bools

    @cached_property
    def kpis(self) -> dict[str, Value]:
        """Every coverage figure by key, over all that pass."""
        return _values({measure: len(rows) for measure, rows in self._rows.items()})

    @cached_property
    def by_town(self) -> dict[str, dict[str, Value]]:
        """Every coverage figure of every town; what has no town is under ``unassigned``."""
        return self._by("town", self.roster.tables.town)

    @cached_property
    def by_sector(self) -> dict[str, dict[str, Value]]:
        """Every coverage figure of every primary sector; what has none is under ``unassigned``."""
        return self._by("sector", self.roster.tables.sector)

    def count(self, measure: Measure) -> int:
        """How many a measure counts."""
        return len(self._rows[measure])

    def listed(self, measure: Measure, first: int, count: int) -> list["Listed"]:
        """What a measure counts from ``first``: visits with the newest first, all others by their keys."""
        of, rows = self._of(measure), self._rows[measure]
        days = self.beside.days if measure.population is Population.INSPECTIONS else None
        if days is not None:
            rows = rows[np.argsort(-days[rows], kind="stable")]
        return [
            Listed(of.id[row], self._object_id(of, row), None if days is None else int(days[row]))
            for row in rows[first : first + count].tolist()
        ]

    def _object_id(self, of: Objects | Placed, row: int) -> str:
        if isinstance(of, Objects):
            return of.id[row]
        place = int(of.object_row[row])
        return self.roster.objects.id[place] if place >= 0 else ""

    def ids(self, measure: Measure) -> list[str]:
        """Keys of what a measure of `COVERAGE` counts."""
        of = self._of(measure).id
        return [of[row] for row in self._rows[measure].tolist()]

    @cached_property
    def _rows(self) -> dict[Measure, Ints]:
        counted = self._objects_counted() | {"visits": self.visits & self._in_period()}
        counted |= {name: self.equipment & which for name, which in self.beside.counts.items()}
        return {measure: np.flatnonzero(counted[measure.sum]) for measure in COVERAGE_MEASURES}

    def _objects_counted(self) -> dict[str, Bools]:
        objects, passing = self.roster.objects, self.objects
        return {
            "objects": passing,
            "inspected": passing & self._inspected(),
            "with_duty": passing & (objects.dept > 0) & self.beside.duty,
            "in_cell": passing & (objects.cell > 0),
            "on_map": passing & (objects.quality <= PlaceQuality.ADDRESS),
            "with_person": passing & self.beside.person,
        }

    def _inspected(self) -> Bools:
        """Objects that were visited in the period, by whomever."""
        found = np.zeros(len(self.roster.objects) + 1, np.bool_)
        found[self.beside.visits.object_row[self._in_period()]] = True
        return found[:-1]

    def _in_period(self) -> Bools:
        first, last = self.period.first.toordinal(), min(self.period.last.toordinal(), self.as_of)
        within: Bools = (self.beside.days >= first) & (self.beside.days <= last)
        return within

    def _of(self, measure: Measure) -> Objects | Placed:
        if measure.population is Population.OBJECTS:
            return self.roster.objects
        return self.beside.visits if measure.population is Population.INSPECTIONS else self.beside.equipment

    def _by(self, name: str, codes: Sequence[str]) -> dict[str, dict[str, Value]]:
        counts = {
            measure: np.bincount(getattr(self._of(measure), name)[rows], minlength=len(codes))
            for measure, rows in self._rows.items()
        }
        return {
            code or NO_TOWN: _values({measure: int(column[place]) for measure, column in counts.items()})
            for place, code in enumerate(codes)
        }


def _values(numbers: dict[Measure, int]) -> dict[str, Value]:
    return {kpi.key: value_of(kpi, numbers, _NO_DAYS) for kpi in COVERAGE}


NONE_COVERED = _values(dict.fromkeys(COVERAGE_MEASURES, 0))
"""The figures of a group of which nothing is recorded."""
