"""Each finding has the records it names and no others, by town and within the scope, and loses them once mended."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.quality import BY_KEY, FINDINGS, work
from data.quality.accepting import accept, take_back
from data.quality.findings import CROWD, GROUPS, PAIR
from data.quality.twins import REASONS, Twins
from data.rules.events import NewEvent
from data.rules.scope import SYSTEM, Actor, Scope
from data.rules.vocabulary import Role
from data.store import batches, object_verbs
from data.store.amending import amend_hazard
from data.store.database import writing
from data.store.doctor import examine
from data.store.errors import FactsRefused, NotFound
from data.store.streams import record
from data.words import LANGUAGES, table
from geo.datum import Datum
from tests import factories
from tests.exchange import books

TODAY = date(2021, 7, 1)
CODE = "91370115MAWTN9KU4L"
SOUND: dict[str, Any] = {
    "uscc": CODE,
    "principal": "赵某",
    "phone": "19900000001",
    "lead_dept": "XFD",
    "cell": "C1",
}
"""What an object has that nothing is missing of; its point is the seat of its town."""


@pytest.fixture
def whole(pack: Pack) -> Scope:
    return Scope.whole(pack.code)


@pytest.fixture
def now(pack: Pack) -> datetime:
    return datetime(2021, 7, 1, 9, tzinfo=pack.zone)


@pytest.fixture
def twins(pack: Pack) -> Twins:
    return Twins(pack)


def there(pack: Pack, town: int = 0) -> dict[str, Any]:
    """A point in a town, and the town."""
    place = pack.towns[town]
    return {"town": place.code, "lon": place.seat_lon, "lat": place.seat_lat}


def told(engine: Engine, pack: Pack, *events: NewEvent) -> list[str]:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, events)
    return [event.id for event in events]


def counts(engine: Engine, scope: Scope, twins: Twins) -> dict[str, dict[str, int]]:
    with engine.connect() as connection:
        found = work.counted(connection, scope, twins, TODAY)
        for finding in FINDINGS:  # the lists are as long as they are said to be
            told = found.get(finding.key, {})
            lists = {town: work.items(connection, scope, twins, TODAY, work.Asked(finding, town)) for town in told}
            assert {town: len(rows) for town, rows in lists.items()} == dict(told)
            assert work.by_town(connection, scope, twins, TODAY, work.Asked(finding)) == dict(told)
    return {key: dict(towns) for key, towns in found.items()}


def listed(engine: Engine, scope: Scope, twins: Twins, key: str, *, accepted: bool = False) -> list[str]:
    with engine.connect() as connection:
        found = work.items(connection, scope, twins, TODAY, work.Asked(BY_KEY[key], None, accepted))
    return [item.id for item in found]


def test_the_registry_names_each_finding_once_in_a_known_group() -> None:
    assert len(BY_KEY) == len(FINDINGS)
    assert {finding.group for finding in FINDINGS} == set(GROUPS)
    assert {reason for finding in FINDINGS for reason in finding.reasons} == set(REASONS)
    assert all((finding.where is None) == (finding.of == PAIR) for finding in FINDINGS)


def test_a_sound_county_has_nothing_to_mend(engine: Engine, pack: Pack, whole: Scope, twins: Twins) -> None:
    assert counts(engine, whole, twins) == {}
    (plant,) = told(engine, pack, factories.registered(**SOUND, **there(pack)))
    told(engine, pack, *factories.closed_history(object_id=plant, **there(pack)))
    assert counts(engine, whole, twins) == {}


BROKEN_OBJECTS: dict[str, dict[str, Any]] = {
    "object_unplaced": {"town": None, "lon": None, "lat": None},
    "object_at_seat": {"lon": None, "lat": None},
    "object_no_code": {"uscc": None},
    "object_provisional": {"provisional": True},
    "object_no_principal": {"principal": None},
    "object_no_department": {"lead_dept": None},
    "object_outside": {"lon": 10.0, "lat": 10.0, "address": "某处"},
    "object_datum": {"place_doubts": "GEO_DATUM_SUSPECT"},
    "object_point": {"place_doubts": "GEO_SWAPPED_FIXED"},
}


@pytest.mark.parametrize("key", BROKEN_OBJECTS)
def test_what_an_object_lacks_is_found(engine: Engine, pack: Pack, whole: Scope, twins: Twins, key: str) -> None:
    ids = told(engine, pack, factories.registered(**SOUND | there(pack) | BROKEN_OBJECTS[key]))
    assert listed(engine, whole, twins, key) == ids
    found = counts(engine, whole, twins)
    also = {"object_unplaced": {"object_no_town"}, "object_outside": {"object_at_seat"}}.get(key, set())
    assert set(found) == {key, *also}


def test_a_point_in_another_town_than_the_declared_one_is_found_until_the_town_or_the_point_is_mended(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins, now: datetime
) -> None:
    there_now, other = there(pack), pack.towns[4]
    first = SOUND | there_now | {"town": other.code, "name": "甲厂"}
    second = first | {"name": "乙坊", "uscc": None, "kind": "个体工商户", "phone": None}
    one, two = told(engine, pack, factories.registered(**first), factories.registered(**second))
    assert listed(engine, whole, twins, "object_other_town") == [one, two]
    place = {"lon": other.seat_lon, "lat": other.seat_lat}
    moved = object_verbs.move_object(engine, pack, whole, SYSTEM, one, place, "核对", 1, now)
    assert moved.place_doubts is None
    object_verbs.move_object(engine, pack, whole, SYSTEM, two, {"town": there_now["town"]}, "核对", 1, now)
    assert listed(engine, whole, twins, "object_other_town") == []
    assert examine(engine, pack) == []


def test_another_town_leaves_the_other_doubts_about_the_point(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins, now: datetime
) -> None:
    doubtful = SOUND | there(pack) | {"town": pack.towns[4].code, "place_doubts": "GEO_DATUM_SUSPECT"}
    (one,) = told(engine, pack, factories.registered(**doubtful))
    object_verbs.move_object(engine, pack, whole, SYSTEM, one, {"town": pack.towns[0].code}, "核对", 1, now)
    assert set(counts(engine, whole, twins)) == {"object_datum"}


def test_ten_objects_at_one_point_are_a_crowd_and_nine_are_none(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins
) -> None:
    names = "甲乙丙丁戊己庚辛壬癸"
    plain = there(pack) | {"kind": "个体工商户", "principal": "赵某", "lead_dept": "XFD"}
    events = [factories.registered(name=f"{name * 6}店", **plain) for name in names]
    told(engine, pack, *events[: CROWD - 1])
    assert "object_crowded" not in counts(engine, whole, twins)
    told(engine, pack, *events[CROWD - 1 :])
    assert len(listed(engine, whole, twins, "object_crowded")) == CROWD


def test_what_a_hazard_lacks_is_found(engine: Engine, pack: Pack, whole: Scope, twins: Twins) -> None:
    place, other = there(pack), there(pack, 4)
    (plant,) = told(engine, pack, factories.registered(**SOUND, **place))
    nowhere, at_seat, elsewhere, far, void = (factories.found(**facts) for facts in (
        {}, {"town": place["town"]}, {**other, "object_id": plant}, {"lon": 10.0, "lat": 10.0}, {},
    ))  # fmt: skip
    told(engine, pack, nowhere, at_seat, elsewhere, far, void)
    told(engine, pack, factories.happening(void.id, "voided", "2021-06-02", reason="误报"))
    assert set(listed(engine, whole, twins, "hazard_unplaced")) == {nowhere.id, far.id}
    assert listed(engine, whole, twins, "hazard_at_seat") == [at_seat.id]
    assert listed(engine, whole, twins, "hazard_elsewhere") == [elsewhere.id]
    assert listed(engine, whole, twins, "hazard_outside") == [far.id]
    assert len(listed(engine, whole, twins, "hazard_no_deadline")) == 4
    assert counts(engine, whole, twins)["hazard_no_town"] == {work.NO_TOWN: 2}


def test_a_hazard_leaves_its_lists_once_it_is_mended(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins, now: datetime
) -> None:
    (no,) = told(engine, pack, factories.found())
    amend_hazard(engine, pack, whole, SYSTEM, no, there(pack), "核对", 1, now)
    told(engine, pack, factories.happening(no, "noticed", "2021-07-02", deadline="2021-07-12"))
    assert counts(engine, whole, twins) == {}


@pytest.mark.parametrize(
    ("reason", "facts"),
    [
        ("twins", {"uscc": CODE, "name": "完全不同的名称", "phone": None}),
        ("twins", {"uscc": None, "name": "（示例）第一机械制造厂", "phone": None}),
        ("twins", {"uscc": None, "name": "完全不同的名称", "phone": SOUND["phone"]}),
        ("alike", {"uscc": None, "name": "示例第一机械制造工厂", "phone": None}),
        (None, {"uscc": None, "name": "完全不同的名称", "phone": None}),
    ],
)  # fmt: skip
def test_objects_that_may_be_one_are_told_for_the_surest_reason(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins, reason: str | None, facts: dict[str, Any]
) -> None:
    sound = SOUND | there(pack) | {"name": "示例第一机械制造厂", "kind": "个体工商户"}
    assert counts(engine, whole, twins) == {}
    ids = told(engine, pack, factories.registered(**sound), factories.registered(**sound | facts))
    assert counts(engine, whole, twins) == ({reason: {pack.towns[0].code: 1}} if reason else {})
    assert counts(engine, whole, Twins(pack)) == counts(engine, whole, twins)
    elsewhere = Scope.of_towns(pack.code, pack.towns[1].code)
    assert counts(engine, elsewhere, twins) == {}
    if reason:
        with engine.connect() as connection:
            (pair,) = work.items(connection, whole, twins, TODAY, work.Asked(BY_KEY[reason]))
        assert (pair.id, pair.other_id) == tuple(ids)


def test_a_merge_ends_the_pair_and_undoing_it_brings_it_back(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins, now: datetime
) -> None:
    sound = SOUND | there(pack)
    one, two = told(engine, pack, factories.registered(**sound), factories.registered(**sound))
    assert listed(engine, whole, twins, "twins") == [one]
    object_verbs.merge_objects(engine, pack, whole, SYSTEM, two, one, "同一单位", (1, 1), now)
    assert listed(engine, whole, twins, "twins") == []
    object_verbs.unmerge_object(engine, pack, whole, SYSTEM, two, "误并", 2, now)
    assert listed(engine, whole, twins, "twins") == [one]


def test_what_was_looked_at_leaves_the_list_with_a_reason_and_comes_back(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins, now: datetime
) -> None:
    (one,) = told(engine, pack, factories.registered(**SOUND | there(pack) | {"principal": None}))
    finding, ids = BY_KEY["object_no_principal"], (one, "")
    for _again in range(2):
        accept(engine, pack, whole, factories.OFFICER, twins, finding, ids, "无人值守设施", now)
        assert counts(engine, whole, twins) == {}
        assert listed(engine, whole, twins, finding.key, accepted=True) == [one]
        assert examine(engine, pack) == []
        take_back(engine, pack, whole, factories.OFFICER, twins, finding, ids, "已有负责人", now)
        assert listed(engine, whole, twins, finding.key) == [one]
    assert examine(engine, pack) == []


def test_only_who_may_accepts_only_what_is_found_in_the_own_scope(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins, now: datetime
) -> None:
    (one,) = told(engine, pack, factories.registered(**SOUND | there(pack) | {"principal": None}))
    ids, finding = (one, ""), BY_KEY["object_no_principal"]
    enterprise = Actor("李某", "", Role.ENTERPRISE)
    elsewhere = Scope.of_towns(pack.code, pack.towns[1].code)
    with pytest.raises(FactsRefused, match="无权"):
        accept(engine, pack, whole, enterprise, twins, finding, ids, "x", now)
    with pytest.raises(FactsRefused, match="理由"):
        accept(engine, pack, whole, factories.OFFICER, twins, finding, ids, " ", now)
    with pytest.raises(NotFound):
        accept(engine, pack, elsewhere, factories.OFFICER, twins, finding, ids, "x", now)
    with pytest.raises(NotFound):
        accept(engine, pack, whole, factories.OFFICER, twins, BY_KEY["object_no_cell"], ids, "x", now)
    with pytest.raises(NotFound):
        take_back(engine, pack, whole, factories.OFFICER, twins, finding, ids, "x", now)
    accept(engine, pack, whole, factories.OFFICER, twins, finding, ids, "x", now)
    with pytest.raises(NotFound):
        take_back(engine, pack, elsewhere, factories.OFFICER, twins, finding, ids, "x", now)


def test_flags_of_an_import_are_found_afterwards_and_go_with_its_batch(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins, tmp_path: Path
) -> None:
    report = books.objects(
        engine,
        pack,
        tmp_path,
        [
            books.roster(单位名称="示例机械厂", 经度="36.96", 纬度="116.95"),
            books.roster(单位名称="示例化工厂", 统一社会信用代码="", 经度="120.5", 纬度="36.0", 联系电话=""),
        ],
    )
    found = counts(engine, whole, twins)
    assert set(found) >= {"object_point", "object_outside", "object_no_code"}
    assert report.batch is not None
    batches.take_back(engine, pack, whole, SYSTEM, report.batch, "误传", books.NOW)
    assert counts(engine, whole, twins) == {}


def test_every_finding_and_means_has_its_words() -> None:
    for lang in LANGUAGES:
        words = set(table(lang))
        told = {f"quality.{part}.{key}" for key in BY_KEY for part in ("finding", "why", "wrong")}
        told |= {f"quality.group.{group}" for group in GROUPS} | {f"quality.reason.{reason}" for reason in REASONS}
        assert told <= words


def test_points_of_a_ledger_that_lie_off_alike_stay_doubtful_until_each_is_placed(
    engine: Engine, pack: Pack, whole: Scope, twins: Twins, tmp_path: Path
) -> None:
    names = [f"示例{letter * 6}厂" for letter in "甲乙丙丁戊己"]
    town = pack.towns[5]
    points = [(float(town.seat_lon or 0) + step / 500, float(town.seat_lat or 0)) for step in range(6)]
    told(
        engine, pack,
        *(
            factories.registered(name=name, town=town.code, lon=lon, lat=lat)
            for name, (lon, lat) in zip(names, points, strict=True)
        ),
    )  # fmt: skip
    rows = [
        [*books.hazard(被检查单位=name, 所属镇街=town.name), f"{lon + 0.0061:.6f}", f"{lat + 0.0006:.6f}"]
        for name, (lon, lat) in zip(names, points, strict=True)
    ]
    rows.append([*books.hazard(被检查单位="名录外的示例作坊", 所属镇街=town.name), "", ""])
    header = (*books.HAZARD_HEADER, "经度", "纬度")
    report = books.hazards(engine, pack, tmp_path, rows, header, datum=Datum.WGS84)
    assert [row.flags.count("GEO_DATUM_SUSPECT") for row in report.rows] == [1] * 6 + [0]
    doubtful = listed(engine, whole, twins, "hazard_datum")
    assert len(doubtful) == 6
    assert len(listed(engine, whole, twins, "object_provisional")) == 1
    place = {"lon": points[0][0], "lat": points[0][1]}
    amend_hazard(engine, pack, whole, SYSTEM, doubtful[0], place, "现场核对", 2, books.NOW)
    assert set(listed(engine, whole, twins, "hazard_datum")) == set(doubtful[1:])
    assert examine(engine, pack) == []


def test_names_alike_are_looked_for_only_up_to_a_bound_and_what_is_sure_beyond_it(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.quality.twins.MOST_ALIKE", 1)
    bounded = Twins(pack)
    sound = SOUND | there(pack) | {"kind": "个体工商户", "uscc": None, "phone": None}
    names = ("示例第一机械制造厂", "示例第一机械制造工厂", "示例第二机械制造厂", "（示例）第一机械制造厂")
    ids = told(engine, pack, *(factories.registered(name=name, **sound) for name in names))
    with engine.connect() as connection:
        pairs = bounded.pairs(connection)
    assert Counter(pair.reason for pair in pairs)["alike"] == 1
    assert bounded.is_full
    object_verbs.amend_object(engine, pack, whole, SYSTEM, ids[1], {"name": "别的名称"}, 1, now)
    with engine.connect() as connection:
        assert all(ids[1] not in pair.ids for pair in bounded.pairs(connection))
    assert not bounded.is_full
