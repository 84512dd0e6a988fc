"""One look at a ledger, or its writing: how far it is, how it ended, and its rows as they can be paged through."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine

from dashboard.importing.uploads import Upload
from data.exchange.importer import import_file
from data.exchange.mapping import ColumnMapping, Meanings
from data.exchange.outcome import Action, ImportReport, TableReport
from data.exchange.progress import Cancelled, Stage
from data.packs import Pack
from data.rules.scope import Actor, Scope
from data.words import speaking
from geo.datum import Datum


class State(StrEnum):
    """Where a run stands; words for people under ``page_import.state.<name>``."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a report as a file of one JSON line each, with the places where those of each outcome begin."""

    file: Path
    places: Mapping[str, "array[int]"]

    @classmethod
    def write(cls, file: Path, report: ImportReport) -> "Rows":
        """Lay them down: 100,000 rows with all their problems are too much to keep in memory for every reader."""
        places: dict[str, array[int]] = {"": array("Q"), **{name: array("Q") for name in report.counts}}
        with file.open("wb") as target:
            for row in report.rows:
                place = target.tell()
                places[""].append(place)
                places[row.outcome.value].append(place)
                target.write(orjson.dumps(row.json()) + b"\n")
        return cls(file, places)

    def total(self, outcome: str) -> int:
        """How many rows have this outcome; of all for an empty one."""
        return len(self.places.get(outcome, ()))

    def some(self, outcome: str, start: int, count: int) -> Iterator[dict[str, Any]]:
        """Rows of an outcome from a position on."""
        with self.file.open("rb") as source:
            for place in self.places.get(outcome, array("Q"))[start : start + count]:
                source.seek(place)
                yield orjson.loads(source.readline())


@dataclass(frozen=True, slots=True)
class Found:
    """How a file fared: its report without the rows, which `Rows` has."""

    kind: str
    counts: Mapping[str, int]
    notes: tuple[str, ...]
    rows: Rows
    batch: str | None
    waits: int
    """Rows in doubt that do not wait for a decision already."""
    enters: int
    """Rows that bring something into the database."""
    days: tuple[str, str] | None
    """First and last day on which something was found, of the rows that enter."""
    tables: Sequence[TableReport] = ()


@dataclass(slots=True)
class Run:
    """``kind`` None is told by the columns; ``writes`` False only looks; ``columns`` is what its sender says of titles.

    ``tables`` are those of a file that is refused for its titles.
    """

    upload: Upload
    scope: Scope
    actor: Actor
    now: datetime
    lang: str
    kind: str | None = None
    datum: Datum | None = None
    writes: bool = False
    state: State = State.WAITING
    stage: Stage | None = None
    done: int = 0
    total: int = 0
    stopped: bool = False
    found: Found | None = None
    sentence: str = ""
    needs_datum: bool = field(default=False)
    columns: Meanings = field(default_factory=dict)
    tables: Sequence[TableReport] = ()
    batch: str | None = None
    """What was written, whatever fails after that."""

    @property
    def is_over(self) -> bool:
        """Whether it has come to an end."""
        return self.state not in (State.WAITING, State.RUNNING)

    def tell(self, stage: Stage, done: int, total: int) -> None:
        """Hear of the progress, and stop it where somebody asked for that."""
        if self.stopped:
            raise Cancelled
        self.stage, self.done, self.total = stage, done, total

    def work(self, engine: Engine, pack: Pack) -> Found:
        """Import the file, or try to. Raises what `import_file` raises."""
        mapping = ColumnMapping(self.kind, self.columns) if self.kind and self.columns else None
        with speaking(self.lang):
            report = import_file(
                engine, pack, self.scope, self.actor, self.upload.file, self.kind, now=self.now, datum=self.datum,
                dry_run=not self.writes, tell=self.tell, name=self.upload.name, mapping=mapping,
            )  # fmt: skip
        self.batch = report.batch if report.committed else None
        rows = Rows.write(self.upload.folder / ("written" if self.writes else "seen"), report)
        return Found(
            report.kind,
            report.counts,
            tuple(report.notes),
            rows,
            report.batch,
            report.new_doubts,
            _enters(report),
            _days(report),
            report.tables,
        )


def _enters(report: ImportReport) -> int:
    return sum(row.action != Action.NONE for row in report.rows)


def _days(report: ImportReport) -> tuple[str, str] | None:
    days = [
        day for row in report.rows if row.action != Action.NONE and row.values and (day := row.values.get("found_on"))
    ]
    return (min(days), max(days)) if days else None
