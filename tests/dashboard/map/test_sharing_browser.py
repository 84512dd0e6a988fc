"""Views that are kept and handed on, and what others or the line take away meanwhile."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.packs import Pack
from data.rules.events import HAZARD, NewEvent
from data.store.database import open_engine, writing
from data.store.streams import record
from tests import factories
from tests.dashboard.map.conftest import DAY, Watched, watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-address")]


def expect_kept(page: Page, *names: str) -> None:
    """These names are kept, in whatever order: the clock of the tests stands still."""
    expect(page.locator(".bookmark-open")).to_have_count(len(names))
    assert sorted(page.locator(".bookmark-open").all_inner_texts()) == sorted(names)


def test_a_view_is_kept_opened_elsewhere_renamed_and_removed(tab: Watched, chrome: Browser, server: str) -> None:
    page = tab.page
    page.goto(
        "/?level=1#plain=1&map=12.00/36.98000/117.17000&layers=by_sector.towns.open.overdue.major.general.premises"
    )
    tab.ready()
    page.locator("[data-tool='bookmarks']").click()
    expect(page.locator(".bookmark-name")).to_be_focused()
    page.keyboard.type("周例会")
    page.keyboard.press("Enter")
    expect(page.locator(".bookmark-open")).to_have_text(["周例会"])
    page.locator(".bookmark-name").fill("重大")
    page.get_by_label("只保存筛选条件，不含地图位置").check()
    page.locator(".bookmark-form button").click()
    expect_kept(page, "重大", "周例会")
    expect(page.locator(".saved-filter")).to_have_text(["重大"])
    kept = page.evaluate("async () => (await (await fetch('/api/v1/bookmarks')).json()).bookmarks")
    short = {each["name"]: each["short"] for each in kept}

    elsewhere = chrome.new_context(viewport={"width": 1120, "height": 640}, locale="zh-CN", base_url=server)
    other = watch(elsewhere)
    other.page.goto(short["周例会"])
    other.ready()
    expect(other.page.locator(".chip")).to_contain_text("重大隐患")
    assert other.camera() == tab.camera()
    assert other.total() == tab.total()
    expect(other.page.locator("[data-layer='by_sector']")).to_have_attribute("aria-checked", "true")
    expect(other.page.locator("[data-layer='closed']")).to_have_attribute("aria-checked", "false")

    page.locator(".chip-cross").click()
    expect(page.locator(".chip")).to_have_count(0)
    page.locator(".saved-filter").click()
    expect(page.locator(".chip")).to_contain_text("重大隐患")
    page.get_by_role("button", name="改名：周例会").click()
    page.keyboard.type("月例会")
    page.keyboard.press("Enter")
    expect(page.locator(".bookmark-open", has_text="月例会")).to_be_visible()
    expect_kept(page, "重大", "月例会")
    for name in ("重大", "月例会"):
        page.get_by_role("button", name=f"删除：{name}").click()
        expect(page.get_by_role("button", name=f"删除：{name}")).to_have_count(0)
    expect(page.locator(".bookmark-none")).to_be_visible()
    expect(page.locator(".saved-filter")).to_have_count(0)

    answer = other.page.goto(short["周例会"])
    assert answer is not None
    assert answer.status == 404
    expect(other.page.locator("main")).to_contain_text("没有这个收藏，或已被删除")
    other.page.get_by_role("link", name="回到一张图").click()
    other.ready()
    assert other.strangers() == []
    elsewhere.close()


def test_what_is_withdrawn_while_it_is_looked_at_says_so(map_tab: Watched, served: Path, pack: Pack) -> None:
    page, drawer = map_tab.page, map_tab.page.locator(".drawer")
    engine, before = open_engine(f"sqlite:///{served}"), map_tab.total()
    subject = {"kind": "enterprise", "name": "示例撤回企业", "uscc": None}
    mine = factories.found(town=pack.towns[2].code, at=DAY.isoformat(), subject=subject)
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [mine])
    expect(page.locator(".headline .number").first).to_have_text(f"{before + 1:,}")
    page.evaluate("(no) => onemap.select({ kind: 'hazards', ids: [no] }, null)", mine.id)
    expect(drawer).to_contain_text("示例撤回企业")
    with writing(engine) as connection:
        gone = NewEvent(HAZARD, mine.id, "withdrawn", DAY.isoformat(), {"batch": "B-1"})
        record(connection, pack, factories.OFFICER, [gone])
    engine.dispose()
    expect(drawer).to_contain_text("随导入批次撤回")
    expect(page.locator(".headline .number").first).to_have_text(f"{before:,}")


def test_a_tile_that_did_not_come_keeps_no_filter_waiting(map_tab: Watched) -> None:
    page = map_tab.page
    broken = re.compile(r"/tiles/hazards/.*level%3D1")
    page.route(broken, lambda route: route.abort())
    page.locator("[data-toggle='level=1']").click()
    expect(page.locator(".map-lacking")).to_be_visible()
    page.unroute(broken)
    page.locator("[data-toggle='level=1']").click()
    with page.expect_response(re.compile(r"/tiles/hazards/.*level%3D0")):
        page.locator("[data-toggle='level=0']").click()
    expect(page.locator(".map-lacking")).to_be_hidden()
    assert all("Failed to load resource" in each for each in map_tab.complaints)
    map_tab.complaints.clear()
