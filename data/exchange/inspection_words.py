"""What the words of inspection ledgers mean: the type of a visit, how much was found, whether the unit signed."""

import re
from functools import lru_cache

from data.exchange.reader import Cell
from data.exchange.text import compact, long_text, says_nothing, text
from data.exchange.values import Unreadable
from data.rules.inspections import MOST_FINDINGS, InspectionType

_TYPES = (
    (re.compile("双随机|随机抽查"), InspectionType.RANDOM),
    (re.compile("联合"), InspectionType.JOINT),
    (re.compile("第三方|专家|委托|服务机构"), InspectionType.THIRD_PARTY),
    (re.compile("督查|督导|督察"), InspectionType.SUPERVISION),
    (re.compile("执法"), InspectionType.ENFORCEMENT),
    (re.compile("巡查|网格"), InspectionType.PATROL),
    (re.compile("专项|重点"), InspectionType.SPECIAL),
    (re.compile("日常|例行|常规|一般|定期"), InspectionType.DAILY),
)


@lru_cache(maxsize=4096, typed=True)
def read_inspection_type(cell: Cell) -> InspectionType | None:
    """检查类型 by its words; None for a blank cell. Raises `Unreadable`."""
    raw = compact(text(cell))
    if says_nothing(raw):
        return None
    for words, kind in _TYPES:
        if words.search(raw):
            return kind
    raise Unreadable(raw)


class Uncounted(Unreadable):
    """Something was found, and the cell does not say how much."""


_NOTHING_FOUND = re.compile(
    r"(?:经检查)?(?:均|暂|尚|都)?(?:未|没有?|无)(?:发现|查出|检查出)?(?:任何|明显|安全|存在|有)*(?:问题|隐患|异常|情况)?(?:和?隐患|问题)?[。.]?\Z"
    r"|(?:检查)?(?:合格|正常|良好|符合要求|达标|通过)[。.]?\Z"
)
_COUNT = re.compile(r"(?<![\d.])(\d{1,4})(?:\.0+)?(?:项|处|条|个|起|类)?(?![\d.年月日])")
_CHINESE_COUNT = re.compile(r"([一二两三四五六七八九十]{1,3})(?:项|处|条|个)")
_ITEM = re.compile(r"(?:^|[\n;；。])[(（]?(\d{1,2})[.、)）](?!\d)")
_DIGITS = {"两": 2, **{digit: value for value, digit in enumerate("一二三四五六七八九", 1)}}
_SOMETHING = re.compile("问题|隐患|不合格|不符合|不达标|整改|缺失|失效|过期|堵塞")


@lru_cache(maxsize=4096, typed=True)
def read_findings(cell: Cell) -> int | None:
    """How many problems an inspection found, 0 for 未发现问题; None for a blank cell.

    Items that are numbered one by one are counted. Raises `Uncounted` or `Unreadable`.
    """
    raw = compact(text(cell))
    if raw != "无" and says_nothing(raw):
        return None
    if _NOTHING_FOUND.match(raw):
        return 0
    if items := _ITEM.findall(re.sub(r"[ \t]+", "", long_text(text(cell)) or "")):
        numbers = [int(item) for item in items]
        if numbers == list(range(1, len(numbers) + 1)):
            return len(numbers)
        raise Uncounted(raw)
    counts = {int(found) for found in _COUNT.findall(raw)}
    counts |= {_chinese(found) for found in _CHINESE_COUNT.findall(raw)}
    if len(counts) == 1 and (count := counts.pop()) <= MOST_FINDINGS:
        return count
    raise Uncounted(raw) if _SOMETHING.search(raw) else Unreadable(raw)


def _chinese(word: str) -> int:
    tens, is_ten, ones = word.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if is_ten else 0) + _DIGITS.get(ones, 0)


_REFUSED = re.compile(r"拒(?:绝)?(?:签字?)?|[未没](?:有)?签|不签|^(?:否|×|✗|✘|n|no|0)")
_SIGNED = re.compile(r"^(?:是|已|有|√|✓|✔|y|yes|1|签|无拒签|同意)")
_REASON = re.compile(r"(?:原因|理由)?(?:为|是)?[:：,，;；(（、]")


@lru_cache(maxsize=4096, typed=True)
def read_signed(cell: Cell) -> tuple[bool | None, str | None]:
    """Whether the inspected unit signed, and why it refused where the cell says so. Raises `Unreadable`."""
    raw = compact(text(cell))
    if says_nothing(raw) and raw != "无":
        return None, None
    low = raw.lower()
    if _SIGNED.match(low):
        return True, None
    if _REFUSED.search(low):
        _, mark, why = raw.partition(found[0]) if (found := _REASON.search(raw)) else ("", "", "")
        return False, why.strip(")）。") or None if mark else None
    raise Unreadable(raw)
