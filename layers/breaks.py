"""Where the classes of a sequential map begin: round numbers for a surface, natural breaks for a few areas."""

from collections.abc import Sequence
from itertools import accumulate

MOST = 6
"""More classes than this nobody tells apart."""


def round_breaks(highest: float, most: int = MOST) -> tuple[float, ...]:
    """The last ``most`` numbers of … 0.5, 1, 2, 5, 10 … that lie below ``highest``, ascending; none when it is 0."""
    series = (lead * 10.0**power for power in range(-3, 9) for lead in (1, 2, 5))
    return tuple(float(f"{step:.6g}") for step in series if step < highest)[-most:] if highest > 0 else ()


def natural_breaks(values: Sequence[float], most: int = MOST - 1) -> tuple[float, ...]:
    """The lowest value of each class, ascending, so that values differ least within classes (Fisher 1958, Jenks 1967).

    At most ``most`` classes, fewer when there are fewer different values; O(classes × values²).
    """
    ordered = sorted(values)
    classes = min(most, len(set(ordered)))
    sums = [0.0, *accumulate(ordered)]
    squares = [0.0, *accumulate(value * value for value in ordered)]

    def spread(first: int, end: int) -> float:
        total = sums[end] - sums[first]
        return squares[end] - squares[first] - total * total / (end - first)

    nowhere: tuple[float, tuple[int, ...]] = (float("inf"), ())
    best = [(0.0, nowhere[1]), *[nowhere] * len(ordered)]
    for _ in range(classes):
        best = [nowhere] + [
            min((best[first][0] + spread(first, end), (*best[first][1], first)) for first in range(end))
            for end in range(1, len(ordered) + 1)
        ]
    return tuple(ordered[first] for first in best[-1][1]) if classes else ()


def class_of(value: float, lowest: Sequence[float]) -> int:
    """The class of a value among classes that begin at ``lowest``; -1 below the first."""
    return sum(value >= each for each in lowest) - 1


def ramp_places(classes: int, steps: int) -> tuple[int, ...]:
    """Which steps of a ramp of ``steps`` colours the classes have: spread to its far end, never the palest."""
    return tuple(steps - 1 - round((classes - 1 - each) * (steps - 2) / max(classes - 1, 1)) for each in range(classes))
