"""What a file says before anybody asks what the database says: every row of every sheet, understood on its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from data.exchange.columns import HAZARDS, KINDS, Kind, title
from data.exchange.context import Context, read_context
from data.exchange.drafts import Draft, SheetReader, usual_year
from data.exchange.errors import NoKind, NoTable
from data.exchange.header import Header, find_header
from data.exchange.mapping import NOTHING_SAID, Naming
from data.exchange.outcome import Outcome, RowReport, TableReport
from data.exchange.progress import Stage, Tell, nobody, telling
from data.exchange.reader import Sheet, Workbook
from data.exchange.table import DataRow, data_rows
from data.exchange.titles import likely_tables, note_said, table_report
from data.packs import Pack
from data.packs.places import Places
from data.words import t

ReadRow = Callable[[SheetReader, DataRow], Draft]


@dataclass(slots=True)
class Reading:
    """Data rows as drafts, rows that are no data, notes about the file, and (sheet, row) in the order of the file."""

    drafts: list[Draft] = field(default_factory=list)
    skipped: list[RowReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    order: list[tuple[str, int]] = field(default_factory=list)
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

    def read_book(self, book: Workbook) -> Reading:
        """All sheets that hold a table of this kind; the others are noted. `NoTable` when there is none."""
        reading = Reading()
        found = False
        for sheet in book.sheets:
            if sheet.hidden:
                reading.notes.append(t("flag.note.hidden_sheet", sheet=sheet.name))
            elif (table := self._table(sheet)) is not None:
                found = True
                self._read_sheet(reading, sheet, *table, book.epoch_1904)
            elif sheet.rows:
                reading.notes.append(t("flag.note.no_table", sheet=sheet.name))
        if not found:
            needed = "、".join(title(self.kind.name, key) for key in self.kind.required)
            raise NoTable(
                likely_tables(book, self.kind, self.naming),
                file=self.stem, kind=t(f"column.kind.{self.kind.name}"), needed=needed,
            )  # fmt: skip
        return reading

    def _table(self, sheet: Sheet) -> tuple[Header, Context] | None:
        return find_table(sheet, self.kind, self.stem, self.places, self.today, self.naming)

    def _read_sheet(self, reading: Reading, sheet: Sheet, header: Header, context: Context, epoch_1904: bool) -> None:
        reader = SheetReader(sheet.name, header, context, self.kind, self.pack, self.today, epoch_1904)
        rows = list(data_rows(sheet, header, self.kind))
        if reader.year is None and self.kind.name == HAZARDS:
            reader.year = usual_year(reader, rows, "found_on")
        for row in telling(rows, self.tell, Stage.UNDERSTANDING):
            reading.order.append((sheet.name, row.number))
            if row.skip is not None:
                why = t(f"flag.skip.{row.skip.value}")
                reading.skipped.append(RowReport(sheet.name, row.number, Outcome.SKIP, why=why))
            else:
                reading.drafts.append(self.read(reader, row))
        _note_columns(reading, header, reader, self.kind)
        reading.notes.extend(note_said(header, self.kind))
        reading.tables.append(table_report(sheet.name, header, rows, self.kind))


def find_table(
    sheet: Sheet, kind: Kind, stem: str, places: Places, today: date, naming: Naming = NOTHING_SAID
) -> tuple[Header, Context] | None:
    """Header and context of a sheet whose table or title states every required column of the kind."""
    header = find_header(sheet, kind, naming)
    if header is None:
        return None
    context = read_context(sheet, header, kind, stem, places, today)
    stated = all(header.has(key) or key in context.stated for key in kind.required)
    return (header, context) if stated else None


def guess(book: Workbook, stem: str, places: Places, today: date, naming: Naming = NOTHING_SAID) -> str:
    """The kind whose required columns the file has; of several, the one that requires and then knows most of it.

    A kind that the office said of such a table goes before all others.
    """
    fits = [
        (table[0].is_told, len(kind.required), len(table[0].placed), kind.name)
        for kind in KINDS
        for sheet in book.sheets
        if not sheet.hidden and (table := find_table(sheet, kind, stem, places, today, naming)) is not None
    ]
    if not fits:
        raise NoKind(likely_tables(book, None, naming), file=stem)
    return max(fits)[-1]


def _note_columns(reading: Reading, header: Header, reader: SheetReader, kind: Kind) -> None:
    absent = [key for key in kind.keys if not reader.has(key) and key not in kind.seldom]
    if absent:
        columns = "、".join(title(kind.name, key) for key in absent)
        reading.notes.append(t("flag.note.no_column", columns=columns))
    if header.unknown:
        columns = "、".join(" ".join(title.split()) for title in header.unknown)
        reading.notes.append(t("flag.note.unknown_columns", columns=columns))
