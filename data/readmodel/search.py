"""The keyword of a filter: which hazards and objects of a scope hold it."""

from sqlalchemy import Engine, or_, select

from data.rules.scope import Scope
from data.store.models import ObjectRow
from data.store.reads import search_hazards
from data.store.scoping import within
from data.store.states import table_of

_OBJECTS = table_of(ObjectRow)


def hazards_with(engine: Engine, scope: Scope, text: str) -> set[str]:
    """Numbers of the hazards of the scope that hold ``text``."""
    with engine.connect() as connection:
        return search_hazards(connection, scope, text)


def objects_with(engine: Engine, scope: Scope, text: str) -> set[str]:
    """Ids of the objects of the scope whose id, name, credit code or address holds ``text``."""
    columns = (_OBJECTS.c.id, _OBJECTS.c.name, _OBJECTS.c.uscc, _OBJECTS.c.address)
    holds = or_(*(column.icontains(text, autoescape=True) for column in columns))
    with engine.connect() as connection:
        return set(connection.scalars(select(_OBJECTS.c.id).where(within(scope, _OBJECTS), holds)))
