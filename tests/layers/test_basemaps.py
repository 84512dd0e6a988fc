"""Basemaps: what is listed is read, shifted ones are refused with the reason, damage and odd hosts are sentences."""

import re
import threading
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.packs import Pack
from data.words import LANGUAGES, table
from geo.mercator import tile_at
from layers.basemaps import BASEMAPS, OWN, Basemaps, TileLost, read_basemaps
from layers.basemaps.entry import FIELDS
from layers.basemaps.kinds import DEGREES, MERCATOR, grid_of
from layers.basemaps.pmtiles import Broken, directory, tile_id
from layers.basemaps.remote import PAUSE, STRIKES, Kept, Remote, Template
from tests.layers.tile_files import (
    MIDDLE,
    Answer,
    TileHost,
    picture,
    png,
    pyramid,
    tile_host,
    write_mbtiles,
    write_pmtiles,
)

ZOOMS = (9, 12)
AT = (12, *tile_at(12, *MIDDLE))
SOUND = {"key": "a", "name": "测试底图", "datum": "cgcs2000"}


def listed(
    folder: Path, pack: Pack, *entries: dict[str, object], environment: dict[str, str] | None = None
) -> Basemaps:
    """What a list with these entries gives."""
    lines = []
    for entry in entries:
        lines += ["[[basemap]]", *(f"{name} = {written(value)}" for name, value in entry.items())]
    file = folder / "basemaps.toml"
    file.write_text("\n".join(lines), "utf-8")
    return read_basemaps(file, pack.outline.bounds, environment or {})


def written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return str(value) if isinstance(value, int) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def only(found: Basemaps) -> str:
    """The sentence of the only entry, which is refused."""
    assert found.usable == ()
    (refused,) = found.refused
    return refused.error.sentence()


@pytest.mark.parametrize("kind", BASEMAPS, ids=lambda kind: kind.key)
def test_every_kind_has_a_name_and_known_fields(kind: object) -> None:
    row = next(each for each in BASEMAPS if each is kind)
    assert all(f"basemap.kind.{row.key}" in table(lang) for lang in LANGUAGES)
    assert set(row.needs + row.may) <= set(FIELDS)
    assert (row.open is None) == (row.key == OWN)


def test_our_own_vectors_come_first() -> None:
    assert BASEMAPS[0].key == OWN


def test_every_reason_is_in_words() -> None:
    used = set()
    for file in Path("layers/basemaps").glob("*.py"):
        text = file.read_text("utf-8")
        used |= set(re.findall(r'why="(\w+)"', text)) | set(re.findall(r'\.wrong\("?\w+"?, "(\w+)"', text))
    assert len(used) > 8
    assert all(f"basemap.why.{why}" in table(lang) for why in used for lang in LANGUAGES)


def test_files_of_both_formats_answer_their_tiles(tmp_path: Path, pack: Pack) -> None:
    tiles = pyramid(*ZOOMS)
    write_mbtiles(tmp_path / "m.mbtiles", tiles)
    write_mbtiles(tmp_path / "x.mbtiles", tiles, rows="xyz")
    write_pmtiles(tmp_path / "p.pmtiles", tiles)
    write_pmtiles(tmp_path / "l.pmtiles", tiles, leaf=17)
    found = listed(
        tmp_path, pack,
        SOUND | {"key": "m", "kind": "mbtiles", "file": "m.mbtiles"},
        SOUND | {"key": "x", "kind": "mbtiles", "file": "x.mbtiles", "rows": "xyz"},
        SOUND | {"key": "p", "kind": "pmtiles", "file": "p.pmtiles", "datum": "WGS84"},
        SOUND | {"key": "l", "kind": "pmtiles", "file": "l.pmtiles", "max_zoom": 11},
    )  # fmt: skip
    assert found.refused == ()
    for basemap in found.usable:
        assert (basemap.min_zoom, basemap.max_zoom) == (9, 11 if basemap.key == "l" else 12)
        assert {place: basemap.tiles.tile(*place) for place in tiles} == tiles
        assert basemap.tiles.tile(12, 0, 0) is None


def test_tile_numbers_of_pmtiles_follow_the_specification() -> None:
    assert [tile_id(0, 0, 0), *(tile_id(1, *at) for at in ((0, 0), (0, 1), (1, 1), (1, 0)))] == [0, 1, 2, 3, 4]
    assert tile_id(12, 3423, 1763) == 19078479


