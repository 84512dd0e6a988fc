"""Shapes of ledgers and of their cells: every problem told at once, every format and every trick of the trade."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func

from data.exchange.errors import UnknownKind
from data.packs import Pack
from data.store.models import HazardRow
from geo.datum import Datum
from tests.exchange.books import (
    HAZARD_HEADER,
    hazard,
    hazards,
    imported,
    objects,
    only,
    page,
    roster,
    stored,
    text,
    xls,
    xlsx,
)  # fmt: skip

TAIPING = "370115006"


# ------------------------------------------------------------ values and problems


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
def test_a_bad_date_keeps_a_row_out(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, cells: dict[str, str], flag: str
) -> None:
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(**cells)]))
    assert (row.outcome, row.flags[0]) == ("ERROR", flag)


def test_a_deadline_in_january_of_a_december_check_lies_in_the_next_year(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(检查时间="2021-12-20", 整改期限="1月15日")]))
    assert row.values is not None
    assert (row.values["deadline"], row.flags[0]) == ("2022-01-15", "DATE_INFERRED")


def test_one_column_may_hold_date_and_result_of_the_reinspection(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
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


def test_a_roster_without_a_code_column_is_not_blamed_on_every_row(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    header = ("单位名称", "所在镇街", "类别")
    rows = [("示例厂", "太平街道", "企业"), ("示例小吃店", "太平街道", "九小场所")]
    report = objects(sqlite_engine, pack, tmp_path, rows, header)
    assert [row.outcome for row in report.rows] == ["OK", "OK"]
    assert any("统一社会信用代码" in note for note in report.notes)


def test_a_small_place_needs_no_credit_code(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ("单位名称", "统一社会信用代码", "所在镇街", "类别")
    rows = [
        ("示例厂", "", "太平街道", "企业"),
        ("示例小吃店", "", "太平街道", "九小场所"),
        ("示例路段", "", "太平街道", "公共设施"),
    ]
    assert [row.outcome for row in objects(sqlite_engine, pack, tmp_path, rows, header).rows] == ["WARN", "OK", "OK"]


# ------------------------------------------------------------ shapes of files


def test_the_same_rows_in_every_format(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [HAZARD_HEADER, hazard()]
    made = [
        xlsx(tmp_path / "a.xlsx", rows), xls(tmp_path / "b.xls", rows), text(tmp_path / "c.csv", rows, "gb18030"),
        text(tmp_path / "d.csv", rows, "utf-8-sig"), text(tmp_path / "e.txt", rows, "utf-8", "\t"),
        text(tmp_path / "f.csv", rows, "utf-16"), text(tmp_path / "g.csv", rows, "utf-8", ";"),
        text(tmp_path / "h.csv", rows, "utf-16-le"), page(tmp_path / "i.xls", rows, "gbk"),
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
    rows = [
        ["太平街道安全检查记录"],
        ["被检查单位：示例机械厂  检查时间：2021年5月12日"],
        ["序号", "存在问题", "整改期限"],
        [1, "灭火器过期", "5月20日"],
    ]
    row = only(imported(sqlite_engine, pack, xlsx(tmp_path / "record.xlsx", rows)))
    assert row.values is not None
    assert (row.values["subject"], row.values["found_on"], row.values["town"]) == ("示例机械厂", "2021-05-12", TAIPING)


@pytest.mark.parametrize(
    "name", ["2021年台账.csv", "台账20210531.csv", "台账_202105.csv", "2021-05 隐患.csv", "隐患（2021）.csv"]
)
def test_a_year_may_stand_in_the_name_of_the_file_only(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, name: str
) -> None:
    row = only(imported(sqlite_engine, pack, text(tmp_path / name, [HAZARD_HEADER, hazard(检查时间="5月12日")])))
    assert row.values is not None
    assert row.values["found_on"] == "2021-05-12"


def test_a_second_table_below_may_order_its_columns_otherwise(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    turned = list(reversed(HAZARD_HEADER))
    rows = [HAZARD_HEADER, hazard(), turned, list(reversed(hazard(隐患内容="另一处")))]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "two.xlsx", rows))
    assert [row.values["description"] for row in report.rows if row.values] == ["灭火器过期", "另一处"]


def test_a_kind_that_does_not_exist_is_told(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(UnknownKind, match="hazards"):
        imported(sqlite_engine, pack, tmp_path / "x.csv", "buildings")


def test_a_declared_datum_moves_the_point(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    values = {
        datum: only(
            objects(sqlite_engine, pack, tmp_path, [roster(经度="117.17", 纬度="36.98")], datum=datum, dry_run=True)
        ).values
        for datum in Datum
    }
    wgs, gcj, bd = (values[datum] for datum in (Datum.WGS84, Datum.GCJ02, Datum.BD09))
    assert wgs is not None
    assert gcj is not None
    assert bd is not None
    assert wgs["lon"] == 117.17
    assert 0.005 < wgs["lon"] - gcj["lon"] < 0.007
    assert 0.012 < wgs["lon"] - bd["lon"] < 0.014
