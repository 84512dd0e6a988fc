"""The database itself refuses to change what was recorded, whoever asks."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from data.packs import Pack
from data.store.append_only import TABLES, guard, unguard, unguarded
from data.store.database import alembic_config, prepare, writing
from data.store.doctor import examine
from data.store.held import Decision, What, decide
from data.store.streams import record
from tests import factories

NOW = datetime(2021, 6, 1, tzinfo=UTC)


@pytest.fixture
def filled(engine: Engine, pack: Pack) -> Engine:
    """A history, and a decision about a row that waited."""
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, factories.closed_history())
        decide(connection, pack, factories.OFFICER, "held", Decision(What.REJECT), NOW)
    return engine


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ["UPDATE {table} SET actor = ''", "DELETE FROM {table}", "TRUNCATE {table}"])
def test_what_was_recorded_is_neither_changed_nor_removed(filled: Engine, table: str, act: str) -> None:
    if filled.dialect.name == "sqlite" and act.startswith("TRUNCATE"):
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="只能追加"), filled.begin() as connection:
        connection.execute(text(act.format(table=table)))


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
