"""Inspections are recorded by those who may, with everything wrong told at once, and follow a merged object."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.rules.objects import SupervisedObject
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store.doctor import examine
from data.store.errors import FactsRefused, NotFound
from data.store.inspecting import inspections_of, record_inspection, withdraw_inspection
from data.store.object_verbs import merge_objects, register_object
from data.store.reads import object_page
from data.store.verbs import report
from data.words import speaking
from tests import factories

VISIT: dict[str, Any] = {
    "on": "2021-06-01", "type": "执法", "org": "YJJ", "inspectors": "赵某、钱某", "topic": "动火作业", "findings": 1,
    "doc_no": "现检〔2021〕1号", "hazards": [],
}  # fmt: skip


@pytest.fixture
def now(pack: Pack) -> datetime:
    return datetime(2021, 6, 2, 9, tzinfo=pack.zone)


def plant(engine: Engine, pack: Pack, now: datetime, name: str = "甲厂", town: int = 0) -> SupervisedObject:
    fields = {"name": name, "town": pack.towns[town].code, "sector": pack.sectors[0].code}
    return register_object(engine, pack, Scope.whole(pack.code), factories.OFFICER, fields, now)


def found(engine: Engine, pack: Pack, now: datetime, object_id: str) -> str:
    facts = {"object_id": object_id, "level": 0, "source": 2, "description": "无警示标志"}
    return report(engine, pack, Scope.whole(pack.code), factories.OFFICER, facts, "2021-06-01", now).hazard_no


def visit(engine: Engine, pack: Pack, now: datetime, object_id: str, **values: Any) -> str:
    return record_inspection(engine, pack, Scope.whole(pack.code), factories.OFFICER, object_id, VISIT | values, now)


def test_an_inspection_is_numbered_by_its_day_and_keeps_the_place_of_then(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    thing = plant(engine, pack, now)
    no = found(engine, pack, now, thing.id)
    first, second = (visit(engine, pack, now, thing.id, hazards=[no]) for _ in range(2))
    assert (first[-12:], second[-4:]) == ("202106010001", "0002")
    with engine.connect() as connection:
        rows = inspections_of(connection, whole, [thing.id])
        assert inspections_of(connection, Scope.of_towns(pack.code, pack.towns[1].code), [thing.id]) == ()
    assert [(row.no, row.findings, row.hazards, row.town) for row in rows] == [
        (second, 1, no, thing.town), (first, 1, no, thing.town),
    ]  # fmt: skip
    assert examine(engine, pack) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": "2021-06-03"}, "on"),
        ({"on": "昨天"}, "on"),
        ({"type": "闲逛"}, "type"),
        ({"org": "NOBODY"}, "org"),
        ({"inspectors": "赵某"}, "inspectors"),
        ({"findings": -1}, "findings"),
        ({"findings": None}, "findings"),
        ({"hazards": ["YH-1", "YH-2"]}, "hazards"),
        ({"hazards": ["YH-1"]}, "hazards"),
        ({"topic": "长" * 300}, "topic"),
    ],
)
def test_each_problem_stands_with_its_field(
    engine: Engine, pack: Pack, now: datetime, wrong: dict[str, Any], field: str
) -> None:
    thing = plant(engine, pack, now)
    with pytest.raises(FactsRefused) as refused:
        visit(engine, pack, now, thing.id, **wrong)
    assert {problem.field for problem in refused.value.problems} == {field}
    with speaking("en"):
        assert refused.value.sentence()


def test_outside_the_scope_or_without_the_power_nothing_is_recorded(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    thing = plant(engine, pack, now)
    elsewhere = Scope.of_towns(pack.code, pack.towns[1].code)
    with pytest.raises(NotFound):
        record_inspection(engine, pack, elsewhere, factories.OFFICER, thing.id, VISIT, now)
    with pytest.raises(FactsRefused, match="无权"):
        record_inspection(engine, pack, whole, Actor("李某", "", Role.ENTERPRISE), thing.id, VISIT, now)


def test_a_withdrawn_inspection_is_shown_nowhere(engine: Engine, pack: Pack, whole: Scope, now: datetime) -> None:
    thing = plant(engine, pack, now)
    number = visit(engine, pack, now, thing.id)
    with pytest.raises(FactsRefused, match="理由"):
        withdraw_inspection(engine, pack, whole, factories.OFFICER, number, "", now)
    withdraw_inspection(engine, pack, whole, factories.OFFICER, number, "重复登记", now)
    with pytest.raises(NotFound):
        withdraw_inspection(engine, pack, whole, factories.OFFICER, number, "再次", now)
    assert examine(engine, pack) == []


def test_the_number_of_a_withdrawn_inspection_is_not_given_again(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    thing = plant(engine, pack, now)
    first = visit(engine, pack, now, thing.id)
    withdraw_inspection(engine, pack, whole, factories.OFFICER, first, "重复登记", now)
    second = visit(engine, pack, now, thing.id)
    assert (first[-4:], second[-4:]) == ("0001", "0002")


def test_hazards_and_inspections_of_a_merged_object_stand_under_the_survivor(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    kept, twin = plant(engine, pack, now), plant(engine, pack, now, "甲厂（重复）", town=1)
    no, number = found(engine, pack, now, twin.id), visit(engine, pack, now, twin.id)
    merge_objects(engine, pack, whole, factories.OFFICER, twin.id, kept.id, "同一企业", (1, 1), now)
    with engine.connect() as connection:
        page, gone = object_page(connection, whole, kept.id), object_page(connection, whole, twin.id)
        near = object_page(connection, Scope.of_towns(pack.code, pack.towns[0].code), kept.id)
    assert ([row.hazard_no for row in page.hazards], [row.no for row in page.inspections]) == ([no], [number])
    assert [row.id for row in page.merged] == [twin.id]
    assert gone.into is not None
    assert gone.into.id == kept.id
    assert (near.hazards, near.inspections, near.merged) == ((), (), ())
    assert visit(engine, pack, now, kept.id, hazards=[no])
