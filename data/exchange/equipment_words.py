"""What the words of equipment ledgers mean: the eight categories, status of use, result, 96333, yes and no."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from data.exchange.reader import Cell
from data.exchange.text import compact, says_nothing, text
from data.exchange.values import Unreadable
from data.rules.equipment import EquipmentKind, EquipmentStatus
from data.rules.vocabulary import Result

Meaning = TypeVar("Meaning")

_KINDS = (
    (re.compile(r"压力管道|(?:工业|公用|长输|燃气|热力|蒸汽|油气)管道|^管道$"), EquipmentKind.PIPE),
    (re.compile(r"锅炉|热水炉|导热油炉"), EquipmentKind.BOILER),
    (
        re.compile(r"[场厂][)）]?(?:内)?[(（]?[场厂]?[)）]?内?.*(?:车|机动)|叉车|观光(?:列)?车|专用机动车"),
        EquipmentKind.VEHICLE,
    ),
    (
        re.compile(r"游乐|过山车|摩天轮|观览车|滑行车|碰碰车|转马|大摆锤|飞行塔|陀螺|滑索|小火车"),
        EquipmentKind.AMUSEMENT,
    ),
    (re.compile(r"索道|缆车"), EquipmentKind.ROPEWAY),
    (re.compile(r"电梯|扶梯|人行道|曳引|杂物梯|[客货]梯|病床梯|住宅梯"), EquipmentKind.LIFT),
    (
        re.compile(
            r"起重|塔吊|塔机|行车|吊车|天车|龙门吊|[门桥]式|电动葫芦|升降机|升降作业|停车设备|机械式停车|悬臂吊"
        ),
        EquipmentKind.CRANE,
    ),
    (
        re.compile(
            r"压力容器|气瓶|储罐|贮罐|储气|气罐|球罐|罐车|反应釜|蒸压釜|换热|氧舱|分汽缸|分气缸|灭菌|硫化罐|容器"
        ),
        EquipmentKind.VESSEL,
    ),
)
_CODES = {
    "1": EquipmentKind.BOILER, "2": EquipmentKind.VESSEL, "3": EquipmentKind.LIFT, "4": EquipmentKind.CRANE,
    "5": EquipmentKind.VEHICLE, "6": EquipmentKind.AMUSEMENT, "8": EquipmentKind.PIPE, "9": EquipmentKind.ROPEWAY,
}  # fmt: skip
"""First digit of the codes of 特种设备目录, with which a 设备代码 begins too."""


def _meant(raw: str, meanings: Sequence[tuple[re.Pattern[str], Meaning]]) -> Meaning:
    """The first meaning whose words stand in the cell. Raises `Unreadable`."""
    for words, meaning in meanings:
        if words.search(raw):
            return meaning
    raise Unreadable(raw)


@lru_cache(maxsize=4096, typed=True)
def read_equipment_kind(cell: Cell) -> EquipmentKind | None:
    """One of the eight categories by its own name or that of a kind within it; None for a blank cell."""
    raw = compact(text(cell))
    if says_nothing(raw):
        return None
    if (coded := re.fullmatch(r"([1-9])\d{3}", raw)) and coded[1] in _CODES:
        return _CODES[coded[1]]
    return _meant(raw, _KINDS)


def kind_of_code(reg_code: str) -> EquipmentKind | None:
    """The category that the first digit of a full 设备代码 states; None for a code of another make."""
    is_full = len(reg_code) >= 16 and reg_code[:4].isdigit()
    return _CODES.get(reg_code[0]) if is_full else None


_SCRAPPED = re.compile(r"报废|注销|拆除|已拆|灭失")
_STOPPED = re.compile(
    r"停用|停运|停止|停机|报停|封存|闲置|暂停|暂不|[未不非没](?:在|投|启|使|曾)|待用|备用停|^(?:否|×|✗|✘|x|n|no|0)$"
)
_IN_USE = re.compile(r"在用|使用|正常|运行|启用|投用|完好|已登记|备用|^(?:是|√|✓|✔|v|y|yes|1)$")


_STATUSES = (
    (_SCRAPPED, EquipmentStatus.SCRAPPED),
    (_STOPPED, EquipmentStatus.STOPPED),
    (_IN_USE, EquipmentStatus.IN_USE),
)


@lru_cache(maxsize=4096, typed=True)
def read_equipment_status(cell: Cell) -> EquipmentStatus | None:
    """在用, 停用 or 报废; None for a blank cell. Raises `Unreadable`."""
    raw = compact(text(cell)).lower()
    if says_nothing(raw):
        return None
    return _meant(raw, _STATUSES)


_NOT_YET = re.compile(r"^(?:待检|未检|未出|未到期|免检|不检|新装|新设备|首检|在检)")
_FAIL = re.compile(r"不合格|不符合|不通过|未通过|不允许|禁止|停止(?:使用|运行)|判废|^(?:否|×|✗|✘)$")
_PARTIAL = re.compile(r"监督运行|监控使用|基本(?:合格|符合)|限期整改|待整改|降级")
_PASS = re.compile(r"合格|符合|通过|允许|正常|达标|^(?:是|√|✓|✔)$")


_RESULTS = ((_FAIL, Result.FAIL), (_PARTIAL, Result.PARTIAL), (_PASS, Result.PASS))


@lru_cache(maxsize=4096, typed=True)
def read_inspection_result(cell: Cell) -> Result | None:
    """The conclusion of an inspection; None for a blank cell or one that awaits it. Raises `Unreadable`."""
    raw = compact(text(cell))
    if says_nothing(raw) or _NOT_YET.match(raw):
        return None
    return _meant(raw, _RESULTS)


_NO = re.compile(r"^(?:否|无|没有?|不|未|尚未|暂未|非|×|✗|✘|x$|n$|no$|0$|false$|一般|普通)")
_YES = re.compile(r"^(?:是|有|已|√|✓|✔|☑|v$|y$|yes$|1$|true$|接入|纳入|全部)")
_KEY_PLACES = re.compile(r"重点|公众聚集|学校|幼儿园|医院|商场|超市|车站|宾馆|酒店|养老|体育场|展览|公园|影剧院")


@lru_cache(maxsize=4096, typed=True)
def read_yes_no(cell: Cell) -> bool | None:
    """Yes or no, also as a tick or a cross; None for a blank cell. Raises `Unreadable`."""
    raw = compact(text(cell)).lower()
    if raw != "无" and says_nothing(raw):
        return None
    if _NO.match(raw):
        return False
    if _YES.match(raw):
        return True
    raise Unreadable(raw)


@lru_cache(maxsize=4096, typed=True)
def read_key_place(cell: Cell) -> bool | None:
    """Whether equipment stands in a 重点场所; such a place may also be named itself. Raises `Unreadable`."""
    raw = compact(text(cell))
    try:
        return read_yes_no(cell)
    except Unreadable:
        if _KEY_PLACES.search(raw):
            return True
        raise


class DigitsLost(Unreadable):
    """A number longer than a spreadsheet keeps: its last digits are gone."""


_CODE_NOISE = re.compile(r"\s+|\.0+\Z")
_CODE = re.compile(r"(?=.*\d)[0-9A-Z一-鿿][0-9A-Z一-鿿\-_/.()#]{3,39}\Z")
_EXPONENT = re.compile(r"\d(?:\.\d+)?E\+?\d+\Z")
_EXACT = 10**15


@lru_cache(maxsize=4096, typed=True)
def read_reg_code(cell: Cell) -> str | None:
    """设备代码 in capitals; None for a blank cell. Raises `DigitsLost` or `Unreadable`."""
    raw = _CODE_NOISE.sub("", compact(text(cell))).upper()
    if says_nothing(raw):
        return None
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if _EXPONENT.fullmatch(raw) or (is_number and abs(float(cell)) >= _EXACT):  # type: ignore[arg-type]
        raise DigitsLost(raw)
    if not _CODE.fullmatch(raw):
        raise Unreadable(raw)
    return raw
