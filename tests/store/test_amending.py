"""The facts of a hazard are corrected with a reason, by those who may, never blindly, and the place follows."""

from datetime import datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.readmodel import ReadModel
from data.readmodel.breakdown import causes
from data.readmodel.masks import hazard_mask
from data.rules.filters import Filter
from data.rules.hazard import Hazard
from data.rules.periods import Period
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store import verbs
from data.store.amending import amend_hazard
from data.store.doctor import examine
from data.store.errors import FactsRefused, MovedMeanwhile, MoveRefused, NotFound, OutsideScope
from data.store.past import hazard_past
from tests import factories

OFFICER = factories.OFFICER
TOWN = Actor("赵某", "", Role.TOWN)
FIXED = "灭火器过期未更换，共三具"


@pytest.fixture
def now(pack: Pack) -> datetime:
    return datetime(2021, 6, 1, 9, tzinfo=pack.zone)


@pytest.fixture
def hazard(engine: Engine, pack: Pack, whole: Scope, now: datetime) -> Hazard:
    told = {
        "subject_kind": "site", "subject_name": "示例在建工程", "level": 0, "source": 2, "town": pack.towns[0].code,
        "sector": "H01", "description": "灭火器过期未更换",
    }  # fmt: skip
    return verbs.report(engine, pack, whole, OFFICER, told, now.date().isoformat(), now)


def test_a_correction_stays_in_the_history_with_its_reason(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, hazard: Hazard
) -> None:
    no = hazard.hazard_no
    after = amend_hazard(engine, pack, whole, OFFICER, no, {"description": FIXED}, "数目有误", hazard.row_version, now)
    assert (after.description, after.row_version) == (FIXED, hazard.row_version + 1)
    with engine.connect() as connection:
        last = hazard_past(connection, whole, no).events[-1]
    assert (last.what, last.body) == ("amended", {"fields": {"description": FIXED}, "reason": "数目有误"})
    assert examine(engine, pack) == []


def test_what_is_told_as_it_was_changes_nothing(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, hazard: Hazard
) -> None:
    same = {"description": hazard.description, "level": 0}
    after = amend_hazard(engine, pack, whole, OFFICER, hazard.hazard_no, same, "核对", hazard.row_version, now)
    assert after.row_version == hazard.row_version


@pytest.mark.parametrize(
    ("facts", "reason", "fields"),
    [
        ({"description": FIXED}, "  ", {"reason"}),
        ({"description": " ", "level": 1}, None, {"reason", "description", "judge_basis"}),
        ({"town": "no-such-town", "sector": "Z99"}, "核对", {"town", "sector"}),
    ],
)
def test_every_problem_is_named_and_nothing_is_changed(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, hazard: Hazard, facts: Any, reason: Any, fields: set[str]
) -> None:
    with pytest.raises(FactsRefused) as refused:
        amend_hazard(engine, pack, whole, OFFICER, hazard.hazard_no, facts, reason, hazard.row_version, now)
    assert {problem.field for problem in refused.value.problems} == fields
    with engine.connect() as connection:
        assert hazard_past(connection, whole, hazard.hazard_no).version == hazard.row_version


def test_a_town_proposes_a_major_hazard_and_does_not_declare_or_correct_one(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, hazard: Hazard
) -> None:
    no, worse = hazard.hazard_no, {"level": 1, "judge_basis": "重大事故隐患判定标准第五条"}
    with pytest.raises(FactsRefused) as refused:
        amend_hazard(engine, pack, whole, TOWN, no, worse, "升级", hazard.row_version, now)
    assert {problem.field for problem in refused.value.problems} == {"level"}
    after = amend_hazard(engine, pack, whole, OFFICER, no, worse, "升级", hazard.row_version, now)
    with pytest.raises(FactsRefused):
        amend_hazard(engine, pack, whole, TOWN, no, {"description": FIXED}, "数目有误", after.row_version, now)


