"""The read model over a database: figures of the store, of past days and changes, kept up to date by what is new."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, select
from sqlalchemy import event as sqlalchemy_event

from data.exchange.histories import import_histories
from data.packs import Pack
from data.readmodel import ReadModel, Snapshot
from data.readmodel.memory import Memory
from data.readmodel.paging import Pin
from data.rules.deadlines import REINSPECTION_DAYS, DatedRule, reinspection_after
from data.rules.events import OBJECT, HappenedEvent, NewEvent
from data.rules.filters import Filter
from data.rules.periods import Period
from data.rules.scope import SYSTEM, Scope
from data.rules.vocabulary import Colour, State
from data.store.database import writing
from data.store.models import HazardRow
from data.store.reads import hazards_by_no, ordered_deadlines
from data.store.streams import record
from tests.factories import found, registered
from tests.figures.reference import past_of, reference
from tests.figures.test_kpis import agree, answers
from tests.figures.world import World, random_world, until

INPUTS = Path(__file__).parents[1] / "inputs" / "histories"
LATER = date(2022, 6, 30)
SEEDS = (1, 7, 42)


def tell(engine: Engine, pack: Pack, world: World, first: int = 0, last: int | None = None) -> None:
    """Record the events of the world whose change numbers lie in (first, last], in that order."""
    told = sorted((event for stream in world.streams for event in stream), key=lambda event: event.change)
    chosen = [event for event in told if first < event.change and (last is None or event.change <= last)]
    with writing(engine) as connection:
        record(connection, pack, SYSTEM, map(new, chosen))


def new(event: HappenedEvent) -> NewEvent:
    return NewEvent(event.kind, event.id, event.what, event.at, event.body)


def model_of(engine: Engine, pack: Pack) -> ReadModel:
    model = ReadModel(engine, pack, today=lambda: LATER)
    model.refresh()
    return model


def test_the_worked_example_comes_out_to_the_last_digit(engine: Engine, pack: Pack) -> None:
    import_histories(engine, pack, Scope.whole(pack.code), SYSTEM, INPUTS / "worked_example.json")
    expected = json.loads((INPUTS / "worked_example.figures.json").read_text("utf-8"))
    period = Period(*map(date.fromisoformat, expected["period"]))
    as_of = date.fromisoformat(expected["as_of"])
    figures = model_of(engine, pack).figures(Scope.whole(pack.code), Filter(), period, as_of)
    assert {key: figures.kpis[key].json(label=False) for key in expected["kpis"]} == expected["kpis"]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cut_equals_the_slow_reference(engine: Engine, pack: Pack, seed: int) -> None:
    world = random_world(seed, hazards=15)
    tell(engine, pack, world)
    model, rng = model_of(engine, pack), Random(seed)
    for _ in range(12):
        as_of = date.fromordinal(date(2021, 1, 1).toordinal() + rng.randrange(400))
        change = rng.choice((None, rng.randrange(world.head + 1)))
        period = Period(date(2021, 2, 1), date(2021, 2, 1 + rng.randrange(28)))
        figures = model.figures(Scope.whole(pack.code), Filter(), period, as_of, change)
        agree(answers(figures.kpis), reference(world, period.first, period.last, as_of, change))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cut_before_an_amendment_shows_the_old_town(engine: Engine, pack: Pack, seed: int) -> None:
    world = random_world(seed, hazards=15)
    tell(engine, pack, world)
    model, rng = model_of(engine, pack), Random(seed)
    for _ in range(8):
        as_of = date.fromordinal(date(2021, 1, 1).toordinal() + rng.randrange(400))
        change = rng.choice((None, rng.randrange(world.head + 1)))
        view = model.snapshot.view(as_of, change)
        for number, events in world.hazards.items():
            row = view.hazards.row_of[number]
            cut = until(events, as_of.toordinal(), change)
            assert bool(view.facts.exists[row]) == bool(cut)
            if cut:
                past = past_of(number, cut)
                told = view.tables.town[view.hazards.town[row]], view.tables.sub_sector[view.hazards.sub_sector[row]]
                assert told == (past.town or "", past.sector or "")
                assert view.hazards.source[row] == past.source
                assert view.hazards.manage_type[row] == past.manage_type


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_taken_in_step_by_step_equals_a_full_reading(engine: Engine, pack: Pack, seed: int) -> None:
    world = random_world(seed, hazards=10)
    model = ReadModel(engine, pack, today=lambda: LATER)
    for part in range(6):
        tell(engine, pack, world, part * world.head // 6, (part + 1) * world.head // 6)
        assert model.refresh() == (part + 1) * world.head // 6
    stepwise, whole = model.snapshot, model_of(engine, pack).snapshot
    assert same(stepwise.hazards, whole.hazards)
    assert same(stepwise.now.facts, whole.now.facts)
    assert same(stepwise.now.cases, whole.now.cases)
    assert same(stepwise.now.transfers, whole.now.transfers)
    day = date(2021, 4, 1)
    assert same(stepwise.view(day).hazards, whole.view(day).hazards)


def test_one_move_is_taken_in_by_a_few_short_reads(engine: Engine, pack: Pack) -> None:
    world = random_world(7, hazards=30)
    tell(engine, pack, world)
    model = model_of(engine, pack)
    with writing(engine) as connection:
        record(connection, pack, SYSTEM, [found("H-NEW")])
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    model.refresh()
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    reads = [one for one in asked if one.startswith("SELECT")]
    assert len(reads) <= 6, reads


@pytest.mark.parametrize("days", [3, 25])
def test_the_order_by_time_left_follows_the_packs_days_for_a_reinspection(
    engine: Engine, pack: Pack, days: int
) -> None:
    rules = tuple(replace(rule, value=str(days)) if rule.key == REINSPECTION_DAYS else rule for rule in pack.rules)
    pack, scope, half = replace(pack, rules=rules), Scope.whole(pack.code), 60
    world = random_world(SEEDS[0], hazards=30)
    tell(engine, pack, world, last=half)
    model = model_of(engine, pack)
    tell(engine, pack, world, half)
    model.refresh()
    snapshot = model.snapshot
    listing = snapshot.listing(scope, Filter(), ("left", False), Pin(snapshot.change, snapshot.today))
    numbers = [snapshot.hazards.number[row] for row in listing.rows]
    with engine.connect() as connection:
        rows = hazards_by_no(connection, scope, numbers)
        ordered = ordered_deadlines(connection, rows)
    due = [due_of(row, ordered[row.hazard_no], rules) for row in rows]
    assert due == sorted(due)
    assert any(row.state == State.SUBMITTED and not row.passed for row in rows)


def due_of(row: Any, ordered: int | None, rules: tuple[DatedRule, ...]) -> int:
    """The day (ordinal) by which somebody must have acted; nobody's last."""
    if row.state != State.SUBMITTED:
        return (row.deadline if State(row.state).is_open else None) or sys.maxsize
    due = None if row.passed else reinspection_after(rules, row.submitted_day, ordered)
    return due.day.toordinal() if due else sys.maxsize


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_brought_up_to_date_equal_those_worked_out_anew(engine: Engine, pack: Pack, seed: int) -> None:
    world = random_world(seed, hazards=12)
    model = ReadModel(engine, pack, today=lambda: LATER)
    earlier = model.snapshot
    told = asked(earlier)
    for part in range(8):
        tell(engine, pack, world, part * world.head // 8, (part + 1) * world.head // 8)
        model.refresh()
        assert asked(model.snapshot) == asked(model_of(engine, pack).snapshot)
        assert asked(replace(earlier, memory=Memory())) == told
        earlier, told = model.snapshot, asked(model.snapshot)


def asked(snapshot: Snapshot) -> list[Any]:
    """Counts of options, and figures from cubes and from rows, of today, of a past day and of a change."""
    scope, spring = Scope.whole(snapshot.county), Period(date(2021, 1, 1), date(2021, 3, 31))
    cuts = ((None, None), (date(2021, 4, 1), None), (date(2021, 6, 1), 20))
    filters = (Filter(), Filter(colour=("none", "red"), overdue=True), Filter(source=("1", "2", "3", "4")))
    figures = [snapshot.figures(scope, chosen, spring, *cut) for cut in cuts for chosen in filters]
    told = [(each.kpis, each.by_town, each.groups, each.months, each.funnel) for each in figures]
    return [told, [snapshot.options(scope, replace(chosen, as_of=cuts[1][0])) for chosen in filters]]


def same(one: Any, other: Any) -> bool:
    """Equal field by field; pairs of event columns in any order."""
    for field in fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, tuple) and mine and isinstance(mine[0], np.ndarray):
            mine, theirs = (np.sort(pair[0].astype(np.int64) << 32 | pair[1]) for pair in (mine, theirs))
        if isinstance(mine, np.ndarray):
            np.testing.assert_array_equal(mine, theirs, err_msg=field.name)
        else:
            assert mine == theirs, field.name
    return True


