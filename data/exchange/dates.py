"""Dates as ledgers write them: with every mark, as spans, serial numbers and words (domain 9.3)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from data.exchange.reader import Cell
from data.exchange.text import compact, says_nothing, text

FIRST_YEAR = 2000
LAST_YEARS_AHEAD = 2


class Form(Enum):
    """How a date cell was meant."""

    BLANK = "blank"
    DAY = "day"
    INFERRED = "inferred"
    MONTH_END = "month_end"
    DAYS = "days"
    ON_THE_SPOT = "on_the_spot"
    OPEN = "open"
    IMPOSSIBLE = "impossible"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class DateReading:
    """``day`` for DAY, INFERRED (the year was not stated) and MONTH_END; ``days`` for DAYS, counted from the check."""

    form: Form
    day: date | None = None
    days: int | None = None
    year_stated: bool = True


BLANK = DateReading(Form.BLANK)
_UNREADABLE = DateReading(Form.UNREADABLE)
_IMPOSSIBLE = DateReading(Form.IMPOSSIBLE)
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)

_TIME = r"(?:[T日]?(?:[01]?\d|2[0-4])[:时点](?:[0-5]?\d分?)?(?::[0-5]?\d(?:\.\d+)?秒?)?(?:[+-]\d\d:?\d\d|Z)?)?"
_FULL = re.compile(rf"(\d{{4}}|\d{{2}})[-./年,、。](\d{{1,2}})[-./月,、。](\d{{1,2}})[日号]?{_TIME}\Z")
_MONTH_DAY = re.compile(rf"(\d{{1,2}})[-./月](\d{{1,2}})[日号]?{_TIME}\Z")
_DONE_BY = re.compile(r"(?<=.)(?:完成整改|整改完成|整改到位|整改完毕|完成销号|完成|整改)\Z")
_TIL = re.compile(r"(?<=.)(?:之前|以前|前|为止|截止|止)\Z")
_HOUR = re.compile(r"(?<=[日号\d])(?:\(?(?:星期|礼拜|周)[一二三四五六日天]\)?|[上下中]午.*|晚上?.*|\.)\Z")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?\Z")
_MONTH = re.compile(r"(?:(\d{4}|\d{2})年|(\d{4})[-./])?(\d{1,2})(?:月份?)?(底|末|下旬|中旬|上旬)?\Z")
_BARE_MONTH = re.compile(r"\d{4}[-./]\d{1,2}\Z")
_YEAR_END = re.compile(r"(?:(\d{4})年?)?(年底|年末|年内)\Z")
_FROM_NOW = re.compile(r"自?即日起(?:至|到)")
_SPAN = re.compile(r"(?<=[\d日号月])(?:至|到|~|—+|–|-{1,2})(?=\d)")
_DAYS = re.compile(
    r"(?:限|限期|自.{0,8}起)?(\d{1,3}|[一二三四五六七八九十两半]{1,3})(个?工作日|天|日|个?月|周|个?星期)(?:内|之内|以内)?\Z"
)
_ORDINALS = {
    "〇": "0",
    "零": "0",
    "一": "1",
    "二": "2",
    "两": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
_CHINESE_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日号])")

ON_THE_SPOT_WORDS = (
    "立即",
    "当场",
    "即查即改",
    "立行立改",
    "现场整改",
    "即时",
    "马上",
    "立刻",
    "当日",
    "当天",
    "即改",
    "边查边改",
    "即知即改",
    "立查立改",
    "随查随改",
    "现场立即",
)
OPEN_WORDS = ("长期", "持续", "常态化", "长期坚持", "持续整改", "长期整改", "随时", "日常", "不定期")


def read_date(cell: Cell, year: int | None, today: date, epoch_1904: bool = False) -> DateReading:
    """Understand one cell. ``year`` (of title, sheet or file) completes dates that do not state theirs.

    Years before 2000 or more than two ahead of ``today``, and days no calendar has, are IMPOSSIBLE.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _from_number(float(cell), today, epoch_1904)
    raw = compact(text(cell)).strip("'’。,;")
    if says_nothing(raw):
        return BLANK
    raw = _in_digits(_HOUR.sub("", raw))
    if raw.startswith(ON_THE_SPOT_WORDS):
        return DateReading(Form.ON_THE_SPOT)
    raw = _DONE_BY.sub("", _FROM_NOW.sub("", raw))
    til = _TIL.sub("", raw)
    reading = _span(til, year, today) or _from_text(til, year, today, epoch_1904)
    return _UNREADABLE if til != raw and reading.form is Form.DAYS else reading


def _in_digits(raw: str) -> str:
    """Chinese numerals of year, month and day as digits: 二〇二一年五月十二日 is 2021年5月12日."""
    raw = raw.replace("○", "〇")
    raw = _CHINESE_YEAR.sub(lambda match: "".join(_ORDINALS[digit] for digit in match[0]), raw)
    return _CHINESE_NUMBER.sub(lambda match: str(_chinese(match[0])), raw)