@pytest.mark.parametrize("z", [1, 3, 6])
def test_tile_numbers_of_a_zoom_are_all_different_and_neighbours_touch(z: int) -> None:
    places = {tile_id(z, x, y): (x, y) for x in range(1 << z) for y in range(1 << z)}
    first = ((1 << 2 * z) - 1) // 3
    assert sorted(places) == list(range(first, first + (1 << 2 * z)))
    along = [places[number] for number in sorted(places)]
    assert all(abs(a - c) + abs(b - d) == 1 for (a, b), (c, d) in pairwise(along))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"datum": "gcj02"}, "GCJ-02"),
        ({"datum": "GCJ-02"}, "数百米"),
        ({"datum": "bd09"}, "BD-09"),
        ({"datum": "火星"}, "没有注明坐标系"),
        ({"datum": ""}, "datum"),
        ({"url": "http://wprd01.is.autonavi.com/t?x={x}&y={y}&z={z}"}, "坐标偏移"),
        ({"url": "http://127.0.0.1/{z}/{x}"}, "占位符"),
        ({"url": "file:///etc/{z}/{x}/{y}"}, "网址"),
        ({"url": "http://user:word@127.0.0.1/{z}/{x}/{y}"}, "网址"),
        ({"url": "http://127.0.0.1:x/{z}/{x}/{y}"}, "网址"),
        ({"url": "http:///{z}/{x}/{y}"}, "网址"),
        ({"url": "http://127.0.0.1/{z}/{x}/{y}?k={key}"}, "没有填写"),
        ({"access_key_env": "NOT_SET"}, "NOT_SET"),
        ({"kind": "magic"}, "kind"),
        ({"kind": OWN}, "kind"),
        ({"key": "../x"}, "key"),
        ({"key": OWN}, "key"),
        ({"name": ""}, "name"),
        ({"min_zoom": -1}, "min_zoom"),
        ({"min_zoom": 9, "max_zoom": 3}, "min_zoom"),
        ({"colour": "red"}, "不认识"),
        ({"kind": "wmts", "matrix_set": "c", "layer": "vec"}, "经纬度"),
        ({"kind": "wmts", "matrix_set": "EPSG:4490", "layer": "vec"}, "墨卡托"),
        ({"kind": "wmts", "matrix_set": "自定义", "layer": "vec"}, "grid"),
        ({"kind": "wmts", "matrix_set": "w"}, "占位符"),
        ({"kind": "wmts", "matrix_set": "w", "url": "http://127.0.0.1/wmts"}, "layer"),
        ({"kind": "tianditu", "layer": "vec_c", "url": "http://127.0.0.1"}, "vec_w"),
        ({"kind": "tianditu", "layer": "vec", "url": "http://127.0.0.1"}, "layer"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused_with_its_reason(
    tmp_path: Path, pack: Pack, fields: dict[str, object], says: str
) -> None:
    sound = SOUND | {"kind": "xyz", "url": "http://127.0.0.1/{z}/{x}/{y}"}
    assert says in only(listed(tmp_path, pack, sound | fields))


def test_an_entry_beside_a_wrong_one_is_used(tmp_path: Path, pack: Pack) -> None:
    sound = SOUND | {"kind": "xyz", "url": "http://127.0.0.1/{z}/{x}/{y}"}
    found = listed(tmp_path, pack, sound, sound, sound | {"key": "b", "datum": "gcj02"})
    assert [each.key for each in found.usable] == ["a"]
    assert ["重复" in each.error.sentence() for each in found.refused] == [True, False]


@pytest.mark.parametrize("text", ["[[basemap", "basemap = 3", "basemap = [1]", "\x00", None])
def test_a_list_that_is_none_is_one_sentence(tmp_path: Path, pack: Pack, text: str | None) -> None:
    file = tmp_path / "basemaps.toml"
    if text is not None:
        file.write_text(text, "utf-8")
    assert "读不出来" in only(read_basemaps(file, pack.outline.bounds))


def test_an_empty_list_is_no_basemap(tmp_path: Path, pack: Pack) -> None:
    assert listed(tmp_path, pack) == Basemaps()


def damaged_files(folder: Path) -> dict[str, tuple[str, str]]:
    """File name → kind and what the sentence says."""
    tiles = pyramid(*ZOOMS)
    whole_m = write_mbtiles(folder / "whole.mbtiles", tiles).read_bytes()
    whole_p = write_pmtiles(folder / "whole.pmtiles", tiles).read_bytes()
    write_mbtiles(folder / "flipped.mbtiles", tiles, rows="xyz")
    write_mbtiles(folder / "vector.mbtiles", tiles, kind="pbf")
    write_mbtiles(folder / "empty.mbtiles", {})
    write_mbtiles(folder / "far.mbtiles", pyramid(*ZOOMS, at=(10.0, 50.0)))
    write_pmtiles(folder / "vector.pmtiles", tiles, kind=1)
    write_pmtiles(folder / "far.pmtiles", tiles, east=116.6)
    for name, data in {
        "text.mbtiles": "不是瓦片".encode() * 50,
        "cut.mbtiles": whole_m[: len(whole_m) // 2],
        "nothing.mbtiles": b"",
        "text.pmtiles": b"PMTiles but not really" * 20,
        "old.pmtiles": b"PMTiles\2" + whole_p[8:],
        "cut.pmtiles": whole_p[:-900],
        "short.pmtiles": whole_p[:60],
        "mad.pmtiles": whole_p[:127] + b"\xff" * (len(whole_p) - 127),
    }.items():
        (folder / name).write_bytes(data)
    return {
        "text.mbtiles": ("mbtiles", "不是可用的 MBTiles"), "nothing.mbtiles": ("mbtiles", "不是可用的 MBTiles"),
        "empty.mbtiles": ("mbtiles", "不是可用的 MBTiles"), "cut.mbtiles": ("mbtiles", "不完整"),
        "flipped.mbtiles": ("mbtiles", 'rows = "xyz"'), "vector.mbtiles": ("mbtiles", "矢量"),
        "far.mbtiles": ("mbtiles", "不包含本辖区"), "missing.mbtiles": ("mbtiles", "不存在"),
        "whole.pmtiles": ("mbtiles", "不是可用的 MBTiles"), "whole.mbtiles": ("pmtiles", "不是可用的 PMTiles"),
        "text.pmtiles": ("pmtiles", "不是可用的 PMTiles"), "old.pmtiles": ("pmtiles", "不是可用的 PMTiles"),
        "cut.pmtiles": ("pmtiles", "不完整"), "short.pmtiles": ("pmtiles", "不是可用的 PMTiles"),
        "mad.pmtiles": ("pmtiles", "不是可用的 PMTiles"), "vector.pmtiles": ("pmtiles", "矢量"),
        "far.pmtiles": ("pmtiles", "不包含本辖区"), "missing.pmtiles": ("pmtiles", "不存在"),
        ".": ("pmtiles", "不存在"),
    }  # fmt: skip


def test_a_file_that_is_none_or_damaged_is_a_sentence(tmp_path: Path, pack: Pack) -> None:
    for name, (kind, says) in damaged_files(tmp_path).items():
        sentence = only(listed(tmp_path, pack, SOUND | {"kind": kind, "file": name}))
        assert says in sentence, name


def test_a_file_that_breaks_while_the_server_runs_loses_tiles_only(tmp_path: Path, pack: Pack) -> None:
    tiles = pyramid(*ZOOMS)
    files = {
        "mbtiles": write_mbtiles(tmp_path / "a.mbtiles", tiles),
        "pmtiles": write_pmtiles(tmp_path / "a.pmtiles", tiles),
    }
    entries = [SOUND | {"key": kind, "kind": kind, "file": file.name} for kind, file in files.items()]
    found = listed(tmp_path, pack, *entries)
    for file in files.values():
        file.write_bytes(file.read_bytes()[:300])
    for basemap in found.usable:
        with pytest.raises(TileLost, match="未读取到"):
            basemap.tiles.tile(*AT)


def test_what_is_no_picture_is_not_handed_on(tmp_path: Path, pack: Pack) -> None:
    tiles = pyramid(*ZOOMS) | {AT: b"<html>"}
    write_mbtiles(tmp_path / "a.mbtiles", tiles)
    (basemap,) = listed(tmp_path, pack, SOUND | {"kind": "mbtiles", "file": "a.mbtiles"}).usable
    with pytest.raises(TileLost, match="不是图片"):
        basemap.tiles.tile(*AT)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_a_directory(data: bytes) -> None:
    try:
        ids, *others = directory(data)
    except Broken:
        return
    assert all(len(each) == len(ids) for each in others)


@pytest.mark.parametrize(
    ("name", "grid"),
    [
        ("w", MERCATOR), ("c", DEGREES), ("GoogleMapsCompatible", MERCATOR), ("EPSG:3857", MERCATOR),
        ("urn:ogc:def:crs:EPSG::4490", DEGREES), ("WorldCRS84Quad", DEGREES), ("WebMercatorQuad", MERCATOR), ("s7", ""),
    ],
)  # fmt: skip
def test_the_name_of_a_matrix_set_tells_its_grid(name: str, grid: str) -> None:
    assert grid_of(name) == grid


@pytest.fixture
def host() -> object:
    """A tile server on the loopback."""
    with tile_host() as running:
        yield running


def remote(host: TileHost, path: str = "/{z}/{x}/{y}.png", patience: float = 5.0) -> Remote:
    return Remote("a", Template.of(host.url + path), patience)


def test_a_tianditu_is_asked_as_it_wants_and_the_key_stays_with_the_server(
    tmp_path: Path, pack: Pack, host: TileHost
) -> None:
    entry = SOUND | {"kind": "tianditu", "url": host.url, "layer": "vec_w", "access_key_env": "TDT_KEY"}
    (basemap,) = listed(tmp_path, pack, entry, environment={"TDT_KEY": "geheim&1"}).usable
    assert basemap.tiles.tile(*AT) == png()
    assert host.asked == [
        "/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        f"&TILEMATRIX={AT[0]}&TILEROW={AT[2]}&TILECOL={AT[1]}&tk=geheim%261"
    ]


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"kind": "xyz", "url": "/t/{z}/{x}/{y}.png"}, "/t/12/{x}/{y}.png"),
        ({"kind": "xyz", "url": "/t/{z}/{x}/{-y}.png?k={key}", "access_key": "s"}, "/t/12/{x}/{flipped}.png?k=s"),
        ({"kind": "xyz", "url": "/影像/{z}/{x}/{y}"}, "/%E5%BD%B1%E5%83%8F/12/{x}/{y}"),
        (
            {"kind": "wmts", "url": "/w/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}", "matrix_set": "w"},
            "/w/default/w/12/{y}/{x}",
        ),
        (
            {"kind": "wmts", "url": "/w?map=1", "matrix_set": "EPSG:3857", "layer": "影像", "format": "image/jpeg"},
            "/w?map=1&SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=%E5%BD%B1%E5%83%8F&STYLE=default"
            "&TILEMATRIXSET=EPSG%3A3857&FORMAT=image%2Fjpeg&TILEMATRIX=12&TILEROW={y}&TILECOL={x}",
        ),
    ],
)  # fmt: skip
def test_addresses_are_filled_in(
    tmp_path: Path, pack: Pack, host: TileHost, fields: dict[str, str], asked: str
) -> None:
    (basemap,) = listed(tmp_path, pack, SOUND | fields | {"url": host.url + fields["url"]}).usable
    assert basemap.tiles.tile(*AT) == png()
    assert host.asked == [asked.format(x=AT[1], y=AT[2], flipped=4095 - AT[2])]


