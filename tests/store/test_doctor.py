"""The doctor finds every kind of tampering: the database is changed behind the program's back, one way a test."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from data.packs import Pack
from data.store.database import open_engine, prepare, writing
from data.store.doctor import examine
from data.store.findings import Finding
from data.store.streams import record
from data.words import LANGUAGES, speaking
from tests import factories
from tests.store.tampering import run

TAMPERING = (
    ("UPDATE hazard SET state = 'CLOSED' WHERE hazard_no = 'YH-2'", {"row"}),
    ("UPDATE hazard SET listed = NULL WHERE hazard_no = 'YH-2'", {"row"}),
    ("DELETE FROM hazard WHERE hazard_no = 'YH-2'", {"missing"}),
    ("UPDATE rectification_round SET result = 'fail' WHERE hazard_no = 'YH-1'", {"rounds"}),
    ("DELETE FROM rectification_round WHERE hazard_no = 'YH-1'", {"rounds"}),
    ("UPDATE rectification_round SET hazard_no = 'YH-9'", {"rounds", "orphan"}),
    ("UPDATE supervised_object SET colour = '蓝'", {"row"}),
    ("UPDATE enforcement_case SET fine_fen = 1", {"row"}),
    ("UPDATE listing SET level = '省'", {"row"}),
    ("UPDATE event SET text = replace(text, '1000', '9000') WHERE what = 'rectifying'", {"chain", "row", "short_form"}),
    ("UPDATE event SET text = 'x' WHERE change = 3", {"chain", "text"}),
    ("UPDATE event SET actor = '别人' WHERE change = 3", {"columns"}),
    ("UPDATE event SET day = day - 30 WHERE what = 'closed'", {"columns", "refused"}),
    ("UPDATE event SET value = 7 WHERE what = 'submitted'", {"short_form"}),
    ("UPDATE event SET prev = county.head_hash FROM county WHERE change = 3", {"prev"}),
    ("DELETE FROM event WHERE what = 'rectifying'", {"gap", "row", "sequence"}),
    ("DELETE FROM event WHERE change = (SELECT max(change) FROM event)", {"cut", "orphan"}),
    ("UPDATE county SET head_change = 2", {"beyond"}),
    ("UPDATE county SET head_hash = event.prev FROM event WHERE change = 3", {"last"}),
    ("UPDATE organisation SET name = '改'", {"pack"}),
    ("UPDATE dated_rule SET value = 365", {"pack"}),
    ("DELETE FROM division", {"pack"}),
    ("DROP INDEX ix_hazard_batch", {"schema"}),
    ("ALTER TABLE hazard ADD COLUMN note TEXT", {"schema"}),
    ("DROP TABLE alembic_version", {"unusable"}),
    ("UPDATE alembic_version SET version_num = 'future'", {"unusable"}),
)
"""What is done to the database, and the kinds of findings that must come of it, no others."""


def fill(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.registered("DX-1"), *factories.closed_history("YH-1")])
        record(connection, pack, factories.OFFICER, [factories.found("YH-2"), factories.listed("YH-2")])
        record(connection, pack, factories.OFFICER, [factories.filed("AJ-1", "YH-1")])


def kinds(findings: list[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


def test_what_the_program_wrote_is_found_sound(engine: Engine, pack: Pack) -> None:
    fill(engine, pack)
    assert examine(engine, pack) == []


@pytest.mark.parametrize(("statement", "expected"), TAMPERING, ids=[statement[:60] for statement, _ in TAMPERING])
def test_tampering_is_found(engine: Engine, pack: Pack, statement: str, expected: set[str]) -> None:
    fill(engine, pack)
    run(engine, statement)
    findings = examine(engine, pack)
    assert kinds(findings) == expected
    for lang in LANGUAGES:
        with speaking(lang):
            assert all(finding.json()["what"] for finding in findings)


def test_a_row_that_was_slipped_in_is_found(engine: Engine, pack: Pack) -> None:
    fill(engine, pack)
    with engine.begin() as connection:
        connection.execute(text("UPDATE hazard SET hazard_no = 'YH-9' WHERE hazard_no = 'YH-2'"))
    assert kinds(examine(engine, pack)) == {"missing", "orphan"}


def test_a_thousand_findings_of_one_kind_are_told_as_twenty_and_a_number(engine: Engine, pack: Pack) -> None:
    events = [factories.found() for _ in range(30)]
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, events)
        connection.execute(text("UPDATE hazard SET description = '改'"))
    findings = examine(engine, pack)
    assert len(findings) == 21
    assert findings[-1] == Finding("more", "row", {"count": 10})


def test_a_missing_database_is_a_finding_too(pack: Pack, tmp_path: Path) -> None:
    findings = examine(open_engine(f"sqlite:///{tmp_path}/none.sqlite"), pack)
    assert kinds(findings) == {"unusable"}
    assert "onemap init" in findings[0].json()["what"]


def test_a_damaged_file_is_a_finding_too(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "bad.sqlite").write_bytes(b"no database at all" * 100)
    assert kinds(examine(open_engine(f"sqlite:///{tmp_path}/bad.sqlite"), pack)) == {"unusable"}


def test_moments_with_a_zone_are_sound_too(engine: Engine, pack: Pack) -> None:
    at = datetime(2021, 6, 1, 23, 59, tzinfo=pack.zone).isoformat()
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found(at=at)])
    assert examine(engine, pack) == []


def test_the_officer_of_a_grid_cell_is_no_finding_and_outlives_a_new_writing_of_the_pack(
    engine: Engine, pack: Pack
) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE grid_cell SET officer = 'P001'"))
        connection.execute(text("UPDATE organisation SET name = '改'"))
    prepare(engine, pack)
    assert examine(engine, pack) == []
    with engine.connect() as connection:
        assert set(connection.scalars(text("SELECT officer FROM grid_cell"))) == {"P001"}