@pytest.mark.parametrize("seed", SEEDS)
def test_the_columns_say_what_the_rows_of_the_store_say(engine: Engine, pack: Pack, seed: int) -> None:
    tell(engine, pack, random_world(seed, hazards=25))
    hazards = model_of(engine, pack).snapshot.hazards
    with engine.connect() as connection:
        rows = connection.execute(select(HazardRow.__table__)).all()
    assert len(rows) == len(hazards)
    for stored in rows:
        row = hazards.row_of[stored.hazard_no]
        assert hazards.level[row] == stored.level
        assert hazards.found[row] == stored.found_day
        assert hazards.deadline[row] == (stored.deadline or 0)
        assert hazards.round[row] == stored.round
        assert hazards.closed[row] == ((stored.closed_day or 0) if stored.state == "CLOSED" else 0)


def test_the_figures_of_today_are_those_as_of_today(sqlite_engine: Engine, pack: Pack) -> None:
    tell(sqlite_engine, pack, random_world(5))
    model = model_of(sqlite_engine, pack)
    past = model.snapshot.past(LATER.toordinal(), None)
    assert same(past.hazards, model.snapshot.hazards)
    assert same(past.facts, model.snapshot.now.facts)


def test_a_refresh_leaves_old_snapshots_as_they_were(sqlite_engine: Engine, pack: Pack) -> None:
    world = random_world(9)
    tell(sqlite_engine, pack, world, 0, 40)
    model = model_of(sqlite_engine, pack)
    before = model.snapshot
    told = answers(before.figures(Scope.whole(pack.code), Filter(), Period(date(2021, 1, 1), LATER)).kpis)
    tell(sqlite_engine, pack, world, 40)
    model.refresh()
    assert model.snapshot is not before
    assert told == answers(
        before.figures(Scope.whole(pack.code), Filter(level=()), Period(date(2021, 1, 1), LATER)).kpis
    )
    later = model.figures(Scope.whole(pack.code), Filter(), Period(date(2021, 1, 1), LATER), change=40)
    assert answers(later.kpis) == told


