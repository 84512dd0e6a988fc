"""Opening a database by its address, bringing it to the tables of today, and saying clearly when it cannot be used."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import finalize

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from data.packs.model import Pack
from data.store.county import write_pack
from data.store.errors import (
    BadDatabaseUrl,
    CountyMissing,
    DatabaseBusy,
    DatabaseEmpty,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseOld,
    DatabaseProblem,
    DatabaseReadOnly,
    DatabaseUnreachable,
    DatabaseUnreadable,
    DiskFull,
)
from data.store.models import CountyRow

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE_SECONDS = 15.0
"""How long a writer waits for another one before it says so."""
_PREPARE_LOCK = 0x6F6E656D6170
"""Advisory lock number under which one program at a time prepares a PostgreSQL database."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A database that is ready: its printable address and the revision of its tables."""

    database: str
    revision: str


def default_url(county: str) -> str:
    """The SQLite file of a county when nobody names a database."""
    return f"sqlite:///var/onemap-{county}.sqlite"


def open_engine(url: str, *, patience: float = PATIENCE_SECONDS) -> Engine:
    """An engine for ``sqlite:///file`` or ``postgresql://…``; connects only when used.

    ``patience`` is how many seconds a writer waits for another one. Faults of the database come out as
    `data.store.errors.DatabaseProblem`, whatever the driver calls them.
    """
    address = _address(url)
    engine = _sqlite(address, patience) if address.get_backend_name() == "sqlite" else _postgresql(address, patience)
    event.listen(engine, "handle_error", _translate)
    finalize(engine, engine.pool.dispose)  # an engine that nobody holds any more leaves no open file behind
    return engine


def writing(engine: Engine) -> AbstractContextManager[Connection]:
    """One transaction that writes: it takes its turn at the start, so that what it reads stays true to its end."""
    return engine.execution_options(onemap_writes=True).begin()


def printable(engine: Engine) -> str:
    """The address for people: without password, and for a file just its path."""
    return engine.url.database or "" if is_sqlite(engine) else engine.url.render_as_string(hide_password=True)


def is_sqlite(engine: Engine) -> bool:
    """Whether the engine is the embedded one."""
    return engine.dialect.name == "sqlite"


def prepare(engine: Engine, pack: Pack) -> Prepared:
    """Create or upgrade the tables and write the pack's rows; running it again changes nothing."""
    if is_sqlite(engine):
        _create_file(engine)
    with writing(engine) as connection:
        if not is_sqlite(engine):
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _PREPARE_LOCK})
        _refuse_newer(connection)
        command.upgrade(alembic_config(connection), "head")
        write_pack(connection, pack)
    return Prepared(printable(engine), head_revision())


def require_ready(engine: Engine, pack: Pack) -> None:
    """Raise the sentence that fits unless the database exists, has today's tables and holds the pack's county."""
    if is_sqlite(engine) and not Path(engine.url.database or "").exists():
        raise DatabaseMissing(database=printable(engine))
    with engine.connect() as connection:
        require_head(connection)
        held = connection.execute(select(CountyRow.county).where(CountyRow.county == pack.code)).scalar_one_or_none()
    if held is None:
        raise CountyMissing(database=printable(engine), name=pack.name, county=pack.code)


def require_head(connection: Connection) -> None:
    """Raise unless the tables are those of this program."""
    found = current_revision(connection)
    database = printable(connection.engine)
    if found is None:
        raise DatabaseEmpty(database=database)
    _refuse_newer(connection)
    if found != head_revision():
        raise DatabaseOld(database=database, revision=found, head=head_revision())


def current_revision(connection: Connection) -> str | None:
    """The revision of the database's tables, None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """The revision of this program's tables."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None
    return head


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings, for an open connection or for looking at the scripts."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection) -> None:
    found = current_revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseNewer(database=printable(connection.engine), revision=found)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise BadDatabaseUrl(database=url) from error
    if address.get_backend_name() == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite") or address.database in (None, "", ":memory:"):
        raise BadDatabaseUrl(database=address.render_as_string(hide_password=True))
    return address


def _sqlite(address: URL, patience: float) -> Engine:
    file = Path(address.database or "").absolute()

    def connect() -> sqlite3.Connection:
        """Never creates the file: only `prepare` does."""
        uri = f"{file.as_uri()}?mode=rw"
        return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)

    engine = create_engine(address, creator=connect)
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _tune_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")  # what is replaced is removed: append_only refuses both
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("onemap_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _create_file(engine: Engine) -> None:
    """The empty file with its write-ahead log: readers never wait for the writer."""
    file = Path(engine.url.database or "")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:
        raise DatabaseReadOnly(database=printable(engine)) from error
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        connection.rollback()
        _set_wal(driver, engine)


def _set_wal(driver: sqlite3.Connection, engine: Engine) -> None:
    try:
        driver.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        database = printable(engine)
        problem = _sqlite_problem(error, database) or DatabaseProblem(database=database, reason=str(error))
        raise problem from error


def _postgresql(address: URL, patience: float) -> Engine:
    settings = f"-c lock_timeout={int(patience * 1000)} -c timezone=UTC"
    return create_engine(address, pool_pre_ping=True, connect_args={"options": settings, "connect_timeout": 10})


def _translate(context: ExceptionContext) -> None:
    """Raise our own error for a fault of the database itself; other errors stay what they are."""
    database = "" if context.engine is None else printable(context.engine)
    fault = context.original_exception
    problem: DatabaseProblem | None = None
    if isinstance(fault, sqlite3.Error):
        problem = _sqlite_problem(fault, database)
    elif isinstance(fault, psycopg.Error):
        problem = _postgresql_problem(fault, database)
    if problem is not None:
        raise problem from fault


_SQLITE: dict[int, Callable[..., DatabaseProblem]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_CANTOPEN: DatabaseMissing,
    sqlite3.SQLITE_NOTADB: DatabaseUnreadable,
    sqlite3.SQLITE_CORRUPT: DatabaseUnreadable,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_PERM: DatabaseReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DatabaseUnreadable,
}
"""Primary result codes of SQLite (the low byte of the extended ones)."""

_POSTGRESQL: dict[str, Callable[..., DatabaseProblem]] = {
    "55P03": DatabaseBusy,
    "40P01": DatabaseBusy,
    "40001": DatabaseBusy,
    "57014": DatabaseBusy,
    "3D000": DatabaseMissing,
    "53100": DiskFull,
    "25006": DatabaseReadOnly,
    "42501": DatabaseReadOnly,
}
"""SQLSTATE codes of PostgreSQL."""


def _sqlite_problem(fault: sqlite3.Error, database: str) -> DatabaseProblem | None:
    make = _SQLITE.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF)
    return make(database=database, reason=str(fault)) if make else None


def _postgresql_problem(fault: psycopg.Error, database: str) -> DatabaseProblem | None:
    make = _POSTGRESQL.get(fault.sqlstate or "")
    if make is None and isinstance(fault, psycopg.OperationalError):
        make = DatabaseUnreachable
    reason = (str(fault).strip().splitlines() or [""])[0]
    return make(database=database, reason=reason) if make else None
