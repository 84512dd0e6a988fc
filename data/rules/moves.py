"""What a person may do with a hazard: every button is a row of ``MOVES``, drawn from state, role and evidence.

The table says who may move what from where, and which fields the move needs; `offered` draws the buttons, `check` finds
every problem of one attempt. The event that a move records is folded by `data.rules.hazards` or `data.rules.cases`.
Roles are those of domain 3.5, the moves those of domain 3.2 (T1-T19) and 3.3.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.rules import guards
from data.rules.cases import Case
from data.rules.deadlines import DatedRule
from data.rules.errors import Problem, Reason, Word
from data.rules.events import CASE, HAZARD
from data.rules.guards import Attempt, Guard
from data.rules.hazards import Hazard
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import CaseEnd, CaseStage, Level, Result, Role, State

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a move's form. ``kind`` is text, date, money, choice or bool; ``label`` is a key of words.

    ``major_only`` fields are required for 重大 alone. Choices are (value, key) pairs.
    """

    name: str
    kind: str
    required: bool = False
    label: str = ""
    choices: Choices = ()
    major_only: bool = False

    def needed(self, level: int) -> bool:
        """Whether a hazard of this level cannot do without it."""
        return self.required or (self.major_only and level == Level.MAJOR)


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: a verb, the states it leaves, the roles that may do it and what it needs.

    ``what`` is the event it records in the stream of kind ``stream``; ``roles`` gives the levels each role may move;
    ``primary`` is the next step one expects in this state; ``guards`` find what else stands against it.
    """

    key: str
    what: str
    from_states: frozenset[State]
    roles: Mapping[Role, frozenset[Level]]
    fields: tuple[Field, ...] = ()
    primary: bool = False
    guards: tuple[Guard, ...] = ()
    stream: str = HAZARD

    @property
    def label(self) -> str:
        """Key of the words on its button."""
        return f"move.{self.key}.label"


_GENERAL = frozenset({Level.GENERAL})
_MAJOR = frozenset({Level.MAJOR})
_BOTH = _GENERAL | _MAJOR
_OPEN = frozenset(state for state in State if state.is_open)

_LEVELS: Choices = (("0", "evidence.levels.GENERAL"), ("1", "evidence.levels.MAJOR"))
_RESULTS: Choices = tuple((result.value, f"evidence.results.{result.value}") for result in Result)
_BASES: Choices = (("passed", "evidence.bases.passed"), ("approved", "evidence.bases.approved"))
_WITH_OWN_MOVE = (CaseStage.FILED, CaseStage.DECISION, CaseStage.CLOSED)
_STAGES: Choices = tuple(
    (stage.value, f"evidence.stages.{stage.value}") for stage in CaseStage if stage not in _WITH_OWN_MOVE
)
_ENDS: Choices = tuple((end.value, f"evidence.ends.{end.name}") for end in CaseEnd)


def _field(
    name: str, kind: str = "text", required: bool = False, choices: Choices = (), major_only: bool = False
) -> Field:
    return Field(name, kind, required, f"evidence.{name}", choices, major_only)


_FIVE_FIELDS = (
    _field("person", required=True),
    _field("measures", required=True),
    _field("funds_yuan", "money", major_only=True),
    _field("deadline", "date", major_only=True),
    _field("plan", major_only=True),
)
_ENTERPRISE = {Role.ENTERPRISE: _BOTH, Role.TOWN: _GENERAL}
"""The enterprise, or the town on its behalf for small places."""
_ORDERING = {Role.DEPARTMENT: _BOTH, Role.TOWN: _GENERAL}
_GRANTING = {Role.COMMISSION: _MAJOR, Role.DEPARTMENT: _BOTH, Role.TOWN: _GENERAL}
_INSPECTING = {Role.COMMISSION: _BOTH, Role.DEPARTMENT: _BOTH, Role.TOWN: _GENERAL, Role.INSPECTORATE: _BOTH}
_DEPARTMENT = {Role.DEPARTMENT: _BOTH}
_CASE_NO = _field("case_no", required=True)


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


MOVES: tuple[Move, ...] = (
    Move(
        "confirm", "confirmed", _states(State.REPORTED),
        {Role.COMMISSION: _BOTH, Role.DEPARTMENT: _BOTH, Role.TOWN: _BOTH},
        (_field("level", "choice", True, _LEVELS), _field("judge_basis"), _field("category")),
        primary=True, guards=(guards.town_confirms_general_only, guards.major_needs_basis),
    ),
    Move(
        "notice", "noticed", _states(State.CONFIRMED), _ORDERING,
        (_field("deadline", "date", True), _field("doc_no", required=True)),
        primary=True, guards=(guards.deadline_not_past, guards.deadline_not_before_found, guards.major_has_basis),
    ),
    Move(
        "fix_on_the_spot", "fixed_on_the_spot", _states(State.CONFIRMED), _ORDERING,
        (_field("note", required=True), _field("evidence")), guards=(guards.same_day,),
    ),
    Move(
        "rectify", "rectifying", _states(State.NOTICED), _ENTERPRISE, _FIVE_FIELDS,
        primary=True, guards=(guards.major_needs_five,),
    ),
    Move("update_five", "five_updated", _states(State.NOTICED, State.RECTIFYING), _ENTERPRISE,
         tuple(_field(field.name, field.kind) for field in _FIVE_FIELDS), guards=(guards.says_something,)),
    Move(
        "submit", "submitted", _states(State.NOTICED, State.RECTIFYING), _ENTERPRISE,
        (_field("note", required=True), _field("cost_yuan", "money"), _field("evidence")),
        primary=True, guards=(guards.major_is_rectifying, guards.new_order_first),
    ),
    Move(
        "request_extension", "extension_requested", _states(State.RECTIFYING), _ENTERPRISE,
        (_field("deadline", "date", True), _field("reason", required=True), _field("interim_measures", required=True)),
        guards=(guards.later_deadline, guards.in_extension_window, guards.extensions_left),
    ),
    Move(
        "approve_extension", "extended", _states(State.EXT_PENDING), _GRANTING,
        (_field("deadline", "date", True), _field("opinion")),
        primary=True, guards=(guards.later_deadline, guards.town_ordered_it),
    ),
    Move(
        "refuse_extension", "extension_refused", _states(State.EXT_PENDING), _GRANTING,
        (_field("reason", required=True),), guards=(guards.town_ordered_it,),
    ),
    Move(
        "reinspect", "reinspected", _states(State.SUBMITTED, State.NOTICED, State.RECTIFYING), _INSPECTING,
        (_field("result", "choice", True, _RESULTS), _field("opinion", required=True),
         _field("opinion_no", major_only=True)),
        primary=True, guards=(guards.waits_for_reinspection, guards.four_eyes),
    ),
    Move(
        "close", "closed", _states(State.SUBMITTED, State.SUSPENDED),
        {Role.DEPARTMENT: _GENERAL, Role.TOWN: _GENERAL, Role.COMMISSION: _MAJOR},
        (_field("basis", "choice", True, _BASES), _field("opinion")),
        primary=True, guards=(guards.passed_or_resumed,),
    ),
    Move(
        "new_round", "noticed", _states(State.FAILED, State.RECTIFYING), _ORDERING,
        (_field("deadline", "date", True), _field("doc_no", required=True)),
        primary=True, guards=(guards.round_is_over, guards.deadline_not_past),
    ),
    Move(
        "void", "voided", _states(State.REPORTED, State.CONFIRMED, State.NOTICED, State.RECTIFYING), _ORDERING,
        (_field("reason", required=True), _field("approver")),
        guards=(guards.withdrawn_by_who_ordered, guards.approved_withdrawal),
    ),
    Move(
        "suspend", "suspended",
        _states(State.CONFIRMED, State.NOTICED, State.RECTIFYING, State.SUBMITTED, State.FAILED), _DEPARTMENT,
        (_field("reason", required=True), _field("doc_no", required=True)), guards=(guards.not_passed_yet,),
    ),
    Move(
        "resume", "resumed", _states(State.SUSPENDED), _DEPARTMENT,
        (_field("opinion", required=True), _field("opinion_no")), primary=True, guards=(guards.not_resumed_yet,),
    ),
    Move(
        "reopen", "reopened", _states(State.CLOSED), {Role.INSPECTORATE: _BOTH, Role.COMMISSION: _BOTH},
        (_field("reason", required=True),),
    ),
    Move("accept_transfer", "transfer_accepted", _states(State.TRANSFERRED), _DEPARTMENT, primary=True,
         guards=(guards.handed_to_me,)),
    Move("refuse_transfer", "transfer_refused", _states(State.TRANSFERRED), _DEPARTMENT,
         (_field("reason", required=True),), guards=(guards.handed_to_me,)),
    Move(
        "file_case", "case_filed", _OPEN | {State.CLOSED}, _DEPARTMENT,
        (_CASE_NO, _field("cause", required=True), _field("law", required=True)),
        guards=(guards.may_penalise, guards.no_open_case), stream=CASE,
    ),
    Move(
        "case_stage", "case_stage", _OPEN | {State.CLOSED}, _DEPARTMENT, (_field("stage", "choice", True, _STAGES),),
        guards=(guards.has_open_case, guards.stage_goes_on), stream=CASE,
    ),
    Move(
        "decide_case", "case_decided", _OPEN | {State.CLOSED}, _DEPARTMENT,
        (_field("fine_yuan", "money", True), _field("penalties", required=True), _field("decision_no", required=True)),
        guards=(guards.has_open_case, guards.not_decided_yet), stream=CASE,
    ),
    Move(
        "close_case", "case_closed", _OPEN | {State.CLOSED}, _DEPARTMENT, (_field("end", "choice", True, _ENDS),),
        guards=(guards.has_open_case, guards.decided_before_end), stream=CASE,
    ),
)  # fmt: skip
"""The loop as buttons, in the order of the loop."""

MOVES_BY_KEY: Mapping[str, Move] = {move.key: move for move in MOVES}

REPORTING: Mapping[Role, frozenset[Level]] = {
    Role.COMMISSION: _BOTH,
    Role.DEPARTMENT: _BOTH,
    Role.TOWN: _BOTH,
    Role.GRID: _BOTH,
    Role.ENTERPRISE: _BOTH,
    Role.INSPECTORATE: _BOTH,
}
"""Who may report a hazard (T1, T2)."""


def may_report(actor: Actor) -> bool:
    """Whether this role reports hazards."""
    return actor.role is Role.SYSTEM or actor.role in REPORTING


def offered(
    hazard: Hazard,
    actor: Actor,
    scope: Scope,
    today: date,
    rules: Iterable[DatedRule] = (),
    cases: Sequence[Case] = (),
    penalising: frozenset[str] | None = None,
) -> tuple[Move, ...]:
    """The buttons of this hazard for this person today: moves that only lack what the form will ask for."""
    if not scope.covers(hazard.town, hazard.sector, hazard.park, hazard.cell):
        return ()
    attempt = Attempt(hazard, actor, {}, today, tuple(rules), tuple(cases), penalising)
    return tuple(move for move in MOVES if not _standing(move, attempt))


def check(
    move: Move,
    hazard: Hazard,
    actor: Actor,
    values: Mapping[str, Any],
    today: date,
    rules: Iterable[DatedRule] = (),
    cases: Sequence[Case] = (),
    penalising: frozenset[str] | None = None,
) -> list[Problem]:
    """Everything that stands against this move with these values; empty when it may be done.

    ``penalising`` are the organisations with power to penalise; None leaves that unchecked.
    """
    attempt = Attempt(hazard, actor, values, today, tuple(rules), tuple(cases), penalising)
    missing = [
        Problem(Reason("missing", {"field": Word(field.label)}), field.name)
        for field in move.fields
        if field.needed(_level(move, attempt)) and _is_blank(values.get(field.name))
    ]
    return [*_standing(move, attempt), *missing, *guards.unreadable(move.fields, values), *_about_values(move, attempt)]


def _level(move: Move, attempt: Attempt) -> int:
    return attempt.stated_level if move.key == "confirm" else attempt.hazard.level


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _standing(move: Move, attempt: Attempt) -> list[Problem]:
    """What stands against a move whatever one fills in: state, role, and guards that look at no value."""
    problems: list[Problem] = []
    if attempt.hazard.state not in move.from_states:
        problems.append(Problem(Reason("state", {"state": Word(f"state.{attempt.hazard.state}")})))
    problems += _role(move, attempt)
    return problems + [problem for guard in move.guards if not guard.reads for problem in guard.find(attempt)]


def _role(move: Move, attempt: Attempt) -> list[Problem]:
    role, level = attempt.actor.role, Level(attempt.hazard.level)
    if role is Role.SYSTEM or level in move.roles.get(role, frozenset()):
        return []
    name = "role_level" if role in move.roles else "role"
    return [Problem(Reason(name, {"role": Word(f"role.{role}"), "level": Word(f"evidence.levels.{level.name}")}))]


def _about_values(move: Move, attempt: Attempt) -> list[Problem]:
    return [problem for guard in move.guards if guard.reads for problem in guard.find(attempt)]


def body_of(move: Move, values: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the event that a checked move records: only the fields of the move that were stated."""
    stated = {field.name: values[field.name] for field in move.fields if not _is_blank(values.get(field.name))}
    if "level" in stated:
        stated["level"] = int(stated["level"])
    if move.what in ("rectifying", "five_updated"):
        return {"five": {field.name: stated.get(field.name) for field in move.fields}}
    if "penalties" in stated:
        stated["penalties"] = [
            one.strip() for one in stated["penalties"].replace("，", "、").split("、") if one.strip()
        ]
    return stated
