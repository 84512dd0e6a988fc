"""Which layers the map has: one row each, in drawing order from the ground up, feeding style, switch and legend.

Names give way to what is drawn above them, so they stand below the facts.
Rows that name each other in ``with_rows`` show together only; of rows with the same ``one_of`` one at most is on, and
of the modes, the ways of telling hazards apart, exactly one. Rows of one ``unit`` are faded and moved as one.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from data.packs.model import Pack
from data.words import t
from layers import doubts, facts, ground, shading
from layers.brush import Brush, StyleLayer, sector_slots
from layers.style import RISKS, SECTOR_SLOTS

Draw = Callable[[Brush], list[StyleLayer]]

BY_COLOUR = "by_colour"
BY_SECTOR = "by_sector"
MODES = (BY_COLOUR, BY_SECTOR)
"""How hazards are told apart: by the risk colour of their subject, or by sector."""

OBJECTS = "objects"
FOUR_COLOURS = "four_colours"
HAZARDS = "hazards"
"""The row without which no hazard is drawn."""

SECTOR_IMAGES = {BY_SECTOR: "sector", OBJECTS: "object"}
"""Rows with a line for each sector in the legend, and the beginning of its image."""

FAR = "far"
NEAR = "near"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a row's legend: an image of `layers.symbols`, and words below ``layer.`` or ``colour.``.

    ``at`` says where it belongs: where things are counted (`FAR`), where they stand singly (`NEAR`), or everywhere.
    """

    image: str
    words: str
    at: str = ""


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
    unit: str = ""
    """What is faded and moved as one, ``layer.unit_<unit>`` of the words; "" stays where it is."""
    one_of: str = ""
    """Rows of which one at most is on."""
    asks: bool = False
    """True where the switch changes what the server counts or colours, and not only what is drawn of it."""
    legend: tuple[Line, ...] = ()
    """Sectors are added from the pack."""


def _nothing(_: Brush) -> list[StyleLayer]:
    """For rows that only choose among what others draw."""
    return []


_RISKS = tuple(Line(f"risk-{key}", f"colour.risk_{key}") for key in RISKS)

