"""Statistical periods and what they are compared with (domain 4.0)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from data.errors import OneMapError


class PeriodBackwards(OneMapError):
    """A period that ends before it begins."""

    key: ClassVar[str] = "error_figures.period_backwards"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodBackwards(first=self.first.isoformat(), last=self.last.isoformat())

    @classmethod
    def of(cls, first: date | None, last: date | None, as_of: date) -> Self:
        """The named days; without a last day to ``as_of``, without a first from the beginning of its year."""
        end = last or (as_of if first is None or first <= as_of else first)
        return cls(first or date(end.year, 1, 1), end)

    def before(self, as_of: date) -> tuple[Self, date]:
        """环比: the period before and its as-of day. Of an unfinished period equal elapsed days are compared.

        A whole calendar month, quarter or year is preceded by one; any other span by as many days. Both are looked
        at equally long after their ends, as 同比 does: what had longer to be closed cannot be compared.
        """
        first, last = self._preceding()
        if as_of >= self.last:
            return type(self)(first, last), last + (as_of - self.last)
        end = min(last, first + (max(as_of, self.first) - self.first))
        return type(self)(first, end), end

    def year_before(self, as_of: date) -> tuple[Self, date]:
        """同比: the same days of last year (29 February becomes 28) and the as-of day among them.

        February as a whole month is compared with the whole of February, of 28 days or of 29.
        """
        last, day = last_year(self.last), last_year(as_of)
        if self.whole_months() == 1:
            last = last.replace(day=monthrange(last.year, last.month)[1])
            day = max(day, last) if as_of >= self.last else day
        return type(self)(last_year(self.first), last), day

    def _preceding(self) -> tuple[date, date]:
        end = self.first - timedelta(days=1)
        months = self.whole_months()
        if months is None:
            return end - (self.last - self.first), end
        number = self.first.year * 12 + self.first.month - 1 - months
        return date(number // 12, number % 12 + 1, 1), end

    def whole_months(self) -> int | None:
        """How many calendar months the days are, from a first to a last of month; None where they are not."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        whole = self.first.day == 1 and self.last.day == monthrange(self.last.year, self.last.month)[1]
        return months if whole else None


def last_year(day: date) -> date:
    """The same day of last year; 29 February becomes 28."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if is_leap_day else day.replace(year=day.year - 1)
