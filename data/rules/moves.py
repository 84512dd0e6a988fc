"""What a person may do with a hazard: every button is a row of ``MOVES``, drawn from state, role and evidence.

The table says who may move what from where, and which fields the move needs; `offered` draws the buttons, `check` finds
every problem of one attempt. The event that a move records is folded by `data.rules.hazards` or `data.rules.cases`.
Roles are those of domain 3.5, the moves those of domain 3.2 (T1-T19), 3.3 and 3.4.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.rules import guards
from data.rules.case_moves import CASE_MOVES
from data.rules.causes import cause_is_known
from data.rules.errors import Problem, Reason, Word
from data.rules.form_values import unreadable
from data.rules.guards import Around, Attempt
from data.rules.hazards import Hazard
from data.rules.listing_moves import LISTING_MOVES
from data.rules.move import BOTH, DEPARTMENT, GENERAL, MAJOR, OPEN, Choices, Move, entry
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Level, Result, Role, State

_LEVELS: Choices = (("0", "evidence.levels.GENERAL"), ("1", "evidence.levels.MAJOR"))
_RESULTS: Choices = tuple((result.value, f"evidence.results.{result.value}") for result in Result)
_BASES: Choices = (("passed", "evidence.bases.passed"), ("approved", "evidence.bases.approved"))
_FIVE_FIELDS = (
    entry("person", required=True),
    entry("measures", required=True),
    entry("funds_yuan", "money", major_only=True),
    entry("deadline", "date", major_only=True),
    entry("plan", major_only=True),
)
_ENTERPRISE = {Role.ENTERPRISE: BOTH, Role.TOWN: GENERAL}
"""The enterprise, or the town on its behalf for small places."""
_ORDERING = {Role.DEPARTMENT: BOTH, Role.TOWN: GENERAL}
_GRANTING = {Role.COMMISSION: MAJOR, Role.DEPARTMENT: BOTH, Role.TOWN: GENERAL}
_INSPECTING = {Role.COMMISSION: BOTH, Role.DEPARTMENT: BOTH, Role.TOWN: GENERAL, Role.INSPECTORATE: BOTH}


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


_HAZARD_MOVES: tuple[Move, ...] = (
    Move(
        "confirm", "confirmed", _states(State.REPORTED),
        {Role.COMMISSION: BOTH, Role.DEPARTMENT: BOTH, Role.TOWN: BOTH},
        (entry("level", "choice", True, _LEVELS), entry("judge_basis"), entry("category"),
         entry("cause_type", "code")),
        primary=True, guards=(guards.town_confirms_general_only, guards.major_needs_basis, cause_is_known),
        in_bulk=True,
    ),
    Move(
        "notice", "noticed", _states(State.CONFIRMED), _ORDERING,
        (entry("deadline", "date", True), entry("doc_no", required=True)),
        primary=True, guards=(guards.deadline_not_past, guards.deadline_not_before_found, guards.major_has_basis),
        in_bulk=True,
    ),
    Move(
        "fix_on_the_spot", "fixed_on_the_spot", _states(State.CONFIRMED), _ORDERING,
        (entry("note", required=True), entry("evidence")), guards=(guards.same_day,),
    ),
    Move(
        "rectify", "rectifying", _states(State.NOTICED), _ENTERPRISE, _FIVE_FIELDS,
        primary=True, guards=(guards.major_needs_five,),
    ),
    Move("update_five", "five_updated", _states(State.NOTICED, State.RECTIFYING), _ENTERPRISE,
         tuple(entry(one.name, one.kind) for one in _FIVE_FIELDS), guards=(guards.says_something,)),
    Move(
        "submit", "submitted", _states(State.NOTICED, State.RECTIFYING), _ENTERPRISE,
        (entry("note", required=True), entry("cost_yuan", "money"), entry("evidence")),
        primary=True, guards=(guards.major_is_rectifying, guards.new_order_first),
    ),
    Move(
        "request_extension", "extension_requested", _states(State.RECTIFYING), _ENTERPRISE,
        (entry("deadline", "date", True), entry("reason", required=True), entry("interim_measures", required=True)),
        guards=(guards.later_deadline, guards.in_extension_window, guards.extensions_left),
    ),
    Move(
        "approve_extension", "extended", _states(State.EXT_PENDING), _GRANTING,
        (entry("deadline", "date", True), entry("opinion")),
        primary=True, guards=(guards.later_deadline, guards.town_ordered_it),
    ),
    Move(
        "refuse_extension", "extension_refused", _states(State.EXT_PENDING), _GRANTING,
        (entry("reason", required=True),), guards=(guards.town_ordered_it,),
    ),
    Move(
        "reinspect", "reinspected", _states(State.SUBMITTED, State.NOTICED, State.RECTIFYING), _INSPECTING,
        (entry("result", "choice", True, _RESULTS), entry("opinion", required=True),
         entry("opinion_no", major_only=True)),
        primary=True, guards=(guards.waits_for_reinspection, guards.four_eyes),
    ),
    Move(
        "close", "closed", _states(State.SUBMITTED, State.SUSPENDED),
        {Role.DEPARTMENT: GENERAL, Role.TOWN: GENERAL, Role.COMMISSION: MAJOR},
        (entry("basis", "choice", True, _BASES), entry("opinion")),
        primary=True, guards=(guards.passed_or_resumed,), in_bulk=True,
    ),
    Move(
        "new_round", "noticed", _states(State.FAILED, State.RECTIFYING), _ORDERING,
        (entry("deadline", "date", True), entry("doc_no", required=True)),
        primary=True, guards=(guards.round_is_over, guards.deadline_not_past), in_bulk=True,
    ),
    Move(
        "void", "voided", _states(State.REPORTED, State.CONFIRMED, State.NOTICED, State.RECTIFYING), _ORDERING,
        (entry("reason", required=True), entry("approver")),
        guards=(guards.withdrawn_by_who_ordered, guards.approved_withdrawal),
    ),
    Move(
        "suspend", "suspended",
        _states(State.CONFIRMED, State.NOTICED, State.RECTIFYING, State.SUBMITTED, State.FAILED), DEPARTMENT,
        (entry("reason", required=True), entry("doc_no", required=True)), guards=(guards.not_passed_yet,),
    ),
    Move(
        "request_resumption", "resumption_requested", _states(State.SUSPENDED), _ENTERPRISE,
        (entry("application", required=True),), guards=(guards.not_resumed_yet,),
    ),
    Move(
        "resume", "resumed", _states(State.SUSPENDED), DEPARTMENT,
        (entry("opinion", required=True), entry("opinion_no")), primary=True, guards=(guards.not_resumed_yet,),
    ),
    Move(
        "reopen", "reopened", _states(State.CLOSED), {Role.INSPECTORATE: BOTH, Role.COMMISSION: BOTH},
        (entry("reason", required=True),),
    ),
    Move(
        "hand_over", "transferred", OPEN - {State.TRANSFERRED}, _ORDERING,
        (entry("to", "org", True), entry("doc_no", required=True), entry("reason", required=True)),
        guards=(guards.to_another_department,), in_bulk=True,
    ),
    Move("accept_transfer", "transfer_accepted", _states(State.TRANSFERRED), DEPARTMENT, primary=True,
         guards=(guards.handed_to_me,), in_bulk=True),
    Move("refuse_transfer", "transfer_refused", _states(State.TRANSFERRED), DEPARTMENT,
         (entry("reason", required=True),), guards=(guards.handed_to_me,)),
)  # fmt: skip

MOVES: tuple[Move, ...] = (*_HAZARD_MOVES, *CASE_MOVES, *LISTING_MOVES)
"""The loop as buttons, in the order of the loop: hazard, case, listing."""

NOTHING = Around()
"""No rules, and nothing beside the hazard."""

MOVES_BY_KEY: Mapping[str, Move] = {move.key: move for move in MOVES}

REPORTING: Mapping[Role, frozenset[Level]] = {
    Role.COMMISSION: BOTH,
    Role.DEPARTMENT: BOTH,
    Role.TOWN: BOTH,
    Role.GRID: BOTH,
    Role.ENTERPRISE: BOTH,
    Role.INSPECTORATE: BOTH,
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
    around: Around = NOTHING,
) -> tuple[Move, ...]:
    """The buttons of this hazard for this person today: moves that only lack what the form will ask for."""
    if not scope.covers(hazard.town, hazard.sector, hazard.park, hazard.cell):
        return ()
    attempt = Attempt(hazard, actor, {}, today, around)
    return tuple(move for move in MOVES if not _standing(move, attempt))


def check(
    move: Move,
    hazard: Hazard,
    actor: Actor,
    values: Mapping[str, Any],
    today: date,
    around: Around = NOTHING,
) -> list[Problem]:
    """Everything that stands against this move with these values; empty when it may be done."""
    attempt = Attempt(hazard, actor, values, today, around)
    missing = [
        Problem(Reason("missing", {"field": Word(field.label)}), field.name)
        for field in move.fields
        if field.needed(_level(move, attempt)) and _is_blank(values.get(field.name))
    ]
    return [*_standing(move, attempt), *missing, *unreadable(move.fields, values), *_about_values(move, attempt)]


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
    stated |= move.says
    if "level" in stated:
        stated["level"] = int(stated["level"])
    if "list_level" in stated:
        stated["level"] = stated.pop("list_level")
    if move.what in ("rectifying", "five_updated"):
        return {"five": {field.name: stated.get(field.name) for field in move.fields}}
    if "penalties" in stated:
        stated["penalties"] = [
            one.strip() for one in stated["penalties"].replace("，", "、").split("、") if one.strip()
        ]
    return stated
