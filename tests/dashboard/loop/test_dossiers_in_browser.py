"""The pages of one object and one hazard: what is done to them, by whom, seen by whom, and what is left on paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from data.rules.events import HAZARD, NewEvent
from data.rules.scope import Scope
from data.store import amending, object_verbs
from data.store.database import writing
from data.store.reads import hazard_page, object_page
from data.store.streams import record
from tests.dashboard.loop import hands
from tests.dashboard.loop.conftest import OFFICER, Site
from tests.store import files as samples

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]
Acting = Callable[..., Page]


def act(page: Page, words: str, choices: dict[str, str] | None = None, **values: str) -> None:
    """Open the form of an act of an object, fill it in, submit it and see the drawer go."""
    hands.press(page, words)
    expect(page.locator("#object-acting-title")).to_have_text(words)
    for name, option in (choices or {}).items():
        hands.choose(page, "act", name, option)
    hands.fill(page, "act", **values)
    page.locator("#object-act-submit").click()
    expect(page.locator("#object-acting-title")).to_be_hidden()


def put_up(page: Page, purpose: str, *files: Path) -> None:
    with page.expect_file_chooser() as chosen:
        page.locator(f"[data-upload$=':{purpose}']").click()
    chosen.value.set_files(files)


def take_back(page: Page, beside: Locator, words: str, reason: str) -> None:
    beside.get_by_role("button", name=words, exact=True).first.click()
    hands.fill(page, "taking", reason=reason)
    page.locator("#taking-submit").click()
    expect(page.locator("#taking-drawer-title")).to_be_hidden()


def test_an_object_is_inspected_moved_merged_closed_and_put_right(site: Site, acting: Acting) -> None:
    goes = site.object("示例冷库乙")
    page = acting("AWB", f"/objects/{site.plant('示例冷库甲')}")

    act(page, "登记检查", inspectors="甲某、乙某", findings="0", topic="冬季安全")
    visits = page.locator(".card", has=page.get_by_role("heading", name="检查记录"))
    expect(visits).to_contain_text("冬季安全")
    take_back(page, visits, "撤销", "重复登记")
    expect(visits).to_contain_text("没有检查记录")

    hands.press(page, "变更位置")
    page.locator(".pin-map[data-ready]").click(position={"x": 200, "y": 90})
    expect(hands.field(page, "act", "point")).not_to_have_value("")
    lon, lat = hands.field(page, "act", "point").input_value().split(",")
    hands.fill(page, "act", reason="现场核对")
    page.locator("#object-act-submit").click()
    expect(page.locator(".dossier-card")).to_contain_text(f"{lon}, {lat}")

    act(page, "停业注销", {"status": "停业"}, reason="停止经营")
    expect(page.locator(".page-head .signs")).to_contain_text("停业")
    act(page, "恢复", reason="重新开业")
    expect(page.locator(".page-head .signs")).not_to_contain_text("停业")

    hands.press(page, "合并")
    hands.field(page, "act", "other").fill("示例冷库乙")
    page.get_by_role("option", name=goes).click()
    expect(page.locator(".compared")).to_contain_text(goes)
    hands.fill(page, "act", reason="同一冷库")
    page.locator("#object-act-submit").click()
    page.locator(".took-in").get_by_role("link", name=goes).click()
    expect(page.locator(".over")).to_contain_text("已合并")
    expect(page.locator(".timeline-what").first).to_have_text("并入其他对象")
    expect(page.locator("[data-upload]")).to_have_count(0)
    act(page, "撤销合并", reason="两处冷库")
    expect(page.locator(".over")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("button", name="登记检查")).to_be_visible()
    expect(page.get_by_role("button", name="合并", exact=True)).to_be_hidden()
    hands.press(page, "更多")
    expect(page.get_by_role("button", name="合并", exact=True)).to_be_visible()
    assert page.evaluate("() => document.querySelector('main').scrollWidth <= window.innerWidth")


def test_a_form_that_is_open_survives_what_others_do_and_undoes_none_of_it(site: Site, acting: Acting) -> None:
    number = site.plant("示例面粉厂")
    page = acting("AWB", f"/objects/{number}")
    hands.press(page, "修改信息")
    hands.fill(page, "object", principal="赵某")
    whole, facts, now = Scope.whole(site.pack.code), {"address": "示例路 9 号"}, site.services.now()
    object_verbs.amend_object(site.engine, site.pack, whole, OFFICER, number, facts, 1, now)
    expect(page.locator(".dossier-card")).to_contain_text("示例路 9 号")
    expect(hands.field(page, "object", "principal")).to_be_visible()
    page.locator("#object-submit").click()
    expect(page.locator(".form-alert")).to_be_visible()
    expect(hands.field(page, "object", "principal")).to_have_value("赵某")
    page.locator("#object-submit").click()
    expect(page.locator(".dossier-card")).to_contain_text("赵某")
    with site.engine.connect() as connection:
        found = object_page(connection, whole, number).object
    assert (found.address, found.principal) == ("示例路 9 号", "赵某")
    hands.press(page, "修改信息")
    expect(hands.field(page, "object", "address")).to_have_value("示例路 9 号")


def test_two_people_at_one_hazard_see_each_other_and_what_each_puts_up(
    site: Site, acting: Acting, tmp_path: Path
) -> None:
    for name, content in {
        "前.png": samples.PNG,
        "后.png": samples.photo("PNG", "green"),
        "方案.pdf": samples.PDF,
    }.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "大.png").open("wb") as large:
        large.truncate(50 << 20)
    no = site.found()
    office, town = acting("AWB", f"/hazards/{no}"), acting(site.pack.towns[0].code, f"/hazards/{no}")
    expect(town.locator(".presence-chip.is-looking")).to_contain_text("安委办")

    for purpose, name in {"before": "前.png", "after": "后.png", "document": "方案.pdf"}.items():
        put_up(office, purpose, tmp_path / name)
        expect(office.get_by_title(f"撤下附件 {name}")).to_be_visible()
    expect(town.locator(".file")).to_have_count(3)
    expect(town.locator(".timeline-files")).to_have_count(3)
    put_up(office, "document", tmp_path / "大.png")
    expect(office.locator(".notice-problem")).to_contain_text("超过 20 MB")
    take_back(office, office.locator(".file-group").last, "撤下", "传错了")
    expect(town.locator(".file")).to_have_count(2)

    hands.press(office, "更正信息")
    expect(town.locator(".presence-chip.is-editing")).to_contain_text("正在填写")
    hands.fill(office, "amend", description="临边防护缺失两处，存在坠落风险", reason="数目有误")
    office.locator("#hazard-amend-submit").click()
    expect(town.locator(".timeline-changed").first).to_contain_text("临边防护缺失两处")
    expect(town.locator(".presence-chip.is-looking")).to_have_count(1)
    town.context.set_offline(True)
    expect(town.locator(".updated.is-offline")).to_be_visible()
    expect(town.locator(".presence-chip")).to_have_count(0)
    town.context.set_offline(False)
    expect(town.locator(".presence-chip")).to_have_count(1)
    office.close()
    expect(town.locator(".presence-chip")).to_have_count(0)

    usual = town.viewport_size
    town.set_viewport_size({"width": 390, "height": 844})
    first = town.evaluate("() => [...document.querySelectorAll('.hazard-columns .card')].map((c) => c.offsetTop)")
    assert min(first) == town.evaluate("() => document.querySelector('.with-photos').offsetTop")
    town.set_viewport_size(usual)
    town.emulate_media(media="print")
    town.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    foot = town.locator("#paper-foot").inner_text()
    assert no in foot
    assert site.services.today().isoformat() in foot
    assert site.services.head() in foot
    expect(town.locator(".file").first).to_be_visible()
    expect(town.get_by_role("button")).to_have_count(0)


def test_a_hazard_that_is_taken_away_while_it_is_open_says_so(site: Site, acting: Acting) -> None:
    back, moved = site.found(), site.found()
    here, there = (town.code for town in site.pack.towns[:2])
    first, second = acting(here, f"/hazards/{back}"), acting(here, f"/hazards/{moved}")
    expect(hands.state(second)).to_have_text("已确认")
    whole, now = Scope.whole(site.pack.code), site.services.now()
    withdrawn = NewEvent(HAZARD, back, "withdrawn", now.isoformat(), {"batch": "B-1"})
    with writing(site.engine) as connection:
        record(connection, site.pack, OFFICER, [withdrawn])
    expect(first.locator(".over")).to_contain_text("已随导入批次撤回")
    expect(first.locator(".next-step button, [data-upload]")).to_have_count(0)
    with site.engine.connect() as connection:
        version = hazard_page(connection, site.pack, whole, moved).version
    amending.amend_hazard(site.engine, site.pack, whole, OFFICER, moved, {"town": there}, "镇街有误", version, now)
    expect(second.locator(".empty-page")).to_contain_text("已不在您的管辖范围内")
