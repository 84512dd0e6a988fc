"""Figures: every KPI and eight group-bys of one view, ours against DuckDB over the same columns in the same run."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from dashboard.benches import past
from dashboard.benches.base import Bench, Measure, milliseconds
from dashboard.benches.crowd import crowd
from data.packs import Pack, load_pack
from data.readmodel.figures import Figures
from data.readmodel.memory import Memory
from data.readmodel.snapshot import Snapshot
from data.rules.filters import Filter
from data.rules.kpis import Flag
from data.rules.periods import Period
from data.rules.scope import Scope

if TYPE_CHECKING:
    import duckdb

TODAY = date(2026, 11, 23)
ROUNDS = 7
CUBE = "（立方体维度）"


def filters(pack: Pack) -> tuple[tuple[str, Filter, str], ...]:
    """What is asked, and the same in SQL: the first ones speak of the cube's dimensions alone."""
    town, lead = pack.towns[0].code, pack.sectors[0].lead
    one, two = [sector.code for sector in pack.sectors if sector.parent is None][:2]
    return (
        ("不筛选" + CUBE, Filter(), "true"),
        ("一镇" + CUBE, Filter(town=(town,)), f"town = '{town}'"),
        (
            "两行业、两色" + CUBE,
            Filter(sector=(one, two), colour=("orange", "red")),
            f"sector IN ('{one}','{two}') AND colour < 2",
        ),
        ("重大、逾期" + CUBE, Filter(level=("1",), overdue=True), "level = 1 AND overdue"),
        ("两种来源", Filter(source=("2", "3")), "source IN (2, 3)"),
        ("一部门、一般", Filter(department=(lead,), level=("0",)), f"dept = '{lead}' AND level = 0"),
        ("五种来源、六镇", Filter(source=("1", "2", "3", "4", "5"), start_zone=False), "source <= 5 AND NOT zone"),
    )


def _run(args: Namespace) -> list[Measure]:
    pack = load_pack(args.pack)
    snapshot = crowd(pack, args.hazards, TODAY.toordinal())
    scope, period = Scope.whole(pack.code), Period(date(TODAY.year, 1, 1), TODAY)
    asks = filters(pack)
    asked: list[Callable[[], Figures]] = [_ours(snapshot, scope, chosen, period) for _, chosen, _ in asks]
    cold = milliseconds(lambda: asked[0](), 1)
    against = "duckdb" in args.against.split(",")
    if against and find_spec("duckdb") is None:
        against = False
        sys.stderr.write("没有安装 DuckDB，只打印本系统的耗时。请先执行 make test 或 make bench 安装。\n")
    peer = _duckdb(snapshot, period) if against else None
    measures = [Measure("全部指标与八个分组，换期后第一次", cold, None, None, args.hazards)]
    for (name, _, where), ours in zip(asks, asked, strict=True):
        mine = milliseconds(ours, ROUNDS)
        theirs = None if peer is None else milliseconds(lambda where=where: _ask(peer, where), 3)  # type: ignore[misc]
        if peer is not None:
            _agree(ours(), _ask(peer, where))
        measures.append(Measure(f"全部指标与八个分组，{name}", mine, "duckdb" if peer else None, theirs, args.hazards))
    return [*measures, *past.measures(snapshot, scope, against)]


def _ours(snapshot: Snapshot, scope: Scope, chosen: Filter, period: Period) -> Callable[[], Figures]:
    """Everything the map page shows of one filter; what belongs to the filter is forgotten between two runs."""
    memory = Memory()

    def ask() -> Figures:
        fresh = replace(snapshot, memory=memory.without(("figures", "mask")))
        figures = fresh.figures(scope, chosen, period)
        assert figures.kpis
        assert figures.groups
        assert figures.months
        assert figures.funnel
        return figures

    return ask


