"""Several hazards at one place: fanned out while they are few, else listed with how many there are; names on asking."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from dash import Dash
from playwright.sync_api import expect

from data.packs import Pack
from data.readmodel.schema import Hazards
from data.rules.filters import Filter
from data.rules.scope import Scope
from tests.dashboard.map.conftest import Visitor, Watched, nodes_in, words_in

DRAWER = "..map-drawer.children...map-drawer.hidden...map-mark.data.."


def hazards_of(demo: Dash) -> Hazards:
    hazards: Hazards = demo.server.extensions["onemap"].model.snapshot.hazards
    return hazards


def opened(visitor: Visitor, kind: str, ids: Iterable[str], search: str = "") -> list[Any]:
    """What the drawer shows of a selection."""
    chosen = {"kind": kind, "ids": list(ids)}
    inputs = {"map-selected.data": chosen, "change.data": 0, "location.search": search}
    children: list[Any] = visitor.call(DRAWER, inputs)["map-drawer"]["children"]
    return children


def listed(drawer: list[Any]) -> list[str]:
    return [props["data-select"] for props in nodes_in(drawer) if "data-select" in props]


def test_of_many_that_are_named_the_rest_is_counted(demo: Dash, visit: Callable[..., Visitor]) -> None:
    drawer = opened(visit(), "hazards", hazards_of(demo).number[:60])
    assert len(listed(drawer)) == 50
    assert "还有 10 项" in words_in(drawer)


@pytest.mark.parametrize("search", ["", "?level=1", "?as_of=2026-03-01&level=0"])
@pytest.mark.parametrize(("kind", "path"), [("here", "/ledger"), ("here_objects", "/objects")])
def test_all_that_lies_in_a_place_is_counted_under_the_filter_with_the_way_to_its_list(
    demo: Dash, visit: Callable[..., Visitor], pack: Pack, kind: str, path: str, search: str
) -> None:
    circle = ("117.16", "36.98", "9000")
    drawer = opened(visit(), kind, circle, search)
    assert "按筛选条件统计，不受图层开关影响" in words_in(drawer)
    (href,) = {props["href"] for props in nodes_in(drawer) if "href" in props}
    address, _, query = href.partition("?")
    assert address == path
    chosen = Filter.parse(query)
    assert chosen.near == (117.16, 36.98, 9000)
    snapshot, whole = demo.server.extensions["onemap"].model.snapshot, Scope.whole(pack.code)
    mask = snapshot.mask(whole, chosen) if kind == "here" else snapshot.object_mask(whole, chosen)
    assert replace(chosen, near=()) == (Filter.parse(search) if kind == "here" else Filter.parse(search).of_objects())
    assert len(listed(drawer)) == min(50, mask.sum()) > 0
    assert f"此处有 {mask.sum():,}" in words_in(drawer)


@pytest.mark.parametrize("ids", [(), ("x", "y", "z"), ("117", "36"), ("117", "36", "0"), ("0", "0", "3")])
def test_a_place_that_is_none_or_holds_nothing_is_not_found(visit: Callable[..., Visitor], ids: tuple[str]) -> None:
    assert "没有找到" in words_in(opened(visit(), "here", ids))


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
