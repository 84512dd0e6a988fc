"""Thousands of damaged ledgers: each is read or refused with a sentence, and the database is never half written."""

import os
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data.errors import OneMapError
from data.exchange.importer import import_file
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.doctor import examine
from data.store.models import EventRow
from geo.datum import Datum
from tests import INPUTS

FILES = int(os.environ.get("ONEMAP_PROVE_FILES", "10000"))
SEED = int(os.environ.get("ONEMAP_PROVE_SEED", "370115"))
NOW = datetime(2022, 1, 4, 9, tzinfo=UTC)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, dropped, doubled, or the file cut short."""
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    if chance.random() < 0.3:
        del spoilt[chance.randrange(len(spoilt)) :]
    if chance.random() < 0.1:
        spoilt += bytes(spoilt)
    return bytes(spoilt)


def events(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(EventRow)) or 0


@pytest.mark.prove
@pytest.mark.timeout(7200)
def test_no_damaged_ledger_breaks_the_importer(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    ledgers = sorted((INPUTS / "ledgers").glob("A0*"))
    outcomes: Counter[str] = Counter()
    for _ in range(FILES):
        ledger = chance.choice(ledgers)
        file = tmp_path / f"damaged{ledger.suffix}"
        file.write_bytes(damaged(ledger.read_bytes(), chance))
        before = events(sqlite_engine)
        kind = "objects" if ledger.name.startswith("A01") else "hazards"
        scope = Scope.whole(pack.code)
        try:
            import_file(sqlite_engine, pack, scope, SYSTEM, file, kind, datum=Datum.GCJ02, now=NOW)
            outcomes["read"] += 1
        except OneMapError as error:
            outcomes[type(error).__name__] += 1
            assert error.sentence()  # noqa: PT017 - it is read, or a sentence says why not
            assert events(sqlite_engine) == before
    print(f"seed {SEED}: {dict(outcomes)}")
    assert examine(sqlite_engine, pack) == []
