"""How offices lay out their tables: groups of headers, headings between rows, those who sign, codes and points."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data.exchange.columns import resolve
from data.exchange.values import read_colour, read_object_kind, read_uscc
from data.packs import Pack
from data.rules.uscc import organisation_check
from data.rules.vocabulary import Colour, ObjectKind
from geo.coordinates import GEO_SWAPPED_FIXED, read_pair
from tests.exchange.books import HAZARD_HEADER, hazard, hazards, imported, objects, only, roster, text, xlsx


@pytest.mark.parametrize(
    ("group", "name", "key"),
    [
        ("整改“五落实”情况", "整改责任", "responsible"), ("五落实情况", "责任落实", "responsible"),
        ("五落实情况", "措施落实", "measures"), ("“五落实”", "期限", "deadline"), ("五落实", "预案落实", "plan"),
        ("整改复查情况", "时间", "reinspected_on"), ("整改复查情况", "结果", "reinspection_result"),
        ("复查情况", "复查人", "reinspector"), ("整改责任单位", "施工", "resp_org"),
    ],
)  # fmt: skip
def test_a_group_of_headers_may_be_named_in_full(group: str, name: str, key: str) -> None:
    column = resolve("hazards", group, name)
    assert column is not None
    assert column.key == key


@pytest.mark.parametrize("title", ["经度/纬度", "东经/北纬", "X/Y", "度分秒", "坐标（度分秒）"])
def test_one_column_may_be_named_after_both_numbers_of_a_point(title: str) -> None:
    column = resolve("objects", title, "")
    assert column is not None
    assert column.key == "point"


@pytest.mark.parametrize(
    "cells",
    [
        ["一、危化企业"], ["（二）工贸企业"], ["太平街道小计", "", "", "3条"], ["5月合计", "3"],
        ["填表人", "张三", "", "审核人", "李四", "", "联系电话", "84230000"],
        ["单位负责人（签字）：", "", "", "", "填报日期：2021年5月31日"], ["填报单位（盖章）：太平街道办事处"],
    ],
)  # fmt: skip
def test_headings_totals_and_signatures_between_rows_are_no_data(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, cells: list[str]
) -> None:
    report = hazards(sqlite_engine, pack, tmp_path, [hazard(), cells, hazard(隐患内容="通道堵塞")])
    assert [row.outcome.value for row in report.rows] == ["OK", "SKIP", "OK"]


def test_a_row_with_a_single_name_is_still_data(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    blank = ["" for _ in HAZARD_HEADER]
    row = only(hazards(sqlite_engine, pack, tmp_path, [[*blank[:2], "一号机械厂", *blank[3:]]]))
    assert row.outcome.value == "ERROR"


def test_small_places_and_legal_forms_are_kinds() -> None:
    assert read_object_kind("小餐饮") is ObjectKind.SMALL_PLACE
    assert read_object_kind("有限责任公司") is ObjectKind.ENTERPRISE
    assert read_object_kind("个体经营户") is ObjectKind.SOLE_TRADER


def test_a_colour_may_be_explained_in_brackets() -> None:
    assert [read_colour(cell) for cell in ("红（重大）", "低风险（蓝色）")] == [Colour.RED, Colour.BLUE]


def test_an_organisation_code_of_nine_characters_is_kept_as_an_old_number() -> None:
    code = "12345678" + organisation_check("12345678")
    assert read_uscc(code, True, ()).reg_no == code
    wrong = "12345678" + ("1" if code[8] != "1" else "2")
    assert read_uscc(wrong, True, ()).wrong == wrong


BOUNDS = (116.8, 36.6, 117.5, 37.3)


@pytest.mark.parametrize("cell", ["北纬36.98，东经117.17", "N36.98 E117.17", "东经117.17，北纬36.98"])
def test_a_cell_that_names_its_axes_is_not_swapped(cell: str) -> None:
    for reading in (read_pair(cell, None, BOUNDS), read_pair(cell, "", BOUNDS), read_pair(None, cell, BOUNDS)):
        assert (reading.lon, reading.lat, reading.flags) == (117.17, 36.98, ())


def test_axes_named_in_the_wrong_columns_are_swapped() -> None:
    assert read_pair("北纬36.98", "东经117.17", BOUNDS).flags == (GEO_SWAPPED_FIXED,)


def test_degrees_minutes_and_seconds_may_be_parted_by_spaces_and_metres_named() -> None:
    reading = read_pair("117 12 30", "36 57 36", BOUNDS)
    assert [reading.lon, reading.lat] == pytest.approx([117.2083333, 36.96])
    metres = read_pair("X=4091207.16", "Y=496107.76", BOUNDS, 4548)
    assert [metres.lon, metres.lat] == pytest.approx([116.9563, 36.9522], abs=1e-4)


@pytest.mark.parametrize("title", ["资金（万元）", "资金/万元", "整改资金万元", "整改资金（单位：万元）"])
def test_the_unit_of_money_may_stand_anywhere_in_its_title(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, title: str
) -> None:
    row = only(hazards(sqlite_engine, pack, tmp_path, [[*hazard(), "1.2"]], (*HAZARD_HEADER, title)))
    assert row.values is not None
    assert row.values["funds_yuan"] == 12_000


def test_a_town_that_cannot_be_told_is_held_and_not_called_somebody_elses(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(所属镇街="开发区")], as_town="太平街道"))
    assert (row.outcome.value, row.flags) == ("REVIEW", ["TOWN_AMBIGUOUS"])


def test_a_clashing_code_alone_is_warned_about_even_when_the_point_decides(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    shape = next(one for one in pack.town_shapes if one.code == "370115104").geometry.representative_point()
    report = objects(
        sqlite_engine, pack, tmp_path, [roster(所属镇街="370115103", 地址="", 经度=str(shape.x), 纬度=str(shape.y))]
    )
    row = only(report)
    assert row.values is not None
    assert (row.values["town"], row.flags) == ("370115104", ["TOWN_CODE_CLASH"])


def test_a_word_for_an_absent_code_is_told_as_absent(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    row = only(objects(sqlite_engine, pack, tmp_path, [roster(统一社会信用代码="办理中")]))
    assert row.flags == ["NO_USCC"]


def test_leading_apostrophes_of_a_text_ledger_are_no_part_of_its_cells(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    cells = [f"'{cell}" if cell else "" for cell in hazard()]
    row = only(imported(sqlite_engine, pack, text(tmp_path / "a.csv", [HAZARD_HEADER, cells])))
    assert row.values is not None
    assert (row.outcome.value, row.values["subject"], row.values["town"]) == ("OK", "示例机械厂", "370115006")


def test_the_name_of_the_enterprise_is_better_than_the_item_of_the_check(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    header = ("检查日期", "检查项目", "企业名称", "镇办", "存在问题")
    row = only(hazards(sqlite_engine, pack, tmp_path, [("2021-05-12", "消防", "示例机械厂", "太平", "堵塞")], header))
    assert row.values is not None
    assert row.values["subject"] == "示例机械厂"


def test_true_and_false_of_a_workbook_are_yes_and_no(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [HAZARD_HEADER, hazard(隐患级别=False, 整改情况=True)]
    row = only(imported(sqlite_engine, pack, xlsx(tmp_path / "b.xlsx", rows)))
    assert row.values is not None
    assert (row.values["level"], row.values["status"]) == (0, "SUBMITTED")


@pytest.mark.parametrize(
    ("level", "status", "means"),
    [
        (("√", ""), ("", "√"), (0, "NOTICED")),
        (("", "√"), ("√", ""), (1, "SUBMITTED")),
        (("是", "否"), ("×", "√"), (0, "NOTICED")),
        ((1, 0), (1, 0), (0, "SUBMITTED")),
    ],
)
def test_values_spread_over_columns_are_read_from_the_one_that_is_ticked(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, level: Any, status: Any, means: Any
) -> None:
    first = ("检查时间", "所属镇街", "被检查单位", "隐患内容", "隐患等级", "", "整改期限", "整改情况", "")
    second = ("", "", "", "", "一般", "重大", "", "已整改", "未整改")
    row = ("2021-05-12", "太平街道", "示例机械厂", "灭火器过期", *level, "2021-05-20", *status)
    book = xlsx(tmp_path / "ticks.xlsx", [first, second, row], ["E1:F1", "H1:I1"])
    values = only(imported(sqlite_engine, pack, book)).values
    assert values is not None
    assert (values["level"], values["status"]) == means


def test_two_ticks_for_one_value_are_a_bad_value(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    first = ("检查时间", "所属镇街", "被检查单位", "隐患内容", "隐患等级", "")
    rows = [first, ("", "", "", "", "一般", "重大"), ("2021-05-12", "太平街道", "示例机械厂", "过期", "√", "√")]
    row = only(imported(sqlite_engine, pack, xlsx(tmp_path / "ticks.xlsx", rows, ["E1:F1"])))
    assert (row.outcome.value, row.flags) == ("ERROR", ["BAD_VALUE"])
