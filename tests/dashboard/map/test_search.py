"""The search of the map suggests what is there, of the reader's scope alone, and takes anything that may be typed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from dash import Dash

from dashboard.viewer import Viewer, personas
from data.packs import Pack
from data.readmodel.snapshot import Snapshot
from data.rules.filters import Filter
from tests.dashboard.map.conftest import Visitor


@pytest.fixture
def snapshot(demo: Dash) -> Snapshot:
    found: Snapshot = demo.server.extensions["onemap"].model.snapshot
    return found


def suggested(visitor: Visitor, text: str) -> dict[str, list[dict[str, Any]]]:
    answer = visitor.client.get(f"/api/v1/search?q={quote(text)}")
    assert answer.status_code == 200, answer.text
    groups = {group["key"]: group["items"] for group in answer.get_json()["groups"]}
    assert all(0 < len(items) <= 8 for items in groups.values())
    return groups


def test_an_object_is_found_by_part_of_its_name_and_by_its_id(
    snapshot: Snapshot, visit: Callable[..., Visitor]
) -> None:
    objects = snapshot.objects
    row = int(objects.active.nonzero()[0][0])
    found = suggested(visit(), objects.name[row][2:])["objects"]
    assert objects.id[row] in {item["id"] for item in found}
    assert [item["id"] for item in suggested(visit(), objects.id[row])["objects"]] == [objects.id[row]]


def test_a_hazard_is_found_by_its_number_by_a_part_of_it_and_by_its_words(
    snapshot: Snapshot, visit: Callable[..., Visitor]
) -> None:
    hazards = snapshot.hazards
    row = int(hazards.counts.nonzero()[0][-1])
    number = hazards.number[row]
    assert [item["id"] for item in suggested(visit(), number)["hazards"]] == [number]
    assert number in {item["id"] for item in suggested(visit(), number[-8:].lower())["hazards"]}
    assert len(suggested(visit(), "灭火器")["hazards"]) == 8


@pytest.mark.parametrize(
    "text",
    ["117.163, 36.977", "36.977,117.163", "东经117°9′46.8″ 北纬36°58′37.2″", "117.163 36.977", "N36.977 E117.163"],
)
def test_coordinates_are_read_in_every_spelling(visit: Callable[..., Visitor], text: str) -> None:
    (item,) = suggested(visit(), text)["coordinates"]
    assert item["at"] == pytest.approx([117.163, 36.977], abs=1e-6)
    assert "WGS84" in item["note"]
    assert item["outside"] is False
    assert ("写反" in item["note"]) is text.startswith("36")


def test_a_point_elsewhere_says_that_it_is_outside(visit: Callable[..., Visitor]) -> None:
    (item,) = suggested(visit(), "116.397, 39.909")["coordinates"]
    assert item["outside"] is True
    assert "不在济阳区范围内" in item["note"]


def test_towns_cells_parks_and_villages_are_found(pack: Pack, visit: Callable[..., Visitor]) -> None:
    names = {"town": pack.towns[2].name, "park": pack.parks[0].name, "cell": pack.cells[4].name}
    for kind, name in names.items():
        item = suggested(visit(), name)["places"][0]
        assert (item["kind"], item["name"], len(item["bounds"])) == (kind, name, 4)
    village = pack.villages[10]
    found = suggested(visit(), village.name)["places"]
    assert village.code in {item["id"] for item in found}


@pytest.mark.parametrize("text", ["%", "_", "🧯", "😀" * 3, "x" * 10_000, "'; --", "\x00", "   ", "\\", "<b>", "。"])
def test_anything_may_be_typed(visit: Callable[..., Visitor], text: str) -> None:
    assert suggested(visit(), text) == {}


def test_nothing_out_of_scope_is_suggested(snapshot: Snapshot, pack: Pack, visit: Callable[..., Visitor]) -> None:
    hazards, objects = snapshot.hazards, snapshot.objects
    asked = ["公司", "街道", "网格", "村", "开发区", "消防", "YH3701150"]
    for someone in personas(pack):
        mine = snapshot.mask(someone.scope, Filter())
        own = snapshot.object_mask(someone.scope, Filter())
        for text in asked:
            groups = suggested(visit(someone.key), text)
            assert all(mine[hazards.row_of[item["id"]]] for item in groups.get("hazards", []))
            assert all(own[objects.row_of[item["id"]]] for item in groups.get("objects", []))
            assert all(_may_see(pack, someone, item) for item in groups.get("places", []))


def _may_see(pack: Pack, someone: Viewer, item: dict[str, Any]) -> bool:
    """Whether some box of the scope has no town limit, or has the town of the place."""
    town_of = {cell.code: cell.town for cell in pack.cells} | {each.code: each.town for each in pack.villages}
    town = item["id"] if item["kind"] == "town" else town_of.get(item["id"])
    fits = [box for box in someone.scope.boxes if box.towns is None or town in box.towns]
    cells = [box for box in fits if box.cells is not None]
    return bool(fits) and (len(cells) < len(fits) or item["kind"] in ("cell", "village"))
