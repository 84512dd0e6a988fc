"""Who else looks at or fills in the same record just now: kept in memory for some seconds, and in no log."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

LOOKING, EDITING = "looking", "editing"
DOINGS = (LOOKING, EDITING)
STAY = 10.0
"""Seconds after its last sign of life that somebody counts as present."""
MOST_RECORDS = 4000
MOST_PEOPLE = 40
"""So many people at one record are remembered."""

Record = tuple[str, str]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a record: name and organisation as others may read them, and what they do."""

    name: str
    org: str
    doing: str


@dataclass(slots=True)
class _Sign:
    person: Person
    at: float


class Presence:
    """Signs of life by record and browser, bounded in number and time. Any thread may use it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._signs: dict[Record, dict[str, _Sign]] = {}

    def beat(self, record: Record, browser: str, person: Person) -> list[Person]:
        """``person`` is at ``record`` in ``browser``; returns the others there, those who fill in first."""
        with self._lock:
            now = self._clock()
            there = self._fresh(record, now)
            if browser in there or len(there) < MOST_PEOPLE:
                there[browser] = _Sign(person, now)
            self._keep(record, there, now)
            others = {sign.person for other, sign in there.items() if other != browser}
        return sorted(others, key=lambda each: (each.doing != EDITING, each.org, each.name))

    def leave(self, record: Record, browser: str) -> None:
        """Whoever was at ``record`` in ``browser`` has gone."""
        with self._lock:
            there = self._signs.get(record, {})
            there.pop(browser, None)
            if not there:
                self._signs.pop(record, None)

    def __len__(self) -> int:
        """Records that somebody is or was at."""
        return len(self._signs)

    def _fresh(self, record: Record, now: float) -> dict[str, _Sign]:
        held = self._signs.get(record, {})
        return {browser: sign for browser, sign in held.items() if now - sign.at <= STAY}

    def _keep(self, record: Record, there: dict[str, _Sign], now: float) -> None:
        """Remember who is there, and forget what is over when it gets too much; the oldest goes last of all."""
        self._signs.pop(record, None)
        self._signs[record] = there
        if len(self._signs) > MOST_RECORDS:
            self._signs = {key: signs for key in self._signs if (signs := self._fresh(key, now))}
        while len(self._signs) > MOST_RECORDS:
            del self._signs[next(iter(self._signs))]
