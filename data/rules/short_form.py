"""The three small numbers of a hazard's event that figures fold without reading bodies (see `data.rules.events`)."""

from collections.abc import Callable

from data.rules.bodies import code_of, day_of, fen_of, map_of
from data.rules.events import HappenedEvent, five_value
from data.rules.hazard import Hazard


def short_form(hazard: Hazard, event: HappenedEvent) -> tuple[int, int, int | None]:
    """State code, round and value (see `data.rules.events`) of ``event``, the last one that ``hazard`` went through."""
    value = _VALUES.get(event.what)
    return hazard.state.code, hazard.round, None if value is None else value(hazard, event)


def _five_short(hazard: Hazard, event: HappenedEvent) -> int:
    return five_value(hazard.five_mask, hazard.five_funds_fen, None if hazard.ordered else hazard.deadline)


_RESULT_CODES = {"pass": 0, "fail": 1, "partial": 2}

_VALUES: dict[str, Callable[[Hazard, HappenedEvent], int | None]] = {
    "found": lambda hazard, event: hazard.level,
    "confirmed": lambda hazard, event: code_of(event.body, "level", 0, 1),
    "amended": lambda hazard, event: code_of(map_of(event.body, "fields"), "level", 0, 1),
    "noticed": lambda hazard, event: day_of(event.body, "deadline"),
    "extension_requested": lambda hazard, event: hazard.requested,
    "extended": lambda hazard, event: hazard.deadline,
    "rectifying": _five_short,
    "five_updated": _five_short,
    "submitted": lambda hazard, event: fen_of(event.body, "cost_yuan"),
    "reinspected": lambda hazard, event: _RESULT_CODES[event.body["result"]],
}
