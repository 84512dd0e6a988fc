"""Records of the national 双重预防 data exchange (domain 2.2): their codes as ledgers write them, then rows of hazards.

``dangerState`` 9 is the enterprise's own acceptance: with the time of it the hazard is closed as re-inspected by the
enterprise, a 重大 one awaits its closing by the authority; without a time it awaits re-inspection like any claim.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from data.exchange.columns import label, title
from data.exchange.drafts import Draft, SheetReader
from data.exchange.hazard_rows import read_hazard
from data.exchange.reader import Cell
from data.exchange.table import DataRow
from data.exchange.text import compact, text
from data.rules.vocabulary import Result, Source
from data.words import t

ACCEPTED = "9"
_CREDIT_CODE = 18
_MILLISECONDS = range(10**11, 10**14)
"""Numbers that are milliseconds since 1970, as some platforms write times; no later than the year 5138."""
_MOST_DIGITS = 14

CODES: Mapping[str, Mapping[str, str]] = {
    "level": {"0": "一般", "1": "重大"},
    "manage_type": {"0": "即查即改", "1": "限期整改"},
    "status": {"0": "正在整改", "1": "已整改", ACCEPTED: "已整改"},
    "category": {
        "1": "安全", "2": "工艺", "3": "电气", "4": "仪表", "5": "消防", "6": "总图", "7": "设备", "8": "其他",
    },
}  # fmt: skip
"""Codes of the exchange standard, by column, in the words of ledgers."""
_OUTSIDE_EXPERTS = "8"
"""``dangerSrc`` of 外聘专家诊断式; all others are the enterprise's own."""
_YES = frozenset({"1", "1.0", "true", "y", "yes", "是"})


def read_exchange(reader: SheetReader, row: DataRow) -> Draft:
    """One record; what has no column of its own is kept as it came."""
    state, code = _said(reader, row, "status"), _said(reader, row, "uscc")
    told = replace(row, cells=_in_words(reader, row))
    draft = read_hazard(reader, told)
    if state == ACCEPTED and draft.values["reinspected_on"]:
        draft.values["reinspection_result"] = Result.PASS.value
    is_expert = _said(reader, row, "source") == _OUTSIDE_EXPERTS
    draft.more["source"] = Source.THIRD_PARTY if is_expert else Source.ENTERPRISE
    draft.values["code"] = reader.text(row, "code")
    draft.more["company_code"] = code
    draft.more["deleted"] = _said(reader, row, "deleted").lower() in _YES
    draft.more["raw"] = {"exchange": _kept(reader, row)}
    if state and state not in CODES["status"]:
        words = t("flag.remark.exchange_states")
        field = title(reader.kind.name, "status")
        draft.judgement.add("BAD_VALUE", *reader.where(row, "status"), value=state, field=field, allowed=words)
    return draft


def _said(reader: SheetReader, row: DataRow, key: str) -> str:
    """A cell as short text; 1.0 of a spreadsheet is 1."""
    cell = reader.cell(row, key)
    return "" if cell is None else compact(text(cell)).removesuffix(".0")


def _in_words(reader: SheetReader, row: DataRow) -> list[Cell]:
    """The cells with codes in words, money with its unit, and times as dates."""
    cells = list(row.cells)
    for key, places in reader.header.placed.items():
        for place in places:
            if place.index < len(cells) and cells[place.index] not in (None, ""):
                cells[place.index] = _as_ledgers_say(key, cells[place.index], reader)
    described = [place for place in reader.header.placed.get("description", ()) if place.index < len(cells)]
    if any(label(place.title) == "dangerdesc" and compact(text(cells[place.index])) for place in described):
        for place in described:
            if label(place.title) == "dangername":
                cells[place.index] = None
    return cells


def _as_ledgers_say(key: str, cell: Cell, reader: SheetReader) -> Cell:
    said = compact(text(cell)).removesuffix(".0")
    if key in CODES:
        return CODES[key].get(said, cell)
    if key == "funds_yuan":
        return f"{said}万元"
    if key == "uscc":
        return cell if len(said) == _CREDIT_CODE else None
    if key in _TIMES and said.isdecimal() and len(said) <= _MOST_DIGITS and int(said) in _MILLISECONDS:
        return datetime.fromtimestamp(int(said) / 1000, reader.pack.zone).date().isoformat()
    return cell


_TIMES = frozenset({"found_on", "deadline", "reinspected_on"})


def _kept(reader: SheetReader, row: DataRow) -> dict[str, Any]:
    """Fields without a column of ours, and the codes as they came, by their names in the standard."""
    kept = {}
    for key in ("code", "kept", "source", "category"):
        for place in reader.header.placed.get(key, ()):
            if place.index < len(row.cells) and row.cells[place.index] not in (None, ""):
                kept[place.title] = row.cells[place.index]
    return kept
