"""Ledgers made for one test: rows become xlsx, xls or csv, and are imported into a fresh database."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from sqlalchemy import Engine, select

from data.exchange.importer import import_file
from data.exchange.outcome import ImportReport, RowReport
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from geo.datum import Datum

LEDGERS = Path(__file__).resolve().parent.parent / "inputs" / "ledgers"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HAZARD_HEADER = (
    "检查时间",
    "所属镇街",
    "被检查单位",
    "隐患内容",
    "隐患级别",
    "整改期限",
    "整改情况",
    "复查时间",
    "复查结果",
)
HAZARD_ROW = ("2021-05-12", "太平街道", "示例机械厂", "灭火器过期", "一般", "2021-05-20", "未整改", "", "")
OBJECT_HEADER = ("单位名称", "统一社会信用代码", "所属镇街", "地址", "经度", "纬度", "行业领域", "风险等级", "联系电话")
OBJECT_ROW = (
    "示例机械厂",
    "91370115MAWTN9KU4L",
    "太平街道",
    "太平街道工业路1号",
    "116.95",
    "36.96",
    "消防",
    "黄",
    "19900000001",
)
EQUIPMENT_HEADER = (
    "使用单位", "统一社会信用代码", "所属镇街", "设备类别", "设备代码", "使用登记证编号", "安装地点", "使用状态",
    "上次检验日期", "下次检验日期", "检验结论", "维保单位", "是否重点场所", "是否接入96333", "96333识别码",
    "保险到期日",
)  # fmt: skip
EQUIPMENT_ROW = (
    "示例机械厂", "91370115MAWTN9KU4L", "太平街道", "电梯", "31101037011520160001", "梯11示A00001(21)",
    "太平街道工业路1号", "在用", "2021-03-08", "2022-03-08", "合格", "示例电梯维保有限公司", "否", "是", "3700001",
    "2021-12-31",
)  # fmt: skip
INSPECTION_HEADER = (
    "检查编号", "检查开始时间", "检查结束时间", "检查单位", "检查人员", "被检查单位", "统一社会信用代码", "属地",
    "地址",
    "检查类型", "检查主题", "检查结果", "文书号", "是否签字", "拒签原因", "备注",
)  # fmt: skip
INSPECTION_ROW = (
    "示检〔2021〕12", "2021-06-08 09:00", "2021-06-08 11:30", "区应急管理局执法大队", "甲示例、乙示例", "示例机械厂",
    "91370115MAWTN9KU4L", "太平街道", "太平街道工业路1号", "执法", "粉尘", "发现3项", "示应急现记〔2021〕8号", "是",
    "", "随机抽取",
)  # fmt: skip
ACCIDENT_HEADER = (
    "事故编号", "发生时间", "报告时间", "地点", "单位", "统一社会信用代码", "镇街", "行业", "事故类型", "死亡", "失踪",
    "重伤", "轻伤",
    "直接经济损失(万元)", "事故等级", "是否责任事故", "是否生产安全事故", "状态", "经过", "经度", "纬度",
)  # fmt: skip
ACCIDENT_ROW = (
    "示事〔2021〕3", "2021-06-08 14:20", "2021-06-08 15:05", "太平街道工业路1号", "示例机械厂", "91370115MAWTN9KU4L",
    "太平街道",
    "消防", "机械伤害", "1", "0", "2", "无", "130.5", "一般", "是", "是", "调查", "清理设备时被卷入（虚构）",
    "116.951", "36.962",
)  # fmt: skip
PERSON_HEADER = (
    "姓名", "所在单位", "职务", "责任人类别", "联系电话", "职责", "任职开始", "任职结束", "负责对象",
    "统一社会信用代码", "网格", "属地",
)  # fmt: skip
PERSON_ROW = (
    "甲示例", "区应急管理局", "科长", "部门", "19900000021", "每季度检查一次", "2021-01-01", "长期", "示例机械厂",
    "91370115MAWTN9KU4L", "", "太平街道",
)  # fmt: skip

Rows = Sequence[Sequence[Any]]


def xlsx(
    path: Path, rows: Rows, merged: Sequence[str] = (), sheet: str = "Sheet1", *, epoch_1904: bool = False
) -> Path:
    """A workbook of one sheet; ``merged`` are ranges such as A1:C1."""
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    active = book.active
    assert active is not None
    active.title = sheet
    for row in rows:
        active.append(list(row))
    for cells in merged:
        active.merge_cells(cells)
    book.save(path)
    return path


def sheets(path: Path, tables: dict[str, Rows], hidden: Sequence[str] = ()) -> Path:
    """A workbook of several sheets."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def xls(path: Path, rows: Rows) -> Path:
    """A workbook of the format of before 2007."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(str(path))
    return path


def text(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A text ledger."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def page(path: Path, rows: Rows, encoding: str = "utf-8", head: str = "<html>", title: str = "") -> Path:
    """A ledger as old systems export it: a table of a web page, whatever the file is called."""
    lines = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>\r\n" for row in rows)
    first = f"<tr><td colspan={len(rows[0])}>{title}</td></tr>" if title else ""
    path.write_bytes(f"{head}<table border=1>{first}{lines}</table>".encode(encoding))
    return path


def imported(engine: Engine, pack: Pack, path: Path, kind: str = "hazards", **more: Any) -> ImportReport:
    """Import a file as the local operator, or as told."""
    scope, actor = more.pop("scope", Scope.whole(pack.code)), more.pop("actor", SYSTEM)
    return import_file(engine, pack, scope, actor, path, kind, **({"now": NOW} | more))


def hazards(
    engine: Engine, pack: Pack, tmp: Path, rows: Rows, header: Sequence[str] = HAZARD_HEADER, **more: Any
) -> ImportReport:
    """Import hazard rows under a header."""
    return imported(engine, pack, text(tmp / "ledger.csv", [header, *rows]), **more)


def objects(
    engine: Engine, pack: Pack, tmp: Path, rows: Rows, header: Sequence[str] = OBJECT_HEADER, **more: Any
) -> ImportReport:
    """Import rows of a roster under a header, in WGS84 unless told otherwise."""
    more = {"datum": Datum.WGS84} | more
    return imported(engine, pack, text(tmp / "roster.csv", [header, *rows]), "objects", **more)


def hazard(**cells: Any) -> list[Any]:
    """One hazard row with some cells changed, by their titles."""
    return [cells.get(title, value) for title, value in zip(HAZARD_HEADER, HAZARD_ROW, strict=True)]


def roster(**cells: Any) -> list[Any]:
    """One row of a roster with some cells changed, by their titles."""
    return [cells.get(title, value) for title, value in zip(OBJECT_HEADER, OBJECT_ROW, strict=True)]


def equipment(
    engine: Engine, pack: Pack, tmp: Path, rows: Rows, header: Sequence[str] = EQUIPMENT_HEADER, **more: Any
) -> ImportReport:
    """Import rows of an equipment ledger under a header."""
    return imported(engine, pack, text(tmp / "equipment.csv", [header, *rows]), "equipment", **more)


def lift(**cells: Any) -> list[Any]:
    """One row of an equipment ledger with some cells changed, by their titles."""
    return [cells.get(title, value) for title, value in zip(EQUIPMENT_HEADER, EQUIPMENT_ROW, strict=True)]


def inspections(
    engine: Engine, pack: Pack, tmp: Path, rows: Rows, header: Sequence[str] = INSPECTION_HEADER, **more: Any
) -> ImportReport:
    """Import rows of an inspection ledger under a header."""
    return imported(engine, pack, text(tmp / "inspections.csv", [header, *rows]), "inspections", **more)


def visit(**cells: Any) -> list[Any]:
    """One row of an inspection ledger with some cells changed, by their titles."""
    return [cells.get(title, value) for title, value in zip(INSPECTION_HEADER, INSPECTION_ROW, strict=True)]


def accidents(
    engine: Engine, pack: Pack, tmp: Path, rows: Rows, header: Sequence[str] = ACCIDENT_HEADER, **more: Any
) -> ImportReport:
    """Import rows of an accident ledger under a header, in WGS84 unless told otherwise."""
    more = {"datum": Datum.WGS84} | more
    return imported(engine, pack, text(tmp / "accidents.csv", [header, *rows]), "accidents", **more)


def accident(**cells: Any) -> list[Any]:
    """One row of an accident ledger with some cells changed, by their titles."""
    return [cells.get(title, value) for title, value in zip(ACCIDENT_HEADER, ACCIDENT_ROW, strict=True)]


def persons(
    engine: Engine, pack: Pack, tmp: Path, rows: Rows, header: Sequence[str] = PERSON_HEADER, **more: Any
) -> ImportReport:
    """Import rows of a ledger of responsible persons under a header."""
    return imported(engine, pack, text(tmp / "persons.csv", [header, *rows]), "persons", **more)


def officer(**cells: Any) -> list[Any]:
    """One row of a ledger of responsible persons with some cells changed, by their titles."""
    return [cells.get(title, value) for title, value in zip(PERSON_HEADER, PERSON_ROW, strict=True)]


def only(report: ImportReport) -> RowReport:
    """The single data row of a report."""
    rows = [row for row in report.rows if row.outcome != "SKIP"]
    assert len(rows) == 1, rows
    return rows[0]


def stored(engine: Engine, *columns: Any) -> list[Any]:
    """Rows of the database, for what an import left there."""
    with engine.connect() as connection:
        return list(connection.execute(select(*columns)).all())
