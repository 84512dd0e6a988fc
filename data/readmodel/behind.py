"""What stands behind a figure: the hazards, cases and transfers that a measure counts, and what each adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.readmodel.cells import COUNTED, FUNDS, added_by
from data.readmodel.dossiers import Dossiers
from data.readmodel.figures import Figures
from data.readmodel.schema import Ints
from data.readmodel.view import View
from data.rules.kpis import Measure, Population
from data.rules.periods import Period

HAZARDS = "hazards"


@dataclass(frozen=True)
class Part:
    """Rows of one ``kind`` (hazards, cases or transfers) behind a measure, and what each ``adds`` to it, never 0.

    ``rows`` are rows of the view's hazards, or of the cases or transfers that pass. What adds most comes first; of what
    adds the same the last recorded comes first.
    """

    kind: str
    rows: Ints
    adds: Ints

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def plain(self) -> bool:
        """Whether each adds one, so that the figure is their number."""
        return bool((self.adds == 1).all())


def behind(figures: Figures, measure: Measure) -> tuple[Part, ...]:
    """The parts of one of `data.rules.kpis.MEASURES`; what they add up to is the measure's number."""
    if measure.population in (Population.TRANSFERS, Population.CASES):
        chosen = figures.enforcement.chosen(figures.period, figures.view.as_of)[measure]
        return tuple(
            _part(each.kind, np.flatnonzero(each.which), None if each.adds is None else each.adds[each.which])
            for each in chosen
        )
    adds = _adds(figures.view, figures.period, measure)
    rows = np.flatnonzero(adds)
    rows = rows[figures.tally.passes(rows)]
    return (_part(HAZARDS, rows, adds[rows]),)


def missing(figures: Figures, above: Measure, below: Measure) -> tuple[Part, ...]:
    """What stands below a rate and not above it: whatever keeps the rate from being whole."""
    if below.population in (Population.TRANSFERS, Population.CASES):
        chosen = figures.enforcement.chosen(figures.period, figures.view.as_of)
        counted = {each.kind: each.which for each in chosen[above]}
        return tuple(
            _part(each.kind, np.flatnonzero(each.which & ~counted.get(each.kind, np.False_)), None)
            for each in chosen[below]
        )
    adds = _adds(figures.view, figures.period, below) - _adds(figures.view, figures.period, above)
    rows = np.flatnonzero(adds > 0)
    rows = rows[figures.tally.passes(rows)]
    return (_part(HAZARDS, rows, adds[rows]),)


def _adds(view: View, period: Period, measure: Measure) -> Ints:
    """What each hazard (n,) adds to the measure."""
    if measure in COUNTED:
        return added_by(view, period, measure).astype(np.int64)
    if measure == FUNDS:
        return np.where(added_by(view, period, Measure(Population.FOUND)) > 0, view.facts.funds, 0).astype(np.int64)
    return _closures(view, period, measure.sum)


def _closures(view: View, period: Period, name: str) -> Ints:
    """The C-cohort: 1 for each closure, or its days; ``…_later`` without those fixed on the spot."""
    hazards = view.hazards
    first, last = period.first.toordinal(), min(period.last.toordinal(), view.as_of)
    within = hazards.counts & (hazards.closed >= first) & (hazards.closed <= last)
    if name.endswith("_later"):
        within &= ~view.facts.spot
    days = (hazards.closed - hazards.found).astype(np.int64) if name.startswith("days") else np.int64(1)
    return np.where(within, days, 0)


def _part(kind: str, rows: NDArray[np.int64], adds: NDArray[np.int64] | None) -> Part:
    each = np.ones(len(rows), np.int64) if adds is None else adds.astype(np.int64)
    rows, each = rows[each != 0][::-1], each[each != 0][::-1]
    if len(each) and each.min() != each.max():
        order = np.argsort(-each, kind="stable")
        rows, each = rows[order], each[order]
    return Part(kind, rows, each)


def numbers(figures: Figures, part: Part, first: int, count: int) -> Sequence[tuple[str, int, int]]:
    """``(number, hazard_row, adds)`` of the entries from ``first``; ``hazard_row`` is -1 where no hazard is named."""
    rows, adds = part.rows[first : first + count].tolist(), part.adds[first : first + count].tolist()
    if part.kind == HAZARDS:
        return [(figures.view.hazards.number[row], row, add) for row, add in zip(rows, adds, strict=True)]
    dossiers: Dossiers = getattr(figures.enforcement, part.kind)
    return [
        (str(dossiers.number[row]), int(dossiers.hazard_row[row]), add) for row, add in zip(rows, adds, strict=True)
    ]
