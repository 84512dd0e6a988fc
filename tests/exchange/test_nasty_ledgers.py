"""Ledgers as town offices really send them, each with several tricks at once, and what must become of every row."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from sqlalchemy import Engine

from data.exchange.errors import FileRefused
from data.exchange.outcome import ImportReport
from data.packs import Pack
from geo.datum import Datum
from tests.exchange.books import hazards, imported, sheets, text, xls, xlsx

HEADER = ("序号", "检查时间", "企业名称", "隐患内容", "整改期限", "整改情况", "备注")
TAIPING, HUIHE = "370115006", "370115005"


def row(n: int, day: Any = "2021-05-12", firm: str = "示例机械厂", until: Any = "2021-05-20") -> list[Any]:
    return [n, day, firm, f"灭火器过期 {n}", until, "未整改", ""]


def told(report: ImportReport, *keys: str) -> list[Any]:
    """Row, outcome, and values of some columns; of rows that are no data only the first two."""
    return [
        (one.row, one.outcome.value, *((one.values[key] for key in keys) if one.values else ())) for one in report.rows
    ]


def bring(engine: Engine, pack: Pack, path: Path, kind: str = "hazards", **more: Any) -> ImportReport:
    return imported(engine, pack, path, kind, **({"as_town": "太平街道"} | more))


def test_a_sheet_for_each_town_under_three_titles_with_a_summary_before_them(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    summary = [
        ["5月汇总表"],
        ["镇街", "检查企业数", "发现隐患数", "整改率"],
        ["太平街道", 3, 5, "80%"],
        ["合计", 3, 5, ""],
    ]

    def of(town: str) -> list[list[Any]]:
        return [
            ["济阳区安全生产委员会办公室"],
            [f"{town}2021年5月份隐患排查整改台账"],
            [f"填报单位：（盖章）{town}", None, None, "填报时间：2021年6月1日"],
            [],
            ["注：重大隐患须附判定依据"],
            ["说明：本表每月25日前报送", None, None, "联系电话：84230000"],
            [],
            list(HEADER),
            row(1, "5月12日", until="5月底"),
            row(2, "5.14", "同上"),
            [""] * 7,
            ["合计", "", "", "2条", "", "", ""],
            ["填表人：张某", "", "审核人：李某", "", "联系电话：84230000", "", ""],
        ]

    file = sheets(tmp_path / "五月.xlsx", {"汇总": summary, "太平街道": of("太平街道"), "回河街道": of("回河街道")})
    report = imported(sqlite_engine, pack, file)
    for town, code in (("太平街道", TAIPING), ("回河街道", HUIHE)):
        mine = [(one.row, one.outcome.value, one.values) for one in report.rows if one.sheet == town]
        assert [one[:2] for one in mine] == [(9, "WARN"), (10, "WARN"), (11, "SKIP"), (12, "SKIP"), (13, "SKIP")]
        first, second = (one[2] or {} for one in mine[:2])
        assert (first["town"], first["found_on"], first["deadline"]) == (code, "2021-05-12", "2021-05-31")
        assert (second["subject"], second["found_on"]) == ("示例机械厂", "2021-05-14")
    assert sum("没有这些列" in note for note in report.notes) == 1
    assert any("汇总" in note for note in report.notes)


def test_three_groups_above_their_columns_and_a_firm_over_several_rows(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    rows = [
        ["某街道隐患台账（2021年5月）"],
        ["序号", "检查", None, "企业名称", "隐患内容", "五落实", None, None, None, None, "复查情况", None, None],
        [None, "时间", "人员", None, None, "责任", "措施", "资金（万元）", "时限", "预案", "时间", "结果", "复查人"],
        [1, "2021.5.12", "张某", "示例厂", "甲", "李某", "换", 0.2, "2021.5.20", "有", "2021.5.21", "合格", "王某"],
        [2, "〃", "〃", None, "乙", "李某", "更换", "300元", "2021.5.20", "有", "", "", ""],
        [3, "〃", "〃", None, "丙", "〃", "〃", "无", "立即", "有", "", "", ""],
    ]
    merged = ("A1:M1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "F2:J2", "K2:M2", "D4:D6")
    report = bring(sqlite_engine, pack, xlsx(tmp_path / "五落实.xlsx", rows, merged))
    keys = ("subject", "inspector", "responsible", "funds_yuan", "deadline", "status")
    assert told(report, *keys) == [
        (4, "OK", "示例厂", "张某", "李某", 2000.0, "2021-05-20", "CLOSED"),
        (5, "OK", "示例厂", "张某", "李某", 300.0, "2021-05-20", "NOTICED"),
        (6, "OK", "示例厂", "张某", "李某", 0.0, "2021-05-12", "NOTICED"),
    ]


def test_page_breaks_with_headers_totals_and_signatures_between_and_below(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    blank = ["", "", "", ""]
    rows = [
        ["太平街道隐患台账"], HEADER, ["一、工业企业"], row(1), row(2), ["小计", "", "", "2", "", "", ""],
        ["第1页 共2页"], HEADER, ["二、商贸行业"], row(3), ["", "", "合计", "3", "", "", ""], ["本页小计：1"],
        ["共计3条隐患"], ["以上共3条"], ["（以下空白）"],
        ["主要负责人（签字）：", "", "", "填表人：", "张某", "", ""],
        ["太平街道应急管理办公室", *blank, "2021年5月31日", ""], ["", *blank, "2021年5月31日", ""],
    ]  # fmt: skip
    report = bring(sqlite_engine, pack, text(tmp_path / "分页.csv", rows, "gb18030"))
    data = [one.row for one in report.rows if one.outcome.value != "SKIP"]
    assert data == [4, 5, 10]
    assert report.counts["OK"] == 3
    assert len(report.rows) == len(rows) - 2


@pytest.mark.parametrize(
    ("encoding", "delimiter", "end"), [("gbk", "\t", "csv"), ("utf-16", "\t", "txt"), ("utf-8-sig", ",", "csv")]
)
def test_text_of_any_office_with_the_period_in_its_title(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    rows = [["太平街道2021年5月台账"], HEADER, row(1, "5月12日", until="15日内")]
    report = bring(sqlite_engine, pack, text(tmp_path / f"台账.{end}", rows, encoding, delimiter))
    assert told(report, "found_on", "deadline") == [(3, "WARN", "2021-05-12", "2021-05-27")]


def test_files_are_what_they_hold_and_not_what_they_are_called(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    for made, name in (
        (xls(tmp_path / "a.xls", [HEADER, row(1)]), "台账.csv"),
        (xls(tmp_path / "b.xls", [HEADER, row(1)]), "台账.et"),
        (text(tmp_path / "c.csv", [HEADER, row(1)], "gbk"), "台账.xls"),
        (xlsx(tmp_path / "d.xlsx", [HEADER, row(1)]), "台账.xls"),
    ):
        file = made.rename(tmp_path / name)
        assert told(bring(sqlite_engine, pack, file, dry_run=True), "subject") == [(2, "OK", "示例机械厂")]
    page = tmp_path / "网页.xls"
    page.write_bytes("<meta charset=gb2312><p>检查时间</p>".encode("gbk"))
    with pytest.raises(FileRefused, match="网页"):
        bring(sqlite_engine, pack, page)


def test_formulas_that_broke_texts_that_are_numbers_and_serials(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    rows = [
        ["太平街道2021年5月台账"],
        HEADER,
        ["'1", "'2021-05-12", "'示例机械厂", "电线裸露", "#REF!", "#N/A", ""],
        [2, 44328, "示例机械厂", "灭火器过期", "'44336", "正在整改", "#DIV/0!"],
        ["3", "44328", "示例机械厂", "#VALUE!", "44336.0", "未整改", ""],
        ["#N/A", "", "", "#N/A", "", "", ""],
    ]
    report = bring(sqlite_engine, pack, xlsx(tmp_path / "公式.xlsx", rows))
    assert told(report, "subject", "found_on", "deadline", "status") == [
        (3, "OK", "示例机械厂", "2021-05-12", None, "CONFIRMED"),
        (4, "OK", "示例机械厂", "2021-05-12", "2021-05-20", "RECTIFYING"),
        (5, "ERROR", "示例机械厂", "2021-05-12", "2021-05-20", "NOTICED"),
        (6, "SKIP"),
    ]
    assert {one.cell: one.message for one in report.rows[0].problems} == {
        "E3": "单元格是出错的公式 #REF!，按空白处理",
        "F3": "单元格是出错的公式 #N/A，按空白处理",
    }
    assert {one.cell for one in report.rows[1].problems} == {"G4"}


def test_a_legend_beside_the_table_that_reaches_below_it(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [
        [*HEADER, "", "图例", ""],
        [*row(1), "", "红色", "重大隐患"],
        [*[""] * 8, "黄色", "一般隐患"],
        [*row(2), "", "蓝色", "其他"],
        [*[""] * 8, "绿色", "已销号"],
    ]
    report = bring(sqlite_engine, pack, xlsx(tmp_path / "图例.xlsx", rows))
    assert told(report, "level") == [(2, "OK", 0), (3, "SKIP"), (4, "OK", 0), (5, "SKIP")]
    assert report.rows[1].why == "表格以外的内容"
    assert any("图例" in note for note in report.notes)


def test_blank_columns_before_the_table_and_columns_that_come_twice(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    rows = [
        ["", "", "太平街道2021年5月台账"],
        [],
        ["", "", *HEADER, "企业名称", "隐患内容"],
        ["", "", *row(1), "示例机械厂", "灭火器过期 1"],
        ["", "", *row(2, firm=""), "示例粮油店", ""],
        ["", "", *row(3), "另一家厂", ""],
    ]
    report = bring(sqlite_engine, pack, xlsx(tmp_path / "重复列.xlsx", rows))
    firms = ["示例机械厂", "示例粮油店", "示例机械厂"]
    assert told(report, "subject") == [(at, "OK", firm) for at, firm in enumerate(firms, start=4)]
    (note,) = (note for note in report.notes if "重复的列" in note)
    assert "“企业名称”，其中 1 行" in note


def test_two_tables_side_by_side_lose_no_row(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ["序号", "检查时间", "企业名称", "隐患内容", "整改期限"]

    def half(n: int, firm: str) -> list[Any]:
        return row(n, firm=firm)[:5]

    rows: list[Sequence[Any]] = [
        ["太平街道2021年5月台账"],
        [*header, *header],
        [*half(1, "红星甲厂"), *half(4, "蓝天乙店")],
        [*half(2, "同上"), *[5, "〃", "〃", "通道堵塞", "立即"]],
        [*half(3, "绿地丙站"), *[""] * 5],
        [*header, *header],
        [*[""] * 5, *half(6, "黄河丁社")],
        ["合计", *[""] * 9],
    ]
    report = bring(sqlite_engine, pack, xlsx(tmp_path / "两栏.xlsx", rows))
    firms = [(3, "红星甲厂"), (3, "蓝天乙店"), (4, "红星甲厂"), (4, "蓝天乙店"), (5, "绿地丙站"), (7, "黄河丁社")]
    data = [one for one in told(report, "subject") if one[1] != "SKIP"]
    assert data == [(at, "OK", firm) for at, firm in firms]
    assert [one.row for one in report.rows if one.outcome.value == "SKIP"] == [6, 8]
    assert any("2 栏并排" in note for note in report.notes)


def test_hidden_rows_and_columns_are_read_and_hidden_sheets_are_told(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    file = sheets(tmp_path / "隐藏.xlsx", {"台账": [HEADER, row(1), row(2)], "旧": [HEADER, row(3)]}, ["旧"])
    book = openpyxl.load_workbook(file)
    book["台账"].row_dimensions[3].hidden = True
    book["台账"].column_dimensions["E"].hidden = True
    book.save(file)
    report = bring(sqlite_engine, pack, file)
    assert told(report, "deadline") == [(2, "OK", "2021-05-20"), (3, "OK", "2021-05-20")]
    assert any("“旧”是隐藏的" in note for note in report.notes)


def test_an_old_workbook_with_merged_firms_real_dates_and_true(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    sheet.write_merge(0, 0, 0, 6, "太平街道2021年5月隐患台账")
    for at, title in enumerate(HEADER):
        sheet.write(1, at, title)
    sheet.write_merge(2, 4, 2, 2, "示例机械厂")
    for line in (2, 3):
        for at, cell in enumerate(row(line)):
            if at != 2:
                sheet.write(line, at, cell)
    day = xlwt.easyxf(num_format_str="yyyy-m-d")
    for at, cell in ((0, 3), (3, "电线裸露"), (5, True)):
        sheet.write(4, at, cell)
    sheet.write(4, 1, 44328, day)
    sheet.write(4, 4, 44336.5, day)
    book.save(str(tmp_path / "合并.xls"))
    report = bring(sqlite_engine, pack, tmp_path / "合并.xls")
    assert told(report, "subject", "found_on", "deadline", "status") == [
        (3, "OK", "示例机械厂", "2021-05-12", "2021-05-20", "NOTICED"),
        (4, "OK", "示例机械厂", "2021-05-12", "2021-05-20", "NOTICED"),
        (5, "WARN", "示例机械厂", "2021-05-12", "2021-05-20", "SUBMITTED"),
    ]


def test_every_form_of_a_date(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    """Domain 9.3, all in one column under a title with the period."""
    right = [
        "2021.5.12", "2021-05-12", "2021/5/12", "2021年5月12日", "21.5.12", "20210512", "44328", 44328, 44328.5,
        "２０２１．５．１２", "二〇二一年五月十二日", "2021.5.10-5.12", "2021.05.12 10:30", "'2021-05-12",
    ]  # fmt: skip
    days = [*right, "5月12日", "5月底", "2021.2.30", "1999.1.1"]
    rows = [row(n, day, until="2021-06-30") for n, day in enumerate(days)]
    report = bring(sqlite_engine, pack, xlsx(tmp_path / "日期.xlsx", [["2021年5月"], HEADER, *rows]))
    assert [one[1:] for one in told(report, "found_on")] == [
        *[("OK", "2021-05-12")] * len(right), ("WARN", "2021-05-12"), ("WARN", "2021-05-31"), ("ERROR", None),
        ("ERROR", None),
    ]  # fmt: skip
    terms = [("立即", 0, "2021-05-12"), ("即查即改", 0, "2021-05-12"), ("长期", 1, None), ("15日内", 1, "2021-05-27")]
    rows = [[*row(n, until=term)[:3], f"通道堵塞 {n}", term, "", ""] for n, (term, *_) in enumerate(terms)]
    report = hazards(sqlite_engine, pack, tmp_path, rows, HEADER, as_town="太平街道")
    assert [(one[2], one[3]) for one in told(report, "manage_type", "deadline")] == [tuple(one[1:]) for one in terms]


def test_a_roster_under_groups_that_name_no_column(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [
        ["太平街道监管对象名录"],
        ["序号", "基本信息", None, None, "联系人", None, "位置", None],
        [None, "单位名称", "统一社会信用代码", "单位类型", "负责人", "电话", "经度", "纬度"],
        [1, "示例机械厂", "91370115MAWTN9KU4L", "企业", "张某", "19900000001", 116.951, 36.962],
        ["合计：1家", None, None, None, None, None, None, None],
    ]
    file = xlsx(tmp_path / "名录.xlsx", rows, ("A2:A3", "B2:D2", "E2:F2", "G2:H2"))
    report = bring(sqlite_engine, pack, file, "objects", datum=Datum.WGS84, dry_run=True)
    keys = ("name", "uscc", "object_kind", "principal", "phone", "lon", "lat")
    first = ("示例机械厂", "91370115MAWTN9KU4L", "企业", "张某", "19900000001", 116.951, 36.962)
    assert told(report, *keys) == [(4, "OK", *first), (5, "SKIP")]
