"""How an entry of each kind becomes tiles."""

from urllib.parse import quote

from layers.basemaps.entry import Entry
from layers.basemaps.errors import DegreeGrid, ShiftedHost, UnknownGrid
from layers.basemaps.mbtiles import NORTH, SOUTH, open_mbtiles
from layers.basemaps.model import Tiles
from layers.basemaps.pmtiles import open_pmtiles
from layers.basemaps.remote import Remote, Template

DEEPEST = 18
"""The last zoom asked of a host whose entry does not say."""

Opened = tuple[Tiles, int, int]
"""Tiles, first and last zoom."""

MERCATOR, DEGREES = "mercator", "degrees"
GRIDS = {
    MERCATOR: ("w", "googlemapscompatible", "webmercatorquad", "3857", "900913", "102100", "mercator", "google"),
    DEGREES: ("c", "4490", "4326", "4258", "crs84", "wgs84", "cgcs2000"),
}
"""Names of tile matrix sets by grid: the whole name, or a part of it that is longer than a letter."""

SHIFTED_HOSTS = (
    "amap.com", "autonavi.com", "gaode.com", "map.qq.com", "gtimg.com", "baidu.com", "bdimg.com", "bdstatic.com",
    "google.cn", "gmap.cn", "sogou.com", "mapabc.com",
)  # fmt: skip
"""Hosts that serve GCJ-02 or BD-09 and nothing else."""


def open_xyz(entry: Entry) -> Opened:
    """``url`` with ``{z} {x} {y}``, ``{-y}`` for rows from the south, and ``{key}`` for the access key."""
    url = entry.text("url")
    if not ("{z}" in url and "{x}" in url and ("{y}" in url or "{-y}" in url)):
        raise entry.wrong("url", "no_placeholders")
    return _remote(entry, url)


def open_wmts(entry: Entry) -> Opened:
    """A WMTS in web mercator: an address with ``{TileMatrix} {TileRow} {TileCol}``, or one that takes parameters."""
    check_grid(entry, entry.text("matrix_set"))
    url = entry.text("url")
    if "{TileMatrix}" in url and "{TileRow}" in url and "{TileCol}" in url:
        names = {"TileMatrix": "{z}", "TileRow": "{y}", "TileCol": "{x}", "TileMatrixSet": entry.text("matrix_set")}
        names |= {"Style": entry.text("style", "default"), "style": entry.text("style", "default")}
        for name, value in names.items():
            url = url.replace(f"{{{name}}}", value)
        return _remote(entry, url)
    if "{" in url.replace("{key}", ""):
        raise entry.wrong("url", "no_placeholders")
    return _remote(entry, _with_parameters(entry, url))


def _with_parameters(entry: Entry, url: str) -> str:
    asked = {
        "SERVICE": "WMTS",
        "REQUEST": "GetTile",
        "VERSION": "1.0.0",
        "LAYER": entry.text("layer"),
        "STYLE": entry.text("style", "default"),
        "TILEMATRIXSET": entry.text("matrix_set"),
        "FORMAT": entry.text("format", "image/png"),
    }
    if not asked["LAYER"]:
        raise entry.wrong("layer", "missing")
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in asked.items())
    return f"{url}{'&' if '?' in url else '?'}{pairs}&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}"


def open_tianditu(entry: Entry) -> Opened:
    """天地图 and what is built like it: ``layer`` is ``vec_w img_w cia_w …``; ``url`` is the host, key as ``tk``."""
    layer, _, matrix_set = entry.text("layer").rpartition("_")
    if not layer:
        raise entry.wrong("layer", "ill_written")
    check_grid(entry, matrix_set)
    fields = {**entry.fields, "layer": layer, "matrix_set": matrix_set, "format": "tiles"}
    named = Entry(entry.key, fields, entry.home, entry.county, entry.environment)
    base = f"{entry.text('url').rstrip('/')}/{quote(layer, safe='')}_{matrix_set}/wmts"
    return _remote(named, _with_parameters(named, base), key_name="tk")


def check_grid(entry: Entry, matrix_set: str) -> None:
    """Raise unless the tile matrix set is one of web mercator, by its name or as ``grid`` says."""
    grid = entry.text("grid") or grid_of(matrix_set)
    if grid == DEGREES:
        raise DegreeGrid(basemap=entry.key, matrix_set=matrix_set)
    if grid != MERCATOR:
        raise UnknownGrid(basemap=entry.key, matrix_set=matrix_set)


def grid_of(matrix_set: str) -> str:
    """``mercator`` or ``degrees`` from the name of a tile matrix set; empty when it does not tell."""
    name = matrix_set.lower()
    for grid, parts in GRIDS.items():
        if any(name == part or (len(part) > 1 and part in name) for part in parts):
            return grid
    return ""


def _remote(entry: Entry, url: str, key_name: str = "") -> Opened:
    secret = entry.secret()
    key_name = entry.text("access_key_name", key_name)
    if secret and key_name and "{key}" not in url:
        url += f"{'&' if '?' in url else '?'}{quote(key_name, safe='')}={{key}}"
    if "{key}" in url and not secret:
        raise entry.wrong("access_key", "missing")
    try:
        template = Template.of(url.replace("{key}", quote(secret, safe="")))
    except ValueError:
        raise entry.wrong("url", "no_address") from None
    host = template.base.hostname or ""
    if any(host == each or host.endswith(f".{each}") for each in SHIFTED_HOSTS):
        raise ShiftedHost(basemap=entry.key, host=host)
    return Remote(entry.key, template), 0, int(entry.fields.get("max_zoom", DEEPEST))


def from_mbtiles(entry: Entry) -> Opened:
    """``file``; ``rows`` is ``tms`` as the format says, or ``xyz`` for files that were written otherwise."""
    rows = entry.text("rows", SOUTH)
    if rows not in (SOUTH, NORTH):
        raise entry.wrong("rows", "ill_written")
    return open_mbtiles(entry.key, entry.home / entry.text("file"), rows, entry.county)


def from_pmtiles(entry: Entry) -> Opened:
    """``file``, in version 3 of the format."""
    return open_pmtiles(entry.key, entry.home / entry.text("file"), entry.county)
