"""Basemaps over HTTP and on the command line: only what is configured, keys stay here, trouble is a sentence."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from dashboard import cli
from dashboard.app import create_app
from geo.mercator import tile_at
from layers.basemaps import EMPTY
from tests.dashboard.conftest import free_port
from tests.dashboard.map.conftest import serving, settings_for, watch
from tests.layers.tile_files import MIDDLE, TileHost, picture, png, pyramid, tile_host, write_mbtiles, write_pmtiles

AT = (12, *tile_at(12, *MIDDLE))
LIST = """
[[basemap]]
key = "local"
name = "离线影像"
kind = "mbtiles"
datum = "cgcs2000"
file = "local.mbtiles"
attribution = "某测绘院"
approval = "示例审图号"

[[basemap]]
key = "host"
name = "内网底图"
kind = "xyz"
datum = "wgs84"
url = "{url}/{{z}}/{{x}}/{{y}}?tk={{key}}"
access_key = "geheim"

[[basemap]]
key = "web"
name = "网络地图"
kind = "xyz"
datum = "gcj02"
url = "{url}/{{z}}/{{x}}/{{y}}"
"""

MORE = """
[[basemap]]
key = "packed"
name = "离线地形"
kind = "pmtiles"
datum = "wgs84"
file = "packed.pmtiles"

[[basemap]]
key = "none"
name = "损坏的影像"
kind = "mbtiles"
datum = "wgs84"
file = "none.mbtiles"

