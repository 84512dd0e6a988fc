"""``onemap bench import``: a ledger of 100,000 rows imported whole, beside a bare read of the same file by calamine."""

import re
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from python_calamine import CalamineWorkbook

from dashboard.benches.addresses import geocoding
from dashboard.benches.base import Bench, Measure
from data.exchange.importer import import_file
from data.exchange.prescan import Limits
from data.exchange.progress import Stage
from data.exchange.reader import answers_of, start_child
from data.packs import Pack, load_pack
from data.rules.events import OBJECT, NewEvent
from data.rules.numbers import number
from data.rules.scope import SYSTEM, Scope
from data.store.database import open_engine, prepare, writing
from data.store.streams import record
from data.words import t

ROWS = 100_000
OBJECTS = 3_000
ADDRESSES = 200_000
GOAL_MS = 10_000
"""For `ROWS` rows: read, understood, placed, matched and written."""
_DAYS = 700
_LAST = date(2025, 12, 31)
_HEADER = (
    "序号", "检查时间", "检查单位", "被检查单位", "所属镇街", "具体位置", "隐患内容", "隐患类别", "隐患级别",
    "整改措施", "资金（万元）", "整改期限",
    "整改责任人", "整改情况", "复查时间", "复查结果", "复查人",
)  # fmt: skip


def run(args: Namespace) -> list[Measure]:
    """Import and bare read of the same generated file, one after the other."""
    pack = load_pack(args.pack)
    rows = min(args.hazards, ROWS)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.xlsx"
        names = [(f"示例第{index}号单位", pack.towns[index % len(pack.towns)]) for index in range(OBJECTS)]
        _write(file, _ledger(rows, [(name, town.name) for name, town in names]))
        engine = open_engine(f"sqlite:///{folder}/bench.sqlite")
        prepare(engine, pack)
        with writing(engine) as connection:
            record(connection, pack, SYSTEM, _roster(pack, [(name, town.code) for name, town in names]))
        bare = _timed_read(file)
        stages = _Stages()
        now = datetime.now(UTC)
        report = import_file(engine, pack, Scope.whole(pack.code), SYSTEM, file, "hazards", now=now, tell=stages.hear)
        shares = stages.shares_ms()
        ours = sum(shares.values())
        engine.dispose()
        child = _peak_of_child(file)
    accepted = report.counts["OK"] + report.counts["WARN"]
    what = f"import hazards.xlsx, {accepted} rows recorded, child {child} MB"
    return [
        Measure(what, ours, "calamine", bare, rows),
        Measure(what, ours, t("import.bench_goal"), rows / ROWS * GOAL_MS, rows),
        *(Measure(f"import hazards.xlsx, {stage}", share, None, None, rows) for stage, share in shares.items()),
        *geocoding(pack, ADDRESSES),
    ]


class _Stages:
    """Hears how far the import is: a stage lasts from its first word to the first of the next, the last to the end."""

    def __init__(self) -> None:
        self.begun = perf_counter()
        self.heard: dict[Stage, float] = {}

    def hear(self, stage: Stage, _done: int, _total: int) -> None:
        """One word of the import."""
        self.heard.setdefault(stage, perf_counter())

    def shares_ms(self) -> dict[Stage, float]:
        """Milliseconds of each stage; what comes before the first word counts as reading."""
        _first, *later = self.heard.values()
        spans = pairwise((self.begun, *later, perf_counter()))
        return {stage: (end - start) * 1000 for stage, (start, end) in zip(self.heard, spans, strict=True)}


def _timed_read(file: Path) -> float:
    begun = perf_counter()
    with CalamineWorkbook.from_path(str(file)) as book:
        book.get_sheet_by_index(0).to_python()
    return (perf_counter() - begun) * 1000


def _peak_of_child(file: Path) -> int | None:
    """MB that the reading child itself holds at most, asked of the system while it answers; None where it cannot tell.

    What a process reports of its ended children counts from the fork on, when they still are copies of their parent.
    """
    peak: int | None = None
    with start_child() as child:
        for _ in answers_of(child, file, None, Limits()):
            status = Path(f"/proc/{child.pid}/status")
            if status.exists() and (held := _HIGH_WATER.search(status.read_text())):
                peak = int(held[1]) // 1024
    return peak


_HIGH_WATER = re.compile(r"VmHWM:\s*(\d+) kB")


def _roster(pack: Pack, names: list[tuple[str, str]]) -> Iterator[NewEvent]:
    for index, (name, town) in enumerate(names, 1):
        body = {"name": name, "town": town, "sector": pack.sectors[0].code}
        yield NewEvent(OBJECT, number(pack.numbers, "object", pack.code, index), "registered", "2024-01-02", body)


def _ledger(rows: int, names: list[tuple[str, str]]) -> Iterator[tuple[str | float, ...]]:
    """Rows as offices write them: two thirds rectified and re-inspected, some only claimed, some open, some wrong."""
    random = Random(20210512)  # noqa: S311 - a benchmark must repeat itself
    yield _HEADER
    for index in range(1, rows + 1):
        name, town = random.choice(names)
        found = _LAST - timedelta(days=random.randrange(30, _DAYS))
        due = found + timedelta(days=random.choice((3, 7, 15, 30)))
        again = min(due + timedelta(days=random.randrange(-2, 6)), _LAST)
        fate = random.random()
        status = "已整改" if fate < 0.75 else "正在整改" if fate < 0.9 else "未整改"
        closed = ((max(again, found)).isoformat(), "合格", "李某") if fate < 0.66 else ("", "", "")
        level = "重大" if random.random() < 0.01 else "一般"
        day = "2021.2.30" if random.random() < 0.002 else f"{found:%Y.%-m.%-d}"
        yield (
            float(index), day, "区应急管理局", name, town, f"{town}第{index % 40}厂区", f"第{index}处消防通道堆放杂物",
            "现场管理类", level, "清理杂物，设置警示标志", 0.2, f"{due:%Y-%m-%d}", "张某", status, *closed,
        )  # fmt: skip


def _write(file: Path, rows: Iterator[tuple[str | float, ...]]) -> None:
    """A workbook of one sheet with shared strings, as spreadsheets write it."""
    strings: dict[str, int] = {}

    def cell(value: str | float) -> str:
        if isinstance(value, float):
            return f"<c><v>{value}</v></c>"
        return f'<c t="s"><v>{strings.setdefault(value, len(strings))}</v></c>' if value else "<c/>"

    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    table = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    links = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships {links}><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}">'
        '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships {links}><Relationship Id="r1" Type="{office}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/sharedStrings" '
        'Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{body}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}>{table}</sst>",
    }
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


BENCH = Bench("import", run)
