"""Correcting the facts of a hazard: what changes is recorded with a reason, and the place follows what is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from data.packs.model import Pack
from data.rules.errors import Problem, Reason, Word
from data.rules.events import HAZARD, NewEvent
from data.rules.facts import FACTS
from data.rules.hazard import Hazard
from data.rules.powers import against
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Level, Role
from data.store import telling
from data.store.database import writing
from data.store.errors import FactsRefused, OutsideScope
from data.store.past import hazard_past, moved_meanwhile
from data.store.streams import lock_county, record
from data.words import t

AS_TOLD = "as_told"
"""Where an amendment keeps the point as it was told, since the store may estimate another (see the history format)."""


def amend_hazard(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    hazard_no: str,
    facts: Mapping[str, Any],
    reason: str | None,
    expected_version: int,
    now: datetime,
) -> Hazard:
    """Correct what ``facts`` (names of `data.rules.facts.FACTS`) tell otherwise and return the hazard.

    `NotFound` outside the scope, `MovedMeanwhile` when somebody was faster, `FactsRefused` with every problem.
    """
    with writing(engine) as connection:
        lock_county(connection, pack)
        past = hazard_past(connection, scope, hazard_no)
        before = past.hazard
        if past.version != expected_version:
            raise moved_meanwhile(pack, hazard_no, past.events[-1], t(f"state.{before.state.value}"))
        changed = {name: value for name, value in facts.items() if getattr(before, FACTS[name][0]) != value}
        if problems := _problems(pack, actor, before, changed, reason):
            raise FactsRefused(t("error_store.record.hazard"), problems)
        if not changed:
            return before
        told = {name: changed[name] for name in ("lon", "lat") if name in changed}
        changed |= telling.moved_place(pack, before, changed)
        after = {name: changed.get(name, getattr(before, name)) for name in ("town", "sector", "park", "cell")}
        if not scope.covers(after["town"], after["sector"], after["park"], after["cell"]):
            raise OutsideScope(id=hazard_no)
        body = {"fields": changed, "reason": reason}
        if "lon" in changed:
            body[AS_TOLD] = {name: told.get(name, getattr(before, name) if told else None) for name in ("lon", "lat")}
        record(connection, pack, actor, [NewEvent(HAZARD, hazard_no, "amended", now.isoformat(), body)])
        return hazard_past(connection, scope, hazard_no).hazard


def _problems(
    pack: Pack, actor: Actor, before: Hazard, changed: Mapping[str, Any], reason: str | None
) -> list[Problem]:
    problems = against(actor, "amend_hazard", before.level)
    if not (reason or "").strip():
        problems.append(_missing("reason"))
    if "description" in changed and not (changed["description"] or "").strip():
        problems.append(_missing("description"))
    if (cause := changed.get("cause_type")) and cause not in pack.cause_codes:
        problems.append(Problem(Reason("no_such_cause"), "cause_type"))
    level = changed.get("level", before.level)
    if level == Level.MAJOR and not (changed.get("judge_basis", before.judge_basis) or "").strip():
        problems.append(_missing("judge_basis"))
    if changed.get("level") == Level.MAJOR and actor.role is Role.TOWN:
        problems.append(Problem(Reason("town_proposes_major"), "level"))
    return problems + telling.object_problems(pack, {name: changed[name] for name in _CHECKED & changed.keys()})


_CHECKED = frozenset({"town", "sector", "lon", "lat"})


def _missing(name: str) -> Problem:
    return Problem(Reason("missing", {"field": Word(f"error_store.field.{name}")}), name)
