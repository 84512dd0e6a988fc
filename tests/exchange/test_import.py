"""What an import makes of its rows: matching, places, scope, the loop that no ledger bypasses, and what it never does."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from data.exchange.errors import DatumNotDeclared, UnknownKind, UnknownUploader
from data.exchange.matching import name_prefixes
from data.packs import Pack
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import PlaceQuality, Role
from data.store.models import BatchRow, EventRow, HazardRow, ObjectRow
from geo.datum import Datum
from tests.exchange.books import HAZARD_HEADER, LEDGERS, hazard, hazards, imported, objects, only, roster, sheets, text, xls, xlsx

TOWN_OFFICER = Actor("王某", "370115006", Role.TOWN)
TAIPING, HUIHE = "370115006", "370115005"


def stored(engine: Engine, *columns: Any) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(*columns)).all())


# ------------------------------------------------------------------------------------------------ the loop is not bypassed


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
    assert dict(stored(sqlite_engine, HazardRow.description, HazardRow.passed)) == {"灭火器过期": True, "配电箱无门": True}


def test_fixed_on_the_spot_closes_on_the_day(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    cells = {"整改期限": "当场", "整改情况": "√", "复查时间": "2021-05-12", "复查结果": "合格"}
    hazards(sqlite_engine, pack, tmp_path, [hazard(**cells)])
    row = stored(sqlite_engine, HazardRow.manage_type, HazardRow.found_day, HazardRow.closed_day, HazardRow.deadline)[0]
    assert (row[0], row[1]) == (0, row[2])
    assert row[3] == row[1]


# --------------------------------------------------------------------------------------------------------- again and again


def test_a_later_ledger_moves_a_known_hazard_on(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    hazards(engine, pack, tmp_path, [hazard()])
    later = hazards(engine, pack, tmp_path, [hazard(整改情况="已整改", 复查时间="2021-05-19", 复查结果="合格")])
    row = only(later)
    assert (row.outcome, row.changes) == ("UPDATE", {"status": {"before": "NOTICED", "after": "CLOSED"}})
    assert stored(engine, HazardRow.state, HazardRow.row_version) == [("CLOSED", 4)]


def test_a_failed_reinspection_and_a_later_pass_make_two_rounds(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
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


# --------------------------------------------------------------------------------------------------------------- matching


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
    report = hazards(sqlite_engine, pack, tmp_path, [[*hazard(被检查单位="示例机械二厂"), "91370115MAWTN9KU4L"]], header)
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


# ------------------------------------------------------------------------------------------------------- places and towns


def test_coordinates_without_a_datum_are_refused_with_the_way_out(sqlite_engine: Engine, pack: Pack) -> None:
    with pytest.raises(DatumNotDeclared) as refused:
        imported(sqlite_engine, pack, LEDGERS / "A01_济阳区监管对象名录.xlsx", "objects")
    assert "--crs" in refused.value.sentence()
    assert "高德" in refused.value.sentence("en")
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
    assert [(one.sheet, one.values["town"]) for one in report.rows if one.values] == [("太平街道", TAIPING), ("回河街道", HUIHE)]
    assert all("TOWN_FROM_SHEET" in one.flags for one in report.rows)
    assert any("字典" in note for note in report.notes)


def test_hidden_sheets_are_told_and_not_read(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    tables = {"五月": [HAZARD_HEADER, hazard()], "旧": [HAZARD_HEADER, hazard(隐患内容="旧隐患")]}
    report = imported(sqlite_engine, pack, sheets(tmp_path / "hidden.xlsx", tables, hidden=["旧"]))
    assert report.counts["OK"] == 1
    assert any("旧" in note for note in report.notes)


# ------------------------------------------------------------------------------------------------------------------ scope


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


def test_what_lies_outside_the_scope_is_not_found_by_its_name(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    scope = Scope.of_towns(pack.code, TAIPING)
    report = objects(sqlite_engine, pack, tmp_path, [roster(所属镇街="回河街道")], scope=scope)
    assert only(report).flags[0] == "FORBIDDEN_SCOPE"


def test_a_scope_of_nothing_writes_nothing(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = hazards(sqlite_engine, pack, tmp_path, [hazard()], scope=Scope(pack.code, ()))
    assert only(report).flags == ["FORBIDDEN_SCOPE"]


# --------------------------------------------------------------------------------------------------- values and problems


def test_all_problems_of_a_row_are_told_at_once(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    cells = {"检查时间": "2021.2.30", "被检查单位": "", "隐患内容": "", "隐患级别": "较大", "所属镇街": "不知名镇"}
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(**cells)]))
    assert set(row.flags) == {"MISSING_FIELD", "BAD_DATE", "UNKNOWN_TOWN", "BAD_VALUE"}
    assert {problem.cell for problem in row.problems} == {"A2", "B2", "C2", "D2", "E2"}
    assert row.values is not None
    assert row.values["deadline"] == "2021-05-20"


@pytest.mark.parametrize(
    ("cells", "flag"),
    [
        ({"检查时间": "2026-03-03"}, "BAD_DATE"),
        ({"复查时间": "2021-05-01", "复查结果": "合格"}, "BAD_DATE"),
        ({"复查时间": "2030-05-01", "复查结果": "合格"}, "BAD_DATE"),
        ({"整改期限": "2021.5.32"}, "BAD_DATE"),
        ({"检查时间": "尽快"}, "BAD_DATE"),
        ({"检查时间": ""}, "MISSING_FIELD"),
        ({"检查时间": "#REF!"}, "MISSING_FIELD"),
    ],
)
def test_a_bad_date_keeps_a_row_out(sqlite_engine: Engine, pack: Pack, tmp_path: Path, cells: dict[str, str], flag: str) -> None:
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(**cells)]))
    assert (row.outcome, row.flags[0]) == ("ERROR", flag)


def test_a_deadline_in_january_of_a_december_check_lies_in_the_next_year(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(检查时间="2021-12-20", 整改期限="1月15日")]))
    assert row.values is not None
    assert (row.values["deadline"], row.flags[0]) == ("2022-01-15", "DATE_INFERRED")


def test_one_column_may_hold_date_and_result_of_the_reinspection(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ("检查时间", "镇办", "受检单位", "存在问题", "整改情况", "复查情况")
    rows = [("2021-05-12", "太平办", "示例厂", "无护栏", "2021.5.18已整改", "2021.5.20复查合格")]
    row = only(hazards(sqlite_engine, pack, tmp_path, rows, header))
    assert row.values is not None
    assert (row.values["status"], row.values["reinspected_on"]) == ("CLOSED", "2021-05-20")


def test_text_that_looks_like_a_formula_stays_text(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    for number, start in enumerate(("=1+1", "+86 1990", "@SUM(1)", "-见附件")):
        hazards(sqlite_engine, pack, tmp_path, [hazard(隐患内容=f"{start}第{number}处")])
    assert len(stored(sqlite_engine, HazardRow.description)) == 4
    assert {row.description[:2] for row in stored(sqlite_engine, HazardRow.description)} == {"=1", "+8", "@S", "-见"}


def test_a_roster_without_a_code_column_is_not_blamed_on_every_row(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ("单位名称", "所在镇街", "类别")
    rows = [("示例厂", "太平街道", "企业"), ("示例小吃店", "太平街道", "九小场所")]
    report = objects(sqlite_engine, pack, tmp_path, rows, header)
    assert [row.outcome for row in report.rows] == ["OK", "OK"]
    assert any("统一社会信用代码" in note for note in report.notes)


def test_a_small_place_needs_no_credit_code(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ("单位名称", "统一社会信用代码", "所在镇街", "类别")
    rows = [("示例厂", "", "太平街道", "企业"), ("示例小吃店", "", "太平街道", "九小场所"), ("示例路段", "", "太平街道", "公共设施")]
    assert [row.outcome for row in objects(sqlite_engine, pack, tmp_path, rows, header).rows] == ["WARN", "OK", "OK"]


# --------------------------------------------------------------------------------------------------------- shapes of files


def test_the_same_rows_in_every_format(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [HAZARD_HEADER, hazard()]
    made = [
        xlsx(tmp_path / "a.xlsx", rows), xls(tmp_path / "b.xls", rows), text(tmp_path / "c.csv", rows, "gb18030"),
        text(tmp_path / "d.csv", rows, "utf-8-sig"), text(tmp_path / "e.txt", rows, "utf-8", "\t"),
        text(tmp_path / "f.csv", rows, "utf-16"), text(tmp_path / "g.csv", rows, "utf-8", ";"),
    ]  # fmt: skip
    values = [only(imported(sqlite_engine, pack, path)).values for path in made]
    assert values == values[:1] * len(made)
    assert stored(sqlite_engine, func.count(HazardRow.hazard_no)) == [(1,)]


def test_workbooks_that_count_from_1904_mean_the_same_days(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [HAZARD_HEADER, hazard(检查时间=44328 - 1462, 整改期限=44336 - 1462)]
    row = only(imported(sqlite_engine, pack, xlsx(tmp_path / "mac.xlsx", rows, epoch_1904=True)))
    assert row.values is not None
    assert (row.values["found_on"], row.values["deadline"]) == ("2021-05-12", "2021-05-20")


def test_merged_cells_dittos_totals_and_repeated_headers(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [
        ["太平街道2021年5月隐患排查整改台账"],
        HAZARD_HEADER,
        hazard(隐患内容="一"),
        hazard(被检查单位=None, 检查时间="〃", 隐患内容="二"),
        HAZARD_HEADER,
        [None] * 9,
        hazard(被检查单位="示例化工厂", 检查时间="同上", 所属镇街="同上", 隐患内容="三"),
        ["小计", None, None, "3条"],
        ["填表人：张某", None, "审核人：李某"],
        [None] * 9,
    ]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "merged.xlsx", rows, ["A1:I1", "C3:C4"]))
    assert [(row.row, row.outcome.value) for row in report.rows] == [
        (3, "OK"), (4, "OK"), (5, "SKIP"), (6, "SKIP"), (7, "OK"), (8, "SKIP"), (9, "SKIP"),
    ]  # fmt: skip
    values = [row.values for row in report.rows if row.values]
    assert [one["subject"] for one in values] == ["示例机械厂", "示例机械厂", "示例化工厂"]
    assert {one["found_on"] for one in values} == {"2021-05-12"}


def test_a_title_block_may_state_what_the_table_does_not(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [["太平街道安全检查记录"], ["被检查单位：示例机械厂  检查时间：2021年5月12日"], ["序号", "存在问题", "整改期限"], [1, "灭火器过期", "5月20日"]]
    row = only(imported(sqlite_engine, pack, xlsx(tmp_path / "record.xlsx", rows)))
    assert row.values is not None
    assert (row.values["subject"], row.values["found_on"], row.values["town"]) == ("示例机械厂", "2021-05-12", TAIPING)


def test_a_second_table_below_may_order_its_columns_otherwise(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    turned = list(reversed(HAZARD_HEADER))
    rows = [HAZARD_HEADER, hazard(), turned, list(reversed(hazard(隐患内容="另一处")))]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "two.xlsx", rows))
    assert [row.values["description"] for row in report.rows if row.values] == ["灭火器过期", "另一处"]


def test_a_kind_that_does_not_exist_is_told(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(UnknownKind, match="hazards"):
        imported(sqlite_engine, pack, tmp_path / "x.csv", "persons")


def test_a_declared_datum_moves_the_point(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    values = {
        datum: only(objects(sqlite_engine, pack, tmp_path, [roster(经度="117.17", 纬度="36.98")], datum=datum, dry_run=True)).values
        for datum in Datum
    }
    wgs, gcj, bd = (values[datum] for datum in (Datum.WGS84, Datum.GCJ02, Datum.BD09))
    assert wgs is not None and gcj is not None and bd is not None
    assert wgs["lon"] == 117.17
    assert 0.005 < wgs["lon"] - gcj["lon"] < 0.007
    assert 0.012 < wgs["lon"] - bd["lon"] < 0.014
