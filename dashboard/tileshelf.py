"""Keeps the folded tile sets that browsers are drawing from: a new one at most once a minute, the last few at hand."""

import time
from threading import Lock

from data.readmodel import ReadModel
from layers.tileset import TileSet

KEPT = 3
"""Versions at hand; a browser that asks for an older one gets the newest."""


class TileShelf:
    """Tile sets by version; a version is the change number of the snapshot it was folded from."""

    def __init__(self, model: ReadModel, every: float) -> None:
        self._model = model
        self._every = every
        self._sets: dict[int, TileSet] = {}
        self._folded_at = 0.0
        self._lock = Lock()

    def newest(self) -> TileSet:
        """The set to draw from now, folded anew when the facts have moved and the present one is old enough."""
        with self._lock:
            snapshot = self._model.snapshot
            known = max(self._sets, default=None)
            moved = known is None or snapshot.change != known
            if moved and (known is None or time.monotonic() - self._folded_at >= self._every):
                self._sets[snapshot.change] = TileSet(snapshot)
                self._folded_at = time.monotonic()
                for old in sorted(self._sets)[:-KEPT]:
                    del self._sets[old]
            return self._sets[max(self._sets)]

    def version(self, version: int | None) -> TileSet:
        """The set of one version, or the newest when it is not at hand."""
        held = self._sets.get(version) if version is not None else None
        return held or self.newest()
