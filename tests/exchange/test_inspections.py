"""Inspection ledgers: what the words mean, which visit a row speaks of, and what a later ledger changes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.names import Names
from dashboard.pages import object_parts
from dashboard.viewer import personas
from data.exchange.inspection_words import Uncounted, read_findings, read_inspection_type, read_signed
from data.exchange.outcome import RowReport
from data.exchange.values import Unreadable
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.batches import take_back
from data.store.doctor import examine
from data.store.errors import BatchInUse
from data.store.models import InspectionRow, ObjectRow
from data.store.reads import object_page
from tests.exchange import books
from tests.exchange.books import INSPECTION_HEADER, imported, inspections, objects, only, roster, stored, visit, xlsx

TYPES = {
    "日常": ("日常检查", "例行检查"), "专项": ("专项检查", "节前重点检查"), "双随机": ("“双随机”抽查",),
    "联合": ("联合执法", "部门联合检查"), "执法": ("执法检查",), "督查": ("专项督查", "督导检查"),
    "巡查": ("网格巡查", "巡查"), "第三方": ("第三方检查", "专家检查"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "word"), [(kind, word) for kind, words in TYPES.items() for word in (kind, *words)])
def test_a_type_is_known_by_the_words_of_ledgers(kind: str, word: str) -> None:
    assert read_inspection_type(word) == kind


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("未发现问题", 0), ("未发现明显安全隐患", 0), ("无", 0), ("合格", 0), (0, 0), ("0项", 0), ("发现3项", 3), (3.0,
        3),
        ("发现问题3项", 3), ("查出隐患 12 处", 12), ("共发现三项问题", 3), ("发现十二处隐患", 12),
        ("发现２项隐患，已责令整改2项", 2),
        ("1.灭火器过期；2.通道堵塞；3、配电箱无盖", 3), ("（1）无台账\n（2）未培训", 2), ("/", None), (None, None),
    ],
)  # fmt: skip
def test_findings_are_counted_from_words_numbers_and_lists(cell: Any, found: int | None) -> None:
    assert read_findings(cell) == found


def test_findings_that_are_not_counted_are_not_guessed() -> None:
    for cell in ("存在问题", "灭火器过期", "发现5项，整改3项", "1.过期；3.堵塞"):
        with pytest.raises(Uncounted):
            read_findings(cell)
    for read, cell in ((read_findings, "见附件"), (read_inspection_type, "看看"), (read_signed, "另附")):
        with pytest.raises(Unreadable):
            read(cell)


@pytest.mark.parametrize(
    ("cell", "signed"),
    [("是", (True, None)), ("已签字", (True, None)), ("√", (True, None)), ("拒签", (False, None)), ("否", (False,
    None)),
     ("未签字：负责人不在", (False, "负责人不在")), ("拒绝签字，原因：不认可", (False, "原因:不认可")), ("/", (None,
     None))],
)  # fmt: skip
def test_a_signature_and_why_it_was_refused(cell: str, signed: tuple[bool | None, str | None]) -> None:
    assert read_signed(cell) == signed


@pytest.fixture
def roster_in(engine: Engine, pack: Pack, tmp_path: Path) -> Engine:
    objects(engine, pack, tmp_path, [roster()])
    return engine


def brought(engine: Engine, pack: Pack, tmp: Path, **cells: Any) -> RowReport:
    return only(inspections(engine, pack, tmp, [visit(**cells)]))


def sound(engine: Engine, pack: Pack) -> bool:
    return [finding for finding in examine(engine, pack) if finding.level != "info"] == []


def test_a_ledger_again_changes_nothing_and_a_later_one_shows_what_it_changes(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    first = brought(roster_in, pack, tmp_path)
    assert (first.outcome, first.flags, first.problems) == ("OK", [], []), first
    assert brought(roster_in, pack, tmp_path).outcome == "UNCHANGED"
    later = {"检查结果": "发现4项", "检查开始时间": "2021-06-07", "是否签字": "拒签：不认可", "检查主题": ""}
    changed = brought(roster_in, pack, tmp_path, **later)
    assert changed.outcome == "UPDATE"
    assert changed.changes == {
        "inspected_on": {"before": "2021-06-08", "after": "2021-06-07"},
        "findings": {"before": 3, "after": 4},
        "signed": {"before": True, "after": False},
        "refusal": {"before": None, "after": "不认可"},
    }
    assert brought(roster_in, pack, tmp_path, **later).outcome == "UNCHANGED"
    assert brought(roster_in, pack, tmp_path, **later | {"检查结果": "存在问题"}).outcome == "UNCHANGED"
    facts = (InspectionRow.topic, InspectionRow.findings, InspectionRow.type, InspectionRow.town, InspectionRow.sector)
    assert stored(roster_in, *facts) == [("粉尘", 4, "执法", "370115006", "H08")]
    assert sound(roster_in, pack)


def test_a_visit_is_known_by_number_document_or_object_day_and_office(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    bare = {"检查编号": "", "文书号": ""}
    rows = [visit(), visit(检查编号="示检〔2021〕13", 文书号=""), visit(检查编号="", 文书号="示应急现记〔2021〕9号")]
    report = inspections(roster_in, pack, tmp_path, [*rows, visit(**bare, 检查单位="区消防救援大队")])
    assert [row.action for row in report.rows] == ["insert"] * 4
    again = [
        visit(文书号=""),
        visit(检查编号=""),
        visit(**bare, 检查单位="区消防救援大队"),
        visit(检查编号="示检〔2021〕14", 文书号=""),
    ]
    report = inspections(roster_in, pack, tmp_path, again)
    assert [row.action for row in report.rows] == ["none", "none", "none", "insert"]
    assert report.rows[1].flags == ["DUPLICATE_IN_FILE"]
    assert len(stored(roster_in, InspectionRow.no)) == 5


def test_a_second_row_of_one_visit_is_merged_with_its_differences(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    report = inspections(roster_in, pack, tmp_path, [visit(备注=""), visit(检查结果="发现5项")])
    assert [(row.outcome, row.action) for row in report.rows] == [("OK", "insert"), ("WARN", "none")]
    assert "检查结果 3/5" in report.rows[1].problems[0].message
    assert stored(roster_in, InspectionRow.findings, InspectionRow.remark) == [(3, "随机抽取")]


def test_an_unknown_unit_becomes_a_provisional_object_once(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = inspections(
        engine, pack, tmp_path, [visit(), visit(检查编号="示检〔2021〕13", 文书号="", 检查单位="太平街道")]
    )
    assert ["OBJECT_CREATED" in row.flags for row in report.rows] == [True, False]
    assert stored(engine, ObjectRow.name, ObjectRow.provisional) == [("示例机械厂", True)]
    assert len(set(stored(engine, InspectionRow.object_id))) == 1
    assert sound(engine, pack)


@pytest.mark.parametrize(
    ("cells", "outcome", "flag"),
    [
        ({"被检查单位": ""}, "ERROR", "MISSING_FIELD"),
        ({"检查开始时间": ""}, "ERROR", "MISSING_FIELD"),
        ({"检查开始时间": "2021.2.30"}, "ERROR", "BAD_DATE"),
        ({"检查开始时间": "2027-01-01"}, "ERROR", "BAD_DATE"),
        ({"检查类型": "看看"}, "ERROR", "BAD_VALUE"),
        ({"统一社会信用代码": "91370115MAWTN9KU4X"}, "ERROR", "BAD_USCC"),
        ({"属地": "天桥区桑梓店街道"}, "ERROR", "OUTSIDE_JURISDICTION"),
        ({"被检查单位": "示例机械二厂", "统一社会信用代码": ""}, "REVIEW", "FUZZY_SUBJECT"),
        ({"检查开始时间": "1月8日", "检查结束时间": ""}, "WARN", "DATE_INFERRED"),
        ({"检查类型": ""}, "OK", None),
        ({"检查人员": "甲示例"}, "OK", None),
        ({"检查结果": "存在问题"}, "OK", None),
        ({"检查结果": ""}, "OK", None),
        ({"检查结束时间": "2021-06-01"}, "OK", None),
    ],
)
def test_outcomes_of_one_row(
    roster_in: Engine, pack: Pack, tmp_path: Path, cells: dict[str, Any], outcome: str, flag: str | None
) -> None:
    row = brought(roster_in, pack, tmp_path, **cells)
    assert row.outcome == outcome, row
    assert flag in row.flags if flag else len(row.problems) == 1, row


def test_a_town_brings_only_its_own_visits(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    scope = Scope.of_towns(pack.code, "370115005")
    refused = only(inspections(roster_in, pack, tmp_path, [visit()], scope=scope))
    assert (refused.outcome, refused.flags) == ("ERROR", ["FORBIDDEN_SCOPE"])


def test_a_ledger_is_known_by_its_columns_under_two_header_rows(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ("序号", "检查单位", "检查时间", "", "被检查单位", "所属镇街", "检查方式", "发现问题数", "文书编号")
    names = ("", "", "开始", "结束", "", "", "", "", "")
    row = (1, "太平街道办事处", 44355, "2021年6月9日", "示例机械厂", "太平街道", "日常检查", 2, "")
    rows = [("太平街道2021年6月安全生产检查台账",), header, names, row, ("合计", "", "", "", "", "", "", 2, "")]
    report = imported(roster_in, pack, xlsx(tmp_path / "检查.xlsx", rows), None)
    assert report.kind == "inspections"
    told = only(report).values
    assert told is not None
    assert [told[key] for key in ("inspected_on", "ended_on", "findings")] == ["2021-06-08", "2021-06-09", 2]


def test_what_a_batch_took_back_can_be_brought_again(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    def undone(batch: str | None, hours: int) -> list[Any]:
        assert batch is not None
        take_back(roster_in, pack, Scope.whole(pack.code), SYSTEM, batch, None, books.NOW + timedelta(hours=hours))
        return stored(roster_in, InspectionRow.findings, InspectionRow.day)

    before = inspections(roster_in, pack, tmp_path, [visit()])
    kept = stored(roster_in, InspectionRow.findings, InspectionRow.day)
    corrected = visit(检查结果="发现1项", 检查开始时间="2021-06-07")
    later = inspections(roster_in, pack, tmp_path, [corrected], now=books.NOW + timedelta(hours=1))
    with pytest.raises(BatchInUse):
        undone(before.batch, 2)
    assert undone(later.batch, 3) == kept
    lone = inspections(roster_in, pack, tmp_path, [visit(检查编号="示检〔2021〕20", 文书号="示20号")])
    assert undone(lone.batch, 4) == kept
    row = visit(检查编号="示检〔2021〕20", 文书号="示20号")
    path = xlsx(tmp_path / "再来.xlsx", [("检查台账",), INSPECTION_HEADER, row])
    assert only(imported(roster_in, pack, path, "inspections", now=books.NOW + timedelta(hours=5))).outcome == "OK"
    assert len(undone(before.batch, 6)) == 1
    assert sound(roster_in, pack)


def test_the_object_shows_the_visit_its_papers_and_the_batch(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    cells = {"是否签字": "拒签", "拒签原因": "负责人不在", "检查结束时间": "2021-06-09"}
    report = inspections(roster_in, pack, tmp_path, [visit(**cells)])
    ((object_id,),) = stored(roster_in, ObjectRow.id)
    with roster_in.connect() as connection:
        page = object_page(connection, Scope.whole(pack.code), object_id)
    said = str(object_parts.inspections(page.inspections, Names(pack), personas(pack)[0]).to_plotly_json())
    expected = (
        "应急",
        "执法",
        "粉尘",
        "随机抽取",
        "示检〔2021〕12",
        "示应急现记〔2021〕8号",
        "未签字：负责人不在",
        report.batch,
    )
    assert [words for words in expected if not words or words not in said] == []
