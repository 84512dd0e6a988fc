"""The assessment 考核 of towns and departments (domain 4.6): a hundred points by items, vetoes, a bonus, and ranks.

The items and their weights are a versioned table of the pack (``assessment.csv``). An item of which nothing is known
is 未评: it is left out, the others are weighed anew among themselves, and the result says so. Nothing is made up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from data.errors import OneMapError
from data.rules.coverage import EVERY_KPI
from data.rules.kpis import Kind

FULL = 100.0
"""What the weights of a version add up to."""
MOST_BONUS = 5.0
"""典型经验 gives no more than this, however many there are."""
ITEMS = (
    "on_time", "major", "overdue", "reinspection", "plan", "objects", "filing", "self_check", "tasks", "spot_check",
)  # fmt: skip
"""Items that a version may name, in the order in which they are shown."""
RATES = frozenset(kpi.key for kpi in EVERY_KPI if kpi.kind is Kind.RATE)
COUNTS = frozenset(kpi.key for kpi in EVERY_KPI if kpi.kind is Kind.COUNT)
ON_TIME, OVERDUE = "on_time_rate", "overdue"
"""What decides between equal scores: the higher rate first, then fewer overdue."""


class Of(StrEnum):
    """What is assessed."""

    TOWN = "town"
    DEPARTMENT = "department"


class Formula(StrEnum):
    """How an item's share of its weight follows from its figures."""

    RATE = "rate"
    """The rate, or the mean of several."""
    TARGET = "target"
    """The rate as part of a target; beyond the target full marks."""
    DEDUCT = "deduct"
    """So many points off for each one counted, never below nothing."""
    ENTERED = "entered"
    """What somebody entered with a reason, in percent of the weight."""


class Veto(StrEnum):
    """一票否决: what bars a unit from being ranked."""

    ACCIDENT = "veto_accident"
    CONCEALED = "veto_concealed"
    FALSE_CLOSURE = "veto_false_closure"


BONUS = "bonus"
ENTERED_VETOES = (Veto.CONCEALED.value, Veto.FALSE_CLOSURE.value)


class AssessmentMissing(OneMapError):
    """No version of the table holds at the end of the period."""

    key: ClassVar[str] = "error_figures.no_assessment"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a version.

    ``figures`` are keys of `RATES` or `COUNTS`; ``per`` are points off for each, ``target`` a share. A unit whose rate
    has fewer than ``n_min`` below the line is 样本不足 and has no rank.
    """

    key: str
    weight: float
    formula: Formula
    figures: tuple[str, ...] = ()
    per: float = 0.0
    target: float = 1.0
    n_min: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """The items that hold for towns or departments from one day to another, both included."""

    of: Of
    valid_from: date
    valid_to: date | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, or a rate ``above`` ÷ ``below``."""

    above: int
    below: int | None = None

    @property
    def value(self) -> float | None:
        """None where nothing stands below."""
        if self.below is None:
            return float(self.above)
        return self.above / self.below if self.below else None


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody entered of a unit: ``value`` is percent of full marks for an item, and points for a bonus."""

    item: str
    value: float | None
    reason: str
    no: str = ""
    actor: str = ""
    day: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known of one unit."""

    unit: str
    figures: Mapping[str, Figure]
    given: Sequence[Given] = ()
    accidents: Sequence[str] = ()
    """Numbers of the accidents that bar it."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One item of one unit; ``share`` (0 to 1) is None where the item is 未评."""

    item: Item
    share: float | None
    figures: tuple[tuple[str, Figure], ...] = ()
    given: Given | None = None

    @property
    def points(self) -> float | None:
        """Of the item's weight."""
        return None if self.share is None else self.item.weight * self.share

    @property
    def lost(self) -> float | None:
        """What is missing to full marks."""
        return None if self.share is None else self.item.weight * (1 - self.share)


