"""What the database already holds that a file may speak of: objects, hazards of the same days, earlier batches."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import Connection, func, select

from data.exchange.matching import Subject
from data.packs import Pack
from data.rules.accidents import FIELDS as ACCIDENT_FIELDS
from data.rules.equipment import FIELDS
from data.rules.events import HAZARD
from data.rules.inspections import FIELDS as INSPECTED
from data.rules.objects import OVER
from data.rules.persons import FIELDS as PERSON_FIELDS
from data.rules.registers import attributes_of
from data.rules.vocabulary import OVER_STATES, State
from data.store.bulk import listed
from data.store.models import (
    AccidentRow,
    BatchRow,
    EquipmentRow,
    EventRow,
    HazardRow,
    InspectionRow,
    ObjectRow,
    ResponsibleRow,
)

_MANY = 900
_OBJECT_FACTS = (
    "name", "uscc", "reg_no", "kind", "sector", "industry", "town", "address", "lon", "lat", "place_quality", "colour",
    "supervision_level", "lead_dept", "principal", "phone", "provisional", "cell", "park",
)  # fmt: skip
_HAZARD_FACTS = (
    "hazard_no", "object_id", "description", "found_day", "state", "state_day", "passed", "level", "category",
    "cause_type", "judge_basis", "ext_code",
    "address", "deadline", "five_person", "five_measures", "five_funds_fen", "five_plan", "submitted_day",
)  # fmt: skip

_DAYS = ("last_inspection", "next_inspection_due", "insured_until")

HazardKey = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class KnownHazard:
    """A hazard of the database: its facts by column name."""

    facts: dict[str, Any]

    @property
    def state(self) -> State:
        """Its state."""
        return State(self.facts["state"])


def known_subjects(connection: Connection, pack: Pack) -> list[Subject]:
    """Every object of the county that is not gone: a name elsewhere must not be taken twice.

    What was merged into one is known under the names and codes of both.
    """
    columns = [getattr(ObjectRow, name) for name in ("id", "aliases", *_OBJECT_FACTS)]
    rows = connection.execute(
        select(*columns).where(ObjectRow.county == pack.code, ObjectRow.status.not_in(OVER)).order_by(ObjectRow.id)
    )
    subjects = []
    for number, aliases, *row in rows:
        facts = dict(zip(_OBJECT_FACTS, row, strict=True))
        known = tuple(aliases.split("\n")) if aliases else ()
        subjects.append(
            Subject(number, facts["name"], facts["town"], facts["uscc"], facts["phone"], facts, aliases=known)
        )
    _absorb(connection, pack, {subject.id: subject for subject in subjects})
    return subjects


def _absorb(connection: Connection, pack: Pack, subjects: dict[str, Subject]) -> None:
    """Give names, codes and ids of merged objects to the one that stayed."""
    columns = (ObjectRow.id, ObjectRow.merged_into, ObjectRow.name, ObjectRow.uscc, ObjectRow.aliases)
    merged = connection.execute(
        select(*columns).where(ObjectRow.county == pack.code, ObjectRow.merged_into.is_not(None)).order_by(ObjectRow.id)
    ).all()
    into = {row.id: row.merged_into for row in merged}
    for row in merged:
        stays, seen = row.merged_into, {row.id}
        while stays in into and stays not in seen:
            seen.add(stays)
            stays = into[stays]
        if subject := subjects.get(stays):
            subject.aliases += (row.name, *(row.aliases.split("\n") if row.aliases else ()))
            subject.codes += (row.uscc,) if row.uscc else ()
            subject.ids += (row.id,)


def known_hazards(
    connection: Connection, pack: Pack, days: Iterable[int], key: Any
) -> tuple[dict[HazardKey, KnownHazard], dict[str, KnownHazard]]:
    """Hazards found on these days (ordinals), by object, day and the ``key`` of their description, and by number.

    Of several that are the same by the first, it has that of the lowest number.
    """
    found: dict[HazardKey, KnownHazard] = {}
    by_number: dict[str, KnownHazard] = {}
    columns = [getattr(HazardRow, name) for name in _HAZARD_FACTS]
    ordered = sorted(set(days))
    for start in range(0, len(ordered), _MANY):
        statement = select(*columns).where(
            HazardRow.county == pack.code,
            HazardRow.found_day.in_(ordered[start : start + _MANY]),
            HazardRow.state.not_in(OVER_STATES),
        )
        for row in connection.execute(statement):
            facts = dict(zip(_HAZARD_FACTS, row, strict=True))
            by_number[facts["hazard_no"]] = hazard = KnownHazard(facts)
            if facts["object_id"]:
                same = found.setdefault((facts["object_id"], facts["found_day"], key(facts["description"])), hazard)
                if facts["hazard_no"] < same.facts["hazard_no"]:
                    found[(facts["object_id"], facts["found_day"], key(facts["description"]))] = hazard
    return found, by_number


def coded_hazards(connection: Connection, pack: Pack, codes: Sequence[str]) -> dict[str, KnownHazard]:
    """Hazards by the numbers that they have in the system they came from."""
    columns = [getattr(HazardRow, name) for name in _HAZARD_FACTS]
    query = select(*columns).where(
        HazardRow.county == pack.code,
        HazardRow.ext_code.in_(listed(connection, codes)),
        HazardRow.state.not_in(OVER_STATES),
    )
    rows = (dict(zip(_HAZARD_FACTS, row, strict=True)) for row in connection.execute(query))
    return {facts["ext_code"]: KnownHazard(facts) for facts in rows}


def _registered(
    connection: Connection,
    pack: Pack,
    key: Any,
    attributes: Mapping[str, str],
    days: Collection[str],
    asked: Iterable[tuple[Any, Iterable[Any]]],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Key and fields of the records of which a column is one of its values in ``asked``, each record once.

    ``key`` is the column of the record's key, ``attributes`` those of its table by field; fields named in ``days`` are
    told in ISO form.
    """
    table = key.class_
    columns = [getattr(table, attribute) for attribute in attributes.values()]
    seen: set[str] = set()
    for column, values in asked:
        wanted = list(dict.fromkeys(values))
        for start in range(0, len(wanted), _MANY):
            query = select(key, *columns).where(table.county == pack.code, column.in_(wanted[start : start + _MANY]))
            for number, *said in connection.execute(query.order_by(key)):
                if number not in seen:
                    seen.add(number)
                    told = dict(zip(attributes, said, strict=True))
                    stated = {name: told[name] for name in days if told[name] is not None}
                    yield number, told | {name: date.fromordinal(day).isoformat() for name, day in stated.items()}


