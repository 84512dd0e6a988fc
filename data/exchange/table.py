"""Rows of a ledger's table: merged cells and 同上 filled in; blank rows, subtotals, footers and headers told apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from data.exchange.columns import Column, Kind, by_label, label
from data.exchange.header import Header, headers_at
from data.exchange.reader import Cell, Sheet
from data.exchange.text import BROKEN, compact, text

_DITTO = frozenset(
    {
        "同上",
        "同 上",
        "同　上",
        "〃",
        "″",
        "”",
        '"',
        "''",
        "′′",
        '""',
        "同前",
        "同左",
        "-〃-",
        "々",
        "如上",
        "上同",
        "〃〃",
    }
)
_DITTO_CELLS = frozenset(
    before + mark + after for mark in _DITTO for before in ("", " ", "　") for after in ("", " ", "　")
)
_SUM = r"(?:合计|小计|总计|累计|共计|总合计|合计数)[:：]?(?:共?\d.*|\(.*\))?\Z"
_SUBTOTAL = re.compile(rf"(?:本页|本表|本月|全年|全区|全镇|分类|以上)?{_SUM}")
_SUBTOTAL_OF = re.compile(rf".{{1,12}}(?=合计|小计|总计){_SUM}")
"""With a word of what is summed up: 太平街道小计."""
_LONE_SUM = re.compile(r"(?:本页|本表)?(?:合计|小计|总计)[:：]?\Z")
_COUNT = re.compile(r"\d[\d.,]*(?:条|项|个|家|处|户|台|起|人)?\Z")
_SIGNERS = (
    r"(?:填表人|填报人|制表人|审核人|审批人|审签人|经办人|负责人签字|签字|单位负责人|主要负责人签字|分管领导|联系人|联系电话|"
    r"填表日期|填报日期|制表日期|制表|审核|填表说明|填报说明|注|备注|说明|填表单位|填报单位|填报时间|主要负责人|负责人|签发人)"
    r"(?:\((?:签字|签名|盖章|公章|签章)\))?"
)
_ALSO_SIGNERS = (
    r"(?:日期|时间|抄送|主管领导|主要领导|分管负责人|统计人|复核人?|上报人|报送人|填写人|上报单位|报送单位|上报时间|报送时间|"
    r"监督电话|举报电话|检查人员?|检查组成员|记录人|见证人|被检查(?:单位|企业)(?:负责人)?)(?:\(?(?:签字|签名|盖章|公章|签章)\)?)?"
)
"""They sign only where a colon follows."""
_FOOTER = re.compile(rf"(?:{_SIGNERS}|{_ALSO_SIGNERS})[:：]")
_SIGNER = re.compile(rf"{_SIGNERS}\Z")
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)).{1,30}\Z")
_SIGNED_ON = re.compile(r"(?:日期[:：]?)?(?:20\d{2}|二[〇零○]..)年.{1,3}月.{1,3}日\Z")
_OFFICE = re.compile(r"(?:办|办公室|局|镇|街道|委员会|委|政府|办事处|中心|站|大队|公司)(?:\((?:盖?章|公章)\))?\Z")
_FILLER = re.compile(
    r"\(?以下(?:空白|无正文)\)?\Z|\((?:盖?章|公章|签章)\)\Z|以上.{0,6}共.{1,12}\Z|第\d+页[,/]?(?:共\d+页)?\Z|共\d+页[,/]?(?:第\d+页)?\Z"
)
_FEW = 4


class Skip(StrEnum):
    """Why a row is no data."""

    BLANK = "blank"
    SUBTOTAL = "subtotal"
    FOOTER = "footer"
    SECTION = "section"
    HEADER = "header"
    TITLE = "title"
    BESIDE = "beside"


@dataclass(slots=True)
class DataRow:
    """One row of the table: ``number`` as a person sees it, ``skip`` when it is no data, the header it is under."""

    number: int
    cells: list[Cell]
    skip: Skip | None = None
    header: Header | None = field(default=None, repr=False)


def data_rows(sheet: Sheet, header: Header, kind: Kind) -> Iterator[DataRow]:
    """Every row below the header up to the last one that says something, skipped ones included.

    ``header`` of a row is the one it stands under: a second table further down may order its columns otherwise.
    """
    fill = _vertical_merges(sheet, header.last)
    titles = {compact(text(cell)) for row in sheet.rows[: header.first] for cell in row if cell not in ("", None)}
    above: list[Cell] = []
    skip_until = -1
    for index in range(header.last + 1, _end(sheet, header.last + 1)):
        cells = sheet.rows[index]
        if index in fill:
            cells = _filled(cells, fill[index])
        if index <= skip_until:
            yield DataRow(index + 1, cells, Skip.HEADER)
            continue
        skip = _skip(cells, header, kind, titles)
        if skip is Skip.HEADER:
            again = _header_again(sheet, index, header, kind)
            header, skip_until = (again, again.last) if again else (header, index)
        elif skip is None:
            cells = above = _without_ditto(cells, above)
        yield DataRow(index + 1, cells, skip, header)


def _end(sheet: Sheet, start: int) -> int:
    end = len(sheet.rows)
    while end > start and _is_blank(sheet.rows[end - 1]):
        end -= 1
    return end


def _is_blank(cells: list[Cell]) -> bool:
    return not any(cell not in ("", None) and (not isinstance(cell, str) or compact(cell)) for cell in cells)


def _vertical_merges(sheet: Sheet, after: int) -> dict[int, list[tuple[int, Cell]]]:
    """For each row below the header the cells that a merge from above fills: of a wide one its first column."""
    fill: dict[int, list[tuple[int, Cell]]] = {}
    for (top, left), (bottom, _) in sheet.merged:
        if top <= after or bottom == top or top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        value = sheet.rows[top][left]
        for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
            fill.setdefault(row, []).append((left, value))
    return fill


def _filled(cells: list[Cell], fill: list[tuple[int, Cell]]) -> list[Cell]:
    if _is_blank(cells):
        return cells
    filled = list(cells)
    for column, value in fill:
        if column < len(filled) and filled[column] in ("", None):
            filled[column] = value
    return filled


def _without_ditto(cells: list[Cell], above: list[Cell]) -> list[Cell]:
    if _DITTO_CELLS.isdisjoint(cells):
        return cells
    filled = list(cells)
    for column, cell in enumerate(cells):
        if cell in _DITTO_CELLS:
            filled[column] = above[column] if column < len(above) else ""
    return filled


def _skip(cells: list[Cell], header: Header, kind: Kind, titles: set[str]) -> Skip | None:
    if not BROKEN.isdisjoint(cells):
        cells = ["" if cell in BROKEN else cell for cell in cells]
    said = [cell for cell in cells if cell != "" and cell is not None]
    if header.block is None and len(said) > 2 * _FEW and type(said[0]) is not str:
        return None
    words = [word for cell in said if (word := compact(text(cell)))]
    if not words or (len(words) == 1 and _only_number(cells, header, words[0])):
        return Skip.BLANK
    if _is_subtotal(cells, header, kind, words):
        return Skip.SUBTOTAL
    if _is_footer(cells, header, kind, words) or _is_signed_on(cells, header, kind, words):
        return Skip.FOOTER
    if len(words) == 1 and (words[0] in titles or _SECTION.match(words[0])):
        return Skip.TITLE if words[0] in titles else Skip.SECTION
    if _is_header(words, header, kind):
        return Skip.HEADER
    return None if _says_something(cells, header) else Skip.BESIDE


def _is_header(words: list[str], header: Header, kind: Kind) -> bool:
    """The titles of this table again, or those of another one, by all that a row needs."""
    labels = [label(word) for word in words]
    known = sum(one in header.labels for one in labels)
    if known >= 2 and known * 5 >= len(labels) * 3:
        return True
    names = by_label(kind.name)
    meant = {names[one].key for one in labels if one in names}
    return len(meant) * 5 >= len(labels) * 3 and meant.issuperset(kind.required)


def _is_subtotal(cells: list[Cell], header: Header, kind: Kind, words: list[str]) -> bool:
    """合计 at the beginning of a row, or further on in one that does not tell what a row needs."""
    if not any("计" in word for word in words):
        return False
    if any(_SUBTOTAL.match(word) for word in words[:2]):
        return True
    of_something = any(_SUBTOTAL_OF.match(word) for word in words[:2]) or any(map(_LONE_SUM.match, words))
    return of_something and not _tells_all(cells, header, kind)


def _is_footer(cells: list[Cell], header: Header, kind: Kind, words: list[str]) -> bool:
    """A line of those who sign: 填表人：张三, or the titles and the names in cells of their own.

    A row that tells all it needs is none for beginning like one: 备注 may be its first column.
    """
    if len(words) > 2 * _FEW:
        return False
    if all(_FILLER.match(word) for word in words):
        return True
    signers = sum(1 for word in words if _SIGNER.match(word) or _FOOTER.match(word))
    if _FOOTER.match(words[0]):
        return signers > 1 or not _tells_all(cells, header, kind)
    return bool(_SIGNER.match(words[0])) and signers * 2 >= len(words)


def _tells_all(cells: list[Cell], header: Header, kind: Kind) -> bool:
    """Whether every column that a row needs says something, those of names and texts more than a number."""
    return all(
        any(place.index < len(cells) and _tells(cells[place.index], place.column) for place in header.placed[key])
        for key in kind.required
        if key in header.placed
    )


def _tells(cell: Cell, column: Column) -> bool:
    said = compact(text(cell))
    if not said or _LONE_SUM.match(said):
        return False
    return column.reads not in ("name", "prose") or _COUNT.match(said) is None


def _is_signed_on(cells: list[Cell], header: Header, kind: Kind, words: list[str]) -> bool:
    """Below the table a lone day, or an office with the day, in no column in which a row needs just that."""
    if len(words) > 2 or not _SIGNED_ON.match(words[-1]) or (len(words) == 2 and not _OFFICE.search(words[0])):
        return False
    needed = [place for key in kind.required for place in header.placed.get(key, ()) if place.column.reads != "prose"]
    return all(place.index >= len(cells) or cells[place.index] in ("", None) for place in needed)


def _says_something(cells: list[Cell], header: Header) -> bool:
    """Whether anything stands in a column that is known: a legend beside the table may reach below it."""
    return any(
        place.index < len(cells) and cells[place.index] not in ("", None)
        for places in header.placed.values()
        for place in places
    )


def _only_number(cells: list[Cell], header: Header, word: str) -> bool:
    """A template row in which only the running number stands."""
    return word.isdigit() and any(
        place.index < len(cells) and cells[place.index] not in ("", None) for place in header.placed.get("seq", ())
    )


def _header_again(sheet: Sheet, index: int, header: Header, kind: Kind) -> Header | None:
    """The header of a further table, when the repeated one names the columns that a row needs.

    One that names few others is a torn copy, unless its columns stand elsewhere.
    """
    candidates = [again.within(header.block) for again in headers_at(sheet, index, kind, header.naming)]
    found = [again for again in candidates if all(again.has(key) for key in kind.required)]
    best = max(found, key=lambda again: len(again.placed), default=None)
    if best is None or len(best.placed) >= len(header.placed) // 2:
        return best
    return None if all(_stands_there(header, best, key) for key in kind.required) else best


def _stands_there(header: Header, again: Header, key: str) -> bool:
    at = {place.index for place in again.placed[key]}
    return not at.isdisjoint(place.index for place in header.placed.get(key, ()))
