"""One file in: read it, understand every row, and record what may be recorded, in one transaction or not at all."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import orjson
from sqlalchemy import Connection, Engine, insert

from data.exchange.columns import HAZARDS, KINDS, OBJECTS, Kind, kind_of
from data.exchange.context import read_context
from data.exchange.drafts import Draft, SheetReader, usual_year
from data.exchange.errors import FileMissing, NoTable, UnknownKind, UnknownUploader
from data.exchange.hazard_import import HazardImport
from data.exchange.hazard_rows import read_hazard
from data.exchange.header import Header, find_header
from data.exchange.known import earlier_batch
from data.exchange.object_import import ObjectImport
from data.exchange.object_rows import read_object
from data.exchange.outcome import ImportReport, Outcome, RowReport
from data.exchange.points import read_points
from data.exchange.reader import Sheet, Workbook, read_workbook
from data.exchange.table import DataRow, data_rows
from data.exchange.towns import Towns
from data.packs import Pack
from data.packs.places import Places
from data.rules.events import NewEvent
from data.rules.scope import Actor, Scope
from data.store.database import require_ready, writing
from data.store.models import BatchRow
from data.store.placing import places_of
from data.store.streams import Recorded, record
from data.words import t
from geo.datum import Datum

Importer = type[HazardImport] | type[ObjectImport]


@dataclass(frozen=True, slots=True)
class Way:
    """How a kind of ledger is read row by row and turned into events; one line per kind."""

    kind: str
    read: Callable[[SheetReader, DataRow], Draft]
    settle: Importer


WAYS: tuple[Way, ...] = (Way(OBJECTS, read_object, ObjectImport), Way(HAZARDS, read_hazard, HazardImport))


@dataclass(slots=True)
class _Reading:
    """What a file says before anybody knows what the database says."""

    drafts: list[Draft]
    skipped: list[RowReport]
    notes: list[str]
    order: list[tuple[str, int]]


def import_file(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    path: Path,
    kind: str,
    *,
    now: datetime,
    datum: Datum | None = None,
    as_town: str | None = None,
    dry_run: bool = False,
    encoding: str | None = None,
) -> ImportReport:
    """Import one ledger and tell what became of each row. ``now`` is an instant with zone; ``as_town`` the uploader's town.

    ``datum`` is that of the file's coordinates; points of projected metres need none. ``dry_run`` writes nothing. Raises
    `data.exchange.errors` for a file that is refused as a whole; then, too, nothing is written.
    """
    way = next((way for way in WAYS if way.kind == kind), None)
    ledger = kind_of(kind)
    if way is None or ledger is None:
        raise UnknownKind(kind=kind, kinds="、".join(one.name for one in KINDS))
    today = now.astimezone(pack.zone).date()
    places = places_of(pack)
    scope, uploader = _uploader(scope, places, as_town)
    digest = _sha256(path)
    require_ready(engine, pack)
    reading = _read(read_workbook(path, encoding), path, ledger, way, pack, places, today)
    towns = Towns(pack, places, uploader)
    towns.declare(reading.drafts)
    read_points(reading.drafts, datum, pack, places, path.name)
    for draft in reading.drafts:
        towns.check_address(draft)
    report = ImportReport(path.name, kind, digest, datum.value if datum else None, [], reading.notes)
    _note_title_datum(report, reading, datum)
    with engine.connect() if dry_run else writing(engine) as connection:
        _settle(connection, pack, scope, actor, way, towns, reading, report, now, dry_run)
    report.committed = not dry_run
    return report


def _settle(
    connection: Connection,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    way: Way,
    towns: Towns,
    reading: _Reading,
    report: ImportReport,
    now: datetime,
    dry_run: bool,
) -> None:
    """Judge every row against the database and record what is accepted, in the caller's transaction."""
    if same := earlier_batch(connection, pack, report.sha256, report.kind):
        report.notes.append(t("flag.note.same_file", batch=same[0], at=same[1]))
    work = way.settle(connection, pack, scope, towns, now.astimezone(pack.zone).date())
    rows, events = work.run(reading.drafts)
    places = {where: index for index, where in enumerate(reading.order)}
    report.rows = sorted([*reading.skipped, *rows], key=lambda row: places[(row.sheet, row.row)])
    if dry_run or not events:
        return
    report.batch = f"PC{now.astimezone(pack.zone):%Y%m%d%H%M%S}-{report.sha256[:8]}"
    recorded = record(connection, pack, actor, events, report.batch)
    _write_batch(connection, pack, actor, report, recorded, now)


