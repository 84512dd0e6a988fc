"""Coverage figures of domain 4.3 as a table like `data.rules.kpis.KPIS`, for what is recorded of them."""

from collections.abc import Iterable, Mapping

from data.rules.equipment import EquipmentKind, EquipmentStatus
from data.rules.kpis import KPIS, Kind, Kpi, Measure, Population
from data.rules.persons import OF_THE_UNIT, PersonRole
from data.rules.vocabulary import Result

SUPERVISING = frozenset(role.value for role in PersonRole) - OF_THE_UNIT
"""Those who supervise an object; 主要负责人 and 安全员 are the object's own."""


def _rate(key: str, population: Population, above: str, below: str) -> Kpi:
    return Kpi(key, Kind.RATE, Measure(population, sum=above), Measure(population, sum=below))


def _count(key: str, population: Population, name: str) -> Kpi:
    return Kpi(key, Kind.COUNT, Measure(population, sum=name))


_O, _I, _E = Population.OBJECTS, Population.INSPECTIONS, Population.EQUIPMENT

COVERAGE: tuple[Kpi, ...] = (
    _count("objects_total", _O, "objects"),
    _count("objects_inspected", _O, "inspected"),
    _count("inspections_total", _I, "visits"),
    _rate("duty_rate", _O, "with_duty", "objects"),
    _rate("cell_rate", _O, "in_cell", "objects"),
    _rate("on_map_rate", _O, "on_map", "objects"),
    _rate("inspected_rate", _O, "inspected", "objects"),
    _rate("real_name_rate", _O, "with_person", "objects"),
    _rate("equipment_inspection_rate", _E, "inspection_valid", "in_use"),
    _rate("lifts_in_96333_rate", _E, "lifts_in_96333", "lifts"),
    _rate("lifts_insured_rate", _E, "key_lifts_insured", "key_lifts"),
)
"""Every coverage figure, in the order in which it is shown; the first three are counts that the town sheet takes."""

COVERAGE_BY_KEY: Mapping[str, Kpi] = {kpi.key: kpi for kpi in COVERAGE}
COVERAGE_MEASURES: tuple[Measure, ...] = tuple(dict.fromkeys(measure for kpi in COVERAGE for measure in kpi.measures))
EVERY_KPI: tuple[Kpi, ...] = (*KPIS, *COVERAGE)
EVERY_KPI_BY_KEY: Mapping[str, Kpi] = {kpi.key: kpi for kpi in EVERY_KPI}


def chosen(keys: Iterable[str]) -> tuple[Kpi, ...]:
    """The figures of these keys in the order of `EVERY_KPI`; all of them when none is named."""
    wanted = set(keys)
    return tuple(kpi for kpi in EVERY_KPI if not wanted or kpi.key in wanted)


def of_equipment(
    on: int,
    kind: str | None,
    status: str,
    due_day: int | None,
    result: str | None,
    in_96333: bool | None,
    is_key_place: bool | None,
    insured_day: int | None,
) -> frozenset[str]:
    """The sums of `COVERAGE` that a piece of equipment counts in on a day (ordinal).

    What is not in use counts in none. An inspection holds to its due day; a result that is not stated counts as 合格.
    What nobody said of 96333, of the place or of the insurance is not so.
    """
    if status != EquipmentStatus.IN_USE:
        return frozenset()
    lift = kind == EquipmentKind.LIFT
    holds = {
        "in_use": True,
        "inspection_valid": due_day is not None and due_day >= on and result in (None, Result.PASS.value),
        "lifts": lift,
        "lifts_in_96333": lift and bool(in_96333),
        "key_lifts": lift and bool(is_key_place),
        "key_lifts_insured": lift and bool(is_key_place) and insured_day is not None and insured_day >= on,
    }
    return frozenset(name for name, held in holds.items() if held)
