"""Equipment ledgers: what the words mean, whose it is, and what a second ledger changes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data.exchange.equipment_words import (
    kind_of_code,
    read_equipment_kind,
    read_equipment_status,
    read_inspection_result,
    read_key_place,
    read_reg_code,
    read_yes_no,
)
from data.exchange.outcome import RowReport
from data.exchange.values import Unreadable
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.batches import take_back
from data.store.doctor import examine
from data.store.errors import BatchInUse
from data.store.models import EquipmentRow, ObjectRow
from tests.exchange import books
from tests.exchange.books import EQUIPMENT_HEADER, equipment, imported, lift, objects, only, roster, stored, xlsx

KINDS = {
    "锅炉": ("锅炉", "承压蒸汽锅炉", "有机热载体锅炉", "1000", "燃气热水锅炉"),
    "压力容器": ("压力容器", "压力容器（含气瓶）", "固定式压力容器", "液化石油气储罐", "气瓶", "储气罐", "反应釜"),
    "压力管道": ("压力管道", "工业管道", "燃气管道", "公用管道"),
    "电梯": ("电梯", "曳引驱动乘客电梯", "自动扶梯", "自动人行道", "杂物电梯", "液压货梯", "3110"),
    "起重机械": ("起重机械", "桥式起重机", "塔式起重机", "施工升降机", "电动葫芦", "机械式停车设备", "行车"),
    "客运索道": ("客运索道", "客运架空索道"),
    "大型游乐设施": ("大型游乐设施", "观览车类", "滑行车", "碰碰车"),
    "场(厂)内专用机动车辆": (
        "场（厂）内专用机动车辆", "场(厂)内专用机动车辆", "厂内专用机动车辆", "场内机动车", "厂车", "叉车",
        "蓄电池观光车", "内燃叉车", "5000",
    ),
}  # fmt: skip
STATUSES = {
    "在用": ("在用", "正常使用", "使用中", "运行", "是", "√", "启用", "已投用"),
    "停用": ("停用", "已停用", "报停", "封存", "暂停使用", "未使用", "不在用", "未启用", "停止使用", "否"),
    "报废": ("报废", "已报废", "注销", "拆除", "停用报废"),
}


@pytest.mark.parametrize(("kind", "word"), [(kind, word) for kind, words in KINDS.items() for word in words])
def test_the_eight_categories_are_known_by_the_words_of_ledgers(kind: str, word: str) -> None:
    assert read_equipment_kind(word) == kind


@pytest.mark.parametrize(("status", "word"), [(status, word) for status, words in STATUSES.items() for word in words])
def test_a_status_is_known_by_the_words_of_ledgers(status: str, word: str) -> None:
    assert read_equipment_status(word) == status


def test_words_that_mean_nothing_known_are_not_guessed() -> None:
    for read, word in ((read_equipment_kind, "飞船"), (read_equipment_status, "在建"), (read_yes_no, "见附件")):
        with pytest.raises(Unreadable):
            read(word)
    assert [read(None) for read in (read_equipment_kind, read_equipment_status, read_yes_no)] == [None] * 3


@pytest.mark.parametrize(
    ("word", "result"),
    [("合格", "pass"), ("复检合格", "pass"), ("符合要求", "pass"), ("允许使用", "pass"), ("不合格", "fail"),
     ("不符合要求", "fail"), ("基本符合要求", "partial"), ("监督运行", "partial"), ("待检", None), ("/", None)],
)  # fmt: skip
def test_a_conclusion_is_known_by_the_words_of_reports(word: str, result: str | None) -> None:
    assert read_inspection_result(word) == result


@pytest.mark.parametrize(
    ("cell", "yes"),
    [("是", True), ("√", True), (1, True), (True, True), ("已接入", True), ("Y", True), ("否", False), ("×", False),
     ("未接入", False), ("无", False), (0, False), ("", None), ("/", None)],
)  # fmt: skip
def test_yes_and_no_are_read_from_ticks_words_and_numbers(cell: Any, yes: bool | None) -> None:
    assert read_yes_no(cell) is yes
    assert read_key_place(cell) is yes
    assert read_key_place("幼儿园") is True


@pytest.mark.parametrize(
    ("cell", "code"),
    [("'31101037011520160001", "31101037011520160001"), (" 3110 1037 0115 ", "311010370115"),
     (311010370115.0, "311010370115"), ("４１８０10ａ", "418010A"), ("/", None)],
)  # fmt: skip
def test_a_code_is_read_from_text_and_numbers(cell: Any, code: str | None) -> None:
    assert read_reg_code(cell) == code
    assert kind_of_code("31101037011520160001") == "电梯"
    assert kind_of_code("自编001") is None


@pytest.fixture
def roster_in(engine: Engine, pack: Pack, tmp_path: Path) -> Engine:
    objects(engine, pack, tmp_path, [roster()])
    return engine


def brought(engine: Engine, pack: Pack, tmp: Path, **cells: Any) -> RowReport:
    return only(equipment(engine, pack, tmp, [lift(**cells)]))


def test_a_ledger_again_changes_nothing_and_a_later_one_shows_what_it_changes(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    first = brought(roster_in, pack, tmp_path)
    assert (first.outcome, first.flags) == ("OK", ["PLACE_FROM_OBJECT"])
    assert first.values is not None
    assert first.values["result"] == "pass"
    again = brought(roster_in, pack, tmp_path)
    assert (again.outcome, again.action) == ("UNCHANGED", "none")
    later = {"上次检验日期": "2022-03-01", "下次检验日期": "2023.3.1", "使用状态": "停用", "是否接入96333": ""}
    changed = brought(roster_in, pack, tmp_path, **later)
    assert changed.outcome == "UPDATE"
    assert changed.changes == {
        "last_inspection": {"before": "2021-03-08", "after": "2022-03-01"},
        "next_inspection_due": {"before": "2022-03-08", "after": "2023-03-01"},
        "status": {"before": "在用", "after": "停用"},
    }
    assert brought(roster_in, pack, tmp_path, **later).outcome == "UNCHANGED"
    assert stored(roster_in, EquipmentRow.status, EquipmentRow.in_96333, EquipmentRow.row_version) == [
        ("停用", True, 2)
    ]
    assert [finding for finding in examine(roster_in, pack) if finding.level != "info"] == []


def test_equipment_moves_with_its_town_and_its_unit(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    brought(roster_in, pack, tmp_path)
    moved = {
        "使用单位": "另一家示例食品厂",
        "统一社会信用代码": "",
        "所属镇街": "回河街道",
        "安装地点": "回河街道申庄村",
    }
    row = brought(roster_in, pack, tmp_path, **moved)
    assert row.outcome == "UPDATE"
    assert row.changes is not None
    assert row.changes["object"] == {"before": "示例机械厂", "after": "另一家示例食品厂"}
    assert row.changes["town"] == {"before": "370115006", "after": "370115005"}
    assert stored(roster_in, EquipmentRow.town, EquipmentRow.town_source) == [("370115005", "declared")]
    assert brought(roster_in, pack, tmp_path, **moved).outcome == "UNCHANGED"


def test_an_unknown_unit_becomes_a_provisional_object_once(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = equipment(engine, pack, tmp_path, [lift(), lift(设备代码="31101037011520160002")])
    assert ["OBJECT_CREATED" in row.flags for row in report.rows] == [True, False]
    assert stored(engine, ObjectRow.name, ObjectRow.provisional) == [("示例机械厂", True)]
    assert len(set(stored(engine, EquipmentRow.object_id))) == 1


def test_a_second_row_of_one_code_is_merged_with_its_differences(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    second = lift(使用状态="停用", 检验结论="")
    report = equipment(roster_in, pack, tmp_path, [lift(维保单位=""), second])
    assert [(row.outcome, row.action) for row in report.rows] == [("OK", "insert"), ("WARN", "none")]
    assert "DUPLICATE_IN_FILE" in report.rows[1].flags
    assert "使用状态 在用/停用" in report.rows[1].problems[0].message
    assert stored(roster_in, EquipmentRow.status, EquipmentRow.maintainer) == [("在用", "示例电梯维保有限公司")]


@pytest.mark.parametrize(
    ("cells", "outcome", "flag"),
    [
        ({"使用单位": ""}, "ERROR", "MISSING_FIELD"),
        ({"设备代码": "/"}, "ERROR", "MISSING_FIELD"),
        ({"设备代码": "3.1101E+19"}, "ERROR", "BAD_VALUE"),
        ({"设备类别": "飞船"}, "ERROR", "BAD_VALUE"),
        ({"使用状态": "在建"}, "ERROR", "BAD_VALUE"),
        ({"下次检验日期": "2021.2.30"}, "ERROR", "BAD_DATE"),
        ({"下次检验日期": "看情况"}, "ERROR", "BAD_DATE"),
        ({"上次检验日期": "2027-01-01"}, "ERROR", "BAD_DATE"),
        ({"统一社会信用代码": "91370115MAWTN9KU4X"}, "ERROR", "BAD_USCC"),
        ({"所属镇街": "天桥区桑梓店街道"}, "ERROR", "OUTSIDE_JURISDICTION"),
        ({"使用单位": "示例机械二厂", "统一社会信用代码": ""}, "REVIEW", "FUZZY_SUBJECT"),
        ({"使用单位": "另一家示例食品厂", "统一社会信用代码": ""}, "OK", "OBJECT_CREATED"),
        ({"下次检验日期": "2021-03-01"}, "WARN", "DEADLINE_BEFORE_CHECK"),
        ({"下次检验日期": "2022年3月"}, "WARN", "DATE_MONTH_END"),
        ({"下次检验日期": "3月8日"}, "WARN", "DATE_INFERRED"),
        ({"下次检验日期": "2033-03-08"}, "OK", None),
        ({"下次检验日期": "停用"}, "OK", None),
        ({"保险到期日": "未投保"}, "OK", None),
        ({"设备类别": ""}, "OK", None),
    ],
)
def test_outcomes_of_one_row(
    roster_in: Engine, pack: Pack, tmp_path: Path, cells: dict[str, Any], outcome: str, flag: str | None
) -> None:
    row = brought(roster_in, pack, tmp_path, **cells)
    assert row.outcome == outcome, row
    assert flag is None or flag in row.flags, row


def test_words_without_a_day_and_a_kind_told_by_the_code_are_said(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    row = brought(roster_in, pack, tmp_path, 设备类别="", 下次检验日期="未检验", 是否接入96333="3700001", 使用状态="")
    assert row.values is not None
    assert (row.values["kind"], row.values["next_inspection_due"], row.values["status"]) == ("电梯", None, "在用")
    assert (row.values["in_96333"], row.values["code_96333"]) == (True, "3700001")
    assert len(row.problems) == 3
    inferred = brought(roster_in, pack, tmp_path, 下次检验日期="2月8日")
    assert inferred.values is not None
    assert inferred.values["next_inspection_due"] == "2022-02-08"


def test_a_town_neither_brings_nor_takes_what_belongs_to_another(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    town = Scope.of_towns(pack.code, "370115005")
    refused = only(equipment(roster_in, pack, tmp_path, [lift()], scope=town))
    assert (refused.outcome, refused.flags) == ("ERROR", ["FORBIDDEN_SCOPE"])
    brought(roster_in, pack, tmp_path)
    taking = lift(所属镇街="回河街道", 安装地点="")
    assert only(equipment(roster_in, pack, tmp_path, [taking], scope=town)).flags == ["FORBIDDEN_SCOPE"]


def test_two_header_rows_ticks_and_numbers_are_understood(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ("序号", "使用单位", "所属镇街", "设备", "", "", "检验情况", "", "", "使用状态", "", "", "96333", "")
    names = ("", "", "", "种类", "代码", "名称", "上次", "下次", "结论", "在用", "停用", "报废", "是否接入", "识别码")
    unit = (1, "示例机械厂", "太平街道", "电梯", 311010370115, "乘客电梯")
    row = (*unit, 44263, "2022年3月8日", "合格", "", "√", "", "√", 3700001)
    path = xlsx(tmp_path / "两行表头.xlsx", [("太平街道特种设备台账",), header, names, row])
    report = only(imported(roster_in, pack, path, "equipment"))
    assert report.values is not None
    told = {key: report.values[key] for key in ("kind", "reg_code", "name", "last_inspection", "next_inspection_due")}
    assert told == {
        "kind": "电梯", "reg_code": "311010370115", "name": "乘客电梯", "last_inspection": "2021-03-08",
        "next_inspection_due": "2022-03-08",
    }  # fmt: skip
    assert [report.values[key] for key in ("status", "in_96333", "code_96333")] == ["停用", True, "3700001"]


def test_what_a_batch_took_back_can_be_brought_again(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    def undone(batch: str | None, hours: int) -> list[Any]:
        assert batch is not None
        take_back(roster_in, pack, Scope.whole(pack.code), SYSTEM, batch, None, books.NOW + timedelta(hours=hours))
        return stored(roster_in, EquipmentRow.status, EquipmentRow.row_version)

    first = equipment(roster_in, pack, tmp_path, [lift()])
    assert undone(first.batch, 1) == []
    path = xlsx(tmp_path / "再来.xlsx", [("台账 截至2021年6月30日",), EQUIPMENT_HEADER, lift()])
    again = imported(roster_in, pack, path, "equipment", now=books.NOW + timedelta(hours=2))
    assert only(again).outcome == "OK"
    later = equipment(roster_in, pack, tmp_path, [lift(使用状态="停用")], now=books.NOW + timedelta(hours=3))
    assert stored(roster_in, EquipmentRow.status, EquipmentRow.row_version) == [("停用", 4)]
    assert undone(later.batch, 4) == [("在用", 5)]
    assert [finding for finding in examine(roster_in, pack) if finding.level != "info"] == []


def test_a_unit_whose_equipment_came_later_is_not_taken_back(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    batch = objects(engine, pack, tmp_path, [roster()]).batch
    equipment(engine, pack, tmp_path, [lift()])
    assert batch is not None
    with pytest.raises(BatchInUse):
        take_back(engine, pack, Scope.whole(pack.code), SYSTEM, batch, None, books.NOW)
