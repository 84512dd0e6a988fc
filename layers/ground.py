"""How the ground is drawn: neighbours greyed, water pale, roads quiet, towns thin, the district's outline strong."""

from typing import Any

from layers.brush import Brush, Expression, StyleLayer, by_zoom

SOURCE = "context"

ROADS = ("motorway", "trunk", "primary", "secondary")
BANS = ("fireworks_ban",)
_ROADS: Expression = ["in", ["get", "kind"], ["literal", list(ROADS)]]
_SIDES = {"top": (0, 1), "bottom": (0, -1), "left": (1, 0), "right": (-1, 0)}
_CORNERS = {"top-left": (0.8, 0.8), "top-right": (-0.8, 0.8), "bottom-left": (0.8, -0.8), "bottom-right": (-0.8, -0.8)}


def _around(ems: float, sides: dict[str, tuple[float, float]]) -> list[Any]:
    return [part for side, (x, y) in sides.items() for part in (side, [x * ems, y * ems])]


BESIDE = ["center", [0, 0], *(part for ems in (1.1, 1.8, 2.5) for part in _around(ems, _SIDES | _CORNERS))]
"""Places to try for a name, in ems around its point, so that names give way to symbols and to each other: no place is
so far that the name would stand in another area."""


def neighbours(brush: Brush) -> list[StyleLayer]:
    """Greyed areas around the district with quiet names."""
    colours = brush.colours
    return [
        _fill("neighbour-fill", "neighbour", colours.neighbour),
        _line("neighbour-line", "neighbour", colours.neighbour_line, 1),
        _names("neighbour-name", "neighbour-label", colours.label_quiet, 12, colours.neighbour),
    ]


def land(brush: Brush) -> list[StyleLayer]:
    """The ground inside the outline."""
    return [_fill("land", "outline", brush.colours.land)]


def surroundings(brush: Brush) -> list[StyleLayer]:
    """Built-up area, rivers and roads; each style layer draws one category of the pack's context."""
    colours = brush.colours
    broad = ["match", ["get", "kind"], "motorway", 2.4, "trunk", 1.8, 1.2]
    widths = ["interpolate", ["exponential", 1.4], ["zoom"], 8, ["*", 0.6, broad], 12, broad, 16, ["*", 4, broad]]
    return [
        _fill("built-up", "built_up", colours.built_up),
        _fill("lake", "lake", colours.water),
        _line("river-bank", "river", colours.water_line, _river(1.6)),
        _line("river", "river", colours.water, _river(0)),
        _layer("road", "line", _ROADS, {"line-color": colours.road, "line-width": widths}, _ROUND),
    ]


def surrounding_names(brush: Brush) -> list[StyleLayer]:
    """Names along rivers and roads, above the borders that they cross."""
    return [
        _along("river-name", ["==", ["get", "kind"], "river"], brush, 9),
        _along("road-name", _ROADS, brush, 11.5),
    ]


def bans(brush: Brush) -> list[StyleLayer]:
    """Areas under a standing ban (禁放区), outlined only."""
    inside = ["in", ["get", "kind"], ["literal", list(BANS)]]
    paint = {"line-color": brush.colours.muted, "line-width": 1.4, "line-dasharray": [1, 2]}
    return [_layer("ban", "line", inside, paint)]


def cells(brush: Brush) -> list[StyleLayer]:
    """Supervision grid cells 网格."""
    return [
        _line("cell-line", "cell", brush.colours.cell_line, 1, [3, 3]),
        _names("cell-name", "cell-label", brush.colours.label_quiet, 11, brush.colours.halo, 11.5),
    ]


def parks(brush: Brush) -> list[StyleLayer]:
    """Parks 园区; they overlap towns."""
    return [
        _line("park-line", "park", brush.colours.park_line, 1.4, [5, 3]),
        _names("park-name", "park-label", brush.colours.label_quiet, 12, brush.colours.halo, 10.5),
    ]


def towns(brush: Brush) -> list[StyleLayer]:
    """Thin borders of towns 镇街."""
    return [_line("town-line", "town", brush.colours.town_line, by_zoom(8, 0.6, 14, 1.4))]


def outline(brush: Brush) -> list[StyleLayer]:
    """The district's border, the strongest line of the ground."""
    colours = brush.colours
    return [
        _line("outline-casing", "outline", colours.halo, by_zoom(8, 3.5, 14, 6)),
        _line("outline-line", "outline", colours.outline, by_zoom(8, 1.8, 14, 3)),
    ]


def town_names(brush: Brush) -> list[StyleLayer]:
    """Names of towns with a halo; they move aside for symbols, and stay near their towns."""
    return [_names("town-name", "town-label", brush.colours.label, by_zoom(8, 12, 12, 15), brush.colours.halo)]


_ROUND = {"line-cap": "round", "line-join": "round"}


def _river(bank: float) -> Expression:
    return ["interpolate", ["exponential", 1.5], ["zoom"], 8, 1.6 + bank, 12, 5 + bank, 16, 24 + bank]


def _fill(name: str, kind: str, colour: str) -> StyleLayer:
    return _layer(name, "fill", ["==", ["get", "kind"], kind], {"fill-color": colour})


def _line(name: str, kind: str, colour: str, width: Any, dashes: list[float] | None = None) -> StyleLayer:
    paint = {"line-color": colour, "line-width": width}
    if dashes is not None:
        return _layer(name, "line", ["==", ["get", "kind"], kind], paint | {"line-dasharray": dashes})
    return _layer(name, "line", ["==", ["get", "kind"], kind], paint, _ROUND)


def _names(name: str, kind: str, colour: str, size: Any, halo: str, minzoom: float = 0) -> StyleLayer:
    layout = {
        "text-field": ["get", "name"],
        "text-size": size,
        "text-variable-anchor-offset": BESIDE,
        "text-max-width": 8,
        "text-padding": 3,
    }
    paint = {"text-color": colour, "text-halo-color": halo, "text-halo-width": 1.6}
    layer = _layer(name, "symbol", ["==", ["get", "kind"], kind], paint, layout)
    return layer | {"minzoom": minzoom} if minzoom else layer


def _along(name: str, which: Expression, brush: Brush, minzoom: float) -> StyleLayer:
    layout = {
        "text-field": ["get", "name"],
        "text-size": 11,
        "text-rotation-alignment": "viewport",  # upright: along a bend, letters would lie over each other
        "symbol-placement": "line",
        "symbol-spacing": 400,
    }
    paint = {"text-color": brush.colours.label_quiet, "text-halo-color": brush.colours.halo, "text-halo-width": 1.4}
    return _layer(name, "symbol", which, paint, layout) | {"minzoom": minzoom}


def _layer(
    name: str, type_: str, which: Expression, paint: dict[str, Any], layout: dict[str, Any] | None = None
) -> StyleLayer:
    return {"id": name, "type": type_, "source": SOURCE, "filter": which, "paint": paint, "layout": layout or {}}
