"""Thousands of damaged ledgers: each is read or refused, and nothing is half written."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from tests.exchange.damage import fuzz

FILES = int(os.environ.get("ONEMAP_PROVE_FILES", "10000"))
SEED = int(os.environ.get("ONEMAP_PROVE_SEED", "370115"))


@pytest.mark.prove
@pytest.mark.timeout(7200)
def test_no_damaged_ledger_breaks_the_importer(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    print(f"seed {SEED}: {dict(fuzz(sqlite_engine, pack, tmp_path, FILES, SEED))}")
