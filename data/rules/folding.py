"""How the events of one stream become its state, and what it means that a batch takes its events back.

A ``withdrawn`` event carries the batch that it takes back. Where that batch began the stream, the whole record is
withdrawn, by the stream's own rules. Where it only told something of a record that was there before, its events stand
in the trail but count no more: the state is folded anew without them, and the ``withdrawn`` changes nothing else.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, Protocol

from data.rules.events import HappenedEvent

Step = Callable[[Any, HappenedEvent], Any]
"""The state after an event; the state before is None at the beginning."""


class Folding:
    """The state of one stream, event by event."""

    def __init__(self, step: Step) -> None:
        self.state: Any = None
        self._step = step
        self._standing: list[HappenedEvent] = []
        self._count = 0

    def add(self, event: HappenedEvent) -> Any:
        """The state after ``event``. `HistoryRefused` by the stream's rules."""
        if self._standing and takes_back_part(event, self._standing[0]):
            self._standing = _without(self._standing, event)
            self.state = reduce(self._step, self._standing, None)
            self.state.row_version, self.state.change = self._count + 1, event.change
            self.state.last_day = event.day
        else:
            self.state = self._step(self.state, event)
            self._standing.append(event)
        self._count += 1
        return self.state


def folded(step: Step, events: Iterable[HappenedEvent]) -> Any:
    """The state that the events of one stream make, None when there are none."""
    folding = Folding(step)
    for event in events:
        folding.add(event)
    return folding.state


def standing(events: Iterable[HappenedEvent]) -> list[HappenedEvent]:
    """What counts of a stream's events on any day, now that it is known what was taken back; nothing where all was."""
    kept: list[HappenedEvent] = []
    for event in events:
        if kept and takes_back_all(event, kept[0]):
            return []
        if kept and takes_back_part(event, kept[0]):
            kept = _without(kept, event)
        else:
            kept.append(event)
    return kept


class Told(Protocol):
    """An event, or a row of one."""

    @property
    def what(self) -> str:
        """Its name."""

    @property
    def batch(self) -> str | None:
        """The batch that told it."""


def takes_back_all(event: Told, first: Told) -> bool:
    """Whether ``event`` takes a batch back that began the stream with ``first``."""
    return event.what == "withdrawn" and event.batch is not None and event.batch == first.batch


def takes_back_part(event: Told, first: Told) -> bool:
    """Whether ``event`` takes a batch back that told something of a stream begun with ``first``."""
    return event.what == "withdrawn" and event.batch is not None and event.batch != first.batch


def _without(events: Iterable[HappenedEvent], event: HappenedEvent) -> list[HappenedEvent]:
    return [each for each in events if each.batch != event.batch]
