"""A row while it is being understood, and the reader that fills it, cell by cell, keeping every problem."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from data.exchange.columns import Kind, title
from data.exchange.context import Context
from data.exchange.dates import DateReading, Form, read_date
from data.exchange.header import Header
from data.exchange.names import office_names, sector_names
from data.exchange.outcome import Action, Judgement, Outcome, RowReport, cell_name
from data.exchange.reader import Cell
from data.exchange.table import DataRow
from data.exchange.text import BROKEN, compact, long_text, prose, short_text, text
from data.exchange.values import CodeReading, Unreadable, read_money, read_phone, read_uscc, unit_factor
from data.packs import Pack
from data.words import t

LONGEST_PROSE = 2_000
LONGEST_TEXT = 200
Read = TypeVar("Read")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Decided:
    """``subject`` is the object that the row is about, None for one of its own; ``town`` where that was the doubt.

    ``is_twin`` rows are entered although the same was found there on the same day; ``made`` is the record that the row
    became before.
    """

    subject: str | None = None
    town: str | None = None
    is_twin: bool = False
    is_rejected: bool = False
    made: str | None = None
    actor: str = ""
    at: str = ""


@dataclass(slots=True)
class Draft:
    """One data row. ``values`` have the canonical keys of the kind; ``more`` is what the kind needs beside them."""

    sheet: str
    number: int
    values: dict[str, Any]
    row: DataRow = field(repr=False)
    reader: "SheetReader" = field(repr=False)
    judgement: Judgement = field(default_factory=Judgement)
    more: dict[str, Any] = field(default_factory=dict)
    town_cell: str = ""
    town_code: str = ""
    lon_cell: Cell = None
    lat_cell: Cell = None
    reg_no: str | None = None
    lon: float | None = None
    lat: float | None = None
    """The point in WGS84 that is used; None when there is none or it lies outside."""
    precise: bool = True
    object_id: str | None = None
    town_source: str | None = None
    park: str | None = None
    decided: Decided | None = None
    """What people decided about this row."""
    other: tuple[str, str] | None = None
    """Kind and id of the record that a doubtful row may be about."""
    told: RowReport | None = None
    """What became of the row."""
    made: str | None = None
    """The record that the row became, or changed."""
    again: int = 0
    """Its place among the rows of its file that say the same; 0 for the first."""
    twins: int = 0
    """Rows after it that say the same."""

    @property
    def is_in_doubt(self) -> bool:
        """Whether the row waits for a decision."""
        return self.told is not None and self.told.outcome is Outcome.REVIEW

    def report(self, action: Action, changes: Mapping[str, Any]) -> RowReport:
        """What became of the row: its outcome, flags, problems and values, and what was written."""
        judged = self.judgement
        return RowReport(
            self.sheet, self.number, judged.outcome(action), judged.listed(), judged.problems, self.values, action,
            changes=dict(changes) or None,
        )  # fmt: skip


class SheetReader:
    """Reads the cells of one sheet by canonical column; remembers what it has already understood."""

    def __init__(
        self, sheet: str, header: Header, context: Context, kind: Kind, pack: Pack, today: date, epoch_1904: bool
    ) -> None:
        self.sheet = sheet
        self.header = header
        self.context = context
        self.kind = kind
        self.pack = pack
        self.today = today
        self.epoch_1904 = epoch_1904
        self.sectors = sector_names(pack)
        self.offices = office_names(pack)
        self.year = context.year
        self._dates: dict[tuple[Cell, int | None, int], DateReading] = {}
        self._codes: dict[Cell, CodeReading] = {}
        self._blank: dict[str, Any] = dict.fromkeys(kind.keys)
        self._take_header(header)
        self._row: DataRow | None = None
        self._said: Mapping[str, Cell] = {}

    def draft(self, row: DataRow) -> Draft:
        """An empty draft of a row."""
        if row.header is not None and row.header is not self.header:
            self._take_header(row.header)
        return Draft(self.sheet, row.number, self._blank.copy(), row, self)

    def _take_header(self, header: Header) -> None:
        """From here on rows stand under this header."""
        self.header = header
        self._ticked = _ticked(header)
        places = {key: tuple(place.index for place in found) for key, found in header.placed.items()}
        self._alone = {key: at[0] for key, at in places.items() if len(at) == 1 and key not in self._ticked}
        self._several = {key: at for key, at in places.items() if len(at) > 1 and key not in self._ticked}
        self._stated: dict[str, Cell] = {
            key: cell for key, cell in self.context.stated.items() if key not in header.placed
        }
        funds = header.placed.get("funds_yuan")
        self._yuan = unit_factor(unit_of(funds[0].unit, self.context.money_unit)) if funds else 1
        self._row = None

    def money(self, cell: Cell) -> float | None:
        """Yuan, in the unit that the title of the funds says. Raises `Unreadable`."""
        return read_money(cell, self._yuan)

    def has(self, key: str) -> bool:
        """Whether the sheet states this column, in its table or in its title."""
        return key in self.header.placed or key in self.context.stated

    def cell(self, row: DataRow, key: str) -> Cell:
        """The cell of a column, the first that says something where there are several; error values are blank.

        Where the header names a value for each of several columns (一般 | 重大), it is the value that is ticked.
        """
        if row is not self._row:  # a row is asked for many columns: it is looked through once
            self._row, self._said = row, self._look_through(row)
        return self._said.get(key)

    def column(self, rows: Iterable[DataRow], key: str) -> Iterator[Cell]:
        """What rows of data say in a column, without a look at their other cells where it stands alone."""
        at = self._alone.get(key)
        for row in rows:
            if row.skip is None:
                yield self.cell(row, key) if at is None else row.cells[at] if at < len(row.cells) else None

    def _look_through(self, row: DataRow) -> Mapping[str, Cell]:
        """What a row says, by column."""
        cells = row.cells if BROKEN.isdisjoint(row.cells) else [None if one in BROKEN else one for one in row.cells]
        width = len(cells)
        said: dict[str, Cell] = self._stated.copy()
        for key, index in self._alone.items():
            if index < width and (cell := cells[index]) != "":
                said[key] = cell
        for key, at in self._several.items():
            said[key] = next((cells[index] for index in at if index < width and cells[index] not in ("", None)), None)
        for key in self._ticked:
            said[key] = self._ticked_value(row, key)
        return said

    def _ticked_value(self, row: DataRow, key: str) -> Cell:
        """The one value that is ticked; several together are told as they stand, so that nobody guesses."""
        values = self._ticked[key]
        said = {at: row.cells[at] for at in values if at < len(row.cells) and row.cells[at] not in (None, "", *BROKEN)}
        ticked = [at for at, cell in said.items() if _compared(cell) in TICKS]
        if len(ticked) > 1:
            return "、".join(text(said[at]) for at in ticked)
        plain = [cell for cell in said.values() if _compared(cell) not in TICKS | CROSSES]
        return values[ticked[0]] if ticked else plain[0] if plain else None

    def where(self, row: DataRow, key: str) -> tuple[str, str]:
        """Title and name of a column's cell, for problems; empty when the sheet has no such column."""
        places = self.header.placed.get(key)
        return (" ".join(places[0].title.split()), cell_name(places[0].index, row.number)) if places else ("", "")

    def note_broken(self, row: DataRow, draft: Draft) -> None:
        """Tell of formulas that ended in an error."""
        if BROKEN.isdisjoint(row.cells):
            return
        for column, cell in enumerate(row.cells):
            if cell in BROKEN:
                title = next(
                    (p.title for places in self.header.placed.values() for p in places if p.index == column), ""
                )
                draft.judgement.remark("broken_formula", title, cell_name(column, row.number), value=cell)

    def text(self, row: DataRow, key: str, most: int = LONGEST_TEXT) -> str | None:
        """A short text, or None when the cell says nothing."""
        cell = self.cell(row, key)
        if cell is None:
            return None
        return short_text(cell if type(cell) is str else text(cell), most)

    def prose(self, row: DataRow, key: str, draft: Draft) -> str | None:
        """A longer text with its line breaks, or None when the cell says nothing; too long is shortened and told."""
        cell = self.cell(row, key)
        if cell is None:
            return None
        found = long_text(cell if type(cell) is str else text(cell))
        if found is not None and len(found) > LONGEST_PROSE:
            draft.judgement.remark("shortened", *self.where(row, key), most=LONGEST_PROSE)
            return found[:LONGEST_PROSE]
        return found

    def date(self, row: DataRow, key: str, year: int | None = None, ahead: int = 0) -> tuple[Cell, DateReading]:
        """The cell of a date and how it was understood; ``year`` completes it before the year of the sheet does.

        ``ahead`` are years that it may lie further in the future than dates usually do.
        """
        cell = self.cell(row, key)
        return cell, self.reading(cell, year, ahead)

    def reading(self, cell: Cell, year: int | None = None, ahead: int = 0) -> DateReading:
        """How the cell of a date is understood, see `date`."""
        memo = (cell, year or self.year, ahead)
        reading = self._dates.get(memo)
        if reading is None:
            year = year or self.year or self.today.year
            until = self.today.replace(year=self.today.year + ahead, day=1) if ahead else self.today
            reading = self._dates[memo] = read_date(cell, year, until, self.epoch_1904)
        return reading

    def known(
        self,
        row: DataRow,
        key: str,
        draft: Draft,
        read: Callable[[Cell], Read],
        allowed: Callable[[], str] | None = None,
    ) -> Read | None:
        """A cell by a dictionary: unknown words are BAD_VALUE where ``allowed`` tells the known, else remarked on."""
        cell = self.cell(row, key)
        if cell is None:
            return None
        try:
            return read(cell)
        except Unreadable:
            value = prose(text(cell))[:60]
            if allowed is None:
                draft.judgement.remark("unreadable", *self.where(row, key), value=value)
            else:
                draft.judgement.add(
                    "BAD_VALUE", *self.where(row, key), value=value, field=title(self.kind.name, key), allowed=allowed()
                )
            return None

    def usual(
        self, row: DataRow, key: str, draft: Draft, read: Callable[[Cell], Word | None], usual: Word, remark: str
    ) -> Word | None:
        """A word of a vocabulary into ``values``: the ``usual`` one where the cell is blank, which ``remark`` says.

        Returns the word that is stated, if any; ``more["says_<key>"]`` keeps whether there is one.
        """
        before = len(draft.judgement.problems)
        stated = self.known(row, key, draft, read, partial("、".join, type(usual)))
        if stated is None and self.has(key) and len(draft.judgement.problems) == before:
            draft.judgement.remark(remark, *self.where(row, key))
        draft.values[key] = (stated or usual).value
        draft.more[f"says_{key}"] = stated is not None
        return stated

    def common(self, row: DataRow, draft: Draft) -> None:
        """What every kind has: broken formulas, credit code, town, address, telephone and the cells of the point."""
        self.note_broken(row, draft)
        self._code(row, draft)
        draft.town_cell = self.text(row, "town") or ""
        draft.town_code = self.text(row, "town_code") or ""
        draft.values["address"] = self.prose(row, "address", draft)
        phone = self.cell(row, "phone")
        draft.values["phone"] = read_phone(phone) if phone is not None else None
        draft.lon_cell, draft.lat_cell = self.cell(row, "lon"), self.cell(row, "lat")
        if draft.lon_cell is None and draft.lat_cell is None:
            draft.lon_cell = self.cell(row, "point")

    def missing(self, row: DataRow, draft: Draft, key: str) -> None:
        """Refuse the row for a field it needs."""
        draft.judgement.add("MISSING_FIELD", *self.where(row, key), field=title(self.kind.name, key))

    def _code(self, row: DataRow, draft: Draft) -> None:
        cell = self.cell(row, "uscc")
        if cell is None:
            return
        reading = self._codes.get(cell)
        if reading is None:
            reading = read_uscc(cell, self.pack.checks_uscc, self.pack.historic_codes)
            self._codes[cell] = reading
        draft.values["uscc"], draft.reg_no = reading.code, reading.reg_no
        if reading.normalised:
            draft.judgement.add("CODE_NORMALISED")
        if reading.historic and reading.code:
            draft.judgement.add("USCC_HIST_DIVISION", *self.where(row, "uscc"), division=reading.code[2:8])
        if reading.reg_no:
            draft.judgement.add("OLD_REG_NO", *self.where(row, "uscc"), value=reading.reg_no)
        if reading.wrong:
            codes = "、".join(reading.repairs)
            suggestion = t("flag.remark.suggestion", codes=codes) if codes else ""
            draft.judgement.add("BAD_USCC", *self.where(row, "uscc"), value=reading.wrong, suggestion=suggestion)


