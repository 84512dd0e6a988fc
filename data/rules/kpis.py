"""The key figures of domain 4.1 and 4.2 as a table: what each counts, and among whom.

A figure is a quotient or a count of **measures**; a measure is a whole number that can be counted for any set of
hazards and added up over towns or sectors. Rates are formed last, so that a district's rate is never a mean of rates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntFlag, StrEnum, auto
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.rules.fold import Facts
from data.rules.vocabulary import Level, ManageType, Source
from data.words import t

Ints = NDArray[np.int64]


class Flag(IntFlag):
    """What is true of one hazard on the day of the figures; a hazard counts where all flags of a measure hold."""

    ALL = 0
    MAJOR = auto()
    CLOSED = auto()
    OPEN = auto()
    OVERDUE = auto()
    DUE = auto()
    """Effective deadline on or before the day."""
    DECIDED = auto()
    """Due, and not waiting for re-inspection or closure after a submission in time.

    What passed and awaits closure (待销号) is left out of both sides as well. Domain 3.1 calls it neither overdue nor
    awaiting re-inspection; counted on both sides it would break the law of 4.1 that the numerator of 按期 never exceeds
    that of 到期 (closed), and counted below only it would blame the enterprise for the office's delay.
    """
    ON_TIME = auto()
    """Decided, closed, and submitted in time in the round that passed."""
    TO_REINSPECT = auto()
    """Submitted at least once, or due, or fixed on the spot."""
    REINSPECTED = auto()
    INSPECTED_ONCE = auto()
    """Re-inspected at least once, not fixed on the spot."""
    FIRST_PASSED = auto()
    LOOP_CLOSED = auto()
    ON_THE_SPOT = auto()
    ORDERED = auto()
    """An order was served (待整改 or later), not fixed on the spot."""
    FIVE = auto()
    """Ordered, with all of the 五落实."""
    IN_HAND = auto()
    """Ordered or fixed on the spot, or at a later step of the loop."""
    SUBMITTED = auto()
    """Submitted at least once, or at a later step."""
    INSPECTED = auto()
    """Re-inspected at least once, or closed: milestones imply the steps between."""
    REPEAT = auto()
    SELF_CHECK = auto()


class Population(StrEnum):
    """Among whom a measure counts (domain 4.0 and "Populations and days")."""

    FOUND = "found"
    """F-cohort: found in the period."""
    DEADLINE = "deadline"
    """D-cohort: effective deadline in the period."""
    STOCK = "stock"
    """All hazards, whatever the period."""
    CLOSURES = "closures"
    """C-cohort: last closed in the period and still closed."""
    MOVES = "moves"
    """Events in the period, and the stock at both ends of it."""
    TRANSFERS = "transfers"
    """Clues handed over in the period."""
    CASES = "cases"
    """Cases on hazards, by the day they were filed or decided."""
    OBJECTS = "objects"
    """Supervised objects in business on the day (`data.rules.coverage`)."""
    INSPECTIONS = "inspections"
    """Visits in the period."""
    EQUIPMENT = "equipment"
    """Special equipment as it is registered on the day."""


class Kind(StrEnum):
    """How a figure is formed and read."""

    COUNT = "count"
    RATE = "rate"
    DAYS = "days"
    YUAN = "yuan"


@dataclass(frozen=True, slots=True)
class Measure:
    """A whole number: hazards of a population with all ``flags``, or the named ``sum`` over the population."""

    population: Population
    flags: Flag = Flag.ALL
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure: ``above`` alone, or ``above`` ÷ ``below``; ``quantile`` asks for that quantile of closure days."""

    key: str
    kind: Kind
    above: Measure
    below: Measure | None = None
    quantile: float | None = None

    def label(self) -> str:
        """Its name."""
        return t(f"kpi.{self.key}.name")

    def definition(self) -> str:
        """What it counts, in a sentence."""
        return t(f"kpi.{self.key}.how")

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The numbers it is formed of."""
        return (self.above,) if self.below is None else (self.above, self.below)


def _found(flags: Flag = Flag.ALL) -> Measure:
    return Measure(Population.FOUND, flags)


def _of(population: Population, name: str) -> Measure:
    return Measure(population, sum=name)


_F, _D, _S = Population.FOUND, Population.DEADLINE, Population.STOCK
_N = _found()
_CLOSURES = _of(Population.CLOSURES, "closures")
_LATER_CLOSURES = _of(Population.CLOSURES, "closures_later")
_TRANSFERRED = _of(Population.TRANSFERS, "transferred")
_FILED = _of(Population.TRANSFERS, "filed")


def _rate(key: str, above: Measure, below: Measure) -> Kpi:
    return Kpi(key, Kind.RATE, above, below)


def _count(key: str, measure: Measure) -> Kpi:
    return Kpi(key, Kind.COUNT, measure)


KPIS: tuple[Kpi, ...] = (
    _count("hazards_total", _N),
    _count("hazards_major", _found(Flag.MAJOR)),
    _rate("rectification_rate", _found(Flag.CLOSED), _N),
    _rate("major_rectification_rate", _found(Flag.MAJOR | Flag.CLOSED), _found(Flag.MAJOR)),
    _rate("due_rectification_rate", Measure(_D, Flag.DUE | Flag.CLOSED), Measure(_D, Flag.DUE)),
    _rate("on_time_rate", Measure(_D, Flag.ON_TIME), Measure(_D, Flag.DECIDED)),
    _count("open", Measure(_S, Flag.OPEN)),
    _count("overdue", Measure(_S, Flag.OVERDUE)),
    _rate("overdue_rate", Measure(_S, Flag.OVERDUE), Measure(_S, Flag.OPEN)),
    _rate("reinspection_rate", _found(Flag.REINSPECTED), _found(Flag.TO_REINSPECT)),
    _rate("reinspection_on_time_rate", _of(_F, "rounds_on_time"), _of(_F, "rounds_due")),
    _rate("first_pass_rate", _found(Flag.FIRST_PASSED), _found(Flag.INSPECTED_ONCE)),
    _rate("loop_closed_rate", _found(Flag.LOOP_CLOSED), _N),
    Kpi("closure_days_mean", Kind.DAYS, _of(Population.CLOSURES, "days"), _CLOSURES),
    Kpi("closure_days_median", Kind.DAYS, _CLOSURES, quantile=0.5),
    Kpi("closure_days_p90", Kind.DAYS, _CLOSURES, quantile=0.9),
    Kpi(
        "closure_days_mean_not_on_the_spot",
        Kind.DAYS,
        _of(Population.CLOSURES, "days_later"),
        _LATER_CLOSURES,
    ),
    _rate("on_the_spot_rate", _found(Flag.ON_THE_SPOT), _N),
    _rate("five_complete_rate_major", _found(Flag.MAJOR | Flag.FIVE), _found(Flag.MAJOR | Flag.ORDERED)),
    _rate("five_complete_rate", _found(Flag.FIVE), _found(Flag.ORDERED)),
    _rate("repeat_rate", _found(Flag.REPEAT), _N),
    _rate("self_check_rate", _found(Flag.SELF_CHECK), _N),
    _count("closed", _of(Population.MOVES, "closed")),
    _count("opened", _N),
    _count("reopened", _of(Population.MOVES, "reopened")),
    _count("stock_start", _of(Population.MOVES, "stock_start")),
    _count("stock_end", _of(Population.MOVES, "stock_end")),
    Kpi("funds_yuan", Kind.YUAN, _of(_F, "funds_fen")),
    _count("transfers_received", _TRANSFERRED),
    _count("cases_filed", _FILED),
    _rate("filing_rate", _FILED, _TRANSFERRED),
    _count("cases_decided", _of(Population.TRANSFERS, "decided")),
    _rate("decision_rate", _of(Population.TRANSFERS, "decided"), _FILED),
    _count("cases_closed", _of(Population.TRANSFERS, "closed")),
    _rate("case_closed_rate", _of(Population.TRANSFERS, "closed"), _FILED),
    Kpi("fines_yuan", Kind.YUAN, _of(Population.CASES, "fines_fen")),
    Kpi(
        "filing_to_decision_days_mean",
        Kind.DAYS,
        _of(Population.TRANSFERS, "decision_days"),
        _of(Population.TRANSFERS, "filed_and_decided"),
    ),
    _count("hazard_cases_filed", _of(Population.CASES, "filed")),
    _count("hazard_cases_decided", _of(Population.CASES, "decided")),
)
"""Every figure, in the order in which it is shown."""

KPIS_BY_KEY: Mapping[str, Kpi] = {kpi.key: kpi for kpi in KPIS}
STEPS: tuple[tuple[str, Measure], ...] = (
    ("found", _N),
    ("rectifying", _found(Flag.IN_HAND)),
    ("submitted", _found(Flag.SUBMITTED)),
    ("reinspected", _found(Flag.INSPECTED)),
    ("closed", _found(Flag.CLOSED)),
    ("loop_closed", _found(Flag.LOOP_CLOSED)),
)
"""The funnel of the loop: how many of those found in the period have come to each step or to a later one."""

MEASURES: tuple[Measure, ...] = tuple(
    dict.fromkeys([*(measure for kpi in KPIS for measure in kpi.measures), *(measure for _step, measure in STEPS)])
)


def flags_of(facts: Facts, source: NDArray[Any], manage_type: NDArray[Any], repeat: NDArray[Any], case: Any) -> Ints:
    """The `Flag` of every hazard, as int64; all columns have one entry a hazard.

    ``case`` marks the hazards on which a case was filed not ended by the day (撤案, 不予处罚, 移送司法 end it).
    """
    closed = facts.closed > 0
    due = (facts.deadline > 0) & (facts.deadline <= facts.as_of)
    decided = due & ~(facts.awaiting & (facts.submitted_on <= facts.deadline))
    ordered = facts.ordered
    inspected = facts.reinspected | closed
    submitted = facts.submitted | inspected
    columns = {
        Flag.MAJOR: facts.level == Level.MAJOR,
        Flag.CLOSED: closed,
        Flag.OPEN: facts.open,
        Flag.OVERDUE: facts.overdue,
        Flag.DUE: due,
        Flag.DECIDED: decided,
        Flag.ON_TIME: decided & closed & (facts.passed_on > 0) & (facts.passed_on <= facts.deadline),
        Flag.TO_REINSPECT: facts.submitted | due,
        Flag.REINSPECTED: facts.reinspected,
        Flag.INSPECTED_ONCE: facts.reinspected & ~facts.spot,
        Flag.FIRST_PASSED: facts.first_passed,
        Flag.LOOP_CLOSED: closed & ~case,
        Flag.ON_THE_SPOT: manage_type == ManageType.ON_THE_SPOT,
        Flag.ORDERED: ordered,
        Flag.FIVE: ordered & (facts.five == 31),
        Flag.IN_HAND: ordered | submitted,
        Flag.SUBMITTED: submitted,
        Flag.INSPECTED: inspected,
        Flag.REPEAT: repeat,
        Flag.SELF_CHECK: source == Source.ENTERPRISE,
    }
    flags = np.zeros(len(facts.state), np.int64)
    for flag, column in columns.items():
        flags |= np.where(column, np.int64(flag), np.int64(0))
    return flags


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of one group. ``value`` is None where nothing stands below; only rates show both numbers."""

    kpi: Kpi
    value: float | int | None
    above: int
    below: int | None = None

    def json(self, label: bool = True) -> dict[str, Any]:
        """The shape of the public interface, at full precision."""
        shape: dict[str, Any] = {"label": self.kpi.label()} if label else {}
        shape["value"] = self.value
        if self.kpi.kind is Kind.RATE:
            shape |= {"numerator": self.above, "denominator": self.below}
        return shape


def value_of(kpi: Kpi, numbers: Mapping[Measure, int], closure_days: Ints) -> Value:
    """The figure of one group: its measures, and how many closures took 0, 1, 2… days."""
    above = numbers[kpi.above]
    if kpi.quantile is not None:
        return Value(kpi, quantile(closure_days, kpi.quantile), above)
    if kpi.below is None:
        return Value(kpi, above / 100 if kpi.kind is Kind.YUAN else above, above)
    below = numbers[kpi.below]
    return Value(kpi, above / below if below else None, above, below)


def quantile(histogram: Ints, share: float) -> float | None:
    """Quantile of whole numbers counted by ``histogram``, by linear interpolation at share·(n-1) (domain 4.1)."""
    count = int(histogram.sum())
    if count == 0:
        return None
    place = share * (count - 1)
    below = int(place)
    low, high = np.searchsorted(np.cumsum(histogram), [below, min(below + 1, count - 1)], side="right")
    return float(low + (high - low) * (place - below))


def chosen(keys: Iterable[str]) -> tuple[Kpi, ...]:
    """The figures of these keys in the order of `KPIS`; all of them when none is named."""
    wanted = set(keys)
    return tuple(kpi for kpi in KPIS if not wanted or kpi.key in wanted)
