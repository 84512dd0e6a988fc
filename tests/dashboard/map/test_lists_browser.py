"""The lists in a real browser: what is sorted, chosen, copied and exported is what the server would list."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from dashboard.lists.asked import MOST_ON_MAP
from data.packs import Pack
from tests.dashboard.map.conftest import Visitor, Watched
from tests.dashboard.map.test_lists import rows

Visit = Callable[..., Visitor]
FAR = 450
SMALL = """() => [...document.querySelectorAll("main :is(button, summary, select, input, a)")]
  .filter((each) => each.checkVisibility() && !each.closest(".ag-header, [aria-hidden='true']"))
  .map((each) => each.closest("label, .mantine-Checkbox-body, .mantine-MultiSelect-input") || each)
  .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < 44 && each.offsetHeight)
  .map((each) => each.outerHTML.slice(0, 120))"""
"""What can be pressed and is smaller than a finger."""
WITHOUT_HTTPS = """() => {
  Object.defineProperty(window, "isSecureContext", { value: false });
  const real = document.execCommand.bind(document);
  const answers = [() => false]; // the press is too long ago
  document.execCommand = (what) => (answers.pop() || real)(what);
}"""


def ids(someone: Visitor, **said: Any) -> list[str]:
    """What the server lists, all of it."""
    answer = someone.client.get("/api/v1/lists/hazards/ids", query_string=said | {"count": 20_000})
    found: list[str] = answer.get_json()["ids"]
    return found


def opened(tab: Watched, path: str) -> Page:
    """The list at this address, once its rows are there."""
    tab.page.goto(path)
    line(tab.page, 0).wait_for()
    return tab.page


def line(page: Page, place: int) -> Locator:
    """The pinned part of the row at this position: tick and number."""
    return page.locator(f".ag-pinned-left-cols-container .ag-row[row-index='{place}']").filter(has=page.locator("a"))


def scroll(page: Page, place: int) -> None:
    page.evaluate("place => dash_ag_grid.getApi('list-grid').ensureIndexVisible(place, 'top')", place)
    line(page, place).wait_for()


def act(page: Page, name: str) -> None:
    page.locator(f"[data-list-act='{name}']").click()


def copied(page: Page) -> list[str]:
    """The first column of what is in the clipboard, without its heading."""
    text = page.evaluate("() => navigator.clipboard.readText()")
    return [each[0] for each in csv.reader(io.StringIO(text), delimiter="\t")][1:]


def selected(page: Page) -> list[str]:
    """What the address of the map has selected."""
    return parse_qs(urlsplit(page.url).fragment)["select"][0].removeprefix("hazards:").split(",")


def test_rows_are_chosen_copied_and_found_on_the_map(tab: Watched, visit: Visit) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    every = ids(visit())
    page = opened(tab, "/ledger")
    expect(page.locator(".list-count")).to_contain_text(f"共 {len(every)} 条")
    line(page, 2).locator(".tick").click()
    scroll(page, FAR)
    line(page, FAR).locator(".tick").click(modifiers=["Shift"])
    expect(page.locator(".list-picked-count")).to_have_text(f"已选 {FAR - 1} 条")
    act(page, "copy")
    expect(page.locator(".notice-done")).to_contain_text("已复制")
    assert copied(page) == every[2 : FAR + 1]

    page.locator(".tick-all").click()
    for place in (FAR, FAR + 2):
        line(page, place).locator(".tick").click()
    expect(page.locator(".list-picked-count")).to_have_text(f"已选 {len(every) - 2} 条")
    act(page, "map")
    page.wait_for_url(re.compile("/#.*select="))
    left_out = (every[FAR], every[FAR + 2])
    placed = [row["id"] for row in rows(visit(), count=500)["rows"] if row["at"] and row["id"] not in left_out]
    assert selected(page) == placed[:MOST_ON_MAP]


def test_on_a_phone_the_filters_fold_away_and_fingers_have_room(tab: Watched, visit: Visit, pack: Pack) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    page, town = tab.page, pack.towns[0]
    page.goto(f"/ledger?town={town.code}&level=0")
    expect(page.locator(".list-card").first).to_be_visible()
    expect(page.locator(".pick-town")).to_be_hidden()
    assert page.evaluate(SMALL) == []
    fold = page.get_by_role("button", name="筛选", exact=True)
    fold.click()
    assert page.evaluate(SMALL) == []
    page.get_by_label("逾期").check()
    late = len(ids(visit(), f=f"town={town.code}&level=0&overdue=yes"))
    expect(page.locator(".list-count")).to_contain_text(f"共 {late} 条")
    page.locator(".pick-town input").first.click()
    expect(page.get_by_role("option", name=town.name)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option", name=town.name)).to_be_hidden()
    expect(page.locator(".pick-town")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pick-town")).to_be_hidden()
    page.get_by_role("button", name=re.compile("去掉条件：逾期")).click()
    expect(page.locator(".list-count")).not_to_contain_text(f"共 {late} 条")


def test_options_say_how_many_rows_they_would_show(tab: Watched, visit: Visit, pack: Pack) -> None:
    page, town = opened(tab, "/ledger?level=0"), pack.towns[0]
    late = len(ids(visit(), f="level=0&overdue=yes"))
    expect(page.get_by_text(f"逾期{late:,}")).to_be_visible()
    page.get_by_label("逾期").check()
    there = len(ids(visit(), f=f"level=0&overdue=yes&town={town.code}"))
    page.locator(".pick-town input").first.click()
    option = page.get_by_role("option", name=town.name)
    expect(option).to_have_text(f"{town.name}{there:,}")
    option.click()
    expect(page.locator(".list-count")).to_contain_text(f"共 {there:,} 条")


def test_rows_that_came_too_late_for_the_clipboard_are_copied_with_the_next_press(tab: Watched, visit: Visit) -> None:
    page = opened(tab, "/ledger")
    page.evaluate(WITHOUT_HTTPS)
    line(page, 0).locator(".tick").click()
    act(page, "copy")
    expect(page.locator(".notice-problem")).to_contain_text("请再按一次")
    asked = len(tab.requests)
    act(page, "copy")
    expect(page.locator(".notice-done")).to_contain_text("已复制")
    assert not [url for url in tab.requests[asked:] if "export" in url]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert copied(page) == ids(visit())[:1]
