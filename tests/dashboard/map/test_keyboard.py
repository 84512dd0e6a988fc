"""A morning without a mouse: every step by Tab, arrows, Enter, Space and Esc, and the focus is never lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from data.packs import Pack
from tests.dashboard.map.conftest import Watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-tools")]


def at(page: Page, selector: str) -> Locator:
    """What has the focus, which must be this."""
    focused = page.locator(f":is({selector}):focus")
    expect(focused).to_be_visible()
    return focused


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_the_keyboard_goes_past_the_bar_and_the_filters_to_the_map(map_tab: Watched) -> None:
    page = map_tab.page
    page.evaluate(
        "() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }"
    )
    press(page, "Tab")
    at(page, ".top-bar .skip-link")
    press(page, "Enter")
    expect(page.locator("#content")).to_be_focused()
    press(page, "Tab")
    at(page, ".map-page .skip-link")
    press(page, "Enter")
    at(page, "#map-canvas [tabindex='0']")
    zoom, *_place = map_tab.camera()
    press(page, "Tab", "Enter")
    page.wait_for_function("(zoom) => onemap.map().getZoom() > zoom + 0.9", arg=zoom)
    press(page, "Shift+Tab", "-")
    page.wait_for_function("(zoom) => onemap.map().getZoom() < zoom + 0.1", arg=zoom)


def test_a_filter_keeps_the_focus_though_its_panel_is_drawn_anew(map_tab: Watched, pack: Pack) -> None:
    page, town = map_tab.page, f"[data-toggle='town={pack.towns[3].code}']"
    page.locator(town).focus()
    press(page, "Space")
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator(town)).to_have_attribute("aria-checked", "true")
    at(page, town)
    page.locator("[data-toggle='level=1']").focus()
    press(page, "Enter")
    expect(page.locator(".chip")).to_have_count(2)
    page.locator(".chip-cross").first.focus()
    press(page, "Enter")
    expect(page.locator(".chip")).to_have_count(1)
    at(page, ".chip-cross")
    press(page, "Enter")
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator("#content")).to_be_focused()


def test_what_opens_on_the_map_takes_the_focus_and_gives_it_back(map_tab: Watched) -> None:
    page = map_tab.page
    page.locator(".headline").first.focus()
    press(page, "Enter")
    at(page, ".drawer")
    press(page, "Tab")
    at(page, ".drawer-close")
    press(page, "Escape")
    expect(page.locator(".drawer")).to_be_hidden()
    expect(page.locator(".headline").first).to_be_focused()
    page.locator("#map-layers summary").first.focus()
    press(page, "Enter", "Tab")
    expect(page.locator("#map-layers")).to_have_attribute("open", "")
    at(page, "#map-layers input, #map-layers button")
    press(page, "Escape")
    expect(page.locator("#map-layers summary").first).to_be_focused()
    expect(page.locator("#map-layers")).not_to_have_attribute("open", "")
    page.locator(".tool-bookmarks").focus()
    press(page, "Enter")
    at(page, ".bookmark-name")
    press(page, "Escape")
    at(page, ".tool-bookmarks")


def test_from_the_list_to_a_form_and_back_without_a_mouse(tab: Watched) -> None:
    page = tab.page
    page.goto("/ledger?state=CLOSED")
    page.locator(".ag-row a").first.wait_for()
    page.locator(".ag-header-cell:visible").nth(1).focus()
    press(page, "ArrowDown")
    at(page, ".ag-cell")
    press(page, "Enter")
    page.wait_for_url(re.compile("/hazards/"))
    expect(page.locator("#content")).to_be_focused()
    page.locator(".next-step button").first.focus()
    press(page, "Enter")
    at(page, ".mantine-Drawer-content")
    press(page, "Shift+Tab")
    at(page, ".mantine-Drawer-content button")
    press(page, "Tab")
    at(page, ".mantine-Drawer-header button")
    press(page, "Tab")
    at(page, ".mantine-Drawer-content textarea")
    press(page, "Escape")
    expect(page.locator(".mantine-Drawer-content").filter(visible=True)).to_have_count(0)
    at(page, ".next-step button")
