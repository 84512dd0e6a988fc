"""Measures summed over groups of hazards: from cells, closures, funds, and from cases and transfers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.readmodel.cells import COUNTED, FUNDS
from data.readmodel.dossiers import Dossiers
from data.readmodel.schema import Bools, Ints
from data.readmodel.tally import Tally
from data.rules.kpis import Measure, Population
from data.rules.periods import Period
from data.rules.streams import NEVER

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

    def chosen(self, period: Period, as_of: int) -> dict[Measure, tuple["Chosen", ...]]:
        """Domain 4.2: which transfers and cases each measure counts, and what each of them adds.

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
        own_fined = _within(own.decided, first, last)
        return {
            _of_transfers("transferred"): (Chosen(TRANSFERS, handed),),
            _of_transfers("filed"): (Chosen(TRANSFERS, filed),),
            _of_transfers("decided"): (Chosen(TRANSFERS, decided),),
            _of_transfers("closed"): (Chosen(TRANSFERS, closed),),
            _of_transfers("filed_and_decided"): (Chosen(TRANSFERS, decided),),
            _of_transfers("decision_days"): (Chosen(TRANSFERS, decided, days),),
            _of_cases("filed"): (Chosen(CASES, named & _within(own.filed, first, last)),),
            _of_cases("decided"): (Chosen(CASES, named & own_fined),),
            _of_cases("fines_fen"): (
                Chosen(CASES, own_fined, own.fine_fen),
                Chosen(TRANSFERS, fined, told.fine_fen),
            ),
        }

    def sums(self, period: Period, as_of: int, transfers: NDArray[Any], cases: NDArray[Any], size: int) -> Sums:
        """The measures by group; ``transfers`` and ``cases`` are the groups of each, -1 for none."""
        labels = {TRANSFERS: transfers, CASES: cases}
        return {
            measure: np.sum([_count(labels[part.kind], part, size) for part in parts], axis=0)
            for measure, parts in self.chosen(period, as_of).items()
        }


TRANSFERS, CASES = "transfers", "cases"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Those of one ``kind`` that a measure counts, by mask; ``adds`` is what each adds to it, None for one each."""

    kind: str
    which: Bools
    adds: NDArray[Any] | None = None


def _of_transfers(name: str) -> Measure:
    return Measure(Population.TRANSFERS, sum=name)


def _of_cases(name: str) -> Measure:
    return Measure(Population.CASES, sum=name)


def _count(labels: NDArray[Any], part: Chosen, size: int) -> Ints:
    which = part.which & (labels >= 0)
    adds = None if part.adds is None else part.adds[which].astype(np.float64)
    return np.rint(np.bincount(labels[which], adds, size)).astype(np.int64)


def _within(days: NDArray[Any], first: int, last: int) -> Bools:
    return (days >= first) & (days <= last)
