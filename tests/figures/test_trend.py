"""The spans of a trend cover the period without gap, and add up to what was found and closed in it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.readmodel.trend import Unit, trend, unit_of
from data.rules.periods import Period
from tests.figures.test_kpis import DAYS, LENGTHS, SEEDS
from tests.figures.world import figures_at, random_world


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS, unit=st.sampled_from(list(Unit)))
def test_spans_follow_one_another_and_add_up(
    seed: int, first: date, length: timedelta, as_of: date, unit: Unit
) -> None:
    period = Period(first, first + length)
    figures = figures_at(random_world(seed), period, as_of, None)
    spans = trend(figures, unit)
    assert spans[0].first == first
    assert spans[-1].last == max(min(period.last, as_of), first)
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(spans))
    assert sum(span.found for span in spans) == figures.kpis["opened"].above
    assert sum(span.closed for span in spans) == figures.kpis["closed"].above
    for span in spans[1:]:
        assert span.first.weekday() == 0 or unit is not Unit.WEEK
        assert span.first.day == 1 or unit is not Unit.MONTH


@pytest.mark.parametrize(("days", "unit"), [(1, "day"), (31, "day"), (32, "week"), (182, "week"), (183, "month")])
def test_the_longer_the_period_the_coarser_the_spans(days: int, unit: str) -> None:
    first = date(2026, 1, 1)
    assert unit_of(Period(first, first + timedelta(days=days - 1))) == unit
