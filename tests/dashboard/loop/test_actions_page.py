"""督办事项 in a real browser: raised by the ladder, seen by who sees the hazard, decided and answered."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from data.rules.events import HAZARD, NewEvent
from data.store.database import writing
from data.store.escalating import escalate
from data.store.streams import record
from tests.dashboard.loop import hands
from tests.dashboard.loop.conftest import OFFICER, Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]


def overdue(site: Site, days: int, town: int = 0, name: str = "示例逾期单位") -> str:
    """A hazard whose deadline passed so many days ago, and what the ladder raised about it."""
    today: date = site.services.today()
    before = (today - timedelta(days=days + 20)).isoformat()
    number = f"YH-DB-{days}-{town}"
    facts = {
        "subject": {"kind": "site", "name": name, "uscc": None}, "level": 0, "source": 2, "manage_type": 1,
        "town": site.pack.towns[town].code, "sector": "H01", "description": "疏散通道堵塞", "address": "示例路 1 号",
        "lon": None, "lat": None, "repeat": False,
    }  # fmt: skip
    ordered = {"deadline": (today - timedelta(days=days)).isoformat(), "doc_no": "责改1号"}
    events = [NewEvent(HAZARD, number, "found", before, facts), NewEvent(HAZARD, number, "noticed", before, ordered)]
    with writing(site.engine) as connection:
        record(connection, site.pack, OFFICER, events)
    escalate(site.engine, site.pack, site.services.now())
    site.services.model.refresh()
    return number


def town_office(site: Site, town: int) -> str:
    return next(org.code for org in site.pack.organisations if org.towns == (site.pack.towns[town].code,))


def test_a_proposal_is_accepted_by_the_commission_and_answered_by_the_town(
    site: Site, acting: Callable[..., Page]
) -> None:
    number = overdue(site, 8, name="示例督办单位")
    page = acting("AWB", f"/actions?hazard={number}")
    row = page.locator("#actions-page tbody tr")
    expect(row).to_have_count(1)
    for words in ("督办单", "橙色", "逾期升级", "待决定"):
        expect(row).to_contain_text(words)
    row.locator("[data-act=dismissed]").click()
    expect(page.locator("#actions-drawer-title")).to_have_text("不采纳")
    page.locator("#actions-submit").click()
    expect(page.locator("#actions-form .mantine-InputWrapper-error")).to_be_visible()
    page.locator(".mantine-Drawer-close:visible").click()
    expect(page.locator("#actions-drawer-title")).to_be_hidden()
    row.locator("[data-act=accepted]").click()
    expect(page.locator("#actions-drawer-title")).to_have_text("采纳")
    expect(page.locator("#actions-form")).to_contain_text("示例督办单位")
    page.locator("#actions-submit").click()
    expect(row).to_contain_text("已采纳")
    there = acting(town_office(site, 0), f"/actions?hazard={number}")
    mine = there.locator("#actions-page tbody tr")
    expect(mine.locator("[data-act]")).to_have_count(1)
    mine.locator("[data-act=done]").click()
    expect(there.locator("#actions-drawer-title")).to_have_text("反馈办结")
    hands.fill(there, "action", feedback="已约谈企业负责人，通道已清理")
    there.locator("#actions-submit").click()
    expect(there.locator("#actions-page")).to_contain_text("没有符合条件的督办事项")
    there.goto(f"{site.url}/hazards/{number}")
    card = there.locator(".hazard-columns .card", has=there.locator("h2", has_text="督办事项"))
    expect(card).to_contain_text("已办结")
    expect(card).to_contain_text("通道已清理")
    expect(there.locator(".signs")).to_contain_text("橙色逾期")
    for words in ("提出督办事项", "采纳督办事项", "督办事项办结"):
        expect(there.locator(".timeline")).to_contain_text(words)


def test_who_does_not_see_the_hazard_sees_nothing_of_it(site: Site, acting: Callable[..., Page]) -> None:
    number = overdue(site, 16, town=1, name="示例别镇单位")
    page = acting(town_office(site, 2), f"/actions?hazard={number}&state=all")
    expect(page.locator("#actions-page")).to_contain_text("没有符合条件的督办事项")
    seen = acting("AWB", f"/actions?hazard={number}&state=all")
    expect(seen.locator("#actions-page tbody tr")).to_have_count(2)
    seen.locator("#actions-page .board-chip", has_text="红色").click()
    expect(seen.locator("#actions-page tbody tr")).to_have_count(1)
    assert "colour=red" in seen.url