def _duckdb(snapshot: Snapshot, period: Period) -> "duckdb.DuckDBPyConnection":
    """The folded facts of the same hazards as a table, and their closings as another."""
    import duckdb  # a peer of the benchmark, not a part of the product

    view, tables = snapshot.now, snapshot.tables
    hazards, facts = view.hazards, view.facts
    first, last = period.first.toordinal(), period.last.toordinal()
    columns: dict[str, Any] = {
        "id": np.arange(len(hazards), dtype=np.int32),
        "town": pd.Categorical.from_codes(hazards.town, pd.Index(tables.town)),
        "zone": ~np.isin(hazards.town, [tables.town.index(code) for code in snapshot.outside_zone]),
        "sector": pd.Categorical.from_codes(hazards.sector, pd.Index(tables.sector)),
        "dept": pd.Categorical.from_codes(hazards.dept, pd.Index(tables.dept)),
        "colour": hazards.colour,
        "source": hazards.source,
        "level": hazards.level,
        "state": hazards.state,
        "overdue": hazards.overdue,
        "found": (hazards.found >= first) & (hazards.found <= last),
        "due": (hazards.deadline >= first) & (hazards.deadline <= last),
        "closed_in": (hazards.closed >= first) & (hazards.closed <= last),
        "days": hazards.closed - hazards.found,
        "month": (hazards.found - first) // 31,
        "spot": facts.spot,
        "funds": facts.funds,
        "rounds_due": facts.rounds_due,
        "rounds_on_time": facts.rounds_on_time,
        "open": hazards.open,
        "open_before": (hazards.found < first) & ((hazards.closed == 0) | (hazards.closed >= first)),
    }
    columns |= {f"f_{flag.name}": view.flags & flag != 0 for flag in Flag if flag}
    rows, days = facts.closings
    within = (days >= first) & (days <= last)
    connection = duckdb.connect()
    frames = {
        "hazard": pd.DataFrame(columns),
        "closing": pd.DataFrame({"id": rows, "month": (days - first) // 31})[within],
    }
    for name, frame in frames.items():
        connection.register("frame", frame)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")  # noqa: S608 -- our own two names
        connection.unregister("frame")
    return connection


def _flags(population: str, *flags: str) -> str:
    condition = " AND ".join([population, *(f"f_{flag}" for flag in flags)])
    return f"count(*) FILTER ({condition})"


KPI_SQL: Sequence[str] = (
    _flags("found"),
    *(
        _flags("found", *flags.split())
        for flags in (
            "MAJOR", "CLOSED", "MAJOR CLOSED", "REINSPECTED", "TO_REINSPECT", "FIRST_PASSED", "INSPECTED_ONCE",
            "LOOP_CLOSED", "ON_THE_SPOT", "MAJOR FIVE", "MAJOR ORDERED", "FIVE", "ORDERED", "REPEAT", "SELF_CHECK",
            "IN_HAND", "SUBMITTED",
        )
    ),
    _flags("due", "DUE"),
    _flags("due", "DUE", "CLOSED"),
    _flags("due", "DECIDED"),
    _flags("due", "ON_TIME"),
    _flags("true", "OPEN"),
    _flags("true", "OVERDUE"),
    _flags("open_before"),
    "sum(rounds_due) FILTER (found)",
    "sum(rounds_on_time) FILTER (found)",
    "sum(funds) FILTER (found)",
    "avg(days) FILTER (closed_in)",
    "avg(days) FILTER (closed_in AND NOT spot)",
    "quantile_cont(days, [0.5, 0.9]) FILTER (closed_in)",
)  # fmt: skip
GROUP_SQL = ("town", "sector", "level", "colour", "state", "overdue", "month")
_GROUP_NUMBERS = (
    "count(*) FILTER (found), count(*) FILTER (found AND f_MAJOR), count(*) FILTER (found AND f_CLOSED),"
    " count(*) FILTER (open), count(*) FILTER (overdue)"
)


def _ask(peer: "duckdb.DuckDBPyConnection", where: str) -> tuple[Any, ...]:
    """The same KPIs in one statement, seven group-bys of hazards and one of closings by month."""
    row = peer.execute(f"SELECT {', '.join(KPI_SQL)} FROM hazard WHERE {where}").fetchone()  # noqa: S608
    for name in GROUP_SQL:
        peer.execute(f"SELECT {name}, {_GROUP_NUMBERS} FROM hazard WHERE {where} GROUP BY ALL").fetchall()  # noqa: S608
    peer.execute(
        f"SELECT closing.month, count(*) FROM closing JOIN hazard USING (id) WHERE {where} GROUP BY ALL"  # noqa: S608
    ).fetchall()
    assert row is not None
    return row


def _agree(figures: Figures, row: tuple[Any, ...]) -> None:
    """The two have counted the same."""
    kpis = figures.kpis
    told = (kpis["hazards_total"].value, kpis["open"].value, kpis["reinspection_on_time_rate"].below)
    asked = (
        row[0],
        row[KPI_SQL.index(_flags("true", "OPEN"))],
        row[KPI_SQL.index("sum(rounds_due) FILTER (found)")] or 0,
    )
    if told != asked:
        raise AssertionError(told, asked)


BENCH = Bench("stats", _run)
