"""What a person does to the roster: register an object, amend, move, close, merge two, and undo either.

Each is one transaction with its events, under the county's lock; see `data.store.verbs` for what they refuse and how.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from data.packs.model import Pack
from data.rules.bodies import FIRST_DAY
from data.rules.errors import Problem, Reason, Word
from data.rules.events import OBJECT, NewEvent
from data.rules.objects import CLOSING, OVER, SupervisedObject
from data.rules.powers import against
from data.rules.scope import Actor, Scope
from data.store import telling
from data.store.database import writing
from data.store.errors import FactsRefused, OutsideScope
from data.store.numbering import Numbers
from data.store.past import ObjectPast, moved_meanwhile, object_past
from data.store.placing import placed
from data.store.streams import lock_county, record
from data.words import t


def register_object(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, fields: Mapping[str, Any], now: datetime
) -> SupervisedObject:
    """Put a supervised object on the roster and return it; ``fields`` as in `data.rules.objects.FIELDS`."""
    with writing(engine) as connection:
        lock_county(connection, pack)
        told = {name: value for name, value in fields.items() if value is not None}
        refuse(against(actor, "register_object") + telling.object_problems(pack, told))
        number = Numbers(connection, pack).object()
        event = placed(pack, [NewEvent(OBJECT, number, "registered", now.isoformat(), told)], connection)[0]
        _require_inside(scope, number, event.body)
        record(connection, pack, actor, [event])
        return object_past(connection, scope, number).object


def amend_object(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    object_id: str,
    fields: Mapping[str, Any],
    expected_version: int,
    now: datetime,
    reason: str | None = None,
) -> SupervisedObject:
    """Change what ``fields`` name and return the object; what stays the same is not recorded.

    `NotFound` outside the scope, `MovedMeanwhile` when somebody was faster, `OutsideScope` when it would leave it.
    """
    return _amended(engine, pack, scope, actor, "amend_object", object_id, fields, expected_version, now, reason)


def move_object(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    object_id: str,
    place: Mapping[str, Any],
    reason: str | None,
    expected_version: int,
    now: datetime,
) -> SupervisedObject:
    """Put the object somewhere else and return it. ``place`` names ``lon``, ``lat``, ``address``, ``town`` as needed.

    A town that is told stands; one that followed from the old point follows from the new one. Hazards stay where they
    were found.
    """
    if not _said(reason):
        raise FactsRefused(t("error_store.record.object"), [_missing("reason")])
    return _amended(engine, pack, scope, actor, "move_object", object_id, place, expected_version, now, reason)


def close_object(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    object_id: str,
    values: Mapping[str, Any],
    expected_version: int,
    now: datetime,
) -> SupervisedObject:
    """End the business of an object: ``values`` are ``status`` (one of `CLOSING`), ``reason`` and the day ``on``."""
    now = now.astimezone(pack.zone)  # days are the county's, wherever the caller's clock stands
    with writing(engine) as connection:
        _past(connection, pack, scope, actor, "close_object", object_id, expected_version)
        refuse(_closing_problems(values, now.date()))
        body = {name: values[name] for name in ("status", "reason", "on")}
        record(connection, pack, actor, [NewEvent(OBJECT, object_id, "closed_down", now.isoformat(), body)])
        return object_past(connection, scope, object_id).object


def reopen_object(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    object_id: str,
    reason: str | None,
    expected_version: int,
    now: datetime,
) -> SupervisedObject:
    """Take an object back into business that was closed by mistake or has begun again."""
    return _step(engine, pack, scope, actor, "reopen_object", object_id, "reopened", reason, expected_version, now)


def merge_objects(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    gone: str,
    kept: str,
    reason: str | None,
    versions: tuple[int, int],
    now: datetime,
) -> SupervisedObject:
    """Put the object ``gone`` under ``kept`` and return ``kept``; its hazards and inspections are shown there.

    ``versions`` are the row versions of both that the person saw, ``gone`` first. Nothing is rewritten: the merge is an
    event in each of the two streams and `unmerge_object` undoes it.
    """
    with writing(engine) as connection:
        lost = _past(connection, pack, scope, actor, "merge_objects", gone, versions[0]).object
        stays = _past(connection, pack, scope, actor, "merge_objects", kept, versions[1]).object
        refuse(_merging_problems(lost, stays, reason))
        at = now.isoformat()
        events = [
            NewEvent(OBJECT, gone, "merged", at, {"into": kept, "into_name": stays.name, "reason": reason}),
            NewEvent(OBJECT, kept, "absorbed", at, {"other": gone, "other_name": lost.name, "reason": reason}),
        ]
        record(connection, pack, actor, events)
        return object_past(connection, scope, kept).object


def unmerge_object(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    gone: str,
    reason: str | None,
    expected_version: int,
    now: datetime,
) -> SupervisedObject:
    """Undo a merge and return the object that stands on its own again."""
    with writing(engine) as connection:
        lost = _past(connection, pack, scope, actor, "unmerge_object", gone, expected_version).object
        refuse([] if _said(reason) else [_missing("reason")])
        at, kept = now.isoformat(), lost.merged_into
        events = [NewEvent(OBJECT, gone, "unmerged", at, {"from": kept, "reason": reason})]
        if kept is not None and object_past(connection, scope, kept).object.status not in OVER:
            told = {"other": gone, "other_name": lost.name, "reason": reason}
            events.append(NewEvent(OBJECT, kept, "released", at, told))
        record(connection, pack, actor, events)
        return object_past(connection, scope, gone).object


def _step(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    power: str,
    object_id: str,
    what: str,
    reason: str | None,
    expected_version: int,
    now: datetime,
) -> SupervisedObject:
    with writing(engine) as connection:
        _past(connection, pack, scope, actor, power, object_id, expected_version)
        refuse([] if _said(reason) else [_missing("reason")])
        record(connection, pack, actor, [NewEvent(OBJECT, object_id, what, now.isoformat(), {"reason": reason})])
        return object_past(connection, scope, object_id).object


def _amended(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    power: str,
    object_id: str,
    fields: Mapping[str, Any],
    expected_version: int,
    now: datetime,
    reason: str | None,
) -> SupervisedObject:
    with writing(engine) as connection:
        before = _past(connection, pack, scope, actor, power, object_id, expected_version).object
        changed = {name: value for name, value in fields.items() if getattr(before, name) != value}
        if not changed:
            return before
        refuse(telling.object_problems(pack, changed))
        changed |= telling.moved_place(pack, before, changed)
        after = {name: changed.get(name, getattr(before, name)) for name in ("town", "sector", "park", "cell")}
        _require_inside(scope, object_id, after)
        body = {"fields": changed} | ({"reason": reason} if _said(reason) else {})
        record(connection, pack, actor, [NewEvent(OBJECT, object_id, "amended", now.isoformat(), body)])
        return object_past(connection, scope, object_id).object


def _past(
    connection: Connection,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    power: str,
    object_id: str,
    expected_version: int,
) -> ObjectPast:
    """The object as it is now, under the county's lock, when it is the one the person saw and may act on."""
    lock_county(connection, pack)
    past = object_past(connection, scope, object_id)
    if past.object.row_version != expected_version:
        raise moved_meanwhile(pack, object_id, past.events[-1], past.object.status)
    refuse(against(actor, power))
    return past


