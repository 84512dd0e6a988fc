"""The search field in a real browser, by keyboard: everything it finds, every spelling of a place, and nonsense."""

import pytest
from dash import Dash
from playwright.sync_api import expect

from data.packs import Pack
from tests.dashboard.map.conftest import Watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-tools")]
SPELLINGS = ("117.163, 36.977", "36.977，117.163", "东经117°9′46.8″ 北纬36°58′37.2″", "N36.977 E117.163")


def look_for(tab: Watched, text: str) -> None:
    """Type it and wait for what is suggested for exactly this."""
    tab.page.locator(".search-field").fill(text)
    expect(tab.page.locator(".search-item").last).to_have_text(f"按关键词筛选隐患：{text[:20]}")


def take(tab: Watched, name: str) -> None:
    """Go down the list to the suggestion with this name and choose it."""
    names = tab.page.locator(".search-name")
    expect(names.filter(has_text=name).first).to_be_visible()
    at = [each.strip() for each in names.all_inner_texts()].index(name)
    for _ in range(at + 1):
        tab.page.keyboard.press("ArrowDown")
    expect(tab.page.locator(".search-item[aria-selected='true']")).to_contain_text(name)
    tab.page.keyboard.press("Enter")


def test_objects_hazards_and_places_are_found_without_a_mouse(map_tab: Watched, demo: Dash, pack: Pack) -> None:
    page, drawer = map_tab.page, map_tab.page.locator(".drawer")
    snapshot = demo.server.extensions["onemap"].model.snapshot
    objects, hazards = snapshot.objects, snapshot.hazards
    row = int((objects.active & (objects.morton >= 0)).nonzero()[0][0])
    page.keyboard.press("/")
    expect(page.locator(".search-field")).to_be_focused()
    look_for(map_tab, objects.name[row])
    take(map_tab, objects.name[row])
    expect(drawer).to_contain_text(objects.id[row])
    page.wait_for_function("() => !onemap.map().isMoving()")
    zoom, lon, lat = map_tab.camera()
    assert zoom >= 15
    assert (lon, lat) == pytest.approx((objects.lon[row], objects.lat[row]), abs=1e-3)
    number = hazards.number[int(hazards.counts.nonzero()[0][-1])]
    look_for(map_tab, number)
    expect(page.locator(".search-group")).to_have_text(["隐患"])
    page.keyboard.press("Enter")
    expect(drawer).to_contain_text(number)
    look_for(map_tab, pack.towns[3].name)
    take(map_tab, pack.towns[3].name)
    page.wait_for_function("() => !onemap.map().isMoving() && onemap.map().getZoom() < 14")
    look_for(map_tab, pack.villages[10].name)
    take(map_tab, pack.villages[10].name)
    expect(page.locator(".map-sheet .sheet-pin")).to_have_count(1)
    for text in SPELLINGS:
        look_for(map_tab, text)
        expect(page.locator(".search-group")).to_have_text(["坐标"])
        page.keyboard.press("Enter")
        page.wait_for_function("() => !onemap.map().isMoving()")
        assert map_tab.camera()[1:] == pytest.approx((117.163, 36.977), abs=1e-4)
    look_for(map_tab, "116.397, 39.909")
    page.keyboard.press("Enter")
    expect(page.locator(".notice-problem")).to_contain_text("不在本辖区范围内")
    assert map_tab.camera()[1:] == pytest.approx((117.163, 36.977), abs=1e-4)


def test_anything_may_be_typed_and_becomes_a_keyword(map_tab: Watched) -> None:
    page = map_tab.page
    for text in ("%", "🧯😀", "<b>x</b>", "没有这样的单位"):
        look_for(map_tab, text)
        expect(page.locator(".search-none")).to_contain_text(f"没有找到“{text}”")
        expect(page.locator(".search-item")).to_have_text([f"按关键词筛选隐患：{text}"])
    look_for(map_tab, "村")
    assert page.locator(".search-item").count() > 1
    page.keyboard.press("Escape")
    expect(page.locator(".search-list")).to_be_hidden()
    look_for(map_tab, "消防")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_contain_text("消防")
    assert map_tab.total() > 0
    page.locator(".search-clear").click()
    expect(page.locator(".search-field")).to_have_value("")
    expect(page.locator(".search-list")).to_be_hidden()
