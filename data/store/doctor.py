"""Proves that the database is what it claims: tables, pack, chain of events, and rows that follow from the events."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, select

from data.packs.model import Pack
from data.rules.scope import Scope
from data.store.append_only import unguarded
from data.store.begun import broken_off
from data.store.county import differing_tables
from data.store.database import is_sqlite, require_ready
from data.store.errors import DatabaseProblem
from data.store.files import FileStore, file_sha256
from data.store.findings import WARNING, Finding, shortened
from data.store.links import chain_findings
from data.store.models import AttachmentRow, Base
from data.store.proof import row_findings

CALENDAR_DAYS = 60
"""So many days before its end a holiday calendar is to be renewed."""


def examine(engine: Engine, pack: Pack, files: FileStore | None = None) -> list[Finding]:
    """Everything that is wrong with the county of ``pack`` in this database; nothing is changed.

    With ``files`` the bytes of every attachment are read and compared too.
    """
    try:
        require_ready(engine, pack)
    except DatabaseProblem as problem:
        return [Finding("unusable", str(problem.params.get("database", "")), {"reason": problem.sentence()})]
    return shortened(_findings(engine, pack, files))


def _findings(engine: Engine, pack: Pack, files: FileStore | None) -> Iterator[Finding]:
    options = {} if is_sqlite(engine) else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection:
        yield from schema_findings(connection)
        yield from (Finding("unguarded", table) for table in unguarded(connection))
        yield from pack_findings(connection, pack)
        yield from chain_findings(connection, pack)
        yield from row_findings(connection, pack)
        yield from import_findings(connection, pack)
        if files is not None:
            yield from file_findings(connection, pack, files)


def calendar_findings(pack: Pack, today: date) -> Iterator[Finding]:
    """A holiday calendar that has ended or soon will; a pack that never had one has nothing to run out."""
    last = pack.calendar.last
    if last is not None and (last - today).days <= CALENDAR_DAYS:
        kind = "calendar_over" if last < today else "calendar_ends"
        yield Finding(kind, "holidays.csv", {"last": last.isoformat()}, level=WARNING)


def import_findings(connection: Connection, pack: Pack) -> Iterator[Finding]:
    """Imports that were broken off and have not come since; nothing of them was written."""
    for one in broken_off(connection, Scope.whole(pack.code), "", datetime.now(UTC)):
        yield Finding("broken_off", one.file, {"at": one.at, "who": one.actor}, level=WARNING)


def file_findings(connection: Connection, pack: Pack, files: FileStore) -> Iterator[Finding]:
    """Attachments whose bytes are gone or are not those that were taken."""
    columns = (AttachmentRow.id, AttachmentRow.name, AttachmentRow.sha256)
    for row in connection.execute(select(*columns).where(AttachmentRow.county == pack.code).order_by(AttachmentRow.id)):
        path = files.path(row.sha256)
        if not path.is_file():
            yield Finding("file_missing", f"{AttachmentRow.__tablename__} {row.id}", {"name": row.name})
        elif file_sha256(path) != row.sha256:
            yield Finding("file_changed", f"{AttachmentRow.__tablename__} {row.id}", {"name": row.name})


def schema_findings(connection: Connection) -> Iterator[Finding]:
    """Tables, columns and indexes that differ from those of the program."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    for difference in compare_metadata(context, Base.metadata):
        step = difference[0] if isinstance(difference, list) else difference
        yield Finding("schema", " ".join(str(part) for part in step if isinstance(part, str)))


def pack_findings(connection: Connection, pack: Pack) -> Iterator[Finding]:
    """Tables that do not hold what the pack says."""
    for table in differing_tables(connection, pack):
        yield Finding("pack", table, {"pack": pack.code}, level=WARNING)
