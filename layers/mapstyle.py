"""The MapLibre style of one map, put together from the rows of the registry: sources, layers, what is on."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from data.packs.model import Pack
from layers import doubts, facts, ground
from layers.brush import DEEPEST, Brush, StyleLayer
from layers.context import CONTEXT_PATH
from layers.density import Window
from layers.registry import LAYERS, Layer, switched_on
from layers.shown import Shown
from layers.surface import DENSITY, Surface


def map_style(
    theme: str,
    base_url: str,
    filter_query: str,
    version: str,
    pack: Pack,
    *,
    on: Collection[str] | None = None,
    largest: Mapping[str, Sequence[int]] | None = None,
    surface: Surface | None = None,
    newest: int = 0,
) -> dict[str, Any]:
    """The MapLibre style of one map, without glyphs and sprite, so that nothing is fetched but our own tiles.

    ``theme`` is ``light`` or ``dark``; ``base_url`` the absolute address of the server, no slash at its end;
    ``filter_query`` is ``Filter.query()``; ``version`` that of the tile set; ``on`` the rows that are shown;
    ``largest`` the largest cells by tile layer and zoom (`layers.tileset`) to which circles are scaled; ``surface``
    the one that is on; ``newest`` the change that findings of data quality follow. Every style layer names in
    ``metadata.rows`` the rows that must all be on for it to show, so that a browser can switch it by itself, and in
    ``metadata.unit`` what it is faded and moved with.
    """
    brush = Brush.of(pack, theme, largest, surface)
    shown = switched_on(on)
    hidden = Shown.of(shown)
    return {
        "version": 8,
        "name": f"onemap-{theme}",
        "sources": sources(base_url, filter_query, version, pack, hidden)
        | {
            doubts.FINDINGS: doubts.source(
                _findings(base_url, filter_query, newest) if doubts.FINDINGS in shown else None
            )
        }
        | (_density(base_url, theme, filter_query, version, pack, hidden) if DENSITY in shown else {}),
        "layers": [
            {"id": "ground", "type": "background", "paint": {"background-color": brush.colours.ground}},
            *(_shown(layer, row, shown) for row in LAYERS for layer in row.draw(brush)),
        ],
        "transition": {"duration": 0, "delay": 0},
    }


def sources(base_url: str, filter_query: str, version: str, pack: Pack, shown: Shown) -> dict[str, Any]:
    """The sources of the style: the pack's ground, our tiles, and, empty at first, newer hazards and the selection."""
    empty = {"type": "FeatureCollection", "features": []}
    context_url = f"{base_url}{CONTEXT_PATH}?pack={quote(pack.code)}&drawn={pack.drawn}"
    tiles = {
        facts.OBJECTS: tile_url(base_url, facts.OBJECTS, filter_query, version),
        facts.HAZARDS: tile_url(base_url, facts.HAZARDS, filter_query, version, shown),
    }
    return {
        ground.SOURCE: {"type": "geojson", "data": context_url, "attribution": " ".join(pack.credits)},
        **{
            layer: {"type": "vector", "tiles": [address], "minzoom": 0, "maxzoom": DEEPEST}
            for layer, address in tiles.items()
        },
        facts.OVERLAY: {"type": "geojson", "data": empty},
        "selected": {"type": "geojson", "data": empty},
    }


def _findings(base_url: str, filter_query: str, newest: int) -> str:
    """The address of the findings under a filter, another one after every change."""
    return f"{base_url}{doubts.PATH}?f={quote(filter_query, safe='')}&c={newest}"


def _density(base_url: str, theme: str, filter_query: str, version: str, pack: Pack, shown: Shown) -> dict[str, Any]:
    """The picture of the density as a source of its own."""
    about = f"theme={theme}&f={quote(filter_query, safe='')}&hide={shown.text()}&v={version}&drawn={pack.drawn}"
    corners = Window.around(pack.outline.bounds).corners
    return {DENSITY: {"type": "image", "url": f"{base_url}/tiles/density.png?{about}", "coordinates": corners}}


def tile_url(base_url: str, layer: str, filter_query: str, version: str, shown: Shown | None = None) -> str:
    """The address of a layer's tiles: ``…/tiles/<layer>/{z}/{x}/{y}.pbf?f=<filter>[&hide=<hidden>]&v=<version>``."""
    switches = f"&hide={shown.text()}" if shown is not None and shown.text() else ""
    return f"{base_url}/tiles/{layer}/{{z}}/{{x}}/{{y}}.pbf?f={quote(filter_query, safe='')}{switches}&v={version}"


def _shown(layer: StyleLayer, row: Layer, shown: Collection[str]) -> StyleLayer:
    rows = [row.key, *row.with_rows]
    visibility = "visible" if all(each in shown for each in rows) else "none"
    return layer | {
        "layout": layer["layout"] | {"visibility": visibility},
        "metadata": {"rows": rows, "switchable": row.switchable, "unit": row.unit},
    }
