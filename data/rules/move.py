"""What a row of the table of moves is, and the words that its rows share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.rules.events import HAZARD
from data.rules.guards import Guard
from data.rules.vocabulary import Level, Role, State

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a move's form. ``kind`` is text, date, money, choice, code, bool or org; ``label`` a key of words.

    A choice has its values listed, a code is one of the pack's, an org one of its organisations.
    ``major_only`` fields are required for 重大 alone. Choices are (value, key) pairs.
    """

    name: str
    kind: str
    required: bool = False
    label: str = ""
    choices: Choices = ()
    major_only: bool = False

    def needed(self, level: int) -> bool:
        """Whether a hazard of this level cannot do without it."""
        return self.required or (self.major_only and level == Level.MAJOR)


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: a verb, the states it leaves, the roles that may do it and what it needs.

    ``what`` is the event it records in the stream of kind ``stream``; ``roles`` gives the levels each role may move;
    ``primary`` is the next step one expects in this state; ``guards`` find what else stands against it. ``says`` is
    what its event tells beside the form; moves that may be made for several hazards at once are ``in_bulk``.
    """

    key: str
    what: str
    from_states: frozenset[State]
    roles: Mapping[Role, frozenset[Level]]
    fields: tuple[Field, ...] = ()
    primary: bool = False
    guards: tuple[Guard, ...] = ()
    stream: str = HAZARD
    in_bulk: bool = False
    says: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Key of the words on its button."""
        return f"move.{self.key}.label"


GENERAL = frozenset({Level.GENERAL})
MAJOR = frozenset({Level.MAJOR})
BOTH = GENERAL | MAJOR
OPEN = frozenset(state for state in State if state.is_open)
LIVE = OPEN | {State.CLOSED}
BEGUN = LIVE | {State.VOID}
"""Where a case or a listing that runs can be brought to its end: also beside a hazard that turned out to be none."""
DEPARTMENT: Mapping[Role, frozenset[Level]] = {Role.DEPARTMENT: BOTH}


def entry(
    name: str, kind: str = "text", required: bool = False, choices: Choices = (), major_only: bool = False
) -> Field:
    """A field with the words of its name."""
    return Field(name, kind, required, f"evidence.{name}", choices, major_only)
