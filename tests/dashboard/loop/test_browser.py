"""The loop driven in a real browser: from report to closure, and through a failed re-inspection into a case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.loop import hands
from tests.dashboard.loop.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]
Acting = Callable[..., Page]


def test_a_hazard_goes_from_report_to_closure(site: Site, acting: Acting) -> None:
    report = acting("YJJ", "/report")
    hands.choose(report, "report", "subject_kind", "公共设施")
    hands.fill(report, "report", subject_name="示例路与示例街交叉口路面", description="路面塌陷约两米见方，未设围挡")
    hands.choose(report, "report", "town", site.pack.towns[0].name)
    hands.choose(report, "report", "sector", "危险化学品")
    hands.press(report, "提交上报")
    expect(report.locator(".done h2")).to_contain_text("已上报")
    no = report.locator(".done h2").inner_text().split()[-1]
    report.get_by_role("link", name="打开隐患页").click()
    expect(hands.state(report)).to_have_text("已确认")

    deadline = (site.services.today() + timedelta(days=10)).isoformat()
    hands.move(report, "下达整改指令", deadline=deadline, doc_no="责改〔2026〕1号")
    expect(hands.state(report)).to_have_text("已下达")

    enterprise = acting(f"enterprise-{site.pack.towns[0].code}", f"/hazards/{no}")
    hands.move(enterprise, "落实整改", person="李工", measures="回填并设置围挡")
    expect(hands.state(enterprise)).to_have_text("整改中")
    hands.move(enterprise, "提交复查", note="已回填压实并恢复路面", cost_yuan="12000")
    expect(hands.state(enterprise)).to_have_text("待复查")

    town = acting(site.pack.towns[0].code, f"/hazards/{no}")
    hands.move(town, "复查", {"result": "合格"}, opinion="现场复查，路面平整")
    expect(hands.state(town)).to_have_text("待销号")
    hands.move(town, "销号")
    expect(hands.state(town)).to_have_text("已销号")
    assert "12,000 元" in town.locator(".table").all_inner_texts()[-1] + town.inner_text("main")


def test_a_failed_reinspection_leads_into_a_case_that_is_decided_and_closed(site: Site, acting: Acting) -> None:
    no = site.found(subject_name="示例液氯储存区")
    page = acting("YJJ", f"/hazards/{no}")
    deadline = (site.services.today() + timedelta(days=5)).isoformat()
    hands.move(page, "下达整改指令", deadline=deadline, doc_no="责改〔2026〕2号")
    enterprise = acting(f"enterprise-{site.pack.towns[0].code}", f"/hazards/{no}")
    hands.move(enterprise, "提交复查", note="已整改")
    page.reload()
    hands.move(page, "复查", {"result": "不合格"}, opinion="护栏仍未固定")
    expect(hands.state(page)).to_have_text("复查不合格")

    hands.move(
        page,
        "立案",
        case_no=f"罚案〔2026〕{no[-4:]}号",
        cause="未采取措施消除事故隐患",
        law="《安全生产法》第一百零二条",
    )
    expect(page.locator(".case")).to_contain_text("行政处罚法")
    hands.move(page, "推进案件阶段", {"stage": "告知"})
    expect(page.locator(".steps .is-now")).to_have_text("告知")
    hands.move(page, "作出处罚决定", fine_yuan="20000", penalties="警告、罚款", decision_no="罚决〔2026〕1号")
    expect(page.locator(".case")).to_contain_text("20,000 元")
    hands.move(page, "案件办结", {"end": "结案"})
    expect(page.locator(".case-actions")).to_have_count(0)

    hands.move(page, "再次下达整改", deadline=deadline, doc_no="责改〔2026〕3号")
    expect(hands.state(page)).to_have_text("整改中")
    assert page.locator(".table").filter(has_text="轮次").locator("tbody tr").count() == 2


def test_what_was_typed_stays_when_the_form_is_refused(site: Site, acting: Acting) -> None:
    page = acting("YJJ", f"/hazards/{site.found()}")
    hands.press(page, "下达整改指令")
    hands.fill(page, "move", deadline="2020-01-01", doc_no="责改〔2026〕9号")
    hands.press(page, "提交")
    expect(page.locator(".form-alert")).to_contain_text("已填内容仍保留")
    expect(hands.field(page, "move", "doc_no")).to_have_value("责改〔2026〕9号")
    expect(hands.field(page, "move", "deadline")).to_have_value("2020-01-01")
    page.get_by_role("button", name="取消").click()
    hands.press(page, "下达整改指令")
    expect(hands.field(page, "move", "doc_no")).to_have_value("责改〔2026〕9号")
    expect(hands.state(page)).to_have_text("已确认")
    hands.press(page, "作废")
    hands.press(page, "下达整改指令")
    expect(hands.field(page, "move", "doc_no")).to_have_value("责改〔2026〕9号")


def test_what_another_person_did_appears_by_itself(site: Site, acting: Acting) -> None:
    no = site.found()
    first, second = acting("YJJ", f"/hazards/{no}"), acting("AWB", f"/hazards/{no}")
    expect(hands.state(second)).to_have_text("已确认")
    deadline = (site.services.today() + timedelta(days=5)).isoformat()
    hands.move(first, "下达整改指令", deadline=deadline, doc_no="责改〔2026〕5号")
    expect(hands.state(second)).to_have_text("已下达")


def test_the_second_of_two_browsers_is_told_and_loses_nothing(site: Site, acting: Acting) -> None:
    no = site.found()
    first, second = acting("YJJ", f"/hazards/{no}"), acting("YJJ", f"/hazards/{no}")
    hands.press(second, "作废")
    hands.fill(second, "move", reason="现场核实，隐患不属实")
    deadline = (site.services.today() + timedelta(days=5)).isoformat()
    hands.move(first, "下达整改指令", deadline=deadline, doc_no="责改〔2026〕4号")

    hands.press(second, "提交")
    expect(second.locator(".form-alert")).to_contain_text("下达整改")
    expect(second.locator(".form-alert")).to_contain_text("已下达")
    expect(hands.field(second, "move", "reason")).to_have_value("现场核实，隐患不属实")
    expect(hands.state(second)).to_have_text("已下达")
    expect(second.locator(".timeline-item")).to_have_count(2)


def test_markup_in_names_and_descriptions_is_shown_as_text(site: Site, acting: Acting) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\">"
    no = site.found(subject_name=evil, description=f"{evil}<script>document.title='owned'</script>")
    page = acting("AWB", f"/hazards/{no}")
    expect(page.locator(".page-title")).to_have_text(evil)
    page.goto(f"{site.url}/ledger?q={no}")
    expect(page.get_by_text(evil, exact=True).first).to_be_visible()
    assert page.locator("img[src='x']").count() == 0
    assert "owned" not in page.title()


def test_a_number_that_is_not_there_gets_a_sentence(site: Site, acting: Acting) -> None:
    page = acting("AWB", "/hazards/YH-NO-SUCH")
    expect(page.locator(".page-missing")).to_contain_text("没有找到 YH-NO-SUCH")


def test_the_list_follows_the_address_and_a_chip_takes_its_limit_away(site: Site, acting: Acting) -> None:
    no = site.found(subject_name="清单示例单位", town=site.pack.towns[1].code)
    page = acting("AWB", f"/ledger?town={site.pack.towns[1].code}&q={no}")
    expect(page.get_by_role("link", name=no)).to_be_visible()
    expect(page.locator(".chip")).to_have_count(2)
    page.locator(".chip", has_text=site.pack.towns[1].name).locator(".chip-cross").click()
    page.wait_for_function("() => !location.search.includes('town')")
    expect(page.locator(".chip")).to_have_count(1)
    page.goto(f"{site.url}/ledger?q=绝无此词")
    expect(page.locator("[data-state='empty'] h2")).to_have_text("没有符合条件的隐患")
    page.goto(f"{site.url}/ledger?q={no}")
    page.get_by_role("link", name=no).click()
    expect(page.locator(".page-title")).to_have_text("清单示例单位")
