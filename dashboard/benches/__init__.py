"""The benchmarks of ``onemap bench``; each compares with a peer in the same run."""

from dashboard.benches import audit, browser, import_, moves, stats, tiles
from dashboard.benches.base import Bench, Measure

BENCHES: tuple[Bench, ...] = (stats.BENCH, tiles.BENCH, import_.BENCH, browser.BENCH, audit.BENCH, moves.BENCH)

__all__ = ["BENCHES", "Bench", "Measure"]
