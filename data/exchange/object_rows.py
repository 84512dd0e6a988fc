"""Rows of rosters of supervised objects (domain 2.1): who it is, where, of what sector and colour, who is in charge."""

from functools import partial

from data.exchange.drafts import Draft, SheetReader, shown
from data.exchange.table import DataRow
from data.exchange.values import SUPERVISION_WORDS, read_colour, read_object_kind, read_supervision_level
from data.rules.vocabulary import Colour, ObjectKind


def read_object(reader: SheetReader, row: DataRow) -> Draft:
    """One row of a roster with everything that can be said of it alone."""
    draft = reader.draft(row)
    reader.common(row, draft)
    values = draft.values
    values["name"] = reader.text(row, "name")
    if values["name"] is None:
        reader.missing(row, draft, "name")
    kind = reader.known(row, "object_kind", draft, read_object_kind, partial("、".join, ObjectKind))
    values["object_kind"] = (kind or ObjectKind.ENTERPRISE).value
    _office(reader, row, draft)
    values["principal"] = reader.text(row, "principal")
    if (
        values["uscc"] is None
        and "BAD_USCC" not in draft.judgement.flags
        and _needs_code(reader, values["object_kind"])
    ):
        draft.judgement.add("NO_USCC", *reader.where(row, "uscc"))
    return draft


def _needs_code(reader: SheetReader, kind: str) -> bool:
    """An 企业 needs a credit code where the country has them and the roster a column for it."""
    return kind == ObjectKind.ENTERPRISE and reader.pack.checks_uscc and reader.has("uscc")


def _office(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    values = draft.values
    colour = reader.known(row, "risk_colour", draft, read_colour, partial("、".join, Colour))
    values["risk_colour"] = colour.value if colour else None
    levels = partial("、".join, SUPERVISION_WORDS)
    values["supervision_level"] = reader.known(row, "supervision_level", draft, read_supervision_level, levels)
    values["lead_dept"] = reader.text(row, "lead_dept", 40)
    values["industry"] = reader.text(row, "industry")
    values["sector"] = _sector(reader, row, draft)


def _sector(reader: SheetReader, row: DataRow, draft: Draft) -> str | None:
    stated = reader.text(row, "sector")
    if stated is None:
        return None
    code = reader.sectors.find(stated)
    if code is None:
        draft.values["industry"] = draft.values["industry"] or stated
        draft.judgement.remark("unknown_sector", *reader.where(row, "sector"), value=shown(stated))
    return code