[[basemap]]
key = "sky"
name = "天地图影像"
kind = "tianditu"
datum = "cgcs2000"
url = "{url}"
layer = "img_w"
access_key_env = "ONEMAP_TEST_NO_SUCH_KEY"
"""


@pytest.fixture
def host() -> Iterator[TileHost]:
    """A tile server on the loopback."""
    with tile_host() as running:
        yield running


@pytest.fixture
def listed(tmp_path: Path, host: TileHost) -> Path:
    """A list of three basemaps: a file, a host, and one that is refused."""
    write_mbtiles(tmp_path / "local.mbtiles", pyramid(9, 12))
    file = tmp_path / "grounds.toml"
    file.write_text(LIST.format(url=host.url), "utf-8")
    return file


@pytest.fixture
def client(demo_file: Path, listed: Path) -> FlaskClient:
    """An app that has been given the list."""
    return create_app(settings_for(demo_file, basemaps=str(listed))).server.test_client()


def test_a_tile_of_a_file_and_of_a_host_is_answered(client: FlaskClient, host: TileHost) -> None:
    z, x, y = AT
    local, asked = client.get(f"/tiles/basemap/local/{z}/{x}/{y}"), client.get(f"/tiles/basemap/host/{z}/{x}/{y}")
    assert (local.data, asked.data) == (pyramid(9, 12)[AT], png())
    assert local.content_type == "image/png"
    assert "private" in local.headers["Cache-Control"]
    assert host.asked == [f"/{z}/{x}/{y}?tk=geheim"]


def test_where_there_is_no_tile_the_picture_is_empty(client: FlaskClient) -> None:
    assert client.get("/tiles/basemap/local/12/0/0").data == EMPTY


@pytest.mark.parametrize(
    "path",
    ["web/9/1/1", "none/9/1/1", "own/9/1/1", "local/8/1/1", "local/13/1/1", "local/9/512/1", "host/-1/0/0", "host"],
)  # fmt: skip
def test_nothing_else_is_answered(client: FlaskClient, host: TileHost, path: str) -> None:
    assert client.get(f"/tiles/basemap/{path}").status_code == 404
    assert host.asked == []


def test_a_host_in_trouble_is_a_sentence_that_is_not_kept(client: FlaskClient, host: TileHost) -> None:
    host.answer = picture(b"<html>", 200)
    answer = client.get("/tiles/basemap/host/5/1/1")
    assert answer.status_code == 502
    assert answer.headers["Cache-Control"] == "no-store"
    assert "不是图片" in answer.text
    assert "geheim" not in answer.text


def test_no_access_key_and_no_foreign_address_reaches_the_browser(client: FlaskClient, host: TileHost) -> None:
    for path in ("/", "/_dash-layout", "/tiles/style.json", "/_dash-dependencies"):
        answer = client.get(path)
        assert "geheim" not in answer.text
        assert host.url not in answer.text
        assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_viewer_that_is_unknown_gets_no_tile(client: FlaskClient) -> None:
    client.set_cookie("onemap-viewer", "370115999")
    assert client.get("/tiles/basemap/local/12/0/0").status_code == 403


def test_a_list_that_is_none_does_not_keep_the_server_from_starting(
    demo_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(settings_for(demo_file, basemaps=str(tmp_path / "none.toml")))
    assert app.server.test_client().get("/healthz").status_code == 200
    assert "读不出来" in caplog.text


def test_the_doctor_tells_of_basemaps_that_cannot_be_used(
    demo_file: Path, tmp_path: Path, listed: Path, host: TileHost, capsys: pytest.CaptureFixture[str]
) -> None:
    host.answer = picture(b"", 404)
    file = tmp_path / "doctor.sqlite"
    shutil.copyfile(demo_file, file)
    code = cli.main(["doctor", "--json", "--database", f"sqlite:///{file}", "--basemaps", str(listed)])
    told = json.loads(capsys.readouterr().out)
    assert (code, told["ok"]) == (0, True)
    levels = {each["where"]: each["level"] for each in told["findings"] if each["where"] != "holidays.csv"}
    assert levels == {"内网底图": "warning", "网络地图": "warning"}
    assert any("GCJ-02" in each["what"] for each in told["findings"])


@pytest.fixture
def address(demo_file: Path, listed: Path, host: TileHost) -> Iterator[str]:
    """A real server that has been given the list, with one more that is sound and two that are not."""
    write_pmtiles(listed.with_name("packed.pmtiles"), pyramid(9, 12))
    listed.with_name("none.mbtiles").write_text("SQLite format 3 is not what this is", "utf-8")
    listed.write_text(listed.read_text("utf-8") + MORE.format(url=host.url), "utf-8")
    with serving(settings_for(demo_file, port=free_port(), basemaps=str(listed))) as address:
        yield address


@pytest.mark.browser
@pytest.mark.xdist_group("map-address")
def test_a_basemap_is_chosen_kept_in_the_address_and_says_what_it_lacks(
    chrome: Browser, address: str, host: TileHost
) -> None:
    context = chrome.new_context(viewport={"width": 1120, "height": 640}, locale="zh-CN", base_url=address)
    tab = watch(context)
    tab.page.goto("/#map=11.00/36.98000/117.17000")
    tab.ready()
    tab.page.locator(".basemaps > summary").click()
    refused = tab.page.locator(".basemap-refused")
    for name, why in {
        "网络地图": "GCJ-02",
        "损坏的影像": "不是可用的 MBTiles",
        "天地图影像": "ONEMAP_TEST_NO_SUCH_KEY",
    }.items():
        expect(refused.filter(has_text=name)).to_contain_text(why)
    expect(refused).to_have_count(3)
    with tab.page.expect_response(lambda answer: "/tiles/basemap/packed/12/" in answer.url and answer.ok):
        tab.page.locator("[data-base='packed']").click()
    with tab.page.expect_response(lambda answer: "/tiles/basemap/local/12/" in answer.url and answer.ok):
        tab.page.locator("[data-base='local']").click()
    assert "base=local" in tab.page.url
    expect(tab.page.locator("[data-base-source='local']")).to_have_text("某测绘院 · 审图号：示例审图号")
    order: list[str] = tab.page.evaluate("() => onemap.map().getLayersOrder()")
    assert order.index("land") < order.index("basemap-local") < order.index("town-line")
    host.answer = picture(b"gone", 500)
    tab.page.locator("[data-base='host']").click()
    expect(tab.page.locator(".basemap-lost")).to_contain_text("内网底图")
    assert tab.page.evaluate("() => onemap.map().getLayer('basemap-local') === undefined")
    tab.page.locator("[data-base='own']").click()
    expect(tab.page.locator(".basemap-lost")).to_be_hidden()
    assert "base=" not in tab.page.url
    assert tab.strangers() == []
    context.close()
