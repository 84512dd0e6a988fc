"""One sheet of a ledger as it came, copied into a workbook with 结果 and 原因 beside its rows.

Its rows are written as they stand in the file: xlsxwriter's own writing of single cells is eight times slower.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import islice
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from data.exchange.outcome import Outcome
from data.exchange.reader import Cell, Sheet
from data.exchange.sheets import HEAD, SLICE, plain
from data.words import t

MOST_COLUMNS = 16_384
LONGEST_COMMENT = 1_000
_MOST_MERGED = 500_000
"""Cells that merged ranges may cover before the rest is left unmerged."""
_LOOKED_AT = 200
"""Rows whose cells tell how wide a column should be."""
_WIDTHS = (7, 40)
_REASON_WIDTH = 64
_DEEPEST_HEADER = 12
"""Rows that may stay in sight while the others are scrolled."""
_REMEMBERED = 16_384
"""Cells of each outcome of which it is remembered how they are written."""
_LONG_NUMBER = 1e11
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?\Z")
_BEFORE_ALL = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_DAY = 61
"""Before it spreadsheets count a day that never was."""
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_FILLS = {
    Outcome.ERROR: ("#F9DCDF", "#F0A6AE"), Outcome.REVIEW: ("#FBE8D3", "#F3C593"), Outcome.WARN: ("#FCF4D2", "#F4E08C"),
    Outcome.UPDATE: ("#DFEAF8", "#B9D2F0"), Outcome.OK: ("#E3F2E6", "#BFE0C6"),
}  # fmt: skip
"""Of a row, and stronger of the cells that its problems name."""
_QUIET = "#5A6B7B"
_ORDER = {outcome: place for place, outcome in enumerate(Outcome)}

Place = tuple[int, int]
Merge = tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one row: ``reason`` stands beside it, ``marks`` are cells it names with what is said of them."""

    outcome: Outcome
    reason: str
    marks: Sequence[tuple[str, str]] = ()


