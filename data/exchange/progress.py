"""How far an import is: told as it goes, so that a person can watch it, or stop it before anything is kept."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import ClassVar, TypeVar

from data.errors import OneMapError

Item = TypeVar("Item")
EVERY = 500
"""So many items pass between two words."""


class Stage(StrEnum):
    """The stages of an import in their order; words for people under ``page_import.stage.<name>``."""

    READING = "reading"
    UNDERSTANDING = "understanding"
    MATCHING = "matching"
    WRITING = "writing"


class Cancelled(OneMapError):
    """Somebody stopped the import; its transaction leaves nothing behind."""

    key: ClassVar[str] = "error_exchange.cancelled"


Tell = Callable[[Stage, int, int], None]
"""Hears the stage, how many items are done, and how many there are (0: not known). May raise `Cancelled`."""


def nobody(_stage: Stage, _done: int, _total: int) -> None:
    """Nobody watches."""


def telling(items: Sequence[Item], tell: Tell, stage: Stage) -> Iterator[Item]:
    """The items one after another, telling at the first, after every ``EVERY`` and after the last."""
    total = len(items)
    for done, item in enumerate(items):
        if done % EVERY == 0:
            tell(stage, done, total)
        yield item
    tell(stage, total, total)
