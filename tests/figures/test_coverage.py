"""Coverage figures equal a slow reader on every day and at every change, town by town, and list what they count."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.readmodel import Coverage, ReadModel
from data.rules.coverage import COVERAGE, of_equipment
from data.rules.filters import Filter
from data.rules.kpis import Kind
from data.rules.periods import Period
from data.rules.scope import SYSTEM, Box, Scope
from data.store.database import writing
from data.store.persons import objects_with_person
from data.store.streams import record
from tests.figures.covered import FIRST, Answer, events_of, reference

LATER = date(2022, 6, 1)


def told(engine: Engine, pack: Pack, seed: int) -> ReadModel:
    with writing(engine) as connection:
        record(connection, pack, SYSTEM, events_of(pack, seed))
    model = ReadModel(engine, pack, today=lambda: LATER)
    model.refresh()
    return model


def answers(coverage: Coverage, town: str | None = None) -> dict[str, Answer]:
    values = coverage.by_town[town] if town else coverage.kpis
    return {
        key: (value.value, value.above, value.below) if value.kpi.kind is Kind.RATE else (value.value, None, None)
        for key, value in values.items()
    }


@pytest.mark.parametrize("seed", range(6))
def test_every_cut_equals_the_slow_reference(engine: Engine, pack: Pack, seed: int) -> None:
    events, model, rng = events_of(pack, seed), told(engine, pack, seed), Random(seed)
    scope, town = Scope.whole(pack.code), pack.towns[1].code
    for _ in range(10):
        as_of = rng.choice((LATER, FIRST + timedelta(rng.randrange(400))))
        change = rng.choice((None, rng.randrange(len(events) + 1)))
        period = Period(FIRST + timedelta(rng.randrange(100)), FIRST + timedelta(100 + rng.randrange(200)))
        coverage = model.snapshot.coverage(scope, Filter(), period, as_of, change)
        cut = (events, period.first, min(period.last, as_of), as_of, change)
        assert answers(coverage) == reference(*cut), (as_of, change)
        assert answers(coverage, town) == reference(*cut, town), (as_of, change)


@pytest.mark.parametrize("seed", range(3))
def test_the_towns_add_up_and_what_is_counted_is_listed(sqlite_engine: Engine, pack: Pack, seed: int) -> None:
    model = told(sqlite_engine, pack, seed)
    coverage = model.snapshot.coverage(Scope.whole(pack.code), Filter(), Period(FIRST, LATER), LATER)
    for kpi in COVERAGE:
        whole = coverage.kpis[kpi.key]
        for groups in (coverage.by_town, coverage.by_sector):
            assert sum(group[kpi.key].above for group in groups.values()) == whole.above
        assert len(set(coverage.ids(kpi.above))) == whole.above
        if kpi.below:
            assert set(coverage.ids(kpi.above)) <= set(coverage.ids(kpi.below))
            assert len(coverage.ids(kpi.below)) == whole.below


def test_who_answers_for_an_object_is_what_the_work_list_of_quality_says(sqlite_engine: Engine, pack: Pack) -> None:
    model = told(sqlite_engine, pack, 1)
    coverage = model.snapshot.coverage(Scope.whole(pack.code), Filter(), None, LATER)
    with sqlite_engine.connect() as connection:
        answered = objects_with_person(connection, pack.code, LATER.toordinal())
    named = next(kpi for kpi in COVERAGE if kpi.key == "real_name_rate")
    assert named.below
    assert set(coverage.ids(named.above)) == answered & set(coverage.ids(named.below)) != set()


def test_a_town_sees_its_own_and_a_filter_narrows(sqlite_engine: Engine, pack: Pack) -> None:
    model, town = told(sqlite_engine, pack, 2), pack.towns[0].code
    whole = model.snapshot.coverage(Scope.whole(pack.code), Filter(), None, LATER)
    mine = model.snapshot.coverage(Scope(pack.code, (Box(towns=frozenset({town})),)), Filter(), None, LATER)
    filtered = model.snapshot.coverage(Scope.whole(pack.code), Filter(town=(town,)), None, LATER)
    assert answers(mine) == answers(filtered) == answers(whole, town)


def test_nothing_to_divide_by_is_no_rate(sqlite_engine: Engine, pack: Pack) -> None:
    model = ReadModel(sqlite_engine, pack, today=lambda: LATER)
    coverage = model.snapshot.coverage(Scope.whole(pack.code), Filter())
    rates = [value for value in coverage.kpis.values() if value.kpi.kind is Kind.RATE]
    assert {(value.value, value.above, value.below) for value in rates} == {(None, 0, 0)}


def test_an_inspection_holds_to_its_last_day_and_a_silent_result_counts_as_passed() -> None:
    on = LATER.toordinal()
    assert "inspection_valid" in of_equipment(on, "锅炉", "在用", on, None, None, None, None)
    assert "inspection_valid" not in of_equipment(on, "锅炉", "在用", on - 1, "pass", None, None, None)
    assert "inspection_valid" not in of_equipment(on, "锅炉", "在用", on, "fail", None, None, None)
    assert "key_lifts_insured" in of_equipment(on, "电梯", "在用", None, None, None, True, on)
    assert of_equipment(on, "电梯", "停用", on, "pass", True, True, on) == frozenset()
