"""The database itself refuses to change what was recorded, whoever asks."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import DBAPIError

from data.packs import Pack
from data.store.append_only import TABLES, UNCHAINED, guard, unguard, unguarded
from data.store.audit import verify
from data.store.bulk import column_names
from data.store.database import alembic_config, prepare, writing
from data.store.doctor import examine
from data.store.held import Decision, What, decide
from data.store.models import Base, BatchRow, EventRow
from data.store.states import KINDS, table_of
from data.store.streams import record
from tests import factories

NOW = datetime(2021, 6, 1, tzinfo=UTC)
BATCH = {
    "batch": "PC1", "kind": "hazards", "file": "台账.xlsx", "sha256": "0" * 64, "at": "2021-06-01", "actor": "张某",
    "org": "D01", "counts": "{}",
}  # fmt: skip

WRITTEN_ANEW = {
    "county", "lease", "import_begun", "import_held", "import_mapping", "bookmark",  # what is now, not what was
    "division", "grid_cell", "park", "organisation", "person", "dated_rule",  # what the pack says
}  # fmt: skip
"""Tables that are neither append-only nor derived from events."""


@pytest.fixture
def filled(engine: Engine, pack: Pack) -> Engine:
    """A history, a decision about a row that waited, and a batch."""
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, factories.closed_history())
        decide(connection, pack, factories.OFFICER, "held", Decision(What.REJECT), NOW)
        connection.execute(insert(BatchRow).values(county=pack.code, **BATCH))
    return engine


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ["UPDATE {table} SET actor = ''", "DELETE FROM {table}", "TRUNCATE {table}"])
def test_what_was_recorded_is_neither_changed_nor_removed(filled: Engine, table: str, act: str) -> None:
    if filled.dialect.name == "sqlite" and act.startswith("TRUNCATE"):
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="只能追加"), filled.begin() as connection:
        connection.execute(text(act.format(table=table)))


REPLACING = ["INSERT OR REPLACE", "REPLACE"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("way", REPLACING)
def test_the_program_does_not_replace_what_was_recorded(filled: Engine, table: str, way: str) -> None:
    if filled.dialect.name == "postgresql":
        pytest.skip("PostgreSQL replaces by an update, which is refused")
    before = _rows(filled, table)
    with pytest.raises(DBAPIError, match="只能追加"), filled.begin() as connection:
        connection.execute(text(f"{way} INTO {table} SELECT * FROM {table}"))
    assert _rows(filled, table) == before


@pytest.mark.parametrize("table", sorted(UNCHAINED))
@pytest.mark.parametrize("way", REPLACING)
def test_another_program_does_not_replace_what_no_chain_holds(filled: Engine, table: str, way: str) -> None:
    if filled.dialect.name == "postgresql":
        pytest.skip("PostgreSQL replaces by an update, which is refused")
    with closing(sqlite3.connect(filled.url.database or "")) as other, pytest.raises(sqlite3.Error, match="只能追加"):
        other.execute(f"{way} INTO {table} SELECT * FROM {table}")


def test_an_event_that_another_program_replaces_is_found(filled: Engine, pack: Pack) -> None:
    if filled.dialect.name == "postgresql":
        pytest.skip("PostgreSQL replaces by an update, which is refused")
    columns = ", ".join("'别人'" if name == "actor" else name for name in column_names(table_of(EventRow)))
    with closing(sqlite3.connect(filled.url.database or "")) as other, other:
        other.execute(f"INSERT OR REPLACE INTO event SELECT {columns} FROM event WHERE change = 3")
    bad = verify(filled, pack).bad
    assert bad is not None
    assert bad.change == 3


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_changed_where_a_key_stands_already(filled: Engine, table: str) -> None:
    """``ON CONFLICT DO UPDATE`` of either engine."""
    keys = ", ".join(UNCHAINED.get(table, ("county", "change")))
    act = f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT ({keys}) DO UPDATE SET actor = ''"
    with pytest.raises(DBAPIError, match="只能追加"), filled.begin() as connection:
        connection.execute(text(act))


@pytest.mark.parametrize("table", sorted(Base.metadata.tables.keys() - set(TABLES)))
def test_what_is_no_append_only_table_has_a_reason(table: str) -> None:
    derived = {kind.table.name for kind in KINDS} | {"rectification_round"}
    assert table in derived | WRITTEN_ANEW


def _rows(engine: Engine, table: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]


def test_a_migration_may_lift_the_guard_and_puts_it_back(filled: Engine, pack: Pack) -> None:
    with filled.begin() as connection:
        unguard(connection, "event")
        assert list(unguarded(connection)) == ["event"]
        connection.execute(text("UPDATE event SET actor = actor"))
        guard(connection, "event")
        assert list(unguarded(connection)) == []
    assert examine(filled, pack) == []


def test_a_guard_that_was_taken_away_is_found(filled: Engine, pack: Pack) -> None:
    with filled.begin() as connection:
        unguard(connection, "import_decision")
    assert [(one.kind, one.where) for one in examine(filled, pack)] == [("unguarded", "import_decision")]


def test_a_guard_that_does_nothing_is_found(filled: Engine, pack: Pack) -> None:
    empty = {
        "sqlite": (
            "DROP TRIGGER event_refuses_update",
            "CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event BEGIN SELECT 1; END",
        ),
        "postgresql": ("ALTER TABLE event DISABLE TRIGGER event_refuses_update",),
    }
    with filled.begin() as connection:
        for statement in empty[filled.dialect.name]:
            connection.execute(text(statement))
    assert [(one.kind, one.where) for one in examine(filled, pack)] == [("unguarded", "event")]


def test_the_guard_comes_and_goes_with_its_migration(filled: Engine, pack: Pack) -> None:
    with filled.begin() as connection:
        command.downgrade(alembic_config(connection), "0014")
        assert list(unguarded(connection)) == list(TABLES)
    prepare(filled, pack)
    assert examine(filled, pack) == []
