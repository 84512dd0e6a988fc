"""The charts of the loop in a real browser: a click filters as everywhere, and each reader's order is kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.pages.charts import CARDS
from tests.dashboard.loop.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]


def test_a_click_on_a_chart_filters_and_the_order_of_the_cards_is_kept(site: Site, acting: Callable[..., Page]) -> None:
    town = site.pack.towns[3]
    site.found(subject_name="示例统计单位", town=town.code, sector="H07")
    page = acting(town.code, "/charts?sector=H07")
    cards = page.locator("[data-card]")
    expect(cards.first.locator(".main-svg").first).to_be_visible()
    cell = page.locator("[data-card=matrix] .nsewdrag")
    cell.scroll_into_view_if_needed()
    cell.click()
    expect(page).to_have_url(f"{site.url}/charts?sector=H07&town={town.code}")
    expect(page.locator("#charts-basis")).to_contain_text("统计时段")
    page.locator("[data-card=units] [data-chart=earlier]").click()
    page.locator("[data-card=ages] [data-chart=hide]").click()
    page.reload()
    expect(page.locator("[data-card=units]")).to_have_css("order", str(len(CARDS) - 2))
    expect(page.locator("[data-card=ages]")).to_have_class("card chart is-folded")
    page.get_by_role("link", name="看清单").click()
    expect(page).to_have_url(f"{site.url}/ledger?town={town.code}&sector=H07")
