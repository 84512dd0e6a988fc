"""What stands behind a figure adds up to it, measure by measure, and is what a slow reader would list."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.readmodel.behind import HAZARDS, behind, missing, numbers
from data.readmodel.figures import Figures
from data.rules.kpis import KPIS, MEASURES, STEPS, Kind, Measure
from data.rules.periods import Period
from tests.figures.reference import Past, past_of, reference
from tests.figures.test_kpis import DAYS, LENGTHS, SEEDS
from tests.figures.world import World, figures_at, random_world, until


def total(figures: Figures, measure: Measure) -> int:
    return sum(int(part.adds.sum()) for part in behind(figures, measure))


def listed(figures: Figures, measure: Measure) -> list[str]:
    return [number for part in behind(figures, measure) for number, _row, _adds in numbers(figures, part, 0, len(part))]


@settings(deadline=None, max_examples=80)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS, share=st.none() | st.floats(0, 1))
def test_the_rows_behind_every_figure_add_up_to_it(
    seed: int, first: date, length: timedelta, as_of: date, share: float | None
) -> None:
    world = random_world(seed)
    change = None if share is None else int(share * world.head)
    figures = figures_at(world, Period(first, first + length), as_of, change)
    expected = reference(world, first, first + length, as_of, change)
    for kpi in KPIS:
        value = figures.kpis[kpi.key]
        assert total(figures, kpi.above) == value.above, kpi.key
        if kpi.below is not None:
            assert total(figures, kpi.below) == value.below, kpi.key
        if kpi.kind is Kind.RATE:
            assert (value.above, value.below) == expected[kpi.key][1:], kpi.key
            assert kpi.below is not None
            lost = sum(int(part.adds.sum()) for part in missing(figures, kpi.above, kpi.below))
            assert lost == (value.below or 0) - value.above, kpi.key
        if kpi.kind is Kind.COUNT:
            assert total(figures, kpi.above) == expected[kpi.key][0], kpi.key
    for step, width in figures.funnel:
        assert total(figures, dict(STEPS)[step]) == width, step


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS)
def test_whoever_is_counted_once_is_listed_once(seed: int, first: date, length: timedelta, as_of: date) -> None:
    figures = figures_at(random_world(seed), Period(first, first + length), as_of, None)
    for measure in MEASURES:
        for part in behind(figures, measure):
            assert len(set(part.rows.tolist())) == len(part)
            assert sorted(part.adds.tolist(), reverse=True) == part.adds.tolist()
            assert part.kind != HAZARDS or measure.sum or part.plain


@pytest.mark.parametrize("seed", range(30))
def test_the_overdue_and_the_closed_are_those_a_slow_reader_lists(seed: int) -> None:
    world, day = random_world(seed, hazards=20), date(2021, 5, 31)
    figures = figures_at(world, Period(date(2021, 1, 1), day), day, None)
    pasts = _pasts(world, day)
    kpis = {kpi.key: kpi for kpi in KPIS}
    closed = {number for number, past in pasts.items() if past.closed is not None}
    everything = {number for number, past in pasts.items() if past.state not in ("VOID", "MERGED", "WITHDRAWN")}
    assert set(listed(figures, kpis["rectification_rate"].above)) == closed
    assert set(listed(figures, kpis["hazards_total"].above)) == everything
    assert set(listed(figures, kpis["open"].above)) == {number for number in everything if pasts[number].is_open}


def _pasts(world: World, day: date) -> dict[str, Past]:
    told = {number: until(events, day.toordinal(), None) for number, events in world.hazards.items()}
    return {number: past_of(number, events) for number, events in told.items() if events}


def test_cases_and_transfers_are_listed_by_their_own_numbers() -> None:
    world = random_world(7, hazards=20)
    figures = figures_at(world, Period(date(2021, 1, 1), date(2021, 12, 31)), date(2021, 12, 31), None)
    received = next(kpi for kpi in KPIS if kpi.key == "transfers_received")
    assert set(listed(figures, received.above)) <= set(world.transfers)
    assert len(listed(figures, received.above)) == figures.kpis["transfers_received"].above > 0
