"""A ledger as it came, with 结果 and 原因 beside every row and the cells coloured that have a problem, as a workbook.

Cells go out as they were read: numbers as numbers, days as days, and nothing becomes a formula or a link.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import IO, Any

from xlsxwriter import Workbook as Book

from data.exchange.outcome import Outcome
from data.exchange.reader import Workbook
from data.exchange.result_sheet import Looks, ResultSheet, Told
from data.exchange.sheets import OPTIONS, Row, write_about
from data.words import t

MOST_COMMENTS = 2_000
"""Comments in the whole workbook: each is a drawing, and many thousands make a file that opens slowly."""
_BOOKS = frozenset({"xlsx", "xls"})
"""Formats that have days and names of sheets."""
_BAD_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31

Rows = Mapping[str, Mapping[int, Sequence[Told]]]
"""By sheet, then by number of the row; a row in which two tables stand side by side is told twice."""
Headers = Mapping[str, tuple[int, int]]
"""Of each sheet with a table: first and last row of its titles as a person counts them."""


def write_result_book(
    file: IO[bytes], book: Workbook, stem: str, rows: Rows, headers: Headers, about: Sequence[tuple[str, Row]]
) -> None:
    """Write it. ``stem`` names the sheet of a file without such names; ``about`` is the last sheet, its title first."""
    with Book(file, OPTIONS) as target:
        target.use_zip64()
        looks = Looks(target)
        has_days = book.format in _BOOKS
        *names, last = sheet_names([*(one.name if has_days else stem for one in book.sheets), about[0][0]])
        left, first = MOST_COMMENTS, None
        for sheet, name in zip(book.sheets, names, strict=True):
            page = target.add_worksheet(name, worksheet_class=ResultSheet)
            told, header = rows.get(sheet.name, {}), headers.get(sheet.name)
            left -= page.copy(sheet, told, header, looks, left, has_days=has_days)
            if sheet.hidden:
                page.hide()
            elif first is None or (header and first[1] is None):
                first = (page, header)
        legend = target.add_worksheet(last)
        _write_legend(legend, about, rows, looks)
        shown = first[0] if first else legend
        shown.activate()
        if not first or book.sheets[0].hidden:
            shown.set_first_sheet()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that a workbook takes, each once, whatever the file called its sheets."""
    taken = {"history"}
    found = []
    for name in wanted:
        clean = _BAD_NAME.sub(" ", name)[:_LONGEST_NAME].strip(" '") or "Sheet"
        free, nth = clean, 1
        while free.lower() in taken:
            nth += 1
            free = f"{clean[: _LONGEST_NAME - len(str(nth)) - 1]}-{nth}"
        taken.add(free.lower())
        found.append(free)
    return found


def _write_legend(sheet: Any, about: Sequence[tuple[str, Row]], rows: Rows, looks: Looks) -> None:
    """What the file is and how it fared, then the colours with the number of their rows."""
    place = write_about(sheet, about[1:], looks.head, looks.row(None)) + 1
    counts = Counter(one.outcome for told in rows.values() for found in told.values() for one in found)
    for outcome in Outcome:
        look = looks.row(outcome)
        sheet.write_string(place, 0, t(f"page_import.outcome.{outcome}"), look)
        says = t("result_book.rows", n=f"{counts[outcome]:,}", meaning=t(f"result_book.meaning.{outcome}"))
        sheet.write_string(place, 1, says, look)
        place += 1
