"""Rows of inspection ledgers (domain 2.3): who looked at whom, when and about what, and what was found."""

from data.exchange.days import not_before, past_day
from data.exchange.drafts import Draft, SheetReader, shown
from data.exchange.inspection_words import Uncounted, read_findings, read_inspection_type, read_signed
from data.exchange.table import DataRow
from data.exchange.values import Unreadable
from data.rules.inspections import InspectionType
from data.store.inspecting import people

_TEXTS = ("subject", "code", "doc_no", "org", "inspectors", "topic", "refusal")
_LONGEST_CODE = 64


def read_inspection(reader: SheetReader, row: DataRow) -> Draft:
    """One row of an inspection ledger with everything that can be said of it alone."""
    draft = reader.draft(row)
    reader.common(row, draft)
    values = draft.values
    for key in _TEXTS:
        values[key] = reader.text(row, key, _LONGEST_CODE if key == "code" else 200)
    values["org"] = values["org"] or reader.context.office
    values["remark"] = reader.prose(row, "remark", draft)
    if values["subject"] is None:
        reader.missing(row, draft, "subject")
    _days(reader, row, draft)
    _type(reader, row, draft)
    _findings(reader, row, draft)
    _signed(reader, row, draft)
    return draft


def _days(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    began = past_day(reader, row, draft, "inspected_on")
    if began is None and not draft.judgement.is_refused:
        reader.missing(row, draft, "inspected_on")
    ended = past_day(reader, row, draft, "ended_on", after=began)
    not_before(reader, row, draft, "ended_on", ended, began, "ended_before")


def _type(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    """检查类型; 日常 where the cell is blank, which is said. Enforcement by one person is said, too."""
    kind = reader.usual(row, "type", draft, read_inspection_type, InspectionType.DAILY, "type_daily")
    inspectors = draft.values["inspectors"]
    if kind is InspectionType.ENFORCEMENT and inspectors and len(people(inspectors)) < 2:
        draft.judgement.remark("one_inspector", *reader.where(row, "inspectors"), value=inspectors)


def _findings(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    """How much was found; at least one where the cell tells of problems and counts none, which is said."""
    cell = reader.cell(row, "findings")
    draft.more["is_uncounted"] = False
    try:
        found = read_findings(cell) if cell is not None else None
    except Uncounted:
        found, draft.more["is_uncounted"] = 1, True
        draft.judgement.remark("findings_uncounted", *reader.where(row, "findings"), value=shown(cell))
    except Unreadable:
        found = reader.known(row, "findings", draft, read_findings)
    else:
        if found is None and reader.has("findings"):
            draft.judgement.remark("findings_blank", *reader.where(row, "findings"))
    draft.values["findings"] = found or 0
    draft.more["says_findings"] = found is not None


def _signed(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    signed, why = reader.known(row, "signed", draft, read_signed) or (None, None)
    draft.values["refusal"] = draft.values["refusal"] or (why[:200] if why else None)
    if signed is None and draft.values["refusal"]:
        signed = False
    draft.values["signed"] = signed
