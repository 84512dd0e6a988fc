"""``onemap import … --report OUT``: where the workbooks of results go, and writing them."""

import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from dashboard.importing.result import Result, result_name, write_result
from dashboard.names import Names
from data.errors import OneMapError
from data.exchange.outcome import ImportReport
from data.packs import Pack
from data.rules.scope import Actor


class NotWorkbook(OneMapError):
    """The name of a workbook of results ends in something else than .xlsx."""

    key: ClassVar[str] = "result_book.error.not_xlsx"


class NotWritable(OneMapError):
    """There can be no workbook of results."""

    key: ClassVar[str] = "result_book.error.not_writable"


class IsSource(OneMapError):
    """A workbook of results would replace a ledger or another workbook of results."""

    key: ClassVar[str] = "result_book.error.is_source"


class NoResults(OneMapError):
    """Histories have none."""

    key: ClassVar[str] = "result_book.error.histories"


class ResultLost(OneMapError):
    """The ledger was dealt with, but its workbook could not be written."""

    key: ClassVar[str] = "result_book.error.lost"


def targets(out: Path, files: Sequence[Path]) -> list[Path]:
    """Where the workbook of each file goes: into a folder under its own name, else OUT, OUT-2, OUT-3.

    Raises `NotWorkbook`, `NotWritable` or `IsSource`, so that nothing is imported before.
    """
    if out.is_dir():
        found = [out / result_name(path.name) for path in files]
    else:
        rest = [out.with_name(f"{out.stem}-{nth}{out.suffix}") for nth in range(2, len(files) + 1)]
        found = [out, *rest]
    sources = {path.resolve() for path in files}
    for target in found:
        if target.suffix.lower() != ".xlsx":
            raise NotWorkbook(file=target)
        if target.resolve() in sources or found.count(target) > 1:
            raise IsSource(file=target)
        if not _is_writable(target):
            raise NotWritable(file=target)
    return found


def _is_writable(target: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=target.parent):
            return not target.is_dir() and (not target.exists() or os.access(target, os.W_OK))
    except OSError:
        return False


def write(target: Path, source: Path, encoding: str | None, report: ImportReport, pack: Pack, actor: Actor) -> None:
    """Write the workbook of one file; what stood there before is replaced at once. Raises `ResultLost`."""
    at = datetime.now(UTC).astimezone(pack.zone)
    rows = (row.json() for row in report.rows)
    batch = report.batch if report.committed else None
    result = Result(report.file, report.kind, report.crs, batch, report.notes, report.tables, rows, at, actor.person)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with part.open("wb") as file:
            write_result(file, source, encoding, result, Names(pack))
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ResultLost(file=report.file, report=target) from error
