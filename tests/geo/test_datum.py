"""Datum shifts against the vectors of the domain, an independent oracle, and their own inverses."""

import numpy as np
import prcoords
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.datum import Datum, from_wgs84, to_wgs84

VECTORS = [
    ((117.17, 36.98), (117.176097, 36.980580), (117.182723, 36.986241)),
    ((116.95, 36.80), (116.955660, 36.800215), (116.962219, 36.805970)),
    ((117.35, 37.15), (117.356241, 37.150736), (117.362622, 37.157078)),
]
METRE = 1 / 111_000

in_china = st.tuples(st.floats(75, 134), st.floats(19, 53))


@pytest.mark.parametrize(("wgs84", "gcj02", "bd09"), VECTORS)
def test_the_published_vectors_come_out(
    wgs84: tuple[float, float], gcj02: tuple[float, float], bd09: tuple[float, float]
) -> None:
    assert from_wgs84(*wgs84, Datum.GCJ02) == pytest.approx(gcj02, abs=1e-6)
    assert from_wgs84(*wgs84, Datum.BD09) == pytest.approx(bd09, abs=1e-6)
    assert to_wgs84(*gcj02, Datum.GCJ02) == pytest.approx(wgs84, abs=1e-6)
    assert to_wgs84(*bd09, Datum.BD09) == pytest.approx(wgs84, abs=1e-6)


@given(in_china)
def test_shifts_agree_with_an_independent_implementation(point: tuple[float, float]) -> None:
    lon, lat = point
    oracle = prcoords.wgs_gcj(prcoords.Coords(lat, lon))
    assert from_wgs84(lon, lat, Datum.GCJ02) == pytest.approx((oracle.lon, oracle.lat), abs=1e-9)
    oracle = prcoords.wgs_bd(prcoords.Coords(lat, lon))
    assert from_wgs84(lon, lat, Datum.BD09) == pytest.approx((oracle.lon, oracle.lat), abs=1e-9)


@given(in_china, st.sampled_from(Datum))
def test_there_and_back_is_within_a_tenth_of_a_millimetre(point: tuple[float, float], datum: Datum) -> None:
    assert to_wgs84(*from_wgs84(*point, datum), datum) == pytest.approx(point, abs=1e-4 * METRE)


def test_columns_shift_as_their_points_do() -> None:
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(116.8, 117.5, 500), rng.uniform(36.7, 37.3, 500)
    x, y = to_wgs84(lon, lat, Datum.GCJ02)
    singles = np.array([to_wgs84(a, b, Datum.GCJ02) for a, b in zip(lon, lat, strict=True)])
    assert np.array_equal(np.column_stack([x, y]), singles)


def test_the_offset_in_the_north_china_plain_is_about_half_a_kilometre() -> None:
    lon, lat = np.meshgrid(np.linspace(116.85, 117.45, 50), np.linspace(36.7, 37.25, 50))
    x, y = from_wgs84(lon, lat, Datum.GCJ02)
    metres = np.hypot((x - lon) * np.cos(np.radians(lat)), y - lat) * 111_195
    assert 490 < metres.min() < metres.max() < 580


@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.CGCS2000])
def test_cgcs2000_is_passed_through(datum: Datum) -> None:
    assert to_wgs84(117.1, 37.0, datum) == (117.1, 37.0)


@pytest.mark.parametrize("point", [(-71.3, -35.4), (2.35, 48.85), (0.0, 0.0), (-179.0, 80.0)])
def test_no_shift_outside_the_reach_of_gcj02(point: tuple[float, float]) -> None:
    assert from_wgs84(*point, Datum.GCJ02) == point


def test_missing_numbers_stay_missing() -> None:
    lon, lat = to_wgs84([117.1, np.nan], [37.0, 36.9], Datum.BD09)
    assert not np.isnan(lon[0])
    assert np.isnan(lon[1])
    assert lat.shape == (2,)
