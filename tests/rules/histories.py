"""Short ways to tell a hazard's past in a test: ``after("found", ("noticed", {"deadline": "2021-06-12"}))``."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from data.rules.events import CASE, HAZARD, LISTING, OBJECT, TRANSFER, HappenedEvent
from data.rules.hazards import Hazard, advance, short_form
from data.rules.instants import moment

ZONE = ZoneInfo("Asia/Shanghai")
START = date(2021, 6, 1)
FOUND: dict[str, Any] = {
    "subject": {"kind": "enterprise", "name": "示例企业", "uscc": None}, "town": "T1", "sector": "H08", "level": 0,
    "source": 2, "manage_type": 1, "description": "灭火器过期", "address": None,
    "lon": None, "lat": None, "repeat": False,
}  # fmt: skip
FIVE = {"person": "张某", "measures": "更换", "funds_yuan": 1000, "deadline": "2021-06-12", "plan": "现场处置"}
BODIES: dict[str, dict[str, Any]] = {
    "found": FOUND,
    "noticed": {"deadline": "2021-06-12"},
    "rectifying": {"five": FIVE},
    "five_updated": {"five": {"plan": "新预案"}},
    "extension_requested": {"deadline": "2021-07-05"},
    "extended": {"deadline": "2021-07-05"},
    "reinspected": {"result": "pass"},
    "transferred": {"to": "D02"},
    "merged": {"into": "YH-2"},
    "amended": {"fields": {"description": "更正"}},
}
Told = str | tuple[str, dict[str, Any]]


def event(what: str, at: str | date = START, body: dict[str, Any] | None = None, kind: str = HAZARD) -> HappenedEvent:
    """One event with a plausible body."""
    day, instant = moment(str(at), ZONE)
    filled = BODIES.get(what, {}) | (body or {}) if kind == HAZARD else body or {}
    return HappenedEvent(kind, "YH-1", what, str(at), filled, day, instant, actor="李某", org="D01")


def after(*told: Told, level: int = 0, source: int = 2) -> Hazard:
    """The hazard after these events, one a day from 1 June 2021 unless a body says ``at``."""
    hazard: Hazard | None = None
    for offset, one in enumerate(told):
        what, body = one if isinstance(one, tuple) else (one, {})
        if what == "found":
            body = {"level": level, "source": source} | body
        at = body.pop("at", date.fromordinal(START.toordinal() + offset))
        hazard = advance(hazard, event(what, at, body))
    assert hazard is not None
    return hazard


def shorts(*told: Told) -> list[tuple[int, int, int | None]]:
    """The short forms of a past."""
    hazard: Hazard | None = None
    found = []
    for offset, one in enumerate(told):
        what, body = one if isinstance(one, tuple) else (one, {})
        happened = event(what, date.fromordinal(START.toordinal() + offset), body)
        hazard = advance(hazard, happened)
        found.append(short_form(hazard, happened))
    return found


def day(text: str) -> int:
    """An ordinal day."""
    return date.fromisoformat(text).toordinal()


KINDS = (HAZARD, CASE, TRANSFER, LISTING, OBJECT)
