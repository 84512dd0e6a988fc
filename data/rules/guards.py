"""What else stands against a move beside state and role: one small function for each rule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.rules.cases import Case, Listing
from data.rules.deadlines import EXTENSIONS, DatedRule, extension_window, rule_on
from data.rules.errors import Problem, Reason, Word
from data.rules.events import FIVE
from data.rules.form_values import read_day
from data.rules.hazards import Hazard
from data.rules.scope import Actor
from data.rules.vocabulary import CaseEnd, CaseStage, Level, Role, State


@dataclass(frozen=True, slots=True)
class Around:
    """What a move is judged by beside the hazard itself: dated rules, and what runs beside it.

    ``penalising`` are the organisations with power to penalise, ``departments`` those that hazards are handed over to;
    ``causes`` are the codes of 致因. None leaves each of them unchecked.
    """

    rules: Sequence[DatedRule] = ()
    cases: Sequence[Case] = ()
    listing: Listing | None = None
    penalising: frozenset[str] | None = None
    departments: frozenset[str] | None = None
    causes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One person's try at one move."""

    hazard: Hazard
    actor: Actor
    values: Mapping[str, Any]
    today: date
    around: Around = Around()

    @property
    def rules(self) -> Sequence[DatedRule]:
        """The dated rules of the pack."""
        return self.around.rules

    @property
    def listing_stage(self) -> str:
        """How far 挂牌督办 is, empty where none runs."""
        listing = self.around.listing
        return "" if listing is None or listing.withdrawn or listing.is_over else listing.stage or ""

    @property
    def is_major(self) -> bool:
        """重大."""
        return self.hazard.level == Level.MAJOR

    @property
    def stated_level(self) -> int:
        """The level the form states, else the hazard's own."""
        stated = str(self.values.get("level"))
        return int(stated) if stated in ("0", "1") else self.hazard.level

    @property
    def open_case(self) -> Case | None:
        """The case that runs beside the hazard."""
        return next((case for case in self.around.cases if case.closed_day is None and not case.withdrawn), None)

    def is_other(self, org: str) -> bool:
        """Whether ``org`` is not the acting organisation; the system, and a role looked at without one, may be any."""
        actor = self.actor
        return actor.role is not Role.SYSTEM and actor.org != "" and actor.org != org

    def day(self, name: str) -> date | None:
        """A date of the form, or None where it is blank or unreadable (which `unreadable` tells)."""
        return read_day(self.values.get(name))


@dataclass(frozen=True, slots=True)
class Guard:
    """A named check. ``reads`` is True when it looks at what the form says, so that it does not hide the button."""

    find: Callable[[Attempt], list[Problem]]
    reads: bool = False


def _when(wrong: bool, name: str, field: str | None = None, **params: Any) -> list[Problem]:
    return [Problem(Reason(name, params), field)] if wrong else []


def _town_confirms(attempt: Attempt) -> list[Problem]:
    wrong = attempt.actor.role is Role.TOWN and attempt.stated_level == Level.MAJOR
    return _when(wrong, "town_proposes_major", "level")


def _major_needs_basis(attempt: Attempt) -> list[Problem]:
    basis = attempt.values.get("judge_basis") or attempt.hazard.judge_basis
    return _when(attempt.stated_level == Level.MAJOR and not basis, "major_needs_basis", "judge_basis")


def _major_has_basis(attempt: Attempt) -> list[Problem]:
    return _when(attempt.is_major and not attempt.hazard.judge_basis, "major_has_no_basis")


def _deadline_not_past(attempt: Attempt) -> list[Problem]:
    day = attempt.day("deadline")
    return _when(day is not None and day < attempt.today, "deadline_past", "deadline")


def _deadline_not_before_found(attempt: Attempt) -> list[Problem]:
    day = attempt.day("deadline")
    wrong = day is not None and day.toordinal() < attempt.hazard.found_day
    return _when(wrong, "deadline_before_found", "deadline")


def _same_day(attempt: Attempt) -> list[Problem]:
    return _when(attempt.hazard.found_day != attempt.today.toordinal(), "not_the_same_day")


def _five_after(attempt: Attempt) -> list[str]:
    """Names of the 五落实 still unstated after this form."""
    hazard = attempt.hazard
    known = (hazard.five_person, hazard.five_measures, hazard.five_funds_fen, hazard.five_deadline, hazard.five_plan)
    stated = {name for name, old in zip(FIVE, known, strict=True) if old is not None}
    return [name for name in FIVE if name not in stated and attempt.values.get(name) in (None, "")]


def _major_needs_five(attempt: Attempt) -> list[Problem]:
    missing = _five_after(attempt) if attempt.is_major else []
    return [Problem(Reason("major_needs_five", {"field": Word(f"evidence.{name}")}), name) for name in missing]


