"""The layer panel in a real browser: what is switched, faded and moved shows at once and stands in the address."""

import pytest
from playwright.sync_api import expect

from tests.dashboard.map.conftest import Watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-layers")]

CIRCLES = """() => {
  const seen = new Map();
  for (const f of onemap.map().queryRenderedFeatures({ layers: ["hazard-ring-colour"] })) {
    seen.set(String(f.geometry.coordinates.map((c) => c.toFixed(4))), f.properties.n);
  }
  return [...seen.values()].reduce((sum, n) => sum + n, 0);
}"""
ORDER = "(id) => onemap.map().getStyle().layers.findIndex((layer) => layer.id === id)"
DRAWN = """() => document.querySelector('[data-layer-count=all]').textContent"""


def on_map(tab: Watched) -> int:
    """The legend's count of hazards on the map."""
    return int(tab.page.evaluate(DRAWN).replace(",", ""))


def told_by_circles(tab: Watched) -> None:
    """Wait until the circles add up to what the legend says."""
    tab.page.wait_for_function(f"() => ({CIRCLES})() === Number(({DRAWN})().replaceAll(',', ''))")


def test_circles_count_what_is_switched_on_and_the_address_keeps_it(tab: Watched) -> None:
    tab.page.goto("/")
    tab.ready()
    told_by_circles(tab)
    everything = on_map(tab)
    tab.page.locator(".layers > summary").click()
    closed = tab.page.locator("[data-layer=closed]")
    hidden = int(closed.locator(".option-count").inner_text().replace(",", ""))
    closed.press("Space")
    expect(closed).to_have_attribute("aria-checked", "false")
    expect(tab.page.locator("[data-layer-count=all]")).to_have_text(f"{everything - hidden:,}")
    told_by_circles(tab)
    tab.page.locator("[data-layer=by_sector]").click()
    assert tab.page.evaluate("() => onemap.map().getLayoutProperty('hazard-ring-colour', 'visibility')") == "none"
    tab.page.reload()
    tab.ready()
    expect(closed).to_have_attribute("aria-checked", "false")
    assert tab.page.evaluate("() => onemap.map().getLayoutProperty('hazard-ring-sector', 'visibility')") == "visible"
    assert on_map(tab) == everything - hidden
    tab.page.locator(".layers > summary").click()
    tab.page.get_by_role("button", name="恢复默认图层").click()
    expect(tab.page.locator("[data-layer-count=all]")).to_have_text(f"{everything:,}")
    assert "layers=" not in tab.page.url


def test_opacity_and_order_are_set_by_keyboard_and_kept(tab: Watched) -> None:
    tab.page.goto("/#layers=towns.parks.open.overdue.closed.major.general.public.premises.imprecise.cells")
    tab.ready()
    tab.page.locator(".layers > summary").click()
    tab.page.get_by_role("tab", name="叠放").click()
    stack = tab.page.locator(".layer-stack li")
    assert stack.evaluate_all("items => items.map((item) => item.dataset.unit)") == [
        "hazards", "towns", "parks", "cells",
    ]  # fmt: skip
    tab.page.get_by_label("园区的不透明度").press("ArrowLeft")
    assert tab.page.evaluate("() => onemap.map().getPaintProperty('park-line', 'line-opacity')") == 0.95
    tab.page.get_by_role("button", name="网格上移一层").press("Enter")
    assert stack.nth(2).get_attribute("data-unit") == "cells"
    assert tab.page.evaluate(ORDER, "cell-line") > tab.page.evaluate(ORDER, "park-line")
    assert "~findings.hazards.objects.towns.cells.parks:95" in tab.page.url
    tab.page.reload()
    tab.ready()
    assert tab.page.evaluate("() => onemap.map().getPaintProperty('park-line', 'line-opacity')") == 0.95
    assert tab.page.evaluate(ORDER, "cell-line") > tab.page.evaluate(ORDER, "park-line")
    assert tab.page.evaluate(ORDER, "selected") > tab.page.evaluate(ORDER, "hazard-overdue")
    older = tab.page.url.replace("~findings.", "~")
    tab.page.goto("about:blank")
    tab.page.goto(older)
    tab.ready()
    assert tab.page.evaluate(ORDER, "cell-line") > tab.page.evaluate(ORDER, "park-line")
    assert tab.page.evaluate(ORDER, "finding-single") > tab.page.evaluate(ORDER, "hazard-overdue")


def test_layers_are_found_by_name_and_nonsense_in_the_address_is_passed_over(tab: Watched) -> None:
    tab.page.goto("/#layers=%00.zzz~hazards:9999.nowhere:x")
    tab.ready()
    tab.page.locator(".layers > summary").click()
    expect(tab.page.locator("[data-layer=open]")).to_have_attribute("aria-checked", "true")
    tab.page.get_by_label("查找图层").fill("网格")
    expect(tab.page.locator(".layer-group:visible")).to_have_count(1)
    expect(tab.page.locator("[data-layer]:visible")).to_have_text(["安全监管网格"])
    tab.page.get_by_label("查找图层").fill("没有这个")
    expect(tab.page.locator(".layer-none")).to_be_visible()


def test_a_surface_comes_and_goes_with_its_legend(tab: Watched) -> None:
    tab.page.goto("/")
    tab.ready()
    tab.page.locator(".layers > summary").click()
    tab.page.locator("[data-layer=density]").click()
    legend = tab.page.locator(".legend-surface")
    expect(legend).to_contain_text("条/平方公里")
    tab.page.locator("[data-layer=towns_open]").click()
    expect(legend).to_contain_text("各镇街未销号隐患")
    expect(tab.page.locator("[data-layer=density]")).to_have_attribute("aria-checked", "false")
    asked = "() => onemap.map().getLayer('towns_open-fill') && onemap.map().getLayoutProperty('density', 'visibility')"
    tab.page.wait_for_function(f"() => ({asked})() === 'none'")
    tab.page.locator("[data-layer=towns_open]").click()
    expect(legend).to_be_hidden()
