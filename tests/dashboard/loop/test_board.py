"""The board of the loop in a real browser: what is ticked is moved together, one line of result for each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.loop import hands
from tests.dashboard.loop.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]


def test_several_hazards_get_one_order_and_each_its_answer(site: Site, acting: Callable[..., Page]) -> None:
    numbers = [site.found(subject_name=f"示例看板单位{place}", sector="H05") for place in range(3)]
    page = acting("YJJ", "/loop?sector=H05")
    column = page.locator(".board-column.is-to_order")
    expect(column.locator(".board-card")).to_have_count(3)
    for number in numbers[:2]:
        page.locator(f"[data-pick={number}]").click()
    expect(page.locator(".board-bar")).to_contain_text("已勾选 2 条")
    hands_off = acting("YJJ", f"/hazards/{numbers[1]}")
    page.locator("[data-move=notice]").click()
    expect(page.locator("#loop-drawer-title")).to_have_text("下达整改指令")
    hands.move(hands_off, "作废", reason="查无此事", approver="局长")
    deadline = (site.services.today() + timedelta(days=9)).isoformat()
    hands.fill(page, "together", deadline=deadline, doc_no="责改〔2026〕77号")
    page.locator("#loop-submit").click()
    lines = page.locator(".board-results li")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text("已办理")
    expect(lines.nth(1)).to_contain_text("作废")
    expect(page.locator(".board-column.is-rectifying .board-card")).to_have_count(1)
    expect(column.locator(".board-card")).to_have_count(1)


def test_a_filter_of_the_board_stands_in_the_address(site: Site, acting: Callable[..., Page]) -> None:
    town = site.pack.towns[2]
    site.found(subject_name="示例街道单位", town=town.code)
    page = acting("AWB", "/loop")
    page.locator(".board-filter summary").click()
    page.locator(f'[data-toggle="town={town.code}"]').click()
    expect(page.locator(f'[data-toggle="town={town.code}"]')).to_have_attribute("aria-pressed", "true")
    assert page.url.endswith(f"/loop?town={town.code}")
    towns = page.locator(".board-card .board-signs .quiet:first-child").all_inner_texts()
    assert set(towns) == {town.name}
    page.get_by_role("link", name="立案处罚").click()
    expect(page.locator(".card h2").first).to_contain_text("在办案件")
