"""How hazards and objects are drawn: far away as circles whose area is the count, near as single symbols.

Tiles hold cells (features with ``n``) or singles (features with ``no``), see `layers.tileset`. Images are those of
`layers.symbols` and rings the browser draws for the ``key`` and ``sectors`` of a cell.
"""

from collections.abc import Callable
from typing import Any

from data.rules.vocabulary import State
from layers.brush import DEEPEST, SINGLES_FROM, Brush, Expression, StyleLayer, by_zoom, choose, sector_slots
from layers.circles import LARGEST_RADIUS, SMALLEST_RADII
from layers.style import RISKS, SECTOR_SLOTS
from layers.symbols import CLOSED_OPACITY

HAZARDS = "hazards"
OBJECTS = "objects"
OVERLAY = "overlay"
"""Hazards that are newer than the tiles, see `layers.overlay`."""

GUESSED_TOTAL = 60_000
"""When no largest counts are known: this many in one tile of zoom 8, a quarter of them at each further zoom."""

SMALL_TEXT = 11
SYMBOL_SIZE = by_zoom(SINGLES_FROM, 0.6, 16, 0.85, 18, 1)
FAR: Expression = ["has", "n"]
NEAR: Expression = ["has", "no"]
PRECISE: Expression = ["get", "precise"]


def hazards_by_colour(brush: Brush) -> list[StyleLayer]:
    """Far: rings of composition by the subject's risk colour. Near: the shape of the colour."""
    image = ["concat", "risk-", ["get", "colour"]]
    return [
        _circles("hazard-ring-colour", brush, ["get", "key"]),
        *_symbols("hazard-colour", image, ["all", NEAR, PRECISE]),
    ]


def hazards_by_sector(brush: Brush) -> list[StyleLayer]:
    """Far: rings of composition by sector. Near: the sector's muted colour and its short name."""
    return [
        _circles("hazard-ring-sector", brush, ["get", "sectors"]),
        *_symbols("hazard-sector", ["concat", "sector-", _slot(brush)], ["all", NEAR, PRECISE]),
        _sector_names(brush),
    ]


def imprecise_by_colour(brush: Brush) -> list[StyleLayer]:
    """Hazards known only to a village or town: hatched."""
    image = ["concat", "risk-", ["get", "colour"], "-imprecise"]
    return _symbols("hazard-colour-imprecise", image, ["all", NEAR, ["!", PRECISE]])


def imprecise_by_sector(brush: Brush) -> list[StyleLayer]:
    """The same in sector colours."""
    image = ["concat", "sector-", _slot(brush), "-imprecise"]
    return _symbols("hazard-sector-imprecise", image, ["all", NEAR, ["!", PRECISE]])


def major_outlines(brush: Brush) -> list[StyleLayer]:
    """重大 near: a bold outline under the symbol."""
    which = ["all", NEAR, ["==", ["get", "level"], 1]]
    return _symbols("hazard-major", ["concat", "major-", ["get", "colour"]], which)


def major_outlines_by_sector(_: Brush) -> list[StyleLayer]:
    """The bold outline of the round symbols of sectors."""
    which = ["all", NEAR, ["==", ["get", "level"], 1]]
    return _symbols("hazard-major-sector", "major-yellow", which)


def major_counts(brush: Brush) -> list[StyleLayer]:
    """重大 far: their number, under the circle or beside it, never above, where it would stand under another."""
    layout = {
        "text-field": ["concat", brush.words("major_short"), " ", ["to-string", ["get", "major"]]],
        "text-size": SMALL_TEXT,
        "text-variable-anchor": ["top", "left", "right"],
        "text-radial-offset": _radius(brush, HAZARDS, lambda radius: ["+", ["/", radius, SMALL_TEXT], 0.9]),
        "text-padding": 1,
    }
    paint = {
        "text-color": brush.colours.text,
        "text-halo-color": brush.colours.halo,
        "text-halo-width": 1.8,
    }
    return [_layer("hazard-major-count", "symbol", HAZARDS, ["all", FAR, [">", ["get", "major"], 0]], paint, layout)]


def overdue_rings(_: Brush) -> list[StyleLayer]:
    """逾期 near: a red ring around the symbol."""
    return _symbols("hazard-overdue", "overdue", ["all", NEAR, ["get", "overdue"]])


def public_badges(_: Brush) -> list[StyleLayer]:
    """公共设施 near: a badge at the symbol's shoulder."""
    return _symbols("hazard-public", "public", ["all", NEAR, ["get", "public"]])


def objects_by_sector(brush: Brush) -> list[StyleLayer]:
    """监管对象. Far: square rings of composition by sector, area by count. Near: small hexagons of the sector."""
    image = ["concat", "object-", _slot(brush), ["case", PRECISE, "", "-imprecise"]]
    return [_squares("object-ring-sector", brush, "sectors"), _small("object-sector", image)]


def objects_by_colour(brush: Brush) -> list[StyleLayer]:
    """企业四色. Far: square rings of composition by risk colour. Near: small symbols of the colour's shape."""
    image = ["concat", "risk-", ["get", "colour"], ["case", PRECISE, "", "-imprecise"]]
    return [_squares("object-ring-colour", brush, "key"), _small("object-colour", image)]