def test_the_second_of_two_is_told_who_was_faster(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, hazard: Hazard
) -> None:
    no, seen = hazard.hazard_no, hazard.row_version
    amend_hazard(engine, pack, whole, OFFICER, no, {"description": FIXED}, "数目有误", seen, now)
    with pytest.raises(MovedMeanwhile):
        amend_hazard(engine, pack, whole, OFFICER, no, {"category": "消防"}, "补充", seen, now)


def test_a_town_corrects_neither_what_lies_elsewhere_nor_out_of_its_own_ground(
    engine: Engine, pack: Pack, now: datetime, hazard: Hazard
) -> None:
    no, (here, there) = hazard.hazard_no, (town.code for town in pack.towns[:2])
    with pytest.raises(NotFound):
        amend_hazard(engine, pack, Scope.of_towns(pack.code, there), TOWN, no, {"description": FIXED}, "核对", 1, now)
    own = Scope.of_towns(pack.code, here)
    with pytest.raises(OutsideScope):
        amend_hazard(engine, pack, own, TOWN, no, {"town": there}, "核对", hazard.row_version, now)


def test_a_measured_point_becomes_the_place_and_can_be_taken_away_again(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, hazard: Hazard
) -> None:
    point = pack.town_shapes[0].geometry.representative_point()
    told = {"lon": round(point.x, 6), "lat": round(point.y, 6)}
    placed = amend_hazard(engine, pack, whole, OFFICER, hazard.hazard_no, told, "实测", hazard.row_version, now)
    assert (placed.lon, placed.lat) == (told["lon"], told["lat"])
    assert placed.place_quality < hazard.place_quality
    away = {"lon": None, "lat": None}
    back = amend_hazard(engine, pack, whole, OFFICER, hazard.hazard_no, away, "坐标有误", placed.row_version, now)
    assert back.place_quality == hazard.place_quality
    assert examine(engine, pack) == []


def test_the_cause_is_kept_by_its_code_and_refused_where_the_pack_has_none(
    engine: Engine, pack: Pack, whole: Scope, now: datetime, hazard: Hazard
) -> None:
    no = hazard.hazard_no
    after = amend_hazard(engine, pack, whole, OFFICER, no, {"cause_type": "12"}, "补充", hazard.row_version, now)
    assert after.cause_type == "12"
    with pytest.raises(FactsRefused) as refused:
        amend_hazard(engine, pack, whole, OFFICER, no, {"cause_type": "99"}, "补充", after.row_version, now)
    assert [problem.field for problem in refused.value.problems] == ["cause_type"]
    assert amend_hazard(engine, pack, whole, OFFICER, no, {"cause_type": None}, "有误", after.row_version, now)
    assert examine(engine, pack) == []
    with engine.connect() as connection:
        assert hazard_past(connection, whole, no).hazard.cause_type is None


def test_the_cause_is_told_when_a_hazard_is_confirmed(engine: Engine, pack: Pack, whole: Scope, now: datetime) -> None:
    told = {
        "subject_kind": "site", "subject_name": "示例在建工程", "level": 0, "source": 6, "town": pack.towns[0].code,
        "sector": "H01", "description": "灭火器过期未更换",
    }  # fmt: skip
    reported = verbs.report(engine, pack, whole, OFFICER, told, now.date().isoformat(), now)
    for cause, accepted in (("99", False), ("21", True)):
        values = {"level": "0", "cause_type": cause}
        act = partial(
            verbs.perform,
            engine,
            pack,
            whole,
            OFFICER,
            reported.hazard_no,
            "confirm",
            values,
            reported.row_version,
            now,
        )
        if accepted:
            assert act().cause_type == "21"
            continue
        with pytest.raises(MoveRefused) as refused:
            act()
        assert [problem.field for problem in refused.value.problems] == ["cause_type"]
    model = ReadModel(engine, pack, today=now.date)
    view = model.snapshot.now
    passing = hazard_mask(view, whole, Filter(), (), None)
    shares = causes(view, passing, Period(now.date(), now.date()))
    assert [(share.name, share.count) for share in shares] == [("21", 1)]
