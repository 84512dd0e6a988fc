"""What a sheet says outside its table: year, filing day, office, town, and the datum it mentions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.exchange.columns import Kind, by_label, label
from data.exchange.dates import Form, read_date
from data.exchange.header import Header
from data.exchange.reader import Sheet
from data.exchange.text import compact, prose, text
from data.packs.places import Places

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:年|[-./_]?(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)|(?!\d))")
_FILED = re.compile(r"(?:填报|上报|填表|报送|制表)(?:时间|日期)[:：]?\s*(\S+)")
_AS_OF = re.compile(r"截至\s*(\S+?)(?:$|[)）\s])")
_OFFICE = re.compile(r"(?:填报|上报|报送|填表|编制|制表)(?:单位|部门)(?:\((?:盖?章|公章)\))?[:：]?\s*([^\s(（]+)")
_DATUM = re.compile(
    r"坐标(?:来源|系|系统|采集)?[:：]?\s*\S+|\S*(?:高德|百度|腾讯|谷歌|天地图|WGS-?84|CGCS-?2000|2000坐标系|GCJ-?02|BD-?09)\S*",
    re.IGNORECASE,
)
_DATUM_WORDS = (
    (("高德", "腾讯", "gcj"), "gcj02"),
    (("百度", "bd-09", "bd09"), "bd09"),
    (("天地图", "cgcs", "2000坐标"), "cgcs2000"),
    (("wgs", "gps"), "wgs84"),
)
_MONEY_UNIT = re.compile(r"(?:(?:金额|资金|货币)?单位|金额)[:：]\s*(?:人民币)?(元|千元|万元|百万元|亿元)")
_PAIR = re.compile(r"([^\s:：]{2,12})[:：]\s*([^\s:：]+)")


@dataclass(frozen=True, slots=True)
class Context:
    """``stated`` are canonical columns that the title block gives for the whole sheet: 检查时间：2021年5月12日."""

    year: int | None
    year_from_file: bool
    filed: date | None
    sheet_town: str | None
    """The town that the sheet's own name is: one sheet a town."""
    town: str | None
    office: str | None
    datum: str | None
    datum_text: str
    stated: dict[str, str]
    money_unit: str = ""
    """The unit of amounts that stand without one: 单位：万元."""


def read_context(sheet: Sheet, header: Header, kind: Kind, file_name: str, places: Places, today: date) -> Context:
    """Read title rows, sheet name and file name, in this order of trust."""
    titles = [prose(text(cell)) for row in sheet.rows[: header.first] for cell in row if cell not in ("", None)]
    year = _year([*titles, sheet.name, file_name])
    filed = _filed(titles, year, today)
    office = next((match[1] for title in titles if (match := _OFFICE.search(title))), None)
    datum_text = next((match[0] for title in titles if (match := _DATUM.search(title))), "")
    return Context(
        year=year if year is not None else filed.year if filed else None,
        year_from_file=year is not None,
        filed=filed,
        sheet_town=_town(places, [sheet.name]),
        town=_town(places, [sheet.name, office or "", *map(_first_words, titles), _first_words(file_name)]),
        office=office,
        datum=_datum(datum_text),
        datum_text=datum_text,
        stated=_stated(titles, kind, header),
        money_unit=next((match[1] for title in titles if (match := _MONEY_UNIT.search(title))), ""),
    )


def _year(texts: Iterable[str]) -> int | None:
    return next((int(match[1]) for one in texts if (match := _YEAR.search(compact(one)))), None)


def _filed(titles: list[str], year: int | None, today: date) -> date | None:
    for title in titles:
        for pattern in (_FILED, _AS_OF):
            if match := pattern.search(title):
                reading = read_date(match[1], year, today)
                if reading.day is not None and reading.form in (Form.DAY, Form.INFERRED, Form.MONTH_END):
                    return min(reading.day, today)
    return None


def _first_words(title: str) -> str:
    """A title up to its first digit: the town that 某街道2021年5月台账 begins with."""
    return re.split(r"\d", compact(title), maxsplit=1)[0][:30]


def _town(places: Places, texts: list[str]) -> str | None:
    for one in texts:
        if one:
            match = places.resolve_town(one)
            if match.code is not None and not match.clash:
                return match.code
    return None


def _datum(mentioned: str) -> str | None:
    low = mentioned.lower()
    return next((datum for words, datum in _DATUM_WORDS if any(word in low for word in words)), None)


def _stated(titles: list[str], kind: Kind, header: Header) -> dict[str, str]:
    known = by_label(kind.name)
    stated: dict[str, str] = {}
    for title in titles:
        for name, value in _PAIR.findall(title):
            column = known.get(label(name))
            if (
                column is not None
                and not header.has(column.key)
                and column.key not in ("town", "phone", "remark", "seq")
            ):
                stated.setdefault(column.key, value)
    return stated
