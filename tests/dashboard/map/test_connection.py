"""A slow line and a lost one: the picture comes before the figures and nothing jumps; lost, it stays, and recovers."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data.packs import Pack
from tests.dashboard.map.conftest import Watched, watch
from tests.places import ROWS, first_row

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-address")]
SLOW = {"offline": False, "latency": 80, "downloadThroughput": 750_000, "uploadThroughput": 250_000}
"""Bytes a second, and milliseconds; slow enough for each library to be waited for."""
SEEN = """() => {
  window.seen = [];
  const box = (each) => each.getBoundingClientRect();
  const shown = (selector) => [...document.querySelectorAll(selector)].find((each) => box(each).width);
  const CARDS = ["funnel", "trend", "by-town"].map((name) => `section:has(#map-${name})`);
  const PLACED = [".map-box", ".headlines", ...CARDS];
  const placed = () => PLACED.map(shown).map((each) => each && [box(each).x, box(each).y].map(Math.round));
  const SIGNS = {
    words: () => shown(".first-words"),
    picture: () => shown(".sketch"),
    rows: () => shown(".ag-row a"),
    numbers: () => /\\d/.test(shown(".headline .number")?.textContent),
    map: () => shown(".map-canvas.is-ready") && !shown(".sketch"),
    charts: () => shown("#map-by-sector .main-svg"),
  };
  const look = () => {
    for (const [name, is] of Object.entries(SIGNS)) {
      if (seen.some((each) => each.name === name) || !is()) continue;
      const ground = shown(".sketch") ? "picture" : shown(".map-canvas.is-ready") ? "map" : null;
      seen.push({ name, ground, placed: placed() });
    }
    const svg = document.querySelector("#content .sketch");
    if (svg) {
      const { width, height } = svg.viewBox.baseVal;
      const corners = [[0, 0], [width, height]].map(([x, y]) => new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()));
      window.laid = corners.map(({ x, y }) => [x, y]);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
"""What a reader sees, in the order in which it comes, and where things stood then."""
CORNERS = """(places) => {
  const { left, top } = onemap.map().getCanvas().getBoundingClientRect();
  return places.map((place) => onemap.map().project(place)).map(({ x, y }) => [x + left, y + top]);
}"""
BELOW = "() => getComputedStyle(document.querySelector('header.top-bar'), '::after').content"
LISTS = ("/ledger", "/objects")
ALLOWED = re.compile(
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED|Callback failed: the server did not respond"
)


@pytest.fixture(scope="module")
def line(chrome: Browser, server: str) -> Iterator[BrowserContext]:
    """A browser of its own, whose line can be made slow or cut."""
    context = chrome.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", base_url=server)
    yield context
    context.close()


@pytest.fixture
def far(line: BrowserContext) -> Iterator[Watched]:
    """A tab at the end of that line; what the browser says of a lost connection is no complaint."""
    seen = watch(line)
    yield seen
    line.set_offline(False)
    seen.page.close()
    assert seen.strangers() == []
    assert [each for each in seen.complaints if not ALLOWED.search(each)] == []


def over_a_slow_line(page: Page, path: str, last: str) -> list[dict[str, Any]]:
    """What was seen in order until ``last``."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    page.add_init_script(f"({SEEN})()")
    page.goto(path)
    page.wait_for_function("(last) => seen.some((each) => each.name === last)", arg=last)
    found: list[dict[str, Any]] = page.evaluate("() => seen")
    return found


def test_over_a_slow_line_the_ground_comes_before_the_figures_and_nothing_jumps(far: Watched, pack: Pack) -> None:
    seen = over_a_slow_line(far.page, "/", "charts")
    far.page.wait_for_function("() => seen.some((each) => each.name === 'map')")
    names = [each["name"] for each in seen]
    assert names[0] == "picture"
    assert names.index("numbers") < names.index("charts")
    later = seen[names.index("numbers") :]
    assert {each["ground"] for each in later} <= {"picture", "map"}
    assert [each["placed"] for each in later] == [later[0]["placed"]] * len(later)
    assert all(later[0]["placed"])
    west, south, east, north = pack.outline.bounds
    drawn = far.page.evaluate(CORNERS, [[west, north], [east, south]])
    laid = far.page.evaluate("() => laid")
    assert laid == [[pytest.approx(each, abs=2) for each in corner] for corner in drawn]


def test_over_a_slow_line_the_list_says_that_it_comes(far: Watched) -> None:
    seen = over_a_slow_line(far.page, "/ledger", "rows")
    assert [each["name"] for each in seen] == ["words", "rows"]


def test_a_filter_set_while_the_line_is_cut_is_answered_when_it_is_back(far: Watched) -> None:
    page = far.page
    page.goto("/")
    far.ready()
    everything, camera = far.total(), far.camera()
    page.context.set_offline(True)
    expect(page.locator(".updated")).to_have_class(re.compile("is-offline"))
    page.locator("[data-toggle='level=1']").click()
    page.locator(".map-lacking").wait_for()
    assert far.total() == everything
    assert far.camera() == camera
    page.context.set_offline(False)
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator(".updated")).not_to_have_class(re.compile("is-offline"))
    expect(page.locator(".headline .number").first).not_to_have_text(f"{everything:,}")
    expect(page.locator(".map-lacking")).to_be_hidden()
    assert any("/tiles/hazards/" in url and "level%3D1" in url for url in far.requests)
    assert far.camera() == camera


def test_a_page_asked_for_while_the_line_is_cut_comes_when_it_is_back(far: Watched) -> None:
    page = far.page
    page.goto("/objects/new")
    page.locator("main textarea").first.wait_for()
    page.context.set_offline(True)
    expect(page.locator(".updated")).to_have_class(re.compile("is-offline"))
    page.locator(".nav-link[href='/report']").click()
    page.wait_for_url("**/report")
    expect(page.locator("h1")).to_have_text("登记监管对象")
    page.context.set_offline(False)
    expect(page.locator("h1")).to_have_text("上报隐患")


def test_what_was_typed_stays_when_it_cannot_be_sent(far: Watched) -> None:
    page = far.page
    page.goto("/report")
    description = page.locator("textarea[id*=description]")
    description.fill("临边防护缺失")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交上报").click()
    expect(page.locator(".notice-problem")).to_contain_text("所填内容仍保留")
    expect(description).to_have_value("临边防护缺失")
    page.context.set_offline(False)
    page.get_by_role("button", name="提交上报").click()
    expect(page.locator(".form-alert")).to_contain_text("已填内容仍保留")


@pytest.mark.parametrize("width", [1366, 390])
def test_every_page_says_that_the_line_is_cut_and_keeps_its_picture(far: Watched, server: str, width: int) -> None:
    page = far.page
    page.set_viewport_size({"width": width, "height": 800})
    own = [first_row(page, server, *ROWS[name]) for name in ("hazard", "object")]
    for path in (*LISTS, "/figures/open/above", *own):
        page.goto(str(path))
        facts = page.locator("#content .ag-row a" if path in LISTS else "#content h1").first
        facts.wait_for()
        page.context.set_offline(True)
        expect(page.locator(".updated")).to_have_class(re.compile("is-offline"))
        assert width > 1180 or "连接中断" in page.evaluate(BELOW)
        expect(facts).to_be_visible()
        page.context.set_offline(False)
        expect(page.locator(".updated")).not_to_have_class(re.compile("is-offline"))


@pytest.mark.parametrize("part", ["dash_ag_grid.min.js", "async-*"])
def test_a_library_that_did_not_come_is_fetched_when_the_line_is_back(far: Watched, part: str) -> None:
    page = far.page
    page.route(f"**/dash_ag_grid/{part}", lambda route: route.abort(), times=1)
    page.goto("/objects")
    expect(page.locator(".ag-row a").first).to_be_visible()
    far.complaints.clear()  # of that library
