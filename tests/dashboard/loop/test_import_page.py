"""导入台账 in a real browser: dropped, looked at, written, seen; the same again; a hostile file; and stopping one."""

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from threading import Event

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from dashboard.importing.runs import Run
from data.exchange.progress import Stage
from data.exchange.template import FORMS
from data.rules.scope import Scope
from data.store.batches import batches
from tests.dashboard.loop.conftest import Site
from tests.exchange.books import HAZARD_HEADER, LEDGERS, OBJECT_HEADER, hazard, roster, xls, xlsx
from tests.exchange.test_hostile_files import zip_bomb

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]
WAIT = 20_000
(LEDGER,) = LEDGERS.glob("A02_*")
TOWN, OTHER_TOWN, THIRD_TOWN, FOURTH_TOWN = "370115006", "370115005", "370115004", "370115104"


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
    for kind in FORMS:
        with page.expect_download() as blank:
            page.locator(f".import-templates [data-kind={kind.name}]").click()
        assert blank.value.suggested_filename.endswith("模板.xlsx")
    choose(page, LEDGER)
    card = page.locator(".import-file").first
    expect(card.locator(".import-verdict")).to_contain_text("尚未写入", timeout=WAIT)
    seen = counts(card)
    assert site.services.model.snapshot.change == before
    assert seen[""] == sum(n for key, n in seen.items() if key) > 0
    with page.expect_download() as told:
        card.locator(".import-result").click()
    assert told.value.suggested_filename == f"{LEDGER.stem}导入结果.xlsx"
    result = openpyxl.load_workbook(BytesIO(told.value.path().read_bytes()))
    assert "没有写入任何内容" in [row[1].value for row in result["导入结果"].iter_rows()]
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
    written = page.locator(".import-batches tbody tr", has_text=LEDGER.name).first
    written.locator(".import-back").click()
    dialog = page.get_by_role("dialog", name="撤回“")
    dialog.get_by_role("button", name="撤回", exact=True).click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="不撤回").click()
    expect(dialog).to_have_count(0)
    with site.services.engine.connect() as connection:
        assert not batches(connection, Scope.whole("370115"), "")[0].taken_back
    first = page.locator(".import-file", has_text="已写入，批次")
    expect(first).to_have_count(1)
    written.locator(".import-back").click()
    dialog.get_by_role("textbox").fill("传错了文件")
    dialog.get_by_role("button", name="撤回", exact=True).click()
    expect(page.locator(".import-batches tbody tr").first).to_contain_text("撤回", timeout=WAIT)
    expect(page.locator(".import-batches tbody tr").first.locator(".import-back")).to_have_count(0)
    expect(first).to_have_count(0)
    expect(page.locator(".import-verdict", has_text="已撤回，可以重新核对")).to_have_count(1)
    expect(page.locator(".import-file [role=alert]")).to_contain_text("压缩炸弹", timeout=WAIT)
    for _ in range(page.locator(".import-head .icon-button").count()):
        page.locator(".import-head .icon-button").first.click()
        page.wait_for_function("() => document.activeElement.closest('.import-drop')")
    expect(page.locator(".import-file")).to_have_count(0)


