"""A county without a hazard, and then a thousand and more at one point: both in a real browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from data.packs import Pack
from data.store.database import open_engine, writing
from data.store.streams import record
from layers.tileset import MOST_SINGLES
from tests import factories
from tests.dashboard.conftest import free_port
from tests.dashboard.map.conftest import Watched, serving, settings_for, watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("map-layers")]
Place = tuple[float, float]


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A county of which nothing is known yet."""
    return Path(shutil.copyfile(sqlite_template, tmp_path / "empty.sqlite"))


@pytest.fixture
def county(chrome: Browser, file: Path) -> Iterator[BrowserContext]:
    """A browser at a server over it."""
    with serving(settings_for(file, port=free_port(), tiles_every=0.0)) as address:
        context = chrome.new_context(viewport={"width": 1120, "height": 640}, locale="zh-CN", base_url=address)
        yield context
        context.close()


def find(file: Path, pack: Pack, crowds: dict[Place, int]) -> None:
    """So many hazards are found at each place."""
    engine = open_engine(f"sqlite:///{file}")
    events = [
        factories.found(lon=lon, lat=lat, town=pack.towns[0].code, at="2026-06-01")
        for (lon, lat), many in crowds.items()
        for _ in range(many)
    ]
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, events)
    engine.dispose()


def go(tab: Watched, place: Place, zoom: float) -> None:
    """Put the place in the middle and wait until it is drawn."""
    tab.page.evaluate("([center, zoom]) => onemap.map().jumpTo({ center, zoom })", [list(place), zoom])
    drawn = """() => { const map = onemap.map(), middle = map.project(map.getCenter());
      return map.loaded() && onemap.tips.featuresAt(map, middle, 4).length > 0; }"""
    tab.page.wait_for_function(drawn)


def press_the_middle(tab: Watched) -> None:
    box = tab.page.locator("#map-canvas").bounding_box()
    assert box is not None
    tab.page.locator("#map-canvas").click(position={"x": box["width"] / 2, "y": box["height"] / 2})


def test_from_no_hazard_at_all_to_thousands_at_one_point(county: BrowserContext, file: Path, pack: Pack) -> None:
    tab = watch(county)
    page, drawer = tab.page, tab.page.locator(".drawer")
    page.goto("/")
    tab.ready()
    assert tab.total() == 0
    expect(page.locator(".drawn")).to_contain_text("还没有隐患记录")
    expect(page.locator(".headline", has_text="整改率").locator(".number")).to_have_text("—")
    page.locator(".headline").first.click()
    expect(drawer).to_contain_text("没有符合口径的记录")
    page.locator(".layers > summary").click()
    for surface in ("density", "towns_rate"):
        page.locator(f"[data-layer={surface}]").click()
        expect(page.locator(".legend-surface")).to_be_visible()
    page.get_by_role("button", name="恢复默认图层").click()
    page.locator(".layers > summary").click()

    town = pack.town_shapes[0].geometry.representative_point()
    some, many = (round(town.x, 5), round(town.y, 5)), (round(town.x + 0.01, 5), round(town.y, 5))
    find(file, pack, {some: 1000, many: MOST_SINGLES + 200})
    expect(page.locator(".headline .number").first).to_have_text(f"{MOST_SINGLES + 1200:,}")
    go(tab, some, 16)
    press_the_middle(tab)
    expect(drawer).to_contain_text("此处有 1,000 条隐患")
    expect(drawer.locator(".drawer-row")).to_have_count(50)
    page.reload()
    tab.ready()
    expect(drawer).to_contain_text("此处有 1,000 条隐患")
    drawer.locator(".drawer-row").nth(3).click()
    expect(drawer).to_contain_text("灭火器过期未更换")
    assert "select=hazards:YH-TEST-" in page.url

    go(tab, many, 18.5)
    press_the_middle(tab)
    expect(drawer).to_contain_text(f"此处有 {MOST_SINGLES + 200:,} 条隐患")
    drawer.get_by_role("link", name=re.compile("查看全部")).click()
    expect(page.locator(".list-count")).to_contain_text(f"{MOST_SINGLES + 200:,}")
    expect(page.locator(".chip")).to_contain_text("框选范围")
    assert tab.strangers() == []
    assert tab.complaints == []
