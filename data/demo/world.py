"""What all lives of one demo share: the clock, the people, the powers, the running numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from data.demo.names import Staff


@dataclass(frozen=True, slots=True)
class Clock:
    """Days as ISO texts up to ``last``, whose events carry the date alone, so that none lies in the future."""

    texts: Sequence[str]
    zones: Sequence[str]
    first: int
    last: int
    opening: int
    """The first day on which hazards are found; what lies before is the writing of the roster."""

    @classmethod
    def of(cls, first: date, last: date, opening: int, zone: ZoneInfo) -> "Clock":
        """All days from ``first`` to ``last``, both included, in a zone."""
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        noons = (datetime.combine(day, time(12), zone).isoformat() for day in days)
        texts, zones = [day.isoformat() for day in days], [noon[19:] for noon in noons]
        return cls(texts, zones, first.toordinal(), last.toordinal(), opening)

    def day(self, day: int) -> str:
        """The ISO date of an ordinal day."""
        return self.texts[day - self.first]

    def at(self, day: int, minute: int) -> str:
        """An instant with zone; the last day's events carry the date alone."""
        text = self.texts[day - self.first]
        if day == self.last:
            return text
        return f"{text}T{minute // 60:02d}:{minute % 60:02d}:00{self.zones[day - self.first]}"


@dataclass(slots=True)
class World:
    """What every life shares."""

    clock: Clock
    staff: Staff
    random: Random
    departments: Mapping[str, Sequence[str]]
    """For each sector the departments that see it, its lead among them."""
    powers: Mapping[str, str]
    """For each sector the organisation that penalises in it."""
    cases: "YearlyNumbers"


class YearlyNumbers:
    """Numbers that begin again every year; ``make`` forms one from an ISO day and its place in the year."""

    def __init__(self, make: Callable[[str, int], str]) -> None:
        self.make = make
        self.used: dict[str, int] = {}

    def next(self, day: str) -> str:
        """The next number of the year of ``day``."""
        seq = self.used[day[:4]] = self.used.get(day[:4], 0) + 1
        return self.make(day, seq)
