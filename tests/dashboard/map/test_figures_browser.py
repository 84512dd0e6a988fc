"""Filters and figures of the map page in a real browser: they filter one another, and every number can be proved."""

import re

import pytest
from playwright.sync_api import expect

from data.packs import Pack
from tests.dashboard.map.conftest import Watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-address")]
WAIT = 20_000
PLACES = """window.places = new Set();
(function look() {
  const cards = [...document.querySelectorAll(".figure-card")].slice(0, 3);
  if (cards.length) places.add(cards.map((card) => card.offsetTop).join());
  requestAnimationFrame(look);
})();"""
"""Where the charts up to those of the towns have ever stood, picture by picture."""


def test_a_bar_a_step_and_their_way_back_go_through_the_address(map_tab: Watched) -> None:
    page, everything = map_tab.page, map_tab.total()
    page.locator("#map-funnel .bars .point path").nth(2).click(force=True)
    expect(page.locator(".chip")).to_contain_text("提交整改", timeout=WAIT)
    assert "step=submitted" in page.url
    expect(page.locator(".headline .number").first).not_to_have_text(f"{everything:,}", timeout=WAIT)
    page.locator("#map-by-town .bars .point path").first.click(force=True)
    expect(page.locator(".chip")).to_have_count(2, timeout=WAIT)
    assert re.search(r"town=\d{9}", page.url)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(1, timeout=WAIT)
    assert "town=" not in page.url
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0, timeout=WAIT)
    expect(page.locator(".headline .number").first).to_have_text(f"{everything:,}", timeout=WAIT)


@pytest.mark.parametrize("width", [1366, 390])
def test_the_charts_stand_where_they_will_before_their_figures_come(tab: Watched, width: int) -> None:
    page = tab.page
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(PLACES)
    page.goto("/")
    expect(page.locator("#map-by-sector .bars .point").first).to_be_attached(timeout=WAIT)
    expect(page.locator(".headline-change").last).not_to_be_empty(timeout=WAIT)
    assert len(page.evaluate("() => [...places]")) == 1


def test_an_option_is_left_out_turned_round_and_let_go(map_tab: Watched, pack: Pack) -> None:
    page, town = map_tab.page, pack.towns[0]
    row = page.locator(".option-row", has=page.locator(f"[data-toggle='town={town.code}']"))
    row.hover()
    row.locator(".option-out").click()
    expect(page.locator(".chip.is-out")).to_contain_text(f"不含 {town.name}", timeout=WAIT)
    expect(row.locator(".option")).to_have_class(re.compile("is-out"), timeout=WAIT)
    page.locator(".chip .chip-words").click()
    expect(page.locator(".chip")).to_contain_text(f"镇街 {town.name}", timeout=WAIT)
    assert page.evaluate("() => new URLSearchParams(location.search).get('town')") == town.code
    expect(row.locator(".option")).to_have_attribute("aria-checked", "true", timeout=WAIT)
    row.locator(".option").click()
    expect(page.locator(".chip")).to_have_count(0, timeout=WAIT)


def test_a_past_day_is_shown_calmly_and_left_with_one_click(map_tab: Watched) -> None:
    page, everything = map_tab.page, map_tab.total()
    page.evaluate("() => onemap.address.set({ as_of: '2026-01-31' })")
    expect(page.locator(".as-of-banner")).to_contain_text("截至 2026-01-31 的情况", timeout=WAIT)
    expect(page.locator("#map-as-of")).to_have_value("2026-01-31")
    assert map_tab.total() < everything
    assert "as_of=2026-01-31" in (page.locator(".as-list").get_attribute("href") or "")
    page.get_by_role("button", name="回到今天").click()
    expect(page.locator(".headline .number").first).to_have_text(f"{everything:,}", timeout=WAIT)
    expect(page.locator(".as-of-banner")).to_be_hidden()


def test_a_number_opens_its_proof_and_the_list_has_just_as_many(tab: Watched, pack: Pack) -> None:
    page = tab.page
    page.goto(f"/?town={pack.towns[0].code}")
    tab.ready()
    rectified = page.locator(".headline .number").nth(1).inner_text()
    page.locator(".headline").nth(1).click()
    expect(page.locator(".definition .number")).to_have_text(rectified, timeout=WAIT)
    expect(page.locator(".definition")).to_contain_text("截至统计日已销号的条数")
    assert "select=figures:rectified" in page.url
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_be_hidden(timeout=WAIT)
    page.locator(".headline").nth(1).click()
    page.locator(".definition-list .button").click()
    expect(page.locator(".list-count")).to_contain_text(f"共 {rectified} 条", timeout=WAIT)


def test_what_the_bars_show_is_kept_in_the_address(map_tab: Watched) -> None:
    page = map_tab.page
    page.locator("[data-look='bars=rate']").click()
    expect(page.locator(".question", has_text="哪些镇街整改率最低")).to_be_visible(timeout=WAIT)
    assert "bars=rate" in page.url
    page.locator("[data-look='bars=open']").click()
    expect(page.locator(".question", has_text="哪些镇街未销号最多")).to_be_visible(timeout=WAIT)
