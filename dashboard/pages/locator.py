"""A small map of one object and its hazards, drawn as SVG on the server from the pack's ground, crisp on paper."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from math import cos, radians
from typing import Any

from dash import html
from dash.development.base_component import Component
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from dashboard.names import Names
from dashboard.pages.hazard_facts import card, coordinates
from data.packs.model import Pack, Shape
from data.rules.vocabulary import Colour, PlaceQuality, State
from data.words import t
from layers.style import DARK, FONTS, LIGHT, Palette

WIDTH, HEIGHT = 480, 300
SPAN_KM = 8.0
"""How much of the county the picture shows from left to right."""
_CORNER = (14, HEIGHT - 14)
_KM = 111.32
_ROADS = {"motorway": 4.5, "trunk": 3.6, "primary": 2.8, "secondary": 2.2}
_MOST_DOTS = 300


def locator(found: Any, hazards: Sequence[Any], pack: Pack, names: Names) -> Component:
    """The card with the picture, or the words that there is no place."""
    note = coordinates(found)
    if found.lon is None or found.lat is None:
        return card(t("page_object.place"), html.Div(t("page_object.place_none"), className="empty"))
    alt = t("page_object.place_alt", name=found.name)
    dots = [(row.lon, row.lat, State(row.state).is_open) for row in hazards if row.lon is not None][:_MOST_DOTS]
    pictures = [
        html.Img(src=picture(found, dots, pack, palette), alt=alt, className=f"locator is-{palette.name}")
        for palette in (LIGHT, DARK)
    ]
    map_ = html.Div([*pictures, *labels(pack, _Frame(found.lon, found.lat))], className="locator-map")
    where = " ".join(part for part in (names.town(found.town), found.address or "") if part)
    words = html.P([where, html.Span(note, className="rule-source"), *_credit(pack)], className="locator-note")
    return card(t("page_object.place"), map_, words, name="place-card")


def _credit(pack: Pack) -> list[Component]:
    return [html.Span(pack.boundary_note, className="rule-source")] if pack.boundary_note else []


def picture(found: Any, dots: Sequence[tuple[float, float, bool]], pack: Pack, palette: Palette) -> str:
    """The picture as a ``data:`` address."""
    frame = _Frame(found.lon, found.lat)
    parts = [*_ground(pack, frame, palette), *_dots(dots, frame, palette), _mark(found, palette), _scale(palette)]
    return "data:image/svg+xml;base64," + b64encode(_svg("".join(parts)).encode()).decode()


class _Frame:
    """Degrees to picture units around one point."""

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = lon, lat
        self.per_lat = WIDTH / SPAN_KM * _KM
        self.per_lon = self.per_lat * cos(radians(lat))

    @property
    def box(self) -> BaseGeometry:
        """What the picture shows, and a little around it."""
        half_lon, half_lat = WIDTH / self.per_lon * 0.55, HEIGHT / self.per_lat * 0.55
        return box(self.lon - half_lon, self.lat - half_lat, self.lon + half_lon, self.lat + half_lat)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point lies in the picture."""
        x, y = WIDTH / 2 + (lon - self.lon) * self.per_lon, HEIGHT / 2 - (lat - self.lat) * self.per_lat
        return round(x, 1), round(y, 1)


def _ground(pack: Pack, frame: _Frame, palette: Palette) -> Iterator[str]:
    shown = frame.box
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.neighbour}"/>'
    yield from _drawn([pack.outline], frame, shown, f'fill="{palette.land}"')
    by: dict[str, list[Shape]] = {}
    for shape in pack.context_shapes:
        by.setdefault(shape.category, []).append(shape)
    for kind, fill in (("built_up", palette.built_up), ("lake", palette.water)):
        yield from _drawn([shape.geometry for shape in by.get(kind, ())], frame, shown, f'fill="{fill}"')
    rivers = [shape.geometry for shape in by.get("river", ())]
    yield from _drawn(rivers, frame, shown, f'fill="none" stroke="{palette.water}" stroke-width="9"')
    for kind, width in _ROADS.items():
        road = f'fill="none" stroke="{palette.road}" stroke-width="{width}" stroke-linecap="round"'
        yield from _drawn([shape.geometry for shape in by.get(kind, ())], frame, shown, road)
    line = f'fill="none" stroke="{palette.town_line}" stroke-width="1.2"'
    yield from _drawn([shape.geometry.boundary for shape in pack.town_shapes], frame, shown, line)
    yield from _drawn(
        [pack.outline.boundary], frame, shown, f'fill="none" stroke="{palette.outline}" stroke-width="2.4"'
    )
    cells = f'fill="none" stroke="{palette.cell_line}" stroke-width="1" stroke-dasharray="3 3"'
    yield from _drawn([shape.geometry.boundary for shape in pack.cell_shapes], frame, shown, cells)


