"""Morton keys: sortable, reversible, and one range for each tile."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.mercator import tile_at
from geo.morton import BITS, MISSING, decode, encode, interleave, tile_range

places = st.tuples(st.floats(-180, 179.99999), st.floats(-85, 85))


@given(places)
def test_a_key_leads_back_to_within_a_cell(place: tuple[float, float]) -> None:
    lon, lat = decode(encode([place[0]], [place[1]]))
    assert lon[0] == pytest.approx(place[0], abs=360 / 2**BITS)
    assert lat[0] == pytest.approx(place[1], abs=360 / 2**BITS)


@given(places, places, st.integers(0, BITS))
def test_exactly_the_keys_of_a_tile_lie_in_its_range(
    one: tuple[float, float], other: tuple[float, float], z: int
) -> None:
    tile = tile_at(z, *one)
    lo, hi = tile_range(z, *tile)
    for place in (one, other):
        assert (lo <= encode(*place) < hi) == (tile_at(z, *place) == tile)


@given(st.integers(0, 8).flatmap(lambda z: st.tuples(st.just(z), *[st.integers(0, 2**z - 1)] * 2)))
def test_the_four_children_tile_their_parent(tile: tuple[int, int, int]) -> None:
    z, x, y = tile
    lo, hi = tile_range(z, x, y)
    children = sorted(tile_range(z + 1, 2 * x + i, 2 * y + j) for i in (0, 1) for j in (0, 1))
    assert [children[0][0], *(end for _, end in children)] == [lo, *(start for start, _ in children[1:]), hi]


@given(st.lists(st.tuples(st.integers(0, 2**BITS - 1), st.integers(0, 2**BITS - 1)), min_size=1, max_size=20))
def test_bits_are_woven_column_even_row_odd(cells: list[tuple[int, int]]) -> None:
    def woven(column: int, row: int) -> int:
        return sum((column >> i & 1) << 2 * i | (row >> i & 1) << 2 * i + 1 for i in range(BITS))

    assert interleave(*zip(*cells, strict=True)).tolist() == [woven(*cell) for cell in cells]


def test_what_has_no_place_has_no_key() -> None:
    keys = encode([117.1, np.nan, 117.2], [37.0, 37.0, np.nan])
    assert keys.dtype == np.int64
    assert keys[0] > 0
    assert keys[1:].tolist() == [MISSING, MISSING]
    assert np.isnan(decode([MISSING])).all()


def test_the_edges_of_the_world_have_keys() -> None:
    assert encode([-180.0, 180.0], [90.0, -90.0]).tolist() == [0, 4**BITS - 1]
    assert tile_range(0, 0, 0) == (0, 4**BITS)


def test_a_tile_too_deep_is_refused() -> None:
    with pytest.raises(ValueError, match="deeper"):
        tile_range(BITS + 1, 0, 0)
    with pytest.raises(ValueError, match="no tile"):
        tile_range(2, 4, 0)