def _write_batch(
    connection: Connection, pack: Pack, actor: Actor, report: ImportReport, recorded: Recorded, now: datetime
) -> None:
    connection.execute(
        insert(BatchRow).values(
            county=pack.code,
            batch=report.batch,
            kind=report.kind,
            file=report.file[:200],
            sha256=report.sha256,
            at=now.isoformat(timespec="seconds"),
            actor=actor.person,
            org=actor.org,
            counts=orjson.dumps(report.counts).decode(),
            first_change=recorded.first_change,
            last_change=recorded.last_change,
        )
    )


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


def _read(book: Workbook, path: Path, kind: Kind, way: Way, pack: Pack, places: Places, today: date) -> _Reading:
    reading = _Reading([], [], [], [])
    found = False
    for sheet in book.sheets:
        if sheet.hidden:
            reading.notes.append(t("flag.note.hidden_sheet", sheet=sheet.name))
            continue
        header = find_header(sheet, kind)
        if header is None or not _can_be_read(sheet, header, kind, path, places, today):
            if sheet.rows:
                reading.notes.append(t("flag.note.no_table", sheet=sheet.name))
            continue
        found = True
        _read_sheet(reading, sheet, header, kind, way, path, pack, places, today, book.epoch_1904)
    if not found:
        needed = "、".join(t(f"column.{key}") for key in kind.required)
        raise NoTable(file=path.name, kind=t(f"column.kind.{kind.name}"), needed=needed)
    return reading


def _can_be_read(sheet: Sheet, header: Header, kind: Kind, path: Path, places: Places, today: date) -> bool:
    """Whether table or title state every required column."""
    stated = read_context(sheet, header, kind, path.stem, places, today).stated
    return all(header.has(key) or key in stated for key in kind.required)


def _read_sheet(
    reading: _Reading, sheet: Sheet, header: Header, kind: Kind, way: Way, path: Path, pack: Pack, places: Places,
    today: date, epoch_1904: bool,
) -> None:  # fmt: skip
    context = read_context(sheet, header, kind, path.stem, places, today)
    reader = SheetReader(sheet.name, header, context, kind, pack, today, epoch_1904)
    rows = list(data_rows(sheet, header, kind))
    if reader.year is None and kind.name == HAZARDS:
        reader.year = usual_year(reader, rows, "found_on")
    for row in rows:
        reading.order.append((sheet.name, row.number))
        if row.skip is not None:
            why = t(f"flag.skip.{row.skip.value}")
            reading.skipped.append(RowReport(sheet.name, row.number, Outcome.SKIP, why=why))
        else:
            reading.drafts.append(way.read(reader, row))
    _note_columns(reading, header, reader, kind)


def _note_columns(reading: _Reading, header: Header, reader: SheetReader, kind: Kind) -> None:
    absent = [key for key in kind.keys if not reader.has(key) and key not in _NO_NOTE]
    if absent:
        columns = "、".join(t(f"column.{key}") for key in absent)
        reading.notes.append(t("flag.note.no_column", columns=columns))
    if header.unknown:
        columns = "、".join(" ".join(title.split()) for title in header.unknown)
        reading.notes.append(t("flag.note.unknown_columns", columns=columns))


_NO_NOTE = frozenset({"lat", "manage_type", "case_no", "industry", "reinspected_on", "reinspection_result"})


def _note_title_datum(report: ImportReport, reading: _Reading, datum: Datum | None) -> None:
    for context in {draft.reader.sheet: draft.reader.context for draft in reading.drafts}.values():
        if datum is not None and context.datum is not None and context.datum != datum.value:
            report.notes.append(t("flag.note.title_datum", text=context.datum_text, crs=datum.value))


__all__ = ["WAYS", "Importer", "NewEvent", "Way", "import_file"]
