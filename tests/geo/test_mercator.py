"""The unit square and its tiles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.mercator import MAX_LATITUDE, from_unit, tile_at, tile_bounds, tile_centre, to_unit

places = st.tuples(st.floats(-180, 179.999999), st.floats(-85, 85))
tiles = st.integers(0, 20).flatmap(lambda z: st.tuples(st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1)))


@given(places)
def test_the_unit_square_and_degrees_are_inverse(place: tuple[float, float]) -> None:
    assert from_unit(*to_unit(*place)) == pytest.approx(place, abs=1e-9)


def test_corners_and_middle_of_the_world() -> None:
    assert to_unit(0, 0) == pytest.approx((0.5, 0.5))
    assert to_unit(-180, MAX_LATITUDE) == pytest.approx((0, 0), abs=1e-12)
    assert to_unit(180, -90) == pytest.approx((1, 1))


@given(places, st.integers(0, 22))
def test_a_place_lies_within_the_bounds_of_its_tile(place: tuple[float, float], z: int) -> None:
    west, south, east, north = tile_bounds(z, *tile_at(z, *place))
    assert west - 1e-9 <= place[0] <= east + 1e-9
    assert south - 1e-9 <= place[1] <= north + 1e-9


@given(tiles)
def test_the_centre_of_a_tile_lies_in_it(tile: tuple[int, int, int]) -> None:
    z, x, y = tile
    assert tile_at(z, *tile_centre(z, x, y)) == (x, y)


def test_a_known_tile() -> None:
    assert tile_at(10, 117.17, 36.98) == (845, 398)
    assert tile_bounds(0, 0, 0) == pytest.approx((-180, -MAX_LATITUDE, 180, MAX_LATITUDE))


@pytest.mark.parametrize("tile", [(-1, 0, 0), (3, 8, 0), (3, 0, -1), (0, 1, 0)])
def test_a_tile_that_does_not_exist_is_refused(tile: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no tile"):
        tile_bounds(*tile)
    with pytest.raises(ValueError, match="no tile"):
        tile_centre(*tile)


def test_missing_numbers_stay_missing() -> None:
    x, y = to_unit([np.nan, 0.0], [0.0, np.nan])
    assert np.isnan(x[0])
    assert np.isnan(y[1])
