"""What the words of accident ledgers mean: the class, the level, the people, the state of the investigation."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from data.exchange.equipment_words import read_yes_no
from data.exchange.reader import Cell
from data.exchange.text import compact, says_nothing, text
from data.exchange.values import Unreadable
from data.rules.accidents import MOST_PEOPLE, AccidentLevel, AccidentStage, AccidentType

Meaning = TypeVar("Meaning")

_TYPES = (
    (re.compile("火药"), AccidentType.POWDER),
    (re.compile("瓦斯"), AccidentType.GAS),
    (re.compile("锅炉"), AccidentType.BOILER),
    (re.compile("(?:压力)?容器.*爆|气瓶.*爆|储罐.*爆"), AccidentType.VESSEL),
    (re.compile("爆破|放炮"), AccidentType.BLASTING),
    (re.compile("爆炸|闪爆|爆燃"), AccidentType.EXPLOSION),
    (re.compile("火灾|着火|起火"), AccidentType.FIRE),
    (re.compile("物体打击|打击"), AccidentType.STRUCK),
    (re.compile("起重|吊装"), AccidentType.LIFTING),
    (re.compile("车辆|交通|车祸"), AccidentType.VEHICLE),
    (re.compile("机械"), AccidentType.MACHINE),
    (re.compile("触电|电击"), AccidentType.ELECTRIC),
    (re.compile("淹溺|溺水"), AccidentType.DROWNING),
    (re.compile("灼烫|烫伤|灼伤|烧伤"), AccidentType.BURN),
    (re.compile("坠落|高坠|高处坠"), AccidentType.FALL),
    (re.compile("冒顶|片帮"), AccidentType.ROOF),
    (re.compile("坍塌|倒塌|垮塌"), AccidentType.COLLAPSE),
    (re.compile("透水"), AccidentType.FLOODING),
    (re.compile("中毒|窒息"), AccidentType.POISONING),
    (re.compile("其他|其它"), AccidentType.OTHER),
)
_LEVELS = (
    (re.compile("特别重大|特大|^(?:i|1|一)级"), AccidentLevel.EXTREME),
    (re.compile("较大|^(?:iii|3|三)级"), AccidentLevel.LARGER),
    (re.compile("重大|^(?:ii|2|二)级"), AccidentLevel.MAJOR),
    (re.compile("一般|轻微|^(?:iv|4|四)级"), AccidentLevel.ORDINARY),
)
_STAGES = (
    (re.compile("^未结案|调查"), AccidentStage.INVESTIGATED),
    (re.compile("结案|办结|批复|处理完毕|已完结"), AccidentStage.CONCLUDED),
    (re.compile("核实|续报|核查"), AccidentStage.VERIFIED),
    (re.compile("快报|初报|首报|接报"), AccidentStage.FIRST_REPORT),
)


def _meant(cell: Cell, meanings: Sequence[tuple[re.Pattern[str], Meaning]]) -> Meaning | None:
    raw = compact(text(cell)).lower()
    if says_nothing(raw):
        return None
    for words, meaning in meanings:
        if words.search(raw):
            return meaning
    raise Unreadable(raw)


@lru_cache(maxsize=1024, typed=True)
def read_accident_type(cell: Cell) -> AccidentType | None:
    """One of the twenty classes; None for a blank cell. Raises `Unreadable`."""
    return _meant(cell, _TYPES)


@lru_cache(maxsize=1024, typed=True)
def read_accident_level(cell: Cell) -> AccidentLevel | None:
    """事故等级; None for a blank cell. Raises `Unreadable`."""
    return _meant(cell, _LEVELS)


@lru_cache(maxsize=1024, typed=True)
def read_accident_stage(cell: Cell) -> AccidentStage | None:
    """状态; None for a blank cell. Raises `Unreadable`."""
    return _meant(cell, _STAGES)


_PEOPLE = re.compile(r"(\d{1,5})(?:\.0+)?(?:人|名|死|伤)?")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "十": 10}
_NOBODY = frozenset({"无", "无人", "没有", "未造成"})


@lru_cache(maxsize=1024, typed=True)
def read_people(cell: Cell) -> int | None:
    """A number of people, 无 is zero; None for a blank cell. Raises `Unreadable`."""
    raw = compact(text(cell))
    if raw in _NOBODY:
        return 0
    if says_nothing(raw):
        return None
    if (found := _PEOPLE.fullmatch(raw)) and int(found[1]) <= MOST_PEOPLE:
        return int(found[1])
    if (plain := raw.removesuffix("人")) in _DIGITS:
        return _DIGITS[plain]
    raise Unreadable(raw)


_OPEN = re.compile("待|未认定|未定|调查中|不确定")
_NOT = re.compile("^(?:非|否|不是|不属于|自然|×)|属于非")


@lru_cache(maxsize=1024, typed=True)
def read_liability(cell: Cell) -> bool | None:
    """Whether it is a 责任事故; None where that is open. Raises `Unreadable`."""
    return _so(cell, "责任")


@lru_cache(maxsize=1024, typed=True)
def read_production(cell: Cell) -> bool | None:
    """Whether it is a 生产安全事故; None where that is open. Raises `Unreadable`."""
    return _so(cell, "生产")


def _so(cell: Cell, word: str) -> bool | None:
    raw = compact(text(cell))
    if _OPEN.search(raw):
        return None
    if word in raw:
        return _NOT.match(raw) is None
    return read_yes_no(cell)


_TIME = re.compile(r"(?:^|[\sT日号])(?:上午|下午|晚上?)?([01]?\d|2[0-3])[:：时点]([0-5]?\d)?")
_AFTERNOON = re.compile("下午|晚")
_NOON = 12


def time_of(cell: Cell) -> str | None:
    """The time of day that a cell states beside its day, as ``HH:MM``."""
    if isinstance(cell, float) and not cell.is_integer() and cell > 20_000:
        minutes = round(cell % 1 * 24 * 60) % (24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    raw = text(cell)
    found = _TIME.search(raw)
    if found is None:
        return None
    hour = int(found[1]) + (_NOON if int(found[1]) < _NOON and _AFTERNOON.search(raw) else 0)
    return f"{hour:02d}:{int(found[2] or 0):02d}"
