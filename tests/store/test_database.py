"""Opening, preparing and refusing databases: every case has its sentence, and preparing again changes nothing."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, func, select, text

from data.errors import OneMapError
from data.packs import Pack
from data.store.county import head_change
from data.store.database import (
    current_revision,
    default_url,
    head_revision,
    open_engine,
    prepare,
    printable,
    require_ready,
    writing,
)
from data.store.errors import (
    BadDatabaseUrl,
    CountyMissing,
    DatabaseBusy,
    DatabaseEmpty,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseOld,
    DatabaseReadOnly,
    DatabaseUnreachable,
    DatabaseUnreadable,
)
from data.store.models import Base, CountyRow, DivisionRow, OrganisationRow, RuleDateRow
from data.store.streams import record
from data.words import speaking
from tests import factories


def test_the_migrations_lead_to_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        assert current_revision(connection) == head_revision()


def test_the_pack_stands_in_its_tables(engine: Engine, pack: Pack) -> None:
    with engine.connect() as connection:
        counted = [connection.scalar(select(func.count()).select_from(one)) for one in (DivisionRow, OrganisationRow)]
        rules = connection.scalar(select(func.count()).select_from(RuleDateRow))
    assert counted == [1 + len(pack.towns) + len(pack.villages), len(pack.organisations)]
    assert rules == len(pack.rules)


def test_preparing_again_changes_nothing(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, factories.closed_history())
    first, second = prepare(engine, pack), prepare(engine, pack)
    assert first == second
    assert head_change(engine, pack) == 6
    require_ready(engine, pack)


def test_preparing_repairs_the_tables_of_the_pack(engine: Engine, pack: Pack) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE organisation SET name = '改'"))
    prepare(engine, pack)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(OrganisationRow.name == "改")) == 0


def test_a_database_of_another_revision_is_refused(engine: Engine, pack: Pack) -> None:
    for revision, wrong in (("9999", DatabaseNewer), (None, DatabaseEmpty)):
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM alembic_version"))
            if revision:
                connection.execute(text(f"INSERT INTO alembic_version VALUES ('{revision}')"))
        with pytest.raises(wrong):
            require_ready(engine, pack)


def test_a_newer_database_is_not_touched_by_preparing(engine: Engine, pack: Pack) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer, match="9999"):
        prepare(engine, pack)


def test_an_older_database_asks_to_be_migrated(engine: Engine, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.store.database.head_revision", lambda: "0000")
    with pytest.raises(DatabaseOld, match="onemap migrate"):
        require_ready(engine, pack)


def test_a_database_of_another_county_is_told(engine: Engine, pack: Pack) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE county SET county = 'other'"))
    with pytest.raises(CountyMissing, match=pack.name):
        require_ready(engine, pack)


def test_a_missing_file_is_told_and_not_created(pack: Pack, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/none.sqlite")
    with pytest.raises(DatabaseMissing, match="onemap init"):
        require_ready(engine, pack)
    with pytest.raises(DatabaseMissing), engine.connect():
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_told(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "bad.sqlite").write_bytes(b"no database at all" * 100)
    for use in (require_ready, prepare):
        with pytest.raises(DatabaseUnreadable):
            use(open_engine(f"sqlite:///{tmp_path}/bad.sqlite"), pack)


def test_an_empty_file_was_never_prepared(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(DatabaseEmpty):
        require_ready(open_engine(f"sqlite:///{tmp_path}/empty.sqlite"), pack)


def test_a_folder_that_cannot_be_made_is_told(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseReadOnly):
        prepare(open_engine(f"sqlite:///{tmp_path}/file/onemap.sqlite"), pack)


def test_a_locked_file_is_told_after_some_patience(sqlite_engine: Engine, pack: Pack) -> None:
    other = sqlite3.connect(printable(sqlite_engine), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    hasty = open_engine(f"sqlite:///{printable(sqlite_engine)}", patience=0.05)
    with pytest.raises(DatabaseBusy), writing(hasty) as connection:
        record(connection, pack, factories.OFFICER, [factories.found()])
    other.execute("ROLLBACK")
    other.close()
    hasty.dispose()
    assert head_change(sqlite_engine, pack) == 0


def test_a_locked_county_is_told_after_some_patience(postgresql_engine: Engine, pack: Pack) -> None:
    hasty = open_engine(postgresql_engine.url.render_as_string(hide_password=False), patience=0.05)
    with postgresql_engine.begin() as other:
        other.execute(select(CountyRow).with_for_update())
        with pytest.raises(DatabaseBusy), writing(hasty) as connection:
            record(connection, pack, factories.OFFICER, [factories.found()])
    hasty.dispose()


def test_readers_never_wait_for_a_writer(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found()])
        assert head_change(engine, pack) == 0
    assert head_change(engine, pack) == 1


def test_a_server_that_does_not_answer_is_told(pack: Pack) -> None:
    with pytest.raises(DatabaseUnreachable):
        require_ready(open_engine("postgresql://nobody@127.0.0.1:9/none"), pack)


@pytest.mark.parametrize("url", ["", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "no url"])
def test_an_address_that_names_no_usable_database_is_told(url: str) -> None:
    with pytest.raises(BadDatabaseUrl):
        open_engine(url)


def test_every_sentence_can_be_read_in_both_languages(pack: Pack) -> None:
    every = {
        "database": "d", "reason": "r", "revision": "1", "head": "2", "name": pack.name, "county": pack.code, "id": "i",
        "what": "w", "at": "a", "who": "x", "when": "y", "state": "s", "prefix": "p",
    }  # fmt: skip
    for kind in (DatabaseBusy, DatabaseOld, DatabaseNewer, CountyMissing, DatabaseUnreachable):
        error: OneMapError = kind(**every)
        chinese = error.sentence()
        with speaking("en"):
            assert error.sentence() != chinese


def test_passwords_are_never_printed() -> None:
    assert "secret" not in printable(open_engine("postgresql://me:secret@127.0.0.1/name"))


def test_the_default_database_lies_under_var() -> None:
    assert default_url("123") == "sqlite:///var/onemap-123.sqlite"