TICKS = frozenset(("√", "✓", "✔", "☑", "✅", "是", "1", "1.0", "y", "yes", "v", "√√"))
CROSSES = frozenset(("×", "✗", "✘", "☒", "❌", "☐", "□", "否", "0", "0.0", "n", "no", "/", "-", "—"))


def _compared(cell: Cell) -> str:
    return compact(text(cell)).lower().removesuffix(_AS_PICTURE)


_AS_PICTURE = "\ufe0f"
"""Says that the mark before it is drawn in colours."""


def _ticked(header: Header) -> dict[str, dict[int, str]]:
    """Columns whose header names a value each, by key and index: what a tick below them means."""
    found: dict[str, dict[int, str]] = {}
    for key, places in header.placed.items():
        names = {place.index: place.title.rpartition("·")[2] for place in places if place.title.count("·") == 1}
        if key in CHOICES and len(places) > 1 and set(names.values()) <= CHOICES[key]:
            found[key] = names
    return found


CHOICES: Mapping[str, frozenset[str]] = {
    "level": frozenset(("一般", "重大", "一般隐患", "重大隐患")),
    "status": frozenset(("已整改", "未整改", "正在整改", "整改中", "已完成", "未完成", "在用", "停用", "报废")),
}
"""Columns that a header may spread over one column a value."""


def unit_of(title: str, sheet: str) -> str:
    """The unit of a column of money: what its title says in brackets, where that is one, else what the sheet says."""
    return title if "元" in title or "万" in title else sheet


def usual_year(reader: SheetReader, rows: Iterable[DataRow], key: str) -> int | None:
    """The year that most full dates of a column state, for a file that names none."""
    years: Counter[int] = Counter()
    for cell, times in Counter(reader.column(rows, key)).items():
        reading = reader.reading(cell)
        if reading.form is Form.DAY and reading.day is not None:
            years[reading.day.year] += times
    return years.most_common(1)[0][0] if years else None


def shown(cell: Cell) -> str:
    """A cell for a sentence: short, on one line."""
    return compact(text(cell))[:40]
