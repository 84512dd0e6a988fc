"""挂牌督办 and 立案处罚 driven in a real browser from report to closure, their papers issued and opened on the way."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.dashboard.loop import hands
from tests.dashboard.loop.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]
Acting = Callable[..., Page]
BASIS = "《工贸企业重大事故隐患判定标准》第三条"


def issued(site: Site, page: Page, persona: str, title: str) -> tuple[str, str]:
    """Issue a paper on the hazard page and open it both ways; returns its number and what it says."""
    offer = page.locator(".papers-offered li").filter(has_text=title)
    offer.get_by_role("button", name="编号并签发").click()
    row = page.locator("section").filter(has_text="文号").locator("tbody tr").filter(has_text=title)
    expect(row).to_have_count(1)
    number = row.locator("td").nth(1).inner_text()
    said = []
    for ending, read in {"PDF": _pdf, "DOCX": _docx}.items():
        address = row.get_by_role("link", name=ending).get_attribute("href")
        with site.client(persona).get(address, buffered=True) as answer:
            assert answer.status_code == 200
            said.append("".join(read(answer.data).split()))
    assert all("".join(part.split()) in text for text in said for part in (title, number))
    return number, said[0]


def _pdf(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def _docx(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_major_hazard_is_listed_rectified_closed_and_delisted(site: Site, acting: Acting) -> None:
    no = site.found(subject_name="示例冷库", level=1, judge_basis=BASIS, description="液氨制冷机房未设氨气浓度报警装置")
    today, town = site.services.today(), site.pack.towns[0].code
    due = (today + timedelta(days=60)).isoformat()
    department, commission = acting("YJJ", f"/hazards/{no}"), acting("AWB", f"/hazards/{no}")
    number, order = issued(site, department, "YJJ", "责令限期整改指令书")
    assert "液氨制冷机房未设氨气浓度报警装置" in order
    hands.move(department, "下达整改指令", deadline=due, doc_no=number)
    hands.move(department, "提请挂牌督办", reason="危害程度高，整改难度大")

    hands.move(commission, "同意挂牌", opinion="同意")
    expect(commission.locator(".steps .is-now")).to_have_text("审批")
    number, notice = issued(site, commission, "AWB", "重大事故隐患挂牌督办通知书")
    assert "示例冷库" in notice
    assert BASIS in notice
    hands.move(
        commission, "下达挂牌督办通知书", {"list_level": "区级挂牌", "org": "济阳区应急管理局"},
        due=due, notice_no=number, responsible="示例冷库", requirements="治理期间停止使用制冷系统",
    )  # fmt: skip
    expect(commission.locator(".page-head")).to_contain_text("挂牌")
    hands.move(commission, "登记公示", media="区政府网站")

    enterprise = acting(f"enterprise-{town}", f"/hazards/{no}")
    five = {
        "person": "李工",
        "measures": "增设报警装置",
        "funds_yuan": "80000",
        "deadline": due,
        "plan": "氨泄漏专项预案",
    }
    hands.move(enterprise, "落实整改", **five)
    department.reload()
    hands.move(department, "登记督办进展", progress="设备已到货")
    enterprise.reload()
    hands.move(enterprise, "提交复查", note="已安装并调试", cost_yuan="76000")
    hands.move(enterprise, "申请验收", report="第三方评估报告（示例）")

    department.reload()
    assert "核销摘牌" not in hands.offered(department)
    hands.move(department, "验收不合格", experts="赵某、钱某", opinion="缺少联动试验记录")
    enterprise.reload()
    hands.move(enterprise, "申请验收", report="补充联动试验记录（示例）")
    department.reload()
    number, opinion = issued(site, department, "YJJ", "整改复查意见书")
    assert "示例冷库" in opinion
    hands.move(department, "复查", {"result": "合格"}, opinion="报警与风机联动正常", opinion_no=number)
    hands.move(department, "验收合格", experts="赵某、钱某", opinion="同意通过验收")

    commission.reload()
    hands.move(commission, "核销摘牌", opinion="准予摘牌", opinion_no="济阳安委核〔2026〕1号")
    hands.move(commission, "登记摘牌公告", media="区政府网站")
    hands.move(commission, "销号", {"basis": "复查合格"})
    expect(hands.state(commission)).to_have_text("已销号")
    listed = acting("AWB", "/listings")
    expect(listed.locator("main")).to_contain_text("示例冷库")


def test_a_case_runs_beside_the_hazard_until_both_are_closed(site: Site, acting: Acting) -> None:
    no = site.found(subject_name="示例储罐区", description="可燃气体报警装置失效")
    today, town = site.services.today(), site.pack.towns[0].code
    department, enterprise = acting("YJJ", f"/hazards/{no}"), acting(f"enterprise-{town}", f"/hazards/{no}")
    due = (today + timedelta(days=5)).isoformat()
    number, _order = issued(site, department, "YJJ", "责令限期整改指令书")
    hands.move(department, "下达整改指令", deadline=due, doc_no=number)
    enterprise.reload()
    hands.move(enterprise, "提交复查", note="已更换")
    department.reload()
    hands.move(department, "复查", {"result": "不合格"}, opinion="报警装置仍未通电")

    case = f"立〔2026〕{no[-4:]}号"
    hands.move(department, "立案", law="《安全生产法》第一百零二条", case_no=case, cause="未消除事故隐患")
    number, filing = issued(site, department, "YJJ", "立案审批表")
    assert "示例储罐区" in filing
    assert case in filing
    for step in ("调查取证", "告知", "法制审核"):
        hands.move(department, "推进案件阶段", {"stage": step})
        expect(department.locator(".steps .is-now")).to_have_text(step)
    hands.move(department, "作出处罚决定", fine_yuan="30000", penalties="罚款", decision_no="罚〔2026〕8号")
    hands.move(department, "公示处罚决定", media="区政府网站")
    for step in ("送达", "执行"):
        hands.move(department, "推进案件阶段", {"stage": step})
    hands.move(department, "再次下达整改", deadline=due, doc_no="责改〔2026〕18号")
    enterprise.reload()
    hands.move(enterprise, "提交复查", note="已通电并调试")
    department.reload()
    hands.move(department, "复查", {"result": "合格"}, opinion="报警正常")
    hands.move(department, "销号", {"basis": "复查合格"})
    expect(hands.state(department)).to_have_text("已销号")
    hands.move(department, "案件办结", {"end": "结案"})
    expect(department.locator(".case-actions")).to_have_count(0)
    listed = acting("YJJ", "/cases?q=示例储罐区")
    expect(listed.locator("main")).to_contain_text("30,000")
