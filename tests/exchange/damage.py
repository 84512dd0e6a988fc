"""Damaged ledgers, by byte and by cell: each is read or refused, and nothing is half written."""

import csv
import io
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, func, select

from data.errors import OneMapError
from data.exchange.importer import import_file
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.doctor import examine
from data.store.models import EventRow
from geo.datum import Datum
from tests import INPUTS

NOW = datetime(2022, 1, 4, 9, tzinfo=UTC)


NASTY = (
    "", " ", "　", "同上", "〃", "合计", "/", "无", "=1+1", "@x", "-", "0", "1e999", "NaN", "9" * 400, "立即", "长期",
    "２０２１．５．１２", "2021.2.30", "1899-12-31", "2999-01-01", "5月底", "0,0", "117°10′", "36.98,117.17",
    "abc\x00def", "💥", "<script>", "重大", "已销号", "不合格", "开发区", "济阳镇", "370115003", "91370115MAWF18540T",
    "2万", "-5万", "\u202e倒",
)  # fmt: skip


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


def rewritten(ledger: Path, chance: random.Random) -> bytes:
    """The ledger as CSV with cells, rows and columns put where they do not belong."""
    workbook = CalamineWorkbook.from_path(str(ledger))
    rows = [[str(cell) for cell in row] for row in workbook.get_sheet_by_index(0).to_python()]
    for _ in range(chance.randint(1, 40)):
        row = chance.choice(rows)
        if row:
            row[chance.randrange(len(row))] = chance.choice(NASTY)
    for _ in range(chance.randint(0, 3)):
        rows.insert(chance.randrange(len(rows)), list(chance.choice(rows)))
        del rows[chance.randrange(len(rows))]
    if chance.random() < 0.2:
        column = chance.randrange(max(map(len, rows)))
        rows = [row[:column] + row[column + 1 :] for row in rows]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


KINDS = {"A01": "objects", "A05": "equipment"}
"""What the sample ledgers are, where they are no hazard ledgers."""


def events(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(EventRow)) or 0


def fuzz(engine: Engine, pack: Pack, folder: Path, files: int, seed: int) -> Counter[str]:
    """Import so many damaged ledgers one after another; what became of them, by the class of the refusal."""
    chance = random.Random(seed)
    ledgers = sorted((INPUTS / "ledgers").glob("A0*"))
    outcomes: Counter[str] = Counter()
    for _ in range(files):
        ledger = chance.choice(ledgers)
        by_cell = ledger.suffix == ".xlsx" and chance.random() < 0.7
        file = folder / ("damaged.csv" if by_cell else f"damaged{ledger.suffix}")
        file.write_bytes(rewritten(ledger, chance) if by_cell else damaged(ledger.read_bytes(), chance))
        before = events(engine)
        kind = KINDS.get(ledger.name[:3], "hazards")
        scope = Scope.whole(pack.code)
        try:
            import_file(engine, pack, scope, SYSTEM, file, kind, datum=Datum.GCJ02, now=NOW)
            outcomes["read"] += 1
        except OneMapError as error:
            outcomes[type(error).__name__] += 1
            assert error.sentence()  # noqa: PT017 - it is read, or a sentence says why not
            assert events(engine) == before
    assert examine(engine, pack) == []
    return outcomes
