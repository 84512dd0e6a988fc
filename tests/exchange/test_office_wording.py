"""What offices write in dates, levels, states and re-inspections, and what it may and may not be taken for."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.exchange.dates import Form, read_date
from data.exchange.values import Claim, passed_on, read_level, read_money, read_status, read_uscc
from data.packs import Pack
from tests.exchange.books import hazard, hazards, imported, only, xlsx

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "cell",
    [
        "二○二一年五月十二日", "二〇二一年五月十二日", "2021年5月12日上午", "2021.5.12.", "2021.05.12（周三）",
        "2021年5月12日星期三", "2021年5月12日前完成整改", "2021.5.12完成", "'2021-05-12", "2021年五月十二日",
    ],
)  # fmt: skip
def test_numerals_weekdays_and_words_around_a_day_do_not_hide_it(cell: str) -> None:
    assert read_date(cell, 2021, TODAY).day == date(2021, 5, 12)


def test_a_month_in_chinese_numerals_ends_on_its_last_day() -> None:
    reading = read_date("五月底", 2021, TODAY)
    assert (reading.form, reading.day) == (Form.MONTH_END, date(2021, 5, 31))


def test_before_the_twentieth_is_not_within_twenty_days() -> None:
    assert read_date("20日前", 2021, TODAY).form is Form.UNREADABLE
    assert read_date("20日内完成整改", 2021, TODAY).days == 20


@pytest.mark.parametrize("cell", ["现场立即整改", "即知即改", "立即整改完成"])
def test_at_once_may_be_said_in_more_words(cell: str) -> None:
    assert read_date(cell, 2021, TODAY).form is Form.ON_THE_SPOT


@pytest.mark.parametrize(
    ("cell", "level"), [("×", 0), ("非重大", 0), ("'一般", 0), ("重大（A类）", 1), ("✔", 1), ("一般(二级)", 0)]
)
def test_a_level_may_be_ticked_or_explained(cell: str, level: int) -> None:
    assert read_level(cell) == level


@pytest.mark.parametrize(
    ("cell", "claim"),
    [
        ("已下达整改通知书", Claim.NOT_DONE), ("已责令限期整改完毕", Claim.NOT_DONE), ("已立案", Claim.NOT_DONE),
        ("预计5月底完成", Claim.NOT_DONE), ("整改未完成", Claim.NOT_DONE), ("未完成整改", Claim.NOT_DONE),
        ("已开始整改", Claim.UNDER_WAY), ("已整改3处，2处未整改", Claim.UNDER_WAY), ("限期整改中", Claim.UNDER_WAY),
        ("已下达通知书，已整改", Claim.DONE), ("已督促整改完毕", Claim.DONE), ("已制定动火制度", Claim.DONE),
    ],
)  # fmt: skip
def test_what_an_office_did_is_no_claim_of_the_enterprise(cell: str, claim: Claim) -> None:
    assert read_status(cell) is claim


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2021.5.18复查合格", "2021.5.18"), ("已整改，2021年5月18日复查合格", "2021年5月18日"),
        ("2021.5.15已整改，2021.5.18复查合格", "2021.5.18"), ("复查合格（5月18日）", "5月18日"),
        ("2021.5.18复查不合格", ""), ("2021.5.18已整改", ""), ("复查合格", ""), ("2021.5.18整改完成，待复查", ""),
    ],
)  # fmt: skip
def test_a_status_proves_a_reinspection_only_with_its_day_and_that_it_passed(cell: str, day: str) -> None:
    assert passed_on(cell) == day


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"整改情况": "已整改，2021.5.18复查合格"}, "CLOSED"),
        ({"整改情况": "已整改", "复查结果": "2021.5.18合格"}, "CLOSED"),
        ({"整改情况": "已整改", "复查时间": "2021.5.18合格"}, "CLOSED"),
        ({"整改情况": "已整改", "复查时间": "2021.5.18", "复查结果": "待复查"}, "SUBMITTED"),
        ({"整改情况": "2021.5.18复查不合格"}, "FAILED"),
    ],
)
def test_day_and_result_of_a_reinspection_count_wherever_they_stand(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, cells: dict[str, str], status: str
) -> None:
    row = only(hazards(sqlite_engine, pack, tmp_path, [hazard(**cells)]))
    assert row.values is not None
    assert row.values["status"] == status


def test_a_column_of_the_day_beside_one_of_the_findings_closes(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    header = ("检查时间", "所属镇街", "被检查单位", "隐患内容", "整改情况", "复查时间", "复查情况")
    cells = ("2021-05-12", "太平街道", "示例机械厂", "灭火器过期", "已整改", "2021-05-18", "合格")
    row = only(hazards(sqlite_engine, pack, tmp_path, [cells], header))
    assert row.values is not None
    assert (row.values["status"], row.values["reinspected_on"]) == ("CLOSED", "2021-05-18")


def test_done_on_the_spot_is_known_from_the_day_it_was_done(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ("检查时间", "所属镇街", "被检查单位", "隐患内容", "整改时间")
    cells = ("2021-05-12", "太平街道", "示例机械厂", "灭火器过期", "当场整改")
    row = only(hazards(sqlite_engine, pack, tmp_path, [cells], header))
    assert row.values is not None
    assert (row.values["manage_type"], row.values["deadline"]) == (0, "2021-05-12")


def test_an_apostrophe_that_forces_text_is_no_part_of_a_number() -> None:
    assert read_money("'2.5", 10_000) == 25_000


@pytest.mark.parametrize("cell", ["未办理", "办理中", "无证"])
def test_words_in_place_of_a_credit_code_are_no_code(cell: str) -> None:
    reading = read_uscc(cell, True, ())
    assert (reading.code, reading.wrong) == (None, None)


@pytest.mark.parametrize("tick", ["☑", "✅", "✔️"])
def test_a_tick_is_one_however_it_is_drawn(sqlite_engine: Engine, pack: Pack, tmp_path: Path, tick: str) -> None:
    rows = [
        ["排查日期", "受检单位", "问题隐患", "隐患等级", "", "整改情况", ""],
        ["", "", "", "一般", "重大", "已整改", "未整改"],
        ["2021-05-12", "示例机械厂", "灭火器过期", "", tick, "☐", tick],
    ]
    told = only(imported(sqlite_engine, pack, xlsx(tmp_path / "ticks.xlsx", rows, ["D1:E1", "F1:G1"])))
    assert told.values is not None
    assert (told.values["level"], told.values["status"]) == (1, "CONFIRMED")


@pytest.mark.parametrize(
    ("beside", "title", "yuan"),
    [
        ("单位：万元", "整改资金", 20_000),
        ("金额单位：元", "整改资金", 2),
        ("单位：万元", "整改资金（元）", 2),
        ("单位：万元", "整改资金（自筹）", 20_000),
        ("单位：示例街道", "整改资金", 2),
    ],
)
def test_the_unit_of_all_amounts_may_stand_above_the_table(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, beside: str, title: str, yuan: float
) -> None:
    rows = [
        ["隐患台账", "", "", beside],
        ["排查日期", "受检单位", "问题隐患", title],
        ["2021-05-12", "示例机械厂", "一", 2],
    ]
    told = only(imported(sqlite_engine, pack, xlsx(tmp_path / "units.xlsx", rows)))
    assert told.values is not None
    assert told.values["funds_yuan"] == yuan
