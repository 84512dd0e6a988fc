"""Accident ledgers: what the words mean, how grave an accident is, and what a later ledger changes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.names import Names
from dashboard.pages.accidents import of_object
from data.exchange.accident_words import (
    read_accident_level,
    read_accident_stage,
    read_accident_type,
    read_liability,
    read_people,
    read_production,
    time_of,
)
from data.exchange.outcome import RowReport
from data.exchange.values import Unreadable
from data.packs import Pack
from data.rules.accidents import AccidentLevel, AccidentType, level_of
from data.rules.scope import SYSTEM, Scope
from data.store.batches import take_back
from data.store.doctor import examine
from data.store.models import AccidentRow, ObjectRow
from data.store.reads import object_page
from data.words import speaking
from tests.exchange import books
from tests.exchange.books import ACCIDENT_HEADER, accident, accidents, imported, objects, only, roster, stored, xlsx

_WAN = 1_000_000


@pytest.mark.parametrize(
    ("figures", "level"),
    [
        ((30, 0, 0), "特别重大"), ((29, 100, 0), "特别重大"), ((0, 0, 10_000 * _WAN), "特别重大"),
        ((10, 0, 0), "重大"), ((9, 50, 0), "重大"), ((0, 49, 5_000 * _WAN), "重大"), ((0, 0, 10_000 * _WAN - 1),
        "重大"),
        ((3, 0, 0), "较大"), ((2, 10, 0), "较大"), ((0, 9, 1_000 * _WAN), "较大"), ((0, 0, 5_000 * _WAN - 1), "较大"),
        ((2, 9, 1_000 * _WAN - 1), "一般"), ((None, None, None), "一般"), ((1, None, 6_000 * _WAN), "重大"),
    ],
)  # fmt: skip
def test_the_level_is_the_gravest_of_three_criteria(figures: tuple[int | None, ...], level: str) -> None:
    assert level_of(*figures) == level


def test_words_of_accident_ledgers() -> None:
    assert [read_accident_type(kind.value) for kind in AccidentType] == list(AccidentType)
    words = {"高坠": "高处坠落", "道路交通事故": "车辆伤害", "硫化氢中毒": "中毒和窒息", "粉尘爆炸": "其他爆炸"}
    assert {word: read_accident_type(word) for word in words} == words
    assert [read_accident_level(f"{level.value}事故") for level in AccidentLevel] == list(AccidentLevel)
    assert [read_accident_stage(word) for word in ("初报", "续报", "调查中", "未结案", "已结案", None)] == [
        "快报", "核实", "调查", "调查", "结案", None,
    ]  # fmt: skip
    assert [read_people(cell) for cell in ("2人", 3.0, "无", "两人", "/", "0")] == [2, 3, 0, 2, None, 0]
    assert [read_liability(cell) for cell in ("责任事故", "非责任事故", "待认定", "是", "否", "")] == [
        True, False, None, True, False, None,
    ]  # fmt: skip
    told = ("生产安全事故", "非生产安全事故", "√", "未认定", "否（非生产）", "属于非生产安全事故", "是（生产）")
    assert [read_production(cell) for cell in told] == [
        True, False, True, None, False, False, True,
    ]  # fmt: skip
    for read, cell in ((read_accident_type, "见附件"), (read_people, "若干"), (read_accident_level, "严重")):
        with pytest.raises(Unreadable):
            read(cell)


@pytest.mark.parametrize(
    ("cell", "time"),
    [("2021-06-08 14:20", "14:20"), ("2021年6月8日9时5分", "09:05"), ("6月8日下午3时", "15:00"), (44355.5, "12:00"),
     ("2021-06-08", None), (44355, None), ("2021.6.8", None)],
)  # fmt: skip
def test_the_time_of_day_is_kept(cell: Any, time: str | None) -> None:
    assert time_of(cell) == time


@pytest.fixture
def roster_in(engine: Engine, pack: Pack, tmp_path: Path) -> Engine:
    objects(engine, pack, tmp_path, [roster()])
    return engine


def brought(engine: Engine, pack: Pack, tmp: Path, **cells: Any) -> RowReport:
    return only(accidents(engine, pack, tmp, [accident(**cells)]))


def sound(engine: Engine, pack: Pack) -> bool:
    return [finding for finding in examine(engine, pack) if finding.level != "info"] == []


def test_a_ledger_again_changes_nothing_and_a_later_one_shows_what_it_changes(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    first = brought(roster_in, pack, tmp_path)
    assert (first.outcome, first.flags, first.problems) == ("OK", [], []), first
    facts = (AccidentRow.level, AccidentRow.deaths, AccidentRow.loss_fen, AccidentRow.occurred_time, AccidentRow.town)
    assert stored(roster_in, *facts) == [("一般", 1, 130_500_000, "14:20", "370115006")]
    assert brought(roster_in, pack, tmp_path).outcome == "UNCHANGED"
    later = {"死亡": "3", "重伤": "", "事故等级": "", "状态": "结案", "经度": "116.952", "发生时间": "2021-06-08 14:25"}
    changed = brought(roster_in, pack, tmp_path, **later)
    assert changed.outcome == "UPDATE"
    assert changed.changes == {
        "deaths": {"before": 1, "after": 3},
        "stage": {"before": "调查", "after": "结案"},
        "occurred_time": {"before": "14:20", "after": "14:25"},
        "lon": {"before": 116.951, "after": 116.952},
        "lat": {"before": 36.962, "after": 36.962},
    }
    assert brought(roster_in, pack, tmp_path, **later).outcome == "UNCHANGED"
    facts = (AccidentRow.level, AccidentRow.deaths, AccidentRow.serious, AccidentRow.lon, AccidentRow.place_quality)
    assert stored(roster_in, *facts) == [("较大", 3, 2, 116.952, 1)]
    assert sound(roster_in, pack)


def test_an_accident_on_a_road_needs_no_unit_and_is_known_by_day_and_place(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    road = {"单位": "", "统一社会信用代码": "", "事故编号": "", "经度": "", "纬度": "", "事故类型": "道路交通"}
    rows = [accident(**road), accident(**road, 地点="太平街道示例路口"), accident(**road | {"事故类型": ""})]
    report = accidents(engine, pack, tmp_path, rows)
    assert [row.action for row in report.rows] == ["insert", "insert", "none"]
    assert "DUPLICATE_IN_FILE" in report.rows[2].flags
    assert stored(engine, ObjectRow.id) == []
    assert [row.action for row in accidents(engine, pack, tmp_path, rows[:2]).rows] == ["none"] * 2
    assert sound(engine, pack)


@pytest.mark.parametrize(
    ("cells", "outcome", "flag"),
    [
        ({"发生时间": ""}, "ERROR", "MISSING_FIELD"),
        ({"发生时间": "2021.2.30"}, "ERROR", "BAD_DATE"),
        ({"发生时间": "2027-01-01"}, "ERROR", "BAD_DATE"),
        ({"死亡": "若干"}, "ERROR", "BAD_VALUE"),
        ({"直接经济损失(万元)": "很多"}, "ERROR", "BAD_VALUE"),
        ({"事故等级": "严重"}, "ERROR", "BAD_VALUE"),
        ({"统一社会信用代码": "91370115MAWTN9KU4X"}, "ERROR", "BAD_USCC"),
        ({"单位": "示例机械二厂", "统一社会信用代码": ""}, "REVIEW", "FUZZY_SUBJECT"),
        ({"经度": "0", "纬度": "0"}, "WARN", "GEO_ZERO"),
        ({"事故等级": "较大"}, "OK", None),
        ({"死亡": "3"}, "OK", None),
        ({"事故类型": "见附件"}, "OK", None),
        ({"报告时间": "2021-06-01"}, "OK", None),
    ],
)
def test_outcomes_of_one_row(
    roster_in: Engine, pack: Pack, tmp_path: Path, cells: dict[str, Any], outcome: str, flag: str | None
) -> None:
    row = brought(roster_in, pack, tmp_path, **cells)
    assert row.outcome == outcome, row
    assert flag in row.flags if flag else len(row.problems) == 1, row


def test_a_stated_level_stands_only_where_there_are_no_figures(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    lower = brought(roster_in, pack, tmp_path, 死亡="10")
    assert lower.values is not None
    assert (lower.values["level"], "按“重大”登记" in lower.problems[0].message) == ("重大", True)
    nothing = {"死亡": "", "重伤": "", "直接经济损失(万元)": "", "事故编号": "示事〔2021〕4", "事故等级": "较大"}
    brought(roster_in, pack, tmp_path, **nothing)
    assert stored(roster_in, AccidentRow.level, AccidentRow.stated_level) == [("重大", "一般"), ("较大", "较大")]


def test_a_loss_without_unit_is_taken_as_ten_thousands_and_said(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    header = [title.replace("(万元)", "") for title in ACCIDENT_HEADER]
    row = only(accidents(roster_in, pack, tmp_path, [accident()], header))
    assert row.values is not None
    assert (row.values["loss_yuan"], len(row.problems)) == (1_305_000, 1)
    in_yuan = accident(**{"直接经济损失(万元)": "130.5万元", "事故编号": "示事〔2021〕5"})
    assert only(accidents(roster_in, pack, tmp_path, [in_yuan], header)).problems == []


def test_a_town_brings_only_its_own_accidents(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    scope = Scope.of_towns(pack.code, "370115005")
    refused = only(accidents(roster_in, pack, tmp_path, [accident()], scope=scope))
    assert (refused.outcome, refused.flags) == ("ERROR", ["FORBIDDEN_SCOPE"])


def test_a_ledger_is_known_by_its_columns_under_two_header_rows(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    header = (
        "序号",
        "事故发生时间",
        "事故发生单位",
        "所属镇街",
        "事故类别",
        "伤亡情况",
        "",
        "",
        "直接经济损失（万元）",
    )
    names = ("", "", "", "", "", "死亡", "重伤", "轻伤", "")
    row = (1, 44355.5, "示例机械厂", "太平街道", "高处坠落", 1, "", 2, 98)
    rows = [("2021年生产安全事故台账",), header, names, row, ("合计", "", "", "", "", 1, "", 2, 98)]
    report = imported(roster_in, pack, xlsx(tmp_path / "事故.xlsx", rows), None)
    assert report.kind == "accidents"
    told = only(report).values
    assert told is not None
    assert [told[key] for key in ("occurred_on", "deaths", "minor", "loss_yuan")] == ["2021-06-08", 1, 2, 980_000]


def test_what_a_batch_took_back_can_be_brought_again(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    def undone(batch: str | None, hours: int) -> list[Any]:
        assert batch is not None
        take_back(roster_in, pack, Scope.whole(pack.code), SYSTEM, batch, None, books.NOW + timedelta(hours=hours))
        return stored(roster_in, AccidentRow.deaths, AccidentRow.level)

    first = accidents(roster_in, pack, tmp_path, [accident(死亡="3")])
    assert undone(first.batch, 1) == []
    again = accidents(roster_in, pack, tmp_path, [accident(死亡="4")], now=books.NOW + timedelta(hours=2))
    assert only(again).outcome == "OK"
    later = accidents(roster_in, pack, tmp_path, [accident(死亡="10")], now=books.NOW + timedelta(hours=3))
    assert stored(roster_in, AccidentRow.level) == [("重大",)]
    assert undone(later.batch, 4) == [(4, "较大")]
    assert sound(roster_in, pack)


def test_the_object_shows_its_accidents(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    ((object_id,),) = stored(roster_in, ObjectRow.id)
    with roster_in.connect() as connection:
        before = object_page(connection, Scope.whole(pack.code), object_id)
    assert of_object(before.accidents, Names(pack)) == []
    report = accidents(roster_in, pack, tmp_path, [accident(是否责任事故="待认定", 是否生产安全事故="否")])
    with roster_in.connect() as connection:
        page = object_page(connection, Scope.whole(pack.code), object_id)
    assert before.stamp != page.stamp
    (card,) = of_object(page.accidents, Names(pack))
    said = str(card.to_plotly_json())
    expected = (
        "2021-06-08", "14:20", "一般", "机械伤害", "死亡1 重伤2", "太平街道", "是否责任事故待认定，非生产安全事故",
        "共 1 起，死亡 1 人，重伤 2 人", report.batch,
    )  # fmt: skip
    assert [words for words in expected if not words or words not in said] == []
    with speaking("en"):
        said = str(of_object(page.accidents, Names(pack))[0].to_plotly_json())
    assert [words for words in ("machinery", "ordinary", "under investigation") if words not in said] == []
