"""The assessment 考核 of a period: the figures of every town or department, gathered and handed to the rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data.packs.model import Organisation, Pack
from data.readmodel.coverage import NONE_COVERED
from data.readmodel.snapshot import Snapshot
from data.rules.accidents import LEVELS
from data.rules.assessment import COUNTS, RATES, Figure, Of, Result, Told, Version, assess, version_on
from data.rules.events import ACCIDENT
from data.rules.filters import Filter
from data.rules.kpis import Value
from data.rules.marks import given
from data.rules.periods import Period
from data.rules.scope import Scope
from data.rules.vocabulary import Role
from data.store.as_of import records_at
from data.store.marks import marks_at

GRAVE = frozenset(level.value for level, *_limits in LEVELS)
"""较大及以上."""
Covers = Callable[[str | None, str | None], bool]
"""Whether what lies in a town and a sector is a unit's."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The results of all units, the best first, by the version that held at the end of the period."""

    version: Version
    period: Period
    as_of: date
    change: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A town or a department: its code, the filter that shows its hazards, and what else is its own."""

    code: str
    shown: Filter
    covers: Covers


def units(pack: Pack, of: Of) -> tuple[Unit, ...]:
    """Every town; or every department with sectors of its own, a sector of several counting for each."""
    if of is Of.TOWN:
        return tuple(Unit(one.code, Filter(town=(one.code,)), _in_town(one.code)) for one in pack.towns)
    departments = [org for org in pack.organisations if org.role == Role.DEPARTMENT and org.sectors]
    return tuple(_department(pack, org) for org in departments)


def assessment(
    snapshot: Snapshot,
    connection: Connection,
    pack: Pack,
    of: Of,
    period: Period,
    as_of: date,
    change: int | None = None,
) -> Assessment:
    """Every unit scored and ranked as of the end of a day, as known at ``change``. Raises `AssessmentMissing`."""
    version = version_on(pack.assessment, of, period.last)
    every, day = units(pack, of), as_of.toordinal()
    values = _values(snapshot, pack, of, every, period, as_of, change)
    first, last = period.first.toordinal(), period.last.toordinal()
    marks = [mark for mark in marks_at(connection, pack.code, change) if mark.applies_to == of]
    accidents = [
        one
        for one in records_at(connection, pack.code, ACCIDENT, day, change)
        if one.is_liability and one.level in GRAVE and first <= one.occurred_day <= min(last, day)
    ]
    told = [
        Told(
            unit.code,
            _figures(values[unit.code]),
            given((mark for mark in marks if mark.unit == unit.code), first, last),
            sorted(one.no for one in accidents if unit.covers(one.town, one.sector)),
        )
        for unit in every
    ]
    known = snapshot.change if change is None else change
    return Assessment(version, period, as_of, known, assess(version, told))


def _values(
    snapshot: Snapshot,
    pack: Pack,
    of: Of,
    every: Sequence[Unit],
    period: Period,
    as_of: date,
    change: int | None,
) -> Mapping[str, Mapping[str, Value]]:
    whole = Scope.whole(pack.code)
    if of is Of.TOWN:
        figures = snapshot.figures(whole, Filter(), period, as_of, change).by_town
        coverage = snapshot.coverage(whole, Filter(), period, as_of, change).by_town
        return {unit.code: figures[unit.code] | coverage.get(unit.code, NONE_COVERED) for unit in every}
    return {
        unit.code: snapshot.figures(whole, unit.shown, period, as_of, change).kpis
        | snapshot.coverage(whole, unit.shown, period, as_of, change).kpis
        for unit in every
    }


def _figures(values: Mapping[str, Value]) -> dict[str, Figure]:
    rates = {key: Figure(values[key].above, values[key].below) for key in RATES}
    return rates | {key: Figure(values[key].above) for key in COUNTS}


def _in_town(code: str) -> Covers:
    return lambda town, _sector: town == code


def _department(pack: Pack, org: Organisation) -> Unit:
    codes = frozenset(org.sectors or ())
    own = codes | {sector.code for sector in pack.sectors if sector.parent in codes}
    return Unit(org.code, Filter(sector=tuple(sorted(codes))), lambda _town, sector: sector in own)
