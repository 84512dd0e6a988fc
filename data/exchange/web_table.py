"""Tables of a web page that was saved as .xls, as old systems of offices export them: rows of text, and merges.

All tables of the page stand below each other in one sheet, with the words between them, for the title of a ledger is
often a table or a heading of its own. Standard library only: this runs in the child of `data.exchange.worker`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from data.exchange.prescan import Refused

Merge = tuple[tuple[int, int], tuple[int, int]]
CheckShape = Callable[[int, int, int], None]
"""Of rows, columns and cells so far; raises `Refused`."""

_DEEPEST = 32
_MOST_SPAN = 70_000
_SILENT = frozenset(("script", "style", "title", "template"))
_LINES = frozenset(("br", "p", "div", "li"))
_BLOCKS = _LINES | {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "center", "body"}
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_SHEET_NAME = re.compile(r"<x:Name>([^<>]{1,60})</x:Name>", re.IGNORECASE)


@dataclass(slots=True)
class WebTable:
    """The rows of a page, ragged, and merges as ((first row, first column), (last row, last column)) from 0."""

    name: str = "html"
    rows: list[list[str]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    across: int
    down: int
    number: str
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it shows; of a number too wide for its column, the number."""
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(self.words).split("\v"))
        said = "\n".join(line for line in lines if line)
        return self.number if self.number and said and not said.strip("#") else said


@dataclass(slots=True)
class _Table:
    """A table that is open: the row and the cell that are, and the columns that cells above still cover."""

    row: list[str] | None = None
    cell: _Cell | None = None
    covered: dict[int, int] = field(default_factory=dict)
    """Rows that are still covered, by column."""
    open_merges: list[Merge] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, check: CheckShape) -> None:
        super().__init__(convert_charrefs=True)
        self.check = check
        self.found = WebTable()
        self.tables: list[_Table] = []
        self.between: list[str] = []
        self.silent = ""
        self.cells = 0
        self.has_table = False

    # ---- what the parser meets ----

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent:
            return
        if tag in _SILENT:
            self.silent = tag
        elif tag == "table":
            self._open_table()
        elif tag == "tr" and self.tables:
            self._end_row(self.tables[-1])
            self.tables[-1].row = []
        elif tag in ("td", "th") and self.tables:
            self._open_cell(self.tables[-1], dict(attrs))
        elif tag in _BLOCKS:
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        elif self.silent:
            return
        elif tag == "table" and self.tables:
            self._end_table(self.tables.pop())
        elif tag == "tr" and self.tables:
            self._end_row(self.tables[-1])
        elif tag in ("td", "th") and self.tables:
            self._end_cell(self.tables[-1])
        elif tag in _BLOCKS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        cell = self.tables[-1].cell if self.tables else None
        if cell is not None:
            cell.words.append(data)
        elif not self.tables or self.tables[-1].row is None:
            self.between.append(data)

    def handle_comment(self, data: str) -> None:
        if self.found.name == "html" and (name := _SHEET_NAME.search(data)):
            self.found.name = name[1]

    def finish(self) -> None:
        """End what the page left open."""
        while self.tables:
            self._end_table(self.tables.pop())
        self._say_between()

    # ---- rows and cells ----

    def _break(self, tag: str) -> None:
        cell = self.tables[-1].cell if self.tables else None
        if cell is not None:
            cell.words.append("\v")
        elif not self.tables or tag == "caption":
            self._say_between()

    def _say_between(self) -> None:
        words = _SPACES.sub(" ", "".join(self.between)).strip()
        self.between = []
        if words:
            self._add([words])

    def _open_table(self) -> None:
        if len(self.tables) == _DEEPEST:
            raise Refused("damaged")
        self.has_table = True
        if self.tables:  # one within a cell: that cell laid out the page
            self._end_row(self.tables[-1])
        self._say_between()
        self.tables.append(_Table())

    def _end_table(self, table: _Table) -> None:
        self._end_row(table)
        last = len(self.found.rows) - 1
        self.found.merged += [(first, (min(end[0], last), end[1])) for first, end in table.open_merges]
        self._say_between()

    def _open_cell(self, table: _Table, said: dict[str, str | None]) -> None:
        self._end_cell(table)
        if table.row is None:
            table.row = []
        number = said.get("x:num") or ""
        table.cell = _Cell(_span(said.get("colspan")), _span(said.get("rowspan")), number)

    def _end_cell(self, table: _Table) -> None:
        cell, row = table.cell, table.row
        table.cell = None
        if cell is None or row is None:
            return
        _skip_covered(table, row)
        at, number = len(row), len(self.found.rows)
        self.check(number + 1, at + cell.across, self.cells)
        row += [cell.text, *[""] * (cell.across - 1)]
        if cell.down > 1:
            table.covered |= dict.fromkeys(range(at, len(row)), cell.down)
        if cell.down > 1 or cell.across > 1:
            merge = ((number, at), (number + cell.down - 1, len(row) - 1))
            (table.open_merges if cell.down > 1 else self.found.merged).append(merge)

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        row, table.row = table.row, None
        if row is None:
            return
        _skip_covered(table, row)
        table.covered = {at: left - 1 for at, left in table.covered.items() if left > 1}
        self._add(row)

    def _add(self, row: list[str]) -> None:
        self.cells += len(row) or 1
        self.found.rows.append(row)
        self.check(len(self.found.rows), len(row), self.cells)


def web_table(text: str, check: CheckShape) -> WebTable:
    """The tables of a page. Raises `Refused` where there is none, for broken markup, and beyond the limits."""
    reader = _Reader(check)
    try:
        reader.feed(text)
        reader.close()
    except AssertionError:  # the parser's own word for a declaration that nobody knows
        raise Refused("damaged") from None
    reader.finish()
    if not reader.has_table:
        raise Refused("html")
    return reader.found


def _span(said: str | None) -> int:
    digits = (said or "").strip()[:6]
    return min(max(int(digits), 1), _MOST_SPAN) if digits.isascii() and digits.isdigit() else 1


def _skip_covered(table: _Table, row: list[str]) -> None:
    while len(row) in table.covered:
        row.append("")
