"""Some damaged ledgers, before `make prove` tries thousands."""

from pathlib import Path

from sqlalchemy import Engine

from data.exchange.importer import WAYS
from data.packs import Pack
from tests.exchange.damage import fuzz

FILES = 70


def test_no_damaged_ledger_breaks_the_importer(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    outcomes = fuzz(sqlite_engine, pack, tmp_path, FILES, seed=FILES)
    assert sum(outcomes.values()) == FILES
    read = {way.kind for way in WAYS if outcomes[way.kind]}
    assert read == {way.kind for way in WAYS}
    assert sum(outcomes[kind] for kind in read) < FILES
