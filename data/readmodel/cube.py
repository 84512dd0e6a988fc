"""Figures from sums: all numbers of a view and period, added up over the few dimensions people filter by most."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.readmodel.cells import Doubles, cells_of
from data.readmodel.schema import Bools, Days, Hazards, Ints
from data.readmodel.tally import EVERY, Counted
from data.readmodel.view import View, beside, of_rows
from data.rules.filters import Filter
from data.rules.periods import Period
from data.rules.scope import Scope
from data.rules.streams import put


@dataclass(frozen=True)
class Cube:
    """All numbers of a view and period, added up over town × sub-sector × level × colour × state × overdue.

    ``keys`` (blocks,) say which combination each block is. ``stock`` (blocks,) counts its hazards, whatever the period;
    ``sums`` is (blocks, `COUNTED`), ``found`` and ``closed`` are (blocks, months). ``view`` has one hazard of each
    block, so that a filter of these dimensions is answered by the same mask as anywhere; ``block`` (n,) is the block of
    each hazard, -1 for what is in no figure.
    """

    view: View
    keys: Ints
    block: Days
    labels: dict[str, Ints]
    stock: Ints
    sums: Doubles
    funds: Doubles
    found: Doubles
    closed: Doubles
    day_block: Ints
    day_place: Ints
    day_count: Ints
    width: int

    def renewed(self, rows: Ints, before: "Cube", after: "Cube", size: int) -> "Cube":
        """After the hazards ``rows`` have changed; ``before`` and ``after`` are cubes of them alone (`View.of`)."""
        new = np.flatnonzero(~np.isin(after.keys, self.keys))
        keys = np.concatenate((self.keys, after.keys[new]))
        place = pd.Index(keys)
        gone, come = (place.get_indexer(pd.Index(cube.keys)) for cube in (before, after))

        def moved(name: str) -> NDArray[Any]:
            """The same numbers, less those before and plus those after."""
            own, less, more = (getattr(cube, name) for cube in (self, before, after))
            table = np.zeros((len(keys), *own.shape[1:]), own.dtype)
            table[: len(own)] = own
            table[gone] -= less
            table[come] += more
            return table

        blocks = np.append(come, -1)[after.block].astype(np.int32)
        return Cube(
            view=beside(self.view, of_rows(after.view, new)),
            keys=keys,
            block=put(self.block, rows, blocks, size),
            labels={name: np.concatenate((own, after.labels[name][new])) for name, own in self.labels.items()},
            stock=moved("stock"),
            sums=moved("sums"),
            funds=moved("funds"),
            found=moved("found"),
            closed=moved("closed"),
            day_block=np.concatenate((self.day_block, gone[before.day_block], come[after.day_block])),
            day_place=np.concatenate((self.day_place, before.day_place, after.day_place)),
            day_count=np.concatenate((self.day_count, -before.day_count, after.day_count)),
            width=max(self.width, after.width),
        )


def cube_of(view: View, period: Period, counted: Counted | None = None) -> Cube:
    """The cube of one view and period; ``counted`` saves the time of counting its cells when they are at hand."""
    cells = cells_of(view, period) if counted is None or counted.fresh is not None else counted.cells
    hazards = view.hazards
    size = len(hazards)
    numbers, keys = pd.factorize(_keys(hazards)[hazards.counts])
    blocks = len(keys)
    block = np.full(size, -1, np.int32)
    block[hazards.counts] = numbers
    one = np.zeros(blocks, np.int64)
    one[numbers[::-1]] = np.flatnonzero(hazards.counts)[::-1]
    of = block[cells.rows].astype(np.int64)
    pair, many = _counts(of * cells.size + cells.code)
    weights = cells.weights[cells.kind[pair % cells.size]] * many[:, None]
    day, day_count = _counts(of[cells.closure] * cells.width + cells.closure_days)
    months = len(cells.found.names)
    found_month = np.repeat(np.arange(months), np.diff(np.append(cells.found.starts, len(cells.funds))))
    closed_month = np.repeat(np.arange(months), np.diff(np.append(cells.closed.starts, len(cells.closing))))
    return Cube(
        view=of_rows(view, one),
        keys=keys,
        block=block,
        labels={name: getattr(hazards, name)[one].astype(np.int64) for name in cells.labels},
        stock=np.bincount(numbers, minlength=blocks),
        sums=np.stack([_summed(pair // cells.size, column, blocks) for column in weights.T], axis=1),
        funds=_summed(of[: len(cells.funds)], cells.funds, blocks),
        found=_table(of[: len(cells.funds)], found_month, blocks, months),
        closed=_table(of[cells.closing], closed_month, blocks, months),
        day_block=day // cells.width,
        day_place=day % cells.width,
        day_count=day_count,
        width=cells.width,
    )


_BITS = {"sub_sector": 16, "level": 2, "colour": 3, "state": 5, "overdue": 1}


def _keys(hazards: Hazards) -> Ints:
    """One number for each combination of the cube's dimensions (n,), the same in every view."""
    keys = hazards.town.astype(np.int64)
    for name, bits in _BITS.items():
        keys = keys << bits | np.maximum(getattr(hazards, name), 0)
    return keys


def _counts(numbers: Ints) -> tuple[Ints, Ints]:
    """The distinct numbers and how often each occurs."""
    places, distinct = pd.factorize(numbers)
    return distinct, np.bincount(places, minlength=len(distinct))


def _table(block: Ints, month: Ints, blocks: int, months: int) -> Doubles:
    return np.bincount(block * months + month, minlength=blocks * months).reshape(blocks, months).astype(np.float64)


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
        table, share = self.cube.sums[:, only][self._blocks], self._share[self._blocks]
        if by is None:
            return _shared(table, share)[None, :]
        labels = self.cube.labels[by][self._blocks]
        return np.stack([_summed(labels, column * share, size) for column in table.T], axis=1)

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
        return np.rint(_shared(self.cube.found[self._blocks], self._share[self._blocks])).astype(np.int64)

    def closed(self) -> Ints:
        """See `Tally`."""
        return np.rint(_shared(self.cube.closed[self._blocks], self._share[self._blocks])).astype(np.int64)

    def passes(self, rows: NDArray[Any]) -> Bools:
        """See `Tally`."""
        passing: Bools = np.append(self.mask, False)[self.cube.block[rows]]
        return passing


def _summed(labels: Ints, weights: Doubles, size: int) -> Doubles:
    return np.bincount(labels, weights, size).astype(np.float64)


def _shared(table: Doubles, share: Doubles) -> Doubles:
    """``share @ table`` without BLAS, whose threads wait for one another when the machine is busy."""
    product: Doubles = np.einsum("bq,b->q", table, share)
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
