"""同比 and 环比 of domain 4.0: with which days a period is compared, and how far a figure is from that one."""

from dataclasses import dataclass
from datetime import date

from data.rules.kpis import Kind
from data.rules.periods import Period, last_year

BEFORE, YEAR = "before", "year"
COMPARISONS = (BEFORE, YEAR)
"""环比 (the period before) and 同比 (the same days of last year)."""


def days_of(comparison: str, period: Period, as_of: date) -> tuple[Period, date] | None:
    """The period that is compared with, and its as-of day; None where there is none.

    累计 (1 January to the as-of day) has the same days of last year and no period before it, unless these days are a
    whole quarter or year as well.
    """
    if comparison == YEAR:
        return to_date_before(period, as_of) or period.year_before(as_of)
    return None if is_to_date(period, as_of) else period.before(as_of)


def is_to_date(period: Period, as_of: date) -> bool:
    """Whether the period is 累计: 1 January to the as-of day of one year, and no natural month, quarter or year."""
    first = date(as_of.year, 1, 1)
    return (period.first, period.last) == (first, as_of) and period.whole_months() not in (1, 3, 12)


def to_date_before(period: Period, as_of: date) -> tuple[Period, date] | None:
    """累计 to the same month and day of last year; None of another period."""
    if not is_to_date(period, as_of):
        return None
    day = last_year(as_of)
    return Period(last_year(period.first), day), day


@dataclass(frozen=True, slots=True)
class Change:
    """How far a figure is from the one it is compared with, at full precision; exactly one of the three is told.

    ``relative`` is the share of the base (0.1 is 10 %), ``points`` of rates the difference in percentage points 百分点,
    ``difference`` stands for both where the base is 0.
    """

    relative: float | None = None
    points: float | None = None
    difference: float | None = None


def change_of(kind: Kind, value: float | None, base: float | None) -> Change | None:
    """The change from ``base`` to ``value``; None where either has nothing to divide by."""
    if value is None or base is None:
        return None
    if kind is Kind.RATE:
        return Change(points=100 * (value - base))
    if not base:
        return Change(difference=value - base)
    return Change(relative=(value - base) / base)