@dataclass(frozen=True, slots=True)
class Result:
    """A unit's assessment. ``rank`` is None where a veto bars it or it is 样本不足 (``is_short``)."""

    told: Told
    items: tuple[Scored, ...]
    bonus: float
    vetoes: tuple[str, ...]
    is_short: bool
    rank: int | None = None

    @property
    def weighed(self) -> float:
        """The weight of the items that could be scored."""
        return sum(one.item.weight for one in self.items if one.share is not None)

    @property
    def base(self) -> float | None:
        """Points of a hundred, the scored items weighed anew among themselves; None where none was."""
        points = [one.points for one in self.items if one.points is not None]
        return min(sum(points) * FULL / self.weighed, FULL) if points else None

    @property
    def score(self) -> float | None:
        """The points of a hundred and the bonus."""
        return None if self.base is None else self.base + self.bonus

    @property
    def left_out(self) -> tuple[Item, ...]:
        """The items that are 未评."""
        return tuple(one.item for one in self.items if one.share is None)


def version_on(versions: Iterable[Version], of: Of, day: date) -> Version:
    """The version that holds on a day. Raises `AssessmentMissing`."""
    for version in versions:
        if version.of is of and version.valid_from <= day and (version.valid_to is None or day <= version.valid_to):
            return version
    raise AssessmentMissing(day=day.isoformat())


def assess(version: Version, units: Iterable[Told]) -> tuple[Result, ...]:
    """Every unit scored and ranked: ranked ones first, then those that are 样本不足, then those that are barred."""
    results = ranked([scored(version, told) for told in units])
    return tuple(sorted(results, key=_place))


def scored(version: Version, told: Told) -> Result:
    """One unit, without its rank."""
    items = tuple(_scored(item, told) for item in version.items)
    bonus = sum(each.value or 0.0 for each in told.given if each.item == BONUS)
    entered = [key for key in ENTERED_VETOES if any(each.item == key for each in told.given)]
    vetoes = ([Veto.ACCIDENT.value] if told.accidents else []) + entered
    short = any(_is_short(one) for one in items) or all(one.share is None for one in items)
    return Result(told, items, min(max(bonus, 0.0), MOST_BONUS), tuple(vetoes), short)


def ranked(results: Sequence[Result]) -> list[Result]:
    """Dense ranks by score as shown (hundredths), then 按期整改率, then fewer overdue; equal in all is equal."""
    keys = sorted({key for each in results if (key := _order(each)) is not None}, reverse=True)
    ranks = {key: place for place, key in enumerate(keys, 1)}
    return [_with_rank(each, None if (key := _order(each)) is None else ranks[key]) for each in results]


def _with_rank(result: Result, rank: int | None) -> Result:
    return Result(result.told, result.items, result.bonus, result.vetoes, result.is_short, rank)


def _order(result: Result) -> tuple[float, float, int] | None:
    """What a unit is ranked by, the best highest; None for one without a rank."""
    if result.score is None or result.vetoes or result.is_short:
        return None
    on_time, overdue = result.told.figures.get(ON_TIME), result.told.figures.get(OVERDUE)
    rate = on_time.value if on_time else None
    return round(result.score, 2), -1.0 if rate is None else rate, -(overdue.above if overdue else 0)


def _place(result: Result) -> tuple[bool, bool, int, str]:
    return bool(result.vetoes), result.rank is None, result.rank or 0, result.told.unit


def _scored(item: Item, told: Told) -> Scored:
    if item.formula is Formula.ENTERED:
        given = next((each for each in told.given if each.item == item.key and each.value is not None), None)
        return Scored(item, None if given is None else _within(given.value or 0.0, 100.0), (), given)
    figures = tuple((key, told.figures[key]) for key in item.figures if key in told.figures)
    return Scored(item, _share(item, [figure for _key, figure in figures]), figures)


def _share(item: Item, figures: Sequence[Figure]) -> float | None:
    values = [figure.value for figure in figures]
    known = [value for value in values if value is not None]
    if len(known) < len(item.figures):
        return None
    if item.formula is Formula.DEDUCT:
        return _within(item.weight - item.per * sum(known), item.weight)
    return _within(sum(known) / len(known), item.target if item.formula is Formula.TARGET else 1.0)


def _within(value: float, full: float) -> float:
    """A share from 0 to 1."""
    return min(max(value / full, 0.0), 1.0)


def _is_short(one: Scored) -> bool:
    return any((figure.below or 0) < one.item.n_min for _key, figure in one.figures)