class Looks:
    """The formats of cells by what became of their row, made when they are first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Outcome | None, str, bool, bool], int] = {}
        self.head = book.add_format(HEAD | {"text_wrap": True, "valign": "vcenter"})

    def row(self, outcome: Outcome | None, *, is_strong: bool = False) -> Any:
        """The format of a cell of such a row."""
        return self._format(outcome, "", is_strong, wraps=True)

    def number(self, outcome: Outcome | None, shape: str, is_strong: bool, wraps: bool) -> int:
        """The number of a format in the file; ``shape`` is how numbers are shown."""
        key = (outcome, shape, is_strong, wraps)
        if key not in self._made:
            self._made[key] = self._format(outcome, shape, is_strong, wraps=wraps)._get_xf_index()
        return self._made[key]

    def _format(self, outcome: Outcome | None, shape: str, is_strong: bool, *, wraps: bool) -> Any:
        said: dict[str, Any] = {"valign": "top", "text_wrap": wraps}
        if outcome in _FILLS:
            said |= {"bg_color": _FILLS[outcome][is_strong], "border": 1, "border_color": "#D5DDE4"}
        elif outcome is not None:
            said |= {"font_color": _QUIET}
        return self._book.add_format(said | ({"num_format": shape} if shape else {}))


class ResultSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet that takes another as it is, and what became of its rows."""

    def copy(
        self,
        sheet: Sheet,
        told: Mapping[int, Sequence[Told]],
        header: Place | None,
        looks: Looks,
        comments: int,
        *,
        has_days: bool,
    ) -> int:
        """Take the whole sheet; returns how many of the ``comments`` that there may be were made.

        ``told`` is by number of the row, ``header`` the first and last row of the table's titles as people count them.
        ``has_days`` where ISO text was a day: the reader tells days no other way.
        """
        height, width = len(sheet.rows), _width(sheet)
        merges, covered = _merged(sheet, height, width)
        self.merge.extend([top, left, bottom, right] for (top, left), (bottom, right) in merges)
        lines = _Lines(looks, width, has_days, {number: _marks(found) for number, found in told.items()})
        made = self._comment(lines.marks, covered, comments)
        if header is not None:
            self._dress(sheet, header, width)
        self._put((lines.line(number, cells, told.get(number), header)
                   for number, cells in enumerate(sheet.rows, start=1)), height, width)  # fmt: skip
        return made

    def _comment(self, marks: Mapping[int, Mapping[int, str]], covered: set[Place], most: int) -> int:
        """Say the problems at their cells, the first of them when there are too many."""
        cells = ((number - 1, column, said) for number, found in marks.items() for column, said in found.items())
        seen = ((row, column, said) for row, column, said in cells if said and (row, column) not in covered)
        made = 0
        for row, column, said in islice(seen, most):
            self.write_comment(row, column, said[:LONGEST_COMMENT], {"x_scale": 2.2, "y_scale": 1.2})
            made += 1
        return made

    def _dress(self, sheet: Sheet, header: Place, width: int) -> None:
        """Widths, titles that stay in sight, filters, and a heading over both columns that spans the titles' rows."""
        first, last = header
        for column, wide in enumerate(_widths(sheet, last, width)):
            self.set_column(column, column, wide)
        self.set_column(width, width, 10)
        self.set_column(width + 1, width + 1, _REASON_WIDTH)
        if last > first:
            self.merge.extend([first - 1, place, last - 1, place] for place in (width, width + 1))
        if last <= _DEEPEST_HEADER:
            self.freeze_panes(last, 0)
        if len(sheet.rows) > last:
            self.autofilter(last - 1, 0, len(sheet.rows) - 1, width + 1)
            self.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(width)}{len(sheet.rows)}"})

    def _put(self, lines: Iterable[str], height: int, width: int) -> None:
        rest = iter(lines)
        while some := list(islice(rest, SLICE)):
            self.row_data_fh.write("".join(some))
        self.dim_rowmin, self.dim_rowmax = 0, max(height - 1, 0)
        self.dim_colmin, self.dim_colmax = 0, width + 1
        self.previous_row = height


class _Lines:
    """The rows of one sheet as XML."""

    def __init__(self, looks: Looks, width: int, has_days: bool, marks: dict[int, dict[int, str]]) -> None:
        self._looks, self._width, self._has_days = looks, width, has_days
        self._names = [xl_col_to_name(place) for place in range(width + 2)]
        self.marks = marks
        self._after = {each: lru_cache(_REMEMBERED, typed=True)(partial(self._cell, each)) for each in (None, *Outcome)}

    def line(self, number: int, cells: Sequence[Cell], told: Sequence[Told] | None, header: Place | None) -> str:
        """One row, with its two columns where there is something to say."""
        outcome = min((one.outcome for one in told), key=_ORDER.__getitem__) if told else None
        strong, names, after = self.marks.get(number, ()), self._names, self._after[outcome]
        said = [
            f'<c r="{names[column]}{number}"{after(cell, column in strong)}'
            for column, cell in enumerate(cells[: self._width])
            if outcome is not None or (cell is not None and cell != "")
        ]
        if told:
            words = " / ".join(dict.fromkeys(t(f"page_import.outcome.{one.outcome}") for one in told))
            reasons = "\n".join(filter(None, (one.reason for one in told)))
            said += self._beside(number, len(cells), (words, reasons), self._looks.number(outcome, "", False, True))
        elif header and header[0] <= number <= header[1]:
            titles = (t("result_book.outcome"), t("result_book.reason")) if number == header[0] else ("", "")
            said += self._beside(number, self._width, titles, self._looks.head._get_xf_index())
        return f'<row r="{number}">{"".join(said)}</row>'

    def _beside(self, number: int, start: int, texts: Sequence[str], style: int) -> list[str]:
        blank = [""] * max(self._width - start, 0)
        places = self._names[self._width - len(blank) :]
        return [
            f'<c r="{place}{number}"{_text(text, style)}' for place, text in zip(places, (*blank, *texts), strict=True)
        ]

    def _cell(self, outcome: Outcome | None, cell: Cell, is_strong: bool) -> str:
        """What stands in the file after a cell's place; ledgers say the same many times."""
        number = partial(self._looks.number, outcome)
        if isinstance(cell, str):
            if self._has_days and _DAY.match(cell) and (serial := _serial(cell)) is not None:
                style = number("yyyy-mm-dd hh:mm:ss" if "T" in cell else "yyyy-mm-dd", is_strong, False)
                return f' s="{style}"><v>{serial!r}</v></c>'
            return _text(cell, number("", is_strong, "\n" in cell))
        if cell is None:
            return _text("", number("", is_strong, False))
        if isinstance(cell, bool):
            return f' s="{number("", is_strong, False)}" t="b"><v>{cell:d}</v></c>'
        is_long = abs(cell) >= _LONG_NUMBER and cell == int(cell)
        shown = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        return f' s="{number("0" if is_long else "", is_strong, False)}"><v>{shown!r}</v></c>'


