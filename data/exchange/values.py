"""What the words and numbers of a ledger mean: money, level, status, re-inspection, colour, kinds, credit codes."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TypeVar

from data.exchange.reader import Cell
from data.exchange.text import compact, says_nothing, text
from data.rules import uscc as gb32100
from data.rules.vocabulary import Colour, Level, ManageType, ObjectKind, Result, Source

MOST_YUAN = 1e10
Meaning = TypeVar("Meaning")


class Unreadable(ValueError):
    """A cell says something that this reader does not understand."""


# ------------------------------------------------------------ money

_FACTORS = {"": 1, "元": 1, "圆": 1, "块": 1, "块钱": 1, "万": 10_000, "万元": 10_000, "千": 1_000, "千元": 1_000,
            "百": 100, "百元": 100, "百万": 1_000_000, "百万元": 1_000_000,
            "亿": 100_000_000, "亿元": 100_000_000}  # fmt: skip
_MONEY = re.compile(
    r"(?:约|大约|近|人民币|共计?|计|¥|￥|RMB)*([\d,]+(?:\.\d+)?)(亿元?|百万元?|万元?|千元?|百元?|元|圆|块钱?)?(?:整|正|左右|人民币)*\Z"
)
_ZERO_WORDS = frozenset(
    {"无", "0元", "零", "零元", "无需", "无需资金", "不需", "不需要", "无需投入", "未投入", "无投入", "不涉及"}
)
_CHINESE_MONEY = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NOT_STATED = frozenset({"", "/", "\\", "-", "--", "—", "——", "空", "不详", "待定", "未定"})


def unit_factor(unit: str) -> int:
    """Yuan in one unit of a column's title: 万元 is 10,000; unknown units count as yuan."""
    return _FACTORS.get(unit.replace("人民币", "").removeprefix("单位").strip(":"), 1)


