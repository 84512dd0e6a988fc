"""The nearest objects are the nearest on the ellipsoid, of the scope alone, with what is open at each."""

from collections.abc import Callable

import pytest
from dash import Dash
from pyproj import Geod

from dashboard.pages.map_nearby import distance, point_of
from dashboard.viewer import personas
from data.packs import Pack
from data.readmodel.nearby import nearest_objects
from data.readmodel.snapshot import Snapshot
from data.rules.filters import Filter
from data.rules.scope import Scope
from tests.dashboard.map.conftest import Visitor, nodes_in, words_in

EARTH = Geod(ellps="WGS84")
HERE = (117.16, 36.98)
DRAWER = "..map-drawer.children...map-drawer.hidden...map-mark.data.."


@pytest.fixture
def snapshot(demo: Dash) -> Snapshot:
    found: Snapshot = demo.server.extensions["onemap"].model.snapshot
    return found


def near_drawer(visitor: Visitor, *ids: str) -> dict[str, object]:
    chosen = {"kind": "near", "ids": list(ids)}
    answer = visitor.call(DRAWER, {"map-selected.data": chosen, "change.data": 0, "location.search": ""})
    return answer["map-drawer"]


def test_every_persona_gets_the_nearest_of_its_own_scope(snapshot: Snapshot, pack: Pack) -> None:
    objects = snapshot.objects
    for someone in personas(pack):
        mask = snapshot.object_mask(someone.scope, Filter()) & (objects.morton >= 0)
        metres = {objects.id[row]: EARTH.inv(*HERE, objects.lon[row], objects.lat[row])[2] for row in mask.nonzero()[0]}
        found = nearest_objects(snapshot, someone.scope, *HERE, 10)
        assert [each.metres for each in found] == pytest.approx(sorted(metres.values())[:10], rel=1e-9)
        assert all(metres[each.id] == pytest.approx(each.metres) for each in found)


def test_open_hazards_are_counted_at_each(snapshot: Snapshot, pack: Pack) -> None:
    whole = Scope.whole(pack.code)
    found = nearest_objects(snapshot, whole, *HERE, len(snapshot.objects))
    hazards = snapshot.hazards
    rows = [int(row) for row, is_open in zip(hazards.object_row, hazards.open, strict=True) if is_open and row >= 0]
    placed = {each.id for each in found}
    assert sum(each.open for each in found) == sum(snapshot.objects.id[row] in placed for row in rows) > 0


def test_no_scope_no_neighbours(snapshot: Snapshot, pack: Pack) -> None:
    assert nearest_objects(snapshot, Scope(pack.code, ()), *HERE, 10) == []


def test_the_drawer_lists_ten_that_open(visit: Callable[..., Visitor]) -> None:
    drawer = near_drawer(visit(), "117.16", "36.98")
    rows = [props["data-select"] for props in nodes_in(drawer["children"]) if "data-select" in props]
    assert len(rows) == 10
    assert all(row.startswith("objects:DX") for row in rows)
    assert "米" in words_in(drawer["children"])


@pytest.mark.parametrize("ids", [("x", "y"), ("117.1",), ("nan", "nan"), ("1e9", "3"), ("117", "36", "5")])
def test_a_point_that_is_none_is_not_found(visit: Callable[..., Visitor], ids: tuple[str, ...]) -> None:
    assert point_of(ids) is None
    assert "没有找到" in words_in(near_drawer(visit(), *ids)["children"])


def test_far_distances_are_kilometres() -> None:
    assert (distance(12.4), distance(9999), distance(12345)) == ("12 米", "9,999 米", "12.3 公里")
