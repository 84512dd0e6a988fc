"""What the rules refuse, as sentences that name the stream, the event and the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from data.errors import OneMapError
from data.words import t


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not possible: the name of a sentence under ``error_rules.reason`` and what fills it.

    Parameters that are themselves keys of words (``state.CLOSED``) are given as `Word`.
    """

    name: str
    params: dict[str, Any] = field(default_factory=dict)

    def sentence(self) -> str:
        """The reason in the reader's language."""
        params = {key: value.read() if isinstance(value, Word) else value for key, value in self.params.items()}
        return t(f"error_rules.reason.{self.name}", **params)


@dataclass(frozen=True, slots=True)
class Word:
    """A word by key, put into the reader's language when a sentence is read."""

    key: str

    def read(self) -> str:
        """The word itself."""
        return t(self.key)


class HistoryRefused(OneMapError):
    """A history does not obey the rules: which stream, which event (counted from 1), and why."""

    key: ClassVar[str] = "error_rules.history"

    def __init__(self, stream: str, index: int, event: str, reason: Reason) -> None:
        self.stream, self.index, self.event, self.reason = stream, index, event, reason
        super().__init__(stream=stream, index=index, event=event)

    def sentence(self) -> str:
        """The refusal with its reason."""
        return t(self.key, reason=self.reason.sentence(), **self.params)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands against a move; ``field`` names the form field it belongs to, or is None."""

    reason: Reason
    field: str | None = None

    def sentence(self) -> str:
        """The problem as one sentence."""
        return self.reason.sentence()


class MoveRefused(OneMapError):
    """A move that state, role or evidence do not allow; carries every problem, not only the first."""

    key: ClassVar[str] = "error_rules.move"

    def __init__(self, stream: str, move: str, problems: Sequence[Problem]) -> None:
        self.stream, self.move, self.problems = stream, move, tuple(problems)
        super().__init__(stream=stream, move=move)

    def sentence(self) -> str:
        """The refusal with all its problems."""
        problems = " ".join(problem.sentence() for problem in self.problems)
        return t(self.key, stream=self.stream, move=t(f"move.{self.move}.label"), problems=problems)
