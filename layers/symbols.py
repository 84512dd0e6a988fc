"""Symbols of the map, the legend and the tables, as SVG text that the browser turns into images.

Every risk colour has a shape of its own (红 ▲, 橙 ◆, 黄 ●, 蓝 ■, 未定级 hollow) and a dark casing, so that nothing
is told by colour alone. Drawing area of every symbol: 32 × 32 units, centre at the origin.
"""

from layers.style import RISKS, SECTOR_SLOTS, Palette, palette

SHAPES = {
    "red": "M0 -9.6 L9.6 7.4 H-9.6 Z",
    "orange": "M0 -9.6 L9.6 0 L0 9.6 L-9.6 0 Z",
    "yellow": "M-8 0 A8 8 0 1 1 8 0 A8 8 0 1 1 -8 0 Z",
    "blue": "M-7.4 -7.4 H7.4 V7.4 H-7.4 Z",
    "none": "M-7.4 0 A7.4 7.4 0 1 1 7.4 0 A7.4 7.4 0 1 1 -7.4 0 Z",
}
"""Path data by risk key."""

MARKS = {"red": "▲", "orange": "◆", "yellow": "●", "blue": "■", "none": "○"}
"""The same shapes as characters, for tables and plain text."""

SECTOR_SHAPE = SHAPES["yellow"]
HEXAGON = "M-9 0 L-4.5 -7.8 H4.5 L9 0 L4.5 7.8 H-4.5 Z"
"""监管对象 by sector."""
BADGE = "M5 -5 V-10.5 L10 -14.5 L15 -10.5 V-5 Z"
DOOR = "M10 -5 V-9"
"""公共设施: a small house at the symbol's upper right."""
CLOSED_OPACITY = 0.45
PLATE = "M-10 -10 H10 V10 H-10 Z"
FINDING_SIGNS = {
    "place": "M0 7 C-6 0 -5 -7 0 -7 C5 -7 6 0 0 7 Z M0 -3.4 V-1.4",
    "identity": "M-6 -6 H2 V2 H-6 Z M-2 2 V6 H6 V-2 H2",
    "duty": "M-2.6 -4 A2.6 2.6 0 1 1 2.6 -4 A2.6 2.6 0 1 1 -2.6 -4 Z M-6 7 C-6 -1 6 -1 6 7",
    "loop": "M-6.4 0 A6.4 6.4 0 1 1 6.4 0 A6.4 6.4 0 1 1 -6.4 0 Z M0 -4 V0 L3 2",
}
"""What a finding of data quality is about: a place, who it is, who answers for it, until when."""
BACKDROP = "M-10 -10 H10 V10 H-10 Z"


def symbols(theme: str) -> dict[str, str]:
    """Every image the map style of ``theme`` names, as ``{image id: svg}``.

    ``risk-<key>``, ``sector-<slot>`` and ``object-<slot>`` (the last slot is everything without a colour of its own),
    each also with ``-imprecise``; ``major-<key>`` the bold outline under a symbol; ``overdue`` and ``selected`` rings;
    ``public`` the badge of 公共设施; ``finding-…`` findings of data quality; ``line-…`` and ``fill-…`` for the legend.
    """
    colours = palette(theme)
    images = {f"risk-{key}": _risk(colours, key) for key in RISKS}
    images |= {f"risk-{key}-imprecise": _risk(colours, key, imprecise=True) for key in RISKS}
    for slot in range(SECTOR_SLOTS + 1):
        images[f"sector-{slot}"] = _sector(colours, slot)
        images[f"sector-{slot}-imprecise"] = _sector(colours, slot, imprecise=True)
        images[f"object-{slot}"] = _object(colours, slot)
        images[f"object-{slot}-imprecise"] = _object(colours, slot, imprecise=True)
    images |= {f"major-{key}": _svg(_path(SHAPES[key], colours.text, colours.text, 7)) for key in RISKS}
    images |= {
        "overdue": _svg(_ring(colours.overdue, 13.2, 2.4)),
        "selected": _svg(_ring(colours.accent, 13.6, 4)),
        "hatched": _svg(_hatching(colours) + _path(SECTOR_SHAPE, "url(#h)", colours.casing, 2)),
        "donut": _svg(_ring(colours.risk["yellow"], 11, 4) + _ring(colours.casing, 13.4, 1)),
        "square": _svg(_square(colours.risk["yellow"], 9, 4) + _square(colours.casing, 11.6, 1)),
        "disc": _svg(_path(SECTOR_SHAPE, colours.raised, colours.muted, 2)),
        "line-outline": _line(colours.outline, 3),
        "line-town": _line(colours.town_line, 1.6),
        "line-cell": _line(colours.cell_line, 1.6, "3 3"),
        "line-park": _line(colours.park_line, 2, "6 3"),
        "line-ban": _line(colours.muted, 2, "2 3"),
        "closed": _svg(
            f'<g opacity="{CLOSED_OPACITY}">{_path(SHAPES["yellow"], colours.risk["yellow"], colours.casing, 2)}</g>'
        ),
        "public": _svg(_house(colours)),
        "public-mark": _svg(f'<g transform="translate(-18 17.5) scale(1.8)">{_house(colours)}</g>'),
        "line-road": _line(colours.road, 4),
        "fill-water": _svg(_path(BACKDROP, colours.water, colours.water_line, 1)),
        **{f"finding-{group}": _svg(_plate(colours, sign)) for group, sign in FINDING_SIGNS.items()},
        "finding-many": _svg(_path(PLATE, colours.paper, colours.accent, 2)),
        "fill-neighbour": _svg(_path(BACKDROP, colours.neighbour, colours.neighbour_line, 1)),
    }
    return images


