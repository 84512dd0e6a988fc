"""How surfaces are drawn: towns filled by class with their number, or the picture of a density."""

from collections.abc import Mapping

from layers.brush import Brush, Expression, StyleLayer
from layers.ground import SOURCE
from layers.surface import DENSITY, TOWNS_OPEN, TOWNS_RATE

FAR_ONLY = 14
"""From this zoom on places are to be seen themselves, and cells of the density would be."""


def _shades(key: str, brush: Brush) -> list[StyleLayer]:
    """Towns in their colours, and the numbers under their names; nothing while the surface is not on."""
    surface = brush.surface
    if surface is None or surface.key != key:
        return []
    ramp, grey = brush.colours.ramp, brush.colours.ground
    colour = _match({town: ramp[step] for town, step in (surface.steps or {}).items()}, grey)
    fill = {"fill-color": colour, "fill-opacity": 0.9}
    number = {
        "text-field": _match(dict(surface.labels or {}), ""),
        "text-size": 14,
        "text-variable-anchor-offset": ["top", [0, 0.8], "bottom", [0, -0.8], "left", [1.6, 0], "right", [-1.6, 0]],
        "text-padding": 1,
    }
    paint = {"text-color": brush.colours.text, "text-halo-color": brush.colours.halo, "text-halo-width": 1.8}
    return [
        _layer(f"{key}-fill", "fill", "town", fill),
        _layer(f"{key}-number", "symbol", "town-label", paint) | {"layout": number},
    ]


def towns_open(brush: Brush) -> list[StyleLayer]:
    """未销号 hazards by town."""
    return _shades(TOWNS_OPEN, brush)


def towns_rate(brush: Brush) -> list[StyleLayer]:
    """未销号 hazards on a hundred supervised objects, by town."""
    return _shades(TOWNS_RATE, brush)


def density(brush: Brush) -> list[StyleLayer]:
    """The picture of the density, while it is on."""
    if brush.surface is None or brush.surface.key != DENSITY:
        return []
    paint = {"raster-opacity": 0.85, "raster-fade-duration": 0}
    return [{"id": DENSITY, "type": "raster", "source": DENSITY, "maxzoom": FAR_ONLY, "paint": paint, "layout": {}}]


def _match(by_town: Mapping[str, str], otherwise: str) -> Expression | str:
    pairs = [part for code, value in sorted(by_town.items()) for part in (code, value)]
    return ["match", ["get", "code"], *pairs, otherwise] if pairs else otherwise


def _layer(name: str, type_: str, kind: str, paint: Mapping[str, object]) -> StyleLayer:
    which = ["==", ["get", "kind"], kind]
    return {"id": name, "type": type_, "source": SOURCE, "filter": which, "paint": paint, "layout": {}}
