"""Which layers the map has: one row each, in drawing order from the ground up, feeding style, switch and legend.

Names give way to what is drawn above them, so they stand below the facts, and town names above other writing.
A row that depends on how hazards are coloured says so in ``modes``; exactly one of the rows of ``MODES`` is on.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from data.packs.model import Pack
from data.words import t
from layers import facts, ground
from layers.brush import DEEPEST, Brush, StyleLayer, sector_slots
from layers.context import CONTEXT_PATH
from layers.style import RISKS, SECTOR_SLOTS

Draw = Callable[[Brush], list[StyleLayer]]

BY_COLOUR = "by_colour"
BY_SECTOR = "by_sector"
MODES = (BY_COLOUR, BY_SECTOR)
"""How hazards are told apart: by the risk colour of their subject, or by sector."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the map. Its name is ``layer.<key>`` of the words, its group ``layer.group_<group>``."""

    key: str
    group: str
    draw: Draw
    visible: bool = True
    switchable: bool = True
    """False: part of the ground or of another row, has no switch."""
    with_rows: tuple[str, ...] = ()
    """Rows that must be on as well."""
    legend: tuple[tuple[str, str], ...] = field(default=())
    """``(image of layers.symbols, key under layer. or colour.)`` per legend line; sectors are added from the pack."""


_RISK_LEGEND = tuple((f"risk-{key}", f"colour.risk_{key}") for key in RISKS)

LAYERS: tuple[Layer, ...] = (
    Layer("neighbours", "ground", ground.neighbours, legend=(("fill-neighbour", "layer.neighbours"),)),
    Layer("land", "ground", ground.land, switchable=False),
    Layer(
        "context",
        "ground",
        ground.surroundings,
        legend=(("fill-water", "layer.water"), ("line-road", "layer.road")),
    ),
    Layer("bans", "ground", ground.bans, visible=False, legend=(("line-park", "layer.bans"),)),
    Layer("cells", "boundaries", ground.cells, visible=False, legend=(("line-cell", "layer.cells"),)),
    Layer("parks", "boundaries", ground.parks, legend=(("line-park", "layer.parks"),)),
    Layer("towns", "boundaries", ground.towns, legend=(("line-town", "layer.towns"),)),
    Layer("outline", "boundaries", ground.outline, switchable=False, legend=(("line-outline", "layer.outline"),)),
    Layer("major_counts", "hazards", facts.major_counts, switchable=False, with_rows=("major",)),
    Layer("town_names", "boundaries", ground.town_names, switchable=False, with_rows=("towns",)),
    Layer("objects", "objects", facts.objects, visible=False, legend=(("disc", "layer.objects_far"),)),
    Layer("major", "hazards", facts.major_outlines, with_rows=(BY_COLOUR,), legend=(("major-red", "layer.major"),)),
    Layer("major_sector", "hazards", facts.major_outlines_by_sector, switchable=False, with_rows=("major", BY_SECTOR)),
    Layer(
        "imprecise",
        "hazards",
        facts.imprecise_by_colour,
        with_rows=(BY_COLOUR,),
        legend=(("hatched", "layer.imprecise"),),
    ),
    Layer(
        "imprecise_sector",
        "hazards",
        facts.imprecise_by_sector,
        switchable=False,
        with_rows=("imprecise", BY_SECTOR),
    ),
    Layer(BY_COLOUR, "hazards", facts.hazards_by_colour, legend=(("donut", "layer.circle"), *_RISK_LEGEND)),
    Layer(BY_SECTOR, "hazards", facts.hazards_by_sector, visible=False, legend=(("disc", "layer.circle"),)),
    Layer("overdue", "hazards", facts.overdue_rings, legend=(("overdue", "layer.overdue"),)),
    Layer("selected", "hazards", facts.selected, switchable=False),
)


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One line of the legend: the layer it belongs to, an image id of `layers.symbols.symbols`, and its words."""

    layer: str
    image: str
    words: str


def switched_on(choice: Collection[str] | None = None) -> frozenset[str]:
    """Keys of the rows that are on: the reader's choice (None = the defaults) and those without a switch.

    Exactly one way of colouring hazards stays on: the first of ``MODES`` chosen, else by risk colour.
    """
    chosen = {row.key for row in LAYERS if row.visible} if choice is None else set(choice)
    mode = next((each for each in MODES if each in chosen), BY_COLOUR)
    return frozenset(chosen - set(MODES) | {mode} | {row.key for row in LAYERS if not row.switchable})


def map_style(
    theme: str,
    base_url: str,
    filter_query: str,
    version: str,
    pack: Pack,
    *,
    on: Collection[str] | None = None,
    largest: Sequence[int] = (),
) -> dict[str, Any]:
    """The MapLibre style of one map, without glyphs and sprite, so that nothing is fetched but our own tiles.

    ``theme`` is ``light`` or ``dark``; ``base_url`` the absolute address of the server, no slash at its end;
    ``filter_query`` is ``Filter.query()``; ``version`` that of the tile set; ``on`` the rows that are shown;
    ``largest`` the largest cells by zoom (`layers.tileset`) to which circles are scaled. Every style layer names in
    ``metadata.rows`` the rows that must all be on for it to show, so that a browser can switch it by itself.
    """
    brush = Brush.of(pack, theme, largest)
    shown = switched_on(on)
    return {
        "version": 8,
        "name": f"onemap-{theme}",
        "sources": sources(base_url, filter_query, version, pack),
        "layers": [
            {"id": "ground", "type": "background", "paint": {"background-color": brush.colours.ground}},
            *(_shown(layer, row, shown) for row in LAYERS for layer in row.draw(brush)),
        ],
        "transition": {"duration": 0, "delay": 0},
    }


def sources(base_url: str, filter_query: str, version: str, pack: Pack) -> dict[str, Any]:
    """The sources of the style: the pack's ground, our tiles, and, empty at first, newer hazards and the selection."""
    empty = {"type": "FeatureCollection", "features": []}
    context_url = f"{base_url}{CONTEXT_PATH}?pack={quote(pack.code)}"
    return {
        ground.SOURCE: {"type": "geojson", "data": context_url, "attribution": " ".join(pack.credits)},
        **{
            layer: {
                "type": "vector",
                "tiles": [tile_url(base_url, layer, filter_query, version)],
                "minzoom": 0,
                "maxzoom": DEEPEST,
            }
            for layer in (facts.OBJECTS, facts.HAZARDS)
        },
        facts.OVERLAY: {"type": "geojson", "data": empty},
        "selected": {"type": "geojson", "data": empty},
    }


