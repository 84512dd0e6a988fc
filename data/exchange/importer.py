"""One file in: read it, understand every row, and record what may be recorded, in one transaction or not at all."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from data.exchange.accident_import import AccidentImport
from data.exchange.accident_rows import read_accident
from data.exchange.boundaries.importing import BoundaryJob, read_boundaries
from data.exchange.boundaries.reader import draws_boundaries
from data.exchange.columns import (
    ACCIDENTS,
    BOUNDARIES,
    EQUIPMENT,
    EXCHANGE,
    HAZARDS,
    INSPECTIONS,
    KINDS,
    OBJECTS,
    PERSONS,
    Kind,
    kind_of,
)
from data.exchange.doubts import decisions, excerpt, held_key, held_row
from data.exchange.drafts import Decided, Draft
from data.exchange.entering import enter
from data.exchange.equipment_import import EquipmentImport
from data.exchange.equipment_rows import read_equipment
from data.exchange.errors import BadMapping, FileMissing, UnknownKind, UnknownUploader
from data.exchange.exchange_import import ExchangeImport
from data.exchange.exchange_rows import read_exchange
from data.exchange.hazard_import import HazardImport
from data.exchange.hazard_rows import read_hazard
from data.exchange.inspection_import import InspectionImport
from data.exchange.inspection_rows import read_inspection
from data.exchange.known import earlier_batch
from data.exchange.mapping import ColumnMapping, Naming
from data.exchange.object_import import ObjectImport
from data.exchange.object_rows import read_object
from data.exchange.office import saved_meanings
from data.exchange.outcome import ImportReport, RowReport
from data.exchange.person_import import PersonImport
from data.exchange.person_rows import read_person
from data.exchange.points import read_points
from data.exchange.progress import Tell, nobody
from data.exchange.reader import Workbook, read_workbook
from data.exchange.reading import FileReader, Reading, ReadRow, guess
from data.exchange.record_import import RecordImport
from data.exchange.titles import require_titles
from data.exchange.towns import Towns
from data.packs import Pack
from data.packs.places import Places
from data.rules.events import NewEvent
from data.rules.scope import Actor, Scope
from data.store.begun import begun, come_after_all
from data.store.boundaries import as_drawn
from data.store.collector import without_collector
from data.store.database import require_ready, writing
from data.store.held import HeldState, keep, set_state, waiting
from data.store.placing import places_of
from data.words import t
from geo.datum import Datum

Importer = type[HazardImport] | type[ObjectImport] | type[EquipmentImport] | type[RecordImport]


@dataclass(frozen=True, slots=True)
class Way:
    """How a kind of ledger is read row by row and turned into events; one line per kind."""

    kind: str
    read: ReadRow
    settle: Importer

    @property
    def ledger(self) -> Kind:
        """The kind's row of the registry."""
        return kind_of(self.kind)


WAYS: tuple[Way, ...] = (
    Way(OBJECTS, read_object, ObjectImport),
    Way(HAZARDS, read_hazard, HazardImport),
    Way(EQUIPMENT, read_equipment, EquipmentImport),
    Way(INSPECTIONS, read_inspection, InspectionImport),
    Way(ACCIDENTS, read_accident, AccidentImport),
    Way(PERSONS, read_person, PersonImport),
    Way(EXCHANGE, read_exchange, ExchangeImport),
)


