"""Rows out: as a workbook, as CSV, or as text for the clipboard. What people typed never becomes a formula or a link.

Rows come one after another and go the same way, so that a long list takes no more memory than a short one.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Row = Sequence[str]
BOM = "\ufeff"
"""Tells Excel that CSV is UTF-8."""
SLICE = 2000
"""Rows that are written at once."""
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
"""What a sheet holds beside its heading."""

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
HEAD = {"bold": True, "bg_color": "#E9EEF3", "border": 1, "border_color": "#C4CED8"}

_LIVE = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """Heading, width in characters, and whether its cells are numbers."""

    heading: str
    width: float
    number: bool = False


def write_workbook(
    file: IO[bytes], title: str, columns: Sequence[SheetColumn], rows: Iterable[Row], about: Sequence[tuple[str, Row]]
) -> None:
    """A workbook: the rows under a frozen heading with filters, and a second sheet that says what they are.

    ``about`` is the second sheet: its title first, then ``(word, values)`` line by line.
    """
    with Workbook(file, OPTIONS) as book:
        book.use_zip64()
        head = book.add_format(HEAD)
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(title, worksheet_class=_Rows)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.heading, head)
        sheet.put(rows, [column.number for column in columns])
        sheet.autofilter(0, 0, sheet.dim_rowmax, len(columns) - 1)
        write_about(book.add_worksheet(about[0][0]), about[1:], head, wrap)


def write_about(sheet: Any, lines: Sequence[tuple[str, Row]], head: Any, wrap: Any) -> int:
    """Words and their values line by line from the top; returns the row below them."""
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 72)
    place = 0
    for word, values in lines:
        for nth, value in enumerate(values or ("",)):
            sheet.write_string(place, 0, "" if nth else word, head)
            sheet.write_string(place, 1, value[:LONGEST_CELL], wrap)
            place += 1
    return place


class _Rows(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet that takes whole rows of texts: its own writing of single cells is eight times slower."""

    def put(self, rows: Iterable[Row], numbers: Sequence[bool]) -> None:
        """Append the rows below the heading; the cells of ``numbers`` columns are numbers where they are some."""
        self._write_single_row(1)
        names = [xl_col_to_name(place) for place in range(len(numbers))]
        rest, first = iter(rows), 2
        while some := list(islice(rest, SLICE)):
            lines = enumerate(some, start=first)
            self.row_data_fh.write("".join(_row(names, numbers, place, row) for place, row in lines))
            first += len(some)
        self.dim_rowmax = first - 2
        self.previous_row = first - 1


def _row(names: Sequence[str], numbers: Sequence[bool], place: int, row: Row) -> str:
    cells = [
        f'<c r="{name}{place}"><v>{text}</v></c>'
        if number and text.isascii() and text.replace(".", "", 1).isdigit()
        else f'<c r="{name}{place}" t="inlineStr"><is><t xml:space="preserve">{plain(text)}</t></is></c>'
        for name, number, text in zip(names, numbers, row, strict=True)
        if text
    ]
    return f'<row r="{place}">{"".join(cells)}</row>'


def plain(text: str) -> str:
    """Text as XML of a sheet: escaped, without what XML cannot hold, and no longer than a cell."""
    text = text[:LONGEST_CELL]
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    if "_x" in text:
        text = _CODED.sub("_x005F_", text)
    return escape(text) if "&" in text or "<" in text or ">" in text else text


def csv_parts(headings: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, in pieces; what a program would run as a formula has an apostrophe before it."""
    yield BOM.encode()
    yield _csv([headings])
    rest = iter(rows)
    while some := list(islice(rest, SLICE)):
        yield _csv([[harmless(text) for text in row] for row in some])


def _csv(rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("utf-8", "replace")


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_LIVE) else text


def tab_separated(headings: Row, rows: Iterable[Row]) -> str:
    """Heading and rows for the clipboard: one line each, tabs between the cells."""
    return "\r\n".join("\t".join(_one_line(text) for text in row) for row in (headings, *rows))


def _one_line(text: str) -> str:
    return harmless(" ".join(text.split()))
