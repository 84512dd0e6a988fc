"""Damaged ledgers, by byte and by cell: each is read or refused, and nothing is half written."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import orjson
from sqlalchemy import Engine, func, select

from data.errors import OneMapError
from data.exchange.importer import import_file
from data.exchange.kinds import Kind
from data.exchange.reader import read_workbook
from data.exchange.template import FORMS
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.doctor import examine
from data.store.models import EventRow
from geo.datum import Datum
from tests import INPUTS
from tests.exchange import books
from tests.exchange.test_exchange import RECORD
from tests.exchange.test_template import blank, filled, lists

NOW = datetime(2022, 1, 4, 9, tzinfo=UTC)


NASTY = (
    "", " ", "　", "同上", "〃", "合计", "/", "无", "=1+1", "@x", "-", "0", "1e999", "NaN", "9" * 400, "立即", "长期",
    "２０２１．５．１２", "2021.2.30", "1899-12-31", "2999-01-01", "5月底", "0,0", "117°10′", "36.98,117.17",
    "abc\x00def", "💥", "<script>", "重大", "已销号", "不合格", "开发区", "济阳镇", "370115003", "91370115MAWF18540T",
    "2万", "-5万", "\u202e倒", "3人", "若干", "责任事故", "特别重大", "安全员", "示例机械厂", "示例机械二厂",
    "示例粮油店", "2021-06-08 14:20", "25:99", "电梯", "2021-05", "&amp;</td></tr>", "{\"a\": 1}", "甲示例、乙示例",
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


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound ledger: its kind, its file as bytes and by its ending, and the rows of its first sheet as text."""

    kind: str
    content: bytes
    ending: str
    rows: list[list[str]]


def seeds(pack: Pack, folder: Path) -> list[Seed]:
    """Ledgers of every kind in every format: samples, filled templates, and rows in the words of offices."""
    files = [(KINDS.get(file.name[:3], "hazards"), file) for file in sorted((INPUTS / "ledgers").glob("A0*"))]
    files += [(kind.name, _template(folder / f"{kind.name}_模板.xlsx", kind, pack)) for kind in FORMS]
    files += [
        (kind, write(folder / f"{kind}_{at}{end}", rows))
        for at, (end, write) in enumerate(WRITERS)
        for kind, rows in OFFICE
    ]
    records = [RECORD | {"hazardCode": f"YHPC-{no:04}", "dangerState": "019"[no % 3]} for no in range(20)]
    exchange = folder / "交换.json"
    exchange.write_bytes(orjson.dumps({"data": records}))
    table = books.text(folder / "交换.csv", [list(RECORD), *(list(one.values()) for one in records)])
    return [_seed(kind, file) for kind, file in [*files, ("exchange", exchange), ("exchange", table)]]


def _template(file: Path, kind: Kind, pack: Pack) -> Path:
    book = blank(kind, pack)
    filled(book.worksheets[0], kind, pack, lists(book))
    book.save(file)
    return file


def _seed(kind: str, file: Path) -> Seed:
    rows = [["" if cell is None else str(cell) for cell in row] for row in read_workbook(file).sheets[0].rows]
    return Seed(kind, file.read_bytes(), file.suffix, rows)


OFFICE = (
    ("hazards", (books.HAZARD_HEADER, books.hazard(), books.hazard(隐患内容="电线裸露"))),
    ("objects", (books.OBJECT_HEADER, books.roster(), books.roster(单位名称="示例粮油店", 统一社会信用代码=""))),
    ("equipment", (books.EQUIPMENT_HEADER, books.lift())),
    ("inspections", (books.INSPECTION_HEADER, books.visit(), books.visit(检查编号="", 文书号=""))),
    ("accidents", (books.ACCIDENT_HEADER, books.accident(), books.accident(事故编号="", 死亡="2"))),
    ("persons", (books.PERSON_HEADER, books.officer(), books.officer(姓名="乙示例", 所在单位="示例机械厂"))),
)
"""Few rows of every kind that people fill in, in the words of their ledgers."""
WRITERS = (
    (".xls", books.xls), (".xls", partial(books.page, encoding="gbk")),
    (".csv", partial(books.text, encoding="gb18030")),
    (".txt", partial(books.text, encoding="utf-16-le", delimiter="\t")),
)  # fmt: skip


def rewritten(seed: Seed, folder: Path, chance: random.Random) -> Path:
    """The ledger with cells, rows and columns put where they do not belong, as text, as a page, or as records."""
    rows = [list(row) for row in seed.rows]
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
    if seed.kind == "exchange" and chance.random() < 0.8:
        file = folder / "damaged.json"
        file.write_bytes(orjson.dumps([dict(zip(rows[0], row, strict=False)) for row in rows[1:]]))
        return file
    write = chance.choice((books.text, partial(books.text, encoding="utf-8-sig"), books.page))
    return write(folder / "damaged.xls", rows)


KINDS = {"A01": "objects", "A05": "equipment"}
"""What the sample ledgers are, where they are no hazard ledgers."""


def events(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(EventRow)) or 0


def fuzz(engine: Engine, pack: Pack, folder: Path, files: int, seed: int) -> Counter[str]:
    """Import so many damaged ledgers one after another, of every kind in turn; what became of them.

    By kind where they were read, else by the class of the refusal.
    """
    chance = random.Random(seed)
    sound = seeds(pack, folder)
    chance.shuffle(sound)
    outcomes: Counter[str] = Counter()
    for number in range(files):
        ledger = sound[number % len(sound)]
        if chance.random() < 0.6:
            file = rewritten(ledger, folder, chance)
        else:
            file = folder / f"damaged{ledger.ending}"
            file.write_bytes(damaged(ledger.content, chance))
        before = events(engine)
        scope = Scope.whole(pack.code)
        try:
            import_file(engine, pack, scope, SYSTEM, file, ledger.kind, datum=Datum.GCJ02, now=NOW)
            outcomes[ledger.kind] += 1
        except OneMapError as error:
            outcomes[type(error).__name__] += 1
            assert error.sentence()  # noqa: PT017 - it is read, or a sentence says why not
            assert events(engine) == before
    findings = examine(engine, pack)
    assert findings == [], findings
    return outcomes
