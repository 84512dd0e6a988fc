"""The map page on screens of every size: nothing lies over anything else, nothing is cut off, on 4K all is larger."""

from itertools import combinations

import pytest
from playwright.sync_api import BrowserContext, expect

from dashboard.languages import LANGUAGE_COOKIE
from data.packs.model import Pack
from data.words import LANGUAGES
from tests.dashboard.map.conftest import Watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-plain")]
FURNITURE = (
    ".map-search", ".maplibregl-ctrl-zoom-in", ".home-button", ".map-tools", ".basemaps", ".layers", ".legend",
    ".map-notes", ".maplibregl-ctrl-scale", ".sheet-head",
)  # fmt: skip
BOXES = """(names) => names.flatMap((name) => {
  const found = document.querySelector(name), box = found?.getBoundingClientRect();
  return box && box.width && getComputedStyle(found).visibility === "visible"
    ? [[name, box.left, box.top, box.right, box.bottom]] : [];
})"""
CUT = """() => ".legend-list li, .headline-value, .headline-label, .segment, .own-period *".split(", ")
  .flatMap((names) => [...document.querySelectorAll(names)])
  .filter((each) => each.checkVisibility())
  .filter((each) => {
    const inside = each.closest(".legend, .headline, .segments, .filters-inner").getBoundingClientRect();
    const box = each.getBoundingClientRect();
    return box.width && (box.right > inside.right + 0.5 || each.scrollWidth > each.clientWidth + 1 && each.clientWidth);
  })
  .map((each) => each.textContent)"""
SIZES = ((1366, 768), (1280, 720), (1920, 1080), (820, 1180), (390, 844))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_lies_over_anything_else_and_nothing_is_cut(
    tab: Watched, window: BrowserContext, server: str, lang: str
) -> None:
    window.add_cookies([{"name": LANGUAGE_COOKIE, "value": lang, "url": server}])
    page = tab.page
    page.goto("/#plain=1")  # the same furniture, without waiting for tiles at every size
    tab.ready()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if width < 900:
            page.reload()  # on a small screen the legend is folded at first
            tab.ready()
        boxes = page.evaluate(BOXES, FURNITURE)
        assert len(boxes) >= 8
        for one, other in combinations(boxes, 2):
            apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
            assert apart, (width, one, other)
        assert page.evaluate(CUT) == [], width
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_at_first_the_legend_leaves_the_whole_county_free(tab: Watched, pack: Pack) -> None:
    tab.page.set_viewport_size({"width": 1366, "height": 768})
    tab.page.goto("/#plain=1")
    tab.ready()
    _, south, east, _ = pack.outline.bounds
    lowest = tab.page.evaluate("(at) => onemap.map().project(at).y", [east, south])
    [(_, _, top, _, _)] = tab.page.evaluate(BOXES, [".legend"])
    assert lowest + tab.page.locator("#map-canvas").bounding_box()["y"] < top  # type: ignore[index]


def test_on_a_screen_of_4k_everything_is_twice_as_large_and_the_pointer_meets_its_place(tab: Watched) -> None:
    page = tab.page
    page.set_viewport_size({"width": 3200, "height": 1600})
    page.goto("/#plain=1&map=12.00/36.98000/117.17000")
    tab.ready()
    page.locator(".map-tools").wait_for()
    assert page.evaluate("() => [innerWidth, document.body.offsetWidth]") == [3200, 1600]
    page.locator("[data-tool='point']").click()
    box = page.locator("#map-canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".point-head")).to_contain_text("117.17")
    expect(page.locator(".point-head")).to_contain_text("36.98")
    page.keyboard.press("Escape")
    bar = page.locator("#map-by-town .bars .point path").first
    bar.hover(force=True)
    expect(page.locator("#map-by-town .hoverlayer")).to_contain_text("未销号")
    label = page.locator("#map-by-town .ytick text").first
    assert label.evaluate("(text) => text.getBoundingClientRect().height") > 24
