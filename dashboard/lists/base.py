"""What a column and a list are: one row of a registry gives cell, sort, clipboard and export alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from data.readmodel.schema import Days
from data.readmodel.snapshot import Snapshot
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.words import t

LONGEST = 120
"""Characters of a text in a cell; the page of the row, the clipboard and the export have all of them."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column; its heading is the word ``list.<list>.<name>``.

    ``text`` says a line in this column, on screen and in every export. ``look`` names the cell's renderer in
    `assets/list-cells.js`; ``number`` columns are numbers in workbooks; ``sortable`` ones are columns of
    `data.readmodel.paging`; one that ``grows`` takes the room that is left.
    """

    name: str
    text: Callable[[Any], str]
    width: int
    look: str = "Plain"
    shown: bool = True
    sortable: bool = True
    pinned: bool = False
    number: bool = False
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row to be shown: ``facts`` are None for what has left the viewer's scope since the list was made.

    ``at`` is ``(lon, lat)`` in WGS84 degrees.
    """

    id: str
    facts: Any
    at: tuple[float, float] | None = None


Lines = Callable[[Connection, Snapshot, Scope, Filter, Days], Sequence[Line]]


@dataclass(frozen=True, slots=True)
class ListOf:
    """One list: ``lines`` reads so many rows of the read model in their order; ``href`` is the page of a row.

    ``marks`` are tokens of classes by column, from the facts of a line; only the screen needs them.
    """

    key: str
    columns: tuple[ListColumn, ...]
    lines: Lines
    marks: Callable[[Any], dict[str, str]]
    href: str
    sort: tuple[str, bool]

    def heading(self, column: ListColumn) -> str:
        """The column's heading in the reader's language."""
        return t(f"list.{self.key}.{column.name}")

    def column(self, name: str) -> ListColumn | None:
        """The column of that name."""
        return next((each for each in self.columns if each.name == name), None)

    def order(self, said: Mapping[str, str]) -> tuple[str, bool]:
        """What ``sort`` and ``desc`` of a request or an address say; anything that is no order: the list's own."""
        column = self.column(said.get("sort", ""))
        return (column.name, said.get("desc") == "1") if column and column.sortable else self.sort

    def said(self, line: Line, column: ListColumn) -> str:
        """What the line says in the column; of what is out of sight only its number is told."""
        if line.facts is not None:
            return column.text(line.facts)
        return {self.columns[0].name: line.id, self.columns[1].name: t("list.out_of_scope")}.get(column.name, "")

    def cells(self, line: Line) -> dict[str, Any]:
        """The line as the grid wants it."""
        texts = {column.name: shortened(self.said(line, column)) for column in self.columns}
        at = [round(degrees, 6) for degrees in line.at] if line.at else None
        marks = {} if line.facts is None else self.marks(line.facts)
        return texts | {"id": line.id, "href": self.href.format(line.id), "marks": marks, "at": at}


def iso(ordinal: int | None) -> str:
    """An ISO date, blank for none."""
    return date.fromordinal(ordinal).isoformat() if ordinal else ""


def shortened(text: str) -> str:
    """One line of at most ``LONGEST`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
