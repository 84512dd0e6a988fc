"""逾期升级 (domain 3.6): which rungs of the ladder a hazard has reached, by rows of the pack's rules.

A rung is a dated rule ``escalation.<general|major>.<colour>.<action>`` whose value is a moment in days relative to the
effective deadline. Before the deadline it is the morning of that day; from the deadline on it is 24:00 of that day, so
that 0 is the moment from which the hazard is overdue.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.rules.actions import ActionType
from data.rules.deadlines import DatedRule
from data.rules.hazard import Hazard
from data.rules.vocabulary import Level

PREFIX = "escalation."
LEVELS: Mapping[str, Level] = {"general": Level.GENERAL, "major": Level.MAJOR}
GRADES = ("blue", "yellow", "orange", "red")
"""Colours of the ladder, the lightest first: 蓝 黄 橙 红."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a rung raises: the type of 督办事项, and to whom (enterprise, grid, town, dept)."""

    type: ActionType
    target: tuple[str, ...]


ACTS: Mapping[str, Act] = {
    "remind": Act(ActionType.REMINDER, ("enterprise", "grid")),
    "flag": Act(ActionType.REMINDER, ("town",)),
    "supervise": Act(ActionType.SUPERVISION, ("town", "dept")),
    "interview": Act(ActionType.INTERVIEW, ("town", "dept")),
    "notify": Act(ActionType.NOTICE, ("town", "dept")),
    "expose": Act(ActionType.EXPOSURE, ("enterprise",)),
}
"""By the last part of a rule's key."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: ``name`` is its colour and action (``red.interview``), the same for both levels."""

    level: Level
    colour: str
    action: str
    offset: int
    rule: DatedRule

    @property
    def name(self) -> str:
        """Colour and action: with hazard and deadline the name under which it is raised once."""
        return f"{self.colour}.{self.action}"

    @property
    def act(self) -> Act:
        """What it raises."""
        return ACTS[self.action]

    def reached_on(self, deadline: date) -> date:
        """The first day on which it stands reached."""
        return deadline + timedelta(days=self.offset + (self.offset >= 0))


@dataclass(frozen=True, slots=True)
class Step:
    """A rung that a hazard has reached: for which deadline, and on which day it was."""

    rung: Rung
    deadline: date
    reached: date


def rung_of(rule: DatedRule) -> Rung | None:
    """The rung that a rule describes, or None for any other rule and for one that cannot be read."""
    parts = _parts(rule.key)
    return None if parts is None else Rung(LEVELS[parts[0]], parts[1], parts[2], int(rule.value), rule)


def is_no_rung(key: str) -> bool:
    """Whether a key of the ladder names no level, colour and action that there is."""
    return key.startswith(PREFIX) and _parts(key) is None


def _parts(key: str) -> tuple[str, str, str] | None:
    level, colour, action, *rest = (*key.removeprefix(PREFIX).split("."), "", "", "")
    known = level in LEVELS and colour in GRADES and action in ACTS and not any(rest)
    return (level, colour, action) if known and key.startswith(PREFIX) else None


def ladder(rules: Iterable[DatedRule], level: int, on: date) -> tuple[Rung, ...]:
    """The rungs for hazards of a level by the rules that hold on a day, the earliest first."""
    held = (rule for rule in rules if rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to))
    rungs = (rung for rule in held if (rung := rung_of(rule)) is not None and rung.level == level)
    return tuple(sorted(rungs, key=lambda rung: (rung.offset, GRADES.index(rung.colour), rung.action)))


def reached(rules: Iterable[DatedRule], level: int, deadline: date, today: date) -> tuple[Step, ...]:
    """The rungs that a deadline has passed by ``today``, whatever was raised before; the latest last."""
    steps = (Step(rung, deadline, rung.reached_on(deadline)) for rung in ladder(rules, level, deadline))
    return tuple(step for step in steps if step.reached <= today)


def worth_raising(rules: Iterable[DatedRule], level: int, deadline: date, today: date) -> tuple[Step, ...]:
    """Of the rungs reached those that still say something: a reminder that a later rung has overtaken is moot.

    So after a long downtime nobody is reminded of a day that is past.
    """
    steps = reached(rules, level, deadline, today)
    last = max((step.rung.offset for step in steps), default=0)
    return tuple(step for step in steps if step.rung.act.type is not ActionType.REMINDER or step.rung.offset == last)


def steps_due(hazard: Hazard, today: date, rules: Iterable[DatedRule]) -> tuple[Step, ...]:
    """What is to be raised of a hazard by ``today``; whoever keeps records leaves out what was raised already.

    Nothing while it is over, has no deadline, or waits for the re-inspector.
    """
    if hazard.deadline is None or not hazard.state.is_open or hazard.waits_for_reinspection():
        return ()
    return worth_raising(rules, hazard.level, date.fromordinal(hazard.deadline), today)


def longest_lead(rules: Iterable[DatedRule]) -> int:
    """So many days before a deadline its first rung may be reached."""
    offsets = [rung.offset for rule in rules if (rung := rung_of(rule)) is not None]
    return max(0, -min(offsets, default=0))


def grade(hazard: Hazard, today: date, rules: Iterable[DatedRule]) -> str | None:
    """The colour that an overdue hazard has come to (yellow, orange, red), or None while it is not overdue."""
    if hazard.deadline is None or not hazard.is_overdue(today.toordinal()):
        return None
    colours = [step.rung.colour for step in reached(rules, hazard.level, date.fromordinal(hazard.deadline), today)]
    return max(colours, key=GRADES.index, default=None)
