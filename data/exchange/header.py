"""Finding the header of a sheet: under title rows, in one row or two, with groups that span several columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from data.exchange.columns import Column, Kind, bare, label, resolve
from data.exchange.mapping import NOTHING_SAID, Naming, Origin, columns_of
from data.exchange.reader import Cell, Sheet
from data.exchange.text import text

LAST_HEADER_ROW = 40
_LONGEST_LABEL = 40
_IN_BRACKETS = re.compile(r"[(（][^()（）]{1,20}[)）]\Z")


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
class Titled:
    """A title of a sheet: what it means, None for nothing that is imported, who says so, and what the registry says."""

    index: int
    title: str
    key: str | None
    origin: Origin
    plain: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``first`` to ``last`` (from 0) name the columns: ``placed`` by key, in the order of the sheet.

    Of several columns that name the subject the best comes first. ``naming`` is what the titles were read by. ``block``
    are the first and the last column of one of several tables that stand side by side.
    """

    first: int
    last: int
    placed: Mapping[str, tuple[Placed, ...]]
    titles: tuple[Titled, ...]
    labels: frozenset[str]
    naming: Naming
    block: tuple[int, int] | None = None

    def has(self, key: str) -> bool:
        """Whether the sheet has this column."""
        return key in self.placed

    def within(self, block: tuple[int, int] | None) -> "Header":
        """The header without what stands left or right of the columns of a block."""
        if block is None:
            return self
        first, last = block
        placed = {
            key: kept
            for key, places in self.placed.items()
            if (kept := tuple(place for place in places if first <= place.index <= last))
        }
        titles = tuple(one for one in self.titles if first <= one.index <= last)
        return replace(self, placed=placed, titles=titles, block=block)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Titles that nobody knows."""
        return tuple(one.title for one in self.titles if one.key is None and one.origin is Origin.REGISTRY)

    @property
    def is_told(self) -> bool:
        """Whether somebody said what some of the titles mean."""
        return any(one.origin in (Origin.FILE, Origin.OFFICE) for one in self.titles)

    @property
    def weight(self) -> int:
        """How much is understood: columns, and titles that are left out because somebody said so."""
        return len(self.placed) + sum(one.key is None and one.origin is not Origin.REGISTRY for one in self.titles)


def find_header(sheet: Sheet, kind: Kind, naming: Naming = NOTHING_SAID) -> Header | None:
    """The rows that name most columns of this kind, or None when no row names at least two.

    One column is enough where somebody said what the titles mean. Of several tables that name all that a row needs it
    is the header of the first, however few its columns are.
    """
    found = [
        header
        for row in range(min(len(sheet.rows), LAST_HEADER_ROW))
        for header in headers_at(sheet, row, kind, naming)
    ]
    best = max(found, key=_weight, default=None)
    if best is None or len(best.placed) < (1 if best.is_told else 2):
        return None
    complete = [one for one in found if one.first < best.first and all(one.has(key) for key in kind.required)]
    return max((one for one in complete if one.first <= complete[0].first + 1), key=_weight, default=best)


def _weight(header: Header) -> int:
    return header.weight


def headers_at(sheet: Sheet, row: int, kind: Kind, naming: Naming = NOTHING_SAID) -> "list[Header]":
    """The row read as a header of one row, and together with the next as one of two rows."""
    groups = _texts(sheet.rows[row])
    if sum(bool(group) for group in groups) < 2:
        return []
    single = _header(row, row, [(group, "") for group in groups], kind, naming)
    if row + 1 >= len(sheet.rows):
        return [single]
    names = _texts(sheet.rows[row + 1])
    if _are_units(groups, names):
        return [_header(row, row + 1, [(a + b, "") for a, b in zip_longest(groups, names, fillvalue="")], kind, naming)]
    pairs = _pairs(sheet, row, groups, names)
    if pairs is None:
        return [single]
    double = _with_units(sheet, row, pairs, kind, naming) or _header(row, row + 1, pairs, kind, naming)
    below = _header(row + 1, row + 1, [(name, "") for name in names], kind, naming)
    adds = bool(single.placed) or double.weight > below.weight
    return [double, single] if adds and double.weight >= single.weight else [single]


def _with_units(sheet: Sheet, row: int, pairs: list[tuple[str, str]], kind: Kind, naming: Naming) -> "Header | None":
    """A header of two rows with a third that only adds units in brackets, or None."""
    third = _texts(sheet.rows[row + 2]) if row + 2 < len(sheet.rows) else []
    if not _are_units([name or group for group, name in pairs], third):
        return None
    units = [*third, *[""] * len(pairs)]
    told = [
        (group, name + unit) if name else (group + unit, "") for (group, name), unit in zip(pairs, units, strict=False)
    ]
    return _header(row, row + 2, told, kind, naming)


def _are_units(groups: list[str], names: list[str]) -> bool:
    """The row below only adds to titles in brackets: （万元） under 整改资金."""
    said = [(column, name) for column, name in enumerate(names) if name]
    return bool(said) and all(
        _IN_BRACKETS.match(name) and column < len(groups) and groups[column] for column, name in said
    )


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


def _header(first: int, last: int, pairs: Sequence[tuple[str, str]], kind: Kind, naming: Naming) -> Header:
    placed: dict[str, list[Placed]] = {}
    titles = _titles(pairs, kind, naming)
    for one in titles:
        if one.key is not None:
            placed.setdefault(one.key, []).append(Placed(columns_of(kind.name)[one.key], one.index, one.title))
    if kind.subject in placed:
        placed[kind.subject].sort(key=_rank)
    labels = frozenset(label(part) for pair in pairs for part in pair if part)
    return Header(first, last, {key: tuple(found) for key, found in placed.items()}, titles, labels, naming)


def _titles(pairs: Sequence[tuple[str, str]], kind: Kind, naming: Naming) -> tuple[Titled, ...]:
    """Everything that has a title: as somebody said, else as the registry knows it."""
    named = [(index, joined(*pair), pair) for index, pair in enumerate(pairs)]
    named = [one for one in named if 0 < len(one[1]) <= 2 * _LONGEST_LABEL]
    said = naming.of(kind.name, [label(title) for _, title, _ in named])
    found = []
    for index, title, (group, name) in named:
        known = resolve(kind.name, group, name) if group else None
        plain = known.key if known is not None else None
        found.append(Titled(index, title, *(said.get(label(title)) or _usual(plain, title, naming)), plain))
    return tuple(found)


def _usual(plain: str | None, title: str, naming: Naming) -> tuple[str | None, Origin]:
    """What a title is that nobody spoke of: what the registry says, else what stands below it tells."""
    if plain is None and (key := naming.content.get(label(title))) is not None:
        return key, Origin.CONTENT
    return (None, Origin.FILE) if plain in naming.named else (plain, Origin.REGISTRY)


def joined(group: str, name: str) -> str:
    """The title of a column as it is told: both rows of a two-row header."""
    return f"{group}·{name}" if name and group and group != name else group or name