def _text(text: str, style: int) -> str:
    if not text:
        return f' s="{style}"/>'
    return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{plain(text)}</t></is></c>'


def _serial(day: str) -> float | None:
    """The day as spreadsheets count it; None for text that only looks like one, or a day before they count right."""
    try:
        at = datetime.fromisoformat(day).replace(tzinfo=UTC) - _BEFORE_ALL
    except ValueError:
        return None
    serial = at.days + at.seconds / 86_400
    return None if serial < _FIRST_DAY else int(serial) if serial.is_integer() else serial


def _width(sheet: Sheet) -> int:
    """Columns up to the last one that says something, those that its merges reach included."""
    width = 1
    for cells in sheet.rows:
        if len(cells) > width:
            width = max(width, next((at for at in range(len(cells), 0, -1) if cells[at - 1] not in ("", None)), 0))
    longest = max((len(cells) for cells in sheet.rows), default=0)
    reached = (right + 1 for (_top, _left), (_bottom, right) in sheet.merged if right < longest)
    return min(max(width, *reached, 1), MOST_COLUMNS - 2)


def _merged(sheet: Sheet, height: int, width: int) -> tuple[list[Merge], set[Place]]:
    """Merges within the sheet of which none touches another, and the cells that they cover."""
    taken: set[Place] = set()
    covered: set[Place] = set()
    found: list[Merge] = []
    for (top, left), (bottom, right) in sheet.merged:
        last, end = min(bottom, height - 1), min(right, width - 1)
        area = (last - top + 1) * (end - left + 1)
        if last < top or end < left or area < 2 or len(taken) + area > _MOST_MERGED:
            continue
        cells = {(row, column) for row in range(top, last + 1) for column in range(left, end + 1)}
        if taken.isdisjoint(cells):
            taken |= cells
            covered |= cells - {(top, left)}
            found.append(((top, left), (last, end)))
    return found, covered


def _widths(sheet: Sheet, after: int, width: int) -> Iterator[float]:
    """Widths in characters by what stands in the first rows below the titles, and by the titles."""
    least, most = _WIDTHS
    rows = sheet.rows[max(after - 1, 0) : after + _LOOKED_AT]
    for column in range(width):
        texts = (str(cells[column]) for cells in rows if column < len(cells) and cells[column] not in ("", None))
        wide = max((max(map(_wide, text[:200].split("\n"))) for text in texts), default=0)
        yield min(max(wide + 2, least), most)


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _marks(told: Sequence[Told]) -> dict[int, str]:
    """What is said of each cell of a row, by column."""
    found: dict[int, list[str]] = {}
    for one in told:
        for cell, said in one.marks:
            if named := _CELL.match(cell):
                found.setdefault(_column(named[1]), []).append(said)
    return {column: "\n".join(said) for column, said in found.items()}


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
