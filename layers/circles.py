"""How large the circle of a count is: its area is the count, down to a size that still holds its number."""

import numpy as np
from numpy.typing import NDArray

from layers.cells import CELL_BITS

LARGEST_RADIUS = 30
"""CSS pixels."""
SMALLEST_RADII = ((1, 9), (10, 11), (100, 15), (1000, 19))
"""From this count on, no circle is smaller than this, so that its number fits inside."""
EDGE = 1.5
"""What of its outline a circle draws beyond its radius, in CSS pixels."""
TILE_PIXELS = 512
CELL_PIXELS = TILE_PIXELS >> CELL_BITS
"""Sides at a whole zoom; between two zooms they are larger, circles are not."""


def radii(n: NDArray[np.integer], fullest: int) -> NDArray[np.float64]:
    """Radii in CSS pixels of counts (c,), where ``fullest`` has the largest circle."""
    least = np.array([radius for _, radius in SMALLEST_RADII], np.float64)
    smallest = least[np.searchsorted([count for count, _ in SMALLEST_RADII], n, side="right") - 1]
    drawn: NDArray[np.float64] = np.maximum(smallest, LARGEST_RADIUS * np.sqrt(np.minimum(1.0, n / max(1, fullest))))
    return drawn


def leeway(n: NDArray[np.integer], fullest: int) -> NDArray[np.float64]:
    """How far a circle may stand from the middle of its cell and not leave it, as a share of the cell's side (c,)."""
    return np.maximum(0.0, 0.5 - (radii(n, fullest) + EDGE) / CELL_PIXELS)
