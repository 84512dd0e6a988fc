"""Areas and circles: they hold what a slow look at each point says."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from geo.areas import in_area, in_circle, metres_from

LON = st.floats(116.8, 117.5)
LAT = st.floats(36.6, 37.3)
POINTS = st.lists(st.tuples(LON, LAT), min_size=1, max_size=30)


@given(POINTS, st.tuples(LON, LAT, LON, LAT))
def test_a_box_holds_what_lies_between_its_sides(points: list[tuple[float, float]], box: tuple[float, ...]) -> None:
    lon, lat = np.array(points).T
    west, south, east, north = box
    assert in_area(box, lon, lat).tolist() == [west <= x <= east and south <= y <= north for x, y in points]


@given(POINTS, st.lists(st.tuples(LON, LAT), min_size=3, max_size=8, unique=True))
def test_a_polygon_holds_what_shapely_says_of_each_point(
    points: list[tuple[float, float]], ring: list[tuple[float, float]]
) -> None:
    polygon = Polygon(ring)
    lon, lat = np.array(points).T
    if polygon.is_valid:
        assert in_area(sum(ring, ()), lon, lat).tolist() == [polygon.intersects(Point(each)) for each in points]
    else:
        in_area(sum(ring, ()), lon, lat)


def test_a_polygon_that_crosses_itself_holds_both_its_loops() -> None:
    bow = (0.0, 0.0, 2.0, 2.0, 2.0, 0.0, 0.0, 2.0)
    inside = in_area(bow, np.array([0.3, 1.7, 1.0]), np.array([1.0, 1.0, 1.9]))
    assert inside.tolist() == [True, True, False]


@given(LON, LAT, LON, LAT)
def test_distances_are_those_of_the_sphere(lon: float, lat: float, other_lon: float, other_lat: float) -> None:
    near = metres_from(lon, lat, np.array([other_lon]), np.array([other_lat]))[0]
    a, b = math.radians(lat), math.radians(other_lat)
    angle = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    sphere = 2 * 6_378_137 * math.asin(math.sqrt(angle))
    assert abs(near - sphere) <= 1 + 0.008 * sphere


def test_a_circle_has_a_border() -> None:
    lon = np.array([117.0, 117.0, 117.1])
    lat = np.array([37.0, 37.0 + 499 / 111_320, 37.0])
    assert in_circle((117.0, 37.0, 500.0), lon, lat).tolist() == [True, True, False]
