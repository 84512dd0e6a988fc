"""Objects are closed, moved, merged and parted again, each by people who may, with a reason, and never blindly."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.rules.objects import SupervisedObject
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store import object_verbs
from data.store.doctor import examine
from data.store.errors import FactsRefused, MovedMeanwhile, NotFound
from tests import factories

OFFICER = factories.OFFICER
ENTERPRISE = Actor("李某", "", Role.ENTERPRISE)


@pytest.fixture
def now(pack: Pack) -> datetime:
    return datetime(2021, 6, 1, 9, tzinfo=pack.zone)


@pytest.fixture
def plant(engine: Engine, pack: Pack, whole: Scope, now: datetime) -> SupervisedObject:
    return registered(engine, pack, now, "甲厂")


def registered(engine: Engine, pack: Pack, now: datetime, name: str, **fields: Any) -> SupervisedObject:
    told = {"name": name, "town": pack.towns[0].code, "sector": pack.sectors[0].code} | fields
    return object_verbs.register_object(engine, pack, Scope.whole(pack.code), OFFICER, told, now)


def test_an_object_is_closed_with_reason_and_day_and_taken_back(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, plant: SupervisedObject
) -> None:
    values = {"status": "注销", "reason": "已办理注销登记", "on": "2021-05-20"}
    shut = object_verbs.close_object(engine, pack, whole, OFFICER, plant.id, values, 1, now)
    assert (shut.status, shut.row_version) == ("注销", 2)
    back = object_verbs.reopen_object(engine, pack, whole, OFFICER, plant.id, "误操作", 2, now)
    assert back.status == "在业"
    assert examine(engine, pack) == []


def test_closing_names_every_problem(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, plant: SupervisedObject
) -> None:
    values = {"status": "在业", "reason": " ", "on": "2021-06-02"}
    with pytest.raises(FactsRefused) as refused:
        object_verbs.close_object(engine, pack, whole, OFFICER, plant.id, values, 1, now)
    assert {problem.field for problem in refused.value.problems} == {"status", "reason", "on"}


def test_who_has_no_power_over_the_roster_changes_nothing(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, plant: SupervisedObject
) -> None:
    closing = {"status": "注销", "reason": "x", "on": "2021-05-20"}
    with pytest.raises(FactsRefused, match="无权"):
        object_verbs.close_object(engine, pack, whole, ENTERPRISE, plant.id, closing, 1, now)
    with pytest.raises(FactsRefused, match="无权"):
        object_verbs.amend_object(engine, pack, whole, ENTERPRISE, plant.id, {"principal": "x"}, 1, now)


def test_a_moved_object_takes_the_town_of_its_new_point_unless_one_is_told(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    first, second = pack.towns[0], pack.towns[4]
    place = {"lon": second.seat_lon, "lat": second.seat_lat}
    derived = registered(engine, pack, now, "乙厂", town=None, lon=first.seat_lon, lat=first.seat_lat)
    declared = registered(engine, pack, now, "丙厂")
    assert derived.town_source == "polygon"
    moved = object_verbs.move_object(engine, pack, whole, OFFICER, derived.id, place, "迁址", 1, now)
    stayed = object_verbs.move_object(engine, pack, whole, OFFICER, declared.id, place, "迁址", 1, now)
    assert moved.town not in (None, derived.town)
    assert (stayed.town, stayed.place_quality, stayed.lon) == (declared.town, 1, second.seat_lon)
    with pytest.raises(FactsRefused, match="理由"):
        object_verbs.move_object(engine, pack, whole, OFFICER, declared.id, place, None, 2, now)


def test_two_objects_become_one_and_two_again(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, plant: SupervisedObject
) -> None:
    twin = registered(engine, pack, now, "甲厂（重复）")
    kept = object_verbs.merge_objects(engine, pack, whole, OFFICER, twin.id, plant.id, "同一企业", (1, 1), now)
    assert (kept.id, kept.row_version) == (plant.id, 2)
    assert examine(engine, pack) == []
    with pytest.raises(FactsRefused, match="已合并"):
        object_verbs.merge_objects(engine, pack, whole, OFFICER, plant.id, twin.id, "反向", (2, 2), now)
    back = object_verbs.unmerge_object(engine, pack, whole, OFFICER, twin.id, "并非同一企业", 2, now)
    assert (back.status, back.merged_into) == ("在业", None)
    assert examine(engine, pack) == []


def test_a_merge_needs_both_objects_in_scope_and_as_they_were_seen(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, plant: SupervisedObject
) -> None:
    elsewhere = registered(engine, pack, now, "乙厂", town=pack.towns[1].code)
    ours = Scope.of_towns(pack.code, pack.towns[0].code)
    with pytest.raises(NotFound):
        object_verbs.merge_objects(engine, pack, ours, OFFICER, plant.id, elsewhere.id, "x", (1, 1), now)
    object_verbs.amend_object(engine, pack, whole, OFFICER, elsewhere.id, {"principal": "赵某"}, 1, now)
    with pytest.raises(MovedMeanwhile):
        object_verbs.merge_objects(engine, pack, whole, OFFICER, plant.id, elsewhere.id, "x", (1, 1), now)
    with pytest.raises(FactsRefused):
        object_verbs.merge_objects(engine, pack, whole, OFFICER, plant.id, plant.id, "x", (1, 1), now)
