"""Keeps the folded tile sets that browsers are drawing from: a new one at most once a minute, the last few at hand."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock, Timer

from data.packs import Pack
from data.readmodel import ReadModel, Snapshot
from data.readmodel.memory import Memory
from data.readmodel.schema import Bools
from data.rules.filters import Filter
from data.rules.scope import Scope
from layers.facts import OBJECTS
from layers.shown import EVERYTHING, Shown
from layers.tileset import TileSet
from layers.tileset_of import tileset_of

KEPT = 2
"""Versions at hand; a browser that asks for an older one gets the newest."""
BREATH = 3.0
"""Seconds before a fold begins: the figures and the overlay of the change that asks for it come first."""
KEPT_DAYS = 2
"""Days of the past whose tiles are at hand."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A snapshot and the tiles that were folded from it; masks for the tiles are made over this snapshot.

    ``version`` names the facts and the day on which they were seen: at midnight hazards fall due though none has moved.
    """

    snapshot: Snapshot
    tiles: TileSet
    version: str

    def mask(self, layer: str, scope: Scope, chosen: Filter, shown: Shown = EVERYTHING) -> Bools:
        """Which rows of a tile layer the filter lets through within the scope; of hazards, those ``shown``."""
        if layer == OBJECTS:
            return self.snapshot.object_mask(scope, chosen)
        passing = self.snapshot.mask(scope, chosen)
        if shown == EVERYTHING:
            return passing
        hazards = self.snapshot.view(chosen.as_of).hazards
        key = ("shown", chosen, scope, shown)
        return self.snapshot.memory.kept(key, lambda: passing & shown.mask(hazards))


def version_of(snapshot: Snapshot) -> str:
    """``<change>-<day>`` of a snapshot."""
    return f"{snapshot.change}-{date.fromordinal(snapshot.today):%Y%m%d}"


class TileShelf:
    """Folded tiles by version and day. Safe for many threads: while one folds, the others draw from what there is."""

    def __init__(self, model: ReadModel, pack: Pack, every: float) -> None:
        self._model = model
        self._pack = pack
        self._every = every
        self._held: OrderedDict[str, Folded] = OrderedDict()
        self._days = Memory(KEPT_DAYS)
        self._newest: Folded | None = None
        self._folded_at = 0.0
        self._lock = Lock()
        self._next: Timer | None = None

    def at_hand(self) -> Folded:
        """What to draw from now, without waiting: when it is time to fold anew, that happens beside."""
        held = self._newest
        if held is None:
            return self.newest()
        if self._is_due(held) and (self._next is None or not self._next.is_alive()):
            self._next = Timer(min(BREATH, self._every), self.newest)
            self._next.name, self._next.daemon = "fold", True
            self._next.start()
        return held

    def newest(self) -> Folded:
        """What to draw from now, folded anew when facts or day have moved and the present one is old enough."""
        held = self._newest
        if not self._lock.acquire(blocking=held is None):
            assert held is not None
            return held
        try:
            return self._brought_up_to_date()
        finally:
            self._lock.release()

    def _brought_up_to_date(self) -> Folded:
        snapshot, held = self._model.snapshot, self._newest
        if held is None or self._is_due(held):
            held = Folded(snapshot, tileset_of(snapshot, self._pack), version_of(snapshot))
            self._held[held.version] = held
            self._newest, self._folded_at = held, time.monotonic()
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return held

    def _is_due(self, held: Folded) -> bool:
        old_enough = time.monotonic() - self._folded_at >= self._every
        return old_enough and self._model.snapshot.key != held.snapshot.key

    def version(self, version: str, as_of: date | None = None) -> Folded:
        """The fold of one version, or the newest when it is not at hand; with ``as_of``, as it was on that day."""
        held = self._held.get(version) or self.at_hand()
        if as_of is None or as_of.toordinal() == held.snapshot.today:
            return held
        return self._days.kept((held.version, as_of), lambda: self._on_day(held, as_of))

    def _on_day(self, held: Folded, as_of: date) -> Folded:
        return Folded(held.snapshot, tileset_of(held.snapshot, self._pack, as_of), held.version)
