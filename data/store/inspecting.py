"""Inspections of supervised objects: recorded with what was found, withdrawn with a reason, read within a scope."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from data.packs.model import Pack
from data.rules.bodies import FIRST_DAY
from data.rules.errors import Problem, Reason, Word
from data.rules.events import INSPECTION, NewEvent
from data.rules.inspections import MOST_FINDINGS, MOST_HAZARDS, InspectionType
from data.rules.objects import SupervisedObject
from data.rules.powers import against
from data.rules.scope import Actor, Scope
from data.store.bulk import listed
from data.store.database import writing
from data.store.errors import FactsRefused, NotFound
from data.store.family import family
from data.store.models import HazardRow, InspectionRow
from data.store.numbering import Numbers
from data.store.past import object_past
from data.store.scoping import within
from data.store.states import table_of
from data.store.streams import lock_county, record
from data.words import t

_INSPECTIONS, _HAZARDS = table_of(InspectionRow), table_of(HazardRow)
_TWO_NEEDED = frozenset({InspectionType.ENFORCEMENT.value})
"""Enforcement takes at least two officers (安全生产条例 art. 42, 行政处罚法 art. 42)."""


def record_inspection(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, object_id: str, values: Mapping[str, Any], now: datetime
) -> str:
    """Record a visit to an object of the scope and return its number.

    ``values``: ``on`` (ISO date), ``type``, ``org`` (code), ``inspectors``, ``topic``, ``findings`` (0 is 未发现问题),
    ``doc_no``, ``hazards`` (numbers of hazards of this object). `FactsRefused` carries every problem by field.
    """
    now = now.astimezone(pack.zone)  # days are the county's, wherever the caller's clock stands
    with writing(engine) as connection:
        lock_county(connection, pack)
        found = object_past(connection, scope, object_id).object
        problems = against(actor, "record_inspection") + _problems(pack, values, now.date())
        problems += _about_hazards(connection, scope, object_id, values)
        if problems:
            raise FactsRefused(t("error_store.record.inspection"), problems)
        on = date.fromisoformat(values["on"])
        number = Numbers(connection, pack).inspection(on)
        at = now.isoformat() if on == now.date() else on.isoformat()
        event = NewEvent(INSPECTION, number, "recorded", at, _body(found, values))
        record(connection, pack, actor, [event])
        return number


def withdraw_inspection(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, number: str, reason: str | None, now: datetime
) -> None:
    """Take an inspection back that was recorded by mistake; its events stay."""
    with writing(engine) as connection:
        lock_county(connection, pack)
        query = select(_INSPECTIONS.c.no).where(within(scope, _INSPECTIONS), _INSPECTIONS.c.no == number)
        if connection.execute(query).first() is None:
            raise NotFound(id=number)
        problems = against(actor, "withdraw_inspection")
        if not (reason or "").strip():
            problems.append(_missing("reason"))
        if problems:
            raise FactsRefused(t("error_store.record.inspection"), problems)
        record(
            connection, pack, actor, [NewEvent(INSPECTION, number, "withdrawn", now.isoformat(), {"reason": reason})]
        )


def inspections_of(connection: Connection, scope: Scope, object_ids: Sequence[str]) -> tuple[Row[Any], ...]:
    """Inspections of these objects that lie in the scope, newest first."""
    query = select(_INSPECTIONS).where(
        within(scope, _INSPECTIONS), _INSPECTIONS.c.object_id.in_(listed(connection, object_ids))
    )
    return tuple(connection.execute(query.order_by(_INSPECTIONS.c.day.desc(), _INSPECTIONS.c.change.desc())))


def _body(found: SupervisedObject, values: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: values.get(name) for name in ("type", "org", "inspectors", "topic", "findings", "doc_no", "hazards")}
    place = {name: getattr(found, name) for name in ("town", "sector", "cell", "park")}
    return {"object_id": found.id} | {name: value for name, value in (told | place).items() if value not in (None, "")}


def _problems(pack: Pack, values: Mapping[str, Any], today: date) -> list[Problem]:
    problems = [_missing(name) for name in ("on", "type", "inspectors") if not _said(values.get(name))]
    on, kind, org = values.get("on"), values.get("type"), values.get("org")
    if _said(on) and not _is_past(str(on), today):
        problems.append(_bad("bad_date", "on", on))
    if _said(kind) and kind not in {one.value for one in InspectionType}:
        problems.append(_bad("bad_choice", "type", kind))
    if org and org not in {each.code for each in pack.organisations}:
        problems.append(_bad("bad_choice", "org", org))
    if kind in _TWO_NEEDED and _said(values.get("inspectors")) and len(people(str(values["inspectors"]))) < 2:
        problems.append(Problem(Reason("two_inspectors"), "inspectors"))
    texts = ("inspectors", "topic", "doc_no")
    problems += [_bad("bad_text", name, "") for name in texts if len(str(values.get(name) or "")) > 200]
    findings = values.get("findings")
    if isinstance(findings, bool) or not isinstance(findings, int) or not 0 <= findings <= MOST_FINDINGS:
        problems.append(_bad("bad_choice", "findings", findings))
    return problems


def people(text: str) -> list[str]:
    """The persons that a text names."""
    return [name for name in re.split(r"[、,，;；\s]+", text) if name]


def _about_hazards(connection: Connection, scope: Scope, object_id: str, values: Mapping[str, Any]) -> list[Problem]:
    numbers = list(dict.fromkeys(values.get("hazards") or ()))
    if not numbers:
        return []
    findings = values.get("findings")
    if (isinstance(findings, int) and len(numbers) > findings) or len(numbers) > MOST_HAZARDS:
        return [Problem(Reason("more_hazards_than_findings"), "hazards")]
    query = select(_HAZARDS.c.hazard_no).where(
        within(scope, _HAZARDS),
        _HAZARDS.c.hazard_no.in_(listed(connection, numbers)),
        _HAZARDS.c.object_id.in_(family(connection, scope.county, object_id)),
    )
    missing = sorted(set(numbers) - set(connection.scalars(query)))
    return [_bad("bad_choice", "hazards", "、".join(missing[:5]))] if missing else []


def _is_past(text: str, today: date) -> bool:
    try:
        return FIRST_DAY <= date.fromisoformat(text).toordinal() <= today.toordinal()
    except ValueError:
        return False


def _bad(reason: str, name: str, value: object) -> Problem:
    return Problem(Reason(reason, {"field": Word(f"error_store.field.{name}"), "value": str(value)[:60]}), name)


def _missing(name: str) -> Problem:
    return Problem(Reason("missing", {"field": Word(f"error_store.field.{name}")}), name)


def _said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
