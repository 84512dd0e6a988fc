"""What a later ledger may change of a hazard that is known, and what it may not."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from data.exchange.outcome import RowReport
from data.packs import Pack
from tests.exchange.books import hazard, hazards, only


def _later(engine: Engine, pack: Pack, tmp: Path, first: list[Any], second: list[Any]) -> RowReport:
    hazards(engine, pack, tmp, [first])
    return only(hazards(engine, pack, tmp, [second]))


def test_a_later_deadline_is_an_extension_with_its_difference(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    row = _later(engine, pack, tmp_path, hazard(), hazard(整改期限="2021-06-10"))
    assert row.outcome.value == "UPDATE"
    assert row.changes == {"deadline": {"before": "2021-05-20", "after": "2021-06-10"}}
    assert only(hazards(engine, pack, tmp_path, [hazard(整改期限="2021-06-10")])).outcome.value == "UNCHANGED"


def test_an_earlier_deadline_of_an_older_ledger_moves_nothing_back(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    row = _later(sqlite_engine, pack, tmp_path, hazard(整改期限="2021-06-10"), hazard())
    assert row.outcome.value == "UNCHANGED"
    assert "2021-06-10" in row.problems[0].message


def test_a_later_deadline_and_a_later_state_come_together(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    closed = hazard(整改期限="2021-06-10", 整改情况="已整改", 复查时间="2021-06-05", 复查结果="合格")
    row = _later(sqlite_engine, pack, tmp_path, hazard(), closed)
    assert row.changes is not None
    assert set(row.changes) == {"deadline", "status"}


def test_a_first_deadline_is_told_with_the_order_that_sets_it(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    row = _later(sqlite_engine, pack, tmp_path, hazard(整改期限=""), hazard())
    assert row.changes is not None
    assert row.changes["deadline"] == {"before": None, "after": "2021-05-20"}


def test_the_deadline_of_a_closed_hazard_stays(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    closed = {"整改情况": "已整改", "复查时间": "2021-05-19", "复查结果": "合格"}
    row = _later(sqlite_engine, pack, tmp_path, hazard(**closed), hazard(整改期限="2021-06-10", **closed))
    assert row.outcome.value == "UNCHANGED"
