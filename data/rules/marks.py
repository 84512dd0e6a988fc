"""An entered mark 考核填报: what the office says of a unit where the program has no figure, with its reason.

It is percent of full marks for an item, points for a bonus, and nothing but its reason for a veto. It is about a
period, whenever it was entered. A mark is never changed: a wrong one is withdrawn, and another is entered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data.rules.assessment import BONUS, ENTERED_VETOES, ITEMS, MOST_BONUS, Formula, Given, Of, Version
from data.rules.bodies import BadField, Body, day_of, needed_of, one_of, prose_of
from data.rules.events import HappenedEvent
from data.rules.registers import Register

KEYS = (*ITEMS, BONUS, *ENTERED_VETOES)
"""What a mark can be about."""


@dataclass(slots=True)
class Mark:
    """考核填报: the columns of the store's row under the same names; days are ordinals, ``actor`` is who entered it."""

    no: str
    applies_to: str = Of.TOWN.value
    unit: str = ""
    item: str = BONUS
    first_day: int = 0
    last_day_about: int = 0
    value: float | None = None
    reason: str = ""
    actor: str = ""
    told_day: int = 0
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False


def most(item: str) -> float | None:
    """The highest value of a mark, None for one that has no value."""
    if item in ENTERED_VETOES:
        return None
    return MOST_BONUS if item == BONUS else 100.0


def enterable(version: Version) -> tuple[str, ...]:
    """What can be entered under a version: its entered items, the bonus, and the vetoes that people decide."""
    items = [item.key for item in version.items if item.formula is Formula.ENTERED]
    return (*items, BONUS, *ENTERED_VETOES)


def given(marks: Iterable[Any], first: int, last: int) -> tuple[Given, ...]:
    """What marks of one unit (rows or `Mark`, the last entered last) say of a period (ordinal days).

    An item counts where it is about exactly this period, and of several the last; bonus and veto where they lie in it.
    """
    items: dict[str, Given] = {}
    others: list[Given] = []
    for mark in marks:
        told = Given(mark.item, mark.value, mark.reason, mark.no, mark.actor, mark.told_day)
        if mark.item in ITEMS:
            if (mark.first_day, mark.last_day_about) == (first, last):
                items[mark.item] = told
        elif first <= mark.first_day and mark.last_day_about <= last:
            others.append(told)
    return (*items.values(), *others)


def _new(event: HappenedEvent) -> Mark:
    return Mark(event.id)


def _fill(row: Mark, body: Body, event: HappenedEvent) -> str | None:
    if event.what != "marked":
        return "unknown_event"
    values = _read(body)
    for name, value in values.items():
        setattr(row, name, value)
    row.actor, row.told_day = event.actor, event.day
    return None


def _read(body: Body) -> Mapping[str, Any]:
    first, last, reason = day_of(body, "from"), day_of(body, "to"), prose_of(body, "reason")
    if first is None or last is None or last < first:
        raise BadField("to", body.get("to"))
    if reason is None:
        raise BadField("reason", None)
    item = one_of("item", frozenset(KEYS))(body)
    if item is None:
        raise BadField("item", None)
    return {
        "applies_to": one_of("of", frozenset(Of), Of.TOWN.value)(body),
        "unit": needed_of(body, "unit", 40),
        "item": item,
        "first_day": first,
        "last_day_about": last,
        "value": _value(body, most(item)),
        "reason": reason,
    }


def _value(body: Body, highest: float | None) -> float | None:
    value = body.get("value")
    if highest is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= highest:
        raise BadField("value", value)
    return float(value)


advance_mark = Register("marked", "mark_over", _new, _fill).advance