def _says_something(attempt: Attempt) -> list[Problem]:
    return _when(all(attempt.values.get(name) in (None, "") for name in FIVE), "nothing_stated")


def _major_is_rectifying(attempt: Attempt) -> list[Problem]:
    return _when(attempt.is_major and attempt.hazard.state is State.NOTICED, "major_without_measures")


def _new_order_first(attempt: Attempt) -> list[Problem]:
    return _when(attempt.hazard.state is State.RECTIFYING and attempt.hazard.round_over, "new_order_first")


def _later_deadline(attempt: Attempt) -> list[Problem]:
    day, old = attempt.day("deadline"), attempt.hazard.deadline
    wrong = day is not None and (day < attempt.today or (old is not None and day.toordinal() <= old))
    return _when(wrong, "deadline_not_later", "deadline", deadline=str(_date(old)))


def _date(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)


def _in_extension_window(attempt: Attempt) -> list[Problem]:
    """T8: before the deadline, within the last days that the rule gives."""
    deadline = _date(attempt.hazard.deadline)
    if deadline is None:
        return [Problem(Reason("no_deadline_to_extend"))]
    first, last = extension_window(attempt.rules, deadline)
    return _when(not first <= attempt.today <= last, "outside_extension_window", None, first=str(first), last=str(last))


def _extensions_left(attempt: Attempt) -> list[Problem]:
    most = int(rule_on(attempt.rules, EXTENSIONS, attempt.today).value)
    return _when(attempt.hazard.extensions >= most, "no_extension_left", None, most=most)


def _town_ordered_it(attempt: Attempt) -> list[Problem]:
    ordered = attempt.hazard.ordered_org
    wrong = attempt.actor.role is Role.TOWN and ordered is not None and attempt.is_other(ordered)
    return _when(wrong, "ordered_by_another")


def _withdrawn_by_who_ordered(attempt: Attempt) -> list[Problem]:
    """T4: an order is withdrawn by the organ that gave it."""
    hazard = attempt.hazard
    served = hazard.state in (State.NOTICED, State.RECTIFYING)
    another = hazard.ordered_org is not None and attempt.is_other(hazard.ordered_org)
    return _when(served and another, "ordered_by_another")


def _approved_withdrawal(attempt: Attempt) -> list[Problem]:
    served = attempt.hazard.state in (State.NOTICED, State.RECTIFYING)
    if not served or attempt.values.get("approver"):
        return []
    return [Problem(Reason("missing", {"field": Word("evidence.approver")}), "approver")]


def _waits_for_reinspection(attempt: Attempt) -> list[Problem]:
    """T10-T12: what was submitted and not yet judged, or what is past its deadline unsubmitted."""
    hazard = attempt.hazard
    if hazard.state is State.SUBMITTED:
        return _when(hazard.passed, "already_passed")
    overdue = hazard.is_overdue(attempt.today.toordinal()) and not hazard.round_over
    return _when(hazard.state in (State.NOTICED, State.RECTIFYING) and not overdue, "not_submitted")


def _four_eyes(attempt: Attempt) -> list[Problem]:
    """T11: the re-inspector is not the rectifier."""
    hazard = attempt.hazard
    by = hazard.rounds[-1].submitted_by if hazard.rounds and not hazard.round_over else None
    return _when(by is not None and by == attempt.actor.person, "four_eyes")


def _passed_or_resumed(attempt: Attempt) -> list[Problem]:
    hazard = attempt.hazard
    if hazard.state is State.SUSPENDED:
        return _when(not hazard.resumed, "not_resumed")
    return _when(hazard.state is State.SUBMITTED and not hazard.passed, "not_passed")


def _round_is_over(attempt: Attempt) -> list[Problem]:
    return _when(attempt.hazard.state is State.RECTIFYING and not attempt.hazard.round_over, "already_ordered")


def _not_passed_yet(attempt: Attempt) -> list[Problem]:
    return _when(attempt.hazard.awaits_closure(), "already_passed")


def _not_resumed_yet(attempt: Attempt) -> list[Problem]:
    return _when(attempt.hazard.resumed, "already_resumed")


def _handed_to_me(attempt: Attempt) -> list[Problem]:
    hazard = attempt.hazard
    wrong = (
        hazard.state is State.TRANSFERRED and hazard.transfer_to is not None and attempt.is_other(hazard.transfer_to)
    )
    return _when(wrong, "handed_to_another")


def _to_another_department(attempt: Attempt) -> list[Problem]:
    """T18: to a department, and not to oneself."""
    to, known = attempt.values.get("to"), attempt.around.departments
    if to in (None, ""):
        return []
    if known is not None and to not in known:
        return [Problem(Reason("not_a_department"), "to")]
    return _when(to == (attempt.hazard.dept or attempt.actor.org), "handed_to_oneself", "to")