def import_file(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    path: Path,
    kind: str | None,
    *,
    now: datetime,
    datum: Datum | None = None,
    as_town: str | None = None,
    dry_run: bool = False,
    encoding: str | None = None,
    tell: Tell = nobody,
    name: str | None = None,
    mapping: ColumnMapping | None = None,
) -> ImportReport:
    """Import one ledger and tell what became of each row.

    ``now`` is an instant with zone, ``as_town`` the uploader's town. ``datum`` is that of the file's coordinates;
    projected metres need none. ``dry_run`` writes nothing. ``tell`` hears how far it is, and may stop it by raising
    `data.exchange.progress.Cancelled` until the transaction is over. Without ``kind`` the file's columns tell it.
    ``name`` is what its sender calls the file, where it lies under another. ``mapping`` says what its titles mean, and
    then also the kind; beside it holds what the actor's office saved for tables of this shape.
    Raises `data.exchange.errors` for a file that is refused as a whole; then, too, nothing is written.
    """
    kind = kind_said(kind, mapping)
    now = now.astimezone(pack.zone)
    name = name or path.name
    digest = _sha256(path)
    require_ready(engine, pack)
    with engine.connect() as connection:
        pack = as_drawn(connection, pack)
    scope, uploader = _uploader(scope, places_of(pack), as_town)
    noted = nullcontext() if dry_run else begun(engine, pack, actor, name, digest, now)
    with noted, without_collector():
        job: Job | BoundaryJob
        if kind == BOUNDARIES or (kind is None and draws_boundaries(path, name)):
            report = ImportReport(name, BOUNDARIES, digest, datum.value if datum else None, [])
            job = read_boundaries(pack, scope, actor, path, encoding, datum, report, now, tell)
        else:
            book = read_workbook(path, encoding, tell=tell, name=name)
            with engine.connect() as connection:
                naming = Naming(mapping.by_label if mapping else {}, saved_meanings(connection, pack, actor.org))
            way = way_of(kind or guess(book, Path(name).stem, places_of(pack), now.date(), naming))
            file = File(name, digest, way, datum, uploader, naming)
            job = understood(file, book, pack, scope, actor, now, tell)
        if dry_run:
            with engine.connect() as connection:
                job.judge(connection)
        else:
            with writing(engine) as connection:
                job.record(connection, job.judge(connection))
                come_after_all(connection, pack, digest)
    job.report.committed = not dry_run and not job.is_refused
    return job.report


@dataclass(frozen=True, slots=True)
class File:
    """A ledger as it was sent: ``name`` as its sender calls it, ``uploader`` the town that files it, or None."""

    name: str
    sha256: str
    way: Way
    datum: Datum | None
    uploader: str | None
    naming: Naming


def understood(
    file: File,
    book: Workbook,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    now: datetime,
    tell: Tell = nobody,
    year: int | None = None,
) -> "Job":
    """Every row of the book as far as it can be understood without the database."""
    places, today, way = places_of(pack), now.date(), file.way
    require_titles(book, way.ledger, file.naming)
    reader = FileReader(Path(file.name).stem, way.ledger, way.read, pack, places, today, tell, file.naming, year)
    reading = reader.read_book(book)
    towns = Towns(pack, places, file.uploader)
    towns.declare(reading.drafts)
    read_points(reading.drafts, file.datum, pack, places, file.name, reading.tables)
    towns.look_at_addresses(reading.drafts)
    crs = file.datum.value if file.datum else None
    report = ImportReport(file.name, way.kind, file.sha256, crs, [], reading.notes)
    report.tables = reading.tables
    _note_title_datum(report, reading, file.datum)
    return Job(file, book, pack, scope, actor, way, towns, reading, report, now, tell)


