"""What lies between the figures of one change and those of a newer one: who entered, who left, who adds otherwise.

Facts that are entered late change the figures of a past day under a newer change number only. The difference is told
side by side: what the entries of one side of a figure add more or less is the whole difference of that side.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import Connection

from data.readmodel.behind import HAZARDS, behind
from data.readmodel.coverage import Coverage
from data.readmodel.figures import Figures
from data.readmodel.schema import Ints
from data.readmodel.sums import CASES, TRANSFERS
from data.rules.coverage import COVERAGE_BY_KEY
from data.rules.events import CASE, EQUIPMENT, HAZARD, INSPECTION, OBJECT, TRANSFER
from data.rules.kpis import Kpi, Measure, Population, Value
from data.store.learnt import Learnt, learnt_of

NUMERATOR, DENOMINATOR, DAYS = "numerator", "denominator", "days"
_DAYS = Measure(Population.CLOSURES, sum="days")
STREAMS: Mapping[str, str] = {
    HAZARDS: HAZARD, CASES: CASE, TRANSFERS: TRANSFER,
    "objects": OBJECT, "inspections": INSPECTION, "equipment": EQUIPMENT,
}  # fmt: skip
"""The kind of stream behind each kind of record that a figure counts."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One record that adds ``before`` to a side under the older change and ``after`` under the newer one."""

    kind: str
    number: str
    before: int
    after: int

    @property
    def entered(self) -> bool:
        """Whether it is counted under the newer change alone."""
        return not self.before

    @property
    def left(self) -> bool:
        """Whether it is counted under the older change alone."""
        return not self.after


@dataclass(frozen=True, slots=True)
class Differing:
    """One figure under both changes, and by side (`NUMERATOR`, `DENOMINATOR`, of quantiles `DAYS`) who moved."""

    kpi: Kpi
    before: Value
    after: Value
    moved: Mapping[str, tuple[Moved, ...]]

    @property
    def listed(self) -> list[tuple[str, Moved]]:
        """Side and record, side by side: first who entered, then who left, then who adds otherwise."""
        return [
            (side, one)
            for side, moved in self.moved.items()
            for one in sorted(moved, key=lambda one: (not one.entered, not one.left))
        ]


@dataclass
class Difference:
    """The figures of one scope, filter, period and day as known at two changes, the older one first."""

    before: Figures
    after: Figures
    covered_before: Coverage
    covered_after: Coverage
    _known: dict[Measure, tuple[Moved, ...]] = field(default_factory=dict, init=False)

    def of(self, kpis: Iterable[Kpi]) -> list[Differing]:
        """The figures among ``kpis`` that differ in value or in what they count, in their order."""
        found = [self._differing(kpi) for kpi in kpis]
        return [each for each in found if any(each.moved.values())]

    def moved(self, measure: Measure) -> tuple[Moved, ...]:
        """Who adds otherwise to one measure; by kind, and in the order of the numbers."""
        if measure not in self._known:
            covered = measure.population in (Population.OBJECTS, Population.INSPECTIONS, Population.EQUIPMENT)
            self._known[measure] = self._covered(measure) if covered else self._counted(measure)
        return self._known[measure]

    def _differing(self, kpi: Kpi) -> Differing:
        covered = kpi.key in COVERAGE_BY_KEY
        before, after = (
            (self.covered_before.kpis, self.covered_after.kpis) if covered else (self.before.kpis, self.after.kpis)
        )
        sides = {NUMERATOR: kpi.above}
        sides |= {DENOMINATOR: kpi.below} if kpi.below else {}
        sides |= {DAYS: _DAYS} if kpi.quantile is not None else {}
        moved = {name: self.moved(measure) for name, measure in sides.items()}
        return Differing(kpi, before[kpi.key], after[kpi.key], moved)

    def _covered(self, measure: Measure) -> tuple[Moved, ...]:
        before, after = (set(each.ids(measure)) for each in (self.covered_before, self.covered_after))
        kind = measure.population.value
        return tuple(Moved(kind, key, int(key in before), int(key in after)) for key in sorted(before ^ after))

    def _counted(self, measure: Measure) -> tuple[Moved, ...]:
        hazards = self._hazards(measure)
        return tuple(sorted((*hazards, *self._dossiers(measure)), key=lambda each: (each.kind, each.number)))

    def _hazards(self, measure: Measure) -> list[Moved]:
        size = max(len(self.before.view.hazards), len(self.after.view.hazards))
        before, after = (_by_hazard(figures, measure, size) for figures in (self.before, self.after))
        longer = max((self.before, self.after), key=lambda figures: len(figures.view.hazards)).view.hazards.number
        rows = np.flatnonzero(before != after)
        return [Moved(HAZARDS, longer[row], int(before[row]), int(after[row])) for row in rows.tolist()]

    def _dossiers(self, measure: Measure) -> list[Moved]:
        before, after = (_by_dossier(figures, measure) for figures in (self.before, self.after))
        keys = [key for key in before | after if before.get(key, 0) != after.get(key, 0)]
        return [Moved(*key, before.get(key, 0), after.get(key, 0)) for key in keys]


def _by_hazard(figures: Figures, measure: Measure, size: int) -> Ints:
    """What each hazard (row of the county) adds."""
    adds = np.zeros(size, np.int64)
    for part in behind(figures, measure):
        if part.kind == HAZARDS:
            adds[part.rows] = part.adds
    return adds


def _by_dossier(figures: Figures, measure: Measure) -> dict[tuple[str, str], int]:
    """What each case or transfer (kind, number) adds."""
    adds: dict[tuple[str, str], int] = {}
    for part in behind(figures, measure):
        if part.kind != HAZARDS:
            numbers = getattr(figures.enforcement, part.kind).number
            for row, add in zip(part.rows.tolist(), part.adds.tolist(), strict=True):
                key = (part.kind, str(numbers[row]))
                adds[key] = adds.get(key, 0) + add
    return adds


def reasons(
    connection: Connection, county: str, moved: Iterable[Moved], since: int, until: int, as_of: int
) -> dict[tuple[str, str], tuple[Learnt, ...]]:
    """The events that came to be known after ``since`` and until ``until``, by (kind, number) of who moved."""
    records: dict[str, set[str]] = {}
    for one in moved:
        records.setdefault(one.kind, set()).add(one.number)
    found: dict[tuple[str, str], tuple[Learnt, ...]] = {}
    for kind, numbers in records.items():
        told = learnt_of(connection, county, STREAMS[kind], sorted(numbers), since, until, as_of)
        found |= {(kind, number): events for number, events in told.items()}
    return found