DROP = """async ([name, body]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(body), (one) => one.charCodeAt(0))], name));
  const zone = document.querySelector(".import-drop");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def test_a_dropped_file_asks_for_its_datum_and_a_later_one_shows_old_and_new(
    site: Site, acting: Callable[..., Page], tmp_path: Path
) -> None:
    page = acting(FOURTH_TOWN, "/import")
    expect(page.locator(".import-drop")).to_be_visible(timeout=WAIT)
    here = {"所属镇街": "仁风镇", "地址": "仁风镇一号", "单位名称": "仁风示例厂", "联系电话": "19900000031"}
    rows = [("一.et", roster(**here)), ("二.xlsx", roster(**here | {"联系电话": "19900000032", "风险等级": "红"}))]
    for name, row in rows:
        path = xls(tmp_path / name, [OBJECT_HEADER, row]) if name.endswith(".et") else None
        path = path or xlsx(tmp_path / name, [OBJECT_HEADER, row])
        page.evaluate(DROP, [name, b64encode(path.read_bytes()).decode()])
        card = page.locator(".import-file", has_text=name)
        expect(card.locator(".import-verdict")).to_contain_text("未声明坐标系", timeout=WAIT)
        expect(card.locator(".import-field.is-wanted")).to_have_count(1)
        card.locator("select.import-datum").select_option("gcj02")
        expect(card.locator(".import-verdict")).to_contain_text("尚未写入", timeout=WAIT)
        if name == "二.xlsx":
            expect(card.locator(".import-rows")).to_contain_text("风险等级 黄 → 红")
        card.locator(".import-write").click()
        expect(card.locator(".import-verdict")).to_contain_text("已写入，批次", timeout=WAIT)


def test_what_was_written_is_said_whatever_fails_after_that(
    site: Site, acting: Callable[..., Page], tmp_path: Path
) -> None:
    page = acting(FOURTH_TOWN, "/import")
    choose(page, xlsx(tmp_path / "其后出错.xlsx", [HAZARD_HEADER, hazard(所属镇街="仁风镇", 隐患内容="其后出错")]))
    card = page.locator(".import-file", has_text="其后出错")
    expect(card.locator(".import-verdict")).to_contain_text("尚未写入", timeout=WAIT)
    (kept,) = (each for each in site.services.uploads.all_of(FOURTH_TOWN) if each.name == "其后出错.xlsx")
    (kept.folder / "written").mkdir()  # where its rows should be laid down
    card.locator(".import-write").click()
    expect(card.locator(".import-verdict")).to_contain_text("已写入，批次 PC", timeout=WAIT)
    expect(card.locator(".import-verdict")).to_contain_text("但之后出错")
    expect(page.locator(".import-batches")).to_contain_text("其后出错.xlsx")


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


def test_titles_that_nobody_knows_are_said_once_and_known_ever_after(
    site: Site, acting: Callable[..., Page], tmp_path: Path
) -> None:
    page = acting(THIRD_TOWN, "/import")
    town = next(each.name for each in site.pack.towns if each.code == THIRD_TOWN)
    foreign = ["何时去的", *HAZARD_HEADER[1:2], "去了谁家", "看到什么", *HAZARD_HEADER[4:], "轻重"]
    rows = [[*hazard(所属镇街=town, 隐患内容=f"通道堵塞 {n}"), "甲"] for n in range(3)]
    choose(page, xlsx(tmp_path / "四月.xlsx", [["2021年4月"], foreign, *rows]))
    card = page.locator(".import-file").first
    expect(card.locator("[role=alert]")).to_contain_text("请选定台账类型", timeout=WAIT)
    card.locator(".import-kind").select_option("hazards")
    panel = card.locator(".import-columns")
    expect(panel.locator("tbody tr")).to_have_count(len(foreign), timeout=WAIT)
    expect(panel.locator("tr", has_text="去了谁家")).to_contain_text("示例机械厂")
    for title, key in (("去了谁家", "subject"), ("看到什么", "description"), ("何时去的", "found_on")):
        panel.get_by_label(title).select_option(key)
        expect(panel.get_by_label(title)).to_be_focused(timeout=WAIT)
    expect(card.locator(".import-verdict")).to_contain_text("已核对 3 行", timeout=WAIT)
    expect(panel.locator("summary")).to_contain_text("1 列未识别")
    panel.locator(".import-keep").click()
    expect(page.locator(".notice").filter(has_text="已保存").first).to_be_visible(timeout=WAIT)
    choose(page, xlsx(tmp_path / "五月.xlsx", [["2021年5月"], foreign[::-1], *(row[::-1] for row in rows)]))
    again = page.locator(".import-file", has_text="五月").first
    expect(again.locator(".import-verdict")).to_contain_text("已核对 3 行", timeout=WAIT)
    expect(again.locator(".import-notes")).to_contain_text("按本单位保存的列对应模板")
    again.locator(".import-columns summary").click()
    expect(again.locator("tr", has_text="去了谁家")).to_contain_text("本单位模板")
    again.locator(".import-write").click()
    expect(again.locator(".import-verdict")).to_contain_text("已写入", timeout=WAIT)
    again.locator(".import-columns summary").click()
    expect(again.get_by_label("去了谁家")).to_be_disabled()


def test_a_mapping_that_makes_no_sense_is_refused(site: Site) -> None:
    client = site.client(TOWN)
    form = {"file": (BytesIO(LEDGER.read_bytes()), LEDGER.name)}
    number = client.post("/api/v1/imports", data=form).get_json()["id"]
    for columns in ("{", '{"检查时间": "when"}', "[1]"):
        refused = client.post(f"/api/v1/imports/{number}/run", data={"kind": "hazards", "columns": columns})
        assert refused.status_code == 400
        assert "不能用" in refused.get_data(as_text=True)
    assert client.post("/api/v1/imports/nothing/columns").status_code == 404
    client.delete(f"/api/v1/imports/{number}")


def test_who_may_not_import_is_told_so_and_has_no_way_there(site: Site) -> None:
    client = site.client(f"enterprise-{TOWN}")
    assert client.get("/api/v1/imports").status_code == 400
    assert "导入台账" not in client.get("/_dash-layout").get_data(as_text=True)
    assert site.client(TOWN).get("/api/v1/imports/nothing").status_code == 404
