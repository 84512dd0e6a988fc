"""Tiles, style, files and news over HTTP, within the viewer's scope."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import mapbox_vector_tile
import pytest
from dash import Dash

from dashboard.routes import vendor
from dashboard.viewer import personas
from data.packs import Pack
from geo.mercator import tile_at
from tests.dashboard.map.conftest import Visitor

NONSENSE = [
    "?town=%00&town=no-such-town&colour=purple",
    "?from=2026-13-45&to=yesterday&as_of=never",
    "?from=2026-06-30&to=2026-01-01",
    "?level=9&level=-1&state=OPEN%27%3BDROP",
    "?q=%25&overdue=maybe&start_zone=perhaps",
    "?q=%F0%9F%94%A5" + "x" * 300,
    "?" + "&".join(f"town={number}" for number in range(500)),
    "?sector=%E4%B8%8D%E5%AD%98%E5%9C%A8",
]


def count(pack: Pack, visitor: Visitor, query: str = "") -> int:
    """Hazards in the one tile of zoom 7 that holds the county, and its neighbours."""
    west, south, east, north = pack.outline.bounds
    tiles = {tile_at(7, lon, lat) for lon in (west, east) for lat in (south, north)}
    total = 0
    for x, y in tiles:
        answer = visitor.client.get(f"/tiles/hazards/7/{x}/{y}.pbf?f={quote(query)}&v=0")
        if answer.status_code == 200:
            features = mapbox_vector_tile.decode(answer.data)["hazards"]["features"]
            total += sum(each["properties"]["n"] for each in features)
    return total


def test_the_tiles_hold_what_the_page_counts(pack: Pack, visit: Callable[..., Visitor], demo: Dash) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    placed = int((snapshot.hazards.counts & (snapshot.hazards.morton >= 0)).sum())
    assert count(pack, visit()) == placed


def test_a_filter_narrows_the_tiles(pack: Pack, visit: Callable[..., Visitor]) -> None:
    town = pack.towns[0].code
    assert 0 < count(pack, visit(), f"town={town}") < count(pack, visit())


def test_the_acting_role_narrows_the_tiles(pack: Pack, visit: Callable[..., Visitor]) -> None:
    town = pack.towns[0].code
    assert count(pack, visit(town)) == count(pack, visit(), f"town={town}")


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/secrets/7/1/1.pbf", "/tiles/hazards/3/9/0.pbf", "/tiles/hazards/99/0/0.pbf",
        "/tiles/hazards/8/-1/0.pbf", "/tiles/hazards/8/0/-1.pbf", "/tiles/hazards/-1/0/0.pbf",
        "/tiles/hazards/8/1.5/0.pbf", "/tiles/hazards/8/a/b.pbf", "/tiles/hazards/8/1/1.mvt", "/tiles/hazards/8/1/1",
        "/tiles/hazards/8/1/1.pbf/2", "/tiles/hazards//1/1.pbf", "/tiles/hazards/8/%00/1.pbf", "/tiles/hazards",
        "/tiles/nothing.json", "/tiles/", "/tiles", f"/tiles/hazards/8/{'9' * 5000}/0.pbf",
        "/api/v1/nothing", "/api/v1/", "/api/v2/stats", "/api",
    ],
)  # fmt: skip
def test_there_is_no_such_tile_or_answer(visit: Callable[..., Visitor], path: str) -> None:
    answer = visit().client.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "text/plain" in answer.headers["Content-Type"]


READER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
"""What a browser sends when somebody opens an address."""


@pytest.mark.parametrize("path", ["/b/nowhere", "/tiles/nothing"])
def test_a_reader_who_is_led_nowhere_sees_a_page_with_the_way_back(visit: Callable[..., Visitor], path: str) -> None:
    answer = visit().client.get(path, headers=READER)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "没有这个页面" in answer.text
    assert '<a href="/">回到一张图</a>' in answer.text
    assert "/palette.css" in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/ledger/", "/hazards", "/%3Cscript%3E"])
def test_the_program_itself_says_that_an_address_leads_nowhere(visit: Callable[..., Visitor], path: str) -> None:
    answer = visit().client.get(path, headers=READER)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert 'id="react-entry-point"' in answer.text


def test_what_the_page_of_an_error_repeats_is_text_only(visit: Callable[..., Visitor]) -> None:
    answer = visit().client.get("/b/nowhere", headers=READER | {"Origin": "http://<script>alert(1)"})
    assert answer.status_code == 403
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "<script" not in answer.text


def states(demo: Dash, visitor: Visitor, number: str, query: str) -> list[dict[str, Any]]:
    """What the deepest tile at one hazard's place says of it."""
    hazards = demo.server.extensions["onemap"].model.snapshot.hazards
    row = hazards.row_of[number]
    x, y = tile_at(18, hazards.lon[row], hazards.lat[row])
    answer = visitor.client.get(f"/tiles/hazards/18/{x}/{y}.pbf?f={quote(query)}&v=0")
    found = mapbox_vector_tile.decode(answer.data)["hazards"]["features"] if answer.data else []
    return [each["properties"] for each in found if each["properties"]["no"] == number]


