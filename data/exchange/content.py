"""Titles that nobody knows, told by what stands below them, where that is unmistakable and such a column is lacking.

A row of ``SORTS`` says what the cells of a sort of columns look like. Where exactly one unknown title has such cells
and the kind has one column of that sort to fill, it is taken, and a note says so; in any doubt it is only suggested.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from data.exchange.columns import Column, Kind, label
from data.exchange.context import Context
from data.exchange.dates import Form, read_date
from data.exchange.header import Header, Titled, headers_at
from data.exchange.mapping import Origin, columns_of
from data.exchange.reader import Cell, Sheet
from data.exchange.table import DataRow, data_rows
from data.exchange.text import BROKEN, compact, says_nothing, text
from data.exchange.values import Unreadable, read_money
from data.packs.places import Places
from data.rules import uscc
from geo.coordinates import read_pair, within

ROWS = 200
"""So many rows of a table are looked at."""


@dataclass(frozen=True, slots=True)
class County:
    """What the cells are held against."""

    places: Places
    today: date


_SOMEBODY_ELSE = re.compile("检查|执法|网格|监管|包保|维保|施工|设计|监理|填报|上报|报送|审核|主管|责任单位")
IsSuch = Callable[[Cell, County], bool]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of columns: ``reads`` of the registry's columns that it fills, and whether a cell is of that sort.

    ``share`` of the cells that say something must be, and at least ``fewest``. A title that ``not_title`` finds is
    about somebody or something else, and is only suggested; one that ``only_title`` does not find is not of that sort.
    """

    name: str
    reads: frozenset[str]
    is_such: IsSuch
    share: float = 0.9
    fewest: int = 2
    keys: frozenset[str] = frozenset()
    not_title: re.Pattern[str] = re.compile(
        r"检查|执法|网格|监管|包保|维保|施工|设计|监理|填报|上报|报送|审核|主管|责任单位"
    )
    only_title: re.Pattern[str] = re.compile("")

    def fills(self, column: Column) -> bool:
        """Whether a column of the registry is of this sort."""
        return column.reads in self.reads and (not self.keys or column.key in self.keys)


@dataclass(frozen=True, slots=True)
class Hint:
    """What the cells below a title look like: ``keys`` it may be, ``taken`` when it is imported as the only one."""

    titled: Titled
    sort: str
    keys: tuple[str, ...]
    taken: bool


_MOBILE = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}\Z|0\d{2,3}-?\d{7,8}\Z")
_LEVEL = re.compile(r"(?:一般|重大)(?:事故|安全)?(?:隐患)?\Z")
_STATUS = re.compile(
    r"(?:已|已经|未|尚未|正在|部分)(?:完成)?(?:整改|销号)(?:完成|完毕|到位|中)?\Z|整改(?:中|完成|完毕|到位)\Z|未完成整改\Z"
)
_EQUIPMENT = re.compile(r"(?:在用|停用|报废|拆除|未投入使用)\Z")
_COLOUR = re.compile(r"[红橙黄蓝]色?(?:风险)?\Z")
_EQUIPMENT_CODE = re.compile(r"[1-9]\d{3}[0-9A-Z]{6}\d{10}\Z")
_FIRM = re.compile(
    r".{2,}(?:公司|厂|合作社|个体工商户|经营部|加油站|加气站|超市|商店|商行|门市部|养殖场|饭店|酒店|宾馆|医院|学校|幼儿园)(?:\(.{1,12}\))?\Z"
)
_AMOUNT = re.compile(r"[\d,.]+(?:万|万元|元)\Z")
_OTHER_LEVEL = re.compile("风险|事故|处罚|企业|单位|监管")
_NO_COST = re.compile("罚|注册|产值|营业|收入|事故|损失")
_LONGEST_TOWN = 10
_DECIMALS = 3
_DATES = ("found", "inspected", "occurred", "deadline", "done", "inspection_day", "inspection_due", "insured")
_NOT_FOUND_ON = re.compile(
    "限|截止|到期|完成|整改|复查|验收|销号|填报|填表|登记|出生|成立|建档|录入|更新|发证|有效|计划|下次"
)