def _squares(name: str, brush: Brush, ring: str) -> StyleLayer:
    return _circles(name, brush, ["concat", "square-", ["get", ring]], OBJECTS)


def _small(name: str, image: Any) -> StyleLayer:
    layer = _symbol(name, OBJECTS, image, NEAR)
    layer["layout"]["icon-size"] = by_zoom(SINGLES_FROM, 0.4, 16, 0.55, 18, 0.7)
    return layer


def selected(_: Brush) -> list[StyleLayer]:
    """The ring around what the reader clicked; the browser moves it."""
    layout = {"icon-image": "selected", "icon-allow-overlap": True, "icon-ignore-placement": True}
    return [{"id": "selected", "type": "symbol", "source": "selected", "layout": layout, "paint": {}}]


def ring_image(brush: Brush, source: str, name: Expression) -> Expression:
    """The image ``name@radius`` of a ring, to half a pixel: the area grows with ``n`` up to the largest."""
    return _radius(brush, source, lambda radius: ["concat", name, "@", ["/", ["round", ["*", 2, radius]], 2]])


def _radius(brush: Brush, source: str, use: Callable[[Expression], Expression]) -> Expression:
    smallest = ["step", ["get", "n"], SMALLEST_RADII[0][1], *(part for step in SMALLEST_RADII[1:] for part in step)]
    stops: list[Any] = []
    for zoom in range(DEEPEST + 1):
        share = ["min", 1, ["sqrt", ["/", ["get", "n"], _full(brush, source, zoom)]]]
        stops += [zoom, use(["max", smallest, ["*", LARGEST_RADIUS, share]])]
    return ["step", ["zoom"], stops[1], *stops[2:]]


def _full(brush: Brush, source: str, zoom: int) -> int:
    if largest := brush.largest.get(source):
        return max(1, largest[min(zoom, len(largest) - 1)])
    return max(20, int(GUESSED_TOTAL / 4.0 ** max(0, zoom - 8)))


def _circles(layer: str, brush: Brush, name: Expression, source: str = HAZARDS) -> StyleLayer:
    layout = {
        "icon-image": ring_image(brush, source, name),
        "icon-allow-overlap": True,
        "text-field": _count(brush),
        "text-size": _radius(brush, source, lambda radius: ["step", radius, SMALL_TEXT, 22, 12, 26, 14]),
        "text-allow-overlap": True,
        "symbol-sort-key": ["-", 0, ["get", "n"]],
    }
    return _layer(layer, "symbol", source, FAR, {"text-color": brush.colours.text}, layout)


def _count(brush: Brush) -> Expression:
    big = int(brush.words("big_number"))
    short = ["number-format", ["/", ["get", "n"], big], {"max-fraction-digits": 1}]
    return ["case", ["<", ["get", "n"], big], ["to-string", ["get", "n"]], ["concat", short, brush.words("big_unit")]]


def _symbols(name: str, image: Any, which: Expression) -> list[StyleLayer]:
    """Single hazards of the tiles and, drawn alike, those of the overlay; what is closed stands back."""
    both = [_symbol(name, HAZARDS, image, which), _symbol(f"{name}-newer", OVERLAY, image, which)]
    for each in both:
        each["paint"] = {"icon-opacity": ["case", ["==", ["get", "state"], str(State.CLOSED)], CLOSED_OPACITY, 1]}
    del both[1]["source-layer"]
    return [both[0], both[1] | {"minzoom": SINGLES_FROM}]


def _symbol(name: str, source: str, image: Any, which: Expression) -> StyleLayer:
    worst_last = choose("colour", {key: len(RISKS) - place for place, key in enumerate(RISKS)}, 0)
    layout = {
        "icon-image": image,
        "icon-size": SYMBOL_SIZE,
        "icon-allow-overlap": True,
        "symbol-sort-key": worst_last,
    }
    return _layer(name, "symbol", source, which, {}, layout)


def _sector_names(brush: Brush) -> StyleLayer:
    names = {sector.code: sector.short_name for sector in brush.sectors}
    layout = {
        "text-field": choose("sector", names, ""),
        "text-size": 11,
        "text-anchor": "left",  # one side only: of several at one place one name is enough
        "text-offset": [1.1, 0],
        "text-padding": 2,
    }
    paint = {"text-color": brush.colours.label, "text-halo-color": brush.colours.halo, "text-halo-width": 1.4}
    return _layer("hazard-sector-name", "symbol", HAZARDS, NEAR, paint, layout) | {"minzoom": SINGLES_FROM + 1}


def _slot(brush: Brush) -> Any:
    return choose("sector", {code: str(slot) for code, slot in sector_slots(brush.sectors).items()}, str(SECTOR_SLOTS))


def _layer(
    name: str, type_: str, source: str, which: Expression, paint: dict[str, Any], layout: dict[str, Any] | None = None
) -> StyleLayer:
    return {
        "id": name,
        "type": type_,
        "source": source,
        "source-layer": source,
        "filter": which,
        "paint": paint,
        "layout": layout or {},
    }