def test_a_past_day_draws_what_was_so_at_its_end(demo: Dash, visit: Callable[..., Visitor]) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    hazards = snapshot.hazards
    row = next(
        row
        for row in range(len(hazards))
        if hazards.closed[row] > hazards.found[row] + 2 and hazards.precise[row] and hazards.counts[row]
    )
    number, closed = hazards.number[row], int(hazards.closed[row])
    (now,) = states(demo, visit(), number, "")
    (then,) = states(demo, visit(), number, f"as_of={date.fromordinal(closed - 1)}")
    assert now["state"] == "CLOSED"
    assert then["state"] not in ("CLOSED", "VOID")
    assert states(demo, visit(), number, f"as_of={date.fromordinal(int(hazards.found[row]) - 1)}") == []


def test_an_empty_tile_has_no_content(visit: Callable[..., Visitor]) -> None:
    answer = visit().client.get("/tiles/hazards/7/0/0.pbf?v=0")
    assert answer.status_code == 204
    assert answer.data == b""


def test_a_versioned_tile_may_be_kept_by_one_viewer_only(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    version = visitor.client.get("/healthz").get_json()["version"]
    kept = visitor.client.get(f"/tiles/hazards/7/0/0.pbf?v={version}").headers
    assert "private" in kept["Cache-Control"]
    assert "Cookie" in kept["Vary"]
    assert visitor.client.get("/tiles/hazards/7/0/0.pbf?v=1").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", NONSENSE)
def test_a_nonsense_address_breaks_nothing(visit: Callable[..., Visitor], query: str) -> None:
    visitor = visit()
    assert visitor.page(query)["map-basis"]
    inner = quote(query.lstrip("?"), safe="")
    assert visitor.client.get(f"/tiles/style.json?theme=neon&f={inner}").status_code == 200
    assert visitor.client.get(f"/tiles/hazards/8/{211}/{99}.pbf?f={inner}&v=x").status_code in (200, 204)
    assert visitor.client.get(f"/api/v1/overlay?v=x&f={inner}").status_code == 200
    assert visitor.client.get(f"/api/v1/stats{query}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/tiles/style.json", "/tiles/hazards/7/0/0.pbf", "/api/v1/overlay", "/api/v1/stats", "/_dash-layout", "/"]
)
def test_an_unknown_viewer_sees_nothing(visit: Callable[..., Visitor], path: str) -> None:
    answer = visit("370115999").client.get(path)
    assert answer.status_code == 403
    assert "身份" in answer.text


def test_the_style_fetches_from_this_server_only(visit: Callable[..., Visitor]) -> None:
    style = visit().client.get("/tiles/style.json?theme=dark").get_json()
    assert "glyphs" not in style
    assert "sprite" not in style
    for source in style["sources"].values():
        for url in [*source.get("tiles", []), source.get("data", "http://localhost/")]:
            assert isinstance(url, dict) or url.startswith("http://localhost/")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_image_of_the_legend_is_drawn(visit: Callable[..., Visitor], theme: str) -> None:
    images = visit().client.get(f"/tiles/symbols.json?theme={theme}").get_json()
    assert {"risk-red", "risk-none", "overdue", "selected", "donut"} <= set(images)
    assert all(each.startswith("<svg") for each in images.values())


@pytest.mark.parametrize("name", vendor.FILES)
def test_browser_libraries_are_served_and_may_be_kept_for_ever(visit: Callable[..., Visitor], name: str) -> None:
    with visit().client.get(f"{vendor.base()}/{name}") as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert not name.endswith(".mjs") or answer.content_type.startswith("text/javascript")


@pytest.mark.parametrize(
    "path", [vendor.PLOTLY_PATH, "/palette.css", "/_dash-component-suites/dash/dcc/async-graph.js"]
)
def test_what_has_no_version_in_its_name_is_asked_for_again_but_not_sent_again(
    visit: Callable[..., Visitor], path: str
) -> None:
    with visit().client.get(path) as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-cache"
        known = {"If-None-Match": answer.headers["ETag"]}
    with visit().client.get(path, headers=known) as again:
        assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["/vendor/x/package.json", "/vendor/x/..%2f..%2fpackage.json", "/vendor/../pyproject.toml"]
)
def test_nothing_else_of_the_disk_is_served(visit: Callable[..., Visitor], path: str) -> None:
    answer = visit().client.get(path)
    assert "onemap-vendor" not in answer.text
    assert "[project]" not in answer.text


def test_health_tells_the_newest_change(visit: Callable[..., Visitor], demo: Dash) -> None:
    news = visit().client.get("/healthz").get_json()
    assert news["ok"] is True
    assert datetime.fromisoformat(news["now"]).utcoffset() is not None
    assert news["change"] == demo.server.extensions["onemap"].model.snapshot.change


def test_the_web_tells_the_same_figures_as_the_page(visit: Callable[..., Visitor]) -> None:
    told = visit().client.get("/api/v1/stats?from=2024-01-01&to=2026-06-15").get_json()
    assert told["period"] == ["2024-01-01", "2026-06-15"]
    assert told["kpis"]["hazards_total"]["value"] == sum(
        each["hazards_total"]["value"] for each in told["by_town"].values()
    )


def test_every_persona_of_the_pack_may_be_chosen(pack: Pack, visit: Callable[..., Visitor]) -> None:
    keys = [each.key for each in personas(pack)]
    assert len(keys) == len(set(keys))
    for key in (keys[0], keys[-1], "no-such-persona"):
        answer = visit().client.post("/viewer", data={"viewer": key})
        assert answer.status_code == (204 if key in keys else 403)
