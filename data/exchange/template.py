"""Blank ledgers for every kind that people fill in: the registry's columns, lists to choose from, and how to fill them.

``LISTS`` and ``DAYS`` tell by how a column's cells are read what may stand in it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from xlsxwriter import Workbook as Book
from xlsxwriter.utility import xl_col_to_name

from data.exchange.columns import COLUMNS, Column, Kind, by_label, label
from data.exchange.kinds import KINDS
from data.exchange.sheets import HEAD, OPTIONS
from data.exchange.values import SUPERVISION_WORDS
from data.packs import Pack
from data.rules.accidents import AccidentLevel, AccidentStage, AccidentType
from data.rules.equipment import EquipmentKind, EquipmentStatus
from data.rules.inspections import InspectionType
from data.rules.persons import PersonRole
from data.rules.vocabulary import Colour, ObjectKind
from data.words import t

FORMS: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind.is_form)
ROWS = 2_000
"""Rows below the titles that have lists and checks."""
LONGEST_LIST = 255
"""Characters of a list that stands in its cell; a longer one stands on a sheet of its own."""
HEADER = 3
"""The row of the titles as people count them."""
_YES_NO = ("是", "否")

LISTS: Mapping[str, Sequence[str]] = {
    "level": ("一般", "重大"),
    "manage_type": ("即查即改", "限期整改"),
    "source": (
        "企业自查",
        "部门检查",
        "镇街检查",
        "网格巡查",
        "第三方检查",
        "举报投诉",
        "督查",
        "上级交办",
        "监测报警",
    ),
    "status": ("未整改", "正在整改", "部分整改", "已整改", "已销号"),
    "result": ("合格", "不合格", "部分合格"),
    "colour": [each.value for each in Colour],
    "object_kind": [each.value for each in ObjectKind],
    "supervision_level": SUPERVISION_WORDS,
    "equipment_kind": [each.value for each in EquipmentKind],
    "equipment_status": [each.value for each in EquipmentStatus],
    "inspection_result": ("合格", "不合格", "监督运行"),
    "inspection_type": [each.value for each in InspectionType],
    "accident_type": [each.value for each in AccidentType],
    "accident_level": [each.value for each in AccidentLevel],
    "accident_stage": [each.value for each in AccidentStage],
    "liability": _YES_NO,
    "production": _YES_NO,
    "yes_no": _YES_NO,
    "key_place": _YES_NO,
    "signed": _YES_NO,
    "role": [each.value for each in PersonRole],
}
"""Words of the closed vocabularies, as the importer reads them."""


def _sectors(pack: Pack) -> list[str]:
    return list(dict.fromkeys(sector.name for sector in pack.sectors))


def _offices(pack: Pack) -> list[str]:
    return list(dict.fromkeys(office.name for office in pack.organisations))


def _towns(pack: Pack) -> list[str]:
    return [town.name for town in pack.towns]


def _cells(pack: Pack) -> list[str]:
    return list(dict.fromkeys(cell.name for cell in pack.cells))


def _causes(pack: Pack) -> list[str]:
    return list(dict.fromkeys(cause.name for cause in pack.causes if cause.valid_to is None))


LOCAL: Mapping[str, Callable[[Pack], Sequence[str]]] = {
    "town": _towns, "sector": _sectors, "category": _sectors, "cause_type": _causes, "lead_dept": _offices,
    "check_org": _offices, "org": _offices, "cell": _cells,
}  # fmt: skip
"""Columns whose words are those of the county."""
OPEN = frozenset({"category", "cause_type", "sector", "lead_dept", "check_org", "org", "source"})
"""Lists that name the usual: other words are asked about and not refused."""
TIMES = frozenset({"occurred", "reported"})
DAYS = TIMES | {
    "found", "done", "deadline", "inspection_day", "inspection_due", "insured", "inspected", "inspection_end",
    "valid_from", "valid_to",
}  # fmt: skip
_TEXTS = frozenset({"uscc", "phone", "reg_code"})
"""Long numbers that must not lose digits."""
_WIDTHS = {"prose": 32, "name": 26, "uscc": 22, "reg_code": 24}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a template: its title, whether every row needs it, and the words to choose from, if any."""

    column: Column
    title: str
    is_required: bool
    words: Sequence[str]

    @property
    def is_open(self) -> bool:
        """Whether other words than those of the list may stand here."""
        return self.column.key in OPEN


def fields(kind: Kind, pack: Pack) -> list[Field]:
    """Every column of a kind under the first of its names that is its own; what a row needs is marked by a star."""
    found = []
    for column in COLUMNS:
        if column.kind == kind.name:
            own = next(name for name in column.aliases if by_label(kind.name)[label(name)] is column)
            needed = column.key in kind.required
            local = LOCAL.get(column.key)
            words = tuple(local(pack)) if local else tuple(LISTS.get(column.reads, ()))
            found.append(Field(column, f"*{own}" if needed else own, needed, words))
    return found


def template_name(kind: Kind) -> str:
    """What the file is called."""
    return f"{t(f'column.kind.{kind.name}')}{t('template.suffix')}.xlsx"


