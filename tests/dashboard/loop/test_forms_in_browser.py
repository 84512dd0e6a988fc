"""The report form and the form of an object: what is asked, what is refused, and that nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.loop import hands
from tests.dashboard.loop.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]
Acting = Callable[..., Page]

RIGHT, SMUDGED = "91440300708461136T", "9144O300708461136T"


def test_a_refused_report_keeps_every_field_and_marks_each_problem(acting: Acting) -> None:
    page = acting("AWB", "/report")
    hands.choose(page, "report", "level", "重大")
    hands.fill(page, "report", description="短", point="36.98,117.17", address="示例路 8 号")
    hands.press(page, "提交上报")
    for words in ("请选择监管对象", "判定依据", "5 至 500 字", "经度与纬度似乎写反了", "请填写“行业领域”"):
        expect(page.locator("main")).to_contain_text(words)
    expect(hands.field(page, "report", "description")).to_have_value("短")
    expect(hands.field(page, "report", "address")).to_have_value("示例路 8 号")
    expect(hands.field(page, "report", "point")).to_have_value("36.98,117.17")


def test_a_doubtful_credit_code_is_asked_about_and_never_changed_silently(site: Site, acting: Acting) -> None:
    page = acting("AWB", "/objects/new")
    hands.fill(page, "object", name="示例新材料有限公司", uscc=SMUDGED)
    hands.choose(page, "object", "sector", "危险化学品")
    hands.choose(page, "object", "town", site.pack.towns[2].name)
    hands.press(page, "提交")
    expect(page.locator("main")).to_contain_text("校验不通过")
    expect(hands.field(page, "object", "uscc")).to_have_value(SMUDGED)
    hands.press(page, f"采用 {RIGHT}")
    expect(hands.field(page, "object", "uscc")).to_have_value(RIGHT)
    hands.press(page, "提交")
    expect(page.locator(".page-title")).to_have_text("示例新材料有限公司")
    expect(page.locator(".facts")).to_contain_text(RIGHT)

    hands.press(page, "修改信息")
    hands.fill(page, "object", address="示例工业园 12 号", phone="13812341234")
    hands.press(page, "提交")
    expect(page.locator(".facts")).to_contain_text("示例工业园 12 号")
    expect(page.locator(".facts")).to_contain_text("138****1234")
    page.reload()
    hands.press(page, "修改信息")
    expect(hands.field(page, "object", "phone")).to_have_value("")
    hands.fill(page, "object", principal="赵某")
    hands.press(page, "提交")
    expect(page.locator(".facts")).to_contain_text("赵某")
    expect(page.locator(".facts")).to_contain_text("138****1234")

    page.get_by_role("link", name="上报隐患").last.click()
    expect(hands.field(page, "report", "object")).to_have_value(f"示例新材料有限公司（{site.pack.towns[2].name}）")
    expect(hands.field(page, "report", "address")).to_have_value("示例工业园 12 号")
    hands.fill(page, "report", description="消防通道被原料堵塞，影响疏散")
    hands.press(page, "提交上报")
    expect(page.locator(".done h2")).to_contain_text("已上报")


def test_an_object_is_found_by_typing_part_of_its_name(site: Site, acting: Acting) -> None:
    name = site.object("示例气体充装站")
    page = acting("AWB", "/report")
    hands.field(page, "report", "object").fill("气体充装")
    page.get_by_role("option", name=name).click()
    expect(hands.field(page, "report", "town")).to_have_value(site.pack.towns[0].name)
    page.goto(f"{site.url}/objects?q=气体充装")
    expect(page.locator(".ag-center-cols-container .ag-row")).to_have_count(1)


def test_who_may_not_see_a_hazard_is_not_told_that_it_exists(site: Site, acting: Acting) -> None:
    no = site.found(town=site.pack.towns[0].code)
    page = acting(site.pack.towns[1].code, f"/hazards/{no}")
    expect(page.locator(".page-missing")).to_contain_text("没有找到")
