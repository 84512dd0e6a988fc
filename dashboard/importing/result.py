"""The workbook that a sender gets back: the ledger as it came, what became of every row, and a sheet that says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from dashboard.importing.shown import reason
from dashboard.names import Names
from data.exchange.boundaries.importing import book_of
from data.exchange.columns import BOUNDARIES, title
from data.exchange.outcome import Outcome, TableReport
from data.exchange.reader import read_workbook
from data.exchange.result_book import write_result_book
from data.exchange.result_sheet import Told
from data.words import t


@dataclass(frozen=True, slots=True)
class Result:
    """How a ledger fared. ``file`` is how its sender calls it, ``rows`` are those of the report as JSON has them."""

    file: str
    kind: str
    crs: str | None
    batch: str | None
    notes: Sequence[str]
    tables: Sequence[TableReport]
    rows: Iterable[Mapping[str, Any]]
    at: datetime
    """In the time of the county."""
    who: str

    @property
    def name(self) -> str:
        """What the workbook is called."""
        return result_name(self.file)


def result_name(file: str) -> str:
    """What the workbook of this file is called."""
    return f"{Path(file).stem}{t('result_book.suffix')}.xlsx"


def write_result(target: IO[bytes], path: Path, encoding: str | None, result: Result, names: Names) -> None:
    """Read the ledger once more and write its workbook. Raises what `read_workbook` raises."""
    is_drawing = result.kind == BOUNDARIES
    book = (book_of if is_drawing else read_workbook)(path, encoding, name=result.file)
    first = 1 if is_drawing else 0
    rows: dict[str, dict[int, list[Told]]] = {}
    for row in result.rows:
        marks = [(one["cell"], one["message"]) for one in row["problems"]]
        told = Told(Outcome(row["outcome"]), reason(result.kind, row, names), marks)
        rows.setdefault(row["sheet"], {}).setdefault(row["row"] + first, []).append(told)
    headers = {table.sheet: table.header for table in reversed(result.tables)}
    headers |= {sheet.name: (1, 1) for sheet in book.sheets if is_drawing}
    write_result_book(target, book, Path(result.file).stem, rows, headers, _about(result))


def _about(result: Result) -> list[tuple[str, Sequence[str]]]:
    batch = t("result_book.written", batch=result.batch) if result.batch else t("result_book.not_written")
    datum = t(f"page_import.datum.{result.crs}") if result.crs else t("page_import.script.no_datum")
    titles = {
        (title(result.kind, one.key), " ".join(one.title.split())): None
        for table in result.tables
        for one in table.titles
        if one.key
    }
    unknown = {" ".join(one.title.split()): None for table in result.tables for one in table.titles if not one.key}
    return [
        (t("result_book.title"), ()),
        (t("result_book.file"), (result.file,)),
        (t("result_book.kind"), (t(f"column.kind.{result.kind}"),)),
        (t("result_book.datum"), (datum,)),
        (t("result_book.state"), (batch,)),
        (t("result_book.at"), (f"{result.at:%Y-%m-%d %H:%M:%S}",)),
        (t("result_book.who"), (result.who,)),
        (t("result_book.notes"), tuple(result.notes) or (t("result_book.none"),)),
        (t("result_book.columns"), tuple(f"{name} ← {said}" for name, said in titles)),
        *(((t("result_book.left_out"), tuple(unknown)),) if unknown else ()),
    ]
