"""Formulas that ended in an error are found in whatever way a workbook writes them, and never slowly."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from data.exchange.broken import broken_cells
from data.exchange.reader import read_workbook

WORKBOOK = '<workbook xmlns:r="r"><sheets>{}</sheets></workbook>'
RELATION = '<Relationship Target="{}" Type="t" Id="rId1"/>'


def workbook(path: Path, cells: str, target: str = "worksheets/sheet1.xml", name: str = "台账 &amp; 附表") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK.format(f'<sheet r:id="rId1" sheetId="1" name="{name}"/>'))
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{RELATION.format(target)}</Relationships>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{cells}</sheetData></worksheet>")
    return path


CELLS = [
    '<c r="B2" t="e"><f>A1/0</f><v>#DIV/0!</v></c>',
    '<c t="e" s="4" r="B2"><v>#DIV/0!</v></c>',
    '<c r="A2"><v>1</v></c><c r="B2" s="1" t="e"><f t="shared" ref="B2:B9" si="0">IF(A1&lt;2,1)</f><v>#DIV/0!</v></c>',
]


@pytest.mark.parametrize("cells", CELLS)
@pytest.mark.parametrize("target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"])
def test_an_error_is_found_with_its_cell(tmp_path: Path, cells: str, target: str) -> None:
    file = workbook(tmp_path / "a.xlsx", f'<row r="2">{cells}</row>', target)
    assert broken_cells(file.read_bytes()) == {"台账 & 附表": {(1, 1): "#DIV/0!"}}


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="B2" t="e"/>',
        '<c r="B2" t="e"><v>#UNKNOWN!</v></c>',
        '<c r="B2" t="str"><v>t="e" #REF!</v></c>',
        '<c r="B2" t="e"><v>#REF!',
        '<c t="e" ' * 90_000,
        '<c r="B2" t="e">' * 90_000,
        '<c r="B2" t="e"><f>' + "<x " * 300_000,
    ],
    ids=["empty", "no error", "text", "cut", "tags", "cells", "formula"],
)
def test_what_is_none_is_left_and_costs_nothing(tmp_path: Path, cells: str) -> None:
    assert broken_cells(workbook(tmp_path / "a.xlsx", cells).read_bytes()) == {}


def test_errors_stand_where_the_workbook_has_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [["", "a"], [], ["x", "#REF!", "#N/A"]]:
        book.active.append(row)
    second = book.create_sheet("二")
    second["C3"] = "#VALUE!"
    book.save(tmp_path / "a.xlsx")
    sheets = read_workbook(tmp_path / "a.xlsx").sheets
    assert sheets[0].rows[2][:3] == ["x", "#REF!", "#N/A"]
    assert sheets[1].rows[2][2] == "#VALUE!"
