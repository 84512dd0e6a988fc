"""Rows of hazard ledgers: what was found, how it is to be rectified, how far that is proven (domain 9.2–9.5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from data.exchange.dates import BLANK, ON_THE_SPOT_WORDS, DateReading, Form, read_date
from data.exchange.drafts import Draft, SheetReader, shown
from data.exchange.outcome import Judgement
from data.exchange.reader import Cell
from data.exchange.table import DataRow
from data.exchange.text import compact, text
from data.exchange.values import (
    Claim,
    Unreadable,
    passed_on,
    read_level,
    read_manage_type,
    read_result,
    read_source,
    read_status,
    split_date,
)
from data.rules.dictionaries import cause_said
from data.rules.vocabulary import Level, ManageType, Result, Source, State
from data.words import t

FIVE = ("responsible", "measures", "funds_yuan", "deadline", "plan")
"""五落实 as columns of a ledger, in the order of the fields of an event."""
Where = Callable[[], tuple[str, str]]
"""Title and name of a cell, asked for only when there is something to say of it."""
_HALF_YEAR = 183
_NO_PLAN = frozenset({"未制定", "未编制", "无预案", "没有", "否"})


def read_hazard(reader: SheetReader, row: DataRow) -> Draft:
    """One row of a hazard ledger with everything that can be said of it alone."""
    draft = reader.draft(row)
    reader.common(row, draft)
    _who_and_what(reader, row, draft)
    found = _found(reader, row, draft)
    _level(reader, row, draft)
    _remediation(reader, row, draft, found)
    _reinspection(reader, row, draft, found)
    _progress(reader, row, draft, found)
    _five_complete(reader, row, draft)
    return draft


def _who_and_what(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    values = draft.values
    values["subject"] = reader.text(row, "subject")
    values["description"] = reader.prose(row, "description", draft)
    values["category"] = reader.text(row, "category")
    values["cause_type"] = _cause(reader, row, draft)
    values["inspector"] = reader.text(row, "inspector")
    values["case_no"] = reader.text(row, "case_no")
    for key in ("subject", "description"):
        if values[key] is None and key in reader.kind.required:
            reader.missing(row, draft, key)
    draft.more["check_org"] = reader.text(row, "check_org")
    source = reader.cell(row, "source")
    draft.more["source"] = read_source(source) if source is not None else None


def _cause(reader: SheetReader, row: DataRow, draft: Draft) -> str | None:
    """致因 by the dictionary of the day of the check; a free reason is remarked on and stays in the ledger."""

    def read(cell: Cell) -> str:
        day = reader.date(row, "found_on")[1].day or reader.today
        told = text(cell).strip()
        found = cause_said(reader.pack.causes, told, day) or cause_said(reader.pack.causes, compact(told), day)
        if found is None:
            raise Unreadable(told)
        return found.code

    return reader.known(row, "cause_type", draft, read)


def _found(reader: SheetReader, row: DataRow, draft: Draft) -> date | None:
    cell, reading = reader.date(row, "found_on")
    where, judgement = partial(reader.where, row, "found_on"), draft.judgement
    day = reading.day
    if reading.form is Form.BLANK:
        reader.missing(row, draft, "found_on")
    elif day is None:
        why = "no_such_day" if reading.form is Form.IMPOSSIBLE else "not_a_date"
        judgement.add("BAD_DATE", *where(), value=shown(cell), why=t(f"flag.remark.{why}"))
    elif day > reader.today:
        judgement.add("BAD_DATE", *where(), value=shown(cell), why=t("flag.remark.future"))
        draft.values["found_on"] = day.isoformat()
        return None
    else:
        _flag_inferred(judgement, where, cell, reading)
    draft.values["found_on"] = day.isoformat() if day else None
    return day


def _flag_inferred(judgement: Judgement, where: Where, cell: Cell, reading: DateReading) -> None:
    form = reading.form
    if reading.day and (form is Form.INFERRED or form is Form.MONTH_END):
        flag = "DATE_INFERRED" if form is Form.INFERRED else "DATE_MONTH_END"
        judgement.add(flag, *where(), value=shown(cell), day=reading.day.isoformat())


def _level(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    level = reader.known(row, "level", draft, read_level, _level_words)
    draft.values["judge_basis"] = reader.prose(row, "judge_basis", draft)
    if level is None and reader.has("level") and "BAD_VALUE" not in draft.judgement.flags:
        draft.judgement.add("LEVEL_DEFAULTED", *reader.where(row, "level"))
    draft.values["level"] = int(level or Level.GENERAL)
    if level is Level.MAJOR and reader.has("judge_basis") and draft.values["judge_basis"] is None:
        draft.judgement.add("JUDGE_BASIS_MISSING", *reader.where(row, "judge_basis"))


def _level_words() -> str:
    return f"{t('page_common.level.0')}、{t('page_common.level.1')}"


def _remediation(reader: SheetReader, row: DataRow, draft: Draft, found: date | None) -> None:
    values = draft.values
    values["measures"] = reader.prose(row, "measures", draft)
    values["responsible"] = reader.text(row, "responsible")
    draft.more["resp_org"] = reader.text(row, "resp_org")
    values["funds_yuan"] = reader.known(row, "funds_yuan", draft, reader.money)
    plan = reader.prose(row, "plan", draft)
    draft.more["plan"] = None if plan in _NO_PLAN else plan
    manage = reader.cell(row, "manage_type")
    stated = read_manage_type(manage) if manage is not None else None
    on_the_spot = _deadline(reader, row, draft, found) or stated is ManageType.ON_THE_SPOT
    values["manage_type"] = int(ManageType.ON_THE_SPOT if on_the_spot else ManageType.BY_DEADLINE)
    if on_the_spot and values["deadline"] is None and found:
        values["deadline"] = found.isoformat()


def _deadline(reader: SheetReader, row: DataRow, draft: Draft, found: date | None) -> bool:
    """Understand the deadline; True when it says 立即."""
    cell, reading = reader.date(row, "deadline", found.year if found else None)
    where, judgement = partial(reader.where, row, "deadline"), draft.judgement
    if reading.form is Form.ON_THE_SPOT:
        return True
    day = _resolved(reading, found)
    if reading.form is Form.OPEN:
        judgement.add("DEADLINE_OPEN", *where(), value=shown(cell))
    elif reading.form is Form.UNREADABLE:
        judgement.add("DEADLINE_UNREADABLE", *where(), value=shown(cell))
    elif reading.form is Form.IMPOSSIBLE:
        judgement.add("BAD_DATE", *where(), value=shown(cell), why=t("flag.remark.no_such_day"))
    elif reading.form is Form.DAYS:
        judgement.add("DAYS_RESOLVED")
    else:
        _flag_inferred(judgement, where, cell, DateReading(reading.form, day))
    if day and found and day < found:
        judgement.add("DEADLINE_BEFORE_CHECK", *where(), deadline=day.isoformat(), found=found.isoformat())
    draft.values["deadline"] = day.isoformat() if day else None
    return False


def _resolved(reading: DateReading, found: date | None) -> date | None:
    """The day a deadline means: counted from the check, and in the next year when the turn of the year lies between."""
    if reading.form is Form.DAYS:
        return found + timedelta(days=reading.days) if found and reading.days is not None else None
    day = reading.day
    if day and found and not reading.year_stated and (found - day).days > _HALF_YEAR:
        return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day + timedelta(days=365)
    return day


def _after(reading: DateReading, found: date | None) -> DateReading:
    """The reading of a day that comes after the check, in the next year when the turn of the year lies between."""
    return replace(reading, day=_resolved(reading, found)) if reading.day else reading


def _progress(reader: SheetReader, row: DataRow, draft: Draft, found: date | None) -> None:
    """What the row claims of the remediation, and the day it names for it; a day alone claims that it is done."""
    claim, day = _claimed(reader, row, draft, found)
    cell, reading = reader.date(row, "done_on", found.year if found else None)
    where, reading = partial(reader.where, row, "done_on"), _after(reading, found)
    if reading.form is Form.ON_THE_SPOT:
        day = found
        if found and draft.values["deadline"] is None and reader.cell(row, "deadline") is None:
            draft.values |= {"deadline": found.isoformat(), "manage_type": int(ManageType.ON_THE_SPOT)}
    elif reading.form is Form.IMPOSSIBLE:
        draft.judgement.add("BAD_DATE", *where(), value=shown(cell), why=t("flag.remark.no_such_day"))
    elif reading.form is Form.UNREADABLE and cell is not None:
        stated, dated = _words_and_day(reader, cell, found)
        claim, day = (stated or claim), (dated or day)
    else:
        day = reading.day or day
        _flag_inferred(draft.judgement, where, cell, reading)
    if day and day > reader.today:
        draft.judgement.add("BAD_DATE", *where(), value=day.isoformat(), why=t("flag.remark.future"))
    draft.more["done_on"] = day
    draft.more["claim"] = Claim.DONE if claim is Claim.NOT_STATED and day else claim


def _claimed(reader: SheetReader, row: DataRow, draft: Draft, found: date | None) -> tuple[Claim, date | None]:
    cell = reader.cell(row, "status")
    if cell is None:
        return Claim.NOT_STATED, None
    claim, day = _words_and_day(reader, cell, found)
    if claim is None:
        draft.judgement.remark("unreadable", *reader.where(row, "status"), value=shown(cell))
    return claim or Claim.NOT_STATED, day


def _words_and_day(reader: SheetReader, cell: Cell, found: date | None) -> tuple[Claim | None, date | None]:
    """Claim and day of a cell such as 2021.5.20已整改; a claim of None is not understood."""
    dated, words = split_date(cell)
    year = found.year if found else reader.year
    day = _resolved(read_date(dated, year, reader.today), found) if dated else None
    try:
        return (Claim.DONE if day and not words else read_status(words)), day
    except Unreadable:
        return None, day


def _reinspection(reader: SheetReader, row: DataRow, draft: Draft, found: date | None) -> None:
    """Date and result of the re-inspection, from columns of their own, from one that holds both, or from the status."""
    values = draft.values
    draft.more["reinspector"] = reader.text(row, "reinspector")
    reading, result, dated = BLANK, None, "reinspected_on"
    for key in ("reinspected_on", "reinspection_result", "reinspection"):
        if (reading.form is Form.BLANK or result is None) and reader.cell(row, key) is not None:
            said, stated = _both(reader, row, draft, key, found)
            result = result or stated
            if reading.form is Form.BLANK and said.form is not Form.BLANK:
                reading, dated = said, key
    if reading.form is Form.BLANK and result is None and (told := passed_on(reader.cell(row, "status"))):
        reading = read_date(told, found.year if found else reader.year, reader.today)
        result, dated = Result.PASS, "status"
    reading = _after(reading, found)
    day = reading.day
    _check_reinspected(draft, partial(reader.where, row, dated), reader.cell(row, dated), reading, found)
    values["reinspected_on"] = day.isoformat() if day else None
    values["reinspection_result"] = result.value if result else None


def _check_reinspected(draft: Draft, where: Where, cell: Cell, reading: DateReading, found: date | None) -> None:
    day, judgement = reading.day, draft.judgement
    if reading.form is Form.IMPOSSIBLE:
        judgement.add("BAD_DATE", *where(), value=shown(cell), why=t("flag.remark.no_such_day"))
    elif day and day > draft.reader.today:
        judgement.add("BAD_DATE", *where(), value=shown(cell), why=t("flag.remark.future"))
    elif day and found and day < found:
        why = t("flag.remark.before_found", found=found.isoformat())
        judgement.add("BAD_DATE", *where(), value=shown(cell), why=why)
    elif day:
        _flag_inferred(judgement, where, cell, reading)


def _both(
    reader: SheetReader, row: DataRow, draft: Draft, key: str, found: date | None
) -> tuple[DateReading, Result | None]:
    """What one cell says of a re-inspection: its date, its result, or both. 当场 is the day of the check."""
    year = found.year if found else None
    if key != "reinspection_result":
        cell, reading = reader.date(row, key, year)
        if reading.day is not None or reading.form in (Form.BLANK, Form.IMPOSSIBLE):
            return reading, None
    cell = reader.cell(row, key)
    dated, words = split_date(cell)
    reading = read_date(dated, year or reader.year, reader.today) if dated else BLANK
    if not dated and found and words.startswith(ON_THE_SPOT_WORDS):
        reading = DateReading(Form.DAY, found)
    if words in ON_THE_SPOT_WORDS:
        return reading, None
    try:
        return reading, read_result(words)
    except Unreadable:
        draft.judgement.remark("unreadable", *reader.where(row, key), value=shown(cell))
        return reading, None


def _five_complete(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    if draft.values["level"] != Level.MAJOR:
        return
    stated = draft.values | {"plan": draft.more["plan"]}
    missing = [key for key in FIVE if stated[key] is None and reader.has(key)]
    if missing:
        names = "、".join(t(f"column.{key}") for key in missing)
        draft.judgement.add("FIVE_INCOMPLETE", *reader.where(row, missing[0]), missing=names)


def status_of(draft: Draft, source: Source) -> State:
    """The state a row may enter with (domain 9.5): only a dated 合格 closes, a claim alone awaits re-inspection."""
    values, claim = draft.values, draft.more["claim"]
    result, on = values["reinspection_result"], values["reinspected_on"]
    if result == Result.PASS and on:
        held = values["level"] == Level.MAJOR and source is Source.TOWN
        return State.SUBMITTED if held else State.CLOSED
    if result in (Result.FAIL, Result.PARTIAL) or claim is Claim.FAILED:
        return State.FAILED
    if claim is Claim.DONE or result == Result.PASS:
        draft.judgement.add("CLAIM_WITHOUT_REINSPECTION", *draft.reader.where(draft.row, "status"))
        return State.SUBMITTED
    if claim is Claim.UNDER_WAY:
        return State.RECTIFYING
    return State.NOTICED if values["deadline"] else State.CONFIRMED