def test_a_tile_is_asked_once(host: TileHost) -> None:
    tiles = remote(host)
    host.answer = picture(b"", 404)
    assert [tiles.tile(5, 1, 1), tiles.tile(5, 1, 1)] == [None, None]
    host.answer = picture(png())
    assert [tiles.tile(5, 2, 1), tiles.tile(5, 2, 1)] == [png(), png()]
    assert len(host.asked) == 2


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.end_headers()
    waiting = threading.Event()
    try:
        while not waiting.wait(0.05):
            handler.wfile.write(b"\x89")
            handler.wfile.flush()
    except ConnectionError:
        return


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (picture(b"", 302, Location="http://127.0.0.1:1/"), "302"),
        (picture(png() + b"\0" * 5_000_000), "过大"),
        (picture(png(side=3000)), "过大"),
        (picture(b"<html>login</html>", kind="image/png"), "不是图片"),
        (picture(b"", 200), "不是图片"),
        (picture(b"no", 403), "403"),
        (picture(png(), 500), "500"),
        (drip, "太慢"),
    ],
    ids=["redirect", "huge", "wide", "html", "nothing", "forbidden", "broken", "drip"],
)  # fmt: skip
def test_a_hostile_host_costs_a_tile_and_no_more(host: TileHost, answer: Answer, says: str) -> None:
    tiles = remote(host, patience=0.4)
    host.answer = answer
    with pytest.raises(TileLost, match=says):
        tiles.tile(3, 1, 1)
    host.answer = picture(png())
    assert tiles.tile(3, 1, 1) == png()


def test_a_host_that_is_gone_is_left_alone_for_a_while(host: TileHost, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("layers.basemaps.remote.time.monotonic", lambda: now[0])
    tiles = remote(host)
    host.answer = lambda handler: handler.connection.close()
    for _ in range(STRIKES + 5):
        with pytest.raises(TileLost, match="没有应答"):
            tiles.tile(3, 1, 1)
    assert len(host.asked) == STRIKES
    host.answer = picture(png())
    now[0] += PAUSE + 1
    assert tiles.tile(3, 1, 1) == png()


@given(st.lists(st.tuples(st.integers(0, 30), st.binary(max_size=900))))
def test_kept_tiles_stay_within_their_room(tiles: list[tuple[int, bytes]]) -> None:
    kept = Kept(5_000)
    for number, tile in tiles:
        kept.put((0, number, 0), tile)
        assert kept.get((0, number, 0)) == tile
    held = [kept.get((0, number, 0)) for number in range(31)]
    assert sum(len(each) + 200 for each in held if each is not None) <= 5_000
