"""The ground as one small SVG, for the moments before the map is there: neighbours, land, town borders, the outline.

It shows exactly the box it is asked for, in the projection of the map, so that the map that comes over it fits.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from shapely import get_parts, simplify, transform
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from data.packs.model import Pack, Shape
from geo.mercator import to_unit
from layers.style import Palette

WIDTH = 1000
"""Units from west to east."""
AROUND = 1.0
"""How much of the surroundings is drawn beyond the box, as a share of its size: a screen is wider than a county."""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" class="sketch"'
    ' fill="none" stroke-linejoin="round">{paths}</svg>'
)
PATH = '<path d="{d}" {look} vector-effect="non-scaling-stroke"/>'


def sketch(pack: Pack, bounds: Sequence[float], colours: Palette) -> str:
    """The picture of ``bounds``: west, south, east, north in degrees."""
    west, south, east, north = bounds
    (left, right), (bottom, top) = to_unit([west, east], [south, north])
    scale = WIDTH / (right - left)
    seen = box(west, south, east, north).buffer(AROUND * max(east - west, north - south), join_style="mitre")

    def drawn(shapes: Sequence[BaseGeometry], look: str) -> str:
        return PATH.format(d="".join(path for shape in shapes for path in _paths(moved(shape))), look=look)

    def moved(shape: BaseGeometry) -> BaseGeometry:
        flat = transform(shape.intersection(seen), lambda at: (np.column_stack(to_unit(*at.T)) - [left, top]) * scale)
        return simplify(flat, 0.6)

    def of(shapes: Sequence[Shape]) -> list[BaseGeometry]:
        return [shape.geometry for shape in shapes]

    paths = [
        drawn(of(pack.neighbour_shapes), f'fill="{colours.neighbour}" stroke="{colours.neighbour_line}"'),
        drawn([pack.outline], f'fill="{colours.land}"'),
        drawn(of(pack.town_shapes), f'stroke="{colours.town_line}"'),
        drawn([pack.outline], f'stroke="{colours.outline}" stroke-width="2"'),
    ]
    return SVG.format(width=WIDTH, height=round((bottom - top) * scale), paths="".join(paths))


def _paths(shape: BaseGeometry) -> Iterator[str]:
    """Every ring as a path of whole units; what is too small to be seen has none left."""
    for part in get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            for ring in (part.exterior, *part.interiors):
                yield f"M{'L'.join(f'{x:.0f} {y:.0f}' for x, y in ring.coords[:-1])}Z"