def write_template(file: IO[bytes], kind: Kind, pack: Pack) -> None:
    """Write the blank ledger, how to fill it, and the lists that are too long for a cell."""
    with Book(file, OPTIONS | {"constant_memory": False}) as book:
        head = book.add_format(HEAD | {"text_wrap": True, "align": "center", "valign": "vcenter"})
        needed = book.add_format(HEAD | {"text_wrap": True, "align": "center", "valign": "vcenter",
                                         "bg_color": "#D9E6F5"})  # fmt: skip
        places = fields(kind, pack)
        sheet = book.add_worksheet(t(f"column.kind.{kind.name}")[:31])
        _write_titles(book, sheet, kind, pack, len(places))
        long = [field for field in places if _is_long(field.words)]
        for at, field in enumerate(places):
            sheet.write_string(HEADER - 1, at, field.title, needed if field.is_required else head)
            sheet.set_column(at, at, _WIDTHS.get(field.column.reads, 14), _format(book, field.column.reads))
            if check := _check(field, long, pack):
                sheet.data_validation(HEADER, at, HEADER + ROWS - 1, at, check)
        sheet.set_row(HEADER - 1, 32)
        sheet.freeze_panes(HEADER, 0)
        _write_help(book.add_worksheet(t("template.help.title")), places, head, book.add_format(
            {"text_wrap": True, "valign": "top"}
        ))  # fmt: skip
        if long:
            _write_lists(book.add_worksheet(t("template.lists")), long, head)


def _write_titles(book: Any, sheet: Any, kind: Kind, pack: Pack, width: int) -> None:
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    sheet.merge_range(0, 0, 0, min(width, 12) - 1, f"{pack.name}{t(f'column.kind.{kind.name}')}", title)
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, t("template.office"))
    sheet.write_string(1, 6, t("template.at"))


def _format(book: Any, reads: str) -> Any:
    if reads in DAYS:
        return book.add_format({"num_format": "yyyy-mm-dd hh:mm" if reads in TIMES else "yyyy-mm-dd"})
    return book.add_format({"num_format": "@"}) if reads in _TEXTS else None


def _is_long(words: Sequence[str]) -> bool:
    return len(",".join(words)) > LONGEST_LIST or any("," in word for word in words)


def _check(field: Field, long: Sequence[Field], pack: Pack) -> dict[str, Any] | None:
    """What a spreadsheet checks when somebody types into this column; doubts may be overruled, closed lists not."""
    reads = field.column.reads
    title = {"error_title": t("template.check"), "error_type": "warning"}
    if field.words:
        source = _address(long.index(field), len(field.words)) if field in long else list(field.words)
        said = t("template.bad.open" if field.is_open else "template.bad.word")
        return title | {
            "validate": "list", "source": source, "error_message": said,
            "error_type": "warning" if field.is_open else "stop",
        }  # fmt: skip
    if reads in DAYS:
        days = {"minimum": date(2000, 1, 1), "maximum": date(2099, 12, 31)}
        return title | days | {"validate": "date", "criteria": "between", "error_message": t("template.bad.day")}
    if reads == "degrees" and field.column.key in ("lon", "lat"):
        west, south, east, north = pack.outline.bounds
        least, most = (west, east) if field.column.key == "lon" else (south, north)
        numbers = {"minimum": round(least - 0.1, 2), "maximum": round(most + 0.1, 2)}
        return title | numbers | {
            "validate": "decimal", "criteria": "between", "error_message": t("template.bad.degrees"),
        }  # fmt: skip
    if reads in ("money", "loss", "people"):
        kind, bad = ("integer", "people") if reads == "people" else ("decimal", "money")
        return title | {
            "validate": kind, "criteria": ">=", "value": 0, "error_message": t(f"template.bad.{bad}"),
        }  # fmt: skip
    return None


def _address(place: int, count: int) -> str:
    column = xl_col_to_name(place)
    return f"='{t('template.lists')}'!${column}$2:${column}${count + 1}"


def _write_help(sheet: Any, places: Sequence[Field], head: Any, wrap: Any) -> None:
    """One line for each column; the first lines say what holds for all."""
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 80)
    row = 0
    for key in ("keep", "needed", "datum", "loop"):
        sheet.merge_range(row, 0, row, 2, t(f"template.help.{key}"), wrap)
        sheet.set_row(row, 32)
        row += 1
    for at, key in enumerate(("column", "is_needed", "how")):
        sheet.write_string(row, at, t(f"template.help.{key}"), head)
    for field in places:
        row += 1
        sheet.write_string(row, 0, field.title.lstrip("*"), wrap)
        sheet.write_string(row, 1, t("template.help.yes") if field.is_required else "", wrap)
        sheet.write_string(row, 2, _how(field), wrap)


def _how(field: Field) -> str:
    if not field.words:
        return t(f"template.reads.{field.column.reads}")
    if _is_long(field.words):
        return t("template.help.choose_long", sheet=t("template.lists"))
    return t("template.help.choose", words="、".join(field.words))


def _write_lists(sheet: Any, long: Sequence[Field], head: Any) -> None:
    for at, field in enumerate(long):
        sheet.set_column(at, at, 30)
        sheet.write_string(0, at, field.title.lstrip("*"), head)
        for row, word in enumerate(field.words, start=1):
            sheet.write_string(row, at, word)
