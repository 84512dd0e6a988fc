"""Several hazards at one place: fanned out while they are few, else listed with how many there are; names on asking."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from dash import Dash
from playwright.sync_api import expect

from data.packs import Pack
from data.readmodel.schema import Hazards
from tests.dashboard.map.conftest import Visitor, Watched, words_in

DRAWER = "..map-drawer.children...map-drawer.hidden...map-mark.data.."


def hazards_of(demo: Dash) -> Hazards:
    hazards: Hazards = demo.server.extensions["onemap"].model.snapshot.hazards
    return hazards


def test_more_than_are_listed_are_counted(demo: Dash, visit: Callable[..., Visitor]) -> None:
    ids = hazards_of(demo).number[:60]
    inputs = {
        "map-selected.data": {"kind": "hazards", "ids": ids, "total": 1000},
        "change.data": 0,
        "location.search": "",
    }
    told = words_in(visit().call(DRAWER, inputs)["map-drawer"]["children"])
    assert "1,000" in told
    assert "950" in told


def test_names_are_told_within_the_scope_only(demo: Dash, visit: Callable[..., Visitor], pack: Pack) -> None:
    hazards, towns = hazards_of(demo), demo.server.extensions["onemap"].model.snapshot.tables.town
    here = next(row for row in range(len(hazards)) if towns[hazards.town[row]] == pack.towns[0].code)
    there = next(row for row in range(len(hazards)) if towns[hazards.town[row]] == pack.towns[1].code)
    both = {"no": [hazards.number[here], hazards.number[there], "没有", "%00"]}
    assert set(visit().client.get("/api/v1/names", query_string=both).get_json()) == set(both["no"][:2])
    found = visit(pack.towns[0].code).client.get("/api/v1/names", query_string=both).get_json()
    assert set(found) == {hazards.number[here]}
    assert found[hazards.number[here]]
    objects = demo.server.extensions["onemap"].model.snapshot.objects
    asked = {"kind": "objects", "no": objects.id[0]}
    assert visit().client.get("/api/v1/names", query_string=asked).get_json() == {objects.id[0]: objects.name[0]}


@pytest.mark.browser
@pytest.mark.xdist_group("map-layers")
def test_a_few_at_one_place_fan_out_and_each_opens(demo: Dash, tab: Watched) -> None:
    hazards = hazards_of(demo)
    places = Counter(
        int(key) for key, counts in zip(hazards.morton, hazards.counts, strict=True) if counts and key >= 0
    )
    key, many = next((key, many) for key, many in places.items() if 2 <= many <= 6)
    row = int((hazards.morton == key).argmax())
    tab.page.goto(f"/#map=18.50/{hazards.lat[row]:.6f}/{hazards.lon[row]:.6f}")
    tab.ready()
    tab.page.wait_for_function("() => onemap.map().queryRenderedFeatures().some((f) => f.properties.no)")
    box = tab.page.locator("#map-canvas").bounding_box()
    assert box is not None
    tab.page.locator("#map-canvas").click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    items = tab.page.locator(".fan-item")
    expect(items).to_have_count(many)
    expect(items.first).to_be_focused()
    expect(items.first).to_have_attribute("title", re.compile(r"^.{4,} · (一般|重大)隐患"))
    items.nth(1).press("Enter")
    expect(tab.page.locator(".drawer")).to_be_visible()
    assert "select=hazards:" in tab.page.url
    tab.page.keyboard.press("Escape")
    expect(items).to_have_count(0)