def _matches(pattern: re.Pattern[str], cell: Cell, _: County) -> bool:
    return pattern.match(compact(text(cell))) is not None


def _is_code(cell: Cell, county: County) -> bool:
    return county.places.pack.checks_uscc and uscc.is_valid(compact(text(cell)).upper())


def _is_town(cell: Cell, county: County) -> bool:
    raw = compact(text(cell))
    match = county.places.resolve_town(raw) if len(raw) <= _LONGEST_TOWN and not raw.isdigit() else None
    return match is not None and match.code is not None and not match.clash


def _is_day(cell: Cell, county: County) -> bool:
    if isinstance(cell, int | float):
        return False
    reading = read_date(cell, county.today.year, county.today)
    return reading.form in (Form.DAY, Form.INFERRED)


def _is_amount(cell: Cell, _: County) -> bool:
    try:
        return read_money(cell, 1) is not None
    except Unreadable:
        return False


def _is_point(cell: Cell, county: County) -> bool:
    bounds = county.places.pack.bounds
    reading = read_pair(cell, None, bounds)
    return reading.lon is not None and reading.lat is not None and within(bounds, reading.lon, reading.lat)


def _is_degrees(at: int, cell: Cell, county: County) -> bool:
    """A number with decimals between the borders of the pack: ``at`` 0 west and east, 1 south and north."""
    raw = compact(text(cell)).rstrip("°")
    whole, dot, decimals = raw.partition(".")
    if not dot or not whole.isdigit() or not decimals.isdigit() or len(decimals) < _DECIMALS:
        return False
    bounds = county.places.pack.bounds
    return bounds[at] <= float(raw) <= bounds[at + 2]


SORTS: tuple[Sort, ...] = (
    Sort("uscc", frozenset(("uscc",)), _is_code, share=0.8, fewest=1),
    Sort("reg_code", frozenset(("reg_code",)), partial(_matches, _EQUIPMENT_CODE), fewest=1),
    Sort("name", frozenset(("name",)), partial(_matches, _FIRM), share=0.8),
    Sort("day", frozenset(_DATES), _is_day, not_title=_NOT_FOUND_ON),
    Sort("phone", frozenset(("phone",)), partial(_matches, _MOBILE)),
    Sort("town", frozenset(("text",)), _is_town, keys=frozenset(("town",))),
    Sort("level", frozenset(("level",)), partial(_matches, _LEVEL), not_title=_OTHER_LEVEL),
    Sort("status", frozenset(("status",)), partial(_matches, _STATUS)),
    Sort("equipment_status", frozenset(("equipment_status",)), partial(_matches, _EQUIPMENT)),
    Sort("colour", frozenset(("colour",)), partial(_matches, _COLOUR)),
    Sort("point", frozenset(("degrees",)), _is_point, fewest=1, keys=frozenset(("point",))),
    Sort("lon", frozenset(("degrees",)), partial(_is_degrees, 0), keys=frozenset(("lon",))),
    Sort("lat", frozenset(("degrees",)), partial(_is_degrees, 1), keys=frozenset(("lat",))),
    Sort("money", frozenset(("money",)), partial(_matches, _AMOUNT), not_title=_NO_COST),
    Sort("money", frozenset(("money",)), _is_amount, not_title=_NO_COST, only_title=re.compile("资金|费用|经费|花费")),
)


