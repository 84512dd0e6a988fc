"""A day that a row states in a column of its own: kept, told where it is none, refused where it cannot be one."""

import re
from datetime import date
from functools import partial

from data.exchange.dates import Form
from data.exchange.drafts import Draft, SheetReader, shown
from data.exchange.reader import Cell
from data.exchange.table import DataRow
from data.exchange.text import compact, text
from data.words import t

_FLAGS = {Form.INFERRED: "DATE_INFERRED", Form.MONTH_END: "DATE_MONTH_END"}
_NO_DAY = re.compile(r"(?:未|至今|无|待|免|不|停|报废|新|首|已|暂|封存|拆|是$|否$|有$|没有|√|✓|✔|×|长期|合格)")


def names_no_day(cell: Cell) -> bool:
    """Whether a date's cell says in words why it names no day: 未检验, 停用, 未投保."""
    return _NO_DAY.match(compact(text(cell))) is not None


def stated_day(
    reader: SheetReader, row: DataRow, draft: Draft, key: str, *, ahead: int = 0, after: date | None = None
) -> date | None:
    """A day of a row; words that say why there is none are told and left, what cannot be a day refuses the row.

    A day without its year comes ``after`` the one it follows from.
    """
    cell, reading = reader.date(row, key, after.year if after else None, ahead)
    where, day = partial(reader.where, row, key), reading.day
    if after and day and day < after and not reading.year_stated:
        reading = reader.date(row, key, after.year + 1, ahead)[1]
        day = reading.day
    if reading.form is Form.BLANK:
        return None
    if day is None and reading.form is not Form.IMPOSSIBLE and names_no_day(cell):
        draft.judgement.remark("no_day", *where(), value=shown(cell))
    elif day is None:
        why = "no_such_day" if reading.form is Form.IMPOSSIBLE else "not_a_date"
        draft.judgement.add("BAD_DATE", *where(), value=shown(cell), why=t(f"flag.remark.{why}"))
    elif reading.form in _FLAGS:
        draft.judgement.add(_FLAGS[reading.form], *where(), value=shown(cell), day=day.isoformat())
    draft.values[key] = day.isoformat() if day else None
    return day


def not_before(
    reader: SheetReader, row: DataRow, draft: Draft, key: str, day: date | None, than: date | None, remark: str
) -> None:
    """Leave out a day that lies before the one it follows from, which ``remark`` says."""
    if day and than and day < than:
        where = reader.where(row, key)
        draft.judgement.remark(remark, *where, day=day.isoformat(), than=than.isoformat())
        draft.values[key] = None


def past_day(reader: SheetReader, row: DataRow, draft: Draft, key: str, after: date | None = None) -> date | None:
    """A day of a row that has been: one after today refuses the row."""
    day = stated_day(reader, row, draft, key, after=after)
    if day and day > reader.today:
        draft.judgement.add("BAD_DATE", *reader.where(row, key), value=day.isoformat(), why=t("flag.remark.future"))
    return day
