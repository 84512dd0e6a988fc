"""Marks for browsers without WebGL2: the very numbers of the tiles, within the scope, never too many."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import mapbox_vector_tile
import pytest
from dash import Dash

from data.packs import Pack
from geo.mercator import tile_at, tile_bounds
from layers.marks import MOST, marks
from tests.dashboard.map.conftest import Visitor

EVERYWHERE = "116,36,118,38"


def asked(visitor: Visitor, z: int, bbox: str = EVERYWHERE, query: str = "", layer: str = "hazards") -> dict[str, Any]:
    """The answer of the web."""
    answer = visitor.client.get(f"/api/v1/marks?layer={layer}&z={z}&bbox={bbox}&f={quote(query)}&v=0")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def total(found: dict[str, Any]) -> int:
    return sum(each["properties"].get("n", 1) for each in found["features"])


def middle_tile(pack: Pack, z: int) -> tuple[int, int]:
    point = pack.town_shapes[0].geometry.representative_point()
    return tile_at(z, point.x, point.y)


@pytest.mark.parametrize("layer", ["hazards", "objects"])
@pytest.mark.parametrize("z", [8, 11, 13, 15])
def test_marks_are_what_the_tile_holds(pack: Pack, visit: Callable[..., Visitor], z: int, layer: str) -> None:
    x, y = middle_tile(pack, z)
    west, south, east, north = tile_bounds(z, x, y)
    inset = (east - west) / 1000
    found = asked(visit(), z, f"{west + inset},{south + inset},{east - inset},{north - inset}", layer=layer)
    body = visit().client.get(f"/tiles/{layer}/{z}/{x}/{y}.pbf?v=0").data
    decoded = mapbox_vector_tile.decode(body)[layer]["features"] if body else []
    assert [each["properties"] for each in found["features"]] == [each["properties"] for each in decoded]
    assert [each["id"] or 0 for each in found["features"]] == [each["id"] for each in decoded]
    for each in found["features"]:
        lon, lat = each["geometry"]["coordinates"]
        assert west - inset <= lon <= east + inset
        assert south - inset <= lat <= north + inset


@pytest.mark.parametrize("z", [3, 7, 10, 12])
def test_all_marks_together_are_all_that_is_placed(visit: Callable[..., Visitor], demo: Dash, z: int) -> None:
    hazards = demo.server.extensions["onemap"].model.snapshot.hazards
    assert total(asked(visit(), z)) == int((hazards.counts & (hazards.morton >= 0)).sum())


def test_a_filter_and_the_acting_role_narrow_the_marks(pack: Pack, visit: Callable[..., Visitor]) -> None:
    town = pack.towns[0].code
    narrowed = total(asked(visit(), 10, query=f"town={town}"))
    assert 0 < narrowed < total(asked(visit(), 10))
    assert total(asked(visit(town), 10)) == narrowed


@pytest.mark.parametrize("most", [10, 100, 400, 100_000])
def test_too_many_points_are_counted_and_none_is_lost(demo: Dash, pack: Pack, most: int) -> None:
    shelf = demo.server.extensions["onemap"].shelf.newest()
    snapshot = shelf.snapshot
    view = shelf.tiles.view("hazards", snapshot.hazards.counts)
    x, y = middle_tile(pack, 11)
    west, south, east, north = tile_bounds(11, x, y)
    inset = (east - west) / 10_000
    bounds = (west + inset, south + inset, east - inset, north - inset)
    z, found = marks(view, 13, bounds, most)
    numbers = [each["properties"].get("n", 1) for each in found]
    assert (z, sum(numbers)) == (13, sum(each["properties"]["n"] for each in marks(view, 11, bounds)[1]))
    assert sum("no" in each["properties"] for each in found) <= most


def test_the_whole_world_is_answered_at_a_lower_zoom(visit: Callable[..., Visitor]) -> None:
    found = asked(visit(), 18, "-180,-90,180,90")
    assert found["z"] == 3
    assert len(found["features"]) <= MOST


@pytest.mark.parametrize(
    "query",
    ["", "bbox=1,2,3", "bbox=a,b,c,d&z=3", "bbox=nan,0,1,1&z=3", "bbox=2,0,1,1&z=3", "bbox=0,0,1,1", "bbox=0,0,1,1&z=x",
     "bbox=0,0,1,1&z=3&layer=secrets", "bbox=inf,0,inf,1&z=3"],
)  # fmt: skip
def test_nonsense_is_refused(visit: Callable[..., Visitor], query: str) -> None:
    assert visit().client.get(f"/api/v1/marks?{query}").status_code == 400


def test_an_unknown_viewer_gets_no_marks(visit: Callable[..., Visitor]) -> None:
    assert visit("370115999").client.get(f"/api/v1/marks?z=8&bbox={EVERYWHERE}").status_code == 403
