"""What there is to mend: how many records by finding and town, and the records themselves, within a scope."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, not_, null, select

from data.quality.findings import FINDINGS, HAZARDS, KEYS, OBJECTS, PAIR, TABLES, Finding, alive
from data.quality.twins import Pair, Twins, by_reason
from data.rules.events import HAZARD, OBJECT
from data.rules.scope import Scope
from data.rules.vocabulary import State
from data.store.bulk import listed
from data.store.models import AcceptedRow
from data.store.scoping import within
from data.store.states import table_of

ACCEPTED = table_of(AcceptedRow)
NO_TOWN = "none"
"""Stands for the records that have no town."""

Counts = Mapping[str, Mapping[str, int]]
"""By key of the finding and code of the town, `NO_TOWN` for none; what is none is left out."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record of a work list: its row, for pairs that of the second object and why they are one, and who accepted.

    ``subject`` is the object at which a hazard was found, None when there is none.
    """

    row: Row[Any]
    other: Row[Any] | None = None
    pair: Pair | None = None
    accepted: Row[Any] | None = None
    subject: Row[Any] | None = None

    @property
    def id(self) -> str:
        """Of the record that is listed, for a pair of its first object."""
        return str(self.row.hazard_no if "hazard_no" in self.row._fields else self.row.id)

    @property
    def other_id(self) -> str:
        """Of the second object of a pair, else empty."""
        return "" if self.other is None else str(self.other.id)


@dataclass(frozen=True, slots=True)
class Asked:
    """One work list: of a finding, of one town or of all (None), of what is to do or of what was accepted.

    ``record`` leaves one record of it, or the pairs with this object.
    """

    finding: Finding
    town: str | None = None
    accepted: bool = False
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A record of kind ``of`` with its place in WGS84 degrees and one finding of it, by key."""

    of: str
    id: str
    lon: float
    lat: float
    finding: str


def counted(connection: Connection, scope: Scope, twins: Twins, today: date) -> Counts:
    """How many records of the scope have each finding today, by town; what was accepted is none."""
    counts: dict[str, dict[str, int]] = {}
    for of in (OBJECT, HAZARD):
        rows = [finding for finding in FINDINGS if finding.of == of]
        table = TABLES[of]
        sums = [func.sum(case((_condition(scope, one, today, accepted=False), 1), else_=0)) for one in rows]
        query = select(table.c.town, *sums).where(within(scope, table), alive(of)).group_by(table.c.town)
        for town, *numbers in connection.execute(query):
            for finding, number in zip(rows, numbers, strict=True):
                if number:
                    counts.setdefault(finding.key, {})[town or NO_TOWN] = int(number)
    pairs = _seen(twins.pairs(connection), scope)
    for finding in (one for one in FINDINGS if one.of == PAIR):
        found = Counter(_town(pair) for pair in _standing(connection, scope, Asked(finding), pairs))
        if found:
            counts[finding.key] = dict(found)
    return counts


def by_town(connection: Connection, scope: Scope, twins: Twins, today: date, asked: Asked) -> Mapping[str, int]:
    """How many records of one list there are by town, whichever town or record is asked for."""
    everywhere = replace(asked, town=None, record=None)
    if asked.finding.of == PAIR:
        pairs = _standing(connection, scope, everywhere, _seen(twins.pairs(connection), scope))
        return Counter(_town(pair) for pair in pairs)
    table = TABLES[asked.finding.of]
    query = select(table.c.town, func.count()).where(_limits(scope, everywhere, today)).group_by(table.c.town)
    return {town or NO_TOWN: number for town, number in connection.execute(query)}


def placed(connection: Connection, scope: Scope, twins: Twins, today: date) -> list[Placed]:
    """The records of the scope that have a finding and a place, each once, with the first finding of the registry.

    Names that are only alike are no reason to look at a place, so they are left out.
    """
    found: dict[tuple[str, str], Placed] = {}
    for of in (OBJECT, HAZARD):
        table, key = TABLES[of], KEYS[of]
        whens = [(_condition(scope, one, today, accepted=False), one.key) for one in FINDINGS if one.of == of]
        first = case(*whens, else_=null()).label("finding")
        query = select(key.label("id"), table.c.lon, table.c.lat, first).where(
            within(scope, table), alive(of), table.c.lon.is_not(None), table.c.lat.is_not(None)
        )
        inner = query.subquery()
        rows = connection.execute(select(inner).where(inner.c.finding.is_not(None)).order_by(inner.c.id))
        found |= {(of, row.id): Placed(of, row.id, row.lon, row.lat, row.finding) for row in rows}
    twice = next(one for one in FINDINGS if one.of == PAIR)
    pairs = _standing(connection, scope, Asked(twice), _seen(twins.pairs(connection), scope))
    both = _objects(connection, scope, sorted({id_ for pair in pairs for id_ in pair.ids}))
    for id_, row in both.items():
        if row.lon is not None and row.lat is not None:
            found.setdefault((OBJECT, id_), Placed(OBJECT, id_, row.lon, row.lat, twice.key))
    return list(found.values())


def findings_of(connection: Connection, scope: Scope, twins: Twins, today: date, of: str, id_: str) -> list[Finding]:
    """What is to be mended about one record of the scope, in the order of the registry."""
    table, key = TABLES[of], KEYS[of]
    own = [finding for finding in FINDINGS if finding.of == of]
    tests = [case((_condition(scope, one, today, accepted=False), 1), else_=0) for one in own]
    row = connection.execute(select(*tests).where(within(scope, table), alive(of), key == id_)).first()
    found = {finding.key for finding, stands in zip(own, row or (), strict=False) if stands}
    if of == OBJECT and row is not None:
        pairs = [pair for pair in _seen(twins.pairs(connection), scope) if id_ in pair.ids]
        for finding in (one for one in FINDINGS if one.of == PAIR):
            if _standing(connection, scope, Asked(finding), pairs):
                found.add(finding.key)
    return [finding for finding in FINDINGS if finding.key in found]