@dataclass(frozen=True, slots=True)
class Job:
    """One file that is understood, ready to be held against the database."""

    file: File
    book: Workbook
    pack: Pack
    scope: Scope
    actor: Actor
    way: Way
    towns: Towns
    reading: Reading
    report: ImportReport
    now: datetime
    tell: Tell

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file may enter: rows of a ledger stand each for itself."""
        return False

    def judge(self, connection: Connection, decided: Mapping[str, Decided] | None = None) -> list[NewEvent]:
        """Tell what becomes of every row; returns the events of those that are accepted.

        ``decided`` is what people decided about its rows, by `held_key`; None takes all that was ever decided.
        """
        pack, report = self.pack, self.report
        if same := earlier_batch(connection, pack, report.sha256, report.kind):
            report.notes.append(t("flag.note.same_file", batch=same[0], at=same[1]))
        if decided is None:
            decided = decisions(connection, pack, report.kind)
        today = self.now.date()
        work = self.way.settle(connection, pack, self.scope, self.towns, today, decided)
        rows, events = work.run(self.reading.drafts, self.tell)
        events += work.aliases()
        told: dict[tuple[str, int], list[RowReport]] = {where: [] for where in self.reading.order}
        for row in (*self.reading.skipped, *rows):
            told[(row.sheet, row.row)].append(row)
        report.rows = [row for found in told.values() for row in found]
        if doubts := self._doubts():
            known = waiting(connection, pack, report.kind)
            report.new_doubts = sum(held_key(draft, draft.again) not in known for draft in doubts)
        return events

    def record(self, connection: Connection, events: Sequence[NewEvent]) -> None:
        """Write the events, the row of the batch, and the rows that wait; a file that brings nothing leaves nothing."""
        if events:
            enter(connection, self.pack, self.actor, self.report, events, self.now, self.tell)
        self._hold(connection)

    def _hold(self, connection: Connection) -> None:
        """Keep the rows in doubt for a person, and let go of those that are in doubt no more."""
        if before := waiting(connection, self.pack, self.report.kind):
            clear = {held_key(draft, draft.again) for draft in self.reading.drafts if not draft.is_in_doubt}
            set_state(connection, self.pack, sorted(before & clear), HeldState.SETTLED)
        sheets = {sheet.name: sheet for sheet in self.book.sheets}
        rows = []
        taken: set[str] = set()
        for draft in self._doubts():
            while (key := held_key(draft, draft.again)) in taken:
                draft.again += 1
            taken.add(key)
            if key not in before:
                kept = excerpt(draft, sheets[draft.sheet], self.reading.tops[draft.sheet], self.book.epoch_1904)
                kept |= {"crs": self.report.crs, "uploader": self.file.uploader, "sha256": self.file.sha256}
                rows.append(held_row(draft, kept))
        keep(connection, self.pack, self.actor, self.report.file, self.report.batch, rows, self.now)

    def _doubts(self) -> list[Draft]:
        return [draft for draft in self.reading.drafts if draft.is_in_doubt]


def kind_said(kind: str | None, mapping: ColumnMapping | None) -> str | None:
    """The kind that was asked for, here or by the mapping. Raises `UnknownKind`, `BadMapping`."""
    if kind not in (None, BOUNDARIES):
        way_of(kind)
        if mapping is not None and mapping.kind != kind:
            why = t("error_exchange.mapping.other_kind", said=mapping.kind, kind=kind)
            raise BadMapping(file=t("error_exchange.mapping.name"), why=why)
    return mapping.kind if mapping else kind


def way_of(kind: str) -> Way:
    """The way of a kind. Raises `UnknownKind`."""
    for way in WAYS:
        if way.kind == kind:
            return way
    raise UnknownKind(kind=kind, kinds="、".join((*(one.name for one in KINDS), BOUNDARIES)))


def _uploader(scope: Scope, places: Places, as_town: str | None) -> tuple[Scope, str | None]:
    """The scope narrowed to the uploader's town, and that town; a scope of a single town is its own uploader."""
    if as_town is None:
        towns = {town for box in scope.boxes for town in (box.towns or ("", " "))}
        return scope, next(iter(towns)) if len(towns) == 1 else None
    town = places.resolve_town(as_town).code
    if town is None or not any(box.towns is None or town in box.towns for box in scope.boxes):
        raise UnknownUploader(town=as_town)
    boxes = (replace(box, towns=frozenset({town})) for box in scope.boxes if box.towns is None or town in box.towns)
    return Scope(scope.county, tuple(boxes)), town


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise FileMissing(file=path.name) from None


def _note_title_datum(report: ImportReport, reading: Reading, datum: Datum | None) -> None:
    for context in {draft.reader.sheet: draft.reader.context for draft in reading.drafts}.values():
        if datum is not None and context.datum is not None and context.datum != datum.value:
            report.notes.append(t("flag.note.title_datum", text=context.datum_text, crs=datum.value))
