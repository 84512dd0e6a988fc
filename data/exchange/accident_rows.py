"""Rows of accident ledgers (domain 2.4): when and where it happened, at whose place, and how grave it was."""

from functools import partial

from data.exchange.accident_words import (
    read_accident_level,
    read_accident_stage,
    read_accident_type,
    read_liability,
    read_people,
    read_production,
    time_of,
)
from data.exchange.days import not_before, past_day
from data.exchange.drafts import Draft, SheetReader
from data.exchange.table import DataRow
from data.exchange.text import compact, text
from data.exchange.values import read_money, unit_factor
from data.rules.accidents import AccidentLevel, level_of

_PEOPLE = ("deaths", "missing", "serious", "minor")
_WAN = 10_000
_NAMES_UNIT = ("元", "万", "千", "亿")


def read_accident(reader: SheetReader, row: DataRow) -> Draft:
    """One row of an accident ledger with everything that can be said of it alone."""
    draft = reader.draft(row)
    reader.common(row, draft)
    values = draft.values
    values["code"] = reader.text(row, "code", 64)
    values["subject"] = reader.text(row, "subject")
    values["industry"] = reader.text(row, "industry")
    values["course"] = reader.prose(row, "course", draft)
    _times(reader, row, draft)
    kind = reader.known(row, "type", draft, read_accident_type)
    values["type"] = kind.value if kind else None
    for key in _PEOPLE:
        values[key] = reader.known(row, key, draft, read_people, lambda: "0、1、2…")
    _loss(reader, row, draft)
    _level(reader, row, draft)
    values["is_liability"] = reader.known(row, "is_liability", draft, read_liability)
    values["is_production"] = reader.known(row, "is_production", draft, read_production)
    stage = reader.known(row, "stage", draft, read_accident_stage)
    values["stage"] = stage.value if stage else None
    return draft


def _times(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    occurred = past_day(reader, row, draft, "occurred_on")
    if occurred is None and not draft.judgement.is_refused:
        reader.missing(row, draft, "occurred_on")
    reported = past_day(reader, row, draft, "reported_on", after=occurred)
    not_before(reader, row, draft, "reported_on", reported, occurred, "reported_before")
    draft.more["occurred_time"] = time_of(reader.cell(row, "occurred_on")) if occurred else None
    draft.more["reported_time"] = time_of(reader.cell(row, "reported_on")) if draft.values["reported_on"] else None


def _loss(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    """直接经济损失 in yuan, by the unit of cell or title; else 万元 as such ledgers have it, which is said."""
    placed = reader.header.placed.get("loss_yuan")
    unit = placed[0].unit if placed else ""
    loss = reader.known(
        row, "loss_yuan", draft, partial(read_money, factor=unit_factor(unit) if unit else _WAN), lambda: "12.5万元"
    )
    said = compact(text(reader.cell(row, "loss_yuan")))
    if loss and not unit and not any(word in said for word in _NAMES_UNIT):
        draft.judgement.remark("loss_in_wan", *reader.where(row, "loss_yuan"), value=said)
    draft.values["loss_yuan"] = loss


def _level(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    """事故等级 by the figures; one that is stated otherwise is said, and stands only where there are no figures."""
    values = draft.values
    stated = reader.known(row, "level", draft, read_accident_level, partial("、".join, AccidentLevel))
    figures = (values["deaths"], values["serious"], values["loss_yuan"])
    draft.more["stated_level"] = stated.value if stated else None
    if all(figure is None for figure in figures):
        values["level"] = stated.value if stated else None
        return
    loss = values["loss_yuan"]
    level = level_of(values["deaths"], values["serious"], None if loss is None else round(loss * 100))
    if stated is not None and stated is not level:
        draft.judgement.remark("accident_level", *reader.where(row, "level"), stated=stated.value, level=level.value)
    values["level"] = level.value
