"""What a basemap is once its entry was read: a name, its sources, and something that answers tiles."""

from dataclasses import dataclass
from typing import Protocol

from layers.basemaps.errors import BasemapError

Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

OWN = "own"
"""The key of our own vectors, which are always there."""


class Tiles(Protocol):
    """Answers raster tiles of the web-mercator grid, rows counted from the north. Safe for many threads."""

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """One PNG, JPEG or WebP; None where there is none. Raises `layers.basemaps.errors.TileLost`."""
        ...


@dataclass(frozen=True, slots=True)
class Basemap:
    """One basemap that may be drawn. ``approval`` is the 审图号 as configured, empty when none was given."""

    key: str
    name: str
    kind: str
    attribution: str
    approval: str
    min_zoom: int
    max_zoom: int
    tile_size: int
    offered: bool
    """False: only drawn above another, as names above imagery."""
    above: tuple[str, ...]
    """Keys of basemaps that are drawn above this one."""
    tiles: Tiles


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that is not drawn, and why."""

    key: str
    name: str
    error: BasemapError


@dataclass(frozen=True, slots=True)
class Basemaps:
    """What one server has been given besides its own vectors."""

    usable: tuple[Basemap, ...] = ()
    refused: tuple[Refused, ...] = ()

    def get(self, key: str) -> Basemap | None:
        """The basemap of that key."""
        return next((each for each in self.usable if each.key == key), None)
