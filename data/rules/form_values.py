"""What the fields of a form say, as far as it can be read at all: days, amounts, choices, and texts not too long."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from data.rules.bodies import MOST_YUAN
from data.rules.errors import Problem, Reason, Word


class FormField(Protocol):
    """A field as far as its value is checked."""

    @property
    def name(self) -> str:
        """Its name among the values."""

    @property
    def kind(self) -> str:
        """text, date, money, choice, code, bool or org."""

    @property
    def label(self) -> str:
        """Key of its words."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Allowed values with keys of words."""


MOST_TEXT = 2000
MOST_CODE = 40


def read_day(value: Any) -> date | None:
    """A date from ``2021-06-12``, or None."""
    if isinstance(value, date):
        return value
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2170 else None


def unreadable(fields: Sequence[FormField], values: Mapping[str, Any]) -> list[Problem]:
    """Values that are no date, no amount, no choice, or too long to be one field."""
    return [
        Problem(Reason(f"bad_{field.kind}", {"field": Word(field.label), "value": str(value)[:60]}), field.name)
        for field in fields
        if (value := values.get(field.name)) not in (None, "") and not _READABLE[field.kind](field, value)
    ]


def _is_money(field: FormField, value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST_YUAN


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MOST_CODE


_READABLE: Mapping[str, Callable[[FormField, Any], bool]] = {
    "text": lambda field, value: isinstance(value, str) and len(value) <= MOST_TEXT and "\0" not in value,
    "date": lambda field, value: read_day(value) is not None,
    "money": _is_money,
    "choice": lambda field, value: str(value) in {key for key, _label in field.choices},
    "bool": lambda field, value: isinstance(value, bool),
    "code": lambda field, value: _is_code(value),
    "org": lambda field, value: _is_code(value),
}
