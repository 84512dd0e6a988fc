"""The statistics sheet: its rows add up, its rates come from sums, and each number leads to what it counts."""

import io
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from dashboard.definitions import ABOVE, BELOW
from dashboard.loop import sheet_view
from dashboard.loop.sheet import COVERED, TOTAL, TOWNS, Column, sheet_of
from dashboard.pages import behind
from dashboard.pages import sheet as sheet_page
from dashboard.viewer import COOKIE, personas
from data.rules.comparing import COMPARISONS, change_of, days_of
from data.rules.filters import Filter
from data.rules.kpis import Kind
from data.rules.periods import Period
from data.rules.scope import Box, Scope
from data.words import t
from tests.dashboard.loop.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]


def test_the_towns_add_up_to_the_last_row_and_its_rates_come_from_the_sums(site: Site) -> None:
    site.found(town=site.pack.towns[0].code)
    site.found(town=site.pack.towns[1].code, level=1, judge_basis="示例判定依据")
    rows = sheet_of(site.services.model.snapshot, site.pack, Scope.whole(site.pack.code), Filter()).rows
    assert [row.code for row in rows][: len(site.pack.towns)] == [town.code for town in site.pack.towns]
    assert rows[-1].code == TOTAL
    for column in (*TOWNS, *COVERED):
        whole, parts = rows[-1].values[column.kpi.key], [row.values[column.kpi.key] for row in rows[:-1]]
        assert sum(part.above for part in parts) == whole.above
        if column.kpi.below:
            assert sum(part.below or 0 for part in parts) == whole.below
            assert whole.value == (whole.above / whole.below if whole.below else None)


def test_a_town_has_its_own_row_alone(site: Site) -> None:
    town = site.pack.towns[0].code
    scope = Scope(site.pack.code, (Box(towns=frozenset({town})),))
    mine = sheet_of(site.services.model.snapshot, site.pack, scope, Filter()).rows
    assert [row.code for row in mine] == [town, TOTAL]
    assert mine[0].values == mine[1].values


def test_the_start_zone_can_be_left_out(site: Site) -> None:
    zone = {town.code for town in site.pack.towns if town.in_start_zone}
    rows = sheet_of(site.services.model.snapshot, site.pack, Scope.whole(site.pack.code), Filter(start_zone=False)).rows
    assert zone
    assert not zone & {row.code for row in rows}


def test_the_workbook_holds_both_tables_as_numbers_and_says_what_they_count(site: Site) -> None:
    site.found()
    with site.client("AWB").get("/api/v1/sheet?from=2021-01-01") as answer:
        book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["镇街统计", "监管覆盖", "环比", "同比", "口径说明"]
    table = [[cell.value for cell in row] for row in book["镇街统计"].iter_rows()]
    assert table[0] == ["所属地区", *(column.heading for column in TOWNS)]
    assert table[-1][0] == "合计"
    found = [column.key for column in TOWNS].index("found") + 1
    assert table[-1][found] == sum(row[found] for row in table[1:-1]) > 0
    said = {row[0].value: row[1].value for row in book["口径说明"].iter_rows()}
    assert said["统计期"].startswith("2021-01-01")
    assert {column.heading for column in (*TOWNS, *COVERED)} <= set(said)


def test_a_number_of_the_sheet_leads_to_a_list_of_as_many(site: Site, acting: Callable[..., Page]) -> None:
    number = site.found(subject_name="示例统计单位", town=site.pack.towns[3].code)
    page = acting("AWB", "/sheet")
    row = page.locator(".town-table.is-towns tr", has_text=site.pack.towns[3].name)
    cell = row.locator("td").nth([column.key for column in TOWNS].index("found")).locator("a")
    said = cell.inner_text()
    cell.click()
    expect(page.locator(".behind-total")).to_have_text(t("figure.list", n=t("figure.items", n=said)))
    expect(page.locator(".behind-rows")).to_contain_text(number)


def test_the_period_stands_in_the_address(site: Site, acting: Callable[..., Page]) -> None:
    site.found()
    page = acting("AWB", "/sheet")
    page.get_by_role("button", name="上月", exact=True).click()
    expect(page.get_by_role("button", name="上月", exact=True)).to_have_attribute("aria-pressed", "true")
    first, last = (date.fromisoformat(day) for day in re.findall(r"=(\d{4}-\d\d-\d\d)", page.url))
    assert (first.day, (site.services.today() - last).days) == (1, site.services.today().day)
    expect(page.locator("#sheet-from")).to_have_value(first.isoformat())
    expect(page.locator("#sheet-export")).to_have_attribute("href", re.compile(f"from={first}"))


def test_each_number_is_compared_with_the_period_before_and_with_last_year(site: Site) -> None:
    site.found(town=site.pack.towns[2].code)
    today = site.services.today()
    chosen = Filter(from_=today.replace(day=1), to=month_end(today))
    sheet = sheet_of(site.services.model.snapshot, site.pack, Scope.whole(site.pack.code), chosen, COMPARISONS)
    found = next(column for column in TOWNS if column.key == "found")
    for comparison in COMPARISONS:
        base = sheet.bases[comparison]
        assert (base.period, base.as_of) == days_of(comparison, sheet.period, sheet.as_of)
        row = next(row for row in sheet.rows if row.code == site.pack.towns[2].code)
        now, before = row.values["hazards_total"], base.value(row, found)
        assert before is not None
        assert found.change(now, before) == change_of(Kind.COUNT, now.value, before.value)
    assert "环比：与" in (said := str(sheet_view.drawn(sheet, site.services.names, site.pack, today)))
    assert "基数为 0 的记“—”和差额" in said
    assert "—（+" in said


