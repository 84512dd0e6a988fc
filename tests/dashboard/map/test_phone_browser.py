"""The map under fingers on a phone, and the place of the device itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, expect

from data.packs import Pack
from tests.dashboard.map.conftest import Watched, watch
from tests.dashboard.map.test_map_browser import zoom_to_a_single

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-tools")]
Point = tuple[float, float]


@pytest.fixture
def phone(chrome: Browser, server: str) -> Iterator[Watched]:
    """A tab on a phone; an error on the page or a request to elsewhere fails the test."""
    context = chrome.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN", base_url=server
    )
    seen = watch(context)
    yield seen
    context.close()
    assert seen.strangers() == []
    assert seen.complaints == []


def touch(fingers: CDPSession, kind: str, *points: Point) -> None:
    """Fingers go down, move or come up, as the screen tells the browser."""
    told: list[dict[str, Any]] = [{"x": x, "y": y, "id": place} for place, (x, y) in enumerate(points)]
    fingers.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": told})


def middle(canvas: Locator) -> Point:
    box = canvas.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.4


def test_fingers_tap_hold_pinch_and_raise_the_sheet(phone: Watched) -> None:
    page, canvas = phone.page, phone.page.locator("#map-canvas")
    page.goto("/")
    phone.ready()
    fingers = page.context.new_cdp_session(page)
    x, y = middle(canvas)
    zoom = phone.camera()[0]
    touch(fingers, "Start", (x - 30, y), (x + 30, y))
    for apart in (50, 70, 90):
        touch(fingers, "Move", (x - apart, y), (x + apart, y))
    touch(fingers, "End")
    page.wait_for_function("(zoom) => onemap.map().getZoom() > zoom + 0.5", arg=zoom)
    touch(fingers, "Start", (x, y))
    expect(page.locator(".point-menu")).to_be_visible()
    touch(fingers, "End")
    expect(page.locator(".point-menu")).to_be_visible()
    page.get_by_role("menuitem", name="列出附近的监管对象").tap()
    expect(page.locator(".drawer .near-distance")).to_have_count(10)
    page.locator(".drawer-close").tap()
    expect(page.locator(".drawer")).to_be_hidden()

    point = zoom_to_a_single(phone)
    box = canvas.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + point["x"], box["y"] + point["y"])
    expect(page.locator(".drawer .drawer-facts")).to_be_visible()
    above = """() => {
      const map = onemap.map(), place = map.getSource("selected").serialize().data.geometry.coordinates;
      const parts = [document.querySelector(".sheet-head"), map.getContainer()];
      const [sheet, box] = parts.map((each) => each.getBoundingClientRect());
      return box.top + map.project(place).y < sheet.top;
    }"""
    page.wait_for_function(above)
    page.locator(".drawer-close").tap()

    page.get_by_role("tab", name="筛选").tap()
    expect(page.locator(".filters")).to_be_visible()
    page.locator("[data-toggle='level=1']").tap()
    expect(page.locator(".chip")).to_contain_text("重大隐患")
    handle = middle(page.locator(".sheet-handle"))
    touch(fingers, "Start", handle)
    for step in (100, 250, 400):
        touch(fingers, "Move", (handle[0], handle[1] + step))
    touch(fingers, "End")
    expect(page.locator("#map-page")).to_have_attribute("data-sheet", "peek")
    expect(page.locator(".headline .number").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_the_place_of_the_device_is_found_outside_or_refused(phone: Watched, pack: Pack) -> None:
    page, context = phone.page, phone.page.context
    lon, lat = pack.town_shapes[1].geometry.representative_point().coords[0]
    page.goto("/#plain=1")
    phone.ready()

    def locate() -> None:
        page.locator(".tool-fold").tap()
        page.locator("[data-tool='locate']").tap()

    context.grant_permissions(["geolocation"])
    context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 25})
    locate()
    expect(page.locator(".point-head")).to_contain_text("我的位置（精度约 25 米）")
    expect(page.locator(".point-head")).to_contain_text(f"{lon:.6f}, {lat:.6f}")
    assert phone.camera()[1:] == pytest.approx((lon, lat), abs=1e-3)
    page.get_by_role("menuitem", name="1 公里").tap()
    expect(page.locator(".chip")).to_contain_text("1,000 米")
    page.locator(".chip-cross").tap()
    context.set_geolocation({"longitude": 116.397, "latitude": 39.909})
    locate()
    expect(page.locator(".notice-problem").last).to_contain_text("不在本辖区范围内")
    assert phone.camera()[1:] == pytest.approx((lon, lat), abs=1e-3)
    context.clear_permissions()
    locate()
    expect(page.locator(".notice-problem").last).to_contain_text("浏览器未获准读取位置")
    expect(page.locator(".pen-bar")).to_contain_text("点击地图选一个点")
