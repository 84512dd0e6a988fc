"""Reading one hazard or object with all that belongs to it, rows by number, and keywords; always within a scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, or_, select

from data.packs.model import Pack
from data.rules.cases import Case, Listing
from data.rules.clocks import Clocks
from data.rules.deadlines import Due
from data.rules.events import ACTION, HAZARD, OBJECT, HappenedEvent
from data.rules.hazard import Hazard, Round
from data.rules.objects import OVER, SupervisedObject
from data.rules.scope import Scope
from data.rules.vocabulary import OVER_STATES, Colour
from data.store.accidents import accidents_of
from data.store.actions import actions_of
from data.store.attaching import attachments_of
from data.store.bulk import listed
from data.store.family import NOBODY, Neighbours, family, merged_objects, neighbours, survivor
from data.store.inspecting import inspections_of
from data.store.models import EquipmentRow, HazardRow, ObjectRow, RoundRow
from data.store.papers import papers_of
from data.store.past import hazard_past, object_past
from data.store.persons import Answering, persons_of
from data.store.scoping import within
from data.store.states import table_of
from data.store.streams import read_events

_HAZARDS = table_of(HazardRow)
_OBJECTS = table_of(ObjectRow)
_ROUNDS = table_of(RoundRow)
_EQUIPMENT = table_of(EquipmentRow)


@dataclass(frozen=True, slots=True)
class HazardPage:
    """Everything of one hazard.

    ``events`` are those of the hazard, its cases and its listing, oldest first;
    ``version`` is what `data.store.verbs.perform` wants back; ``colour`` is the subject's present risk colour.
    """

    hazard: Hazard
    colour: Colour
    cases: tuple[Case, ...]
    listing: Listing | None
    events: tuple[HappenedEvent, ...]
    dues: tuple[Due, ...]
    version: int
    attachments: tuple[Row[Any], ...] = ()
    neighbours: Neighbours = NOBODY
    papers: tuple[Row[Any], ...] = ()
    """Numbered papers, oldest first."""
    subject: str | None = None
    """Id under which the object is shown: the survivor's where it was merged into another."""
    actions: tuple[Row[Any], ...] = ()
    """督办事项: what the ladder raised about it, the latest first."""
    raised: tuple[HappenedEvent, ...] = ()
    """Their events."""

    @property
    def stamp(self) -> str:
        """Changes whenever anything on the page does."""
        last = max((each.change for each in (*self.attachments, *self.actions)), default=0)
        return f"{self.version}.{len(self.attachments)}.{last}"

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds of rectification and re-inspection, oldest first."""
        return tuple(self.hazard.rounds)


@dataclass(frozen=True, slots=True)
class ObjectPage:
    """A supervised object, its events oldest first, its hazards and inspections newest first (rows of their tables)."""

    object: SupervisedObject
    events: tuple[HappenedEvent, ...]
    hazards: tuple[Row[Any], ...]
    inspections: tuple[Row[Any], ...] = ()
    attachments: tuple[Row[Any], ...] = ()
    merged: tuple[Row[Any], ...] = ()
    """Rows of the objects that were merged into this one; their hazards and inspections are among those above."""
    into: Row[Any] | None = None
    """Row of the object this one was merged into, where the scope covers it."""
    equipment: tuple[Row[Any], ...] = ()
    """Rows of the special equipment that it uses, what is due first first."""
    accidents: tuple[Row[Any], ...] = ()
    """Rows of its accidents, newest first."""
    persons: tuple[Answering, ...] = ()
    """Who answers for it, for its grid cell or its town."""

    @property
    def stamp(self) -> str:
        """Changes whenever anything on the page does."""
        parts = (
            self.hazards,
            self.inspections,
            self.attachments,
            self.equipment,
            self.accidents,
            [one.row for one in self.persons],
        )
        last = max((self.object.change, *(row.change for rows in parts for row in rows)))
        return ".".join(map(str, (last, *map(len, parts))))


def hazard_page(connection: Connection, pack: Pack, scope: Scope, hazard_no: str) -> HazardPage:
    """Everything of one hazard of the scope; `data.store.errors.NotFound` when there is none or it lies outside."""
    past = hazard_past(connection, scope, hazard_no)
    actions = actions_of(connection, scope.county, hazard_no)
    return HazardPage(
        past.hazard,
        colour_of(connection, scope.county, past.hazard.object_id),
        past.cases,
        past.listing,
        past.events,
        dues(pack, past.hazard, past.cases, past.listing),
        past.version,
        attachments_of(connection, scope, HAZARD, [hazard_no]),
        neighbours(connection, scope, past.hazard),
        papers_of(connection, scope.county, hazard_no),
        past.hazard.object_id and survivor(connection, scope.county, past.hazard.object_id),
        actions,
        tuple(read_events(connection, scope.county, ACTION, [action.id for action in actions])),
    )


def dues(pack: Pack, hazard: Hazard, cases: Sequence[Case] = (), listing: Listing | None = None) -> tuple[Due, ...]:
    """What is still to happen by when, each with the dated rule behind it, see `data.rules.clocks`."""
    return Clocks(pack.rules, pack.calendar).running(hazard, cases, listing)


def object_page(connection: Connection, scope: Scope, object_id: str) -> ObjectPage:
    """Everything of one object of the scope; `data.store.errors.NotFound` when there is none or it lies outside."""
    past = object_past(connection, scope, object_id)
    ids = family(connection, scope.county, object_id)
    into = past.object.merged_into
    query = (
        select(_HAZARDS)
        .where(
            within(scope, _HAZARDS),
            _HAZARDS.c.object_id.in_(listed(connection, ids)),
            _HAZARDS.c.state.not_in(OVER_STATES),
        )
        .order_by(_HAZARDS.c.found_day.desc(), _HAZARDS.c.change.desc())
    )
    return ObjectPage(
        past.object,
        past.events,
        tuple(connection.execute(query)),
        inspections_of(connection, scope, ids),
        attachments_of(connection, scope, OBJECT, ids),
        merged_objects(connection, scope, ids[1:]),
        next(iter(merged_objects(connection, scope, [into])), None) if into else None,
        equipment_of(connection, scope, past.object, ids),
        accidents_of(connection, scope, ids),
        persons_of(connection, scope.county, past.object, ids),
    )


def equipment_of(
    connection: Connection, scope: Scope, user: SupervisedObject, object_ids: Sequence[str]
) -> tuple[Row[Any], ...]:
    """Special equipment of an object in the scope, what is due first first; its sector is that of its user."""
    query = select(_EQUIPMENT).where(
        _EQUIPMENT.c.county == scope.county, _EQUIPMENT.c.object_id.in_(listed(connection, object_ids))
    )
    order = (_EQUIPMENT.c.due_day.is_(None), _EQUIPMENT.c.due_day, _EQUIPMENT.c.reg_code)
    rows = connection.execute(query.order_by(*order))
    return tuple(
        row for row in rows if scope.covers(row.town, user.sector, row.park or user.park, row.cell or user.cell)
    )


def hazards_by_no(connection: Connection, scope: Scope, numbers: Sequence[str]) -> list[Row[Any]]:
    """Rows of the hazard table in the order of ``numbers``; what is not there or not in scope is left out."""
    return _by_key(connection, scope, _HAZARDS, "hazard_no", numbers)


def ordered_deadlines(connection: Connection, hazards: Sequence[Row[Any]]) -> dict[str, int | None]:
    """By number the deadline (ordinal) of the current round's order, of rows that `hazards_by_no` gave."""
    later = [hazard.hazard_no for hazard in hazards if hazard.round > 1]
    known = {hazard.hazard_no: hazard.deadline if hazard.round == 1 else None for hazard in hazards}
    if later:
        query = select(_ROUNDS.c.hazard_no, _ROUNDS.c.deadline).where(
            _ROUNDS.c.county == hazards[0].county, _ROUNDS.c.hazard_no.in_(listed(connection, later))
        )
        known.update((row.hazard_no, row.deadline) for row in connection.execute(query.order_by(_ROUNDS.c.round)))
    return known


