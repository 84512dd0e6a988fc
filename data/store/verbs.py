"""What a person does with a hazard: report it, move it round the loop. Each is one transaction with its events.

Every verb checks scope, role, state and evidence under the county's lock, so that two people who press at once are told
apart: the second finds the record moved and gets `MovedMeanwhile` with who, when and what. Nothing is written then.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from data.packs.model import Pack
from data.rules.errors import MoveRefused
from data.rules.events import CASE, HAZARD, NewEvent
from data.rules.hazard import Hazard
from data.rules.move import Move
from data.rules.moves import MOVES_BY_KEY, body_of, check
from data.rules.objects import SupervisedObject
from data.rules.scope import Actor, Scope
from data.store import telling
from data.store.database import writing
from data.store.errors import FactsRefused, NotFound, NumberTaken, OutsideScope
from data.store.models import EventRow
from data.store.numbering import Numbers
from data.store.object_verbs import (
    amend_object,
    close_object,
    merge_objects,
    move_object,
    register_object,
    reopen_object,
    unmerge_object,
)
from data.store.papers import numbered
from data.store.past import HazardPast, hazard_past, moved_meanwhile, object_past
from data.store.placing import placed
from data.store.streams import lock_county, record
from data.words import t


def report(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, facts: Mapping[str, Any], found_on: str, now: datetime
) -> Hazard:
    """Record a hazard that was found on the day ``found_on`` and return it with its new number.

    ``facts``: ``subject_kind object_id subject_name level source lon lat town sector category description judge_basis
    address``; degrees are WGS84/CGCS2000. What the chosen object says (place, town, sector) fills what is not told.
    `FactsRefused` carries every problem by field, `OutsideScope` says that the person may not act there.
    """
    now = now.astimezone(pack.zone)  # days are the county's, wherever the caller's clock stands
    with writing(engine) as connection:
        lock_county(connection, pack)
        subject = _subject(connection, scope, facts.get("object_id"))
        if problems := telling.hazard_problems(pack, actor, facts, subject, found_on, now):
            raise FactsRefused(t("error_store.record.hazard"), problems)
        body = telling.hazard_body(pack, actor, facts, subject)
        at = now.isoformat() if found_on == now.date().isoformat() else found_on
        event = placed(pack, [NewEvent(HAZARD, "", "found", at, body)], connection)[0]
        told = event.body
        number = Numbers(connection, pack).hazard(told.get("town"), datetime.fromisoformat(found_on).date())
        if not scope.covers(told.get("town"), told.get("sector"), told.get("park"), told.get("cell")):
            raise OutsideScope(id=number)
        record(connection, pack, actor, [NewEvent(HAZARD, number, "found", at, told)])
        return hazard_past(connection, scope, number).hazard


def perform(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    hazard_no: str,
    move_key: str,
    values: Mapping[str, Any],
    expected_version: int,
    now: datetime,
) -> Hazard:
    """Make the move ``move_key`` of `data.rules.moves.MOVES` with a form's values and return the hazard after it.

    ``expected_version`` is the `HazardPast.version` the person saw. `NotFound` outside the scope, `MovedMeanwhile` when
    somebody was faster, `MoveRefused` with every problem when state, role or evidence do not allow it.
    """
    now = now.astimezone(pack.zone)  # days are the county's, wherever the caller's clock stands
    move = MOVES_BY_KEY[move_key]
    with writing(engine) as connection:
        lock_county(connection, pack)
        past = hazard_past(connection, scope, hazard_no)
        if past.version != expected_version:
            raise moved_meanwhile(pack, hazard_no, past.events[-1], t(f"state.{past.hazard.state.value}"))
        if problems := check(move, past.hazard, actor, values, now.date(), past.around(pack)):
            raise MoveRefused(hazard_no, move_key, problems)
        event = _event(connection, scope, move, past, values, now)
        numbers = numbered(connection, pack, actor, past.hazard, move_key, values, now)
        record(connection, pack, actor, [event, *numbers])
        return hazard_past(connection, scope, hazard_no).hazard


def _subject(connection: Connection, scope: Scope, object_id: str | None) -> SupervisedObject | None:
    if not object_id:
        return None
    return object_past(connection, scope, object_id).object


def _event(
    connection: Connection, scope: Scope, move: Move, past: HazardPast, values: Mapping[str, Any], now: datetime
) -> NewEvent:
    """The event a checked move records, in the stream it belongs to."""
    body = body_of(move, values)
    hazard = past.hazard
    if move.stream != CASE:
        return NewEvent(move.stream, hazard.hazard_no, move.what, now.isoformat(), body)
    if move.what != "case_filed":
        running = next(case for case in past.cases if case.closed_day is None)
        return NewEvent(CASE, running.case_no, move.what, now.isoformat(), body)
    number = str(body["case_no"]).strip()
    used = select(EventRow.change).where(EventRow.county == scope.county, EventRow.kind == CASE, EventRow.id == number)
    if connection.execute(used.limit(1)).first() is not None:
        raise NumberTaken(id=number)
    about = {"hazard_no": hazard.hazard_no, "town": hazard.town, "sector": hazard.sector}
    return NewEvent(CASE, number, move.what, now.isoformat(), body | about)


__all__ = [
    "NotFound",
    "amend_object",
    "close_object",
    "merge_objects",
    "move_object",
    "perform",
    "register_object",
    "reopen_object",
    "report",
    "unmerge_object",
]