def known_equipment(connection: Connection, pack: Pack, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Facts of the equipment with these codes, by code; days in ISO form, under the names of an event's fields."""
    asked = [(EquipmentRow.reg_code, codes)]
    return dict(_registered(connection, pack, EquipmentRow.reg_code, attributes_of(FIELDS), _DAYS, asked))


def known_inspections(
    connection: Connection, pack: Pack, days: Sequence[int], code: Sequence[str], doc_no: Sequence[str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Number, object and fields of the inspections of these days (ordinals), or with one of these numbers."""
    asked = ((InspectionRow.day, days), (InspectionRow.code, code), (InspectionRow.doc_no, doc_no))
    attributes = attributes_of(INSPECTED) | {"object_id": "object_id"}
    for number, told in _registered(connection, pack, InspectionRow.no, attributes, ("on", "ended"), asked):
        yield number, told.pop("object_id"), told


def known_accidents(
    connection: Connection, pack: Pack, days: Sequence[int], codes: Sequence[str]
) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Number, object and fields of the accidents of these days (ordinals), or with one of these numbers."""
    asked = ((AccidentRow.occurred_day, days), (AccidentRow.code, codes))
    dated = ("occurred_on", "reported_on")
    for number, told in _registered(connection, pack, AccidentRow.no, attributes_of(ACCIDENT_FIELDS), dated, asked):
        loss = told["loss_yuan"]
        yield number, told["object_id"], told | {"loss_yuan": None if loss is None else loss / 100}


def known_persons(
    connection: Connection, pack: Pack, names: Sequence[str]
) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Number, object and fields of the duties of persons of these names."""
    asked = [(ResponsibleRow.name, names)]
    dated = ("valid_from", "valid_to")
    for number, told in _registered(connection, pack, ResponsibleRow.no, attributes_of(PERSON_FIELDS), dated, asked):
        yield number, told["object_id"], told


def last_days(connection: Connection, pack: Pack, ids: Sequence[str], kind: str = HAZARD) -> dict[str, int]:
    """The day of the last event of each stream, as an ordinal: nothing may be recorded before it."""
    days: dict[str, int] = {}
    for start in range(0, len(ids), _MANY):
        statement = (
            select(EventRow.id, func.max(EventRow.day))
            .where(
                EventRow.county == pack.code,
                EventRow.kind == kind,
                EventRow.id.in_(ids[start : start + _MANY]),
            )
            .group_by(EventRow.id)
        )
        days.update((row[0], row[1]) for row in connection.execute(statement))
    return days


def earlier_batch(connection: Connection, pack: Pack, sha256: str, kind: str) -> tuple[str, str] | None:
    """Batch and instant of an earlier import of the very same file, or None."""
    row = connection.execute(
        select(BatchRow.batch, BatchRow.at)
        .where(BatchRow.county == pack.code, BatchRow.sha256 == sha256, BatchRow.kind == kind)
        .order_by(BatchRow.at)
    ).first()
    return (row.batch, row.at) if row else None


def free_batch(connection: Connection, pack: Pack, wanted: str) -> str:
    """The batch number that is wanted, or with a number behind it: a file may come twice within a second."""
    same = select(BatchRow.batch).where(BatchRow.county == pack.code, BatchRow.batch.startswith(wanted))
    taken = set(connection.scalars(same))
    return wanted if wanted not in taken else next(one for n in count(2) if (one := f"{wanted}-{n}") not in taken)
