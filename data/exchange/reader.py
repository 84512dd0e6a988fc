"""The parent's side of reading a ledger: starts the limited child, kills it when it is late, tells why it failed."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from threading import Timer
from typing import Any, TypeVar

import orjson

from data.exchange.errors import FileMissing, FileRefused
from data.exchange.prescan import Limits
from data.exchange.progress import Stage, Tell, nobody

Cell = str | float | int | bool | None
Gathered = TypeVar("Gathered")
WORKER = "data.exchange.worker"
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Sheet:
    """One sheet: all its rows, and merges as ((first row, first column), (last row, last column)) from 0."""

    name: str
    hidden: bool
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Workbook:
    """What a file holds; serial numbers may count from 1904. ``format`` is that of `data.exchange.prescan.Scanned`."""

    format: str
    epoch_1904: bool
    sheets: list[Sheet]


def read_workbook(
    path: Path,
    encoding: str | None = None,
    limits: Limits | None = None,
    tell: Tell = nobody,
    name: str | None = None,
) -> Workbook:
    """Read a ledger, which its sender may call by another ``name``, in a child process.

    Raises `FileMissing` or `FileRefused`; never hangs or dies with the child.
    """
    return read_in_child(WORKER, path, encoding, limits, name, partial(_book, tell=tell))


def read_in_child(
    worker: str,
    path: Path,
    encoding: str | None,
    limits: Limits | None,
    name: str | None,
    gather: Callable[[Iterator[Any], str], Gathered | None],
) -> Gathered:
    """What ``gather`` makes of a child's answers (it gets the file's name too), None for none.

    ``worker`` is the child's module. Raises `FileMissing` or `FileRefused`; never hangs or dies with the child.
    """
    limits = limits or Limits()
    if not path.is_file():
        raise FileMissing(file=path.name)
    with start_child(worker) as child:
        late = Timer(limits.wall_seconds, child.kill)
        late.start()
        try:
            file = name or path.name
            gathered = gather(answers_of(child, path, encoding, limits), file)
            code = child.wait()
            if code != 0 or gathered is None:
                raise FileRefused(file, _death(code))
            return gathered
        finally:
            late.cancel()
            child.kill()


def start_child(worker: str = WORKER) -> "subprocess.Popen[bytes]":
    """The child, waiting to be told what to read."""
    return subprocess.Popen(  # noqa: S603 - a module of ours
        [sys.executable, "-m", worker],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def answers_of(child: "subprocess.Popen[bytes]", path: Path, encoding: str | None, limits: Limits) -> Iterator[Any]:
    """What the child answers of a file, as it comes (see `data.exchange.worker`)."""
    stdin, stdout = child.stdin, child.stdout
    assert stdin is not None
    assert stdout is not None
    question = {"path": str(path.resolve()), "encoding": encoding, "limits": asdict(limits)}
    with suppress(BrokenPipeError):  # a child killed before it heard: how it ended says why
        stdin.write(orjson.dumps(question) + b"\n")
        stdin.close()
    for line in stdout:
        if line.endswith(b"\n"):
            yield orjson.loads(line)


def _book(answers: Iterator[Any], file: str, tell: Tell) -> Workbook | None:
    book: Workbook | None = None
    rows = 0
    tell(Stage.READING, rows, 0)
    for answer in answers:
        if isinstance(answer, list):
            assert book is not None
            book.sheets[-1].rows.extend(answer)
            rows += len(answer)
            tell(Stage.READING, rows, 0)
        elif "refused" in answer:
            raise FileRefused(file, answer["refused"], **answer["params"])
        elif "format" in answer:
            book = Workbook(answer["format"], answer["epoch_1904"], [])
        else:
            assert book is not None
            book.sheets.append(Sheet(answer["sheet"], answer["hidden"], answer["merged"]))
    return book


def _death(code: int) -> str:
    """Why the child ended before its answer did: over its time, over its memory, or a file that breaks the reader."""
    if code in (-signal.SIGKILL, -signal.SIGXCPU):
        return "too_slow"
    return "too_costly" if code in (-signal.SIGABRT, -signal.SIGSEGV, 1) else "damaged"
