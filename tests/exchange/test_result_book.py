"""The workbook of results: the ledger as it came, what became of each row beside it, and a sheet that says so."""

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.cli import main
from data.exchange.outcome import Outcome
from data.exchange.reader import Sheet, Workbook
from data.exchange.result_book import MOST_COMMENTS, sheet_names, write_result_book
from data.exchange.result_sheet import Told
from tests.exchange.books import HAZARD_HEADER, LEDGERS, hazard, sheets, text, xls, xlsx


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/onemap.sqlite"
    assert main(["init", "--database", address]) == 0
    return address


def result(url: str, out: Path, *args: str) -> openpyxl.Workbook:
    assert main(["import", *args, "--report", str(out), "--database", url]) == 0
    return openpyxl.load_workbook(out)


def beside(sheet: Worksheet) -> dict[int, tuple[str, str]]:
    """Outcome and reason by row, where there is one."""
    width = sheet.max_column
    found = (
        (row, sheet.cell(row, width - 1).value, sheet.cell(row, width).value) for row in range(1, sheet.max_row + 1)
    )
    return {row: (str(word), str(why or "")) for row, word, why in found if word}


def test_a_ledger_comes_back_with_outcome_and_reason_beside_every_row(url: str, tmp_path: Path) -> None:
    rows = [
        ["太平街道隐患台账"], HAZARD_HEADER, hazard(), hazard(检查时间="2021.2.30"), ["合计", 2],
        hazard(隐患内容="另一处", 检查时间=datetime(2021, 5, 13)),  # noqa: DTZ001 - a workbook's days have no zone
    ]  # fmt: skip
    path = xlsx(tmp_path / "台账.xlsx", rows, merged=["A1:I1"])
    book = result(url, tmp_path / "out.xlsx", "hazards", str(path))
    sheet = book.worksheets[0]
    said = beside(sheet)
    assert said[2] == ("结果", "原因")
    assert {row: word for row, (word, _) in said.items() if row > 2} == {3: "新增", 4: "错误", 5: "跳过", 6: "新增"}
    assert "检查时间 A4：" in said[4][1]
    assert sheet["A4"].comment is not None
    assert sheet["A4"].fill.fgColor.rgb != sheet["B4"].fill.fgColor.rgb != sheet["B3"].fill.fgColor.rgb
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:I1"]
    assert (sheet["A6"].value, sheet["A6"].is_date) == (datetime(2021, 5, 13), True)  # noqa: DTZ001
    assert sheet["B5"].value == 2
    legend = {str(row[0].value): str(row[1].value) for row in book["导入结果"].iter_rows() if row[0].value}
    assert legend["文件"] == "台账.xlsx"
    assert legend["状态"].startswith("已写入，批次 PC")
    assert legend["错误"].startswith("1 行")


def test_a_preview_says_so_and_a_row_that_changes_tells_old_and_new(url: str, tmp_path: Path) -> None:
    first = text(tmp_path / "a.csv", [HAZARD_HEADER, hazard()])
    book = result(url, tmp_path / "first.xlsx", "hazards", str(first), "--dry-run")
    assert "没有写入任何内容" in [row[1].value for row in book["导入结果"].iter_rows()]
    assert main(["import", "hazards", str(first), "--database", url]) == 0
    again = text(tmp_path / "b.csv", [HAZARD_HEADER, hazard(整改期限="2021-06-30")])
    word, why = beside(result(url, tmp_path / "again.xlsx", "hazards", str(again)).worksheets[0])[2]
    assert word == "更新"
    assert "2021-05-20 → 2021-06-30" in why


def test_every_sheet_is_kept_and_a_hidden_one_stays_hidden(url: str, tmp_path: Path) -> None:
    tables = {"说明": [["只是说明"]], "五月": [HAZARD_HEADER, hazard()], "旧": [["不看"]]}
    path = sheets(tmp_path / "book.xlsx", tables, hidden=["旧"])
    book = result(url, tmp_path / "out.xlsx", "hazards", str(path))
    assert [(each.title, each.sheet_state) for each in book.worksheets] == [
        ("说明", "visible"), ("五月", "visible"), ("旧", "hidden"), ("导入结果", "visible"),
    ]  # fmt: skip
    assert book.active is not None
    assert book.active.title == "五月"
    assert book["旧"]["A1"].value == "不看"


def test_xls_and_text_come_back_as_xlsx_with_every_cell(url: str, tmp_path: Path) -> None:
    rows = [HAZARD_HEADER, hazard(备注="x")]
    for path in (xls(tmp_path / "old.xls", rows), text(tmp_path / "gbk.csv", rows, "gbk")):
        book = result(url, tmp_path / f"{path.stem}.xlsx", "hazards", str(path))
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet[1]][: len(HAZARD_HEADER)] == list(HAZARD_HEADER)
        assert [str(cell.value or "").removesuffix(" 00:00:00") for cell in sheet[2]][: len(HAZARD_HEADER)] == hazard()


