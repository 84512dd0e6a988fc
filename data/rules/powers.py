"""Who may do what to an object, its inspections, the facts of a hazard, findings, files, 督办 and marks (3.5)."""

from collections.abc import Mapping

from data.rules.errors import Problem, Reason, Word
from data.rules.scope import Actor
from data.rules.vocabulary import Level, Role

_OFFICES = frozenset({Role.COMMISSION, Role.DEPARTMENT, Role.TOWN})
_FIELD = _OFFICES | {Role.GRID}

POWERS: Mapping[str, frozenset[Role]] = {
    "register_object": _FIELD | {Role.ENTERPRISE, Role.INSPECTORATE},
    "amend_object": _FIELD,
    "move_object": _FIELD,
    "close_object": _OFFICES,
    "reopen_object": _OFFICES,
    "merge_objects": _OFFICES,
    "unmerge_object": _OFFICES,
    "record_inspection": _FIELD | {Role.INSPECTORATE},
    "withdraw_inspection": _OFFICES,
    "amend_hazard": _OFFICES,
    "accept_finding": _OFFICES,
    "decide_action": frozenset({Role.COMMISSION, Role.DEPARTMENT}),
    "answer_action": _OFFICES,
    "attach": _FIELD | {Role.ENTERPRISE, Role.INSPECTORATE},
    "detach": _OFFICES,
    "import_ledgers": _OFFICES,
    "take_back_batch": _OFFICES,
    "mark_assessment": frozenset({Role.COMMISSION}),
}
"""The roles of each power; the local operator has all of them. Whoever attached something may also take it down."""


def may(actor: Actor, power: str, level: int = Level.GENERAL) -> bool:
    """Whether this role has the power; a town has none over the facts of 重大 hazards."""
    return not against(actor, power, level)


def against(actor: Actor, power: str, level: int = Level.GENERAL) -> list[Problem]:
    """What stands against this person's using the power; empty when nothing does."""
    role = actor.role
    if role is Role.SYSTEM:
        return []
    if role not in POWERS[power]:
        return [Problem(Reason("role", {"role": Word(f"role.{role}")}))]
    if power == "amend_hazard" and role is Role.TOWN and level == Level.MAJOR:
        words = {"role": Word(f"role.{role}"), "level": Word(f"evidence.levels.{Level.MAJOR.name}")}
        return [Problem(Reason("role_level", words))]
    return []
