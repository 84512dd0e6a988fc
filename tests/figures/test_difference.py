"""The difference between two changes: what is entered late changes a past figure under a newer change, and is told."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from dashboard.cli import main
from data.packs import Pack
from data.readmodel.difference import DAYS as CLOSURE_DAYS
from data.readmodel.difference import DENOMINATOR, NUMERATOR, Difference, Differing, Moved, reasons
from data.rules.coverage import EVERY_KPI
from data.rules.events import NewEvent
from data.rules.filters import Filter
from data.rules.kpis import KPIS
from data.rules.periods import Period
from data.rules.scope import SYSTEM, Scope
from data.store.database import writing
from data.store.streams import record
from tests.factories import closed_history, filed, found, registered
from tests.figures.test_kpis import DAYS, LENGTHS, SEEDS
from tests.figures.test_readmodel import model_of, tell
from tests.figures.test_stats import JUNE, stats
from tests.figures.world import figures_at, random_world


def explained(each: Differing) -> Iterator[tuple[int, int]]:
    """What is listed of each side, and what the side differs by."""
    for side, above in ((NUMERATOR, True), (DENOMINATOR, False)):
        if side in each.moved:
            numbers = [value.above if above else value.below for value in (each.before, each.after)]
            yield sum(one.after - one.before for one in each.moved[side]), (numbers[1] or 0) - (numbers[0] or 0)


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS, shares=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_who_entered_and_left_explains_the_whole_difference(
    seed: int, first: date, length: timedelta, as_of: date, shares: tuple[float, float]
) -> None:
    world = random_world(seed)
    older, newer = sorted(int(share * world.head) for share in shares)
    period = Period(first, first + length)
    before, after = (figures_at(world, period, as_of, change) for change in (older, newer))
    told = {each.kpi.key: each for each in Difference(before, after, *NOTHING).of(KPIS)}
    for kpi in KPIS:
        if kpi.key not in told:
            assert before.kpis[kpi.key] == after.kpis[kpi.key], kpi.key
            continue
        for listed, differs in explained(told[kpi.key]):
            assert listed == differs, kpi.key


NOTHING: Any = (None, None)
"""The worlds at random know no objects, so that no coverage figure is asked for."""


@pytest.mark.parametrize("seed", [1, 7, 42])
def test_every_record_that_moved_names_an_event_learnt_in_between(engine: Engine, pack: Pack, seed: int) -> None:
    world, rng = random_world(seed, hazards=15), Random(seed)
    tell(engine, pack, world)
    snapshot, scope = model_of(engine, pack).snapshot, Scope.whole(pack.code)
    for _ in range(6):
        older, newer = sorted(rng.sample(range(world.head + 1), 2))
        as_of = date(2021, 1, 1) + timedelta(days=rng.randrange(300))
        asked = (scope, Filter(), Period(date(2021, 2, 1), date(2021, 4, 30)), as_of)
        before, after = (snapshot.figures(*asked, change) for change in (older, newer))
        covered = [snapshot.coverage(*asked, change) for change in (older, newer)]
        differing = Difference(before, after, *covered).of(EVERY_KPI)
        with engine.connect() as connection:
            why = reasons(connection, pack.code, everybody(differing), older, newer, as_of.toordinal())
        moved = {(one.kind, one.number) for each in differing for side in each.moved.values() for one in side}
        assert set(why) == moved
        assert all(why.values())
        for events in why.values():
            assert all(older < event.change <= newer for event in events)
            assert all(event.what == "withdrawn" or event.at[:10] <= as_of.isoformat() for event in events)


def everybody(differing: Iterable[Differing]) -> list[Moved]:
    return [one for each in differing for _side, one in each.listed]


def tell_of(engine: Engine, pack: Pack, events: list[NewEvent]) -> int:
    """Record the events; returns the newest change."""
    with writing(engine) as connection:
        told = record(connection, pack, SYSTEM, events)
    assert told.last_change
    return told.last_change


@pytest.fixture
def late(sqlite_engine: Engine, pack: Pack) -> tuple[Engine, int, int, str]:
    """June as it was reported on its last day; in July a hazard of May that was closed in June is entered."""
    early = tell_of(sqlite_engine, pack, [found(at="2021-06-03"), found(at="2021-06-10")])
    history = closed_history()
    events = [replace(history[0], at="2021-05-12"), *history[1:]]
    return sqlite_engine, early, tell_of(sqlite_engine, pack, events), history[0].id


def test_a_ledger_of_may_entered_in_july_changes_june_under_a_newer_change_only(
    late: tuple[Engine, int, int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    engine, early, now, number = late
    database = str(engine.url)
    reported = stats(capsys, database, *JUNE, "--change", str(early))
    assert reported["kpis"]["closed"]["value"] == 0
    assert stats(capsys, database, *JUNE)["kpis"]["closed"]["value"] == 1
    told = stats(capsys, database, *JUNE, "--change", str(early), "--compare-change", str(now))
    compared = told.pop("compared")
    assert told == reported
    assert {name: compared[name] for name in ("change", "older", "newer")} == {
        "change": now, "older": early, "newer": now
    }  # fmt: skip
    closed = compared["kpis"]["closed"]
    assert (closed["before"]["value"], closed["after"]["value"]) == (0, 1)
    assert closed["numerator"] == {
        "entered": [{"kind": "hazards", "number": number, "adds": 1}], "left": [], "changed": []
    }  # fmt: skip
    events = compared["records"]["hazards"][number]
    assert events[0] == {
        "kind": "hazard", "id": number, "what": "found", "at": "2021-05-12", "change": early + 1, "learnt": None
    }  # fmt: skip
    assert [event["change"] for event in events] == list(range(early + 1, now + 1))
    assert "hazards_total" not in compared["kpis"]  # found in May: June's own cohort is as it was


def test_the_difference_is_the_same_whichever_change_is_named_first(
    late: tuple[Engine, int, int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    engine, early, now, _number = late
    one, other = (
        stats(capsys, str(engine.url), *JUNE, "--change", str(a), "--compare-change", str(b))["compared"]
        for a, b in ((early, now), (now, early))
    )
    assert one | {"change": early} == other
    assert stats(capsys, str(engine.url), *JUNE, "--compare-change", str(early))["compared"] == other
    assert stats(capsys, str(engine.url), *JUNE, "--compare-change", str(now))["compared"]["kpis"] == {}


def test_the_difference_is_printed_in_words(
    late: tuple[Engine, int, int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    engine, early, now, number = late
    assert main(["stats", "--database", str(engine.url), *JUNE, "--compare-change", str(early)]) == 0
    told = capsys.readouterr().out
    assert f"变更号 {early} 与 {now} 之间的差异" in told
    assert f"隐患 {number} 发现隐患 2021-05-12（变更号 {early + 1}）" in told
    assert main(["stats", "--database", str(engine.url), *JUNE, "--compare-change", str(now)]) == 0
    assert "没有差异" in capsys.readouterr().out


def test_a_change_that_never_was_is_refused(
    late: tuple[Engine, int, int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stats", "--database", str(late[0].url), "--compare-change", "99999"]) == 1
    assert "99999" in capsys.readouterr().err


def test_a_case_that_is_told_late_reopens_the_loop_of_its_hazard(sqlite_engine: Engine, pack: Pack) -> None:
    history = closed_history()
    early = tell_of(sqlite_engine, pack, history)
    now = tell_of(sqlite_engine, pack, [filed("C1", history[0].id, at="2021-06-20"), registered()])
    snapshot = model_of(sqlite_engine, pack).snapshot
    asked = (Scope.whole(pack.code), Filter(), Period(date(2021, 1, 1), date(2021, 12, 31)), date(2021, 12, 31))
    covered = [snapshot.coverage(*asked, change) for change in (early, now)]
    before, after = (snapshot.figures(*asked, change) for change in (early, now))
    differing = {each.kpi.key: each for each in Difference(before, after, *covered).of(EVERY_KPI)}
    (left,) = differing["loop_closed_rate"].moved[NUMERATOR]
    assert (left.number, left.left) == (history[0].id, True)
    (entered,) = differing["objects_total"].moved[NUMERATOR]
    assert (entered.kind, entered.entered) == ("objects", True)
    with sqlite_engine.connect() as connection:
        why = reasons(connection, pack.code, everybody(differing.values()), early, now, date(2021, 12, 31).toordinal())
    assert [event.what for event in why["hazards", history[0].id]] == ["case_filed"]
    assert [event.what for event in why["objects", entered.number]] == ["registered"]


def test_quantiles_tell_whose_days_to_closure_differ(sqlite_engine: Engine, pack: Pack) -> None:
    early = tell_of(sqlite_engine, pack, [found()])
    history = closed_history()
    now = tell_of(sqlite_engine, pack, history)
    snapshot = model_of(sqlite_engine, pack).snapshot
    asked = (Scope.whole(pack.code), Filter(), Period(date(2021, 1, 1), date(2021, 12, 31)), date(2021, 12, 31))
    before, after = (snapshot.figures(*asked, change) for change in (early, now))
    told = {each.kpi.key: each for each in Difference(before, after, *NOTHING).of(KPIS)}
    (one,) = told["closure_days_p90"].moved[CLOSURE_DAYS]
    assert (one.number, one.after) == (history[0].id, told["closure_days_p90"].after.value)
    assert json.dumps(sorted(told["closure_days_median"].moved)) == json.dumps([CLOSURE_DAYS, NUMERATOR])
