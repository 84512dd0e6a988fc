"""One immutable picture of a county at one change number, and what can be asked of it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

import numpy as np

from data.readmodel.beside import Beside
from data.readmodel.cells import month_names
from data.readmodel.coverage import Coverage
from data.readmodel.cube import Cube, CubeTally, cube_answers, cube_of
from data.readmodel.dossiers import Dossiers
from data.readmodel.figures import Figures, enforcement_of
from data.readmodel.masks import beside_mask, dossier_mask, hazard_mask, object_mask
from data.readmodel.memory import Memory
from data.readmodel.options import Counts, base_of, counts_of, kinds_of, numbers_of, object_counts_of
from data.readmodel.paging import (
    BY_NAME,
    HAZARD_SORTS,
    NEWEST_FIRST,
    OBJECT_SORTS,
    Around,
    Listing,
    News,
    Pin,
    alphabetical,
    collated,
    ordered,
    recent,
)
from data.readmodel.schema import COLOURS, Bools, Days, Hazards, Ints, Objects, Roster, Tables
from data.readmodel.tally import Counted, Tally, counted
from data.readmodel.texts import Texts
from data.readmodel.view import View
from data.rules.filters import Filter
from data.rules.periods import Period
from data.rules.scope import Scope

__all__ = ["COLOURS", "Hazards", "Objects", "Snapshot", "Tables"]

T = TypeVar("T")
MOST_HEAVY = 12


@dataclass(frozen=True)
class Snapshot:
    """A county at one change number, seen on one day. Never altered; a newer one takes its place.

    Two snapshots with equal ``key`` hold the same facts. ``now`` is the view of the day ``today`` (ordinal) and of all
    that is known. Every question takes a scope; what lies outside of it is never part of an answer.
    """

    county: str
    change: int
    today: int
    now: View
    objects: Objects
    outside_zone: tuple[str, ...]
    """Towns that do not belong to the start zone, and ``""``."""
    past: Callable[[int, int | None], View] = field(repr=False)
    """The view of another day and change, as the read model reconstructs it."""
    past_roster: Callable[[int, int | None], Roster] = field(repr=False)
    """The objects of another day and change likewise."""
    past_beside: Callable[[Roster, int, int], Beside] = field(repr=False)
    """What is recorded beside the objects of a roster, at the end of a day as known at a change."""
    texts: Texts = field(repr=False)
    object_texts: Texts = field(repr=False)
    """What a keyword is looked for in, by row; the words of today, whatever the day of a view."""
    memory: Memory = field(default_factory=Memory, repr=False)
    heavy: Memory = field(default_factory=lambda: Memory(MOST_HEAVY), repr=False)
    """The few largest answers: past views, cells and cubes; a newer snapshot takes them over, see `carried`."""

    @property
    def key(self) -> tuple[str, int, int]:
        """What names this picture in caches."""
        return (self.county, self.change, self.today)

    @property
    def hazards(self) -> Hazards:
        """Hazards as they are today."""
        return self.now.hazards

    @property
    def tables(self) -> Tables:
        """Codes of the columns of today."""
        return self.now.tables

    def view(self, as_of: date | None = None, change: int | None = None) -> View:
        """Hazards at the end of ``as_of`` (today if None), as known at ``change`` (all that is known if None)."""
        day = self.today if as_of is None else as_of.toordinal()
        known = self._known(change)
        if day == self.today and known is None:
            return self.now
        return self.heavy.kept(("view", day, known), lambda: self.past(day, known))

    def roster(self, as_of: date | None = None, change: int | None = None) -> Roster:
        """Objects at the end of ``as_of`` (today if None) as known at ``change``, the same rows on every day."""
        day = self.today if as_of is None else as_of.toordinal()
        known = self._known(change)
        if day == self.today and known is None:
            return Roster(self.objects, self.tables)
        return self._kept(("roster", day, known), lambda: self.past_roster(day, known))

    def beside(self, as_of: date | None = None, change: int | None = None) -> Beside:
        """Visits, special equipment and persons at the end of ``as_of`` (today if None), as known at ``change``."""
        day = self.today if as_of is None else as_of.toordinal()
        known = self.change if change is None else min(change, self.change)
        roster = self.roster(as_of, change)
        return self._kept(("beside", day, known), lambda: self.past_beside(roster, day, known))

    def _known(self, change: int | None) -> int | None:
        """The change that bounds what is known; None where it bounds nothing."""
        return None if change is None or change >= self.change else max(change, 0)

    def oldest(self, as_of: date | None = None) -> date:
        """The day on which the first hazard of the figures was found; the day of the view when there is none."""
        view = self.view(as_of)
        day = ("oldest", view.as_of)
        return self._kept(day, lambda: date.fromordinal(int(_found(view).min(initial=view.as_of))))

    def mask(self, scope: Scope, chosen: Filter, change: int | None = None) -> Bools:
        """Hazards (n,) that the filter lets through within the scope, on the filter's day."""
        view = self.view(chosen.as_of, change)
        hits = self._hits("hazards", chosen.q, self.texts, len(view.hazards))
        key = ("mask", view.as_of, view.change, scope, chosen)
        return self._kept(key, lambda: hazard_mask(view, scope, chosen, self.outside_zone, hits))

    def options(self, scope: Scope, chosen: Filter) -> Counts:
        """How many hazards every option of the filter would show, under all limits but those of its own key."""
        view = self.view(chosen.as_of)
        kinds = self.heavy.kept(("kinds", view.as_of, view.change), lambda: kinds_of(view))
        base = base_of(chosen)
        key = ("kinds", view.as_of, view.change, scope, base)
        numbers = self._kept(key, lambda: numbers_of(kinds, self.mask(scope, base)))
        return self._kept(
            ("options", scope, chosen), lambda: counts_of(kinds, numbers, scope, chosen, self.outside_zone)
        )

    def object_options(self, scope: Scope, chosen: Filter) -> Counts:
        """How many objects every option of the filter would show, under all limits but those of its own key."""
        passing: Callable[[Filter], Bools] = lambda filter_: self.object_mask(scope, filter_)  # noqa: E731 -- a thunk
        return self._kept(
            ("object options", scope, chosen), lambda: object_counts_of(self.objects, self.tables, passing, chosen)
        )

    def object_mask(self, scope: Scope, chosen: Filter, change: int | None = None) -> Bools:
        """Objects (n,) that the filter lets through within the scope, on the filter's day."""
        hits = self._hits("objects", chosen.q, self.object_texts, len(self.objects.id))
        roster, known = self.roster(chosen.as_of, change), self._known(change)
        key = ("objects", known, scope, chosen)
        return self._kept(key, lambda: object_mask(roster, scope, chosen, self.outside_zone, hits))

    def numbers(self, mask: Bools) -> list[str]:
        """Numbers of the hazards that a mask lets through."""
        number = self.hazards.number
        return [number[row] for row in np.flatnonzero(mask)]

    def listing(self, scope: Scope, chosen: Filter, sort: tuple[str, bool], pin: Pin) -> Listing:
        """The list of hazards as it was at ``pin``, sorted by (column, descending); an unknown column: newest first.

        What has no value comes last; equals are in the order of discovery, the newest first.
        """
        column, descending = sort if sort[0] in HAZARD_SORTS else NEWEST_FIRST
        known = None if pin.change >= self.change else pin.change
        day = chosen.as_of or date.fromordinal(pin.day)
        chosen = replace(chosen, as_of=None if day.toordinal() == self.today else day)
        view, mask = self.view(chosen.as_of, known), self.mask(scope, chosen, known)
        newest = self._kept(("recent", view.as_of, view.change), lambda: recent(view.hazards.found))
        rows = newest[mask[newest]]
        keys = HAZARD_SORTS[column](view, lambda name: self._ranks(name, view))
        return Listing(pin, ordered(rows, keys[rows], descending))

    def news(self, scope: Scope, chosen: Filter, listing: Listing) -> News:
        """What a listing of hazards would bring now beyond what it brought."""
        return listing.news(self.mask(scope, chosen), self.view(chosen.as_of).hazards.changed)

    def object_listing(self, scope: Scope, chosen: Filter, sort: tuple[str, bool], pin: Pin) -> Listing:
        """The list of objects as they are now, sorted by (column, descending); an unknown column: by name."""
        column, descending = sort if sort[0] in (*OBJECT_SORTS, "open") else BY_NAME
        rows = np.flatnonzero(self.object_mask(scope, chosen)).astype(np.int32)
        rows = ordered(rows, self._object_ranks("name")[rows], descending=False)
        if column == "open":
            keys: Any = self.open_hazards(scope)
        else:
            keys = OBJECT_SORTS[column](self.objects, self._object_ranks)
        return Listing(pin, ordered(rows, keys[rows], descending))

    def open_hazards(self, scope: Scope) -> Ints:
        """How many open hazards of the scope each object has (n,)."""

        def count() -> Ints:
            hazards = self.hazards
            rows = hazards.object_row[self.mask(scope, Filter()) & hazards.open]
            return np.bincount(rows[rows >= 0], minlength=len(self.objects))

        return self._kept(("open", scope), count)

    def _ranks(self, name: str, view: View) -> Ints:
        if name == "number":
            return self._kept(("ranks", name), lambda: alphabetical(view.hazards.number))
        ranks = self._kept(("ranks", name, len(view.tables.subject)), lambda: collated(view.tables.subject))
        return ranks[view.hazards.subject]

    def _object_ranks(self, name: str) -> Ints:
        texts = self.objects.name if name == "name" else self.objects.id
        return self._kept(("object ranks", name), lambda: collated(texts))

    def around(self, scope: Scope, chosen: Filter, sort: tuple[str, bool], no: str) -> Around | None:
        """Where a hazard stands in the list of now, and its neighbours; None when it is not in it."""
        key = ("order", sort, scope, chosen)
        listing = self._kept(key, lambda: self.listing(scope, chosen, sort, Pin(self.change, self.today)))
        place = listing.place(self.hazards.row_of.get(no, -1))
        if place is None:
            return None
        near = [self.hazards.number[row] for row in listing.rows[max(place - 1, 0) : place + 2].tolist()]
        before, after = place > 0, place + 1 < len(listing)
        return Around(place, len(listing), near[0] if before else None, near[-1] if after else None)

    def figures(
        self,
        scope: Scope,
        chosen: Filter,
        period: Period | None = None,
        as_of: date | None = None,
        change: int | None = None,
    ) -> Figures:
        """Every figure of one view. ``period`` defaults to the filter's days, else this year to ``as_of``."""
        day, span = self._days(chosen, period, as_of)
        chosen = replace(chosen, from_=None, to=None, as_of=day)
        view = self.view(day, change)
        key = ("figures", scope, chosen, span, view.as_of, view.change)
        return self._kept(key, lambda: self._figures(view, scope, chosen, span))

    def coverage(
        self,
        scope: Scope,
        chosen: Filter,
        period: Period | None = None,
        as_of: date | None = None,
        change: int | None = None,
    ) -> Coverage:
        """The figures of domain 4.3, asked as `figures` are; what speaks of hazards alone is ignored."""
        day, span = self._days(chosen, period, as_of)
        chosen = replace(chosen.of_objects(), as_of=None if day.toordinal() == self.today else day)
        roster, beside = self.roster(chosen.as_of, change), self.beside(chosen.as_of, change)
        objects = self.object_mask(scope, chosen, change)
        visits, equipment = (
            beside_mask(one, roster.tables, scope, chosen, self.outside_zone, objects)
            for one in (beside.visits, beside.equipment)
        )
        return Coverage(roster, beside, span, day.toordinal(), objects, visits, equipment)

    def _days(self, chosen: Filter, period: Period | None, as_of: date | None) -> tuple[date, Period]:
        """The day that figures are of, and their period where none is named."""
        day = as_of or chosen.as_of or date.fromordinal(self.today)
        return day, period or Period.of(chosen.from_, chosen.to, day)

    def _figures(self, view: View, scope: Scope, chosen: Filter, span: Period) -> Figures:
        tally, names = self._tally(view, scope, chosen, span), month_names(span, view.as_of)
        asks = _asks_of_hazards(chosen)
        transfers, cases = view.transfers, view.cases
        passing = [_of_hazards(one, tally) for one in (transfers, cases)]
        mine = [
            dossier_mask(one, view.tables, scope, chosen, self.outside_zone, linked if asks else None)
            for one, linked in zip((transfers, cases), passing, strict=True)
        ]
        counted = passing[1] | (mine[1] & (cases.hazard_row < 0))
        return Figures(view, span, tally, names, enforcement_of(view, mine[0], counted))

    def _tally(self, view: View, scope: Scope, chosen: Filter, span: Period) -> Tally:
        if cube_answers(scope, chosen):
            cube = self._cube(view, span)
            return CubeTally(cube, hazard_mask(cube.view, scope, chosen, self.outside_zone, None))
        mask = self.mask(scope, chosen, view.change) & view.hazards.counts
        return self._cells(view, span).tally(mask)

    def _cells(self, view: View, span: Period) -> Counted:
        return self.heavy.kept(("cells", view.as_of, view.change, span), lambda: counted(view, span))

    def _cube(self, view: View, span: Period) -> Cube:
        key = ("cube", view.as_of, view.change, span)
        return self.heavy.kept(key, lambda: cube_of(view, span, self._cells(view, span)))

    def _hits(self, layer: str, text: str, texts: Texts, size: int) -> Bools | None:
        if not text:
            return None
        return self._kept(("hits", layer, text, size), lambda: texts.holding(text, size))

    def _kept(self, key: Hashable, make: Callable[[], T]) -> T:
        return self.memory.kept(key, make)


