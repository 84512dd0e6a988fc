"""What has been worked out of a snapshot and may be asked again: the least recently used is forgotten first."""

from collections import OrderedDict
from collections.abc import Callable, Container, Hashable
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
                return self._keep(key, make())
            finally:
                with self._lock:
                    self._under_way.pop(key, None)

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
        """What is at hand, the least recently used first."""
        with self._lock:
            return list(self._answers.items())

    def put(self, key: Hashable, answer: Any) -> None:
        """Keep an answer that was made elsewhere."""
        self._keep(key, answer)

    def without(self, kinds: Container[str]) -> Self:
        """A copy that has forgotten the answers to questions (tuples) that begin with one of ``kinds``."""
        copy = type(self)(self._most)
        with self._lock:
            copy._answers.update((key, one) for key, one in self._answers.items() if _kind(key) not in kinds)
        return copy


def _kind(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) else key
