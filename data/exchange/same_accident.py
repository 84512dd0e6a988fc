"""Whether two rows speak of one accident: by what identifies it beside unit and day (domain 2.4, 9.5).

Accidents are few and grave: what cannot be told is left to a person, and nothing is folded that differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from data.exchange.text import compact

PLACE, TIME, TYPE, COURSE = "address", "occurred_time", "type", "course"
MARKS = (TIME, PLACE, TYPE, COURSE)
FIGURES = ("deaths", "missing", "serious", "minor", "loss_yuan")
_HOUR = 60

Told = Mapping[str, Any]


class Verdict(IntEnum):
    """Whether it is the same accident."""

    OTHER = 0
    DOUBT = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """Fields that two rows both state: those that agree, and those that do not."""

    alike: frozenset[str]
    unlike: frozenset[str]
    is_hours_apart: bool

    @property
    def closeness(self) -> tuple[int, int]:
        """To choose between several: the greater, the more alike."""
        return -len(self.unlike), len(self.alike)

    @property
    def contradicts(self) -> bool:
        """Two accidents beyond doubt: at another time of day and otherwise, or at another place and of another type."""
        otherwise = self.unlike & {PLACE, TYPE, COURSE}
        return bool(self.is_hours_apart and otherwise) or (TIME not in self.alike and {PLACE, TYPE} <= self.unlike)


def likeness(held: Told, told: Told) -> Likeness:
    """What two rows agree in; a place or a course that the other one states more fully is the same."""
    both = [name for name in (*MARKS, *FIGURES) if held.get(name) is not None and told.get(name) is not None]
    alike = frozenset(name for name in both if _agree(name, held[name], told[name]))
    unlike = frozenset(both) - alike
    apart = TIME in unlike and abs(_minutes(held[TIME]) - _minutes(told[TIME])) >= _HOUR
    return Likeness(alike, unlike, apart)


def within_a_file(found: Likeness) -> Verdict:
    """Of two rows of one ledger: the same only where nothing differs, and time of day or course agree."""
    if found.contradicts:
        return Verdict.OTHER
    return Verdict.SAME if not found.unlike and found.alike & {TIME, COURSE} else Verdict.DOUBT


def of_a_later_ledger(found: Likeness) -> Verdict:
    """Of a known accident: figures change, and one mark may be corrected where others hold it."""
    if found.contradicts:
        return Verdict.OTHER
    unlike = found.unlike.intersection(MARKS)
    held_by = {TIME, COURSE, PLACE} if unlike == {COURSE} else {TIME, COURSE}
    is_same = not unlike or (len(unlike) == 1 and found.alike & held_by)
    return Verdict.SAME if is_same else Verdict.DOUBT


def is_word_for_word(held: Told, told: Told) -> bool:
    """Nothing tells the two apart."""
    return all(held.get(name) == told.get(name) for name in (*MARKS, *FIGURES))


def _agree(name: str, one: Any, other: Any) -> bool:
    if name not in (PLACE, COURSE):
        return bool(one == other)
    shorter, longer = sorted((compact(one), compact(other)), key=len)
    return shorter in longer


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")[:2]
    return int(hours) * 60 + int(minutes)
