"""Reading the fields of an event's body: what cannot be read names its field."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from data.rules.errors import Reason

Body = Mapping[str, Any]
MOST_YUAN = 10_000_000_000
"""More money than any remediation or fine; a larger figure is a slip of the pen."""
LONGEST_PROSE = 4_000

FIRST_DAY = date(2000, 1, 1).toordinal()
"""No hazard was found and no day stated before it (domain 2.2)."""


class BadField(ValueError):
    """A body's field that says nothing usable; ``args`` are its name and its value."""

    @property
    def reason(self) -> Reason:
        """Why an event with this field is refused."""
        return Reason("field", {"field": self.args[0], "value": str(self.args[1])[:60]})


def day_of(body: Body, name: str) -> int | None:
    """The ordinal day of an ISO date, or None when not stated."""
    value = body.get(name)
    if value is None:
        return None
    try:
        return _ordinal(value)
    except (TypeError, ValueError):
        raise BadField(name, value) from None


@lru_cache(maxsize=8192)
def _ordinal(text: str) -> int:
    day = date.fromisoformat(text[:10])
    if text[4] != "-" or day.toordinal() < FIRST_DAY or day.year > 2170:
        raise ValueError(text)
    return day.toordinal()


def fen_of(body: Body, name: str) -> int | None:
    """Yuan as whole fen, or None when not stated."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_YUAN:
        raise BadField(name, value)
    return value * 100 if isinstance(value, int) else round(value * 100)


def text_of(body: Body, name: str, most: int = 200) -> str | None:
    """Text of at most ``most`` characters that says something, or None."""
    value = body.get(name)
    if not value and (value is None or value == ""):
        return None
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise BadField(name, value)
    return value


def prose_of(body: Body, name: str) -> str | None:
    """Longer text that says something, or None."""
    return text_of(body, name, LONGEST_PROSE)


def needed_of(body: Body, name: str, most: int) -> str:
    """Text of at most ``most`` characters that must be stated."""
    value = text_of(body, name, most)
    if value is None:
        raise BadField(name, None)
    return value


def code_of(body: Body, name: str, low: int, high: int) -> int | None:
    """A whole number from ``low`` to ``high``, or None when not stated."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadField(name, value)
    return value


def degrees_of(body: Body, name: str, most: float) -> float | None:
    """A coordinate in degrees, or None when not stated."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > most:
        raise BadField(name, value)
    return float(value)


def flag_of(body: Body, name: str) -> bool:
    """True only where stated."""
    return yes_no_of(body, name) or False


def yes_no_of(body: Body, name: str) -> bool | None:
    """True, False, or None when not stated."""
    value = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise BadField(name, value)
    return value


def map_of(body: Body, name: str) -> Body:
    """A nested body; empty when not stated."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadField(name, value)
    return value


Reader = Callable[[Body], Any]
"""What a body says of one field. Raises `BadField`. Made as closures: partials with names take three times as long."""


def text(name: str, most: int = 200) -> Reader:
    """A reader of a text, see `text_of`."""
    return lambda body: text_of(body, name, most)


def prose(name: str) -> Reader:
    """A reader of a longer text, see `prose_of`."""
    return text(name, LONGEST_PROSE)


def code(name: str, low: int, high: int) -> Reader:
    """A reader of a whole number, see `code_of`."""
    return lambda body: code_of(body, name, low, high)


def degrees(name: str, most: float) -> Reader:
    """A reader of a coordinate, see `degrees_of`."""
    return lambda body: degrees_of(body, name, most)


def day(name: str) -> Reader:
    """A reader of a day, see `day_of`."""
    return lambda body: day_of(body, name)


def yes_no(name: str) -> Reader:
    """A reader of yes or no, see `yes_no_of`."""
    return lambda body: yes_no_of(body, name)


def one_of(name: str, allowed: frozenset[str], default: str | None = None) -> Reader:
    """A reader of one of the allowed words; ``default`` where none is stated."""

    def read(body: Body) -> str | None:
        value = text_of(body, name, 40) or default
        if value is not None and value not in allowed:
            raise BadField(name, value)
        return value

    return read
