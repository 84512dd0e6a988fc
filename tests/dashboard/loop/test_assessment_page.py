"""The assessment in a real browser: a mark is entered, counts, and is withdrawn; each office sees what is its own."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from dashboard.assessment.asked import Question, month_before
from data.rules.assessment import Of
from tests.dashboard.loop import hands
from tests.dashboard.loop.conftest import Site

pytestmark = [pytest.mark.xdist_group("loop")]


@pytest.mark.browser
def test_the_office_enters_a_mark_that_counts_and_takes_it_back(site: Site, acting: Callable[..., Page]) -> None:
    page = acting("AWB", "/assessment")
    town = site.pack.towns[0].name
    line = page.locator(".assessment-line", has_text=town)
    plan = line.locator("[data-head=检查计划完成率]")
    expect(plan).to_have_text("未评")
    hands.press(page, "填报")
    hands.choose(page, "mark", "unit", town)
    hands.choose(page, "mark", "item", "检查计划完成率")
    hands.fill(page, "mark", value="120", reason="已完成计划检查八成五")
    hands.press(page, "提交")
    expect(page.locator("#assessment-form")).to_contain_text("应为 0 到 100 之间的数字")
    hands.fill(page, "mark", value="85")
    hands.press(page, "提交")
    expect(plan).to_have_text("8.50")
    page.locator(".assessment-fold summary", has_text=town).click()
    expect(page.locator(".assessment-fold", has_text=town)).to_contain_text("10 × 85%（")
    hands.press(page, "撤回")
    hands.fill(page, "taking", reason="填错单位")
    page.locator("#taking-submit").click()
    expect(plan).to_have_text("未评")


@pytest.mark.browser
def test_a_town_sees_its_own_line_and_cannot_enter_anything(site: Site, acting: Callable[..., Page]) -> None:
    office = next(org for org in site.pack.organisations if org.towns and len(org.towns) == 1)
    page = acting(office.code, "/assessment")
    expect(page.locator(".assessment-line")).to_have_count(1)
    expect(page.locator(".assessment-line")).to_contain_text(site.services.names.town(office.towns[0]))  # type: ignore[index]
    expect(page.locator("#assessment-enter")).to_be_hidden()
    page.goto(f"{site.url}/assessment?of=departments")
    expect(page.locator(".empty")).to_contain_text("只看本单位")


def test_the_workbook_holds_what_its_reader_may_see(site: Site) -> None:
    def rows(viewer: str, query: str = "") -> list[tuple[object, ...]]:
        with site.client(viewer).get(f"/api/v1/assessment/xlsx{query}") as answer:
            assert answer.status_code == 200
            return list(load_workbook(BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))

    everyone = rows("AWB")
    assert everyone[0][:3] == ("名次", "单位", "得分")
    assert len(everyone) == len(site.pack.towns) + 1
    assert {row[5] for row in everyone[1:]} == {10}
    assert [row[1] for row in rows("YJJ")[1:]] == ["区应急管理局"]
    assert rows("YJJ", "?of=towns")[1:] == []


def test_an_address_without_days_asks_for_the_last_whole_month(site: Site) -> None:
    today = site.services.today()
    asked = Question.read("", today)
    assert (asked.of, asked.period, asked.as_of) == (Of.TOWN, month_before(today), month_before(today).last)
    assert Question.read(f"?{asked.query()}", today) == asked
    assert Question.read("?of=departments&from=2021-06-01&to=2021-06-30", today).as_of.isoformat() == "2021-06-30"
    assert Question.read("?from=2021-06-01&to=2199-01-01", today).as_of == today