@lru_cache(maxsize=4096, typed=True)
def read_money(cell: Cell, factor: int) -> float | None:
    """Yuan, or None when not stated; a unit in the cell wins over the column's. 无 is zero. Raises `Unreadable`."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _yuan(float(cell), factor)
    raw = compact(text(cell))
    if raw in _ZERO_WORDS:
        return 0.0
    if raw in _NOT_STATED:
        return None
    if match := _MONEY.match(raw):
        unit = match[2]
        return _yuan(float(match[1].replace(",", "")), factor if unit is None else _FACTORS[unit])
    if len(raw) >= 2 and raw[0] in _CHINESE_MONEY and raw[1:] in _FACTORS:
        return _yuan(_CHINESE_MONEY[raw[0]], _FACTORS[raw[1:]])
    raise Unreadable(raw)


def _yuan(amount: float, factor: int) -> float:
    yuan = round(amount * factor, 2)
    if not 0 <= yuan <= MOST_YUAN:
        raise Unreadable(str(amount))
    return yuan


# ------------------------------------------------------------ level, type

_LEVELS = {
    **dict.fromkeys(("否", "不是", "0", "×", "✗", "✘", "x", "n", "no"), Level.GENERAL),
    **dict.fromkeys(("是", "1", "√", "✓", "✔", "☑", "✅", "y", "yes"), Level.MAJOR),
}  # fmt: skip
_LEVEL_WORDS = (
    (re.compile(r"一般|非重大|不是重大"), Level.GENERAL),
    (re.compile(r"重大"), Level.MAJOR),
)
_MANAGE_TYPES = {
    **dict.fromkeys(("即查即改", "立即整改", "当场整改", "立行立改", "现场整改", "0"), ManageType.ON_THE_SPOT),
    **dict.fromkeys(("限期整改", "限期改正", "责令限期整改", "停产整改", "1"), ManageType.BY_DEADLINE),
}  # fmt: skip
_SOURCES = (
    ("企业自查", Source.ENTERPRISE), ("自查", Source.ENTERPRISE), ("督查", Source.SUPERVISION),
    ("督导", Source.SUPERVISION),
    ("巡查组", Source.SUPERVISION), ("网格", Source.GRID), ("专家", Source.THIRD_PARTY), ("第三方", Source.THIRD_PARTY),
    ("举报", Source.COMPLAINT), ("投诉", Source.COMPLAINT), ("热线", Source.COMPLAINT), ("上级", Source.SUPERIOR),
    ("交办", Source.SUPERIOR), ("监测", Source.MONITORING), ("报警", Source.MONITORING), ("事故", Source.ACCIDENT),
    ("镇街", Source.TOWN), ("街道", Source.TOWN), ("乡镇", Source.TOWN), ("部门", Source.DEPARTMENT),
    ("执法", Source.DEPARTMENT),
)  # fmt: skip


@lru_cache(maxsize=4096, typed=True)
def read_level(cell: Cell) -> Level | None:
    """一般 or 重大, None for a blank cell. Raises `Unreadable`."""
    raw = compact(text(cell)).lower()
    if says_nothing(raw):
        return None
    level = _LEVELS.get(raw)
    if level is not None:
        return level
    for word, stated in _LEVEL_WORDS:
        if word.match(raw):
            return stated
    raise Unreadable(raw)


@lru_cache(maxsize=4096, typed=True)
def read_manage_type(cell: Cell) -> ManageType | None:
    """即查即改 or 限期整改; None where the cell says neither."""
    return _MANAGE_TYPES.get(compact(text(cell)))


@lru_cache(maxsize=4096, typed=True)
def read_source(cell: Cell) -> Source | None:
    """隐患来源 by its words; None where they say nothing known."""
    raw = compact(text(cell))
    return next((source for word, source in _SOURCES if word in raw), None)


# ------------------------------------------------------------ status, re-inspection


class Claim(Enum):
    """What a ledger says of the remediation: only a claim, for only evidence of re-inspection closes."""

    NOT_STATED = "not_stated"
    NOT_DONE = "not_done"
    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"


_FAILED = re.compile(r"不合格|不通过|未通过|不达标|复查未过")
_NOT_DONE = re.compile(
    r"^(?:未|尚未|还未|没有?|无|不|否|×|✗|✘|☒|❌|x$|n$|no$|0%?$|待|暂未|限期|责令|逾期未|拒不|拟|需|预计|计划|争取|力争)"
    r"|未完成|未整改|未落实|未到位"
)
_PARTLY = re.compile(
    r"^0\.\d*[1-9]\d*\Z|部分|正在|整改中|进行中|办理中|推进|处理中|落实中|实施中|陆续|持续|施工中|^(?![未尚]).*(?<![\d.])[1-9]\d?(?:\.\d+)?%"
    r"|已.*[,;、].*未(?:整改|完成)|^已(?:经)?(?:开始|着手|启动|列入|纳入|进场|联系)|^已制定[^,;]*(?:方案|计划)$"
)
_ORDERED = re.compile(
    r"已(?:经)?(?:下达|下发|责令|要求|通知|告知|交办|转办|移交|移送|上报|立案|约谈|(?:督促|安排|部署)(?!.*(?:完成|完毕|到位)))[^,;。]*"
)
"""What an office did about a hazard; it says nothing of the remediation."""
_DONE = re.compile(
    r"已|完成|完毕|销号|整改到位|整改结束|办结|√|✓|✔|☑|✅|^是$|^y(?:es)?$|100%|合格|通过|闭环|整改好|当场整改|现场整改|立即整改|即查即改|立行立改|即知即改|边查边改|立查立改|随查随改|^对$|^ok$"
)


@lru_cache(maxsize=4096, typed=True)
def read_status(cell: Cell) -> Claim:
    """The claim of a status cell; 0.8 is 80 %. Raises `Unreadable` for words that claim nothing known."""
    raw = compact(text(cell)).lower()
    if says_nothing(raw):
        return Claim.NOT_DONE if raw == "无" else Claim.NOT_STATED
    raw = _ORDERED.sub("", raw).strip(",;。")
    if not raw:
        return Claim.NOT_DONE
    for pattern, claim in _CLAIMS:
        if pattern.search(raw):
            return claim
    raise Unreadable(raw)


_CLAIMS = (
    (_FAILED, Claim.FAILED),
    (_PARTLY, Claim.UNDER_WAY),
    (_NOT_DONE, Claim.NOT_DONE),
    (_DONE, Claim.DONE),
)

_PARTIAL = re.compile(r"部分|基本合格|基本达标")
_FAIL = re.compile(r"不合格|不通过|未通过|不达标|未整改|未完成|未销号|未达到|仍存在|不符合|^(?:否|×|不)")
_PASS = re.compile(
    r"合格|通过|达标|整改到位|已整改|整改完成|整改完毕|完成整改|已完成|已销号|符合要求|同意销号|^(?:是|√|✓|✔|完成|合格)"
)


@lru_cache(maxsize=4096, typed=True)
def read_result(cell: Cell) -> Result | None:
    """合格, 不合格 or 部分合格; None for a blank cell. Raises `Unreadable`."""
    raw = compact(text(cell))
    if says_nothing(raw) or raw in ("待复查", "未复查"):
        return None
    for pattern, result in ((_FAIL, Result.FAIL), (_PARTIAL, Result.PARTIAL), (_PASS, Result.PASS)):
        if pattern.search(raw):
            return result
    raise Unreadable(raw)


_DATE = (
    r"(?:20\d{2}|\d{2})[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}月\d{1,2}日|20\d{6}(?!\d)"
    r"|(?<=\()\d{1,2}\.\d{1,2}(?=\))|^\d{1,2}\.\d{1,2}(?=[日已整完复验合当])"
)
_DATE_INSIDE = re.compile(_DATE)
_PASSED_ON = re.compile(
    rf"(?:({_DATE})[^\d,;]{{0,6}}(?:复查|验收|复核)[^不未\d,;]{{0,4}}(?:合格|通过)"
    rf"|(?:复查|验收|复核)[^不未\d,;]{{0,4}}(?:合格|通过)[^\d,;]{{0,2}}({_DATE}))"
)


@lru_cache(maxsize=4096, typed=True)
def split_date(cell: Cell) -> tuple[str, str]:
    """The date and the words of a cell that holds both, such as ``2021.5.20复查合格``; either may be empty."""
    raw = compact(text(cell))
    found = _DATE_INSIDE.search(raw)
    return (found[0], raw[: found.start()] + raw[found.end() :]) if found else ("", raw)


@lru_cache(maxsize=4096, typed=True)
def passed_on(cell: Cell) -> str:
    """The date of a re-inspection that was passed, where a status cell tells of one; empty where it does not."""
    found = _PASSED_ON.search(compact(text(cell)))
    return (found[1] or found[2]) if found else ""


# ------------------------------------------------------------ of objects

_COLOURS = {
    **dict.fromkeys(("红", "红色", "重大", "重大风险", "一级", "1级", "1", "ⅰ级", "i级", "a", "a级"), Colour.RED),
    **dict.fromkeys(("橙", "橙色", "较大", "较大风险", "二级", "2级", "2", "ⅱ级", "ii级", "b", "b级"), Colour.ORANGE),
    **dict.fromkeys(("黄", "黄色", "一般", "一般风险", "三级", "3级", "3", "ⅲ级", "iii级", "c", "c级"), Colour.YELLOW),
    **dict.fromkeys(("蓝", "蓝色", "低", "低风险", "四级", "4级", "4", "ⅳ级", "iv级", "d", "d级"), Colour.BLUE),
    "i": Colour.RED, "ii": Colour.ORANGE, "iii": Colour.YELLOW, "iv": Colour.BLUE,
    **dict.fromkeys(("未定级", "未评估", "未评定", "待定"), Colour.NONE),
}  # fmt: skip
_KINDS = {
    **{kind.value: kind for kind in ObjectKind},
    **dict.fromkeys(("生产经营单位", "公司", "工厂", "规上企业", "工贸企业", "危化企业"), ObjectKind.ENTERPRISE),
    **dict.fromkeys(("个体", "个体户", "个体工商", "个体经营", "工商个体户"), ObjectKind.SOLE_TRADER),
    **dict.fromkeys(("九小", "小场所", "“九小”场所", "九小场所单位", "沿街商铺", "小微场所"), ObjectKind.SMALL_PLACE),
    **dict.fromkeys(
        ("小学校", "小学校(幼儿园)", "小幼儿园", "小医院", "小诊所", "小商店", "小餐饮", "小旅馆", "小歌舞娱乐",
         "小网吧", "小美容洗浴", "小生产加工", "小作坊", "小餐馆", "小饭店", "小宾馆", "小旅店", "小超市", "小卖部",
         "小浴室", "小理发店", "小歌厅", "小幼儿园", "小加工厂"),
        ObjectKind.SMALL_PLACE,
    ),
    **dict.fromkeys(("工地", "建筑工地", "在建项目", "建设工程", "施工项目", "项目", "在建工地"), ObjectKind.SITE),
    **dict.fromkeys(("道路", "桥梁", "市政设施", "公用设施", "公共场所"), ObjectKind.PUBLIC_FACILITY),
    **dict.fromkeys(("学校", "医院", "机关事业单位", "机关单位", "机关"), ObjectKind.INSTITUTION),
    **dict.fromkeys(("产业园", "工业园区", "产业园区", "开发区"), ObjectKind.PARK),
    **dict.fromkeys(("小区", "住宅小区"), ObjectKind.RESIDENTIAL),
    **dict.fromkeys(("民非", "民办非企业单位"), ObjectKind.NON_ENTERPRISE),
    **dict.fromkeys(("社团", "协会"), ObjectKind.ASSOCIATION),
}  # fmt: skip
_KIND_ENDS = (
    (("公司", "企业", "合作社", "(有限合伙)", "(普通合伙)", "独资"), ObjectKind.ENTERPRISE),
    (("个体工商户", "个体户", "个体", "经营户"), ObjectKind.SOLE_TRADER),
)
"""Legal forms by their last words: 有限责任公司 is an enterprise."""
_SUPERVISION = {
    **dict.fromkeys(("区", "区级", "县", "县级", "1区", "1", "区直", "县区级"), "1"),
    **dict.fromkeys(("部门", "部门级", "行业部门", "2部门", "2"), "2"),
    **dict.fromkeys(("镇街", "镇街级", "街道", "乡镇", "镇", "镇级", "街镇", "3镇街", "3", "乡镇级", "街道级",
                     "镇(街道)", "镇街道", "乡镇(街道)", "街道(镇)"), "3"),
}  # fmt: skip
SUPERVISION_WORDS = ("区", "部门", "镇街")


@lru_cache(maxsize=4096, typed=True)
def read_colour(cell: Cell) -> Colour | None:
    """风险四色, None for a blank cell. Raises `Unreadable`."""
    try:
        return _known(cell, _COLOURS, "风险")
    except Unreadable:
        named = {letter for letter in compact(text(cell)) if letter in "红橙黄蓝"}
        if len(named) != 1:
            raise
        return Colour(named.pop())


@lru_cache(maxsize=4096, typed=True)
def read_object_kind(cell: Cell) -> ObjectKind | None:
    """监管对象类别, None for a blank cell. Raises `Unreadable`."""
    try:
        return _known(cell, _KINDS, "")
    except Unreadable:
        raw = compact(text(cell))
        kind = next((kind for words, kind in _KIND_ENDS if raw.endswith(words)), None)
        if kind is None:
            raise
        return kind


@lru_cache(maxsize=4096, typed=True)
def read_supervision_level(cell: Cell) -> str | None:
    """监管层级 as 1 (区), 2 (部门) or 3 (镇街), None for a blank cell. Raises `Unreadable`."""
    return _known(cell, _SUPERVISION, "监管")


def _known(cell: Cell, words: dict[str, Meaning], tail: str) -> Meaning | None:
    raw = compact(text(cell)).lower()
    if says_nothing(raw):
        return None
    meaning = words.get(raw) or words.get(raw.removesuffix(tail))
    if meaning is None:
        raise Unreadable(raw)
    return meaning


# ------------------------------------------------------------ credit codes


@dataclass(frozen=True, slots=True)
class CodeReading:
    """``code`` when valid, ``reg_no`` for a number of before 2015; ``repairs`` are only suggested."""

    code: str | None = None
    reg_no: str | None = None
    normalised: bool = False
    historic: bool = False
    wrong: str | None = None
    repairs: tuple[str, ...] = ()


_NO_CODE = CodeReading()
_CODE_NOISE = re.compile(r"[\s\-—–'’.]+")


def read_uscc(cell: Cell, checked: bool, historic_divisions: tuple[str, ...]) -> CodeReading:
    """Understand a credit code; ``checked`` False takes any code as it is (packs of other countries)."""
    raw = text(cell)
    plain = compact(raw)
    if says_nothing(plain) or not re.search(r"[0-9A-Za-z]", plain):
        return _NO_CODE
    code = _CODE_NOISE.sub("", plain).upper()
    if not checked:
        return CodeReading(code=code[:40])
    if gb32100.is_valid(code):
        return CodeReading(
            code, normalised=code != raw.strip(), historic=gb32100.division_of(code) in historic_divisions
        )
    if re.fullmatch(r"\d{15}", code) or _is_organisation_code(code):
        return CodeReading(reg_no=code)
    return CodeReading(wrong=plain, repairs=gb32100.repairs(code))


def _is_organisation_code(code: str) -> bool:
    """The nine characters of before 2015 that a credit code now holds (GB 11714), with their check character."""
    return re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code) is not None and gb32100.organisation_check(code[:8]) == code[8]


_PHONE = re.compile(r"\d[\d-]{5,}\d")


@lru_cache(maxsize=4096, typed=True)
def read_phone(cell: Cell) -> str | None:
    """A telephone number without spaces; the first where several stand in the cell; None where there is none."""
    raw = compact(text(cell)).removeprefix("+86")
    found = _PHONE.search(raw)
    return found[0][:20] if found else None