def items(
    connection: Connection,
    scope: Scope,
    twins: Twins,
    today: date,
    asked: Asked,
    start: int = 0,
    count: int | None = None,
) -> Sequence[Item]:
    """``count`` records of a list from position ``start`` on, all of them for None."""
    if asked.finding.of == PAIR:
        return _pairs(connection, scope, twins, asked, start, count)
    table, key = TABLES[asked.finding.of], KEYS[asked.finding.of]
    query = select(table).where(_limits(scope, asked, today)).order_by(*_order(asked.finding.of)).offset(start)
    rows = connection.execute(query if count is None else query.limit(count)).all()
    marks = _marks(connection, scope, asked) if asked.accepted else {}
    subjects = _subjects(connection, scope, rows) if asked.finding.of == HAZARD else {}
    return [
        Item(
            row,
            accepted=marks.get((getattr(row, key.name), "")),
            subject=subjects.get(row.object_id) if asked.finding.of == HAZARD else None,
        )
        for row in rows
    ]


def has(
    connection: Connection, scope: Scope, twins: Twins, today: date, finding: Finding, ids: tuple[str, str]
) -> bool:
    """Whether the record ``ids[0]`` (of a pair: both) still has the finding and lies in the scope."""
    if finding.of == PAIR:
        pairs = by_reason(_seen(twins.pairs(connection), scope), finding.reasons)
        return any(pair.ids == ids for pair in pairs)
    assert finding.where is not None
    limits = (within(scope, TABLES[finding.of]), alive(finding.of), finding.where(today.toordinal()))
    query = select(KEYS[finding.of]).where(*limits, KEYS[finding.of] == ids[0])
    return connection.execute(query).first() is not None


def _limits(scope: Scope, asked: Asked, today: date) -> ColumnElement[bool]:
    table = TABLES[asked.finding.of]
    holds = _condition(scope, asked.finding, today, accepted=asked.accepted)
    limits = [within(scope, table), alive(asked.finding.of), holds]
    if asked.town is not None:
        limits.append(table.c.town.is_(None) if asked.town == NO_TOWN else table.c.town == asked.town)
    if asked.record is not None:
        limits.append(KEYS[asked.finding.of] == asked.record)
    return and_(*limits)


def _condition(scope: Scope, finding: Finding, today: date, *, accepted: bool) -> ColumnElement[bool]:
    assert finding.where is not None
    marked = KEYS[finding.of].in_(
        select(ACCEPTED.c.of_id).where(ACCEPTED.c.county == scope.county, ACCEPTED.c.finding == finding.key)
    )
    return and_(finding.where(today.toordinal()), marked if accepted else not_(marked))


def _order(of: str) -> tuple[ColumnElement[Any], ...]:
    """Open hazards first, the last found before the others; objects by town and number."""
    if of == OBJECT:
        return OBJECTS.c.town, OBJECTS.c.id
    is_open = HAZARDS.c.state.in_([state.value for state in State if state.is_open])
    return case((is_open, 0), else_=1), HAZARDS.c.found_day.desc(), HAZARDS.c.hazard_no


def _subjects(connection: Connection, scope: Scope, rows: Sequence[Row[Any]]) -> dict[str, Row[Any]]:
    ids = sorted({row.object_id for row in rows if row.object_id})
    return _objects(connection, scope, ids)


def _objects(connection: Connection, scope: Scope, ids: Sequence[str]) -> dict[str, Row[Any]]:
    query = select(OBJECTS).where(within(scope, OBJECTS), OBJECTS.c.id.in_(listed(connection, ids)))
    return {row.id: row for row in connection.execute(query)} if ids else {}


def _marks(connection: Connection, scope: Scope, asked: Asked) -> dict[tuple[str, str], Row[Any]]:
    own = (ACCEPTED.c.county == scope.county, ACCEPTED.c.finding == asked.finding.key)
    return {(row.of_id, row.other_id): row for row in connection.execute(select(ACCEPTED).where(*own))}


def _seen(pairs: Sequence[Pair], scope: Scope) -> Sequence[Pair]:
    """The pairs of which both objects lie in the scope."""
    if scope.is_whole:
        return pairs
    return [pair for pair in pairs if scope.covers(*pair.first.place) and scope.covers(*pair.second.place)]


def _standing(connection: Connection, scope: Scope, asked: Asked, pairs: Sequence[Pair]) -> list[Pair]:
    marks = _marks(connection, scope, asked)
    found = by_reason(pairs, asked.finding.reasons)
    return [pair for pair in found if (pair.ids in marks) == asked.accepted]


def _town(pair: Pair) -> str:
    return pair.first.town or pair.second.town or NO_TOWN


def _pairs(
    connection: Connection, scope: Scope, twins: Twins, asked: Asked, start: int, count: int | None
) -> Sequence[Item]:
    found = _standing(connection, scope, asked, _seen(twins.pairs(connection), scope))
    if asked.town is not None:
        found = [pair for pair in found if _town(pair) == asked.town]
    if asked.record is not None:
        found = [pair for pair in found if asked.record in pair.ids]
    block = found[start:] if count is None else found[start : start + count]
    rows = _objects(connection, scope, sorted({id_ for pair in block for id_ in pair.ids}))
    marks = _marks(connection, scope, asked) if asked.accepted else {}
    known = [pair for pair in block if all(id_ in rows for id_ in pair.ids)]
    return [Item(rows[pair.ids[0]], rows[pair.ids[1]], pair, accepted=marks.get(pair.ids)) for pair in known]
