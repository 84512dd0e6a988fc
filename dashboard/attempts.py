"""One try at a verb from a form: a refusal comes back as words by field, so that the form keeps what was typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dashboard import forms
from dashboard.services import services
from data.errors import OneMapError
from data.rules.errors import MoveRefused
from data.store.errors import MovedMeanwhile

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Attempt(Generic[Result]):
    """What came of it: a result, or problems by field name (general ones under ``forms.GENERAL``).

    ``moved`` is True when somebody else was faster: what the page shows is old, what was typed is not.
    """

    result: Result | None = None
    problems: dict[str, str] = field(default_factory=dict)
    moved: bool = False


def attempt(verb: Callable[[], Result], names: Sequence[str]) -> Attempt[Result]:
    """Call ``verb`` and let the figures know; a refusal is told beside its field among ``names``, else above."""
    try:
        done = Attempt(verb())
        services().model.refresh()
        return done
    except MoveRefused as refused:
        return Attempt(problems=forms.by_field(refused.problems, names))
    except OneMapError as error:
        return Attempt(problems={forms.GENERAL: error.sentence()}, moved=isinstance(error, MovedMeanwhile))
