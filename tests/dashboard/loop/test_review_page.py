"""待确认 in a real browser: rows in doubt are sent, compared, decided one by one and together, and undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.loop.conftest import Site
from tests.dashboard.loop.test_import_page import WAIT, choose
from tests.exchange.books import HAZARD_HEADER, hazard, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]
TOWN = "370115003"


def test_rows_in_doubt_are_decided_and_one_decision_is_undone(
    site: Site, acting: Callable[..., Page], tmp_path: Path
) -> None:
    town = next(each.name for each in site.pack.towns if each.code == TOWN)
    known, alike = "示例精密机械制造一厂", "示例精密机械制造二厂"
    rows = [
        hazard(所属镇街=town, 被检查单位=known, 隐患内容="通道堵塞"),
        hazard(所属镇街=town, 被检查单位=known, 隐患内容="通道堵塞"),
        hazard(所属镇街=town, 被检查单位=alike, 隐患内容="配电箱未上锁"),
    ]
    page = acting(TOWN, "/import")
    choose(page, xlsx(tmp_path / "有疑问的台账.xlsx", [HAZARD_HEADER, *rows]))
    card = page.locator(".import-file").first
    expect(card.locator(".import-verdict")).to_contain_text("已核对 3 行", timeout=WAIT)
    card.locator(".import-write").click()
    expect(card.locator(".import-verdict")).to_contain_text("2 行待确认", timeout=WAIT)
    card.locator(".import-verdict a", has_text="待确认").click()
    waiting = page.locator(".review-card")
    expect(waiting).to_have_count(2, timeout=WAIT)
    fuzzy = waiting.filter(has_text=alike)
    expect(fuzzy.locator(".is-different, tr").filter(has_text="被检查单位")).to_contain_text(known)
    expect(waiting.filter(has_text="疑似重复").locator(".review-merge")).to_be_hidden()
    fuzzy.locator(".review-merge").click()
    expect(waiting).to_have_count(1, timeout=WAIT)
    page.locator(".review-all input").check()
    page.locator(".review-reject-many").click()
    expect(page.locator(".review-rows .empty")).to_be_visible(timeout=WAIT)
    page.locator(".review-tabs .import-count").last.click()
    expect(waiting).to_have_count(2, timeout=WAIT)
    rejected = waiting.filter(has_text="疑似重复")
    expect(rejected.locator(".review-past")).to_contain_text("不录入")
    rejected.locator(".review-reason input").fill("看错了")
    rejected.locator(".review-undo").click()
    expect(waiting).to_have_count(1, timeout=WAIT)
    page.locator(".review-tabs .import-count").first.click()
    expect(waiting.locator(".review-past")).to_contain_text("撤销决定（看错了）", timeout=WAIT)
    waiting.locator(".review-accept").click()
    expect(page.locator(".review-rows .empty")).to_be_visible(timeout=WAIT)
    page.goto(f"{site.url}/ledger?q={known}")
    expect(page.locator(".ag-center-cols-container .ag-row")).to_have_count(3, timeout=WAIT)
