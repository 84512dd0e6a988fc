"""The map page in a real browser: offline, steady under filters and refresh, true to its address."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from shapely import Point

from data.packs import Pack
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store import verbs
from data.store.database import open_engine
from tests.dashboard.map.conftest import DAY, NOON, Watched

pytestmark = pytest.mark.browser
VIEW = pytest.mark.xdist_group("map-view")
ADDRESS = pytest.mark.xdist_group("map-address")
"""Two groups of about the same length, so that the workers share the drawing."""
PLACE = "#map=11.50/36.98000/117.18000"


@VIEW
def test_the_page_draws_map_and_numbers_without_leaving_the_machine(tab: Watched) -> None:
    tab.page.goto("/")
    tab.ready()
    assert tab.total() > 0
    assert any("/tiles/hazards/" in url for url in tab.requests)
    assert tab.page.evaluate("() => onemap.map().queryRenderedFeatures().some((f) => f.source === 'hazards')")
    assert tab.strangers() == []


@VIEW
def test_zoom_and_position_survive_a_filter_a_step_back_and_a_refresh(tab: Watched, pack: Pack) -> None:
    town = pack.towns[0]
    tab.page.goto("/" + PLACE)
    tab.ready()
    before, everything = tab.camera(), tab.total()
    tab.page.evaluate("() => { window.sameMap = onemap.map(); }")
    tab.page.locator(f"[data-toggle='town={town.code}']").click()
    expect(tab.page.locator(".chip")).to_contain_text(town.name)
    assert f"town={town.code}" in tab.page.url
    assert tab.total() < everything
    assert tab.camera() == before
    tab.page.go_back()
    expect(tab.page.locator(".chip")).to_have_count(0)
    expect(tab.page.locator(".headline .number").first).to_have_text(f"{everything:,}")
    assert tab.camera() == before
    assert tab.page.evaluate("() => window.sameMap === onemap.map()")
    tab.page.reload()
    tab.ready()
    assert tab.camera() == before


@VIEW
def test_the_tiles_follow_the_filter(map_tab: Watched) -> None:
    with map_tab.page.expect_request(re.compile(r"/tiles/hazards/.*level%3D1")):
        map_tab.page.locator("[data-toggle='level=1']").click()


@ADDRESS
def test_an_address_restores_the_whole_view(tab: Watched, pack: Pack) -> None:
    town = pack.towns[1]
    tab.page.goto(f"/?town={town.code}&overdue=yes&q=消防&from=2025-01-01&to=2026-06-15{PLACE}")
    tab.ready()
    expect(tab.page.locator(f"[data-toggle='town={town.code}']")).to_have_attribute("aria-checked", "true")
    expect(tab.page.locator("[data-toggle='overdue=yes']")).to_have_attribute("aria-checked", "true")
    expect(tab.page.locator("#map-keyword")).to_have_value("消防")
    expect(tab.page.locator("#map-from")).to_have_value("2025-01-01")
    expect(tab.page.locator(".chip")).to_have_count(4)
    assert tab.camera() == (11.5, 117.18, 36.98)


@ADDRESS
def test_a_nonsense_address_shows_the_page_all_the_same(tab: Watched) -> None:
    tab.page.goto("/?town=%00&from=2029-13-01&to=x&level=7&q=%25#map=nonsense&select=hazards:NO-SUCH&layers=zzz")
    tab.ready()
    expect(tab.page.locator(".drawer")).to_contain_text("没有找到")
    expect(tab.page.locator("#map-from")).to_have_value("")


@ADDRESS
def test_a_map_that_cannot_be_read_says_so_and_leaves_the_figures(tab: Watched) -> None:
    tab.page.route(re.compile("/tiles/style.json"), lambda route: route.fulfill(body="{"))
    tab.page.goto("/")
    expect(tab.page.locator("#map-canvas")).to_contain_text("地图读取失败")
    expect(tab.page.locator("#map-legend")).to_be_hidden()
    assert tab.total() > 0


@ADDRESS
def test_chips_and_reset_take_limits_away(tab: Watched) -> None:
    tab.page.goto("/?level=1&colour=red&start_zone=no")
    tab.ready()
    expect(tab.page.locator(".chip")).to_have_count(3)
    tab.page.locator(".chip", has_text="红").locator(".chip-cross").click()
    expect(tab.page.locator(".chip")).to_have_count(2)
    tab.page.get_by_role("button", name="全部清除").click()
    expect(tab.page.locator(".chip")).to_have_count(0)
    assert tab.page.evaluate("() => location.search") == ""


@VIEW
def test_typing_a_keyword_and_choosing_a_period_filter(map_tab: Watched) -> None:
    everything = map_tab.total()
    map_tab.page.locator("#map-keyword").fill("灭火器")
    expect(map_tab.page.locator(".chip")).to_contain_text("灭火器")
    expect(map_tab.page.locator(".headline .number").first).not_to_have_text(f"{everything:,}")
    assert map_tab.total() < everything
    map_tab.page.get_by_role("button", name="今年", exact=True).click()
    expect(map_tab.page.locator(".chip")).to_have_count(2)
    expect(map_tab.page.locator("#map-from")).to_have_value("2026-01-01")


@VIEW
def test_a_click_on_a_bar_filters(map_tab: Watched) -> None:
    map_tab.page.locator("#map-by-town .bars .point path").first.click(force=True)
    expect(map_tab.page.locator(".chip")).to_contain_text("镇街")


@VIEW
def test_a_click_opens_the_drawer_and_the_selection_survives(tab: Watched) -> None:
    tab.page.goto("/")
    tab.ready()
    point = zoom_to_a_single(tab)
    tab.page.locator("#map-canvas").click(position=point)
    drawer = tab.page.locator(".drawer")
    expect(drawer).to_be_visible()
    no = re.search(r"select=hazards:([^&]+)", tab.page.url)
    assert no is not None
    tab.page.locator("[data-toggle='level=0']").click()
    expect(tab.page.locator(".chip")).to_have_count(1)
    expect(drawer).to_be_visible()
    tab.page.reload()
    tab.ready()
    expect(drawer).to_be_visible()
    assert no[0] in tab.page.url
    tab.page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert "select=" not in tab.page.url


def zoom_to_a_single(tab: Watched) -> dict[str, float]:
    """Go to where one hazard stands alone; its place on the canvas."""
    drawn = "() => onemap.map().queryRenderedFeatures().some((f) => f.source === 'hazards')"
    tab.page.wait_for_function(drawn)
    point: dict[str, float] = tab.page.evaluate(
        """async () => {
          const map = onemap.map(), middle = () => map.project(map.getCenter());
          let alone = null;
          for (const zoom of [11, 13, 15, 17]) {
            const found = map.queryRenderedFeatures().filter((f) => f.source === "hazards");
            const far = (one, other) => {
              const [p, q] = [one, other].map((f) => map.project(f.geometry.coordinates));
              return one === other || Math.hypot(p.x - q.x, p.y - q.y) > 12;
            };
            alone = found.find((one) => one.properties.no && found.every((other) => far(one, other)));
            map.jumpTo({ center: (alone || found[0]).geometry.coordinates, zoom });
            map.triggerRepaint();
            await new Promise((done) => map.once("idle", done));
          }
          return alone && middle();
        }"""
    )
    return {"x": point["x"], "y": point["y"]}


@ADDRESS
def test_the_theme_changes_without_moving_the_map(tab: Watched) -> None:
    tab.page.goto("/" + PLACE)
    tab.ready()
    tab.page.evaluate("() => { window.sameMap = onemap.map(); }")
    before = tab.camera()
    tab.page.locator("#theme-button").click()
    tab.page.wait_for_function(
        "() => onemap.map().getPaintProperty('ground', 'background-color').toLowerCase() === '#081220'"
    )
    assert tab.camera() == before
    assert tab.page.evaluate("() => window.sameMap === onemap.map()")
    tab.page.reload()
    tab.ready()
    assert tab.page.evaluate("() => document.documentElement.dataset.theme") == "dark"


@VIEW
def test_another_role_sees_less_and_its_own_ground(tab: Watched, pack: Pack) -> None:
    tab.page.goto("/")
    tab.ready()
    everything = tab.total()
    tab.page.locator("#viewer").click()
    with tab.page.expect_navigation():
        tab.page.get_by_role("option", name=pack.towns[0].name, exact=True).click()
    tab.ready()
    assert 0 < tab.total() < everything
    _zoom, lon, lat = tab.camera()
    assert pack.town_shapes[0].geometry.envelope.contains(Point(lon, lat))


@VIEW
def test_what_others_report_appears_without_moving_the_view(tab: Watched, pack: Pack, served: Path) -> None:
    lon, lat = pack.town_shapes[0].geometry.representative_point().coords[0]
    tab.page.goto(f"/#map=15.00/{lat:.5f}/{lon:.5f}")
    tab.ready()
    before, camera = tab.total(), tab.camera()
    engine = open_engine(f"sqlite:///{served}")
    told = {
        "subject_kind": "site", "subject_name": "示例在建工程", "level": 1, "source": 2,
        "judge_basis": "重大事故隐患判定标准",
        "town": pack.towns[0].code, "sector": "H03", "description": "临边防护缺失", "address": "示例路 1 号",
        "lon": lon, "lat": lat, "place_quality": 1,
    }  # fmt: skip
    officer = Actor("王某", "ZJJ", Role.DEPARTMENT)
    no = verbs.report(engine, pack, Scope.whole(pack.code), officer, told, DAY.isoformat(), NOON).hazard_no
    engine.dispose()
    expect(tab.page.locator(".headline .number").first).to_have_text(f"{before + 1:,}")
    tab.page.wait_for_function(
        """(no) => onemap.map().queryRenderedFeatures()
          .some((f) => f.source === "overlay" && f.properties.no === no)""",
        arg=no,
    )
    assert tab.camera() == camera


@VIEW
def test_without_figures_moving_the_layout_stays(map_tab: Watched) -> None:
    before = map_tab.page.locator("#map-canvas").bounding_box()
    map_tab.page.locator("[data-toggle='level=1']").click()
    expect(map_tab.page.locator(".chip")).to_have_count(1)
    assert map_tab.page.locator("#map-canvas").bounding_box() == before
