"""What an import says while it runs, how it is stopped, and how it tells kinds apart."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data.exchange.columns import HAZARDS, OBJECTS
from data.exchange.errors import NoKind
from data.exchange.importer import import_file
from data.exchange.progress import Cancelled, Stage
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.models import BatchRow, EventRow
from geo.datum import Datum
from tests.exchange.books import HAZARD_HEADER, LEDGERS, NOW, hazard, text, xlsx

ROWS = 1200


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """More rows than pass between two words."""
    return xlsx(tmp_path / "台账.xlsx", [HAZARD_HEADER, *(hazard(隐患内容=f"灭火器过期 {n}") for n in range(ROWS))])


def test_every_stage_tells_from_nothing_to_all(sqlite_engine: Engine, pack: Pack, long: Path) -> None:
    told: list[tuple[Stage, int, int]] = []

    def tell(stage: Stage, done: int, total: int) -> None:
        told.append((stage, done, total))

    report = import_file(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, long, None, now=NOW, tell=tell)
    assert report.committed
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == list(Stage)
    for stage in (Stage.UNDERSTANDING, Stage.MATCHING, Stage.WRITING):
        heard = [(done, total) for each, done, total in told if each is stage]
        assert heard[0][0] == 0
        assert heard[-1][0] == heard[-1][1] >= ROWS
        assert [done for done, _ in heard] == sorted(done for done, _ in heard)


@pytest.mark.parametrize("stage", Stage)
def test_stopped_at_any_stage_nothing_stays(sqlite_engine: Engine, pack: Pack, long: Path, stage: Stage) -> None:
    def tell(at: Stage, done: int, _total: int) -> None:
        if at is stage and (done or at is not Stage.WRITING):
            raise Cancelled

    with pytest.raises(Cancelled):
        import_file(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, long, HAZARDS, now=NOW, tell=tell)
    with sqlite_engine.connect() as connection:
        for table in (EventRow, BatchRow):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(("start", "kind"), [("A01", OBJECTS), ("A02", HAZARDS), ("A03", HAZARDS), ("A06", HAZARDS)])
def test_the_columns_tell_the_kind(sqlite_engine: Engine, pack: Pack, start: str, kind: str) -> None:
    (path,) = LEDGERS.glob(f"{start}_*")
    scope = Scope.whole(pack.code)
    report = import_file(
        sqlite_engine, pack, scope, SYSTEM, path, None, now=NOW, datum=Datum.GCJ02, dry_run=True
    )  # fmt: skip
    assert report.kind == kind


def test_columns_of_no_kind_are_refused(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    path = text(tmp_path / "其他.csv", [["甲", "乙"], ["1", "2"]])
    with pytest.raises(NoKind, match="其他"):
        import_file(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, path, None, now=NOW)
