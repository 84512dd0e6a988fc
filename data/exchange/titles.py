"""The titles of a file as a person looks at them: what each means, who says so, and what stands below it."""

from collections.abc import Iterable, Iterator, Sequence

from data.exchange.blocks import side_by_side, twice
from data.exchange.columns import Kind, label, title
from data.exchange.content import Hint
from data.exchange.drafts import shown
from data.exchange.errors import BadMapping
from data.exchange.header import LAST_HEADER_ROW, Header, headers_at
from data.exchange.mapping import Naming, Origin, fingerprint
from data.exchange.outcome import TableReport, TitleReport, cell_name
from data.exchange.reader import Sheet, Workbook
from data.exchange.table import DataRow, Skip, data_rows
from data.words import t

EXAMPLES = 3
_LOOKED_AT = 200
_LONGEST_TITLE = 24
_LONGEST = 300


def table_report(
    sheet: str, header: Header, rows: Iterable[DataRow], kind: Kind, found: Iterable[Hint] = ()
) -> TableReport:
    """The table under a header, as the report tells it."""
    suggested = {hint.titled.index: hint.keys for hint in found if not hint.taken}
    samples = examples(header, rows)
    titles = [
        TitleReport(
            cell_name(one.index, header.last + 1),
            one_line(one.title),
            one.key,
            one.origin.value,
            samples[one.index],
            suggested.get(one.index, ()),
        )
        for one in header.titles
    ]
    shape = fingerprint(kind.name, [label(one.title) for one in header.titles])
    return TableReport(sheet, (header.first + 1, header.last + 1), shape, titles)


def examples(header: Header, rows: Iterable[DataRow]) -> dict[int, list[str]]:
    """The first different values of each column, by its place."""
    found: dict[int, list[str]] = {one.index: [] for one in header.titles}
    for _, row in zip(range(_LOOKED_AT), (row for row in rows if row.skip in (None, Skip.BESIDE)), strict=False):
        for index, values in found.items():
            if index < len(row.cells) and len(values) < EXAMPLES:
                value = shown(row.cells[index])
                if value and value not in values:
                    values.append(value)
    return found


def note_said(header: Header, kind: Kind) -> Iterator[str]:
    """What was said of the titles otherwise than the registry knows them, as notes about the file."""
    for origin in (Origin.FILE, Origin.OFFICE):
        said = [one for one in header.titles if one.origin is origin and one.key != one.plain]
        if said:
            told = "，".join(
                t("flag.note.means", title=one_line(one.title), column=title(kind.name, one.key))
                if one.key
                else t("flag.note.left_out", title=one_line(one.title))
                for one in said
            )
            yield t(f"flag.note.mapped_{origin.value}", columns=told)


def note_hints(found: Iterable[Hint], kind: Kind) -> Iterator[str]:
    """What the contents of unknown titles tell, as notes about the file: taken as a column, or only suggested."""
    for hint in found:
        columns = "、".join(f"“{title(kind.name, key)}”" for key in hint.keys)
        said = "taken" if hint.taken else "suggested"
        why = t(f"flag.sort.{hint.sort}")
        yield t(f"flag.note.content_{said}", title=one_line(hint.titled.title), why=why, columns=columns)


def note_twice(sheet: str, header: Header, rows: Sequence[DataRow], kind: Kind) -> Iterator[str]:
    """Titles that come again: whole tables side by side, or a column whose other values are not read."""
    tables = len(side_by_side(header, kind))
    if tables > 1:
        yield t("flag.note.side_by_side", sheet=sheet, tables=tables)
        return
    for one, rows_ in twice(header, rows):
        yield t("flag.note.twice", sheet=sheet, title=one_line(one.title), rows=rows_)


def require_titles(book: Workbook, kind: Kind, naming: Naming) -> None:
    """Every title of the file's own mapping stands in it. Raises `BadMapping`."""
    if not naming.file:
        return
    seen = {
        label(one.title)
        for sheet in book.sheets
        for row in range(min(len(sheet.rows), LAST_HEADER_ROW))
        for header in headers_at(sheet, row, kind, naming)
        for one in header.titles
    }
    if lacking := [one for one in naming.file if one not in seen]:
        tables = likely_tables(book, kind, naming)
        has = "、".join(dict.fromkeys(one.title for table in tables for one in table.titles))
        why = t("error_exchange.mapping.lacking", titles="、".join(lacking)[:_LONGEST], has=has[:_LONGEST])
        raise BadMapping(file=t("error_exchange.mapping.name"), why=why)


def likely_tables(book: Workbook, kind: Kind, naming: Naming) -> list[TableReport]:
    """What looks like the header of each visible sheet, for a person to say what its titles mean."""
    found = []
    for sheet in book.sheets:
        header = None if sheet.hidden else _likely(sheet, kind, naming)
        if header is not None:
            found.append(table_report(sheet.name, header, data_rows(sheet, header, kind), kind))
    return found


def _likely(sheet: Sheet, kind: Kind, naming: Naming) -> Header | None:
    """The row with most texts that could be titles."""
    row = max(range(min(len(sheet.rows), LAST_HEADER_ROW)), key=lambda at: _titles_in(sheet, at), default=None)
    if row is None:
        return None
    headers = headers_at(sheet, row, kind, naming)
    return max(headers, key=lambda one: (one.weight, len(one.titles)), default=None)


def _titles_in(sheet: Sheet, row: int) -> int:
    """How many cells of a row could be titles: short texts without digits."""
    cells = {cell for cell in sheet.rows[row] if isinstance(cell, str) and 0 < len(cell.strip()) <= _LONGEST_TITLE}
    return sum(not any(char.isdigit() for char in cell) for cell in cells)


def one_line(title: str) -> str:
    """A title as it stands in a sentence."""
    return " ".join(title.split())
