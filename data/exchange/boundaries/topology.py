"""Whether areas fit together: those of one layer may not overlap, and should leave nothing of the whole uncovered.

Shares are of areas in degrees, which over one county are as good as of square metres.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.packs.checks import TOLERANCE


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two areas by their places in the list, the share of the smaller one that both have, and where it is."""

    first: int
    second: int
    share: float
    common: BaseGeometry


def overlaps(areas: Sequence[BaseGeometry], most: float = TOLERANCE) -> Iterator[Overlap]:
    """Pairs that have more than ``most`` of the smaller one in common (domain 2.4: 0.1 %)."""
    if not areas:
        return
    tree = shapely.STRtree(areas)
    for first, second in np.transpose(tree.query(areas, predicate="intersects")).tolist():
        if first < second:
            common = shapely.intersection(areas[first], areas[second])
            share = common.area / min(areas[first].area, areas[second].area)
            if share > most:
                yield Overlap(first, second, share, common)


def beyond(area: BaseGeometry, whole: BaseGeometry) -> tuple[float, BaseGeometry]:
    """The share of ``area`` that lies outside ``whole``, and that part."""
    outside = shapely.difference(area, whole)
    return outside.area / area.area, outside


def middle(area: BaseGeometry) -> str:
    """Degrees of a point in the largest part of an area, as people read them."""
    parts = shapely.get_parts(area)
    point = shapely.point_on_surface(parts[int(np.argmax(shapely.area(parts)))])
    return f"{point.x:.6f}, {point.y:.6f}"
