"""The map in a Chromium without WebGL: the same figures, filters, drawer, theme and address, drawn by the plain map."""

import os
import re
from collections.abc import Iterator

import pytest
from dash import Dash
from playwright.sync_api import Browser, expect

from data.packs import Pack
from tests.dashboard.map.conftest import Watched, watch
from tests.dashboard.map.test_map_browser import PLACE, zoom_to_a_single
from tests.dashboard.map.test_map_tools_browser import corners
from tests.machine import chromium

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-plain")]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--disable-background-networking"]


@pytest.fixture(scope="module")
def plain_chrome(chrome: Browser) -> Iterator[Browser]:
    """A Chromium that has no WebGL at all."""
    path = os.environ.get("ONEMAP_TEST_CHROMIUM") or chromium()
    launched = chrome.browser_type.launch(executable_path=path, args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def plain_tab(plain_chrome: Browser, server: str) -> Iterator[Watched]:
    """A fresh tab of it; an error on the page or a request to elsewhere fails the test."""
    context = plain_chrome.new_context(viewport={"width": 1120, "height": 640}, locale="zh-CN", base_url=server)
    seen = watch(context)
    seen.page.set_default_timeout(60_000)
    yield seen
    context.close()
    assert seen.strangers() == []
    assert seen.complaints == []


def total(tab: Watched) -> int:
    """Hazards on the map, counted and single ones."""
    sum_ = """() => onemap.map().getSource("hazards").features.reduce((all, f) => all + (f.properties.n || 1), 0)"""
    return int(tab.page.evaluate(sum_))


def test_without_webgl_the_plain_map_draws_all_hazards(plain_tab: Watched, demo: Dash) -> None:
    plain_tab.page.goto("/")
    plain_tab.ready()
    assert plain_tab.page.evaluate("() => document.createElement('canvas').getContext('webgl2')") is None
    hazards = demo.server.extensions["onemap"].model.snapshot.hazards
    assert total(plain_tab) >= int((hazards.counts & (hazards.morton >= 0)).sum()) > 0
    assert plain_tab.page.evaluate("() => onemap.map().queryRenderedFeatures().some((f) => f.source === 'hazards')")
    expect(plain_tab.page.locator(".map-canvas.is-ready")).to_be_visible()
    plain_tab.page.locator(".basemaps > summary").click()
    expect(plain_tab.page.get_by_role("switch")).to_be_disabled()


def test_the_plain_map_keeps_its_place_under_filter_theme_and_reload(plain_tab: Watched, pack: Pack) -> None:
    plain_tab.page.goto("/" + PLACE)
    plain_tab.ready()
    before, everything = plain_tab.camera(), total(plain_tab)
    assert before == (11.5, 117.18, 36.98)
    with plain_tab.page.expect_response(re.compile(r"/api/v1/marks.*town%3D")):
        plain_tab.page.locator(f"[data-toggle='town={pack.towns[0].code}']").click()
    expect(plain_tab.page.locator(".chip")).to_contain_text(pack.towns[0].name)
    plain_tab.ready()
    assert 0 < total(plain_tab) < everything
    plain_tab.page.locator("#theme-button").click()
    plain_tab.page.wait_for_function(
        "() => onemap.map().getPaintProperty('ground', 'background-color').toLowerCase() === '#081220'"
    )
    assert plain_tab.camera() == before
    plain_tab.page.reload()
    plain_tab.ready()
    assert plain_tab.camera() == before


def test_a_click_on_the_plain_map_opens_the_drawer(plain_tab: Watched) -> None:
    plain_tab.page.goto("/")
    plain_tab.ready()
    point = zoom_to_a_single(plain_tab)
    plain_tab.page.locator("#map-canvas").hover(position=point)
    expect(plain_tab.page.locator(".map-tip")).to_be_visible()
    plain_tab.page.locator("#map-canvas").click(position=point)
    assert "select=hazards:" in plain_tab.page.url
    expect(plain_tab.page.locator(".drawer")).to_be_visible(timeout=30_000)


def test_tools_and_search_work_on_the_plain_map(plain_tab: Watched) -> None:
    page = plain_tab.page
    page.goto("/")
    plain_tab.ready()
    page.evaluate("() => { window.sameMap = onemap.map(); }")
    middle, east, south = corners(page, (0.5, 0.5), (0.75, 0.5), (0.5, 0.7))
    page.get_by_role("button", name=re.compile("^选点")).click()
    page.mouse.click(*middle)
    lon, lat = page.evaluate("() => onemap.map().getCenter().toArray()")
    told = page.locator(".point-head").inner_text().split(", ")
    assert [float(each) for each in told] == pytest.approx([lon, lat], abs=0.002)
    page.get_by_role("menuitem", name="3 公里").click()
    expect(page.locator(".chip")).to_contain_text("3,000 米")
    page.locator(".chip-cross").click()
    expect(page.locator(".chip")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^框选")).click()
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(east[0], south[1], steps=3)
    page.mouse.up()
    expect(page.locator(".chip")).to_contain_text("框选范围")
    page.get_by_role("button", name=re.compile("^测量")).click()
    for place in (middle, east):
        page.mouse.click(*place)
    page.keyboard.press("Escape")
    expect(page.locator(".measure-card")).to_contain_text("全长")
    page.locator(".search-field").fill("仁风镇")
    page.locator(".search-item").first.click()
    page.wait_for_function("([lon]) => onemap.map().getCenter().lng > lon + 0.1", arg=[lon])
    assert page.evaluate("() => window.sameMap === onemap.map()")


def test_a_reader_may_choose_the_plain_map(tab: Watched) -> None:
    tab.page.goto("/#plain=1")
    tab.ready()
    assert tab.page.locator("#map-canvas").get_attribute("data-plain") == "yes"
    tab.page.locator(".basemaps > summary").click()
    with tab.page.expect_navigation():
        tab.page.get_by_role("switch").click()
    tab.ready()
    assert tab.page.locator("#map-canvas").get_attribute("data-plain") is None