def _from_number(number: float, today: date, epoch_1904: bool) -> DateReading:
    if 20000 <= number < 80000:
        epoch = _EPOCH_1904 if epoch_1904 else _EPOCH_1900
        return _checked(epoch + timedelta(days=int(number)), today)
    whole = str(int(number)) if number.is_integer() else f"{number:g}"
    if match := _DIGITS.match(whole):
        return _day(int(match[1]), int(match[2]), int(match[3]), today)
    if _BARE_MONTH.match(whole) and not whole.endswith(".1"):
        return _month_of(whole, None, today)
    return _IMPOSSIBLE


def _from_text(raw: str, year: int | None, today: date, epoch_1904: bool) -> DateReading:
    if match := _FULL.match(raw) or _DIGITS.match(raw):
        return _day(_full_year(match[1]), int(match[2]), int(match[3]), today)
    if _SERIAL.match(raw):
        return _from_number(float(raw), today, epoch_1904)
    if match := _MONTH_DAY.match(raw):
        return _inferred(year, int(match[1]), int(match[2]), today)
    if "月" in raw or _BARE_MONTH.match(raw) or _YEAR_END.match(raw):
        month = _month_of(raw, year, today)
        if month.form is not Form.UNREADABLE:
            return month
    return _words(raw)


def _month_of(raw: str, year: int | None, today: date) -> DateReading:
    """A part of a month or year: 5月底, 2021年5月 and 年底 mean its last day, 上旬 and 中旬 the 10th and the 20th."""
    if match := _YEAR_END.match(raw):
        stated, month, part = match[1], 12, "底"
    elif match := _MONTH.match(raw):
        stated, month, part = match[1] or match[2], int(match[3]), match[4]
    else:
        return _UNREADABLE
    full = _full_year(stated) if stated else year if year is not None else today.year
    if not 1 <= month <= 12:
        return _IMPOSSIBLE
    last = {"上旬": 10, "中旬": 20}.get(part or "", monthrange(full, month)[1])
    reading = _day(full, month, last, today)
    form = Form.INFERRED if part in ("上旬", "中旬") else Form.MONTH_END
    return DateReading(form, reading.day, year_stated=stated is not None) if reading.day else reading


def _words(raw: str) -> DateReading:
    if raw.startswith(OPEN_WORDS):
        return DateReading(Form.OPEN)
    if match := _DAYS.match(raw):
        return _days(match[1], match[2])
    return _UNREADABLE


def _days(amount: str, unit: str) -> DateReading:
    if "半" in amount:
        return DateReading(Form.DAYS, days=15) if amount == "半" and "月" in unit else _UNREADABLE
    number = int(amount) if amount.isdigit() else _chinese(amount)
    if "工作日" in unit:
        return _UNREADABLE
    factor = 30 if "月" in unit else 7 if ("周" in unit or "星期" in unit) else 1
    return DateReading(Form.DAYS, days=number * factor)


def _span(raw: str, year: int | None, today: date) -> DateReading | None:
    """A span means its end; the end takes from the beginning what it leaves out. None when it is no span."""
    if _FULL.match(raw):
        return None
    for cut in _SPAN.finditer(raw):
        begin = _from_text(raw[: cut.start()], year, today, epoch_1904=False)
        if begin.day is None or begin.form is Form.MONTH_END:
            continue
        end = _span_end(raw[cut.end() :], begin.day, today)
        if end.form is Form.UNREADABLE:
            continue
        states_year = begin.year_stated or end.form is Form.DAY
        return (
            DateReading(Form.DAY if states_year else Form.INFERRED, end.day, year_stated=states_year)
            if end.day
            else end
        )
    return None


def _span_end(raw: str, begin: date, today: date) -> DateReading:
    if alone := re.fullmatch(r"(\d{1,2})[日号]?", raw):
        return _day(begin.year, begin.month, int(alone[1]), today)
    end = _from_text(raw, begin.year, today, epoch_1904=False)
    if end.day is not None and end.day < begin and not end.year_stated:
        return _inferred(begin.year + 1, end.day.month, end.day.day, today)
    return end


def _inferred(year: int | None, month: int, day: int, today: date) -> DateReading:
    reading = _day(year if year is not None else today.year, month, day, today)
    return DateReading(Form.INFERRED, reading.day, year_stated=False) if reading.day else reading


def _day(year: int, month: int, day: int, today: date) -> DateReading:
    try:
        return _checked(date(year, month, day), today)
    except ValueError:
        return _IMPOSSIBLE


def _checked(day: date, today: date) -> DateReading:
    if day.year < FIRST_YEAR or day.year > today.year + LAST_YEARS_AHEAD:
        return _IMPOSSIBLE
    return DateReading(Form.DAY, day)


def _full_year(stated: str) -> int:
    return int(stated) if len(stated) == 4 else 2000 + int(stated)


def _chinese(numeral: str) -> int:
    """Chinese numerals below 100: 十二, 二十, 二十一."""
    if "十" not in numeral:
        return int("".join(_ORDINALS[digit] for digit in numeral))
    tens, _, ones = numeral.partition("十")
    return 10 * int(_ORDINALS[tens] if tens else 1) + (int(_ORDINALS[ones]) if ones else 0)
