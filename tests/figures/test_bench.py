"""The benchmark counts with DuckDB what the figures count, and says so line by line."""

from argparse import Namespace

from dashboard.benches.stats import BENCH, filters
from data.packs import DEFAULT_PACK, load_pack


def test_duckdb_counts_the_same_under_every_filter_and_half_a_year_ago() -> None:
    measures = BENCH.run(Namespace(pack=DEFAULT_PACK, hazards=3000, against="duckdb"))
    asked = len(filters(load_pack(DEFAULT_PACK)))
    cold, *now, first, goal, later = measures
    assert len(now) == asked
    assert all(measure.peer == "duckdb" for measure in (*now, first))
    assert (cold.peer, goal.ours_ms, later.peer) == (None, first.ours_ms, None)
