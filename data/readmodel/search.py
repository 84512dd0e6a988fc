"""The keyword of a filter: which hazards and objects of a scope hold it."""

from sqlalchemy import ColumnElement, Engine, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from data.rules.scope import Scope
from data.store.models import HazardRow, ObjectRow


def hazards_with(engine: Engine, scope: Scope, text: str) -> set[str]:
    """Numbers of the hazards of the scope's county whose number, subject, description or address holds ``text``."""
    holds = _holds(text, HazardRow.hazard_no, HazardRow.subject_name, HazardRow.description, HazardRow.address)
    with engine.connect() as connection:
        return set(connection.scalars(select(HazardRow.hazard_no).where(HazardRow.county == scope.county, holds)))


def objects_with(engine: Engine, scope: Scope, text: str) -> set[str]:
    """Ids of the objects of the scope's county whose id, name, credit code or address holds ``text``."""
    holds = _holds(text, ObjectRow.id, ObjectRow.name, ObjectRow.uscc, ObjectRow.address)
    with engine.connect() as connection:
        return set(connection.scalars(select(ObjectRow.id).where(ObjectRow.county == scope.county, holds)))


def _holds(text: str, *columns: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    return or_(*(column.icontains(text, autoescape=True) for column in columns))
