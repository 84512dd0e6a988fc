"""What is recorded beside the objects of a county at one cut in time: visits, special equipment, who answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.readmodel.codes import Codebooks
from data.readmodel.schema import Bools, Days, Ints, Roster, Small, Tables
from data.rules.coverage import SUPERVISING, of_equipment
from data.rules.events import EQUIPMENT, INSPECTION, OBJECT, PERSON
from data.rules.persons import in_office
from data.store.models import EventRow, ObjectRow
from data.store.then import rows_then

VISIT_FIELDS = ("no", "object_id", "town", "sector", "park", "cell", "day")
EQUIPMENT_FIELDS = ("reg_code", "object_id", "town", "park", "cell")
EQUIPMENT_FACTS = ("kind", "status", "due_day", "result", "in_96333", "is_key_place", "insured_day")
_LONGEST_CHAIN = 32
PERSON_FIELDS = ("object_id", "cell", "role", "from_day", "to_day")


@dataclass(frozen=True)
class Placed:
    """Records of one register, m rows: their keys, the rows of their objects (-1: none), and where they count."""

    id: tuple[str, ...]
    object_row: Days
    town: Small
    sector: Small
    sub_sector: Small
    park: Small
    cell: Small


@dataclass(frozen=True)
class Beside:
    """One cut. ``days`` are the days of the visits; ``counts`` says of equipment in which sums each piece counts.

    ``person`` and ``duty`` are over the objects: whether anybody answers for it, and whether a supervisor does.
    """

    visits: Placed
    days: Ints
    equipment: Placed
    counts: Mapping[str, Bools]
    person: Bools
    duty: Bools


def nothing_beside(books: Codebooks, objects: int = 0) -> Beside:
    """Nothing recorded beside so many objects."""
    none, nobody = np.zeros(0, np.int32), np.zeros(objects, np.bool_)
    visits, pieces = _columns(VISIT_FIELDS, ()), _columns((*EQUIPMENT_FIELDS, *EQUIPMENT_FACTS), ())
    placed = [
        _placed(key, by, none, (none, none), books, books.tables())
        for key, by in (("no", visits), ("reg_code", pieces))
    ]
    return Beside(placed[0], np.zeros(0, np.int64), placed[1], _counts(pieces, 0), nobody, nobody)


def beside_of(connection: Connection, county: str, books: Codebooks, roster: Roster, as_of: int, change: int) -> Beside:
    """What was recorded beside the objects of ``roster`` at the end of ``as_of`` (ordinal), as known at ``change``."""
    rows = _Rows(roster, _merged(connection, county, as_of, change))
    visits = _columns(VISIT_FIELDS, rows_then(connection, county, INSPECTION, VISIT_FIELDS, as_of, change))
    fields = (*EQUIPMENT_FIELDS, *EQUIPMENT_FACTS)
    pieces = _columns(fields, rows_then(connection, county, EQUIPMENT, fields, as_of, change))
    persons = [
        row
        for row in rows_then(connection, county, PERSON, PERSON_FIELDS, as_of, change)
        if in_office(row[3], row[4], as_of)
    ]
    visited, used = (rows.of(each["object_id"]) for each in (visits, pieces))
    sectors = books.sectors(visits["sector"])
    of_object = [np.append(column, 0)[used] for column in (roster.objects.sector, roster.objects.sub_sector)]
    return Beside(
        visits=_placed("no", visits, visited, sectors, books, roster.tables),
        days=np.array(visits["day"], np.int64),
        equipment=_placed("reg_code", pieces, used, of_object, books, roster.tables),
        counts=_counts(pieces, as_of),
        person=rows.answered(persons, books),
        duty=rows.answered([row for row in persons if row[2] in SUPERVISING], books),
    )


class _Rows:
    """Rows of objects by id; what was merged by the day into another counts as the one that is left of them."""

    def __init__(self, roster: Roster, merged: Mapping[str, str]) -> None:
        self._objects = roster.objects
        self._merged = merged

    def of(self, ids: Iterable[str]) -> Days:
        return np.array([self._row(each) for each in ids], np.int32)

    def _row(self, key: str) -> int:
        row, steps = self._objects.row_of.get(key, -1), 0
        while row >= 0 and not self._objects.active[row] and key in self._merged and steps < _LONGEST_CHAIN:
            key, steps = self._merged[key], steps + 1
            row = self._objects.row_of.get(key, -1)
        return row

    def answered(self, persons: Sequence[tuple[Any, ...]], books: Codebooks) -> Bools:
        """Objects for which one of these persons answers: for itself, or for its grid cell."""
        found = np.zeros(len(self._objects) + 1, np.bool_)
        found[self.of(row[0] for row in persons if row[0])] = True
        cells = books.cell.positions({row[1] for row in persons if row[1] and not row[0]})
        return found[:-1] | np.isin(self._objects.cell, cells)


def _merged(connection: Connection, county: str, as_of: int, change: int) -> dict[str, str]:
    """What is merged now and was so by the cut: the id of each, and of what it was merged into."""
    by_then = select(EventRow.id).where(
        EventRow.county == county, EventRow.kind == OBJECT, EventRow.what == "merged",
        EventRow.id == ObjectRow.id, EventRow.day <= as_of, EventRow.change <= change,
    )  # fmt: skip
    query = select(ObjectRow.id, ObjectRow.merged_into).where(
        ObjectRow.county == county, ObjectRow.merged_into.is_not(None), by_then.exists()
    )
    return {key: into for key, into in connection.execute(query) if into is not None}


def _columns(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, Sequence[Any]]:
    return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())


def _placed(
    key: str,
    by: Mapping[str, Sequence[Any]],
    object_row: Days,
    sectors: Sequence[NDArray[Any]],
    books: Codebooks,
    tables: Tables,
) -> Placed:
    """Codes that the roster's tables do not have yet are not stated: they belong to a later change."""
    sector, sub_sector = sectors
    places = {name: getattr(books, name).positions(by[name]) for name in ("town", "park", "cell")}
    places |= {"sector": sector, "sub_sector": sub_sector}
    known = {name: np.where(column < len(getattr(tables, name)), column, 0) for name, column in places.items()}
    return Placed(id=tuple(by[key]), object_row=object_row, **known)


def _counts(pieces: Mapping[str, Sequence[Any]], on: int) -> dict[str, Bools]:
    told = [of_equipment(on, *facts) for facts in zip(*(pieces[name] for name in EQUIPMENT_FACTS), strict=True)]
    names = ("in_use", "inspection_valid", "lifts", "lifts_in_96333", "key_lifts", "key_lifts_insured")
    return {name: np.array([name in each for each in told], np.bool_) for name in names}
