"""Objects that were merged are one: the survivor and everything that was put under it, and what their hazards share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from data.rules.hazard import Hazard
from data.rules.scope import Scope
from data.rules.vocabulary import State
from data.store.models import HazardRow, ObjectRow
from data.store.scoping import within
from data.store.states import table_of

_HAZARDS, _OBJECTS = table_of(HazardRow), table_of(ObjectRow)
_OPEN = [state.value for state in State if state.is_open]
_COUNTED = [state.value for state in State if state.counts]
_LONGEST_CHAIN = 32
_YEAR = 365
NEIGHBOURS = 8
"""Other hazards of the same object that a hazard page lists."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Other hazards of the same object: how many, how many of them open, the first ones, and an earlier like it."""

    total: int = 0
    open: int = 0
    first: tuple[Row[Any], ...] = ()
    like: Row[Any] | None = None


NOBODY = Neighbours()


def survivor(connection: Connection, county: str, object_id: str) -> str:
    """The id under which this object is shown: its own, or that of the object it was merged into at last."""
    seen = {object_id}
    for _step in range(_LONGEST_CHAIN):
        query = select(_OBJECTS.c.merged_into).where(_OBJECTS.c.county == county, _OBJECTS.c.id == object_id)
        into = connection.execute(query).scalar_one_or_none()
        if into is None or into in seen:
            break
        object_id = into
        seen.add(into)
    return object_id


def family(connection: Connection, county: str, object_id: str) -> list[str]:
    """The object and every one that was merged into it, however deep."""
    known = [object_id]
    level: Sequence[str] = known
    while level and len(known) < 1000:
        query = select(_OBJECTS.c.id).where(_OBJECTS.c.county == county, _OBJECTS.c.merged_into.in_(level))
        level = sorted(set(connection.scalars(query)) - set(known))
        known = known + list(level)
    return known


def neighbours(connection: Connection, scope: Scope, hazard: Hazard) -> Neighbours:
    """What else was found at the hazard's object, within the scope: open ones first, the newest first.

    ``like`` is the latest hazard of the same category in the twelve months before (重复隐患, domain 2.2).
    """
    if hazard.object_id is None:
        return NOBODY
    ids = family(connection, scope.county, survivor(connection, scope.county, hazard.object_id))
    others = [
        within(scope, _HAZARDS),
        _HAZARDS.c.object_id.in_(ids),
        _HAZARDS.c.hazard_no != hazard.hazard_no,
        _HAZARDS.c.state.in_(_COUNTED),
    ]
    is_open = _HAZARDS.c.state.in_(_OPEN)
    total = connection.scalar(select(func.count()).select_from(_HAZARDS).where(*others)) or 0
    still = connection.scalar(select(func.count()).select_from(_HAZARDS).where(*others, is_open)) or 0
    newest = (_HAZARDS.c.found_day.desc(), _HAZARDS.c.change.desc())
    first = connection.execute(
        select(_HAZARDS).where(*others).order_by(is_open.desc(), *newest).limit(NEIGHBOURS)
    ).all()
    same = (
        _HAZARDS.c.category == hazard.category,
        _HAZARDS.c.found_day.between(hazard.found_day - _YEAR, hazard.found_day - 1),
    )
    like = connection.execute(select(_HAZARDS).where(*others, *same).order_by(*newest).limit(1)).first()
    return Neighbours(total, still, tuple(first), like if hazard.category else None)


def merged_objects(connection: Connection, scope: Scope, ids: Sequence[str]) -> tuple[Row[Any], ...]:
    """Rows of the objects among ``ids`` that the scope covers, in the order of their ids."""
    query = select(_OBJECTS).where(within(scope, _OBJECTS), _OBJECTS.c.id.in_(ids))
    return tuple(connection.execute(query.order_by(_OBJECTS.c.id)))