LAYERS: tuple[Layer, ...] = (
    Layer("neighbours", "ground", ground.neighbours, legend=(Line("fill-neighbour", "layer.neighbours"),)),
    Layer("land", "ground", ground.land, switchable=False),
    Layer(
        "context",
        "ground",
        ground.surroundings,
        legend=(Line("fill-water", "layer.water"), Line("line-road", "layer.road")),
    ),
    Layer("towns_rate", "surfaces", shading.towns_rate, visible=False, unit="surface", one_of="surface", asks=True),
    Layer("towns_open", "surfaces", shading.towns_open, visible=False, unit="surface", one_of="surface", asks=True),
    Layer("density", "surfaces", shading.density, visible=False, unit="surface", one_of="surface", asks=True),
    Layer("bans", "boundaries", ground.bans, visible=False, unit="bans", legend=(Line("line-ban", "layer.bans"),)),
    Layer("cells", "boundaries", ground.cells, visible=False, unit="cells", legend=(Line("line-cell", "layer.cells"),)),
    Layer("parks", "boundaries", ground.parks, unit="parks", legend=(Line("line-park", "layer.parks"),)),
    Layer("towns", "boundaries", ground.towns, unit="towns", legend=(Line("line-town", "layer.towns"),)),
    Layer(
        "outline",
        "boundaries",
        ground.outline,
        switchable=False,
        unit="towns",
        legend=(Line("line-outline", "layer.outline"),),
    ),
    Layer("context_names", "ground", ground.surrounding_names, switchable=False, with_rows=("context",), unit="towns"),
    Layer("town_names", "boundaries", ground.town_names, switchable=False, with_rows=("towns",), unit="towns"),
    Layer(
        OBJECTS,
        "objects",
        facts.objects_by_sector,
        visible=False,
        unit="objects",
        one_of="objects",
        asks=True,
        legend=(Line("square", "layer.objects_far", FAR),),
    ),
    Layer(
        FOUR_COLOURS,
        "objects",
        facts.objects_by_colour,
        visible=False,
        unit="objects",
        one_of="objects",
        asks=True,
        legend=(Line("square", "layer.objects_far", FAR), *_RISKS),
    ),
    Layer(
        "major_counts", "hazards", facts.major_counts, switchable=False, with_rows=("major", HAZARDS), unit="hazards"
    ),
    Layer(
        "major",
        "levels",
        facts.major_outlines,
        with_rows=(BY_COLOUR, HAZARDS),
        unit="hazards",
        asks=True,
        legend=(Line("major-red", "layer.major_bold", NEAR),),
    ),
    Layer(
        "major_sector",
        "hazards",
        facts.major_outlines_by_sector,
        switchable=False,
        with_rows=("major", BY_SECTOR, HAZARDS),
        unit="hazards",
    ),
    Layer(
        "imprecise",
        "places",
        facts.imprecise_by_colour,
        with_rows=(BY_COLOUR, HAZARDS),
        unit="hazards",
        asks=True,
        legend=(Line("hatched", "layer.imprecise_hatched", NEAR),),
    ),
    Layer(
        "imprecise_sector",
        "hazards",
        facts.imprecise_by_sector,
        switchable=False,
        with_rows=("imprecise", BY_SECTOR, HAZARDS),
        unit="hazards",
    ),
    Layer(
        BY_COLOUR,
        "hazards",
        facts.hazards_by_colour,
        with_rows=(HAZARDS,),
        unit="hazards",
        one_of="mode",
        legend=(Line("donut", "layer.circle", FAR), *_RISKS),
    ),
    Layer(
        BY_SECTOR,
        "hazards",
        facts.hazards_by_sector,
        with_rows=(HAZARDS,),
        visible=False,
        unit="hazards",
        one_of="mode",
        legend=(Line("disc", "layer.circle", FAR),),
    ),
    Layer("premises", "places", _nothing, unit="hazards", asks=True),
    Layer(
        "public",
        "places",
        facts.public_badges,
        with_rows=(HAZARDS,),
        unit="hazards",
        asks=True,
        legend=(Line("public-mark", "layer.public_badge", NEAR),),
    ),
    Layer("general", "levels", _nothing, unit="hazards", asks=True),
    Layer(
        "closed", "hazards", _nothing, unit="hazards", asks=True, legend=(Line("closed", "layer.closed_faded", NEAR),)
    ),
    Layer(
        "overdue",
        "hazards",
        facts.overdue_rings,
        with_rows=(HAZARDS,),
        unit="hazards",
        asks=True,
        legend=(Line("overdue", "layer.overdue_ring", NEAR),),
    ),
    Layer("open", "hazards", _nothing, unit="hazards", asks=True),
    Layer(HAZARDS, "hazards", _nothing, unit="hazards"),
    Layer(
        doubts.FINDINGS,
        "quality",
        doubts.findings,
        visible=False,
        unit="findings",
        asks=True,
        legend=(
            *(Line(f"finding-{group}", f"layer.finding_{group}") for group in doubts.GROUPS),
            Line(doubts.MANY, "layer.findings_many", FAR),
        ),
    ),
    Layer("selected", "hazards", facts.selected, switchable=False),
)

UNITS = tuple(dict.fromkeys(row.unit for row in LAYERS if row.unit))
"""What can be faded and moved, from the ground up."""


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One line of the legend: its row, where it belongs, an image id of `layers.symbols.symbols`, and its words."""

    layer: str
    at: str
    image: str
    words: str


def switched_on(choice: Collection[str] | None = None) -> frozenset[str]:
    """Keys of the rows that are on: the reader's choice (None = the defaults) and those without a switch.

    Exactly one way of colouring hazards stays on: the first of ``MODES`` chosen, else by risk colour; of other rows
    that exclude each other, the first of the registry. What is no row is passed over.
    """
    on = {row.key for row in LAYERS if not row.switchable}
    taken: set[str] = set()
    for row in LAYERS:
        wanted = row.visible if choice is None else row.key in choice
        if row.switchable and wanted and row.one_of not in taken:
            on.add(row.key)
            taken |= {row.one_of} - {""}
    return frozenset(on if "mode" in taken else on | {BY_COLOUR})


def legend(pack: Pack) -> tuple[LegendLine, ...]:
    """The legend of all rows, facts first and the ground last."""
    lines: list[LegendLine] = []
    for row in reversed(LAYERS):
        lines += [LegendLine(row.key, line.at, line.image, t(line.words)) for line in row.legend]
        lines += _sector_lines(pack, row.key) if row.key in SECTOR_IMAGES else []
    return tuple(lines)


def _sector_lines(pack: Pack, row: str) -> list[LegendLine]:
    slots = sector_slots(pack.sectors)
    mains = [sector for sector in pack.sectors if sector.parent is None]
    return [
        LegendLine(row, "", f"{SECTOR_IMAGES[row]}-{slots[sector.code]}", sector.short_name)
        for sector in mains[: SECTOR_SLOTS + 1]
    ]
