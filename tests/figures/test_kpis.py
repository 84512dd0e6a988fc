"""Every KPI equals its slow reference, now, as of a day and as known at a change; and the laws of sums hold."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules.kpis import Kind
from data.rules.periods import Period
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


@settings(deadline=None, max_examples=150)
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
