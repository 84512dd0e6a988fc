"""Where tables of a sheet begin and end, and which of their rows are data: no row may be lost by its neighbours."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data.exchange.columns import HAZARDS, resolve
from data.exchange.outcome import ImportReport
from data.packs import Pack
from tests.exchange.books import imported, text, xlsx

HEADER = ["排查日期", "受检单位", "问题隐患", "整改时限", "整改情况", "备注"]


def row(what: str, firm: str = "示例机械厂", remark: str = "") -> list[Any]:
    return ["2021-05-12", firm, what, "2021-05-20", "未整改", remark]


def outcomes(report: ImportReport) -> dict[int, str]:
    return {one.row: one.outcome.value for one in report.rows}


def test_a_later_table_with_more_columns_does_not_hide_an_earlier_one(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    rows = [
        ["一、自查"],
        ["受检单位", "排查日期", "问题隐患"],
        ["示例机械厂", "2021-05-12", "一"],
        ["二、督查"],
        HEADER,
        row("二"),
    ]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "tables.xlsx", rows))
    assert outcomes(report) == {3: "OK", 4: "SKIP", 5: "SKIP", 6: "OK"}
    assert [one.values["deadline"] for one in report.rows if one.values] == [None, "2021-05-20"]


def test_a_further_table_may_call_its_columns_otherwise(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [
        HEADER,
        row("一"),
        ["检查部门", "存在的隐患", "被检单位", "检查日期"],
        ["区应急局", "二", "示例面粉厂", "2021-05-13"],
    ]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "tables.xlsx", rows))
    assert outcomes(report) == {2: "OK", 3: "SKIP", 4: "OK"}
    assert report.rows[-1].values is not None
    assert (report.rows[-1].values["subject"], report.rows[-1].values["found_on"]) == ("示例面粉厂", "2021-05-13")


def test_a_row_of_marks_that_are_titles_elsewhere_is_data(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [[*HEADER, *(f"附加{place}" for place in range(20))], [*row("一"), *["x", "y"] * 10]]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "marks.xlsx", rows))
    assert outcomes(report) == {2: "OK"}


def test_a_remark_before_all_other_columns_makes_no_footer(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [
        HEADER[::-1],
        row("一", remark="注：企业已停产")[::-1],
        row("二", remark="说明：已下达文书")[::-1],
        ["填表人：", "甲示例", "日期：", "2021-05-31", "审核人：", "乙示例"],
    ]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "reversed.xlsx", rows))
    assert outcomes(report) == {2: "OK", 3: "OK", 4: "SKIP"}


def test_a_description_that_counts_is_no_subtotal(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ["受检单位", "问题隐患", "排查日期"]
    rows = [header, ["示例机械厂", "线路老化合计3处", "2021-05-12"], ["太平街道小计", 1, ""]]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "counts.xlsx", rows))
    assert outcomes(report) == {2: "OK", 3: "SKIP"}


@pytest.mark.parametrize(
    "line",
    [
        ["1", "东片", "小计：", "", "1条"],
        ["合计（12条）"],
        ["总计：共12条"],
        ["主管领导：甲示例"],
        ["统计人：甲示例", "", "联系电话：19900000001"],
        ["日期：", "2021年5月31日"],
        ["（盖章）"],
        ["上报人：甲示例"],
        ["复核人：甲示例"],
        ["主要领导签字："],
        ["抄送：区安委办"],
        ["检查人：甲示例", "", "被检查单位负责人：乙示例"],
    ],
)
def test_sums_and_signers_wherever_they_stand_are_no_data(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, line: list[str]
) -> None:
    report = imported(sqlite_engine, pack, text(tmp_path / "ledger.csv", [HEADER, row("一"), line]))
    assert outcomes(report) == {2: "OK", 3: "SKIP"}


def test_a_row_that_lacks_a_column_is_refused_and_not_skipped(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    lacking = ["", "示例机械厂", "灭火器失效，本月累计3次", "2021-05-20", "未整改", "已合计5处"]
    report = imported(sqlite_engine, pack, text(tmp_path / "ledger.csv", [HEADER, lacking]))
    assert outcomes(report) == {2: "ERROR"}


def test_a_firm_merged_over_columns_and_rows_fills_them(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [
        ["检查日期", "受检单位", "", "存在问题"],
        ["2021-05-12", "示例机械厂", "", "一"],
        ["", "", "", "二"],
        ["2021-05-13", "示例面粉厂", "", "三"],
    ]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "wide.xlsx", rows, ["B1:C1", "A2:A3", "B2:C3"]))
    assert [one.values and one.values["subject"] for one in report.rows] == ["示例机械厂", "示例机械厂", "示例面粉厂"]


def test_a_second_row_of_units_belongs_to_the_titles_above(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [
        ["排查日期", "受检单位", "问题隐患", "整改资金"],
        ["", "", "", "（万元）"],
        ["2021-05-12", "示例机械厂", "一", 2],
    ]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "units.xlsx", rows))
    assert [one.values and one.values["funds_yuan"] for one in report.rows] == [20_000]


def test_a_third_row_of_units_belongs_to_the_titles_above(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [
        ["排查日期", "受检单位", "问题隐患", "五落实", "", ""],
        ["", "", "", "措施", "资金", "时限"],
        ["", "", "", "", "（万元）", ""],
        ["2021-05-12", "示例机械厂", "一", "清理", 2, "2021-05-20"],
    ]
    report = imported(sqlite_engine, pack, xlsx(tmp_path / "units.xlsx", rows, ["D1:F1"]))
    assert [(row.values["funds_yuan"], row.values["deadline"]) for row in report.rows if row.values] == [
        (20_000, "2021-05-20")
    ]


@pytest.mark.parametrize(
    ("group", "name", "key"),
    [
        ("企业", "名称", "subject"),
        ("隐患", "描述", "description"),
        ("隐患", "级别", "level"),
        ("整改", "期限", "deadline"),
        ("检查", "单位", "check_org"),
        ("联系", "电话", "phone"),
        ("坐标（GCJ-02）", "经度", "lon"),
    ],
)
def test_a_group_and_the_title_below_it_may_be_one_name(group: str, name: str, key: str) -> None:
    column = resolve(HAZARDS, group, name)
    assert column is not None
    assert column.key == key
