"""Measures summed over groups of hazards: from cells, closures, funds, and from cases and transfers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.readmodel.cells import COUNTED, FUNDS
from data.readmodel.dossiers import NEVER, Dossiers
from data.readmodel.schema import Bools, Ints
from data.readmodel.tally import Tally
from data.rules.kpis import Measure, Population
from data.rules.periods import Period

Sums = dict[Measure, NDArray[Any]]
"""Whole numbers by measure, one entry a group."""


def hazard_sums(tally: Tally, by: str | None, size: int) -> tuple[Sums, Ints]:
    """Measures of hazards by group, and how many closures of each group took 0, 1, 2… days (groups, days)."""
    table = np.rint(tally.sums(by, size)).astype(np.int64)
    days = tally.days(by, size)
    every, later = days.sum(axis=2), days[:, :, 0]
    length = np.arange(every.shape[1])
    sums = {measure: table[:, place] for place, measure in enumerate(COUNTED)}
    sums |= {
        FUNDS: np.rint(tally.funds(by, size)).astype(np.int64),
        Measure(Population.CLOSURES, sum="closures"): every.sum(axis=1),
        Measure(Population.CLOSURES, sum="days"): every @ length,
        Measure(Population.CLOSURES, sum="closures_later"): later.sum(axis=1),
        Measure(Population.CLOSURES, sum="days_later"): later @ length,
    }
    return sums, every


@dataclass(frozen=True)
class Enforcement:
    """Transfers and cases that pass, and the hazards (rows) whose own case is decided."""

    transfers: Dossiers
    cases: Dossiers
    decided: Ints

    def sums(self, period: Period, as_of: int, transfers: NDArray[Any], cases: NDArray[Any], size: int) -> Sums:
        """Domain 4.2; ``transfers`` and ``cases`` are the groups of each, -1 for none.

        A transfer that names a hazard and that hazard's case are one case: where the case is decided, its fine counts.
        """
        first, last = period.first.toordinal(), min(period.last.toordinal(), as_of)
        told, own = self.transfers, self.cases
        handed = (told.begun >= first) & (told.begun <= last)
        filed = handed & (told.filed < NEVER)
        decided = filed & (told.decided < NEVER)
        closed = filed & (told.closed < NEVER)
        named = own.hazard_row >= 0
        fined = _within(told.decided, first, last) & ~np.isin(told.hazard_row, self.decided)
        days = np.where(decided, told.decided.astype(np.int64) - told.filed, 0)

        def count(labels: NDArray[Any], which: Bools, weights: NDArray[Any] | None = None) -> Ints:
            which = which & (labels >= 0)
            of = None if weights is None else weights[which].astype(np.float64)
            return np.rint(np.bincount(labels[which], of, size)).astype(np.int64)

        fines = count(cases, _within(own.decided, first, last), own.fine_fen) + count(transfers, fined, told.fine_fen)
        return {
            Measure(Population.TRANSFERS, sum="transferred"): count(transfers, handed),
            Measure(Population.TRANSFERS, sum="filed"): count(transfers, filed),
            Measure(Population.TRANSFERS, sum="decided"): count(transfers, decided),
            Measure(Population.TRANSFERS, sum="closed"): count(transfers, closed),
            Measure(Population.TRANSFERS, sum="filed_and_decided"): count(transfers, decided),
            Measure(Population.TRANSFERS, sum="decision_days"): count(transfers, decided, days),
            Measure(Population.CASES, sum="filed"): count(cases, named & _within(own.filed, first, last)),
            Measure(Population.CASES, sum="decided"): count(cases, named & _within(own.decided, first, last)),
            Measure(Population.CASES, sum="fines_fen"): fines,
        }


def _within(days: NDArray[Any], first: int, last: int) -> Bools:
    return (days >= first) & (days <= last)