def tile_url(base_url: str, layer: str, filter_query: str, version: str) -> str:
    """The address template of a layer's tiles: ``…/tiles/<layer>/{z}/{x}/{y}.pbf?f=<filter>&v=<version>``."""
    return f"{base_url}/tiles/{layer}/{{z}}/{{x}}/{{y}}.pbf?f={quote(filter_query, safe='')}&v={version}"


def legend(pack: Pack, on: Collection[str] | None = None) -> tuple[LegendLine, ...]:
    """The legend of what is on, facts first and the ground last."""
    shown = switched_on(on)
    lines: list[LegendLine] = []
    for row in reversed(LAYERS):
        if row.key in shown and all(other in shown for other in row.with_rows if other not in MODES):
            lines += [LegendLine(row.key, image, t(key)) for image, key in row.legend]
            lines += _sector_lines(pack) if row.key == BY_SECTOR else []
    return tuple(lines)


def _sector_lines(pack: Pack) -> list[LegendLine]:
    slots = sector_slots(pack.sectors)
    mains = [sector for sector in pack.sectors if sector.parent is None]
    return [
        LegendLine(BY_SECTOR, f"sector-{slots[sector.code]}", sector.short_name) for sector in mains[: SECTOR_SLOTS + 1]
    ]


def _shown(layer: StyleLayer, row: Layer, shown: Collection[str]) -> StyleLayer:
    rows = [row.key, *row.with_rows]
    visibility = "visible" if all(each in shown for each in rows) else "none"
    return layer | {
        "layout": layer["layout"] | {"visibility": visibility},
        "metadata": {"rows": rows, "switchable": row.switchable},
    }
