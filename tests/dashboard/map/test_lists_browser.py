"""The lists in a real browser: what is sorted, chosen, copied and exported is what the server would list."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from dashboard.lists.asked import MOST_ON_MAP
from data.packs import Pack
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store import verbs
from data.store.database import open_engine
from tests.dashboard.map.conftest import DAY, NOON, Watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lists")]
API = "/api/v1/lists/hazards"
FAR = 450
TOP = "() => dash_ag_grid.getApi('list-grid').getVerticalPixelRange().top"
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


@pytest.fixture
def tab(tab: Watched) -> Iterator[Watched]:
    """A tab wide enough for the usual columns; what the browser keeps of them goes afterwards."""
    tab.page.set_viewport_size({"width": 1920, "height": 800})
    yield tab
    tab.page.evaluate("() => localStorage.clear()")


def ids(page: Page, **said: Any) -> list[str]:
    """What the server of this page lists, all of it."""
    found: list[str] = page.request.get(f"{API}/ids", params=said | {"count": 20_000}).json()["ids"]
    return found


def cells(page: Page, **said: Any) -> list[dict[str, Any]]:
    """The first rows that the server of this page lists."""
    found: list[dict[str, Any]] = page.request.get(f"{API}/rows", params=said | {"count": 500}).json()["rows"]
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


def shows(page: Page, wanted: list[str], first: int = 0) -> None:
    """These rows stand one after another from position ``first``."""
    for place, no in enumerate(wanted, first):
        expect(line(page, place)).to_contain_text(no)


def heading(page: Page, name: str) -> Locator:
    return page.locator(f".ag-header-cell[col-id='{name}']")


def counted(page: Page, number: int) -> None:
    expect(page.locator(".list-count")).to_contain_text(f"共 {number:,} 条")


def act(page: Page, name: str) -> None:
    page.locator(f"[data-list-act='{name}']").click()


def copied(page: Page) -> list[str]:
    """The first column of what is in the clipboard, without its heading."""
    text = page.evaluate("() => navigator.clipboard.readText()")
    return [each[0] for each in csv.reader(io.StringIO(text), delimiter="\t")][1:]


def selected(page: Page) -> list[str]:
    """What the address of the map has selected."""
    return parse_qs(urlsplit(page.url).fragment)["select"][0].removeprefix("hazards:").split(",")


def test_an_order_is_followed_deep_into_the_list_and_from_hazard_to_hazard(tab: Watched) -> None:
    page = opened(tab, "/ledger?level=0")
    newest, late = ids(page, f="level=0"), ids(page, f="level=0", sort="left")
    shows(page, newest[:3])
    heading(page, "left").click()
    shows(page, late[:3])
    heading(page, "left").click()
    expect(heading(page, "left")).to_have_attribute("aria-sort", "descending")
    shows(page, ids(page, f="level=0", sort="left", desc="1")[:3])
    heading(page, "found").click()
    heading(page, "found").click()
    shows(page, newest[:3])

    heading(page, "left").click()
    shows(page, late[:3])
    scroll(page, 105)
    assert any(f"after={late[99]}" in url for url in tab.requests)
    scroll(page, FAR)
    shows(page, late[FAR : FAR + 3], FAR)
    top = page.evaluate(TOP)
    line(page, FAR).locator("a").click()
    expect(page.locator(".list-steps")).to_contain_text(f"第 {FAR + 1} /")
    page.get_by_role("link", name="下一条").click()
    expect(page.locator(".crumbs")).to_contain_text(late[FAR + 1])
    page.get_by_role("link", name="上一条").click()
    expect(page.locator(".crumbs")).to_contain_text(late[FAR])
    page.locator(".crumbs").get_by_role("link", name="隐患清单").click()
    shows(page, late[FAR : FAR + 3], FAR)
    assert page.evaluate(TOP) == top
    expect(heading(page, "left")).to_have_attribute("aria-sort", "ascending")


def displayed(page: Page) -> list[str]:
    """The columns in their order."""
    found: list[str] = page.evaluate(
        "() => dash_ag_grid.getApi('list-grid').getAllDisplayedColumns().map((each) => each.getColId())"
    )
    return found


def test_columns_are_chosen_and_ordered_until_they_are_restored(tab: Watched) -> None:
    page = opened(tab, "/ledger")
    first = displayed(page)
    page.locator(".columns-box summary").click()
    page.locator(".column-list").get_by_text("镇街").click()
    expect(heading(page, "town")).to_be_hidden()
    page.keyboard.press("Escape")
    source, target = heading(page, "state").bounding_box(), heading(page, "colour").bounding_box()
    assert source is not None
    assert target is not None
    page.mouse.move(source["x"] + 40, source["y"] + 12)
    page.mouse.down()
    page.mouse.move(target["x"] + 10, target["y"] + 12, steps=12)
    page.mouse.up()
    wanted = [name for name in first if name not in ("town", "state")]
    wanted.insert(wanted.index("colour"), "state")
    assert displayed(page) == wanted
    page.reload()
    line(page, 0).wait_for()
    assert displayed(page) == wanted
    page.locator(".columns-box summary").click()
    act(page, "restore")
    expect(heading(page, "town")).to_be_visible()
    assert displayed(page) == first


def test_what_is_searched_for_is_found_whatever_it_is(tab: Watched) -> None:
    page = opened(tab, "/ledger")
    answer = page.request.post(
        f"{API}/export", form={"kind": "csv", "columns": "hazard_no,subject,description,address"}
    )
    texts = [" ".join(each).lower() for each in csv.reader(io.StringIO(answer.text()))][1:]
    field = page.get_by_label("编号、单位、描述或地址")
    for term in ("消", "消防", "%", "_", "😀", "绝无此词"):
        field.fill(term)
        number = sum(term in text for text in texts)
        expect(page.locator(".chip")).to_contain_text(term)
        counted(page, number)
        if number:
            expect(page.locator(".list-grid mark").first).to_have_text(term)
        else:
            expect(page.locator("[data-state='empty'] h2")).to_have_text("没有符合条件的隐患")


NONSENSE = "town=nowhere&level=9&from=yesterday&to=2026-02-30&as_of=2099-01-01&area=1,2,3&near=x&sort=%27&f=%00"


def test_an_address_of_nonsense_shows_a_list_all_the_same(tab: Watched) -> None:
    page = tab.page
    page.goto(f"/ledger?{NONSENSE}")
    counted(page, 0)
    page.locator(".nav-link[href='/objects']").click()  # the list in the place of the other
    expect(page.get_by_label("名称、信用代码、编号或地址")).to_be_visible()
    line(page, 0).wait_for()
    page.go_back()
    expect(page.get_by_label("编号、单位、描述或地址")).to_be_visible()
    counted(page, 0)
    page.goto("/objects?state=CLOSED&overdue=yes&q=%25&colour=purple&area=" + "1," * 900)
    counted(page, 0)


def test_what_the_bar_does_not_offer_stays_in_the_address(tab: Watched) -> None:
    page, part = tab.page, "sector=H01-02"
    page.goto(f"/ledger?{part}")
    counted(page, len(ids(page, f=part)))
    page.get_by_label("逾期").check()
    page.wait_for_url(re.compile("overdue=yes"))
    assert part in page.url
    counted(page, len(ids(page, f=f"{part}&overdue=yes")))


def downloaded(page: Page, kind: str) -> Path:
    page.locator(".export-box summary").click()
    with page.expect_download() as coming:
        act(page, kind)
    assert coming.value.suggested_filename.endswith(f".{kind}")
    return Path(coming.value.path())


def test_files_hold_exactly_the_rows_and_columns_of_the_screen(tab: Watched) -> None:
    page = opened(tab, "/ledger?level=0&state=RECTIFYING")
    page.evaluate("() => dash_ag_grid.getApi('list-grid').setColumnsVisible(['town', 'round'], true)")
    heading(page, "deadline").click()
    heading(page, "deadline").click()
    seen = cells(page, f="level=0&state=RECTIFYING", sort="deadline", desc="1")
    shows(page, [row["id"] for row in seen[:3]])
    counted(page, len(seen))
    columns = [name for name in displayed(page) if name not in ("tick", "action")]
    wanted = [[row[name] for name in columns] for row in seen]
    lines = list(csv.reader(io.StringIO(downloaded(page, "csv").read_text("utf-8-sig"))))
    assert lines[1:] == wanted
    book = load_workbook(io.BytesIO(downloaded(page, "xlsx").read_bytes()))
    sheet = [[str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert sheet == lines

    for place in (0, 2):
        line(page, place).locator(".tick").click()
    expect(page.locator(".export-note")).to_contain_text("2")
    assert list(csv.reader(io.StringIO(downloaded(page, "csv").read_text("utf-8-sig"))))[1:] == [wanted[0], wanted[2]]


def test_what_others_report_waits_above_the_list_and_is_found_on_the_map(
    tab: Watched, pack: Pack, served: Path
) -> None:
    page = opened(tab, "/ledger")
    before = ids(page)
    no = reported(pack, served)
    expect(page.locator(".list-news")).to_contain_text("新增 1 条")
    shows(page, before[:3])
    act(page, "renew")
    shows(page, [no, *before[:2]])
    expect(page.locator(".list-news")).to_be_hidden()
    page.locator(".ag-pinned-right-cols-container .ag-row[row-index='0']").get_by_text("地图").click()
    page.wait_for_url(re.compile(f"/#.*select=hazards:{no}"))
    page.locator(f".drawer a[href*='{no}']").first.click()
    expect(page.locator(".crumbs")).to_contain_text(no)


def reported(pack: Pack, served: Path) -> str:
    """A hazard that somebody else reports today; its number."""
    lon, lat = pack.town_shapes[0].geometry.representative_point().coords[0]
    told = {
        "subject_kind": "site", "subject_name": "示例在建工程", "level": 0, "source": 2, "town": pack.towns[0].code,
        "sector": "H03", "description": "临边防护缺失", "address": "示例路 1 号", "lon": lon, "lat": lat,
        "place_quality": 1,
    }  # fmt: skip
    engine = open_engine(f"sqlite:///{served}")
    officer = Actor("王某", "ZJJ", Role.DEPARTMENT)
    no = verbs.report(engine, pack, Scope.whole(pack.code), officer, told, DAY.isoformat(), NOON).hazard_no
    engine.dispose()
    return no


def test_rows_are_chosen_copied_and_found_on_the_map(tab: Watched) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(tab, "/ledger")
    every = ids(page)
    counted(page, len(every))
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
    placed = [row["id"] for row in cells(page) if row["at"] and row["id"] not in left_out]
    assert selected(page) == placed[:MOST_ON_MAP]


def test_on_a_phone_the_filters_fold_away_and_fingers_have_room(tab: Watched, pack: Pack) -> None:
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
    late = len(ids(page, f=f"town={town.code}&level=0&overdue=yes"))
    counted(page, late)
    page.locator(".pick-town input").first.click()
    expect(page.get_by_role("option", name=town.name)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option", name=town.name)).to_be_hidden()
    expect(page.locator(".pick-town")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pick-town")).to_be_hidden()
    page.get_by_role("button", name=re.compile("去掉条件：逾期")).click()
    expect(page.locator(".list-count")).not_to_contain_text(f"共 {late} 条")
    everything = len(ids(page, f=f"town={town.code}&level=0"))
    counted(page, everything)
    everybody = page.get_by_role("button", name="全选", exact=True)
    everybody.click()
    expect(page.locator(".list-picked-count")).to_have_text(f"已选筛选出的全部 {everything} 条")
    expect(page.locator(".tick input").first).to_be_checked()
    expect(everybody).to_be_hidden()
    assert page.evaluate(SMALL) == []
    page.get_by_role("button", name="取消选择").click()
    expect(everybody).to_be_visible()


def test_rows_fill_a_wide_screen_and_on_a_tablet_their_verbs_make_room(tab: Watched) -> None:
    page = tab.page
    room = """() => ["center-cols-viewport", "center-cols-container", "pinned-right-header"]
      .map((name) => document.querySelector(`.ag-${name}`).offsetWidth)"""
    for path in ("/objects", "/ledger"):
        page.set_viewport_size({"width": 1920, "height": 1080})
        opened(tab, path)
        there, taken, verbs = page.evaluate(room)
        assert (there, verbs > 100) == (taken, True)
        page.set_viewport_size({"width": 820, "height": 1180})
        opened(tab, path)
        there, taken, verbs = page.evaluate(room)
        assert (there < taken, verbs) == (True, 0)


def test_options_say_how_many_rows_they_would_show(tab: Watched, pack: Pack) -> None:
    page, town = opened(tab, "/ledger?level=0"), pack.towns[0]
    late = len(ids(page, f="level=0&overdue=yes"))
    expect(page.get_by_text(f"逾期{late:,}")).to_be_visible()
    page.get_by_label("逾期").check()
    there = len(ids(page, f=f"level=0&overdue=yes&town={town.code}"))
    page.locator(".pick-town input").first.click()
    option = page.get_by_role("option", name=town.name)
    expect(option).to_have_text(f"{town.name}{there:,}")
    option.click()
    counted(page, there)


def test_rows_that_came_too_late_for_the_clipboard_are_copied_with_the_next_press(tab: Watched) -> None:
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
    assert copied(page) == ids(page)[:1]