def test_the_workbook_compares_every_figure_of_every_town(site: Site) -> None:
    site.found(town=site.pack.towns[2].code)
    today = site.services.today()
    with site.client("AWB").get(f"/api/v1/sheet?from={today:%Y-%m}-01&to={month_end(today)}") as answer:
        book = load_workbook(io.BytesIO(answer.data))
    for name in ("环比", "同比"):
        head, *rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
        assert head == ["所属地区", "指标", "本期", "对比期", "增减幅度", "增减量（比率为百分点）"]
        told = {(row[0], row[1]): row[2:] for row in rows}
        assert len(told) == len(rows) == (len(book["镇街统计"]["A"]) - 1) * len([*TOWNS, *COVERED])
        now, then, relative, absolute = told["合计", "查出隐患数"]
        assert absolute == now - then
        assert relative == ("—" if then == 0 else pytest.approx((now - then) / then))
        rates = [told[town.name, "隐患整改率"][1:] for town in site.pack.towns if told[town.name, "查出隐患数"][1] == 0]
        assert all(rate == ["—", "—", "—"] for rate in rates)
        assert rates
    said = {row[0].value: row[1].value for row in book["口径说明"].iter_rows()}
    assert "统计至" in said["环比"]
    assert "统计至" in said["同比"]


def test_year_to_date_has_no_period_before(site: Site, acting: Callable[..., Page]) -> None:
    page = acting("AWB", "/sheet")
    expect(page.get_by_role("button", name="同比", exact=True)).to_be_visible()
    whole = days_of("before", Period.of(None, None, site.services.today()), site.services.today()) is not None
    assert page.get_by_role("button", name="环比", exact=True).count() == whole
    page.get_by_role("button", name="同比", exact=True).click()
    expect(page.get_by_role("button", name="同比", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".town-table.is-towns .is-total small").first).to_be_visible()


def test_an_older_change_number_lists_what_came_since(site: Site, acting: Callable[..., Page]) -> None:
    site.found()
    older = site.services.model.snapshot.change
    number = site.found(town=site.pack.towns[1].code)
    page = acting("AWB", "/sheet")
    page.get_by_label("与变更号比较").first.fill(str(older))
    card = page.locator(".sheet-difference")
    expect(card).to_contain_text(f"变更号 {older} 与 {site.services.model.snapshot.change} 之间的差异")
    row = card.locator("tbody tr", has_text="隐患总数")
    row.locator("summary").click()
    expect(row.get_by_role("link", name=number)).to_be_visible()
    expect(row).to_contain_text(f"发现隐患 {site.services.today()}（变更号 {older + 1}）")
    page.get_by_label("与变更号比较").first.fill("99999999")
    expect(page.get_by_text("变更号 99999999 无效")).to_be_visible()


def test_the_workbook_tells_the_difference_record_by_record(site: Site) -> None:
    older = site.services.model.snapshot.change
    number = site.found(town=site.pack.towns[4].code)
    with site.client("AWB").get(f"/api/v1/sheet?known={older}") as answer:
        page = load_workbook(io.BytesIO(answer.data))["差异"]
    head, *rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert head[1:3] == [f"变更号 {older}", f"变更号 {site.services.model.snapshot.change}（当前）"]
    (row,) = [row for row in rows if row[0] == "隐患总数"]
    assert row[3:8] == ["分子", "增加", "隐患", number, 1]
    assert f"（变更号 {older + 1}）" in row[8]
    now = site.services.model.snapshot.change
    with site.client("AWB").get(f"/api/v1/sheet?known={now}") as answer:
        assert load_workbook(io.BytesIO(answer.data))["差异"]["A2"].value == t("difference.none")


def test_a_town_sees_the_difference_of_its_own_records_alone(site: Site) -> None:
    older = site.services.model.snapshot.change
    mine, other = site.found(town=site.pack.towns[0].code), site.found(town=site.pack.towns[5].code)
    town = next(one.key for one in personas(site.pack) if one.scope == Scope.of_towns(site.pack.code, first_town(site)))
    with site.server.test_request_context(headers={"Cookie": f"{COOKIE}={town}"}):
        told = str(sheet_page.follow(f"?known={older}", 0))
    assert mine in told
    assert other not in told


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def first_town(site: Site) -> str:
    return str(site.pack.towns[0].code)


@pytest.mark.parametrize("column", COVERED, ids=lambda column: column.key)
def test_every_coverage_figure_opens_its_definition_and_lists(site: Site, column: Column) -> None:
    site.object("示例覆盖单位")
    value = sheet_of(site.services.model.snapshot, site.pack, Scope.whole(site.pack.code), Filter()).rows[-1].values
    with site.server.test_request_context("/"):
        for side, count in ((ABOVE, value[column.kpi.key].above), (BELOW, value[column.kpi.key].below)):
            drawn = str(behind.layout("", column.kpi.key, side).to_plotly_json())
            assert column.definition in drawn
            assert t(f"figure.{side}", n=t("figure.items", n=f"{count:,}")) in drawn
