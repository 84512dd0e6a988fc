"""How many hazards were found and closed from day to day, week to week or month to month of a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from data.readmodel.figures import Figures
from data.readmodel.schema import Days, Ints
from data.rules.periods import Period

MOST_DAYS = 31
MOST_WEEKS = 26


class Unit(StrEnum):
    """What one point of the line stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """One point: its first and last day within the period, and how many were found and closed in it."""

    first: date
    last: date
    found: int
    closed: int


def unit_of(period: Period) -> Unit:
    """Days up to a month, weeks (from Monday) up to half a year, else months."""
    days = (period.last - period.first).days + 1
    return Unit.DAY if days <= MOST_DAYS else Unit.WEEK if days <= MOST_WEEKS * 7 else Unit.MONTH


def trend(figures: Figures, unit: Unit) -> tuple[Span, ...]:
    """The period of the figures in spans; the last one ends with the period or with the day of the view."""
    last = max(min(figures.period.last, date.fromordinal(figures.view.as_of)), figures.period.first)
    starts = _starts(figures.period.first, last, unit)
    if unit is Unit.MONTH:
        numbers = [(month.found, month.closed) for month in figures.months]
    else:
        found, closed = daily(figures, last)
        places = [(start - figures.period.first).days for start in starts]
        numbers = list(zip(_added(found, places), _added(closed, places), strict=True))
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    return tuple(Span(*days, *each) for days, each in zip(zip(starts, ends, strict=True), numbers, strict=True))


def daily(figures: Figures, last: date) -> tuple[Ints, Ints]:
    """Hazards found and closings, one entry a day from the first day of the period to ``last``."""
    hazards, facts = figures.view.hazards, figures.view.facts
    first, size = figures.period.first.toordinal(), (last - figures.period.first).days + 1
    end = min(last.toordinal(), figures.view.as_of)
    rows = np.flatnonzero(hazards.counts & (hazards.found >= first) & (hazards.found <= end))
    closing, days = facts.closings
    within = (days >= first) & (days <= end)
    closing, days = closing[within], days[within]
    known = hazards.counts[closing]
    return (
        _by_day(figures, rows, hazards.found[rows] - first, size),
        _by_day(figures, closing[known].astype(np.int64), days[known] - first, size),
    )


def _by_day(figures: Figures, rows: Ints, days: Days, size: int) -> Ints:
    return np.bincount(days[figures.tally.passes(rows)], minlength=size)


def _added(numbers: Ints, places: Sequence[int]) -> list[int]:
    added: list[int] = np.add.reduceat(numbers, places).tolist()
    return added


def _starts(first: date, last: date, unit: Unit) -> list[date]:
    if unit is Unit.MONTH:
        months = range(first.year * 12 + first.month, last.year * 12 + last.month)
        return [first, *(date(month // 12, month % 12 + 1, 1) for month in months)]
    step = 1 if unit is Unit.DAY else 7
    begin = first if unit is Unit.DAY else first + timedelta(days=7 - first.weekday())
    rest = [begin + timedelta(days=each) for each in range(0, max((last - begin).days + 1, 0), step)]
    return rest if unit is Unit.DAY else [first, *rest]