def test_those_who_ask_together_share_one_look_at_the_store(sqlite_engine: Engine, pack: Pack) -> None:
    world = random_world(2)
    tell(sqlite_engine, pack, world, 0, 10)
    model = model_of(sqlite_engine, pack)
    tell(sqlite_engine, pack, world, 10, 20)
    assert model.refresh(within=3600) == 10
    assert model.refresh() == 20


def test_a_new_day_makes_what_was_due_overdue(sqlite_engine: Engine, pack: Pack) -> None:
    import_histories(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, INPUTS / "worked_example.json")
    today = [date(2021, 7, 5)]
    model = ReadModel(sqlite_engine, pack, today=lambda: today[0])
    on_the_day = int(model.snapshot.hazards.overdue.sum())
    today[0] = date(2021, 7, 6)
    model.refresh()
    assert int(model.snapshot.hazards.overdue.sum()) == on_the_day + 1


def test_the_roster_of_a_past_day_is_that_of_its_end(engine: Engine, pack: Pack) -> None:
    here, there = pack.towns[0].code, pack.towns[1].code
    told = [
        registered("DX-1", town=here), registered("DX-2", town=here), registered("DX-3", town=here),
        registered("DX-4", town=here, at="2021-03-01"),
        NewEvent(OBJECT, "DX-2", "amended", "2021-04-01", {"fields": {"town": there, "colour": Colour.RED.value}}),
        NewEvent(OBJECT, "DX-2", "merged", "2021-05-01", {"into": "DX-1"}),
        NewEvent(OBJECT, "DX-3", "closed_down", "2021-04-01", {"status": "注销"}),
    ]  # fmt: skip
    with writing(engine) as connection:
        record(connection, pack, SYSTEM, told)
    snapshot, whole = model_of(engine, pack).snapshot, Scope.whole(pack.code)

    def on(day: date, **limits: tuple[str, ...]) -> list[str]:
        mask = snapshot.object_mask(whole, Filter(as_of=day, **limits))
        return [snapshot.objects.id[row] for row in np.flatnonzero(mask)]

    assert on(date(2021, 1, 3)) == []
    assert on(date(2021, 2, 1)) == on(date(2021, 2, 1), town=(here,)) == ["DX-1", "DX-2", "DX-3"]
    assert on(date(2021, 3, 1)) == ["DX-1", "DX-2", "DX-3", "DX-4"]
    assert on(date(2021, 4, 1)) == ["DX-1", "DX-2", "DX-4"]
    assert on(date(2021, 4, 1), town=(there,)) == ["DX-2"]
    assert on(date(2021, 5, 1)) == on(LATER) == ["DX-1", "DX-4"]
    assert on(date(2021, 2, 1), colour=("red",)) == ["DX-2"]  # as the hazards of a past day have it


