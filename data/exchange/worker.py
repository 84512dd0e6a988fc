"""The child that reads one untrusted file within limits of memory and time, and passes plain cells to its parent.

Run as ``python -m data.exchange.worker`` with one JSON line on standard input; answers with JSON lines on standard
output: ``{"refused": …, "params": …}`` alone, or ``{"format": …}`` and for each sheet ``{"sheet": name, "merged": …}``
followed by lists of rows. Cells are text, numbers, booleans or null; days and times are ISO text, as ledgers write
them as well.
"""

import csv
import io
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

from data.exchange.broken import Broken, broken_cells
from data.exchange.prescan import Limits, Refused, Scanned, read_bytes, scan, wide_encoding
from data.exchange.web_table import web_table

ROWS_A_LINE = 4_000
_SNIFFED = 64 * 1024


def main() -> int:
    """Read the file that standard input names. 0 even when it is refused: the answer says so."""
    return answer_with(_answers)


def answer_with(answers: Callable[[Path, str | None, Limits], Iterator[Any]]) -> int:
    """Ask standard input for the file, and print what ``answers`` say of it (path, encoding, limits)."""
    order = orjson.loads(sys.stdin.buffer.readline())
    limits = Limits(**order["limits"])
    _limit_myself(limits)
    try:
        for answer in answers(Path(order["path"]), order["encoding"], limits):
            _say(answer)
    except Refused as refused:
        _say({"refused": refused.reason, "params": refused.params})
    return 0


def _limit_myself(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _say(answer: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(answer, _plain, orjson.OPT_PASSTHROUGH_DATETIME))
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _answers(path: Path, encoding: str | None, limits: Limits) -> Iterator[Any]:
    data = read_bytes(path, limits)
    scanned = scan(data, limits)
    yield {"format": scanned.kind, "epoch_1904": scanned.epoch_1904}
    if scanned.kind == "text":
        yield from _text(data, encoding, limits)
    elif scanned.kind == "json":
        yield from _json(data, encoding, limits)
    elif scanned.kind == "html":
        yield from _web_page(data, encoding, limits)
    else:
        yield from _workbook(data, scanned, limits)


def _workbook(data: bytes, scanned: Scanned, limits: Limits) -> Iterator[Any]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            yield from _sheets(book, limits, broken_cells(data) if scanned.broken else {})
    except PasswordError:
        raise Refused("password") from None
    except (CalamineError, ZipError, ValueError, IndexError, OSError):
        raise Refused("damaged") from None


def _sheets(book: CalamineWorkbook, limits: Limits, broken: Mapping[str, Broken]) -> Iterator[Any]:
    cells = 0
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        cells += sheet.total_height * sheet.total_width
        _check_shape(sheet.total_height, sheet.total_width, cells, limits)
        hidden = meta.visible != SheetVisibleEnum.Visible
        yield {"sheet": meta.name, "hidden": hidden, "merged": sheet.merged_cell_ranges or []}
        rows = _rows(sheet)
        yield from _chunks(_with_errors(rows, broken[meta.name]) if meta.name in broken else rows)


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    return iter([] if sheet.start is None else sheet.to_python(skip_empty_area=False))


def _with_errors(rows: Iterator[list[Any]], broken: Broken) -> Iterator[list[Any]]:
    """The rows with the errors of their formulas, where the reader left blanks."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (number, column), error in broken.items():
        by_row.setdefault(number, []).append((column, error))
    for number, row in enumerate(rows):
        for column, error in by_row.get(number, ()):
            if column < len(row) and row[column] == "":
                row[column] = error
        yield row


def _plain(cell: Any) -> Any:
    """A cell that JSON has no word for."""
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 86_400
    return str(cell)


def _chunks(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    chunk: list[list[Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_A_LINE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _check_shape(rows: int, columns: int, cells: int, limits: Limits) -> None:
    if columns > limits.columns:
        raise Refused("too_wide", columns=columns, most=limits.columns)
    if rows > limits.rows:
        raise Refused("too_long", rows=rows, most=limits.rows)
    if cells > limits.cells:
        raise Refused("too_many_cells", most=limits.cells)


def _text(data: bytes, encoding: str | None, limits: Limits) -> Iterator[Any]:
    text = decoded(data, encoding)
    if "\0" in text:
        raise Refused("nul_bytes", at=text.index("\0") + 1)
    yield {"sheet": "csv", "hidden": False, "merged": []}
    yield from _chunks(_records(text, limits))


def _web_page(data: bytes, encoding: str | None, limits: Limits) -> Iterator[Any]:
    found = web_table(decoded(data, encoding), partial(_check_shape, limits=limits))
    yield {"sheet": found.name, "hidden": False, "merged": found.merged}
    yield from _chunks(iter(found.rows))


def _json(data: bytes, encoding: str | None, limits: Limits) -> Iterator[Any]:
    """Records as a sheet: the names of their fields above, one row each."""
    try:
        said = orjson.loads(decoded(data, encoding))
    except orjson.JSONDecodeError as error:
        raise Refused("json", at=error.pos + 1) from None
    records = _records_of(said)
    titles = list(dict.fromkeys(name for record in records for name in record))
    _check_shape(len(records) + 1, len(titles), (len(records) + 1) * len(titles), limits)
    yield {"sheet": "json", "hidden": False, "merged": []}
    yield from _chunks(iter([titles, *([_scalar(record.get(name)) for name in titles] for record in records)]))


def _records_of(said: Any) -> list[dict[str, Any]]:
    """The records of a document: itself, or the first list in it that has any."""
    layer = [said]
    while layer:
        for one in layer:
            if isinstance(one, list) and one:
                if odd := [at for at, record in enumerate(one) if not isinstance(record, dict)]:
                    raise Refused("json_record", at=odd[0] + 1)
                return one
        layer = [value for one in layer if isinstance(one, dict) for value in one.values()]
    if isinstance(said, dict) and said:
        return [said]
    raise Refused("empty")


def _scalar(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else value


def decoded(data: bytes, encoding: str | None) -> str:
    """Text in the encoding that its bytes show, or else in ``encoding``. Raises `Refused`."""
    if marked := "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else wide_encoding(data):
        return _decode(data, marked)
    if encoding:
        return _decode(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(data, "gb18030")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("encoding", encoding=encoding, at=error.start + 1) from None
    except LookupError:
        raise Refused("unknown_encoding", encoding=encoding) from None


def _records(text: str, limits: Limits) -> Iterator[list[Any]]:
    csv.field_size_limit(1 << 20)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows = cells = 0
    try:
        for record in reader:
            rows, cells = rows + 1, cells + len(record)
            _check_shape(rows, len(record), cells, limits)
            yield record
    except csv.Error:
        raise Refused("csv", record=rows + 1) from None


def _delimiter(text: str) -> str:
    """Tab, comma or semicolon: the one that most lines of the beginning agree on, quoted text left out."""
    unquoted = "".join(text[:_SNIFFED].split('"')[::2])
    lines = [line for line in unquoted.splitlines()[:50] if line.strip()]
    return max("\t,;", key=lambda mark: (sum(mark in line for line in lines), unquoted.count(mark)))


if __name__ == "__main__":
    sys.exit(main())
