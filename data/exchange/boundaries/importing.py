"""One file of boundaries in: every feature's outcome, and all of them in one transaction or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from data.exchange.boundaries.plan import Plan
from data.exchange.boundaries.reader import Drawing, read_drawing
from data.exchange.entering import enter
from data.exchange.errors import LinesOfOthers
from data.exchange.known import earlier_batch
from data.exchange.outcome import ImportReport, Outcome
from data.exchange.progress import Stage, Tell
from data.exchange.reader import Cell, Sheet, Workbook
from data.packs import Pack
from data.rules.events import NewEvent
from data.rules.scope import Actor, Scope
from data.store.boundaries import as_drawn
from data.words import t
from geo.datum import Datum


@dataclass(frozen=True, slots=True)
class BoundaryJob:
    """A file of boundaries that is read, ready to be held against the database; ``actor`` answers for the county."""

    pack: Pack
    actor: Actor
    drawing: Drawing
    datum: Datum | None
    report: ImportReport
    now: datetime
    tell: Tell

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file may enter: areas only make sense together."""
        return any(row.outcome is Outcome.ERROR for row in self.report.rows)

    def judge(self, connection: Connection) -> Sequence[NewEvent]:
        """Tell what becomes of every feature; returns the events of the file. Raises what `Plan` raises."""
        report, pack = self.report, as_drawn(connection, self.pack)
        plan = Plan(pack, self.drawing, report.file, self.datum)
        report.rows, events = plan.judge(connection, self.now, self.tell)
        if same := earlier_batch(connection, pack, report.sha256, report.kind):
            report.notes.append(t("flag.note.same_file", batch=same[0], at=same[1]))
        report.notes += plan.notes
        return events

    def record(self, connection: Connection, events: Sequence[NewEvent]) -> None:
        """Write the events and the row of the batch; a file that brings nothing leaves nothing."""
        if events:
            enter(connection, self.pack, self.actor, self.report, events, self.now, self.tell)


def read_boundaries(
    pack: Pack,
    scope: Scope,
    actor: Actor,
    path: Path,
    encoding: str | None,
    datum: Datum | None,
    report: ImportReport,
    now: datetime,
    tell: Tell,
) -> BoundaryJob:
    """Read the file of somebody who answers for the whole county. Raises `data.exchange.errors`."""
    if not scope.is_whole:
        raise LinesOfOthers(file=report.file)
    tell(Stage.READING, 0, 0)
    drawing = read_drawing(path, encoding, report.file)
    tell(Stage.UNDERSTANDING, len(drawing.features), len(drawing.features))
    return BoundaryJob(pack, actor, drawing, datum, report, now, tell)


def book_of(path: Path, encoding: str | None, name: str) -> Workbook:
    """The attributes of a file of boundaries as a workbook: a sheet for each layer, a feature in each row."""
    drawing = read_drawing(path, encoding, name)
    sheets = []
    for layer in drawing.crs:
        features = [feature for feature in drawing.features if feature.layer == layer]
        titles = list(dict.fromkeys(title for feature in features for title in feature.properties))
        rows: list[list[Cell]] = [list(titles)]
        rows += [[feature.properties.get(title) for title in titles] for feature in features]
        sheets.append(Sheet(layer, False, [], rows))
    return Workbook(drawing.format, False, sheets)
