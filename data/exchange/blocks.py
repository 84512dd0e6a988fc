"""Tables that stand side by side under one header: the same titles over and over, each time with rows of their own."""

from collections.abc import Sequence

from data.exchange.columns import Kind, label
from data.exchange.header import Header, Titled
from data.exchange.reader import Cell, Sheet
from data.exchange.table import DataRow, data_rows
from data.exchange.text import compact, text

MOST = 6
_FEWEST_TITLES = 2


def side_by_side(header: Header, kind: Kind) -> list[Header]:
    """One header for each table: several where all titles come again in their order, the required ones among them."""
    names = [label(one.title) for one in header.titles]
    for times in range(MOST, 1, -1):
        length, rest = divmod(len(names), times)
        if not rest and length >= _FEWEST_TITLES and names == names[:length] * times:
            parts = [header.titles[at : at + length] for at in range(0, len(names), length)]
            found = [header.within((part[0].index, part[-1].index)) for part in parts]
            return found if all(found[0].has(key) for key in kind.required) else [header]
    return [header]


def all_rows(sheet: Sheet, header: Header, kind: Kind) -> list[DataRow]:
    """The rows of all tables under the header, in the order of the sheet, those on the left first."""
    tables = [list(data_rows(sheet, block, kind)) for block in side_by_side(header, kind)]
    if len(tables) == 1:
        return tables[0]
    data = [row for rows in tables for row in rows if row.skip is None]
    numbers = {row.number for row in data}
    rest = [row for row in tables[0] if row.skip is not None and row.number not in numbers]
    return sorted([*data, *rest], key=lambda row: row.number)


def twice(header: Header, rows: Sequence[DataRow]) -> list[tuple[Titled, int]]:
    """Titles that stand several times, and in how many rows they say different things: only the first is read."""
    first: dict[str, Titled] = {}
    found = []
    for one in header.titles:
        before = first.setdefault(label(one.title), one)
        if before is not one and one.key is not None:
            differ = sum(_differ(row.cells, before.index, one.index) for row in rows if row.skip is None)
            found.append((one, differ))
    return [(one, differ) for one, differ in found if differ]


def _differ(cells: Sequence[Cell], one: int, other: int) -> bool:
    said = [compact(text(cells[at])) for at in (one, other) if at < len(cells)]
    return len(said) == 2 and "" not in said and said[0] != said[1]