def test_the_keyword_finds_subject_number_and_description(sqlite_engine: Engine, pack: Pack) -> None:
    import_histories(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, INPUTS / "worked_example.json")
    snapshot = model_of(sqlite_engine, pack).snapshot
    scope = Scope.whole(pack.code)
    assert snapshot.numbers(snapshot.mask(scope, Filter(q="灭火器"))) == ["YH370115007202106020002"]
    assert snapshot.numbers(snapshot.mask(scope, Filter(q="示例企业03号"))) == ["YH370115007202106030003"]
    assert not snapshot.mask(Scope.of_towns(pack.code, "370115001"), Filter(q="灭火器")).any()


def test_void_hazards_show_only_when_asked_for(sqlite_engine: Engine, pack: Pack) -> None:
    import_histories(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, INPUTS / "worked_example.json")
    snapshot = model_of(sqlite_engine, pack).snapshot
    scope = Scope.whole(pack.code)
    assert snapshot.mask(scope, Filter()).sum() == 9
    assert snapshot.numbers(snapshot.mask(scope, Filter(state=("VOID",)))) == ["YH370115007202106200010"]


def test_pages_of_the_list_follow_one_another(sqlite_engine: Engine, pack: Pack) -> None:
    import_histories(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, INPUTS / "worked_example.json")
    snapshot = model_of(sqlite_engine, pack).snapshot
    scope = Scope.whole(pack.code)
    listing = snapshot.listing(scope, Filter(), ("deadline", False), Pin(snapshot.change, snapshot.today))
    first = listing.block(0, 4).tolist()
    second = listing.block(4, 100, after=first[-1]).tolist()
    assert (len(listing), len(first)) == (9, 4)
    deadlines = snapshot.hazards.deadline[first + second]
    assert deadlines.tolist() == sorted(deadlines.tolist())


def test_readers_find_a_whole_snapshot_while_others_are_taken_in(sqlite_engine: Engine, pack: Pack) -> None:
    world, scope = random_world(3, hazards=20), Scope.whole(pack.code)
    tell(sqlite_engine, pack, world, 0, 20)
    model = model_of(sqlite_engine, pack)
    period = Period(date(2021, 1, 1), LATER)

    def read(_: int) -> bool:
        snapshot = model.snapshot
        figures = snapshot.figures(scope, Filter(), period)
        return (
            len(snapshot.hazards) == len(snapshot.now.flags)
            and figures.kpis["open"].above == snapshot.hazards.open.sum()
        )

    with ThreadPoolExecutor(4) as pool:
        answers_ = pool.map(read, range(40))
        for first in range(20, world.head, 20):
            tell(sqlite_engine, pack, world, first, first + 20)
            model.refresh()
        assert all(answers_)
    assert model.snapshot.change == world.head
