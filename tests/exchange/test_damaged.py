"""Some damaged ledgers, before `make prove` tries thousands."""

from pathlib import Path

from sqlalchemy import Engine

from data.packs import Pack
from tests.exchange.damage import fuzz

FILES = 60


def test_no_damaged_ledger_breaks_the_importer(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    outcomes = fuzz(sqlite_engine, pack, tmp_path, FILES, seed=FILES)
    assert sum(outcomes.values()) == FILES
    assert 0 < outcomes["read"] < FILES
