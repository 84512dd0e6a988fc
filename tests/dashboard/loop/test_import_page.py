"""导入台账 in a real browser: dropped, looked at, written, seen; the same again; a hostile file; and stopping one."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from dashboard.importing.runs import Run
from data.exchange.progress import Stage
from tests.dashboard.loop.conftest import Site
from tests.exchange.books import HAZARD_HEADER, LEDGERS, hazard, xlsx
from tests.exchange.test_hostile_files import zip_bomb

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]
WAIT = 20_000
(LEDGER,) = LEDGERS.glob("A02_*")
TOWN, OTHER_TOWN = "370115006", "370115005"


def counts(card: object) -> dict[str, int]:
    """The numbers of the strip by outcome."""
    buttons = card.locator(".import-count").all()  # type: ignore[attr-defined]
    return {
        each.get_attribute("data-outcome"): int(each.locator("b").inner_text().replace(",", "")) for each in buttons
    }


def choose(page: Page, *files: Path) -> None:
    page.locator(".import-chooser").set_input_files(list(files))


def test_a_ledger_is_looked_at_and_written_and_the_same_again_changes_nothing(
    site: Site, acting: Callable[..., Page], tmp_path: Path
) -> None:
    page = acting(TOWN, "/")
    page.get_by_role("link", name="导入台账").click()
    before = site.services.model.snapshot.change
    choose(page, LEDGER)
    card = page.locator(".import-file").first
    expect(card.locator(".import-verdict")).to_contain_text("尚未写入", timeout=WAIT)
    seen = counts(card)
    assert site.services.model.snapshot.change == before
    assert seen[""] == sum(n for key, n in seen.items() if key) > 0
    card.locator("[data-outcome=SKIP]").click()
    expect(card.locator(".import-rows tbody tr")).to_have_count(seen["SKIP"])
    card.locator(".import-write").click()
    expect(card.locator(".import-verdict")).to_contain_text("已写入，批次 PC", timeout=WAIT)
    expect(page.locator(".import-batches")).to_contain_text(LEDGER.name)
    assert site.services.model.snapshot.change > before
    card.locator(".import-see").click()
    expect(page.locator(".ag-center-cols-container .ag-row").first).to_be_visible(timeout=WAIT)
    page.goto(f"{site.url}/import")
    choose(page, LEDGER, zip_bomb(tmp_path / "炸弹.xlsx"))
    again = page.locator(".import-file", has_text=LEDGER.name).first
    expect(again.locator(".import-verdict")).to_contain_text("没有需要写入的内容", timeout=WAIT)
    same = counts(again)
    assert (same["OK"], same["UPDATE"]) == (0, 0)
    expect(page.locator(".import-file [role=alert]")).to_contain_text("压缩炸弹", timeout=WAIT)
    for _ in range(page.locator(".import-head .icon-button").count()):
        page.locator(".import-head .icon-button").first.click()
        page.wait_for_function("() => document.activeElement.closest('.import-drop')")
    expect(page.locator(".import-file")).to_have_count(0)


def test_one_that_writes_is_stopped_and_leaves_nothing(
    site: Site, acting: Callable[..., Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, tell = Event(), Run.tell

    def slow(run: Run, stage: Stage, done: int, total: int) -> None:
        if run.writes and stage is Stage.WRITING:
            held.wait(WAIT / 1000)
        tell(run, stage, done, total)

    monkeypatch.setattr(Run, "tell", slow)
    page = acting(OTHER_TOWN, "/import")
    rows = [hazard(所属镇街="回河街道", 隐患内容=f"通道堵塞 {n}") for n in range(120)]
    choose(page, xlsx(tmp_path / "台账.xlsx", [HAZARD_HEADER, *rows, hazard(所属镇街="太平街道")]))
    card = page.locator(".import-file")
    expect(card.locator(".import-verdict")).to_contain_text("已核对 121 行", timeout=WAIT)
    expect(card.locator(".import-rows")).to_contain_text("第 1 / 3 页")
    card.locator(".pager .button").last.click()
    expect(card.locator(".import-rows")).to_contain_text("第 2 / 3 页")
    card.locator("[data-outcome=ERROR]").click()
    expect(card.locator(".import-rows tbody tr")).to_have_count(1, timeout=WAIT)
    expect(card.locator(".import-rows tbody tr")).to_contain_text("不在您的权限范围内")
    before = site.services.model.snapshot.change
    card.locator(".import-write").click()
    card.locator(".import-cancel").click()
    expect(card.locator(".import-cancel")).to_be_disabled()
    held.set()
    expect(card.locator(".import-verdict")).to_contain_text("没有写入任何内容", timeout=WAIT)
    assert site.services.model.refresh() == before


def test_who_may_not_import_is_told_so_and_has_no_way_there(site: Site) -> None:
    client = site.client(f"enterprise-{TOWN}")
    assert client.get("/api/v1/imports").status_code == 400
    assert "导入台账" not in client.get("/_dash-layout").get_data(as_text=True)
    assert site.client(TOWN).get("/api/v1/imports/nothing").status_code == 404
