"""Findings on the map: within the scope, under the filter, clicked, and led from there to where they are mended."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from dashboard.quality.asked import Question
from data.packs import Pack
from data.quality import BY_KEY
from data.quality.findings import GROUPS
from data.words import t
from layers import doubts
from tests.dashboard.map.conftest import Visitor, Watched

Visit = Callable[..., Visitor]
SINGLE = """() => {
  const map = onemap.map();
  const all = map.queryRenderedFeatures({ layers: ["finding-single"] });
  const at = (each) => String(each.geometry.coordinates.map((degrees) => degrees.toFixed(4)));
  const alone = all.find((each) => all.filter((other) => at(other) === at(each)).length === 1);
  if (!alone) return null;
  const { x, y } = map.project(alone.geometry.coordinates);
  const { width, height } = map.getCanvas().getBoundingClientRect();
  const inside = x > 90 && y > 90 && x < width - 90 && y < height - 200;
  return { x, y, at: alone.geometry.coordinates, ...alone.properties, inside };
}"""
"""A finding that lies alone, and where it stands on the canvas."""


def told(visit: Visit, viewer: str | None = None, chosen: str = "") -> list[dict[str, Any]]:
    answer = visit(viewer).client.get("/tiles/findings.geojson", query_string={"f": chosen})
    assert answer.headers["Cache-Control"] == "no-store"
    found: list[dict[str, Any]] = answer.get_json()["features"]
    return found


def test_the_signs_of_the_map_are_the_groups_of_findings() -> None:
    assert doubts.GROUPS == GROUPS


def test_findings_lie_in_the_scope_and_under_the_filter(visit: Visit, pack: Pack) -> None:
    everything = told(visit)
    assert Counter(each["properties"]["kind"] for each in everything).keys() == {"hazards", "objects"}
    assert {each["properties"]["finding"] for each in everything} <= BY_KEY.keys()
    ids = {each["properties"]["no"] for each in everything}
    assert len(ids) == len(everything)
    town = next(org for org in pack.organisations if org.role == "town" and org.towns)
    own = {each["properties"]["no"] for each in told(visit, town.code)}
    assert own < ids
    assert own == {each["properties"]["no"] for each in told(visit, chosen=f"town={(town.towns or ('',))[0]}")}
    assert told(visit, chosen="as_of=2026-01-01") == []
    assert told(visit, f"enterprise-{pack.towns[0].code}") == []


@pytest.mark.browser
@pytest.mark.xdist_group("map-layers")
def test_a_finding_is_switched_on_clicked_and_led_to_its_list(tab: Watched) -> None:
    tab.page.goto("/#layers=towns")
    tab.ready()
    tab.page.locator(".layers > summary").click()
    with tab.page.expect_response("**/tiles/findings.geojson*"):
        tab.page.locator("[data-layer=findings]").click()
    expect(tab.page.locator("[data-row=findings]").first).to_be_visible()
    tab.page.locator(".layers > summary").click()
    tab.page.wait_for_function("() => onemap.map().queryRenderedFeatures({ layers: ['finding-gathered'] }).length")
    tab.page.evaluate("() => onemap.map().jumpTo({ zoom: 13 })")
    tab.page.wait_for_function(f"() => ({SINGLE})() !== null")
    alone = tab.page.evaluate(SINGLE)
    tab.page.evaluate("(at) => onemap.map().jumpTo({ center: at, zoom: 15 })", alone["at"])
    tab.page.wait_for_function(f"() => ({SINGLE})()?.inside")
    alone = tab.page.evaluate(SINGLE)
    tab.page.locator(".maplibregl-canvas").click(position={"x": alone["x"], "y": alone["y"]})
    name = t(f"quality.finding.{alone['finding']}")
    link = tab.page.locator("#map-drawer .drawer-doubts").get_by_role("link", name=name)
    link.click()
    expect(tab.page.locator(".quality .page-title")).to_have_text(name)
    expect(tab.page.locator(".quality-rows tbody tr")).to_have_count(1)
    assert tab.page.url.endswith(Question(BY_KEY[alone["finding"]], record=alone["no"]).address())
