"""The benchmark counts with DuckDB what the figures count, and says so line by line."""

from argparse import Namespace

from dashboard.benches.stats import BENCH, filters
from data.packs import DEFAULT_PACK, load_pack


def test_duckdb_counts_the_same_under_every_filter() -> None:
    measures = BENCH.run(Namespace(pack=DEFAULT_PACK, hazards=3000, against="duckdb"))
    assert len(measures) == 1 + len(filters(load_pack(DEFAULT_PACK)))
    assert all(measure.peer == "duckdb" for measure in measures[1:])
