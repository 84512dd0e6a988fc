"""What a correction changed: each field that an event amended, with its value before and after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.rules.events import HAZARD, OBJECT, HappenedEvent
from data.rules.facts import FACTS
from data.rules.hazards import advance
from data.rules.objects import advance_object

_ADVANCE: Mapping[str, Callable[[Any, HappenedEvent], Any]] = {HAZARD: advance, OBJECT: advance_object}
_SUBJECT = ("subject_name", "subject_kind", "uscc")
DERIVED = frozenset(
    {"name_key", "morton", "town_source", "place_quality", "place_doubts", "lat", "village", "cell", "park"}
)
"""Fields that follow from others and are not told one by one; a point is told once, under ``lon``."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One field before and after. A point is the field ``point`` with (lon, lat) or None."""

    field: str
    before: Any
    after: Any


def corrections(events: Sequence[HappenedEvent]) -> dict[int, tuple[Correction, ...]]:
    """By change number of each amendment what it changed, of the events of one hazard or object, oldest first."""
    state: Any = None
    told: dict[int, tuple[Correction, ...]] = {}
    for event in events:
        step = _ADVANCE[event.kind]
        names = _amended(event) if event.what == "amended" else ()
        before = {name: _value(state, name) for name in names}
        state = step(state, event)
        found = (Correction(name, before[name], _value(state, name)) for name in names)
        if names:
            told[event.change] = tuple(each for each in found if each.before != each.after)
    return told


def _amended(event: HappenedEvent) -> tuple[str, ...]:
    fields = event.body.get("fields") or {}
    names = [name for name in fields if name not in DERIVED and name != "subject"]
    names += _SUBJECT if "subject" in fields else ()
    return tuple("point" if name == "lon" else name for name in names)


def _value(state: Any, name: str) -> Any:
    if name == "point":
        return None if state.lon is None else (state.lon, state.lat)
    attribute = FACTS[name][0] if name in FACTS else name
    return getattr(state, attribute, None)
