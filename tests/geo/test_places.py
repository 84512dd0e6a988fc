"""Points in polygons, by columns."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from geo.places import PlaceIndex

LEFT, RIGHT = box(0, 0, 1, 2), box(1, 0, 2, 2)
HOLED = Polygon(box(3, 0, 6, 3).exterior, [box(4, 1, 5, 2).exterior.coords])
INDEX = PlaceIndex(
    {"town": [("L", LEFT), ("R", RIGHT)], "park": [("P", box(0.5, 0.5, 1.5, 1.5)), ("H", HOLED)], "none": []}
)

points = st.lists(st.tuples(st.floats(-1, 7), st.floats(-1, 4)), min_size=1, max_size=30)


def test_points_get_the_code_of_their_polygon() -> None:
    assert INDEX.assign("town", [0.5, 1.5, 2.5], [1, 1, 1]).tolist() == ["L", "R", None]


def test_a_shared_border_belongs_to_the_first_polygon_and_never_to_nobody() -> None:
    assert INDEX.assign("town", [1.0, 0.0, 2.0], [1.0, 0.0, 2.0]).tolist() == ["L", "L", "R"]


def test_a_hole_is_outside() -> None:
    assert INDEX.assign("park", [3.5, 4.5], [1.5, 1.5]).tolist() == ["H", None]


def test_missing_points_are_nowhere() -> None:
    assert INDEX.assign("town", [np.nan, 0.5, np.inf], [1.0, np.nan, 1.0]).tolist() == [None, None, None]
    assert INDEX.inside("town", [np.nan, 0.5], [1.0, 1.0]).tolist() == [False, True]


def test_a_layer_without_polygons_assigns_nothing_and_an_unknown_layer_is_an_error() -> None:
    assert INDEX.assign("none", [0.5], [0.5]).tolist() == [None]
    with pytest.raises(KeyError):
        INDEX.assign("roads", [0.5], [0.5])


def test_scalars_are_columns_of_one_and_no_points_are_no_codes() -> None:
    assert INDEX.assign("town", 0.5, 0.5).tolist() == ["L"]
    assert INDEX.assign("town", [], []).tolist() == []


@given(points)
def test_columns_agree_with_one_point_at_a_time(given_points: list[tuple[float, float]]) -> None:
    lon, lat = zip(*given_points, strict=True)
    for layer, shapes in (
        ("town", [("L", LEFT), ("R", RIGHT)]),
        ("park", [("P", box(0.5, 0.5, 1.5, 1.5)), ("H", HOLED)]),
    ):
        one_by_one = [
            next((code for code, shape in shapes if shape.intersects(shapely.Point(point))), None)
            for point in given_points
        ]
        assert INDEX.assign(layer, lon, lat).tolist() == one_by_one
        assert INDEX.inside(layer, lon, lat).tolist() == [code is not None for code in one_by_one]
