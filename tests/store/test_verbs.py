"""Verbs: one transaction each, within scope, and the second of two people is told who was faster."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from data.packs import Pack
from data.rules.errors import MoveRefused
from data.rules.hazard import Hazard
from data.rules.scope import Actor, Box, Scope
from data.rules.vocabulary import Role, State
from data.store.database import writing
from data.store.errors import FactsRefused, MovedMeanwhile, NotFound, NumberTaken, OutsideScope
from data.store.models import EventRow
from data.store.reads import hazard_page
from data.store.streams import record
from data.store.verbs import amend_object, perform, register_object, report
from data.words import speaking
from tests import factories

FIVE = {"person": "张某", "measures": "更换", "funds_yuan": 1000, "deadline": "2021-06-12", "plan": "现场处置"}
RECTIFIER = Actor("王某", "", Role.ENTERPRISE)


@pytest.fixture
def now(pack: Pack) -> datetime:
    return datetime(2021, 6, 1, 9, 0, tzinfo=pack.zone)


def facts(pack: Pack, **other: Any) -> dict[str, Any]:
    told = {
        "subject_kind": "public_facility",
        "subject_name": "示例路口",
        "town": pack.towns[0].code,
        "sector": pack.sectors[0].code,
        "description": "路面塌陷未围挡",
        "level": 0,
        "source": 2,
    }
    return told | other


def reported(engine: Engine, pack: Pack, now: datetime, **other: Any) -> Hazard:
    scope = Scope.whole(pack.code)
    return report(engine, pack, scope, factories.OFFICER, facts(pack, **other), "2021-06-01", now)


def events(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(EventRow)) or 0


def test_a_reported_hazard_gets_the_next_number_of_its_town_and_day(engine: Engine, pack: Pack, now: datetime) -> None:
    first, second = reported(engine, pack, now), reported(engine, pack, now)
    assert first.hazard_no[:-4] == second.hazard_no[:-4]
    assert (first.hazard_no[-4:], second.hazard_no[-4:]) == ("0001", "0002")
    assert (first.state, first.town, first.found_by) == (State.CONFIRMED, pack.towns[0].code, "张某")


def test_a_day_is_the_countys_wherever_the_callers_clock_stands(engine: Engine, pack: Pack, whole: Scope) -> None:
    evening = datetime(2021, 6, 1, 20, 0, tzinfo=UTC)  # four in the morning of the second of June
    hazard = report(engine, pack, whole, factories.OFFICER, facts(pack), "2021-06-02", evening)
    assert "20210602" in hazard.hazard_no
    values = {"deadline": "2021-06-12", "doc_no": "责改1号"}
    noticed = perform(engine, pack, whole, factories.OFFICER, hazard.hazard_no, "notice", values, 1, evening)
    assert noticed.state == State.NOTICED
    with pytest.raises(FactsRefused, match="晚于今天"):
        report(engine, pack, whole, factories.OFFICER, facts(pack), "2021-06-03", evening)


def test_the_loop_is_driven_to_its_end(engine: Engine, pack: Pack, whole: Scope, now: datetime) -> None:
    hazard = reported(engine, pack, now)
    steps: list[tuple[Actor, str, dict[str, Any], int]] = [
        (factories.OFFICER, "notice", {"deadline": "2021-06-12", "doc_no": "责改1号"}, 0),
        (RECTIFIER, "rectify", FIVE, 1),
        (RECTIFIER, "submit", {"note": "已更换", "cost_yuan": 900}, 5),
        (factories.OFFICER, "reinspect", {"result": "pass", "opinion": "合格"}, 6),
        (factories.OFFICER, "close", {"basis": "passed"}, 6),
    ]
    for version, (actor, move, values, days) in enumerate(steps, start=1):
        when = now + timedelta(days=days)
        hazard = perform(engine, pack, whole, actor, hazard.hazard_no, move, values, version, when)
    assert (hazard.state, hazard.cost_fen, hazard.row_version) == (State.CLOSED, 90_000, 6)


def test_the_second_of_two_people_is_told_who_when_and_what(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    hazard = reported(engine, pack, now)
    order = {"deadline": "2021-06-12", "doc_no": "责改1号"}
    perform(engine, pack, whole, factories.OFFICER, hazard.hazard_no, "notice", order, 1, now)
    other = Actor("李某", factories.OFFICER.org, Role.DEPARTMENT)
    with pytest.raises(MovedMeanwhile) as told:
        perform(engine, pack, whole, other, hazard.hazard_no, "void", {"reason": "重复"}, 1, now + timedelta(hours=1))
    sentence = told.value.sentence()
    assert all(word in sentence for word in ("张某", "2021-06-01 09:00", "下达整改", "已下达"))
    assert events(engine) == 2


def test_every_problem_of_a_refused_move_is_named_and_nothing_is_written(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    hazard = reported(engine, pack, now)
    with pytest.raises(MoveRefused) as refused:
        perform(engine, pack, whole, factories.OFFICER, hazard.hazard_no, "notice", {"deadline": "不知道"}, 1, now)
    assert {problem.field for problem in refused.value.problems} == {"deadline", "doc_no"}
    assert events(engine) == 1


def test_outside_the_scope_a_hazard_is_not_found_by_reads_and_verbs(engine: Engine, pack: Pack, now: datetime) -> None:
    hazard = reported(engine, pack, now)
    elsewhere = Scope.of_towns(pack.code, pack.towns[1].code)
    with pytest.raises(NotFound), engine.connect() as connection:
        hazard_page(connection, pack, elsewhere, hazard.hazard_no)
    with pytest.raises(NotFound):
        perform(engine, pack, elsewhere, factories.OFFICER, hazard.hazard_no, "notice", {}, 1, now)


def test_nobody_reports_outside_their_scope(engine: Engine, pack: Pack, now: datetime) -> None:
    elsewhere = Scope.of_towns(pack.code, pack.towns[1].code)
    with pytest.raises(OutsideScope):
        report(engine, pack, elsewhere, factories.OFFICER, facts(pack), "2021-06-01", now)
    assert events(engine) == 0


def test_every_problem_of_a_report_stands_with_its_field(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    wrong = facts(pack, town="999999999", sector="H99", description=" ", subject_name="", level=1, lon=2.0, lat=48.0)
    with pytest.raises(FactsRefused) as refused:
        report(engine, pack, whole, factories.OFFICER, wrong, "2021-06-02", now)
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {"town", "sector", "description", "subject_name", "judge_basis", "lon", "found_on"}
    with speaking("en"):
        assert refused.value.sentence()


def test_a_hazard_without_a_point_takes_place_town_and_sector_of_its_object(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    town = pack.towns[0]
    fields = {
        "name": "示例厂",
        "town": town.code,
        "sector": pack.sectors[0].code,
        "lon": town.seat_lon,
        "lat": town.seat_lat,
    }
    thing = register_object(engine, pack, whole, factories.OFFICER, fields, now)
    hazard = reported(engine, pack, now, object_id=thing.id, subject_name=None, town=None, sector=None)
    same = ("town", "sector", "lon", "lat", "place_quality", "morton")
    assert [getattr(hazard, name) for name in same] == [getattr(thing, name) for name in same]
    assert (hazard.subject_name, hazard.object_id) == ("示例厂", thing.id)


def test_a_case_runs_beside_the_hazard_and_moves_its_version(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    power = next(org for org in pack.organisations if org.can_penalise)
    officer = Actor("张某", power.code, Role.DEPARTMENT)
    hazard = reported(engine, pack, now)
    case = {"case_no": "AJ-1", "cause": "未消除隐患", "law": "第一百零二条"}
    perform(engine, pack, whole, officer, hazard.hazard_no, "file_case", case, 1, now)
    with pytest.raises(MovedMeanwhile, match="立案"):
        perform(engine, pack, whole, officer, hazard.hazard_no, "case_stage", {"stage": "C2"}, 1, now)
    with engine.connect() as connection:
        page = hazard_page(connection, pack, whole, hazard.hazard_no)
    assert (page.version, page.cases[0].case_no, page.events[-1].what) == (2, "AJ-1", "case_filed")
    other = reported(engine, pack, now)
    with pytest.raises(NumberTaken):
        perform(engine, pack, whole, officer, other.hazard_no, "file_case", case, 1, now)


def test_an_amendment_records_only_what_changed(engine: Engine, pack: Pack, whole: Scope, now: datetime) -> None:
    thing = register_object(engine, pack, whole, factories.OFFICER, {"name": "示例厂", "town": pack.towns[0].code}, now)
    fields = {"name": "示例厂", "principal": "赵某"}
    after = amend_object(engine, pack, whole, factories.OFFICER, thing.id, fields, 1, now)
    assert (after.principal, after.row_version, after.lon) == ("赵某", 2, thing.lon)
    again = amend_object(engine, pack, whole, factories.OFFICER, thing.id, fields, 2, now)
    assert again.row_version == 2
    with pytest.raises(MovedMeanwhile):
        amend_object(engine, pack, whole, factories.OFFICER, thing.id, {"principal": "钱某"}, 1, now)


def test_an_object_is_amended_neither_out_of_the_scope_nor_into_it(
    engine: Engine, pack: Pack, whole: Scope, now: datetime
) -> None:
    ours, theirs = pack.towns[0].code, pack.towns[1].code
    scope = Scope.of_towns(pack.code, ours)
    mine = register_object(engine, pack, scope, factories.OFFICER, {"name": "甲厂", "town": ours}, now)
    with pytest.raises(OutsideScope):
        amend_object(engine, pack, scope, factories.OFFICER, mine.id, {"town": theirs}, 1, now)
    other = register_object(engine, pack, whole, factories.OFFICER, {"name": "乙厂", "town": theirs}, now)
    with pytest.raises(NotFound):
        amend_object(engine, pack, scope, factories.OFFICER, other.id, {"town": ours}, 1, now)
    with pytest.raises(OutsideScope):
        register_object(engine, pack, scope, factories.OFFICER, {"name": "丙厂", "town": theirs}, now)


def test_a_scope_without_boxes_sees_nothing(engine: Engine, pack: Pack, now: datetime) -> None:
    hazard = reported(engine, pack, now)
    for scope in (Scope(pack.code, ()), Scope(pack.code, (Box(parks=frozenset({"none"})),))):
        with pytest.raises(NotFound), engine.connect() as connection:
            hazard_page(connection, pack, scope, hazard.hazard_no)


def test_a_listing_marks_its_hazard(engine: Engine, pack: Pack, whole: Scope) -> None:
    found = factories.found("YH-1")
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [found, factories.listed("YH-1")])
        record(connection, pack, factories.OFFICER, [factories.happening("YH-1", "noticed", "2021-06-03")])
    with engine.connect() as connection:
        assert hazard_page(connection, pack, whole, "YH-1").hazard.listed == "区"
