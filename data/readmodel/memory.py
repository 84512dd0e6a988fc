"""What has been worked out of a snapshot and may be asked again: the least recently used is forgotten first."""

from collections import OrderedDict
from collections.abc import Callable, Container, Hashable
from contextlib import suppress
from threading import Lock
from typing import Any, Self, TypeVar, cast

T = TypeVar("T")
MOST = 256


class Memory:
    """Answers by question, safe for several threads: who asks while another works the answer out waits for it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()
        self._under_way: dict[Hashable, Lock] = {}
        self._promised: dict[Hashable, Callable[[], Any]] = {}

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer for ``key``, made when it is not at hand."""
        with self._lock:
            if key in self._answers:
                return cast("T", self._again(key))
            mine = self._under_way.setdefault(key, Lock())
        with mine:
            with self._lock:
                if key in self._answers:
                    return cast("T", self._again(key))
            try:
                return self._keep(key, self._made(key, make))
            finally:
                with self._lock:
                    self._under_way.pop(key, None)

    def _made(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            promise = self._promised.pop(key, None)
        made = None if promise is None else promise()
        return make() if made is None else cast("T", made)

    def promise(self, key: Hashable, make: Callable[[], Any]) -> None:
        """Have an answer made when it is first asked for, or in `settle`; where ``make`` gives None, as if unknown."""
        with self._lock:
            self._promised[key] = make

    def settle(self) -> None:
        """Make what is still promised; what cannot be made so is forgotten."""
        with self._lock:
            promised = list(self._promised)
        for key in promised:
            with suppress(_Unmade):
                self.kept(key, _unmade)

    def _again(self, key: Hashable) -> Any:
        self._answers.move_to_end(key)
        return self._answers[key]

    def _keep(self, key: Hashable, made: T) -> T:
        with self._lock:
            self._answers[key] = made
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return made

    def items(self) -> list[tuple[Hashable, Any]]:
        """What is at hand or promised, the least recently used first."""
        self.settle()
        with self._lock:
            return list(self._answers.items())

    def without(self, kinds: Container[str]) -> Self:
        """A copy that has forgotten the answers to questions (tuples) that begin with one of ``kinds``."""
        copy = type(self)(self._most)
        with self._lock:
            copy._answers.update((key, one) for key, one in self._answers.items() if _kind(key) not in kinds)
        return copy


class _Unmade(Exception):
    """A promise that could not be kept, and nobody who knows another way."""


def _unmade() -> Any:
    raise _Unmade


def _kind(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) else key