def colour_of(connection: Connection, county: str, object_id: str | None) -> Colour:
    """The present risk colour of an object; none where there is no object."""
    query = select(_OBJECTS.c.colour).where(_OBJECTS.c.county == county, _OBJECTS.c.id == object_id)
    colour = connection.execute(query).scalar_one_or_none() if object_id else None
    return Colour(colour or Colour.NONE)


def objects_by_id(connection: Connection, scope: Scope, ids: Sequence[str]) -> list[Row[Any]]:
    """Rows of the object table in the order of ``ids``; what is not there or not in scope is left out."""
    return _by_key(connection, scope, _OBJECTS, "id", ids)


def search_objects(connection: Connection, scope: Scope, text: str, limit: int) -> list[Row[Any]]:
    """At most ``limit`` rows of objects of the scope with ``text`` in name, credit code, id or address, by name."""
    columns = (_OBJECTS.c.name, _OBJECTS.c.uscc, _OBJECTS.c.id, _OBJECTS.c.address)
    found = or_(*(column.icontains(text, autoescape=True) for column in columns))
    query = select(_OBJECTS).where(within(scope, _OBJECTS), _OBJECTS.c.status.not_in(OVER))
    if text:
        query = query.where(found)
    return list(connection.execute(query.order_by(_OBJECTS.c.name, _OBJECTS.c.id).limit(limit)))


def _by_key(connection: Connection, scope: Scope, table: Table, key: str, keys: Sequence[str]) -> list[Row[Any]]:
    query = select(table).where(within(scope, table), table.c[key].in_(listed(connection, keys)))
    rows = {getattr(row, key): row for row in connection.execute(query).all()}
    return [rows[each] for each in keys if each in rows]
