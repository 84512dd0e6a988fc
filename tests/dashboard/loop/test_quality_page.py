"""The page of data quality: a record leaves its list once it is mended there, merged, or looked at and accepted."""

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from data.rules.objects import MERGED
from data.rules.scope import Scope
from data.store.past import object_past
from data.words import t
from tests.dashboard.loop import hands
from tests.dashboard.loop.conftest import Site

Acting = Callable[..., Page]


def row(page: Page, record: str) -> str:
    return f".quality-rows [data-record='{record}']"


def mend(page: Page, record: str, words: str, **values: str) -> None:
    """Press a means of a record, fill in its form and see the drawer go."""
    page.locator(row(page, record)).get_by_role("button", name=words).click()
    expect(page.locator("#quality-drawer-title")).to_contain_text(words)
    hands.fill(page, "mend", **values)
    page.locator("#quality-submit").click()
    expect(page.locator("#quality-drawer-title")).to_be_hidden()


def total(page: Page) -> int:
    words = page.locator(".quality-bar [aria-current=page]").inner_text()
    return int("".join(filter(str.isdigit, words)))


@pytest.mark.browser
@pytest.mark.xdist_group("loop")
def test_a_record_leaves_its_list_when_a_pin_places_it_or_somebody_says_that_it_is_right(
    site: Site, acting: Acting
) -> None:
    placed, right = site.plant("示例东关粮油站"), site.plant("示例流动售货车")
    page = acting("AWB", "/quality")
    page.get_by_role("link", name=t("quality.finding.object_at_seat"), exact=True).click()
    expect(page.locator(row(page, placed))).to_contain_text("驻地")
    before = total(page)

    page.locator(row(page, placed)).get_by_role("button", name="定位").click()
    page.locator("#quality-submit").click()
    expect(page.locator("body")).to_contain_text(t("quality.error.no_point"))
    page.locator(".pin-map[data-ready]").click(position={"x": 200, "y": 90})
    expect(hands.field(page, "mend", "point")).not_to_have_value("")
    page.locator("#quality-submit").click()
    expect(page.locator(row(page, placed))).to_have_count(0)
    expect(page.locator(row(page, right))).to_be_visible()
    assert total(page) == before - 1

    mend(page, right, "已核实无误", reason="流动经营，无固定地点")
    expect(page.locator(row(page, right))).to_have_count(0)
    page.locator(".quality-bar .segment").nth(1).click()
    expect(page.locator(row(page, right))).to_contain_text("流动经营，无固定地点")
    mend(page, right, "恢复到清单", reason="已有固定场所")
    expect(page.locator(row(page, right))).to_have_count(0)
    page.locator(".quality-bar .segment").first.click()
    expect(page.locator(row(page, right))).to_be_visible()

    with site.engine.connect() as connection:
        found = object_past(connection, Scope.whole(site.pack.code), placed)
    assert (found.object.place_quality, [event.what for event in found.events]) == (1, ["registered", "amended"])
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.locator("[data-finding=object_at_seat] .total")).to_have_text(f"{before - 1:,}")


@pytest.mark.browser
@pytest.mark.xdist_group("loop")
def test_two_files_of_one_object_are_compared_and_merged_on_the_list(site: Site, acting: Acting) -> None:
    kept, gone = site.plant("示例同名酒厂"), site.plant("（示例）同名酒厂")
    page = acting("AWB", f"/quality?finding=twins&town={site.pack.towns[0].code}")
    expect(page.locator(row(page, kept))).to_contain_text(gone)
    page.locator(row(page, kept)).get_by_role("button", name="合并").click()
    expect(page.locator("#quality-compared")).to_contain_text("（示例）同名酒厂")
    hands.fill(page, "mend", reason="同一酒厂")
    page.locator("#quality-submit").click()
    expect(page.locator(row(page, kept))).to_have_count(0)
    with site.engine.connect() as connection:
        merged = object_past(connection, Scope.whole(site.pack.code), gone).object
    assert (merged.status, merged.merged_into) == (MERGED, kept)


def test_a_list_is_exported_for_who_may_mend_and_within_their_scope(site: Site) -> None:
    plant = site.plant("示例无负责人粮库")
    address = "/api/v1/quality/{}?finding=object_no_principal"
    told = site.client("AWB").get(address.format("csv")).get_data(as_text=True)
    assert plant in told
    assert t("quality.wrong.object_no_principal") in told
    with site.client("AWB").get(address.format("xlsx")) as answer:
        book = openpyxl.load_workbook(BytesIO(answer.data))
    assert plant in {row[0].value for row in book.worksheets[0].iter_rows()}
    towns = [org.code for org in site.pack.organisations if org.role == "town" and org.towns]
    own = {org.code: org.towns for org in site.pack.organisations}
    first = site.pack.towns[0].code
    for town in towns[:4]:
        seen = plant in site.client(town).get(address.format("csv")).get_data(as_text=True)
        assert seen == (first in (own[town] or ()))
    refused = site.client(f"enterprise-{first}").get(address.format("csv"))
    assert refused.status_code == 400
    assert plant not in refused.get_data(as_text=True)
    assert site.client("AWB").get("/api/v1/quality/csv?finding=nothing").status_code == 404
    assert site.client("AWB").get(address.format("exe")).status_code == 404
