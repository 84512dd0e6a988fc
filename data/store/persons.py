"""Responsible persons 责任人 as they are read: who answers for an object, and which objects have nobody."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, or_, select

from data.rules.objects import SupervisedObject
from data.rules.persons import in_office
from data.store.bulk import listed
from data.store.models import ObjectRow, ResponsibleRow
from data.store.states import table_of

_PERSONS, _OBJECTS = table_of(ResponsibleRow), table_of(ObjectRow)


@dataclass(frozen=True, slots=True)
class Answering:
    """A row of the table of persons, and what the person answers for: ``object``, ``cell`` or ``town``."""

    row: Row[Any]
    level: str


def persons_of(connection: Connection, county: str, of: SupervisedObject, ids: list[str]) -> tuple[Answering, ...]:
    """Who answers for an object, whatever their days: its own, then those of its grid cell, then those of its town.

    ``ids`` are its own and those of the objects that were merged into it. Who may see the object may see them.
    """
    table = _PERSONS.c
    wide = table.object_id.is_(None)
    levels: dict[str, ColumnElement[bool]] = {"object": table.object_id.in_(listed(connection, ids))}
    if of.cell:
        levels["cell"] = and_(wide, table.cell == of.cell)
    if of.town:
        levels["town"] = and_(wide, table.cell.is_(None), table.town == of.town)
    found: list[Answering] = []
    for level, condition in levels.items():
        rows = connection.execute(select(_PERSONS).where(table.county == county, condition).order_by(table.no))
        found += [Answering(row, level) for row in rows]
    return tuple(found)


def current(answering: Answering, on: int) -> bool:
    """Whether the person is in office on a day (ordinal)."""
    return in_office(answering.row.from_day, answering.row.to_day, on)


def has_person(on: int) -> ColumnElement[bool]:
    """Of the table of objects: on a day (ordinal) somebody is in office for the object itself, or for its grid cell.

    Whoever answers for a whole town answers for no object in particular.
    """
    whose = (_PERSONS.c.object_id == _OBJECTS.c.id, _of_merged(), _of_cell())
    return or_(*(_answers(condition, on) for condition in whose))


def _answers(condition: ColumnElement[bool], on: int) -> ColumnElement[bool]:
    """The day is judged as `in_office` judges it."""
    begun = or_(_PERSONS.c.from_day.is_(None), _PERSONS.c.from_day <= on)
    held = and_(begun, or_(_PERSONS.c.to_day.is_(None), _PERSONS.c.to_day >= on))
    return exists(select(1).where(_PERSONS.c.county == _OBJECTS.c.county, held, condition).correlate(_OBJECTS))


def _of_merged() -> ColumnElement[bool]:
    """Those who answered for an object that was merged into it."""
    merged = _OBJECTS.alias("merged")
    own = and_(merged.c.county == _OBJECTS.c.county, merged.c.merged_into == _OBJECTS.c.id)
    return _PERSONS.c.object_id.in_(select(merged.c.id).where(own).correlate(_OBJECTS))


def _of_cell() -> ColumnElement[bool]:
    return and_(_PERSONS.c.object_id.is_(None), _PERSONS.c.cell == _OBJECTS.c.cell)


def objects_with_person(connection: Connection, county: str, on: int) -> set[str]:
    """Ids of the objects of a county for which somebody answers on a day (ordinal), see `has_person`."""
    return set(connection.scalars(select(_OBJECTS.c.id).where(_OBJECTS.c.county == county, has_person(on))))
