"""What a benchmark is: ours and a peer side by side in one run."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a benchmark; ``ratio`` is the peer's time over ours, so more is better for us."""

    what: str
    ours_ms: float
    peer: str | None
    peer_ms: float | None
    n: int
    unit: str = "ms"
    """Of both figures; sizes are given in KB or MB."""

    @property
    def ratio(self) -> float | None:
        """Peer ÷ ours, or None without a peer."""
        return None if self.peer_ms is None else self.peer_ms / self.ours_ms

    def json(self) -> dict[str, Any]:
        """The line in the shape of the public interface."""
        return asdict(self) | {"ratio": self.ratio}


def milliseconds(ask: Callable[[], Any], rounds: int) -> float:
    """The median of so many rounds."""
    times = []
    for _ in range(rounds):
        begun = perf_counter()
        ask()
        times.append((perf_counter() - begun) * 1000)
    return median(times)


@dataclass(frozen=True, slots=True)
class Bench:
    """A named benchmark; ``run`` reads ``args.hazards`` and ``args.against``."""

    name: str
    run: Callable[[Namespace], list[Measure]]
