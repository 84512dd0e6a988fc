"""Masks: what is left out is the rest of what is wanted, and an area holds what lies in it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.readmodel.masks import hazard_mask
from data.rules.filters import NO_TOWN, NOT, Filter
from data.rules.periods import Period
from data.rules.scope import Scope
from data.rules.vocabulary import STATES
from tests.figures.test_kpis import FIRST
from tests.figures.world import figures_at, random_world, the_pack, view_at

LATE = FIRST + 260


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("town", ("370115001", NO_TOWN)),
        ("sector", ("H01", "H12-03")),
        ("level", ("1",)),
        ("colour", ("none", "red")),
        ("state", ("CLOSED",)),
        ("source", ("2", "3")),
        ("park", ("X",)),
    ],
)
def test_what_is_left_out_is_the_rest_of_what_is_wanted(key: str, codes: tuple[str, ...]) -> None:
    scope = Scope.whole(the_pack().code)
    for seed in range(20):
        view = view_at(random_world(seed), LATE, None)

        def mask(values: tuple[str, ...]) -> np.ndarray:
            return hazard_mask(view, scope, replace(Filter(), **{key: values}), (), None)  # noqa: B023

        without = mask(tuple(NOT + code for code in codes))
        assert not (mask(codes) & without).any()
        assert ((mask(codes) & view.hazards.counts) | without).tolist() == mask(()).tolist()


def test_a_void_hazard_shows_only_where_its_state_is_named() -> None:
    scope = Scope.whole(the_pack().code)
    void = [state.value for state in STATES].index("VOID")
    seen = 0
    for seed in range(40):
        view = view_at(random_world(seed), LATE, None)
        is_void = view.hazards.state == void
        seen += int(is_void.sum())
        assert not hazard_mask(view, scope, Filter(state=("!CLOSED",)), (), None)[is_void].any()
        assert hazard_mask(view, scope, Filter(state=("VOID",)), (), None).tolist() == is_void.tolist()
    assert seen


@pytest.mark.parametrize("seed", range(10))
def test_a_step_of_the_loop_lets_through_what_the_funnel_counts(seed: int) -> None:
    world, day = random_world(seed), date.fromordinal(LATE)
    figures = figures_at(world, Period(date(2021, 1, 1), day), day, None)
    for step, width in figures.funnel:
        mask = hazard_mask(figures.view, Scope.whole(the_pack().code), Filter(step=step), (), None)
        assert int(mask.sum()) == width


def test_an_area_and_a_circle_hold_what_has_a_place_in_them() -> None:
    scope = Scope.whole(the_pack().code)
    view = view_at(random_world(3, 60), LATE, None)
    size = len(view.hazards)
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(117.0, 117.2, size), rng.uniform(36.9, 37.1, size)
    placed = rng.random(size) < 0.8
    hazards = replace(view.hazards, lon=np.where(placed, lon, np.nan), lat=np.where(placed, lat, np.nan))
    view = replace(view, hazards=replace(hazards, morton=np.where(placed, 1, -1)))
    everything = hazard_mask(view, scope, Filter(), (), None)
    box = hazard_mask(view, scope, Filter(area=(117.0, 36.9, 117.1, 37.0)), (), None)
    assert box.tolist() == (everything & placed & (lon <= 117.1) & (lat <= 37.0)).tolist()
    ring = (117.0, 36.9, 117.1, 36.9, 117.1, 37.0, 117.0, 37.0)
    assert hazard_mask(view, scope, Filter(area=ring), (), None).tolist() == box.tolist()
    circle = hazard_mask(view, scope, Filter(near=(117.1, 37.0, 2_000.0)), (), None)
    assert 0 < circle.sum() < everything.sum()
    assert not circle[~placed].any()
