"""Surfaces say exactly what was counted: densities add up to the hazards, and every class says where it begins."""

import struct
import zlib
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from data.packs import Pack
from geo.morton import encode
from layers.breaks import class_of, natural_breaks, ramp_places, round_breaks
from layers.density import BANDWIDTH, WIDEST, Window, density_of, picture
from layers.style import LIGHT
from layers.surface import STEPS, shaded_towns

few = st.lists(st.integers(0, 500).map(float), min_size=1, max_size=9)


@given(few, st.integers(1, 4))
@settings(deadline=None)
def test_natural_classes_differ_least_within_themselves(values: list[float], most: int) -> None:
    lowest = natural_breaks(values, most)
    ordered = sorted(values)
    classes = min(most, len(set(ordered)))
    assert len(lowest) == classes
    assert lowest[0] == ordered[0]

    def spread(starts: tuple[int, ...]) -> float:
        return sum(float(np.var(ordered[a:b])) * (b - a) for a, b in pairwise((0, *starts, len(ordered))))

    mine = [[v for v in ordered if class_of(v, lowest) == each] for each in range(classes)]
    got = sum(float(np.var(each)) * len(each) for each in mine if each)
    best = min(spread(starts) for starts in combinations(range(1, len(ordered)), classes - 1))
    assert got == pytest.approx(best, abs=1e-6)


@given(st.floats(0, 1e8))
def test_round_breaks_lie_below_the_highest_value(highest: float) -> None:
    breaks = round_breaks(highest)
    assert list(breaks) == sorted(breaks)
    assert all(each < highest for each in breaks)
    assert len(breaks) <= 6
    assert highest <= 1e-3 or breaks[-1] * 2.5 >= highest


@pytest.mark.parametrize("classes", range(1, 7))
def test_classes_have_colours_of_their_own_and_the_highest_the_strongest(classes: int) -> None:
    places = ramp_places(classes, STEPS)
    assert len(set(places)) == classes
    assert places[-1] == STEPS - 1
    assert min(places) >= 1


def test_a_density_adds_up_to_the_hazards_and_is_highest_where_they_are(pack: Pack) -> None:
    place = pack.outline.representative_point()
    far = box(place.x - 0.2, place.y - 0.2, place.x + 0.2, place.y + 0.2)
    density = density_of(np.repeat(encode(place.x, place.y), 50), far)
    area = (density.window.sides[:, None] / 1000) ** 2
    assert float(np.nansum(density.per_km2 * area)) == pytest.approx(50, rel=1e-3)
    row, column = np.unravel_index(np.nanargmax(density.per_km2), density.per_km2.shape)
    lon, lat = density.window.middles
    assert Point(lon[column], lat[row]).distance(place) < 0.003
    peak = 50 / (2 * np.pi * (BANDWIDTH / 1000) ** 2)
    assert float(np.nanmax(density.per_km2)) == pytest.approx(peak, rel=0.03)


def test_nothing_is_painted_outside_of_the_district(pack: Pack) -> None:
    west, south, east, north = pack.outline.bounds
    spots = np.random.default_rng(7).uniform((west, south), (east, north), (4000, 2))
    density = density_of(encode(spots[:, 0], spots[:, 1]), pack.outline)
    lon, lat = density.window.middles
    painted = density.classes() > 0
    assert max(painted.shape) <= WIDEST
    for row, column in np.argwhere(painted)[::97]:
        assert pack.outline.contains(Point(lon[column], lat[row]))
    assert (density.classes()[painted] <= len(density.lowest)).all()


def test_no_hazards_paint_nothing(pack: Pack) -> None:
    density = density_of(np.zeros(0, np.int64), pack.outline)
    assert density.lowest == ()
    assert not density.classes().any()


@given(st.floats(70, 130), st.floats(-60, 60), st.floats(0.01, 2), st.floats(0.01, 2))
def test_a_window_holds_its_bounds(west: float, south: float, width: float, height: float) -> None:
    window = Window.around((west, south, west + width, south + height))
    (left, top), _, (right, bottom), _ = window.corners
    assert left <= west
    assert right >= west + width
    assert bottom <= south
    assert top >= south + height
    assert max(window.columns, window.rows) <= WIDEST


def test_the_picture_is_a_png_of_the_classes() -> None:
    classes = np.array([[0, 1, 2], [2, 1, 0]], np.uint8)
    body = picture(classes, LIGHT, (3, 6))
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = {}, 8
    while at < len(body):
        (size,) = struct.unpack(">I", body[at : at + 4])
        kind, inside = body[at + 4 : at + 8], body[at + 8 : at + 8 + size]
        assert struct.unpack(">I", body[at + 8 + size : at + 12 + size]) == (zlib.crc32(kind + inside),)
        found[kind] = inside
        at += 12 + size
    assert struct.unpack(">II", found[b"IHDR"][:8]) == (3, 2)
    lines = np.frombuffer(zlib.decompress(found[b"IDAT"]), np.uint8).reshape(2, 4)
    assert np.array_equal(lines[:, 1:], classes)
    assert found[b"PLTE"][6:].hex() == LIGHT.ramp[6][1:].lower()
    assert found[b"tRNS"] == b"\0"


def test_towns_are_shaded_by_class_and_one_without_a_denominator_stays_grey() -> None:
    surface = shaded_towns("towns_rate", {"a": 1.25, "b": 40.0, "c": None, "d": 41.0})
    assert surface.steps is not None
    assert surface.labels == {"a": "1.2", "b": "40", "c": "—", "d": "41"}
    assert "c" not in surface.steps
    assert surface.steps["a"] < surface.steps["b"] < surface.steps["d"] == STEPS - 1
    assert [band.words for band in surface.bands][:3] == ["1.2", "40", "41"]


def test_no_town_at_all_has_a_legend_without_classes() -> None:
    assert [band.step for band in shaded_towns("towns_open", {}, others=True).bands] == [None]
    assert list(shaded_towns("towns_open", {}).bands) == []
