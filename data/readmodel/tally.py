"""Counting what a filter lets through, row by row; `data.readmodel.cube` does it for filters of a few dimensions."""

from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from data.readmodel.cells import Cells, Doubles, cells_of
from data.readmodel.schema import Bools, Ints
from data.readmodel.view import View
from data.rules.periods import Period

MOST_FRESH = 20_000
"""More changed hazards than this are not counted beside the others: all are counted anew."""

EVERY = slice(None)


class Tally(Protocol):
    """The numbers of what passes; ``by`` names a dimension of `data.readmodel.cells`, None is all in one group."""

    def sums(self, by: str | None, size: int, only: slice | list[int] = EVERY) -> Doubles:
        """(groups, ``only`` of `COUNTED`)."""

    def funds(self, by: str | None, size: int) -> Doubles:
        """Funds in fen of the hazards found in the period (groups,)."""

    def days(self, by: str | None, size: int) -> Ints:
        """Closures by days and whether on the spot (groups, days, 2)."""

    def found(self) -> Ints:
        """Hazards found, by month of the period."""

    def closed(self) -> Ints:
        """Closings, by month of the period."""

    def passes(self, rows: NDArray[Any]) -> Bools:
        """Which of these hazards pass."""


@dataclass(frozen=True)
class RowTally:
    """Counted hazard by hazard from a mask (n,). Products with a mask are several times faster than choosing by it."""

    cells: Cells
    mask: Bools

    @cached_property
    def _passing(self) -> Bools:
        return self.mask[self.cells.rows]

    @cached_property
    def _counts(self) -> Ints:
        return np.bincount(self.cells.code * self._passing, minlength=self.cells.size)

    def sums(self, by: str | None, size: int, only: slice | list[int] = EVERY) -> Doubles:
        """See `Tally`."""
        counts, kinds = self._counts.copy(), len(self.cells.weights)
        counts[0] = 0
        places = self.cells.kind if by is None else self.cells.labels[by] * kinds + self.cells.kind
        table: Doubles = np.bincount(places, counts, size * kinds).reshape(size, kinds) @ self.cells.weights[:, only]
        return table

    def funds(self, by: str | None, size: int) -> Doubles:
        """See `Tally`."""
        funds = self.cells.funds
        passing = self._passing[: len(funds)]
        if by is None:
            return np.array([(funds * passing).sum()])
        labels = self.cells.labels[by][self.cells.code[: len(funds)]]
        return _summed(labels, funds * passing, size)

    def days(self, by: str | None, size: int) -> Ints:
        """See `Tally`."""
        places, width = self.cells.closure_days, self.cells.width
        if by is not None:
            places = places + self.cells.labels[by][self.cells.code[self.cells.closure]] * width
        places = (places + 1) * self._passing[self.cells.closure]
        return np.bincount(places, minlength=size * width + 1)[1:].reshape(size, width // 2, 2)

    def found(self) -> Ints:
        """See `Tally`."""
        return self.cells.found.count(self._passing[: len(self.cells.funds)])

    def closed(self) -> Ints:
        """See `Tally`."""
        return self.cells.closed.count(self._passing[self.cells.closing])

    def passes(self, rows: NDArray[Any]) -> Bools:
        """See `Tally`."""
        passing: Bools = self.mask[rows]
        return passing


@dataclass(frozen=True)
class SumTally:
    """Disjoint parts of the hazards, each counted by its own tally; ``mask`` (n,) is over all of them."""

    parts: tuple[RowTally, ...]
    mask: Bools

    def sums(self, by: str | None, size: int, only: slice | list[int] = EVERY) -> Doubles:
        """See `Tally`."""
        return sum_of([part.sums(by, size, only) for part in self.parts])

    def funds(self, by: str | None, size: int) -> Doubles:
        """See `Tally`."""
        return sum_of([part.funds(by, size) for part in self.parts])

    def days(self, by: str | None, size: int) -> Ints:
        """See `Tally`."""
        counts = [part.days(by, size) for part in self.parts]
        width = max(each.shape[1] for each in counts)
        return sum_of([np.pad(each, ((0, 0), (0, width - each.shape[1]), (0, 0))) for each in counts])

    def found(self) -> Ints:
        """See `Tally`."""
        return sum_of([part.found() for part in self.parts])

    def closed(self) -> Ints:
        """See `Tally`."""
        return sum_of([part.closed() for part in self.parts])

    def passes(self, rows: NDArray[Any]) -> Bools:
        """See `Tally`."""
        passing: Bools = self.mask[rows]
        return passing


def sum_of(arrays: list[NDArray[Any]]) -> NDArray[Any]:
    """Arrays of one shape added up."""
    return reduce(np.add, arrays)


@dataclass(frozen=True)
class Counted:
    """The cells of a cut and period, those of the hazards that changed since (``rows``, ascending) standing beside.

    So a change costs the hazards that changed, not all of them.
    """

    cells: Cells
    rows: Ints
    fresh: Cells | None = None

    def tally(self, mask: Bools) -> Tally:
        """Counts what a mask (n,) lets through."""
        if self.fresh is None:
            return RowTally(self.cells, mask)
        unchanged = mask.copy()
        unchanged[self.rows] = False
        return SumTally((RowTally(self.cells, unchanged), RowTally(self.fresh, mask[self.rows])), mask)

    def renewed(self, view: View, rows: Ints, period: Period) -> "Counted | None":
        """After the hazards ``rows`` have changed to what ``view`` says; None when too many have by now."""
        rows = np.union1d(self.rows, rows)
        return None if len(rows) > MOST_FRESH else Counted(self.cells, rows, cells_of(view.of(rows), period))


def counted(view: View, period: Period) -> Counted:
    """All hazards of a view in one period."""
    return Counted(cells_of(view, period), np.zeros(0, np.int64))


def _summed(labels: Ints, weights: Doubles, size: int) -> Doubles:
    return np.bincount(labels, weights, size).astype(np.float64)
