"""The tools on the map in a real browser: what is drawn becomes the filter, what is measured is true."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pyproj import Geod

from data.packs import Pack
from data.readmodel import ReadModel
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.store.database import open_engine
from tests.dashboard.map.conftest import DAY, Watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-tools")]
EARTH = Geod(ellps="WGS84")
Point = tuple[float, float]


@pytest.fixture
def county(served: Path, pack: Pack) -> Iterator[ReadModel]:
    """The facts of the real server, read anew."""
    engine = open_engine(f"sqlite:///{served}")
    yield ReadModel(engine, pack, lambda: DAY)
    engine.dispose()


def hazards_of(county: ReadModel, pack: Pack, page: Page) -> int:
    """How many hazards the address in the browser lets through."""
    chosen = Filter.parse(page.evaluate("() => location.search"))
    return int(county.snapshot.mask(Scope.whole(pack.code), chosen).sum())


def corners(page: Page, *shares: Point) -> list[Point]:
    """Places on the canvas by their share of its width and height, as whole pixels of the window, as a mouse has."""
    box = page.locator("#map-canvas").bounding_box()
    assert box is not None
    return [(round(box["x"] + x * box["width"]), round(box["y"] + y * box["height"])) for x, y in shares]


def expect_figures(tab: Watched, number: int) -> None:
    expect(tab.page.locator(".headline .number").first).to_have_text(f"{number:,}")


def test_a_dragged_box_is_the_filter_until_a_step_back(map_tab: Watched, county: ReadModel, pack: Pack) -> None:
    page, everything, camera = map_tab.page, map_tab.total(), map_tab.camera()
    page.get_by_role("button", name=re.compile("^框选")).click()
    (start, end) = corners(page, (0.4, 0.35), (0.75, 0.7))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=3)
    page.mouse.up()
    expect(page.locator(".chip")).to_contain_text("框选范围")
    inside = hazards_of(county, pack, page)
    assert 0 < inside < everything
    expect_figures(map_tab, inside)
    expect(page.locator(".map-sheet .sheet-ring")).to_have_count(1)
    assert map_tab.camera() == camera
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(".map-sheet .sheet-ring")).to_have_count(0)
    expect_figures(map_tab, everything)


def test_a_polygon_of_clicks_closes_on_its_first_corner(map_tab: Watched, county: ReadModel, pack: Pack) -> None:
    page, everything = map_tab.page, map_tab.total()
    page.get_by_role("button", name=re.compile("^多边形")).click()
    places = corners(page, (0.4, 0.4), (0.8, 0.45), (0.75, 0.5), (0.6, 0.75), (0.45, 0.7))
    for place in places:
        page.mouse.click(*place)
    page.keyboard.press("Backspace")
    expect(page.locator(".pen-bar")).to_contain_text("已取 4 点")
    page.mouse.click(*places[0])
    expect(page.locator(".chip")).to_contain_text("4 个顶点")
    assert len(Filter.parse(page.evaluate("() => location.search")).area) == 8
    inside = hazards_of(county, pack, page)
    assert 0 < inside < everything
    expect_figures(map_tab, inside)
    page.locator(".chip-cross").click()
    expect(page.locator(".map-sheet .sheet-ring")).to_have_count(0)


def test_the_surroundings_of_a_point_and_its_nearest_objects(map_tab: Watched, county: ReadModel, pack: Pack) -> None:
    page = map_tab.page
    (place,) = corners(page, (0.6, 0.6))
    page.mouse.click(*place, button="right")
    page.get_by_role("menuitem", name="3 公里").click()
    expect(page.locator(".chip")).to_contain_text("3,000 米")
    expect_figures(map_tab, hazards_of(county, pack, page))
    expect(page.locator(".map-sheet .sheet-ring")).to_have_count(1)
    page.mouse.click(*place, button="right")
    page.keyboard.press("Escape")
    expect(page.locator(".point-menu")).to_have_count(0)
    page.mouse.click(*place, button="right")
    page.get_by_role("menuitem", name="列出附近的监管对象").click()
    expect(page.locator(".drawer .near-distance")).to_have_count(10)
    page.locator(".drawer .drawer-row").first.click()
    expect(page.locator(".drawer")).to_contain_text("一企一档")
    page.locator(".drawer-close").click()


def test_escape_puts_the_pen_down_and_the_keyboard_draws(map_tab: Watched) -> None:
    page = map_tab.page
    button = page.get_by_role("button", name=re.compile("^选点"))
    button.click()
    (place,) = corners(page, (0.5, 0.6))
    page.mouse.click(*place)
    lon, lat = unprojected(page, place)
    expect(page.locator(".point-head")).to_contain_text(f"{lon:.6f}, {lat:.6f}")
    page.keyboard.press("Escape")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".pen-bar")).to_have_count(0)
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    lon, lat = page.evaluate("() => onemap.map().getCenter().toArray()")
    expect(page.locator(".point-head")).to_contain_text(f"{lon:.6f}, {lat:.6f}")
    page.keyboard.press("Escape")
    expect(page.locator(".point-menu")).to_have_count(0)


SHAPES: list[list[Point]] = [
    [(117.1, 36.9), (117.2, 37.0), (117.21, 37.3), (117.0, 37.1)],
    [(117.1, 36.9), (117.101, 36.9), (117.101, 36.901)],
    [(116.0, 36.0), (118.0, 36.0), (118.0, 38.0), (116.0, 38.0)],
]


@pytest.mark.parametrize("points", SHAPES)
def test_lengths_and_areas_are_those_of_the_ellipsoid(map_tab: Watched, points: list[Point]) -> None:
    asked = "(points) => [onemap.geodesy.length(points), onemap.geodesy.area(points)]"
    length, area = map_tab.page.evaluate(asked, points)
    lons, lats = zip(*points, strict=True)
    assert length == pytest.approx(EARTH.line_length(lons, lats), rel=1e-8)
    assert area == pytest.approx(abs(EARTH.polygon_area_perimeter(lons, lats)[0]), rel=1e-6)


def test_the_measuring_tool_says_length_and_area(map_tab: Watched) -> None:
    page = map_tab.page
    measure = page.get_by_role("button", name=re.compile("^测量"))
    measure.click()
    places = corners(page, (0.4, 0.4), (0.7, 0.5), (0.5, 0.7))
    for place in places[:2]:
        page.mouse.click(*place)
    page.keyboard.press("Escape")
    (lons, lats) = zip(*(unprojected(page, place) for place in places), strict=True)
    expect(page.locator(".measure-card")).to_contain_text(
        f"全长 {EARTH.line_length(lons[:2], lats[:2]) / 1000:.2f} 公里"
    )
    measure.click()
    for place in [*places, places[0]]:
        page.mouse.click(*place)
    area = abs(EARTH.polygon_area_perimeter(lons, lats)[0])
    expect(page.locator(".measure-card")).to_contain_text(f"{area / 1e6:.2f} 平方公里（{area * 3 / 2000:,.0f} 亩）")
    page.keyboard.press("Escape")
    expect(page.locator(".measure-card")).to_have_count(0)
    expect(page.locator(".map-sheet > *")).to_have_count(0)


def unprojected(page: Page, place: Point) -> Point:
    """The point of the map under a pixel of the window."""
    asked = """([x, y]) => { const box = onemap.map().getContainer().getBoundingClientRect();
      return onemap.map().unproject([x - box.left, y - box.top]).toArray(); }"""
    lon, lat = page.evaluate(asked, list(place))
    return lon, lat


NONSENSE = (
    "area=1,2,3",
    "area=117.2,36.9,117.1,37",
    "area=x",
    "area=" + "117.1,36.9," * 3000 + "117,37",
    "near=1,2,-5",
)


@pytest.mark.parametrize("query", NONSENSE)
def test_an_area_that_is_none_is_not_drawn(map_tab: Watched, query: str) -> None:
    go = """(query) => { history.pushState({}, "", "/?level=1&" + query);
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); }"""
    map_tab.page.evaluate(go, query)
    expect(map_tab.page.locator(".chip")).to_have_count(1)
    expect(map_tab.page.locator(".map-sheet > *")).to_have_count(0)