def hints(sheet: Sheet, header: Header, context: Context, kind: Kind, county: County) -> list[Hint]:
    """What the titles of a table that nobody knows may be, by the sorts of columns that the kind still lacks."""
    unknown = [one for one in header.titles if one.key is None and one.origin is Origin.REGISTRY]
    lacking = [
        column
        for key, column in columns_of(kind.name).items()
        if not header.has(key) and key not in context.stated and not _is_elsewhere(key, header)
    ]
    if not unknown or not lacking:
        return []
    rows = _some(data_rows(sheet, header, kind))
    found: list[Hint] = []
    for sort in SORTS:
        columns = [column for column in lacking if sort.fills(column)]
        such = [one for one in unknown if columns and _looks(one, rows, sort, county)]
        known = {hint.titled.index for hint in found}
        such = [one for one in such if one.index not in known]
        chosen = _chosen(such, columns, sort, kind, partial(_in_time, rows, header, county))
        for one in such:
            keys = (chosen,) if chosen else tuple(column.key for column in columns)
            found.append(Hint(one, sort.name, keys, chosen is not None))
    return _pairs_only(found)


def taken(sheet: Sheet, header: Header, kind: Kind, found: Sequence[Hint]) -> Header:
    """The header with the columns that were told by their content; a repeated header knows them again."""
    content = {label(hint.titled.title): hint.keys[0] for hint in found if hint.taken}
    if not content:
        return header
    naming = replace(header.naming, content=content)
    return next(again for again in headers_at(sheet, header.first, kind, naming) if again.last == header.last)


def _is_elsewhere(key: str, header: Header) -> bool:
    """A place in one column needs no two, and the reverse."""
    return (key in ("lon", "lat") and header.has("point")) or (key == "point" and header.has("lon"))


def _some(rows: Iterable[DataRow]) -> list[DataRow]:
    return [row for _, row in zip(range(ROWS), (row for row in rows if row.skip is None), strict=False)]


def _cells(one: Titled, rows: Iterable[DataRow]) -> list[Cell]:
    """What stands below a title, without blanks."""
    cells = (row.cells[one.index] if one.index < len(row.cells) else None for row in rows)
    return [cell for cell in cells if cell not in (None, "", *BROKEN) and not says_nothing(compact(text(cell)))]


def _looks(one: Titled, rows: Sequence[DataRow], sort: Sort, county: County) -> bool:
    if not sort.only_title.search(label(one.title)):
        return False
    cells = _cells(one, rows)
    such = sum(sort.is_such(cell, county) for cell in cells)
    return such >= sort.fewest and such >= sort.share * len(cells)


def _chosen(
    such: Sequence[Titled], columns: Sequence[Column], sort: Sort, kind: Kind, in_time: Callable[[Titled], bool]
) -> str | None:
    """The column that the only such title is, when there is no doubt: the only one, or of days the one needed."""
    if len(such) != 1 or sort.not_title.search(label(such[0].title)):
        return None
    if sort.name == "day":
        columns = [column for column in columns if column.key in kind.required and in_time(such[0])]
    return columns[0].key if len(columns) == 1 else None


def _in_time(rows: Sequence[DataRow], header: Header, county: County, one: Titled) -> bool:
    """Days on which something was found lie neither ahead nor after the deadline beside them."""
    deadline = header.placed.get("deadline", ())
    for row in rows:
        day, until = (_day(row, at, county) for at in (one.index, deadline[0].index if deadline else -1))
        if day is not None and (day > county.today or (until is not None and day > until)):
            return False
    return True


def _day(row: DataRow, at: int, county: County) -> date | None:
    """The day that a cell states with its year."""
    cell = row.cells[at] if 0 <= at < len(row.cells) else None
    reading = read_date(cell, county.today.year, county.today) if isinstance(cell, str) else None
    return reading.day if reading is not None and reading.form is Form.DAY else None


def _pairs_only(found: Sequence[Hint]) -> list[Hint]:
    """Half a place is none: degrees of one axis without the other are only suggested."""
    halves = {hint.keys[0] for hint in found if hint.taken and hint.sort in ("lon", "lat")}
    return [replace(hint, taken=False) if hint.sort in ("lon", "lat") and len(halves) == 1 else hint for hint in found]
