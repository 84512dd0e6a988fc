"""An accident 事故 (domain 2.4): what happened where, how grave it was, and how far its investigation is.

The level follows from deaths, serious injuries and direct loss:
《生产安全事故报告和调查处理条例》 (国务院令第493号) art. 3.
"""

from dataclasses import dataclass
from enum import StrEnum

from data.rules.bodies import BadField, Body, Reader, code_of, day, fen_of, one_of, prose_of, text, yes_no
from data.rules.events import HappenedEvent
from data.rules.place_fields import REGISTERED, UNUSED
from data.rules.registers import Fields, Register, read_fields, set_all
from data.rules.vocabulary import PlaceQuality

MOST_PEOPLE = 99_999
_WAN = 1_000_000
"""万元 in fen."""


class AccidentLevel(StrEnum):
    """事故等级, the gravest first."""

    EXTREME = "特别重大"
    MAJOR = "重大"
    LARGER = "较大"
    ORDINARY = "一般"


class AccidentType(StrEnum):
    """The twenty classes of GB 6441-1986."""

    STRUCK = "物体打击"
    VEHICLE = "车辆伤害"
    MACHINE = "机械伤害"
    LIFTING = "起重伤害"
    ELECTRIC = "触电"
    DROWNING = "淹溺"
    BURN = "灼烫"
    FIRE = "火灾"
    FALL = "高处坠落"
    COLLAPSE = "坍塌"
    ROOF = "冒顶片帮"
    FLOODING = "透水"
    BLASTING = "放炮"
    POWDER = "火药爆炸"
    GAS = "瓦斯爆炸"
    BOILER = "锅炉爆炸"
    VESSEL = "容器爆炸"
    EXPLOSION = "其他爆炸"
    POISONING = "中毒和窒息"
    OTHER = "其他伤害"


class AccidentStage(StrEnum):
    """状态: how far report and investigation are."""

    FIRST_REPORT = "快报"
    VERIFIED = "核实"
    INVESTIGATED = "调查"
    CONCLUDED = "结案"


LEVELS: tuple[tuple[AccidentLevel, int, int, int], ...] = (
    (AccidentLevel.EXTREME, 30, 100, 10_000 * _WAN),
    (AccidentLevel.MAJOR, 10, 50, 5_000 * _WAN),
    (AccidentLevel.LARGER, 3, 10, 1_000 * _WAN),
)
"""From so many deaths, serious injuries or so much direct loss (fen) on, each included; below all of them 一般."""


def level_of(deaths: int | None, serious: int | None, loss_fen: int | None) -> AccidentLevel:
    """The gravest level that any of the three criteria gives."""
    for level, dead, hurt, lost in LEVELS:
        if (deaths or 0) >= dead or (serious or 0) >= hurt or (loss_fen or 0) >= lost:
            return level
    return AccidentLevel.ORDINARY


@dataclass(slots=True)
class Accident:
    """事故: the columns of the store's row under the same names; days are ordinals, times of day are ``HH:MM``.

    ``level`` is worked out from the figures; where none is stated, it is the ``stated_level``. What a ledger does not
    say of liability or of production safety is None.
    """

    no: str
    code: str | None = None
    object_id: str | None = None
    unit: str | None = None
    sector: str | None = None
    industry: str | None = None
    occurred_day: int = 0
    occurred_time: str | None = None
    reported_day: int | None = None
    reported_time: str | None = None
    town: str | None = None
    town_source: str | None = None
    village: str | None = None
    cell: str | None = None
    park: str | None = None
    address: str | None = None
    lon: float | None = None
    lat: float | None = None
    place_quality: int = PlaceQuality.MISSING.value
    morton: int | None = None
    type: str | None = None
    deaths: int | None = None
    missing: int | None = None
    serious: int | None = None
    minor: int | None = None
    loss_fen: int | None = None
    level: str = AccidentLevel.ORDINARY.value
    stated_level: str | None = None
    is_liability: bool | None = None
    is_production: bool | None = None
    stage: str | None = None
    course: str | None = None
    batch: str | None = None
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False


def _people(name: str) -> Reader:
    return lambda body: code_of(body, name, 0, MOST_PEOPLE)


def _words(name: str, words: type[StrEnum]) -> Reader:
    return one_of(name, frozenset(word.value for word in words))


FIELDS: Fields = {
    "code": ("code", text("code", 64)),
    "object_id": ("object_id", text("object_id", 40)),
    "unit": ("unit", text("unit")),
    "sector": ("sector", text("sector", 40)),
    "industry": ("industry", text("industry")),
    "occurred_on": ("occurred_day", day("occurred_on")),
    "occurred_time": ("occurred_time", text("occurred_time", 5)),
    "reported_on": ("reported_day", day("reported_on")),
    "reported_time": ("reported_time", text("reported_time", 5)),
    **REGISTERED,
    "type": ("type", _words("type", AccidentType)),
    "deaths": ("deaths", _people("deaths")),
    "missing": ("missing", _people("missing")),
    "serious": ("serious", _people("serious")),
    "minor": ("minor", _people("minor")),
    "loss_yuan": ("loss_fen", lambda body: fen_of(body, "loss_yuan")),
    "stated_level": ("stated_level", _words("stated_level", AccidentLevel)),
    "is_liability": ("is_liability", yes_no("is_liability")),
    "is_production": ("is_production", yes_no("is_production")),
    "stage": ("stage", _words("stage", AccidentStage)),
    "course": ("course", lambda body: prose_of(body, "course")),
}
"""Fields of ``registered`` and of ``amended.fields``: the attribute of the row, and how it is read."""


def _new(event: HappenedEvent) -> Accident:
    return Accident(event.id, batch=event.batch, occurred_day=event.day)


def _fill(row: Accident, fields: Body, _event: HappenedEvent) -> None:
    """Set what ``fields`` names, and work out the level anew."""
    values = read_fields(FIELDS, fields, UNUSED)
    if values.get("occurred_day", row.occurred_day) is None:
        raise BadField("occurred_on", None)
    set_all(row, values)
    figures = (row.deaths, row.serious, row.loss_fen)
    is_counted = any(figure is not None for figure in figures) or row.stated_level is None
    row.level = level_of(*figures).value if is_counted else str(row.stated_level)


advance_accident = Register("registered", "accident_over", _new, _fill).advance
