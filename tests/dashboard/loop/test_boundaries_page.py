"""Official boundaries come in by the import page, and an open map follows them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.words import t
from tests.dashboard.loop.conftest import Site
from tests.dashboard.loop.test_import_page import WAIT, choose
from tests.exchange.lines import bent, features, frame, geojson, geopackage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("loop")]


def test_boundaries_are_looked_at_written_and_taken_back_while_a_map_is_open(
    site: Site, acting: Callable[..., Page], tmp_path: Path
) -> None:
    the_map, page = acting("AWB", "/"), acting("AWB", "/import")
    note = the_map.locator(".boundary-note")
    expect(note).to_have_text(site.pack.boundary_note, timeout=WAIT)
    lacking = geojson(tmp_path / "缺一个镇.geojson", features(bent(site.pack.town_shapes))[1:])
    choose(page, lacking, geopackage(tmp_path / "镇街边界.gpkg", frame(bent(site.pack.town_shapes))))
    refused = page.locator(".import-file", has_text="缺一个镇").first
    expect(refused).to_contain_text("还缺", timeout=WAIT)
    expect(refused.locator(".import-write")).to_have_count(0)
    good = page.locator(".import-file", has_text="镇街边界.gpkg").first
    good.locator(".import-write").click(timeout=WAIT)
    expect(good.locator(".import-verdict")).to_contain_text("已写入，批次 PC", timeout=WAIT)
    expect(note).to_have_text(t("map.rest_schematic"), timeout=WAIT)
    page.locator(".import-batches tbody tr", has_text="镇街边界.gpkg").first.locator(".import-back").click()
    dialog = page.get_by_role("dialog", name="撤回“")
    dialog.get_by_role("textbox").fill("示例")
    dialog.get_by_role("button", name="撤回", exact=True).click()
    expect(note).to_have_text(site.pack.boundary_note, timeout=WAIT)