def test_records_of_the_national_exchange_come_back_as_a_sheet(url: str, tmp_path: Path) -> None:
    record = {
        "hazardCode": "YHPC-1", "companyCode": "91370115MAWTN9KU4L", "dangerDesc": "灭火器过期",
        "registTime": "2021-05-12 09:30:00", "dangerManageDeadline": "2021-05-20", "dangerState": "0",
    }  # fmt: skip
    path = tmp_path / "交换.json"
    path.write_text(json.dumps([record], ensure_ascii=False), "utf-8")
    sheet = result(url, tmp_path / "out.xlsx", "exchange", str(path), "--dry-run").worksheets[0]
    assert sheet.title == "交换"
    assert [cell.value for cell in sheet[2]][: len(record)] == list(record.values())
    assert beside(sheet)[1] == ("结果", "原因")


@pytest.mark.parametrize("ledger", sorted(LEDGERS.glob("A0[12]_*")), ids=lambda path: path.name[:3])
def test_every_reported_row_of_the_sample_ledgers_stands_beside_its_cells(
    url: str, tmp_path: Path, ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = "objects" if ledger.name.startswith("A01") else "hazards"
    capsys.readouterr()
    book = result(url, tmp_path / "out.xlsx", kind, str(ledger), "--crs", "gcj02", "--json")
    (report,) = json.loads(capsys.readouterr().out)
    for name in {row["sheet"] for row in report["rows"]}:
        told = {row["row"]: row["outcome"] for row in report["rows"] if row["sheet"] == name}
        said = beside(book[name] if name in book.sheetnames else book.worksheets[0])
        assert {row for row in said if said[row][0] != "结果"} == set(told)


def test_several_files_make_several_workbooks_and_a_folder_names_them_after_the_ledgers(
    url: str, tmp_path: Path
) -> None:
    one, two = (text(tmp_path / f"{name}.csv", [HAZARD_HEADER, hazard()]) for name in "ab")
    arguments = ["import", "hazards", str(one), str(two), "--dry-run", "--database", url, "--report"]
    assert main([*arguments, str(tmp_path / "out.xlsx")]) == 0
    assert main([*arguments, str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {
        "out.xlsx", "out-2.xlsx", "a导入结果.xlsx", "b导入结果.xlsx",
    }  # fmt: skip


@pytest.mark.parametrize("out", ["none/out.xlsx", "out.csv", "ledger.xlsx"])
def test_a_workbook_that_cannot_be_written_is_told_before_anything_is_imported(
    url: str, tmp_path: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = xlsx(tmp_path / "ledger.xlsx", [HAZARD_HEADER, hazard()])
    before = path.read_bytes()
    assert main(["import", "hazards", str(path), "--report", str(tmp_path / out), "--database", url]) == 1
    assert "没有导入任何内容" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert main(["batches", "--json", "--database", url]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_cells_that_no_workbook_holds_do_no_harm(tmp_path: Path) -> None:
    cells = ["a\x00\x07b", "x" * 40_000, "=HYPERLINK(1)", "http://example.invalid", True, 1.5, 91370115000001.0, None]
    told = {"s": {2: [Told(Outcome.ERROR, "\ud800坏" * 3, [("H2", "x"), ("ZZZ9", "far"), ("", "none")])]}}
    merged = [((0, 0), (0, 5)), ((0, 3), (1, 9)), ((0, 0), (1_048_575, 16_383))]
    book = Workbook("xlsx", False, [Sheet("s", True, merged, [["t"] * 8, cells])])
    with (tmp_path / "out.xlsx").open("wb") as file:
        write_result_book(file, book, "s", told, {"s": (1, 1)}, [("导入结果", ())])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["s"]
    read = [cell.value for cell in sheet[2]]
    assert read[:8] == ["ab", "x" * 32_767, *cells[2:7], None]
    assert [cell.data_type for cell in sheet[2]][2:7] == ["s", "s", "b", "n", "n"]
    assert sheet["C2"].hyperlink is None
    assert sheet["H2"].comment is not None


def test_a_file_full_of_problems_has_a_bounded_number_of_comments(tmp_path: Path) -> None:
    rows = [["t"], *(["x"] for _ in range(MOST_COMMENTS + 50))]
    told = {"s": {row: [Told(Outcome.ERROR, "why", [(f"A{row}", "why")])] for row in range(2, len(rows) + 1)}}
    with (tmp_path / "out.xlsx").open("wb") as file:
        write_result_book(file, Workbook("xlsx", False, [Sheet("s", False, [], rows)]), "s", told, {}, [("结果", ())])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["s"]
    assert sum(cell.comment is not None for (cell, *_) in sheet.iter_rows()) == MOST_COMMENTS
    assert beside(sheet)[len(rows)] == ("错误", "why")


def test_names_of_sheets_are_made_fit() -> None:
    assert sheet_names(["a/b", "A b", "", "x" * 40, "x" * 50]) == ["a b", "A b-2", "Sheet", "x" * 31, f"{'x' * 29}-2"]
