"""What an import makes of its rows: matching, places, scope, and the loop that no ledger bypasses."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func

from data.exchange.errors import DatumNotDeclared, UnknownUploader
from data.exchange.matching import name_prefixes
from data.packs import Pack
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import PlaceQuality, Role
from data.store.models import BatchRow, EventRow, HazardRow, ObjectRow
from data.words import speaking
from geo.datum import Datum
from tests.exchange.books import (
    HAZARD_HEADER,
    LEDGERS,
    hazard,
    hazards,
    imported,
    objects,
    only,
    roster,
    sheets,
    stored,
)

TOWN_OFFICER = Actor("王某", "370115006", Role.TOWN)
TAIPING, HUIHE = "370115006", "370115005"


# ------------------------------------------------------------ causes


def test_a_ledger_tells_the_cause_in_its_own_words(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = (*HAZARD_HEADER, "隐患原因")
    for said, kept in (("人的不安全行为", "1"), ("行为性危险和有害因素", "12"), ("一时疏忽", "12")):
        row = only(hazards(engine, pack, tmp_path, [[*hazard(), said]], header))
        assert stored(engine, HazardRow.cause_type) == [(kept,)]
    assert "一时疏忽" in str(row.problems)


# ------------------------------------------------------------ the loop is not bypassed


@pytest.mark.parametrize(
    ("cells", "state", "flags"),
    [
        ({"整改情况": "已销号"}, "SUBMITTED", {"CLAIM_WITHOUT_REINSPECTION"}),
        ({"整改情况": "已整改", "复查时间": "2021-05-19"}, "SUBMITTED", {"CLAIM_WITHOUT_REINSPECTION"}),
        ({"整改情况": "已整改", "复查结果": "合格"}, "SUBMITTED", {"CLAIM_WITHOUT_REINSPECTION"}),
        ({"整改情况": "已整改", "复查时间": "2021-05-19", "复查结果": "合格"}, "CLOSED", set()),
        ({"整改情况": "正在整改"}, "RECTIFYING", set()),
        ({"整改情况": "部分整改"}, "RECTIFYING", set()),
        ({"整改情况": "未整改"}, "NOTICED", set()),
        ({"整改情况": "未整改", "整改期限": ""}, "CONFIRMED", set()),
        ({"整改情况": "正在整改", "整改期限": "长期"}, "RECTIFYING", {"DEADLINE_OPEN"}),
        ({"整改情况": "部分整改", "复查时间": "2021-05-21", "复查结果": "不合格"}, "FAILED", set()),
        ({"整改情况": "已整改", "复查时间": "2021-05-21", "复查结果": "部分合格"}, "FAILED", set()),
        ({"整改情况": "复查不合格"}, "FAILED", set()),
        ({"隐患级别": "重大", "整改情况": "已整改"}, "SUBMITTED", {"CLAIM_WITHOUT_REINSPECTION"}),
        ({"整改期限": "立即", "整改情况": "已整改", "复查时间": "2021-05-12", "复查结果": "合格"}, "CLOSED", set()),
        ({"整改期限": "", "整改情况": "已整改"}, "SUBMITTED", {"CLAIM_WITHOUT_REINSPECTION"}),
    ],
)
def test_a_claim_is_recorded_as_far_as_it_is_proven(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, cells: dict[str, str], state: str, flags: set[str]
) -> None:
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(**cells)]))
    assert row.values is not None
    assert row.values["status"] == state
    assert {flag for flag in row.flags if flag in {"CLAIM_WITHOUT_REINSPECTION", "DEADLINE_OPEN"}} == flags
    assert [one.state for one in stored(sqlite_engine, HazardRow.state)] == [state]


def test_a_major_hazard_of_a_town_waits_for_the_commission_even_when_it_passed(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    cells = {"隐患级别": "重大", "整改情况": "已整改", "复查时间": "2021-05-19", "复查结果": "合格"}
    header = (*HAZARD_HEADER, "检查单位")
    rows = [[*hazard(**cells), "太平街道安监办"], [*hazard(**cells, 隐患内容="配电箱无门"), "区应急管理局"]]
    hazards(sqlite_engine, pack, tmp_path, rows, header)
    found = dict(stored(sqlite_engine, HazardRow.description, HazardRow.state))
    assert found == {"灭火器过期": "SUBMITTED", "配电箱无门": "CLOSED"}
    assert dict(stored(sqlite_engine, HazardRow.description, HazardRow.passed)) == {
        "灭火器过期": True,
        "配电箱无门": True,
    }


def test_fixed_on_the_spot_closes_on_the_day(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    cells = {"整改期限": "当场", "整改情况": "√", "复查时间": "2021-05-12", "复查结果": "合格"}
    hazards(sqlite_engine, pack, tmp_path, [hazard(**cells)])
    row = stored(sqlite_engine, HazardRow.manage_type, HazardRow.found_day, HazardRow.closed_day, HazardRow.deadline)[0]
    assert (row[0], row[1]) == (0, row[2])
    assert row[3] == row[1]


# ------------------------------------------------------------ again and again


def test_a_later_ledger_moves_a_known_hazard_on(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    hazards(engine, pack, tmp_path, [hazard()])
    later = hazards(engine, pack, tmp_path, [hazard(整改情况="已整改", 复查时间="2021-05-19", 复查结果="合格")])
    row = only(later)
    assert (row.outcome, row.changes) == ("UPDATE", {"status": {"before": "NOTICED", "after": "CLOSED"}})
    assert stored(engine, HazardRow.state, HazardRow.row_version) == [("CLOSED", 4)]


def test_a_failed_reinspection_and_a_later_pass_make_two_rounds(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    for result, day in (("不合格", "2021-05-21"), ("合格", "2021-06-02")):
        hazards(sqlite_engine, pack, tmp_path, [hazard(整改情况="已整改", 复查时间=day, 复查结果=result)])
    assert stored(sqlite_engine, HazardRow.state, HazardRow.round) == [("CLOSED", 2)]


def test_an_older_ledger_moves_nothing_back(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    hazards(sqlite_engine, pack, tmp_path, [hazard(整改情况="正在整改")])
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard()]))
    assert (row.outcome, row.action) == ("UNCHANGED", "none")
    assert row.problems
    assert stored(sqlite_engine, HazardRow.state) == [("RECTIFYING",)]


def test_a_changed_fact_is_an_update_with_its_difference(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    hazards(sqlite_engine, pack, tmp_path, [hazard()])
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(隐患级别="重大")]))
    assert row.changes == {"level": {"before": 0, "after": 1}}
    assert stored(sqlite_engine, HazardRow.level) == [(1,)]


def test_a_changed_object_is_an_update_with_its_difference(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    objects(engine, pack, tmp_path, [roster()])
    row = only(objects(engine, pack, tmp_path, [roster(联系电话="19900000002", 风险等级="红", 经度="116.951")]))
    assert row.outcome == "UPDATE"
    assert row.changes is not None
    assert set(row.changes) == {"phone", "colour", "lon", "lat", "place_quality"}
    assert stored(engine, ObjectRow.phone, ObjectRow.colour, ObjectRow.lon) == [("19900000002", "红", 116.951)]


def test_a_roster_completes_the_object_that_a_ledger_created(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    assert "OBJECT_CREATED" in only(hazards(sqlite_engine, pack, tmp_path, [hazard()])).flags
    assert only(objects(sqlite_engine, pack, tmp_path, [roster()])).outcome == "UPDATE"
    assert stored(sqlite_engine, ObjectRow.provisional, ObjectRow.uscc) == [(False, "91370115MAWTN9KU4L")]
    assert only(objects(sqlite_engine, pack, tmp_path, [roster()])).outcome == "UNCHANGED"


def test_a_batch_tells_what_a_file_brought(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = hazards(sqlite_engine, pack, tmp_path, [hazard()], actor=TOWN_OFFICER)
    rows = stored(sqlite_engine, BatchRow.batch, BatchRow.actor, BatchRow.first_change, BatchRow.last_change)
    assert rows == [(report.batch, "王某", 1, 3)]
    assert set(stored(sqlite_engine, EventRow.batch)) == {(report.batch,)}


# ------------------------------------------------------------ matching


def test_near_names_are_held_and_never_merged(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    objects(sqlite_engine, pack, tmp_path, [roster(单位名称="济阳卓越涂料有限公司")])
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(被检查单位="济阳卓越涂料（济阳）有限公司")]))
    assert (row.outcome, row.flags) == ("REVIEW", ["FUZZY_SUBJECT"])
    assert "济阳卓越涂料有限公司" in row.problems[0].message
    assert stored(sqlite_engine, func.count(HazardRow.hazard_no)) == [(0,)]


def test_the_same_name_in_another_town_is_another_object(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    objects(sqlite_engine, pack, tmp_path, [roster()])
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(所属镇街="回河街道")]))
    assert "OBJECT_CREATED" in row.flags
    assert sorted(stored(sqlite_engine, ObjectRow.town)) == [(HUIHE,), (TAIPING,)]


def test_a_credit_code_is_stronger_than_a_name(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    objects(sqlite_engine, pack, tmp_path, [roster()])
    header = (*HAZARD_HEADER, "信用代码")
    report = hazards(
        sqlite_engine, pack, tmp_path, [[*hazard(被检查单位="示例机械二厂"), "91370115MAWTN9KU4L"]], header
    )
    values = only(report).values
    assert values is not None
    assert values["subject"] == "示例机械厂"
    assert stored(sqlite_engine, func.count(ObjectRow.id)) == [(1,)]


def test_a_shared_telephone_is_for_people_to_judge(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [roster(), roster(单位名称="全然不同商店", 统一社会信用代码="")]
    report = objects(sqlite_engine, pack, tmp_path, rows)
    assert [row.outcome for row in report.rows] == ["OK", "REVIEW"]
    assert "SHARED_PHONE" in report.rows[1].flags


def test_only_full_names_of_the_county_are_dropped_from_names(pack: Pack) -> None:
    prefixes = name_prefixes(pack)
    assert "济南市济阳区" in prefixes
    assert not {"济阳", "济南", "山东"} & set(prefixes)


def test_a_second_copy_of_a_hazard_is_held_even_in_other_words_of_its_subject(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    report = hazards(sqlite_engine, pack, tmp_path, [hazard(), hazard(被检查单位=" 示例　机械厂 ")])
    assert [row.outcome for row in report.rows] == ["OK", "REVIEW"]
    assert report.rows[1].flags == ["POSSIBLE_DUPLICATE"]
    assert "2" in report.rows[1].problems[0].message


# ------------------------------------------------------------ places and towns


def test_coordinates_without_a_datum_are_refused_with_the_way_out(sqlite_engine: Engine, pack: Pack) -> None:
    with pytest.raises(DatumNotDeclared) as refused:
        imported(sqlite_engine, pack, LEDGERS / "A01_济阳区监管对象名录.xlsx", "objects")
    assert "--crs" in refused.value.sentence()
    assert ("--crs" in refused.value.on_page(), "“坐标系”一栏" in refused.value.on_page()) == (False, True)
    with speaking("en"):
        assert "高德" in refused.value.sentence()
    assert stored(sqlite_engine, func.count(ObjectRow.id)) == [(0,)]


def test_projected_metres_need_no_datum(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    row = only(objects(sqlite_engine, pack, tmp_path, [roster(经度="4091450.5", 纬度="39495550.2")], datum=None))
    assert row.values is not None
    assert abs(row.values["lon"] - 116.95) < 0.01
    assert abs(row.values["lat"] - 36.96) < 0.02


def test_a_hazard_stands_where_its_object_stands(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    objects(sqlite_engine, pack, tmp_path, [roster()])
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard()]))
    assert row.flags == ["PLACE_FROM_OBJECT"]
    assert stored(sqlite_engine, HazardRow.lon, HazardRow.lat, HazardRow.place_quality) == [(116.95, 36.96, 1)]


def test_a_point_outside_is_told_and_not_used(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    row = only(objects(sqlite_engine, pack, tmp_path, [roster(经度="118.05", 纬度="36.81")]))
    assert (row.outcome, "GEO_OUTSIDE" in row.flags) == ("WARN", True)
    assert row.values is not None
    assert row.values["lon"] == 118.05
    assert stored(sqlite_engine, ObjectRow.place_quality)[0][0] > PlaceQuality.ADDRESS


def test_a_point_and_an_address_outside_are_somebody_elses(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    cells = {"经度": "117.2", "纬度": "37.3", "地址": "商河县玉皇庙镇政府驻地"}
    row = only(objects(sqlite_engine, pack, tmp_path, [roster(**cells)]))
    assert (row.outcome, "OUTSIDE_JURISDICTION" in row.flags) == ("ERROR", True)


def test_the_declared_town_wins_over_the_polygon(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    row = only(objects(sqlite_engine, pack, tmp_path, [roster(所属镇街="仁风镇", 经度="116.95", 纬度="36.95")]))
    assert "GEO_TOWN_MISMATCH" in row.flags
    assert stored(sqlite_engine, ObjectRow.town, ObjectRow.town_source) == [("370115104", "declared")]


def test_ten_subjects_at_one_point_are_suspicious(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    names = "甲乙丙丁戊己庚辛壬癸"
    rows = [roster(单位名称=f"{name * 4}厂", 统一社会信用代码="", 联系电话="") for name in names]
    assert all("GEO_REPEATED" in row.flags for row in objects(sqlite_engine, pack, tmp_path, rows).rows)
    fewer = objects(sqlite_engine, pack, tmp_path, rows[:9])
    assert not any("GEO_REPEATED" in row.flags for row in fewer.rows)


@pytest.mark.parametrize("wrong", [Datum.WGS84, Datum.BD09])
def test_a_wrongly_declared_datum_is_suspected_from_known_objects(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, wrong: Datum
) -> None:
    rows = [
        roster(单位名称=f"{name * 4}厂", 统一社会信用代码="", 联系电话="", 经度=f"116.9{place}12")
        for place, name in enumerate("甲乙丙丁戊己")
    ]
    assert not any(
        "GEO_DATUM_SUSPECT" in row.flags for row in objects(sqlite_engine, pack, tmp_path, rows, datum=Datum.GCJ02).rows
    )
    again = objects(sqlite_engine, pack, tmp_path, rows, datum=wrong, dry_run=True)
    assert all("GEO_DATUM_SUSPECT" in row.flags for row in again.rows)
    same = objects(sqlite_engine, pack, tmp_path, rows, datum=Datum.GCJ02)
    assert not any("GEO_DATUM_SUSPECT" in row.flags for row in same.rows)


def test_a_town_code_that_means_another_town_is_warned_about(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = (*HAZARD_HEADER, "镇街代码")
    report = hazards(sqlite_engine, pack, tmp_path, [[*hazard(所属镇街="崔寨街道"), "370115005"]], header)
    row = only(report)
    assert "TOWN_CODE_CLASH" in row.flags
    assert row.values is not None
    assert row.values["town"] == "370115003"


@pytest.mark.parametrize(
    ("cells", "outcome", "town"),
    [
        ({"所属镇街": "开发区", "经度": "116.95", "纬度": "36.96"}, "OK", TAIPING),
        ({"所属镇街": "开发区", "经度": "", "纬度": "", "地址": "太平街道工业路1号"}, "WARN", TAIPING),
        ({"所属镇街": "开发区", "经度": "", "纬度": "", "地址": ""}, "REVIEW", None),
        ({"所属镇街": "太平镇"}, "OK", TAIPING),
        ({"所属镇街": "济南市济阳区太平街道办事处"}, "OK", TAIPING),
        ({"所属镇街": "370115006000"}, "OK", TAIPING),
        ({"所属镇街": "历城区遥墙街道"}, "ERROR", None),
        ({"所属镇街": "不知名镇"}, "ERROR", None),
    ],
)
def test_towns_by_every_name_and_never_by_guess(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, cells: dict[str, str], outcome: str, town: str | None
) -> None:
    row = only(objects(sqlite_engine, pack, tmp_path, [roster(**cells)]))
    assert row.values is not None
    assert (row.outcome, row.values["town"]) == (outcome, town), row
    assert outcome != "REVIEW" or "TOWN_AMBIGUOUS" in row.flags


def test_one_sheet_a_town_gives_each_row_its_town(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = [title for title in HAZARD_HEADER if title != "所属镇街"]
    row = [cell for cell, title in zip(hazard(), HAZARD_HEADER, strict=True) if title != "所属镇街"]
    tables = {"太平街道": [header, row], "回河街道": [["回河街道台账"], header, row], "字典": [["一般"], ["重大"]]}
    report = imported(sqlite_engine, pack, sheets(tmp_path / "towns.xlsx", tables))
    assert [(one.sheet, one.values["town"]) for one in report.rows if one.values] == [
        ("太平街道", TAIPING),
        ("回河街道", HUIHE),
    ]
    assert all("TOWN_FROM_SHEET" in one.flags for one in report.rows)
    assert any("字典" in note for note in report.notes)


def test_hidden_sheets_are_told_and_not_read(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    tables = {"五月": [HAZARD_HEADER, hazard()], "旧": [HAZARD_HEADER, hazard(隐患内容="旧隐患")]}
    report = imported(sqlite_engine, pack, sheets(tmp_path / "hidden.xlsx", tables, hidden=["旧"]))
    assert report.counts["OK"] == 1
    assert any("旧" in note for note in report.notes)


# ------------------------------------------------------------ scope


def test_a_town_writes_its_own_rows_only(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [hazard(), hazard(所属镇街="回河街道", 隐患内容="另一处"), hazard(所属镇街="", 隐患内容="没写镇街")]
    scope = Scope.of_towns(pack.code, TAIPING)
    report = hazards(sqlite_engine, pack, tmp_path, rows, scope=scope, actor=TOWN_OFFICER)
    assert [row.outcome for row in report.rows] == ["OK", "ERROR", "OK"]
    assert report.rows[1].flags == ["FORBIDDEN_SCOPE"]
    assert set(stored(sqlite_engine, HazardRow.town)) == {(TAIPING,)}


def test_the_operator_may_file_as_a_town(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [hazard(), hazard(所属镇街="回河街道")]
    report = hazards(sqlite_engine, pack, tmp_path, rows, as_town="太平街道")
    assert [row.outcome for row in report.rows] == ["OK", "ERROR"]
    with pytest.raises(UnknownUploader):
        hazards(sqlite_engine, pack, tmp_path, rows, as_town="不知名镇")
    with pytest.raises(UnknownUploader):
        hazards(sqlite_engine, pack, tmp_path, rows, as_town=HUIHE, scope=Scope.of_towns(pack.code, TAIPING))


def test_what_lies_outside_the_scope_is_not_found_by_its_name(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    scope = Scope.of_towns(pack.code, TAIPING)
    report = objects(sqlite_engine, pack, tmp_path, [roster(所属镇街="回河街道")], scope=scope)
    assert only(report).flags[0] == "FORBIDDEN_SCOPE"


def test_a_scope_of_nothing_writes_nothing(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = hazards(sqlite_engine, pack, tmp_path, [hazard()], scope=Scope(pack.code, ()))
    assert only(report).flags == ["FORBIDDEN_SCOPE"]
