"""Tables of a pack: CSV rows become dictionaries of checked values, every problem noted with line and column."""

import csv
import io
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from data.packs.errors import PackProblem

MAX_BYTES = 64_000_000
"""A file of a pack beyond this is refused unread."""


@dataclass
class Problems:
    """The list that grows while a pack is read."""

    found: list[PackProblem] = field(default_factory=list)

    def add(self, file: str, row: int, field_name: str, key: str, **params: object) -> None:
        """Note one problem; ``key`` names its sentence in the words ``error_pack``."""
        self.found.append(PackProblem(file, row, field_name, key, params))


class BadCellError(ValueError):
    """A cell that cannot be read; ``key`` names the sentence."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name, how a cell is read, and whether it may be blank (then ``default``)."""

    name: str
    read: Callable[[str], Any]
    required: bool = True
    default: Any = None


Row = dict[str, Any]
"""Values by column name; ``"#"`` holds the line number."""


def read_bytes(folder: Path, name: str, problems: Problems, required: bool = True) -> str | None:
    """The text of one file, or None after noting why not."""
    path = folder / name
    if not path.is_file():
        if required:
            problems.add(name, 0, "", "missing_file")
        return None
    if path.stat().st_size > MAX_BYTES:
        problems.add(name, 0, "", "too_big", limit=MAX_BYTES // 1_000_000)
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(name, 0, "", "not_utf8", byte=error.start)
        return None


def read_table(
    folder: Path, name: str, columns: tuple[Column, ...], problems: Problems, required: bool = True
) -> list[Row]:
    """All readable rows of one CSV file; rows with a problem are left out."""
    text = read_bytes(folder, name, problems, required)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        problems.add(name, reader.line_num, "", "not_csv")
        return []
    if not _header_fits(name, header, columns, problems):
        return []
    rows = (_row(name, number, header, cells, columns, problems) for number, cells in lines)
    return [row for row in rows if row is not None]


def _header_fits(name: str, header: list[str], columns: tuple[Column, ...], problems: Problems) -> bool:
    known = [column.name for column in columns]
    wrong = [("missing_column", column.name) for column in columns if column.required and column.name not in header]
    wrong += [("unknown_column", cell) for cell in header if cell not in known]
    wrong += [("repeated_column", cell) for cell in dict.fromkeys(header) if header.count(cell) > 1]
    for key, column_name in wrong:
        problems.add(name, 1, column_name, key, known=", ".join(known))
    return not wrong


def _row(
    name: str, number: int, header: list[str], cells: list[str], columns: tuple[Column, ...], problems: Problems
) -> Row | None:
    if len(cells) != len(header):
        problems.add(name, number, "", "ragged", expected=len(header), got=len(cells))
        return None
    given = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    row: Row = {"#": number}
    for column in columns:
        try:
            row[column.name] = _cell(given.get(column.name, ""), column)
        except BadCellError as error:
            problems.add(name, number, column.name, error.key, **error.params)
    return row if len(row) == len(columns) + 1 else None


def _cell(text: str, column: Column) -> Any:
    if text:
        return column.read(text)
    if column.required:
        raise BadCellError("blank")
    return column.default


def text_cell(text: str) -> str:
    """Any words of at most 200 characters."""
    if len(text) > 200:
        raise BadCellError("too_long", limit=200)
    return text


def mark_cell(text: str) -> str:
    """A short word that begins numbers: at most 12 letters and digits, of any script."""
    if len(text) > 12 or not text.isalnum():
        raise BadCellError("bad_mark", value=text[:60])
    return text


def code_cell(text: str) -> str:
    """A code: at most 40 letters, digits and ``-_.``, of any script, no spaces."""
    if len(text) > 40 or not all(char.isalnum() or char in "-_." for char in text):
        raise BadCellError("bad_code", value=text[:60])
    return text


def list_cell(text: str) -> tuple[str, ...]:
    """Words between ``|``, each once."""
    items = tuple(item.strip() for item in text.split("|"))
    if not all(items) or len(set(items)) != len(items):
        raise BadCellError("bad_list", value=text[:60])
    return items


def scope_cell(text: str) -> tuple[str, ...] | None:
    """``*`` for all (None), or codes between ``|``."""
    return None if text == "*" else list_cell(text)


def flag_cell(text: str) -> bool:
    """``true`` or ``false``."""
    if text not in ("true", "false"):
        raise BadCellError("bad_flag", value=text[:60])
    return text == "true"


def number_cell(text: str) -> float:
    """A finite decimal number."""
    try:
        value = float(text)
    except ValueError:
        raise BadCellError("bad_number", value=text[:60]) from None
    if not math.isfinite(value):
        raise BadCellError("bad_number", value=text[:60])
    return value


def day_cell(text: str) -> date:
    """A day as ``YYYY-MM-DD``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadCellError("bad_day", value=text[:60]) from None


def choice_cell(*choices: str) -> Callable[[str], str]:
    """One of a few words."""

    def read(text: str) -> str:
        if text not in choices:
            raise BadCellError("bad_choice", value=text[:60], choices=", ".join(choices))
        return text

    return read


def parameters_cell(text: str) -> tuple[tuple[str, str], ...]:
    """``name=value`` between semicolons; a name may stand more than once."""
    pairs = [part.partition("=") for part in text.split(";")]
    if not all(name.strip() and value.strip() for name, _is, value in pairs):
        raise BadCellError("bad_parameters", value=text[:60])
    return tuple((name.strip(), value.strip()) for name, _is, value in pairs)


def unique(name: str, rows: Iterable[Row], column: str, problems: Problems) -> None:
    """Note every repeat of a value that must stand once in its file."""
    first: dict[Any, int] = {}
    for row in rows:
        line = first.setdefault(row[column], row["#"])
        if line != row["#"]:
            problems.add(name, row["#"], column, "repeated", value=row[column], line=line)


def known(name: str, rows: Iterable[Row], column: str, codes: Iterable[str], problems: Problems) -> None:
    """Note every reference, single or in a tuple, to a code that does not exist."""
    allowed = frozenset(codes)
    for row in rows:
        value = row[column]
        for code in value if isinstance(value, tuple) else (value,):
            if code is not None and code not in allowed:
                problems.add(name, row["#"], column, "unknown_reference", value=code)