def labels(pack: Pack, frame: "_Frame") -> Iterator[Component]:
    """The length of the scale, and towns that take a good part of the picture, away from the mark in its middle.

    They stand over the picture in the page's own font: a picture cannot use the fonts that come with the program.
    """
    yield _label(f"1 {t('map.kilometres')}", _CORNER[0] + WIDTH / SPAN_KM / 2, _CORNER[1] - 10)
    shown = frame.box
    for town in pack.town_shapes:
        part = town.geometry.intersection(shown)
        if part.area < shown.area * 0.08:
            continue
        point = part.representative_point()
        x, y = frame.at(point.x, point.y)
        y = y - 40 if abs(x - WIDTH / 2) < 60 and abs(y - HEIGHT / 2) < 30 else y
        yield _label(town.name, min(max(x, 0.1 * WIDTH), 0.9 * WIDTH), min(max(y, 0.06 * HEIGHT), 0.94 * HEIGHT))


def _label(words: str, x: float, y: float) -> Component:
    place = {"left": f"{x / WIDTH:.1%}", "top": f"{y / HEIGHT:.1%}"}
    return html.Span(words, className="locator-name", style=place)


def _drawn(shapes: Sequence[BaseGeometry], frame: _Frame, shown: BaseGeometry, style: str) -> Iterator[str]:
    for shape in shapes:
        path = " ".join(_paths(shape.intersection(shown), frame))
        if path:
            yield f'<path d="{path}" {style}/>'


def _paths(shape: BaseGeometry, frame: _Frame) -> Iterator[str]:
    if shape.is_empty:
        return
    if hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _paths(part, frame)
    elif shape.geom_type == "Polygon":
        for ring in (shape.exterior, *shape.interiors):
            yield _path(ring.coords, frame) + "Z"
    elif shape.geom_type in ("LineString", "LinearRing"):
        yield _path(shape.coords, frame)


def _path(points: Any, frame: _Frame) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in (frame.at(point[0], point[1]) for point in points))


def _dots(dots: Sequence[tuple[float, float, bool]], frame: _Frame, palette: Palette) -> Iterator[str]:
    """Hazards as small rings, open ones filled."""
    for lon, lat, is_open in sorted(set(dots), key=lambda dot: dot[2]):
        x, y = frame.at(lon, lat)
        fill = palette.text if is_open else palette.paper
        yield f'<circle cx="{x}" cy="{y}" r="3.5" fill="{fill}" stroke="{palette.muted}" stroke-width="1"/>'


_SHAPES = {
    Colour.RED: '<path d="M0-11L11 9H-11Z" {0}/>',
    Colour.ORANGE: '<path d="M0-11L11 0L0 11L-11 0Z" {0}/>',
    Colour.YELLOW: '<circle r="9" {0}/>',
    Colour.BLUE: '<rect x="-8" y="-8" width="16" height="16" {0}/>',
    Colour.NONE: '<circle r="8" {0}/>',
}


def _mark(found: Any, palette: Palette) -> str:
    colour = Colour(found.colour)
    dash = "" if PlaceQuality(found.place_quality).is_precise else ' stroke-dasharray="3 2"'
    style = f'fill="{palette.risk[colour.key]}" stroke="{palette.casing}" stroke-width="1.6"{dash}'
    halo = f'<circle r="17" fill="none" stroke="{palette.accent}" stroke-width="2"/>'
    return f'<g transform="translate({WIDTH / 2} {HEIGHT / 2})">{halo}{_SHAPES[colour].format(style)}</g>'


def _scale(palette: Palette) -> str:
    """One kilometre."""
    width, (x, y) = WIDTH / SPAN_KM, _CORNER
    return f'<path d="M{x} {y - 5}V{y}H{x + width}V{y - 5}" fill="none" stroke="{palette.label}" stroke-width="1.2"/>'


def _svg(inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{escape(FONTS, quote=True)}">{inside}</svg>'
    )
