"""Coordinates as offices write them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coordinates import (
    FLAGS,
    GEO_LOW_PRECISION,
    GEO_MISSING,
    GEO_SWAPPED_FIXED,
    GEO_ZERO,
    Cell,
    read_pair,
    within,
)

PLAIN = (116.813, 36.737, 117.51, 37.292)
SOUTH_WEST = (-71.69, -35.64, -70.95, -35.12)
EPSG = {PLAIN: 4548, SOUTH_WEST: 32719}

inside = st.tuples(st.floats(PLAIN[0], PLAIN[2]), st.floats(PLAIN[1], PLAIN[3]))


@pytest.mark.parametrize(
    ("lon_cell", "lat_cell"),
    [
        (117.209306, 36.947389),
        ("117.209306", "36.947389"),
        ("１１７．２０９３０６", "３６．９４７３８９"),
        (" 117.209306° ", "'36.947389"),
        ("117.209306,36.947389", ""),
        ("", "117.209306， 36.947389"),
        ("117.209306 36.947389", None),
        ("（117.209306；36.947389）", None),
        ("117.209306,36.947389", "117.209306,36.947389"),
        ("经度：117.209306 纬度：36.947389", ""),
        ("117°12′33.5″", "36°56′50.6″"),
        ("117˚12'33.5\"", "36º56'50.6\""),
        ("117度12分33.5秒", "36度56分50.6秒"),
        ("117°12.5583′", "36°56.8433′"),
        ("117:12:33.5", "36:56:50.6"),
        ("117-12-33.5", "36-56-50.6"),
        ("E117°12′33.5″", "N36°56′50.6″"),
        ("东经117.209306", "北纬36.947389"),
        ("117°12′33.5″E 36°56′50.6″N", ""),
    ],
)
def test_every_way_of_writing_one_point_reads_the_same(lon_cell: Cell, lat_cell: Cell) -> None:
    reading = read_pair(lon_cell, lat_cell, PLAIN)
    assert (reading.lon, reading.lat) == pytest.approx((117.209306, 36.947389), abs=1e-5)
    assert reading.flags == ()
    assert reading.readable


@pytest.mark.parametrize(
    ("lon_cell", "lat_cell"),
    [
        (36.947389, 117.209306),
        ("36.947389", "117.209306"),
        ("36.947389,117.209306", ""),
        ("北纬36.947389", "东经117.209306"),
        ("36°56′50.6″", "117°12′33.5″"),
    ],
)
def test_a_swapped_pair_is_put_right_and_flagged(lon_cell: Cell, lat_cell: Cell) -> None:
    reading = read_pair(lon_cell, lat_cell, PLAIN)
    assert (reading.lon, reading.lat) == pytest.approx((117.209306, 36.947389), abs=1e-5)
    assert reading.flags == (GEO_SWAPPED_FIXED,)


@given(inside)
def test_swapping_a_good_pair_changes_nothing_but_the_flag(pair: tuple[float, float]) -> None:
    straight, swapped = read_pair(*pair, PLAIN), read_pair(*reversed(pair), PLAIN)
    assert (swapped.lon, swapped.lat) == (straight.lon, straight.lat) == pair
    assert swapped.flags == (GEO_SWAPPED_FIXED, *straight.flags)


def test_a_pair_swapped_far_away_is_put_right_because_no_latitude_is_above_ninety() -> None:
    reading = read_pair(30.25, 120.15, PLAIN)
    assert (reading.lon, reading.lat, reading.flags) == (120.15, 30.25, (GEO_SWAPPED_FIXED,))


@pytest.mark.parametrize("cells", [(0.0, 0.0), ("0", "0"), (0, 0), ("0.000", 36.9), (117.1, 0)])
def test_zero_is_not_a_place(cells: tuple[Cell, Cell]) -> None:
    reading = read_pair(*cells, PLAIN)
    assert (reading.lon, reading.lat, reading.flags) == (None, None, (GEO_ZERO,))


@pytest.mark.parametrize(
    "cells",
    [(None, None), ("", " "), ("/", "无"), ("—", "—"), (float("nan"), float("nan")), ("117.17", ""), (None, 36.9)],
)
def test_half_a_pair_or_none_is_missing(cells: tuple[Cell, Cell]) -> None:
    reading = read_pair(*cells, PLAIN)
    assert (reading.lon, reading.lat, reading.flags, reading.readable) == (None, None, (GEO_MISSING,), True)


@pytest.mark.parametrize(
    "cells",
    [("东门口", ""), ("117.17。36.98", ""), ("117°75′", "36°10′"), ("1,2,3", ""), ("999.5", "36.9"),
     ("E117.1", "E36.9"),
     ("117.1", "36.9米"), ("=1+1", "2"), ("117.1\x00", "36.9"), (True, "x")],
)  # fmt: skip
def test_odd_text_is_said_to_be_unreadable(cells: tuple[Cell, Cell]) -> None:
    reading = read_pair(*cells, PLAIN)
    assert (reading.lon, reading.lat, reading.readable) == (None, None, False)


@pytest.mark.parametrize("cells", [(117.0, 37.0), ("117.3", "37.2"), (117, 37), ("117.30", "37.20"), (37.2, 117.3)])
def test_one_decimal_is_low_precision(cells: tuple[Cell, Cell]) -> None:
    assert GEO_LOW_PRECISION in read_pair(*cells, PLAIN).flags


def test_numbers_of_numpy_read_like_others() -> None:
    assert read_pair(np.float64(117.3), np.float64(37.2), PLAIN).flags == (GEO_LOW_PRECISION,)


def test_one_good_number_is_enough_precision() -> None:
    assert read_pair(117.30, 37.218332, PLAIN).flags == ()


@pytest.mark.parametrize("bounds", [PLAIN, SOUTH_WEST])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_projected_metres_are_recognised_in_either_order(
    bounds: tuple[float, float, float, float], order: tuple[int, int]
) -> None:
    from pyproj import Transformer

    lon, lat = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    metres = Transformer.from_crs("OGC:CRS84", EPSG[bounds], always_xy=True).transform(lon, lat)
    reading = read_pair(metres[order[0]], metres[order[1]], bounds, EPSG[bounds])
    assert (reading.lon, reading.lat) == pytest.approx((lon, lat), abs=1e-7)
    assert reading.projected


@pytest.mark.parametrize("easting", ["515000", "39515000", "39 515 000", "39,515,000"])
def test_a_leading_zone_number_is_dropped(easting: str) -> None:
    reading = read_pair("4093500", easting.replace(" ", ""), PLAIN, 4548)
    assert (reading.lon, reading.lat) == pytest.approx((117.168457, 36.972749), abs=1e-6)


def test_metres_mean_nothing_without_a_projected_system() -> None:
    assert not read_pair("4093500", "515000", PLAIN).readable


def test_a_far_point_stays_as_written() -> None:
    reading = read_pair(118.054321, 36.812345, PLAIN)
    assert (reading.lon, reading.lat, reading.flags) == (118.054321, 36.812345, ())
    assert not within(PLAIN, 118.054321, 36.812345)


def test_southern_and_western_degrees_are_negative() -> None:
    reading = read_pair("71°18′00″W", "35°24′00″S", SOUTH_WEST)
    assert (reading.lon, reading.lat) == pytest.approx((-71.3, -35.4))
    assert read_pair(-35.41, -71.31, SOUTH_WEST).flags == (GEO_SWAPPED_FIXED,)


@given(st.text(max_size=30), st.text(max_size=30) | st.floats() | st.integers() | st.none())
def test_no_cell_breaks_the_reader(lon_cell: str, lat_cell: Cell) -> None:
    reading = read_pair(lon_cell, lat_cell, PLAIN, 4548)
    assert set(reading.flags) <= set(FLAGS)
    assert (reading.lon is None) == (reading.lat is None)
    if reading.lon is not None and reading.lat is not None:
        assert within((-180, -90, 180, 90), reading.lon, reading.lat)
