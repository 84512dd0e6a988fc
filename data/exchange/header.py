"""Finding the header of a sheet: under title rows, in one row or two, with groups that span several columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.exchange.columns import Column, Kind, bare, label, resolve
from data.exchange.reader import Cell, Sheet
from data.exchange.text import text

LAST_HEADER_ROW = 40
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Placed:
    """A column of the registry at its place in a sheet; ``index`` from 0, ``title`` as the sheet writes it."""

    column: Column
    index: int
    title: str

    @property
    def unit(self) -> str:
        """What the title says in brackets after the name: 万元 in 资金（万元）."""
        full, short = label(self.title), bare(self.title)
        return full[len(short) :].strip("()/,") if full.startswith(short) else ""


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``first`` to ``last`` (from 0) name the columns: ``placed`` by key, in the order of the sheet.

    Of several columns that name the subject the best comes first.
    """

    first: int
    last: int
    placed: Mapping[str, tuple[Placed, ...]]
    unknown: tuple[str, ...]
    labels: frozenset[str]

    def has(self, key: str) -> bool:
        """Whether the sheet has this column."""
        return key in self.placed


def find_header(sheet: Sheet, kind: Kind) -> Header | None:
    """The rows that name most columns of this kind, or None when no row names at least two."""
    best: Header | None = None
    for row in range(min(len(sheet.rows), LAST_HEADER_ROW)):
        for header in headers_at(sheet, row, kind):
            if best is None or len(header.placed) > len(best.placed):
                best = header
    return best if best is not None and len(best.placed) >= 2 else None


def headers_at(sheet: Sheet, row: int, kind: Kind) -> "list[Header]":
    """The row read as a header of one row, and together with the next as one of two rows."""
    groups = _texts(sheet.rows[row])
    if sum(bool(group) for group in groups) < 2:
        return []
    single = _header(row, row, [(group, "") for group in groups], kind)
    if row + 1 >= len(sheet.rows):
        return [single]
    names = _texts(sheet.rows[row + 1])
    pairs = _pairs(sheet, row, groups, names)
    if pairs is None:
        return [single]
    double = _header(row, row + 1, pairs, kind)
    below = _header(row + 1, row + 1, [(name, "") for name in names], kind)
    adds = bool(single.placed) or len(double.placed) > len(below.placed)
    return [double, single] if adds and len(double.placed) >= len(single.placed) else [single]


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else "" if cell is None else text(cell) for cell in cells]


def _pairs(sheet: Sheet, row: int, groups: list[str], names: list[str]) -> list[tuple[str, str]] | None:
    """(group, name) of each column when the row below can be the second row of a header, else None.

    A group reaches over the columns it is merged with, or, where nothing is merged, over the blanks to its right. Only
    columns under a group may have a name below.
    """
    spans = {
        column: (first[1], last[1])
        for first, last in sheet.merged
        if first[0] == row == last[0] and last[1] > first[1]
        for column in range(first[1], last[1] + 1)
    }
    pairs: list[tuple[str, str]] = []
    group = ""
    for column in range(max(len(groups), len(names))):
        own = groups[column] if column < len(groups) else ""
        name = names[column] if column < len(names) else ""
        if column in spans:
            group = groups[spans[column][0]]
        elif own:
            group = own
        elif not name or spans:
            group = ""
        pairs.append((group, name))
    below = [column for column, (group, name) in enumerate(pairs) if name]
    fits = below and all(pairs[column][0] and len(pairs[column][1]) <= _LONGEST_LABEL for column in below)
    return pairs if fits and _is_second_row(pairs, groups) else None


def _is_second_row(pairs: list[tuple[str, str]], groups: list[str]) -> bool:
    """At least one column of the first row is blank and named by the second: a group of two or more."""
    return any(name and not groups[column] for column, (_, name) in enumerate(pairs) if column < len(groups))


def _rank(placed: Placed) -> int:
    """企业名称 tells more of the subject than 检查项目: the order of the registry."""
    names = [label(alias) for alias in placed.column.aliases]
    return next((names.index(one) for one in (label(placed.title), bare(placed.title)) if one in names), len(names))


def _header(first: int, last: int, pairs: Sequence[tuple[str, str]], kind: Kind) -> Header:
    placed: dict[str, list[Placed]] = {}
    unknown: list[str] = []
    for index, (group, name) in enumerate(pairs):
        title = f"{group}·{name}" if name and group and group != name else group or name
        if not title or len(title) > 2 * _LONGEST_LABEL:
            continue
        column = resolve(kind.name, group, name) if group else None
        if column is None:
            unknown.append(title)
        else:
            placed.setdefault(column.key, []).append(Placed(column, index, title))
    if kind.subject in placed:
        placed[kind.subject].sort(key=_rank)
    labels = frozenset(label(part) for pair in pairs for part in pair if part)
    return Header(first, last, {key: tuple(found) for key, found in placed.items()}, tuple(unknown), labels)