def _found(view: View) -> Days:
    return view.hazards.found[view.hazards.counts]


def _of_hazards(dossiers: Dossiers, tally: Tally) -> Bools:
    named = dossiers.hazard_row >= 0
    named[named] = tally.passes(dossiers.hazard_row[named])
    return named


def _asks_of_hazards(chosen: Filter) -> bool:
    """Whether the filter speaks of what only a hazard has."""
    return chosen != replace(
        Filter(), town=chosen.town, sector=chosen.sector, start_zone=chosen.start_zone, as_of=chosen.as_of
    )


def carried(before: Snapshot, now: View, rows: Ints, past: Callable[[View], View]) -> Memory:
    """The heavy answers of ``before``, to be brought up to date where the hazards ``rows`` (ascending) changed.

    ``now`` is the view of today after the change; ``past`` brings the view of an earlier day up to date. Each answer
    waits until it is asked for or settled, so that news never wait for the past days that somebody looks at.
    """
    heavy = Memory(MOST_HEAVY)
    held: list[tuple[Any, Any]] = before.heavy.items()
    views: dict[tuple[int, int | None], View] = {(key[1], key[2]): view for key, view in held if key[0] == "view"}

    def both(day: int, known: int | None) -> tuple[View, View]:
        if (day, known) == (now.as_of, None):
            return before.now, now
        old = views[day, known]
        return old, heavy.kept(("view", day, known), lambda: past(old))

    for key, answer in held:
        if key[0] == "view":
            heavy.promise(key, partial(past, answer))
        elif (key[1], key[2]) in views or (key[1], key[2]) == (now.as_of, None):
            heavy.promise(key, partial(_renewed, key, answer, rows, both))
    return heavy


def _renewed(key: Any, answer: Any, rows: Ints, both: Callable[[int, int | None], tuple[View, View]]) -> Any:
    """One heavy answer after the change; None where it cannot be brought up to date."""
    kind, day, known, *more = key
    old, new = both(day, known)
    if kind != "cube":
        return answer.renewed(new, rows, *more)
    earlier = rows[rows < len(old.hazards)]
    return answer.renewed(rows, cube_of(old.of(earlier), *more), cube_of(new.of(rows), *more), len(new.hazards))
