"""Titles that nobody knows are told by what stands below them, never silently, and in doubt not at all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data.exchange.errors import DatumNotDeclared, NoTable
from data.exchange.importer import import_file
from data.exchange.outcome import ImportReport
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from geo.datum import Datum
from tests.exchange.books import HAZARD_HEADER, NOW, OBJECT_HEADER, hazard, hazards, imported, objects, roster, text

CODES = ("91370115MAWTN9KU4L", "91370115MAWF18540T")
ROWS = [hazard(), hazard(被检查单位="示例粮油店", 隐患内容="电线裸露", 检查时间="2021.5.13")]


def meant(report: ImportReport, title: str) -> tuple[str | None, str, Sequence[str]]:
    (table,) = report.tables
    return next((one.key, one.origin, one.suggested) for one in table.titles if one.title == title)


def with_column(title: str, cells: Sequence[Any], without: str = "") -> tuple[list[str], list[list[Any]]]:
    """The header and two rows of a hazard ledger with a further column, and without another."""
    kept = [at for at, name in enumerate(HAZARD_HEADER) if name != without]
    header = [*(HAZARD_HEADER[at] for at in kept), title]
    return header, [[*(row[at] for at in kept), cell] for row, cell in zip(ROWS, cells, strict=True)]


TAKEN = [
    ("照面码", CODES, "", "uscc"),
    ("怎么打给他", ("19900000001", "0531-84230000"), "", "phone"),
    ("归谁管", ("太平街道", "济北办"), "所属镇街", "town"),
    ("轻还是重", ("一般", "重大隐患"), "隐患级别", "level"),
    ("改得怎样", ("已整改", "正在整改"), "整改情况", "status"),
    ("要花多少", ("2万元", "300元"), "", "funds_yuan"),
    ("所需经费", ("2000", 300), "", "funds_yuan"),
    ("何时去的", ("2021.5.12", "5月13日"), "检查时间", "found_on"),
    ("去的哪家", ("示例机械有限公司", "示例粮油有限公司（济阳店）"), "被检查单位", "subject"),
]


@pytest.mark.parametrize(("title", "cells", "without", "key"), TAKEN, ids=[one[0] for one in TAKEN])
def test_an_unmistakable_column_is_taken_and_told(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, title: str, cells: Sequence[Any], without: str, key: str
) -> None:
    header, rows = with_column(title, cells, without)
    report = hazards(sqlite_engine, pack, tmp_path, [*rows, header, *rows], header, dry_run=True)
    assert meant(report, title) == (key, "content", ())
    assert sum(f"“{title}”没有认出，内容都是" in note for note in report.notes) == 1
    stated = [row.values[key] for row in report.rows if row.values]
    assert len(stated) == 4
    assert None not in stated


LEFT = [
    ("检查人手机", ("19900000001", "19900000002"), "", "phone"),
    ("风险高低", ("一般", "重大"), "隐患级别", "level"),
    ("填报镇街", ("太平街道", "济北办"), "所属镇街", "town"),
    ("罚了多少", ("2万元", "300元"), "", "funds_yuan"),
    ("给到哪天", ("2021-05-20", "2021-06-01"), "整改期限", "deadline"),
]


@pytest.mark.parametrize(("title", "cells", "without", "key"), LEFT, ids=[one[0] for one in LEFT])
def test_what_may_be_something_else_is_only_suggested(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, title: str, cells: Sequence[Any], without: str, key: str
) -> None:
    header, rows = with_column(title, cells, without)
    report = hazards(sqlite_engine, pack, tmp_path, rows, header, dry_run=True)
    found, origin, suggested = meant(report, title)
    assert (found, origin) == (None, "registry")
    assert key in suggested
    assert any(f"“{title}”没有认出，未导入" in note for note in report.notes)
    assert all(row.values is None or row.values[key] in (None, 0) for row in report.rows)


SILENT = [
    ("流水", ("YH20210512", "YH20210513")),
    ("数量", ("2", "3")),
    ("单位性质", ("一般纳税人", "小规模")),
    ("照面码", ("91370115MAWTN9KU40", "91370115MAWF185400")),
    ("附近", ("太平街道工业路1号院内东侧", "济北街道")),
    ("要求", ("立即整改", "限期整改")),
    ("空的", ("", "/")),
]


@pytest.mark.parametrize(("title", "cells"), SILENT, ids=[one[0] for one in SILENT])
def test_what_is_no_such_column_stays_unknown(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, title: str, cells: Sequence[Any]
) -> None:
    header, rows = with_column(title, cells)
    report = hazards(sqlite_engine, pack, tmp_path, rows, header, dry_run=True)
    assert meant(report, title) == (None, "registry", ())
    assert any(title in note and "未识别" in note for note in report.notes)


def test_of_two_columns_of_days_none_is_taken_for_the_day_of_finding(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    header, rows = with_column("甲日", ("2021-05-12", "2021-05-13"), "检查时间")
    with pytest.raises(NoTable):
        hazards(sqlite_engine, pack, tmp_path, [[*row, "2021-05-14"] for row in rows], [*header, "乙日"], dry_run=True)
    late = [[*row[:-1], "2021-12-01"] for row in rows]
    with pytest.raises(NoTable):
        hazards(sqlite_engine, pack, tmp_path, late, header, dry_run=True)


def test_a_column_that_is_there_is_not_looked_for(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    header, rows = with_column("另一个电话", ("19900000001", "19900000002"))
    rows = [[*row, "19900000003"] for row in rows]
    report = hazards(sqlite_engine, pack, tmp_path, rows, [*header, "联系电话"], dry_run=True)
    assert meant(report, "另一个电话") == (None, "registry", ())


def test_a_place_is_told_by_both_its_axes_and_asks_for_the_datum(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    header = ["横" if title == "经度" else "竖" if title == "纬度" else title for title in OBJECT_HEADER]
    rows = [roster(经度="116.951", 纬度="36.962"), roster(单位名称="示例粮油店", 经度="116.952", 纬度="36.963")]
    with pytest.raises(DatumNotDeclared, match="横、竖"):
        objects(sqlite_engine, pack, tmp_path, rows, header, datum=None, dry_run=True)
    report = objects(sqlite_engine, pack, tmp_path, rows, header, datum=Datum.WGS84, dry_run=True)
    assert (meant(report, "横")[0], meant(report, "竖")[0]) == ("lon", "lat")
    half = [[*row[:5], "", *row[6:]] for row in rows]
    report = objects(sqlite_engine, pack, tmp_path, half, header, dry_run=True)
    assert meant(report, "横") == (None, "registry", ("lon",))


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        (["何时去的", *HAZARD_HEADER[1:]], hazard(), "hazards"),
        (["何时建的", *OBJECT_HEADER], ["2021-05-12", *roster()], "objects"),
        (["代号", *OBJECT_HEADER], ["31101037011520160001", *roster()], "objects"),
    ],
)
def test_contents_tell_the_kind_only_where_titles_say_less(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, header: list[str], row: list[str], kind: str
) -> None:
    file = text(tmp_path / "ledger.csv", [header, row, row])
    scope = Scope.whole(pack.code)
    report = import_file(sqlite_engine, pack, scope, SYSTEM, file, None, datum=Datum.WGS84, now=NOW, dry_run=True)
    assert report.kind == kind


def test_every_kind_that_needs_a_day_has_it_told_by_its_contents(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    """The day of a visit, where nothing but the title is strange; the day of the record is none."""
    known = ["单位名称", "检查人员"]
    rows = [["2021-05-12", "示例机械厂", "张某"], ["2021.5.13", "示例粮油店", "张某"]]
    file = text(tmp_path / "检查.csv", [["何时去的", *known], *rows])
    report = imported(sqlite_engine, pack, file, "inspections", as_town="太平街道", dry_run=True)
    assert meant(report, "何时去的") == ("inspected_on", "content", ())
    file = text(tmp_path / "建档.csv", [["建档日期", *known], *rows])
    with pytest.raises(NoTable):
        imported(sqlite_engine, pack, file, "inspections", as_town="太平街道", dry_run=True)
