"""Blank templates: what is filled in from their own lists imports without an unknown column and without an error."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine

from dashboard.cli import main
from data.exchange.columns import label
from data.exchange.kinds import Kind
from data.exchange.outcome import Outcome
from data.exchange.template import DAYS, FORMS, HEADER, fields, write_template
from data.packs import Pack
from data.words import speaking, t
from geo.datum import Datum
from tests.exchange.books import imported

SAMPLES: dict[str, Any] = {
    "uscc": "91370115MAWTN9KU4L", "phone": "19900000001", "degrees": None, "money": 20000, "plan": "有", "findings": 2,
    "reinspection": None, "deadline": date(2021, 5, 20), "inspection_due": date(2022, 3, 8),
    "insured": date(2022, 3, 8), "people": 1, "loss": 12.5, "name": "示例机械厂", "prose": "示例内容",
}  # fmt: skip


def blank(kind: Kind, pack: Pack) -> openpyxl.Workbook:
    file = BytesIO()
    write_template(file, kind, pack)
    return openpyxl.load_workbook(file)


def lists(book: openpyxl.Workbook) -> dict[int, list[str]]:
    """The words that each column of the first sheet offers, as a spreadsheet finds them."""
    found = {}
    for check in book.worksheets[0].data_validations.dataValidation:
        (cells,) = check.sqref.ranges
        if check.type == "list":
            where = re.fullmatch(r"'(.+)'!(.+)", check.formula1)
            offered = [cell.value for (cell,) in book[where[1]][where[2]]] if where else check.formula1[1:-1].split(",")
            found[cells.min_col] = [str(word) for word in offered]
    return found


def filled(sheet: Worksheet, kind: Kind, pack: Pack, offered: dict[int, list[str]]) -> int:
    """Fill in a row for each word of the longest list; returns how many."""
    rows = max(map(len, offered.values()))
    for at, field in enumerate(fields(kind, pack), start=1):
        reads, key = field.column.reads, field.column.key
        for nth in range(rows):
            value = SAMPLES.get(reads, date(2021, 5, 12) if reads in DAYS else f"{key}{nth}")
            if at in offered:
                value = offered[at][nth % len(offered[at])]
            elif reads == "reg_code":
                value = f"3110103701152016{nth:04}"
            elif key == "town_code":
                value = None
            elif key in ("code", "case_no", "description"):
                value = f"示例{nth}"
            sheet.cell(HEADER + 1 + nth, at).value = value
    return rows


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.name)
def test_a_template_filled_from_its_own_lists_imports_whole(
    engine: Engine, pack: Pack, tmp_path: Path, kind: Kind
) -> None:
    book = blank(kind, pack)
    offered = lists(book)
    rows = filled(book.worksheets[0], kind, pack, offered)
    book.save(tmp_path / "filled.xlsx")
    for said in (kind.name, None):
        report = imported(engine, pack, tmp_path / "filled.xlsx", said, datum=Datum.WGS84, dry_run=True)
        assert report.kind == kind.name
        assert {row.sheet for row in report.rows} == {book.sheetnames[0]}
        data = [row for row in report.rows if row.outcome is not Outcome.SKIP]
        assert len(data) == rows
        assert [row for row in data if row.outcome is Outcome.ERROR] == []
        (table,) = report.tables
        assert [one.title for one in table.titles if one.key is None] == []
        assert {one.key for one in table.titles} == {field.column.key for field in fields(kind, pack)}
        notes = {t("flag.note.unknown_columns", columns="").rstrip(), t("flag.note.no_column", columns="")[:8]}
        assert not [note for note in report.notes if any(note.startswith(begin[:8]) for begin in notes)]
        assert not [note for note in report.notes if any(name in note for name in book.sheetnames[1:])]
        remarks = {one.message for row in data for one in row.problems if one.column in _listed(book, offered)}
        assert {text for text in remarks if "不是" in text or "不认识" in text or "无法识别" in text} == set()


def _listed(book: openpyxl.Workbook, offered: dict[int, list[str]]) -> set[str]:
    return {str(book.worksheets[0].cell(HEADER, at).value) for at in offered}


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_stands_under_its_own_name_and_is_explained(pack: Pack, kind: Kind, language: str) -> None:
    with speaking(language):
        book = blank(kind, pack)
    first, told = book.worksheets[:2]
    titles = [str(cell.value) for cell in first[HEADER]]
    explained = {row[0].value: row[2].value for row in told.iter_rows()}
    assert all(explained[title.lstrip("*")] for title in titles)
    assert len({label(title) for title in titles}) == len(titles)


def test_the_verb_writes_a_template_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "模板.xlsx"
    assert main(["template", "hazards", "--out", str(out)]) == 0
    before = out.read_bytes()
    assert main(["template", "objects", "--out", str(out)]) == 1
    assert "已经存在" in capsys.readouterr().err
    assert out.read_bytes() == before
    for wrong in (tmp_path / "none" / "a.xlsx", tmp_path / "a.csv"):
        assert main(["template", "hazards", "--out", str(wrong)]) == 1
        assert "无法写入" in capsys.readouterr().err
        assert not wrong.exists()
