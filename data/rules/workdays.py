"""Working days of a jurisdiction: weekdays but for its holidays, and weekend days worked instead (调休)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """放假安排 of whole years. ``years`` are those it speaks of; any other year is counted Monday to Friday."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, days: Iterable[tuple[date, bool]]) -> "Calendar":
        """The calendar of these days, each a holiday (True) or a weekend day that is worked (False)."""
        told = tuple(days)
        off = frozenset(day for day, is_holiday in told if is_holiday)
        return cls(off, frozenset(day for day, _is in told) - off, frozenset(day.year for day, _is in told))

    @property
    def last(self) -> date | None:
        """The last day it covers, None for a calendar of no year."""
        return date(max(self.years), 12, 31) if self.years else None

    def is_workday(self, day: date) -> bool:
        """Whether offices are open on ``day``."""
        return day not in self.holidays and (day in self.workdays or day.weekday() < SATURDAY)

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; the day itself is not counted (行政处罚法 art. 85)."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_workday(day)
        return day

    def unknown(self, first: date, last: date) -> tuple[int, ...]:
        """The years from ``first`` to ``last`` whose holidays it does not know."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)


NO_CALENDAR = Calendar()
"""What a pack without ``holidays.csv`` counts by: Monday to Friday."""
