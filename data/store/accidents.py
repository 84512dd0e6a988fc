"""Accidents as pages read them: those of a scope, and those of an object, newest first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from data.rules.scope import Scope
from data.store.bulk import listed
from data.store.models import AccidentRow
from data.store.scoping import within
from data.store.states import table_of

_ACCIDENTS = table_of(AccidentRow)
_NEWEST = (_ACCIDENTS.c.occurred_day.desc(), _ACCIDENTS.c.occurred_time.desc(), _ACCIDENTS.c.no.desc())


def accidents(connection: Connection, scope: Scope) -> tuple[Row[Any], ...]:
    """Every accident of the scope."""
    return tuple(connection.execute(select(_ACCIDENTS).where(within(scope, _ACCIDENTS)).order_by(*_NEWEST)))


def accidents_of(connection: Connection, scope: Scope, object_ids: Sequence[str]) -> tuple[Row[Any], ...]:
    """Accidents of these objects that lie in the scope."""
    query = select(_ACCIDENTS).where(
        within(scope, _ACCIDENTS), _ACCIDENTS.c.object_id.in_(listed(connection, object_ids))
    )
    return tuple(connection.execute(query.order_by(*_NEWEST)))
