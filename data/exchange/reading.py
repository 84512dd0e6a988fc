"""What a file says before anybody asks what the database says: every row of every sheet, understood on its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from data.exchange.blocks import all_rows
from data.exchange.columns import HAZARDS, KINDS, Kind, title
from data.exchange.content import County, Hint, hints, taken
from data.exchange.context import Context, read_context
from data.exchange.drafts import Draft, SheetReader, usual_year
from data.exchange.errors import NoKind, NoTable
from data.exchange.header import Header, find_header
from data.exchange.mapping import NOTHING_SAID, Naming
from data.exchange.outcome import Outcome, RowReport, TableReport
from data.exchange.progress import Stage, Tell, nobody, telling
from data.exchange.reader import Sheet, Workbook
from data.exchange.table import DataRow
from data.exchange.titles import likely_tables, note_hints, note_said, note_twice, table_report
from data.packs import Pack
from data.packs.places import Places
from data.words import LANGUAGES, t

_BESIDE = frozenset(t(key, lang) for lang in LANGUAGES for key in ("template.help.title", "template.lists"))
"""Sheets of a blank ledger that tell how to fill it in."""

ReadRow = Callable[[SheetReader, DataRow], Draft]


@dataclass(slots=True)
class Reading:
    """Data rows as drafts, rows that are no data, notes about the file, and (sheet, row) in the order of the file."""

    drafts: list[Draft] = field(default_factory=list)
    skipped: list[RowReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    order: list[tuple[str, int]] = field(default_factory=list)
    tops: dict[str, Header] = field(default_factory=dict)
    """The first header of each sheet with a table."""
    tables: list[TableReport] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FileReader:
    """How the sheets of one file are read: ``stem`` is the file's name without its end, ``read`` reads one row."""

    stem: str
    kind: Kind
    read: ReadRow
    pack: Pack
    places: Places
    today: date
    tell: Tell = nobody
    naming: Naming = NOTHING_SAID
    year: int | None = None
    """The year of days without one, for a sheet that does not tell; None takes the most usual year of its rows."""

    def read_book(self, book: Workbook) -> Reading:
        """All sheets that hold a table of this kind; the others are noted. `NoTable` when there is none."""
        reading = Reading()
        found = False
        for sheet in book.sheets:
            if sheet.hidden:
                reading.notes.append(t("flag.note.hidden_sheet", sheet=sheet.name))
            elif (table := self._table(sheet)) is not None:
                found = True
                self._read_sheet(reading, sheet, table, book.epoch_1904)
            elif sheet.rows and sheet.name not in _BESIDE:
                reading.notes.append(t("flag.note.no_table", sheet=sheet.name))
        if not found:
            needed = "、".join(title(self.kind.name, key) for key in self.kind.required)
            raise NoTable(
                likely_tables(book, self.kind, self.naming),
                file=self.stem, kind=t(f"column.kind.{self.kind.name}"), needed=needed,
            )  # fmt: skip
        return reading

    def _table(self, sheet: Sheet) -> "Table | None":
        return find_table(sheet, self.kind, self.stem, self.places, self.today, self.naming)

    def _read_sheet(self, reading: Reading, sheet: Sheet, table: "Table", epoch_1904: bool) -> None:
        header, context, found = table
        reader = SheetReader(sheet.name, header, context, self.kind, self.pack, self.today, epoch_1904)
        reading.tops[sheet.name] = header
        rows = all_rows(sheet, header, self.kind)
        reader.year = reader.year or self.year
        if reader.year is None and self.kind.name == HAZARDS:
            reader.year = usual_year(reader, rows, "found_on")
        reading.order.extend(dict.fromkeys((sheet.name, row.number) for row in rows))
        for row in telling(rows, self.tell, Stage.UNDERSTANDING):
            if row.skip is not None:
                why = t(f"flag.skip.{row.skip.value}")
                reading.skipped.append(RowReport(sheet.name, row.number, Outcome.SKIP, why=why))
            else:
                reading.drafts.append(self.read(reader, row))
        told = [
            *_note_columns(header, reader, self.kind),
            *note_said(header, self.kind),
            *note_hints(found, self.kind),
            *note_twice(sheet.name, header, rows, self.kind),
        ]
        reading.notes.extend(note for note in told if note not in reading.notes)
        reading.tables.append(table_report(sheet.name, header, rows, self.kind, found))


class Table(NamedTuple):
    """Where the table of a sheet stands, what is said beside it, and what its contents tell of unknown titles."""

    header: Header
    context: Context
    hints: Sequence[Hint]


def find_table(
    sheet: Sheet,
    kind: Kind,
    stem: str,
    places: Places,
    today: date,
    naming: Naming = NOTHING_SAID,
    *,
    by_content: bool = True,
) -> Table | None:
    """The table of a sheet whose titles, or with ``by_content`` their contents, give every required column."""
    header = find_header(sheet, kind, naming)
    if header is None:
        return None
    context = read_context(sheet, header, kind, stem, places, today)
    found = hints(sheet, header, context, kind, County(places, today)) if by_content else []
    header = taken(sheet, header, kind, found)
    stated = all(header.has(key) or key in context.stated for key in kind.required)
    return Table(header, context, found) if stated else None


def guess(book: Workbook, stem: str, places: Places, today: date, naming: Naming = NOTHING_SAID) -> str:
    """The kind whose required columns the file has; of several, the one that requires and then knows most of it.

    A kind that the office said of such a table goes before all others. A kind that needs contents to tell a required
    column must know more columns of the file than one that does not.
    """
    titled = _fits(book, stem, places, today, naming, by_content=False)
    best = max(titled, default=None)
    kinds = {fit[-1] for fit in titled}
    told = _fits(book, stem, places, today, naming, by_content=True)
    more = [fit for fit in told if fit[-1] not in kinds and (best is None or fit[2] > best[2])]
    found = max(more, default=best)
    if found is None:
        raise NoKind(file=stem)
    return found[-1]


def _fits(
    book: Workbook, stem: str, places: Places, today: date, naming: Naming, *, by_content: bool
) -> list[tuple[bool, int, int, str]]:
    """Whether somebody said so, columns required, columns known, and name of every kind that the file may be."""
    return [
        (table.header.is_told, len(kind.required), len(table.header.placed), kind.name)
        for kind in KINDS
        for sheet in book.sheets
        if not sheet.hidden
        and (table := find_table(sheet, kind, stem, places, today, naming, by_content=by_content)) is not None
    ]


def _note_columns(header: Header, reader: SheetReader, kind: Kind) -> Iterator[str]:
    absent = [key for key in kind.keys if not reader.has(key) and key not in kind.seldom]
    if absent:
        yield t("flag.note.no_column", columns="、".join(title(kind.name, key) for key in absent))
    if header.unknown:
        columns = "、".join(" ".join(title.split()) for title in header.unknown)
        yield t("flag.note.unknown_columns", columns=columns)