def _case_to_another(attempt: Attempt) -> list[Problem]:
    """A case goes to another organ with power to penalise."""
    to, powers = attempt.values.get("to"), attempt.around.penalising
    if to in (None, ""):
        return []
    if powers is not None and to not in powers:
        return [Problem(Reason("organ_without_power"), "to")]
    case = attempt.open_case
    return _when(case is not None and to == case.org, "handed_to_oneself", "to")


def _handles_case(attempt: Attempt) -> list[Problem]:
    """Only the organ that handles a case moves it on."""
    case = attempt.open_case
    return _when(case is not None and case.org is not None and attempt.is_other(case.org), "case_of_another")


def _may_penalise(attempt: Attempt) -> list[Problem]:
    powers = attempt.around.penalising
    return _when(powers is not None and all(map(attempt.is_other, powers)), "no_power_to_penalise")


def _no_open_case(attempt: Attempt) -> list[Problem]:
    case = attempt.open_case
    return [] if case is None else [Problem(Reason("case_runs", {"case_no": case.case_no}))]


def _calls_for_case(attempt: Attempt) -> list[Problem]:
    """T14, 3.6: failed, suspended or overdue, so that not filing needs a reason."""
    hazard = attempt.hazard
    calls = hazard.state in (State.FAILED, State.SUSPENDED) or hazard.is_overdue(attempt.today.toordinal())
    return _when(not calls, "no_case_called_for")


def _has_open_case(attempt: Attempt) -> list[Problem]:
    return _when(attempt.open_case is None, "no_open_case")


def _stage_goes_on(attempt: Attempt) -> list[Problem]:
    """Never back, and what is served (C7) and executed (C8) is a decision."""
    case, stage = attempt.open_case, str(attempt.values.get("stage") or "")
    if case is None or not stage:
        return []
    undecided = stage in (CaseStage.SERVICE, CaseStage.EXECUTION) and case.decided_day is None
    return _when(stage < case.stage, "case_backwards", "stage") + _when(undecided, "stage_undecided", "stage")


def _not_decided_yet(attempt: Attempt) -> list[Problem]:
    return _when(attempt.open_case is not None and attempt.open_case.decided_day is not None, "already_decided")


def _decided_unpublished(attempt: Attempt) -> list[Problem]:
    case = attempt.open_case
    if case is None:
        return []
    undecided = _when(case.decided_day is None, "case_not_decided")
    return undecided or _when(case.published_day is not None, "case_published")


def _decided_before_end(attempt: Attempt) -> list[Problem]:
    case = attempt.open_case
    undecided = case is not None and case.decided_day is None
    return _when(undecided and attempt.values.get("end") == CaseEnd.CLOSED, "case_not_decided", "end")


town_confirms_general_only = Guard(_town_confirms, reads=True)
major_needs_basis = Guard(_major_needs_basis, reads=True)
major_has_basis = Guard(_major_has_basis)
deadline_not_past = Guard(_deadline_not_past, reads=True)
deadline_not_before_found = Guard(_deadline_not_before_found, reads=True)
same_day = Guard(_same_day)
major_needs_five = Guard(_major_needs_five, reads=True)
says_something = Guard(_says_something, reads=True)
major_is_rectifying = Guard(_major_is_rectifying)
new_order_first = Guard(_new_order_first)
later_deadline = Guard(_later_deadline, reads=True)
in_extension_window = Guard(_in_extension_window)
extensions_left = Guard(_extensions_left)
town_ordered_it = Guard(_town_ordered_it)
withdrawn_by_who_ordered = Guard(_withdrawn_by_who_ordered)
approved_withdrawal = Guard(_approved_withdrawal, reads=True)
waits_for_reinspection = Guard(_waits_for_reinspection)
four_eyes = Guard(_four_eyes)
passed_or_resumed = Guard(_passed_or_resumed)
round_is_over = Guard(_round_is_over)
not_passed_yet = Guard(_not_passed_yet)
not_resumed_yet = Guard(_not_resumed_yet)
handed_to_me = Guard(_handed_to_me)
to_another_department = Guard(_to_another_department, reads=True)
case_to_another = Guard(_case_to_another, reads=True)
handles_case = Guard(_handles_case)
may_penalise = Guard(_may_penalise)
no_open_case = Guard(_no_open_case)
has_open_case = Guard(_has_open_case)
calls_for_case = Guard(_calls_for_case)
stage_goes_on = Guard(_stage_goes_on, reads=True)
not_decided_yet = Guard(_not_decided_yet)
decided_unpublished = Guard(_decided_unpublished)
decided_before_end = Guard(_decided_before_end, reads=True)
