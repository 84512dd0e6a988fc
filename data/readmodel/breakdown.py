"""What stands behind the charts of the loop: how old the stock is, what it is about, where it lies, and at whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.readmodel.schema import Bools
from data.readmodel.view import View
from data.rules.periods import Period

AGES = (7, 15, 30, 60, 90)
"""Days since discovery up to which a stock is of one age; the rest is older."""


@dataclass(frozen=True, slots=True)
class Age:
    """Open hazards found ``first`` to ``last`` days ago (None: any longer), and those of them that are overdue."""

    first: int
    last: int | None
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many hazards a category has, and which share of all it and those before it have."""

    name: str
    count: int
    cumulated: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """Open hazards by town (rows) and primary sector (columns), by code; ``""`` is what has none."""

    towns: Sequence[str]
    sectors: Sequence[str]
    open: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Unit:
    """A subject with its open hazards, and those of them that are overdue; ``object_row`` is -1 for no object."""

    name: str
    object_row: int
    open: int
    overdue: int


def ages(view: View, passing: Bools) -> tuple[Age, ...]:
    """The stock by age at the end of the view's day."""
    hazards = view.hazards
    stock = passing & hazards.open
    days = view.as_of - hazards.found.astype(np.int64)
    firsts = (0, *(last + 1 for last in AGES))
    found = []
    for first, last in zip(firsts, (*AGES, None), strict=True):
        here = stock & (days >= first) & ((days <= last) if last is not None else True)
        found.append(Age(first, last, int(here.sum()), int((here & hazards.overdue).sum())))
    return tuple(found)


def categories(view: View, passing: Bools, period: Period) -> tuple[Share, ...]:
    """Pareto: hazards found in the period by category, the most frequent first; those without one under ``""``."""
    return _shares(view, passing, period, view.hazards.category, view.tables.category)


def causes(view: View, passing: Bools, period: Period) -> tuple[Share, ...]:
    """Pareto of the hazards found in the period by the code of their cause likewise."""
    return _shares(view, passing, period, view.hazards.cause, view.tables.cause)


def _shares(view: View, passing: Bools, period: Period, column: Any, names: Sequence[str]) -> tuple[Share, ...]:
    hazards = view.hazards
    found = passing & (hazards.found >= period.first.toordinal()) & (hazards.found <= period.last.toordinal())
    counts = np.bincount(column[found], minlength=len(names))
    order = np.lexsort((np.arange(len(counts)), -counts))
    total, running, shares = int(counts.sum()), 0, []
    for place in order.tolist():
        if counts[place]:
            running += int(counts[place])
            shares.append(Share(names[place], int(counts[place]), running / total))
    return tuple(shares)


def matrix(view: View, passing: Bools) -> Matrix:
    """The stock by town and sector; rows and columns without any are left out."""
    hazards, tables = view.hazards, view.tables
    stock = np.flatnonzero(passing & hazards.open)
    towns, sectors = len(tables.town), len(tables.sector)
    cells = hazards.town[stock].astype(np.int64) * sectors + hazards.sector[stock]
    counts = np.bincount(cells, minlength=towns * sectors).reshape(towns, sectors)
    rows, columns = np.flatnonzero(counts.sum(1)), np.flatnonzero(counts.sum(0))
    return Matrix(
        [tables.town[row] for row in rows.tolist()],
        [tables.sector[column] for column in columns.tolist()],
        counts[np.ix_(rows, columns)].tolist(),
    )


def units(view: View, passing: Bools, first: int) -> tuple[Unit, ...]:
    """The subjects with most open hazards, overdue ones first among equals."""
    hazards = view.hazards
    stock = np.flatnonzero(passing & hazards.open)
    subjects, inverse = np.unique(hazards.subject[stock], return_inverse=True)
    open_now = np.bincount(inverse, minlength=len(subjects))
    overdue = np.bincount(inverse, weights=hazards.overdue[stock], minlength=len(subjects)).astype(np.int64)
    last = np.full(len(subjects), -1, np.int64)
    last[inverse] = hazards.object_row[stock]
    order = np.lexsort((subjects, -overdue, -open_now))[:first]
    return tuple(
        Unit(view.tables.subject[subjects[place]], int(last[place]), int(open_now[place]), int(overdue[place]))
        for place in order.tolist()
    )
