"""Keeps the folded tile sets that browsers are drawing from: a new one at most once a minute, the last few at hand."""

import time
from dataclasses import dataclass
from threading import Lock

from data.packs import Pack
from data.readmodel import ReadModel, Snapshot
from data.readmodel.schema import Bools
from data.rules.filters import Filter
from data.rules.scope import Scope
from layers.facts import OBJECTS
from layers.tileset import TileSet
from layers.tileset_of import tileset_of

KEPT = 3
"""Versions at hand; a browser that asks for an older one gets the newest."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A snapshot and the tiles that were folded from it; masks for the tiles are made over this snapshot."""

    snapshot: Snapshot
    tiles: TileSet

    def mask(self, layer: str, scope: Scope, chosen: Filter) -> Bools:
        """Which rows of a tile layer the filter lets through within the scope."""
        if layer == OBJECTS:
            return self.snapshot.object_mask(scope, chosen)
        return self.snapshot.mask(scope, chosen)


class TileShelf:
    """Folded tiles by version; a version is the change number of the snapshot."""

    def __init__(self, model: ReadModel, pack: Pack, every: float) -> None:
        self._model = model
        self._pack = pack
        self._every = every
        self._held: dict[int, Folded] = {}
        self._newest: Folded | None = None
        self._folded_at = 0.0
        self._lock = Lock()

    def newest(self) -> Folded:
        """What to draw from now, folded anew when the facts have moved and the present one is old enough."""
        with self._lock:
            snapshot = self._model.snapshot
            held = self._newest
            old_enough = time.monotonic() - self._folded_at >= self._every
            if held is None or (snapshot.key != held.snapshot.key and old_enough):
                self._newest = held = Folded(snapshot, tileset_of(snapshot, self._pack))
                self._held[snapshot.change] = held
                self._folded_at = time.monotonic()
                for version in sorted(self._held)[:-KEPT]:
                    del self._held[version]
            return held

    def version(self, version: int) -> Folded:
        """The fold of one version, or the newest when it is not at hand."""
        return self._held.get(version) or self.newest()
