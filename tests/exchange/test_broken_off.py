"""An import that is killed in the middle leaves the database as before, and the next start says so."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data.exchange.errors import NoTable
from data.packs import Pack
from data.rules.scope import Scope
from data.store import begun
from data.store.begun import broken_off
from data.store.doctor import examine
from data.store.models import BatchRow, BegunRow, EventRow, HazardRow
from tests.exchange import books

KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from data.exchange.importer import import_file
from data.exchange.progress import Stage
from data.packs import load_pack
from data.rules.scope import SYSTEM, Scope
from data.store import streams
from data.store.database import open_engine

def tell(stage, done, total):
    if stage is Stage.WRITING and done >= 1000:
        print("writing", flush=True)
        sys.stdin.read()

streams.SLICE = 200  # so that much is in the tables already, and in no commit
pack = load_pack(sys.argv[3])
import_file(open_engine(sys.argv[1]), pack, Scope.whole(pack.code), SYSTEM, Path(sys.argv[2]), "hazards",
            now=datetime.now(UTC), tell=tell)
"""


def written(engine: Engine) -> list[int | None]:
    """Rows of the tables that an import writes."""
    with engine.connect() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) for table in (EventRow, HazardRow, BatchRow)]


def told_of(engine: Engine, pack: Pack) -> list[str]:
    """Files whose import was broken off."""
    with engine.connect() as connection:
        return [one.file for one in broken_off(connection, Scope.whole(pack.code), "", books.NOW)]


def test_an_import_killed_while_it_writes_leaves_nothing_and_is_told_until_the_file_has_come(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    rows = [books.hazard(隐患内容=f"问题{n}") for n in range(900)]
    ledger = books.text(tmp_path / "被中断的台账.csv", [books.HAZARD_HEADER, *rows])
    before = written(engine)
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", KILLED, url, str(ledger), pack.code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "writing\n"
        assert told_of(engine, pack) == [], "it still runs"
        child.send_signal(signal.SIGKILL)
    assert written(engine) == before
    assert told_of(engine, pack) == ["被中断的台账.csv"]
    with engine.connect() as connection:
        assert broken_off(connection, Scope.of_towns(pack.code, "370115007"), "370115007", books.NOW) == []
    assert [finding.where for finding in examine(engine, pack) if finding.kind == "broken_off"] == ["被中断的台账.csv"]
    assert books.imported(engine, pack, ledger).counts["OK"] == 900
    assert told_of(engine, pack) == []


def test_a_file_that_is_refused_was_not_broken_off(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    letter = books.text(tmp_path / "来信.csv", [["关于报送台账的通知"], ["各镇街："]])
    with pytest.raises(NoTable):
        books.imported(engine, pack, letter)
    assert books.stored(engine, BegunRow.file) == []


def test_an_import_of_another_machine_is_taken_for_broken_off_after_a_day(
    engine: Engine, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = books.text(tmp_path / "台账.csv", [books.HAZARD_HEADER, books.HAZARD_ROW])
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(begun, "node", lambda: "另一台服务器")
        elsewhere.setattr(begun, "_THIS_PROCESS", "0" * 32)
        elsewhere.setattr("data.exchange.importer.come_after_all", lambda *_told: None)
        books.imported(engine, pack, ledger)
    assert told_of(engine, pack) == []
    with engine.connect() as connection:
        later = broken_off(connection, Scope.whole(pack.code), "", books.NOW + timedelta(days=2))
    assert [one.file for one in later] == ["台账.csv"]
