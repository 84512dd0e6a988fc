"""When something is due, each day with the dated rule that gave it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Protocol

from data.errors import OneMapError
from data.rules.errors import Reason
from data.rules.hazards import Hazard
from data.rules.vocabulary import Level, ManageType, State
from data.rules.workdays import NO_CALENDAR, Calendar

GENERAL_DAYS = "deadline.general.days"
MAJOR_DAYS = "deadline.major.days"
REINSPECTION_DAYS = "reinspection.days"
EXTENSIONS = "extension.max"
EXTENSION_WINDOW = "extension.window.days"
EXTENSION_REPLY = "extension.reply.days"
CONFIRM_WORKDAYS = "confirm.general.workdays"
CASE_DECISION_DAYS = "case.decide.days"
SUSPENSION_REVIEW = "suspension.review.days"


class DatedRule(Protocol):
    """A row of a pack's rules, as these functions read it."""

    @property
    def key(self) -> str:
        """What the rule is about."""

    @property
    def value(self) -> float:
        """Its number, in the unit of its key."""

    @property
    def valid_from(self) -> date:
        """The first day it holds."""

    @property
    def valid_to(self) -> date | None:
        """The last day it holds, or None while it does."""

    @property
    def source_doc(self) -> str:
        """The document it comes from."""

    @property
    def article(self) -> str:
        """The article of that document."""


class RuleMissing(OneMapError):
    """The pack has no rule of this key for that day."""

    key: ClassVar[str] = "error_rules.rule_missing"


@dataclass(frozen=True, slots=True)
class Due:
    """A day by which something has to happen, and the rule that says so.

    ``note`` is what makes the day uncertain; ``of`` says what beside the hazard it belongs to: the number of a case.
    """

    what: str
    day: date
    rule: DatedRule
    note: Reason | None = None
    of: str = ""


def rule_on(rules: Iterable[DatedRule], key: str, day: date) -> DatedRule:
    """The rule of ``key`` that holds on ``day``; where rows overlap the later one wins. None at all: `RuleMissing`."""
    found: DatedRule | None = None
    for rule in rules:
        holds = rule.key == key and rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)
        if holds and (found is None or rule.valid_from > found.valid_from):
            found = rule
    if found is None:
        raise RuleMissing(rule=key, day=day.isoformat())
    return found


def default_deadline(rules: Iterable[DatedRule], level: int, ordered: date) -> Due:
    """整改期限 where the order states none: so many days after it was given."""
    rule = rule_on(rules, MAJOR_DAYS if level == Level.MAJOR else GENERAL_DAYS, ordered)
    return Due("deadline", ordered + timedelta(days=int(rule.value)), rule)


def reinspection_due(rules: Iterable[DatedRule], hazard: Hazard) -> Due | None:
    """复查期限 of the current round (domain 4.1): the trigger plus so many days; None while nothing triggers it.

    Trigger of round 1 is the earlier of submission and effective deadline; of a later round the earlier of its own
    submission and the deadline of its own order.
    """
    if hazard.manage_type == ManageType.ON_THE_SPOT or hazard.passed or hazard.state in _NOT_INSPECTED:
        return None
    return reinspection_after(rules, hazard.submitted_day, ordered_deadline(hazard))


def reinspection_after(rules: Iterable[DatedRule], submitted: int | None, ordered: int | None) -> Due | None:
    """复查期限 of a round by the days (ordinals) of its submission and of the deadline of its order."""
    days = [day for day in (submitted, ordered) if day is not None]
    if not days:
        return None
    trigger = date.fromordinal(min(days))
    rule = rule_on(rules, REINSPECTION_DAYS, trigger)
    return Due("reinspection", trigger + timedelta(days=int(rule.value)), rule)


_NOT_INSPECTED = frozenset(state for state in State if not state.is_open) | {State.FAILED, State.SUSPENDED}


def ordered_deadline(hazard: Hazard) -> int | None:
    """The deadline (ordinal) that triggers the re-inspection: the effective one, in a later round that of its order."""
    if hazard.round == 1:
        return hazard.deadline
    return hazard.rounds[-1].deadline if hazard.rounds else None


def case_decision_due(rules: Iterable[DatedRule], filed: date) -> Due:
    """立案之日起作出决定的期限."""
    rule = rule_on(rules, CASE_DECISION_DAYS, filed)
    return Due("case_decision", filed + timedelta(days=int(rule.value)), rule)


def confirm_due(rules: Iterable[DatedRule], found: date, calendar: Calendar = NO_CALENDAR) -> Due:
    """核实期限 of what was only reported, in working days."""
    return due_after("confirm", rule_on(rules, CONFIRM_WORKDAYS, found), found, calendar)


def due_after(what: str, rule: DatedRule, start: date, calendar: Calendar, of: str = "") -> Due:
    """So many days after ``start``, working days where the rule's key ends in ``.workdays``.

    A year whose holidays are not known is counted Monday to Friday, and the due day says so.
    """
    if not rule.key.endswith(".workdays"):
        return Due(what, start + timedelta(days=int(rule.value)), rule, of=of)
    day = calendar.after(start, int(rule.value))
    unknown = calendar.unknown(start, day)
    years = "、".join(map(str, unknown))
    return Due(what, day, rule, Reason("holidays_unknown", {"years": years}) if unknown else None, of)


def extension_window(rules: Iterable[DatedRule], deadline: date) -> tuple[date, date]:
    """First and last day on which an extension may be requested."""
    rule = rule_on(rules, EXTENSION_WINDOW, deadline)
    return deadline - timedelta(days=int(rule.value)), deadline
