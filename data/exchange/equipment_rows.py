"""Rows of ledgers of special equipment (domain 2.3, 9.5): what it is, who uses it, until when its inspection holds."""

from functools import partial

from data.exchange.columns import title
from data.exchange.days import past_day, stated_day
from data.exchange.drafts import Draft, SheetReader, shown
from data.exchange.equipment_words import (
    DigitsLost,
    kind_of_code,
    read_equipment_kind,
    read_equipment_status,
    read_inspection_result,
    read_key_place,
    read_reg_code,
    read_yes_no,
)
from data.exchange.table import DataRow
from data.exchange.values import Unreadable
from data.rules.equipment import EquipmentKind, EquipmentStatus
from data.words import t

YEARS_AHEAD = 12
"""How much later than other dates an inspection may be due: tanks are opened every so many years."""


def read_equipment(reader: SheetReader, row: DataRow) -> Draft:
    """One row of an equipment ledger with everything that can be said of it alone."""
    draft = reader.draft(row)
    reader.common(row, draft)
    values = draft.values
    for key in ("object", "name", "use_cert_no", "maintainer"):
        values[key] = reader.text(row, key)
    if values["object"] is None:
        reader.missing(row, draft, "object")
    _reg_code(reader, row, draft)
    _kind(reader, row, draft)
    reader.usual(row, "status", draft, read_equipment_status, EquipmentStatus.IN_USE, "status_in_use")
    _inspection(reader, row, draft)
    _lift(reader, row, draft)
    return draft


def _reg_code(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    cell = reader.cell(row, "reg_code")
    try:
        code = read_reg_code(cell)
    except Unreadable as wrong:
        allowed = t("flag.remark.digits_lost" if isinstance(wrong, DigitsLost) else "flag.remark.code_form")
        field = title(reader.kind.name, "reg_code")
        where = reader.where(row, "reg_code")
        draft.judgement.add("BAD_VALUE", *where, value=shown(cell), field=field, allowed=allowed)
        return
    draft.values["reg_code"] = code
    if code is None:
        reader.missing(row, draft, "reg_code")


def _kind(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    """The category as stated, else as the equipment's name, the sheet or the code tells it, which is said."""
    stated = reader.known(row, "kind", draft, read_equipment_kind, partial("、".join, EquipmentKind))
    if stated is None and "BAD_VALUE" not in draft.judgement.flags:
        stated, by = _told_otherwise(reader, draft)
        if stated is not None:
            draft.judgement.remark("kind_by", *reader.where(row, "kind"), by=by, kind=stated.value)
    draft.values["kind"] = stated.value if stated else None


def _told_otherwise(reader: SheetReader, draft: Draft) -> tuple[EquipmentKind | None, str]:
    values = draft.values
    for words, by in ((values["name"], title(reader.kind.name, "name")), (reader.sheet, t("flag.remark.sheet"))):
        try:
            if words and (kind := read_equipment_kind(words)):
                return kind, by
        except Unreadable:
            continue
    return kind_of_code(values["reg_code"] or ""), title(reader.kind.name, "reg_code")


def _inspection(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    last = past_day(reader, row, draft, "last_inspection")
    due = stated_day(reader, row, draft, "next_inspection_due", ahead=YEARS_AHEAD, after=last)
    if last and due and due < last:
        draft.judgement.flags.add("DEADLINE_BEFORE_CHECK")
        said = {"due": due.isoformat(), "last": last.isoformat()}
        draft.judgement.remark("due_before_inspection", *reader.where(row, "next_inspection_due"), **said)
    result = reader.known(row, "result", draft, read_inspection_result)
    draft.values["result"] = result.value if result else None


def _lift(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    """96333, 重点场所 and insurance; a code of 96333 where yes or no is asked says yes."""
    values = draft.values
    code = reader.text(row, "code_96333", 40)
    cell = reader.cell(row, "in_96333")
    if cell is not None and (digits := shown(cell)).isdigit() and len(digits) > 1:
        code = code or digits
        connected: bool | None = True
    else:
        connected = reader.known(row, "in_96333", draft, read_yes_no)
    values["code_96333"] = code
    values["in_96333"] = True if connected is None and code else connected
    values["is_key_place"] = reader.known(row, "is_key_place", draft, read_key_place)
    stated_day(reader, row, draft, "insured_until", ahead=YEARS_AHEAD)
