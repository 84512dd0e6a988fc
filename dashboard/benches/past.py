"""Figures as of a past day: every KPI and group-by folded from the events, beside DuckDB folding the same events."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from dashboard.benches.base import Measure, milliseconds
from dashboard.benches.crowd import pasts
from data.readmodel.memory import Memory
from data.readmodel.snapshot import MOST_HEAVY, Snapshot
from data.rules.events import HAZARD_CODES
from data.rules.filters import Filter
from data.rules.periods import Period
from data.rules.scope import Scope
from data.rules.vocabulary import STATES
from data.words import t

if TYPE_CHECKING:
    import duckdb

GOAL_MS = 200
"""As of a past day, the first time that it is asked for."""
ROUNDS = 5


def measures(snapshot: Snapshot, scope: Scope, against: bool) -> list[Measure]:
    """Half a year back: the first answer, and the next filter of the same day; DuckDB answers fewer figures."""
    day = date.fromordinal(snapshot.today - 180)
    period, count = Period(date(day.year, 1, 1), day), len(snapshot.hazards)
    first = milliseconds(lambda: _fresh(snapshot).figures(scope, Filter(as_of=day), period), ROUNDS)
    warm = _fresh(snapshot)
    figures = warm.figures(scope, Filter(as_of=day), period)
    next_ = milliseconds(lambda: _forgetful(warm).figures(scope, Filter(as_of=day, level=("1",)), period), ROUNDS)
    peer_ms = None
    if against:
        peer = _duckdb(count, snapshot.today)
        peer_ms = milliseconds(lambda: _ask(peer, period), ROUNDS)
        told = _ask(peer, period)
        if told[:2] != (figures.kpis["hazards_total"].value, figures.kpis["open"].value):
            raise AssertionError(told, figures.kpis["hazards_total"], figures.kpis["open"])
    return [
        Measure(t("bench_past.first"), first, "duckdb" if against else None, peer_ms, count),
        Measure(t("bench_past.first"), first, t("bench_past.goal"), GOAL_MS, count),
        Measure(t("bench_past.next"), next_, None, None, count),
    ]


def _fresh(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, memory=Memory(), heavy=Memory(MOST_HEAVY))


def _forgetful(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, memory=snapshot.memory.without(("figures", "mask")))


def _duckdb(hazards: int, today: int) -> "duckdb.DuckDBPyConnection":
    """The same events as a table."""
    import duckdb  # a peer of the benchmark, not a part of the product

    events = pasts(np.random.default_rng(1), hazards, today)
    frame = pd.DataFrame({name: getattr(events, name) for name in ("row", "what", "day", "value", "state", "round")})
    frame["seq"] = np.arange(len(frame))
    connection = duckdb.connect()
    connection.register("frame", frame)
    connection.execute("CREATE TABLE event AS SELECT * FROM frame")
    connection.unregister("frame")
    return connection


_OPEN = ", ".join(str(state.code) for state in STATES if state.is_open)
_SQL = f"""
WITH told AS (
    SELECT row, arg_max(state, seq) AS state,
        min(day) FILTER (what = {HAZARD_CODES["found"]}) AS found,
        arg_max(value, seq) FILTER (what = {HAZARD_CODES["found"]}) AS level,
        arg_max(value, seq) FILTER (what IN ({HAZARD_CODES["noticed"]}, {HAZARD_CODES["extended"]})) AS deadline,
        max(day) FILTER (what IN ({HAZARD_CODES["closed"]}, {HAZARD_CODES["fixed_on_the_spot"]})) AS closed,
        count(*) FILTER (what = {HAZARD_CODES["reinspected"]}) AS inspected
    FROM event WHERE day <= $last GROUP BY row
)
SELECT count(*) FILTER (found >= $first), count(*) FILTER (state IN ({_OPEN})),
    count(*) FILTER (found >= $first AND level = 1), count(*) FILTER (found >= $first AND state NOT IN ({_OPEN})),
    count(*) FILTER (state IN ({_OPEN}) AND deadline < $last), count(*) FILTER (found >= $first AND inspected > 0),
    avg(closed - found) FILTER (closed >= $first), quantile_cont(closed - found, [0.5, 0.9]) FILTER (closed >= $first)
FROM told
"""  # noqa: S608 - our own numbers


def _ask(peer: "duckdb.DuckDBPyConnection", period: Period) -> tuple[Any, ...]:
    days = {"first": period.first.toordinal(), "last": period.last.toordinal()}
    row = peer.execute(_SQL, days).fetchone()
    assert row is not None
    return row
