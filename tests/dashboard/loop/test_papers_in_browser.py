"""Papers and the law on the hazard page: previewed, issued, opened; criteria chosen, a fine out of range told."""

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.dashboard.loop import hands
from tests.dashboard.loop.conftest import Site

pytestmark = pytest.mark.browser
Acting = Callable[[str, str], Page]


def test_a_paper_is_previewed_issued_and_opened(site: Site, acting: Acting) -> None:
    no = site.found(subject_name="示例指令单位")
    page = acting("YJJ", f"/hazards/{no}")
    offer = page.locator(".papers-offered li").filter(has_text="责令限期整改指令书")
    preview = site.client("YJJ").get(offer.get_by_role("link", name="预览").get_attribute("href"))
    assert (preview.status_code, preview.mimetype) == (200, "application/pdf")
    assert "示例指令单位" in PdfReader(io.BytesIO(preview.data)).pages[0].extract_text()

    offer.get_by_role("button", name="编号并签发").click()
    row = page.locator("section").filter(has_text="文号").locator("tbody tr")
    expect(row).to_contain_text(["责令限期整改指令书"])
    expect(row).to_contain_text(["济阳应急责改〔"])
    given = row.locator("td").nth(1).inner_text()
    with site.client("YJJ").get(row.get_by_role("link", name="PDF").get_attribute("href")) as issued:
        assert given in PdfReader(io.BytesIO(issued.data)).pages[0].extract_text()
    expect(page.locator(".timeline")).to_contain_text("签发文书")

    offer.get_by_role("button", name="编号并签发").click()
    expect(page.locator(".notice-problem")).to_contain_text("不再重复签发")
    hands.press(page, "下达整改指令")
    expect(hands.field(page, "move", "doc_no")).to_have_value(given)


def test_papers_of_others_and_unknown_kinds_are_not_shown(site: Site) -> None:
    no = site.found()
    other = site.pack.towns[1].code
    assert site.client(other).get(f"/api/v1/papers/{no}/rectification_order.pdf").status_code == 404
    assert site.client("YJJ").get(f"/api/v1/papers/{no}/nothing.pdf").status_code >= 400
    assert site.client("YJJ").get(f"/api/v1/papers/{no}/rectification_order.docx").status_code == 200


def test_the_basis_of_a_major_hazard_is_chosen_or_written_freely(site: Site, acting: Acting) -> None:
    no = site.found(source=6, sector="H01")
    page = acting("YJJ", f"/hazards/{no}")
    hands.press(page, "核实确认")
    hands.choose(page, "move", "level", "重大")
    basis = hands.field(page, "move", "judge_basis")
    basis.fill("万向管道")
    page.get_by_role("option").filter(has_text="第七项").click()
    assert "121号）》第七项" in basis.input_value()
    hands.press(page, "提交")
    expect(hands.state(page)).to_have_text("已确认")


def test_a_fine_outside_the_range_of_its_ground_is_told_and_kept(site: Site, acting: Acting) -> None:
    no = site.found(subject_name="示例罚款单位")
    page = acting("YJJ", f"/hazards/{no}")
    hands.press(page, "下达整改指令")
    number = hands.field(page, "move", "doc_no").input_value()
    assert number.startswith("济阳应急责改〔")
    hands.press(page, "提交")
    expect(hands.state(page)).to_have_text("已下达")

    hands.press(page, "立案")
    assert hands.field(page, "move", "case_no").input_value()
    hands.field(page, "move", "law").fill("第一百零二条")
    page.get_by_role("option").filter(has_text="（未采取措施消除事故隐患）").click()
    hands.fill(page, "move", cause="未消除事故隐患")
    hands.press(page, "提交")
    expect(page.locator(".case")).to_have_count(1)
    hands.press(page, "作出处罚决定")
    expect(page.locator(".move-form")).to_contain_text(["对单位 0 元 至 50,000 元"])
    hands.fill(page, "move", fine_yuan="80000", penalties="罚款", decision_no="罚1号")
    hands.press(page, "提交")
    expect(page.locator(".fine-outside")).to_contain_text("不在所选依据的幅度内")