def sector_colour(colours: Palette, slot: int) -> str:
    """The muted colour of a sector slot; the slot after the last is neutral."""
    return colours.sectors[slot] if slot < SECTOR_SLOTS else colours.hollow


def _risk(colours: Palette, key: str, *, imprecise: bool = False) -> str:
    edge = colours.hollow if key == "none" else colours.casing
    return _symbol(colours, SHAPES[key], colours.risk[key], edge, imprecise=imprecise)


def _sector(colours: Palette, slot: int, *, imprecise: bool = False) -> str:
    return _symbol(colours, SECTOR_SHAPE, sector_colour(colours, slot), colours.casing, imprecise=imprecise)


def _object(colours: Palette, slot: int, *, imprecise: bool = False) -> str:
    return _symbol(colours, HEXAGON, sector_colour(colours, slot), colours.casing, imprecise=imprecise)


def _square(stroke: str, half: float, width: float) -> str:
    place = f'x="{-half}" y="{-half}" width="{2 * half}" height="{2 * half}" rx="2"'
    return f'<rect {place} fill="none" stroke="{stroke}" stroke-width="{width}"/>'


def _symbol(colours: Palette, shape: str, fill: str, edge: str, *, imprecise: bool) -> str:
    solid = _path(shape, fill, edge, 2)
    if not imprecise:
        return _svg(solid)
    paler = _path(shape, fill, fill, 1.6, 0.4)
    return _svg(_hatching(colours) + _path(shape, colours.halo, edge, 4) + paler + _path(shape, "url(#h)", "none", 0))


def _hatching(colours: Palette) -> str:
    lines = f'<path d="M0 0 V4" stroke="{colours.text}" stroke-width="1.4"/>'
    turned = 'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
    return f'<defs><pattern id="h" width="4" height="4" {turned}>{lines}</pattern></defs>'


def _path(shape: str, fill: str, stroke: str, width: float, opacity: float = 1) -> str:
    return (
        f'<path d="{shape}" fill="{fill}" fill-opacity="{opacity}" stroke="{stroke}" stroke-width="{width}" '
        'stroke-linejoin="round"/>'
    )


def _plate(colours: Palette, sign: str) -> str:
    """A plate in the accent, which no risk has, with a sign."""
    drawn = f'<path d="{sign}" fill="none" stroke="{colours.accent}" stroke-width="1.8" stroke-linejoin="round"/>'
    return _path(PLATE, colours.paper, colours.accent, 2) + drawn


def _house(colours: Palette) -> str:
    return _path(BADGE, colours.paper, colours.text, 1.6) + _path(DOOR, "none", colours.text, 1.6)


def _ring(stroke: str, radius: float, width: float) -> str:
    return f'<circle r="{radius}" fill="none" stroke="{stroke}" stroke-width="{width}"/>'


def _line(stroke: str, width: float, dashes: str = "none") -> str:
    return _svg(f'<path d="M-14 0 H14" stroke="{stroke}" stroke-width="{width}" stroke-dasharray="{dashes}"/>')


def _svg(body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="-16 -16 32 32">{body}</svg>'
