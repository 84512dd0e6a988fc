"""Counting what a filter lets through: row by row for any filter, or on a cube for filters of its dimensions alone."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.readmodel.cells import Cells, Doubles
from data.readmodel.schema import Bools, Ints
from data.readmodel.view import View
from data.rules.filters import Filter
from data.rules.scope import Scope

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
class Cube:
    """All numbers of a view and period, added up over town × sub-sector × level × colour × state × overdue.

    ``sums`` is (`COUNTED`, blocks), the others (blocks,) or (blocks, months). ``view`` has one hazard of each block, so
    that a filter of these dimensions is answered by the same mask as anywhere; ``block`` (n,) is the block of each
    hazard, the last one for what is in no figure.
    """

    view: View
    block: Ints
    labels: dict[str, Ints]
    sums: Doubles
    funds: Doubles
    found: Doubles
    closed: Doubles
    day_block: Ints
    day_place: Ints
    day_count: Ints
    width: int


def cube_of(view: View, cells: Cells) -> Cube:
    """The cube of one view and period."""
    hazards = view.hazards
    size = len(hazards)
    packed = hazards.town.astype(np.int64)
    for column in (hazards.sub_sector, hazards.level, hazards.colour, np.maximum(hazards.state, 0), hazards.overdue):
        packed = packed << max(int(column.max(initial=0)).bit_length(), 1) | column
    numbers, distinct = pd.factorize(packed[hazards.counts])
    blocks = len(distinct)
    block = np.full(size, blocks, np.int64)
    block[hazards.counts] = numbers
    one = np.zeros(blocks, np.int64)
    one[numbers[::-1]] = np.flatnonzero(hazards.counts)[::-1]
    of = block[cells.rows]
    pairs = pd.DataFrame({"cell": cells.code, "block": of}).value_counts().reset_index()
    spread = cells.weights[cells.kind[pairs["cell"].to_numpy()]] * pairs["count"].to_numpy()[:, None]
    days = pd.DataFrame({"block": of[cells.closure], "day": cells.closure_days}).value_counts().reset_index()
    months = len(cells.found.names)
    found_month = np.repeat(np.arange(months), np.diff(np.append(cells.found.starts, len(cells.funds))))
    closed_month = np.repeat(np.arange(months), np.diff(np.append(cells.closed.starts, len(cells.closing))))
    return Cube(
        view=of_rows(view, one),
        block=block,
        labels={name: getattr(hazards, name)[one].astype(np.int64) for name in cells.labels},
        sums=_added(spread, pairs["block"].to_numpy(), blocks),
        funds=_summed(of[: len(cells.funds)], cells.funds, blocks),
        found=_table(of[: len(cells.funds)], found_month, blocks, months),
        closed=_table(of[cells.closing], closed_month, blocks, months),
        day_block=days["block"].to_numpy(),
        day_place=days["day"].to_numpy(),
        day_count=days["count"].to_numpy(),
        width=cells.width,
    )


def _summed(labels: Ints, weights: Doubles, size: int) -> Doubles:
    return np.bincount(labels, weights, size).astype(np.float64)


def _added(spread: Doubles, block: Ints, blocks: int) -> Doubles:
    return np.stack([np.bincount(block, column, blocks) for column in spread.T])


def _table(block: Ints, month: Ints, blocks: int, months: int) -> Doubles:
    return np.bincount(block * months + month, minlength=blocks * months).reshape(blocks, months).astype(np.float64)


def of_rows(view: View, rows: Ints) -> View:
    """The view with the columns of these hazards alone."""
    hazards = view.hazards
    columns: dict[str, Any] = {}
    for field in fields(hazards):
        column = getattr(hazards, field.name)
        columns[field.name] = column[rows] if isinstance(column, np.ndarray) else column
    return replace(view, hazards=type(hazards)(**columns))


@dataclass(frozen=True)
class CubeTally:
    """Counted from the blocks of a cube that pass."""

    cube: Cube
    mask: Bools
    """Blocks that pass."""

    @cached_property
    def _share(self) -> Doubles:
        return self.mask.astype(np.float64)

    @cached_property
    def _blocks(self) -> Ints | slice:
        """The blocks worth touching: those that pass when they are few, else all of them."""
        few = np.flatnonzero(self.mask)
        return few if len(few) * 4 < len(self.mask) else EVERY

    def sums(self, by: str | None, size: int, only: slice | list[int] = EVERY) -> Doubles:
        """See `Tally`."""
        table, share = self.cube.sums[only][:, self._blocks], self._share[self._blocks]
        if by is None:
            return _shared(table, share)[None, :]
        labels = self.cube.labels[by][self._blocks]
        return np.stack([_summed(labels, column * share, size) for column in table], axis=1)

    def funds(self, by: str | None, size: int) -> Doubles:
        """See `Tally`."""
        labels = np.zeros(len(self.mask), np.int64) if by is None else self.cube.labels[by]
        return _summed(labels, self.cube.funds * self._share, size)

    def days(self, by: str | None, size: int) -> Ints:
        """See `Tally`."""
        cube, width = self.cube, self.cube.width
        places = cube.day_place if by is None else cube.day_place + cube.labels[by][cube.day_block] * width
        counts = np.bincount(places, cube.day_count * self._share[cube.day_block], size * width)
        return np.rint(counts).astype(np.int64).reshape(size, width // 2, 2)

    def found(self) -> Ints:
        """See `Tally`."""
        return np.rint(_shared(self.cube.found[self._blocks].T, self._share[self._blocks])).astype(np.int64)

    def closed(self) -> Ints:
        """See `Tally`."""
        return np.rint(_shared(self.cube.closed[self._blocks].T, self._share[self._blocks])).astype(np.int64)

    def passes(self, rows: NDArray[Any]) -> Bools:
        """See `Tally`."""
        passing: Bools = np.append(self.mask, False)[self.cube.block[rows]]
        return passing


def _shared(table: Doubles, share: Doubles) -> Doubles:
    """``table @ share`` without BLAS, whose threads wait for one another when the machine is busy."""
    product: Doubles = np.einsum("qb,b->q", table, share)
    return product


def cube_answers(scope: Scope, chosen: Filter) -> bool:
    """Whether filter and scope speak of the cube's dimensions alone, and of hazards that are in the figures."""
    of_cube = Filter(
        town=chosen.town,
        sector=chosen.sector,
        level=chosen.level,
        colour=chosen.colour,
        state=chosen.state,
        overdue=chosen.overdue,
        start_zone=chosen.start_zone,
        as_of=chosen.as_of,
    )
    return chosen == of_cube and all(box.parks is None and box.cells is None for box in scope.boxes)
