"""A change in words, as official sheets say it: percent, 百分点 of rates, of a base of 0 a dash and the difference."""

from data.rules.comparing import Change
from data.words import t

SMALLEST = 0.05
"""A smaller change in points rounds to none."""


def rounded(percent: float) -> float:
    """Half up (away from 0) to one decimal, as official sheets round."""
    size = int(abs(percent) * 10 + 0.5) / 10
    return -size if percent < 0 else size


def said(change: Change | None) -> str:
    """Percent or points with one decimal and a sign; no change is 持平, nothing to compare a dash."""
    if change is None:
        return "—"
    if change.points is not None:
        return t("map.compare.points", n=f"{rounded(change.points):+.1f}") if _is_seen(change.points) else _same()
    if change.difference is not None:
        return t("map.compare.from_none", n=f"{change.difference:+,.0f}") if change.difference else _same()
    return f"{rounded(100 * (change.relative or 0)):+,.1f}%" if change.relative else _same()


def _is_seen(points: float) -> bool:
    return abs(points) >= SMALLEST


def _same() -> str:
    return t("map.compare.same")