def refuse(problems: Sequence[Problem]) -> None:
    """Raise `FactsRefused` when there are problems."""
    if problems:
        raise FactsRefused(t("error_store.record.object"), problems)


def _closing_problems(values: Mapping[str, Any], today: date) -> list[Problem]:
    problems = [_missing(name) for name in ("status", "reason", "on") if not _said(values.get(name))]
    status, on = values.get("status"), values.get("on")
    if _said(status) and status not in CLOSING:
        words = {"field": Word("error_store.field.status"), "value": str(status)[:40]}
        problems.append(Problem(Reason("bad_choice", words), "status"))
    if isinstance(on, str) and on and not _is_past(on, today):
        problems.append(Problem(Reason("bad_date", {"field": Word("error_store.field.on"), "value": on[:40]}), "on"))
    return problems


def _is_past(text: str, today: date) -> bool:
    try:
        return FIRST_DAY <= date.fromisoformat(text).toordinal() <= today.toordinal()
    except ValueError:
        return False


def _merging_problems(lost: SupervisedObject, stays: SupervisedObject, reason: str | None) -> list[Problem]:
    problems = [] if _said(reason) else [_missing("reason")]
    if lost.id == stays.id:
        problems.append(Problem(Reason("merged_into_nothing")))
    if stays.status in OVER:
        problems.append(Problem(Reason("merged_into_closed")))
    if lost.status in OVER:
        problems.append(Problem(Reason("object_over")))
    return problems


def _require_inside(scope: Scope, record_id: str, place: Mapping[str, Any]) -> None:
    if not scope.covers(place.get("town"), place.get("sector"), place.get("park"), place.get("cell")):
        raise OutsideScope(id=record_id)


def _missing(name: str) -> Problem:
    return Problem(Reason("missing", {"field": Word(f"error_store.field.{name}")}), name)


def _said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
