"""`ReadModel`: keeps the newest snapshot of one county and brings it up to date by what has been recorded since."""

from collections.abc import Callable
from datetime import date, datetime
from math import inf
from threading import Lock
from time import monotonic

from sqlalchemy import Engine

from data.packs.model import Pack
from data.readmodel.figures import Figures
from data.readmodel.gathered import Gathered
from data.readmodel.paging import Listing, Listings, Pin
from data.readmodel.read import head_change, one_moment
from data.readmodel.schema import Bools
from data.readmodel.snapshot import Snapshot
from data.rules.filters import Filter
from data.rules.periods import Period
from data.rules.scope import Scope
from data.store.boundaries import last_drawn

Clock = Callable[[], date]
BREATH = 2.0
"""Seconds between news and the bringing up to date of what nobody has asked for yet."""
KEPT_DAYS = 7
"""A list that was opened so many days ago can still be paged through."""


class ReadModel:
    """The facts of one county in memory. Any thread may read ``snapshot``; `refresh` swaps it for a newer one."""

    def __init__(self, engine: Engine, pack: Pack, today: Clock | None = None) -> None:
        self._engine = engine
        self._pack = pack
        self._today = today or (lambda: datetime.now(pack.zone).date())
        self._lock = Lock()
        self._gathered = Gathered(engine, pack)
        self._snapshot: Snapshot | None = None
        self._asked_at = -inf
        self._told_at = inf
        self._listings = Listings()
        self._drawn = 0

    @property
    def snapshot(self) -> Snapshot:
        """The newest picture; the first call reads the store."""
        if self._snapshot is None:
            self.refresh()
        assert self._snapshot is not None
        return self._snapshot

    @property
    def drawn(self) -> int:
        """The change of the last word about a boundary that is known here, 0 for none."""
        return self._drawn

    def refresh(self, within: float = 0) -> int:
        """Take in what has been recorded since, and a new day; returns the change number it now knows.

        Whoever asks less than ``within`` seconds after another shares that one's look at the store.
        """
        change = self._refresh(within)
        self._settle()
        return change

    def _refresh(self, within: float) -> int:
        with self._lock:
            if self._snapshot is not None and monotonic() - self._asked_at < within:
                return self._snapshot.change
            self._asked_at = monotonic()
            today = self._today().toordinal()
            with one_moment(self._engine) as connection:
                change = head_change(connection, self._pack.code)
                held = self._snapshot
                if held is not None and (held.change, held.today) == (change, today):
                    return change
                self._drawn = last_drawn(connection, self._pack.code)
                rows = self._gathered.advance(connection, change)
            self._snapshot = self._gathered.snapshot(change, today, rows, held)
            self._told_at = monotonic()
            return change

    def _settle(self) -> None:
        """Bring the heavy answers up to date, once those who heard the news have asked for what they show."""
        if self._snapshot is not None and monotonic() - self._told_at > BREATH:
            self._told_at = inf
            self._snapshot.heavy.settle()

    def mask(self, snapshot: Snapshot, scope: Scope, chosen: Filter, layer: str = "hazards") -> Bools:
        """Rows of a layer of ``snapshot``, ``hazards`` or ``objects``, that the filter lets through in the scope."""
        return snapshot.object_mask(scope, chosen) if layer == "objects" else snapshot.mask(scope, chosen)

    def listing(
        self,
        snapshot: Snapshot,
        scope: Scope,
        chosen: Filter,
        sort: tuple[str, bool],
        pin: Pin | None = None,
        layer: str = "hazards",
    ) -> Listing:
        """The list of ``hazards`` or ``objects`` at ``pin`` (now if None, or if it is of no moment that was)."""
        now = Pin(snapshot.change, snapshot.today)
        pin = pin if pin is not None and pin.change <= now.change and 0 <= now.day - pin.day <= KEPT_DAYS else now
        make = snapshot.object_listing if layer == "objects" else snapshot.listing
        return self._listings.kept((layer, pin, scope, chosen, sort), lambda: make(scope, chosen, sort, pin))

    def figures(
        self,
        scope: Scope,
        chosen: Filter,
        period: Period | None = None,
        as_of: date | None = None,
        change: int | None = None,
    ) -> Figures:
        """See `Snapshot.figures`."""
        return self.snapshot.figures(scope, chosen, period, as_of, change)
