"""Every KPI equals its slow reference, now, as of a day and as known at a change; and the laws of sums hold."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules.events import HAZARD_CODES, five_value
from data.rules.fold import fold
from data.rules.kpis import KPIS, MEASURES, Kind, Kpi, quantile, value_of
from data.rules.periods import Period, PeriodBackwards
from data.rules.streams import NEVER, EventColumns
from data.rules.vocabulary import State
from data.words import LANGUAGES, speaking
from tests.figures.reference import quantile as slow_quantile
from tests.figures.reference import reference
from tests.figures.world import FIRST, figures_at, random_world

SEEDS = st.integers(0, 2**32)
DAYS = st.integers(-20, 260).map(lambda after: date.fromordinal(FIRST + after))
LENGTHS = st.integers(0, 250).map(lambda days: timedelta(days))
SHARES = st.none() | st.floats(0, 1)


def answers(values: Any) -> dict[str, Any]:
    return {
        key: (value.value, *((value.above, value.below) if value.kpi.kind is Kind.RATE else (None, None)))
        for key, value in values.items()
    }


@settings(deadline=None, max_examples=100)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS, share=SHARES)
def test_every_figure_equals_its_slow_reference(
    seed: int, first: date, length: timedelta, as_of: date, share: float | None
) -> None:
    world = random_world(seed)
    change = None if share is None else int(share * world.head)
    figures = figures_at(world, Period(first, first + length), as_of, change)
    expected = reference(world, first, first + length, as_of, change)
    agree(answers(figures.kpis), expected)


def agree(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert set(found) == set(expected)
    for key, (value, above, below) in expected.items():
        told, *parts = found[key]
        assert parts == [above, below], (key, found[key], expected[key])
        assert (told is None) == (value is None), (key, told, value)
        assert value is None or told == pytest.approx(value, rel=1e-12, abs=1e-12), (key, told, value)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_every_figure_has_a_name_and_a_definition_in_both_languages(kpi: Kpi) -> None:
    for lang in LANGUAGES:
        with speaking(lang):
            assert kpi.label()
            assert kpi.definition()


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_nothing_to_divide_by_is_no_value(kpi: Kpi) -> None:
    numbers = dict.fromkeys(MEASURES, 0)
    value = value_of(kpi, numbers, np.zeros(1, np.int64))
    needs_cases = kpi.below is not None or kpi.quantile is not None
    assert value.value is None if needs_cases else value.value == 0


@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=60), share=st.sampled_from((0.0, 0.5, 0.9, 1.0)))
def test_a_quantile_of_a_histogram_is_that_of_its_numbers(days: list[int], share: float) -> None:
    assert quantile(np.bincount(days), share) == pytest.approx(slow_quantile(days, share), rel=1e-12)


def test_keys_are_those_of_the_public_interface() -> None:
    assert [kpi.key for kpi in KPIS] == [
        "hazards_total",
        "hazards_major",
        "rectification_rate",
        "major_rectification_rate",
        "due_rectification_rate",
        "on_time_rate",
        "open",
        "overdue",
        "overdue_rate",
        "reinspection_rate",
        "reinspection_on_time_rate",
        "first_pass_rate",
        "loop_closed_rate",
        "closure_days_mean",
        "closure_days_median",
        "closure_days_p90",
        "closure_days_mean_not_on_the_spot",
        "on_the_spot_rate",
        "five_complete_rate_major",
        "five_complete_rate",
        "repeat_rate",
        "self_check_rate",
        "closed",
        "opened",
        "reopened",
        "stock_start",
        "stock_end",
        "funds_yuan",
        "transfers_received",
        "cases_filed",
        "filing_rate",
        "cases_decided",
        "decision_rate",
        "cases_closed",
        "case_closed_rate",
        "fines_yuan",
        "filing_to_decision_days_mean",
        "hazard_cases_filed",
        "hazard_cases_decided",
    ]


def test_the_packed_five_are_read_back_from_columns() -> None:
    deadline = date(2021, 6, 12).toordinal()
    value = five_value(23, 120_050, deadline)
    events = EventColumns(
        np.zeros(2, np.int32),
        np.array([HAZARD_CODES["found"], HAZARD_CODES["rectifying"]], np.int8),
        np.full(2, deadline - 9, np.int32),
        np.array([1, 2]),
        np.array([0, value]),
        np.array([State.CONFIRMED.code, State.RECTIFYING.code], np.int8),
        np.ones(2, np.int8),
        np.full(2, NEVER, np.int32),
    )
    facts = fold(events, 1, deadline)
    assert (facts.five[0], facts.funds[0], facts.deadline[0]) == (23, 120_050, deadline)


def test_a_period_is_compared_with_equal_days_before_and_last_year() -> None:
    june = Period(date(2021, 6, 1), date(2021, 6, 30))
    assert june.before(date(2021, 7, 5)) == (Period(date(2021, 5, 1), date(2021, 5, 31)), date(2021, 6, 5))
    assert june.before(date(2021, 6, 10)) == (Period(date(2021, 5, 1), date(2021, 5, 10)), date(2021, 5, 10))
    leap = Period(date(2024, 1, 1), date(2024, 2, 29))
    assert leap.year_before(date(2024, 2, 29)) == (Period(date(2023, 1, 1), date(2023, 2, 28)), date(2023, 2, 28))


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(PeriodBackwards, match="2021-06-30"):
        Period(date(2021, 6, 30), date(2021, 6, 1))
