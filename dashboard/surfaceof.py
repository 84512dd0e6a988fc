"""The surface that is on, from the facts: towns by the figures of the right column, density by what is on the map."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

import numpy as np

from dashboard.pages.map_view import period_of
from dashboard.tileshelf import Folded
from data.packs.model import Pack
from data.readmodel.snapshot import Snapshot
from data.rules.filters import NO_TOWN, Filter, allowed
from data.rules.scope import Scope
from data.words import t
from layers.density import BANDWIDTH, Density, density_of
from layers.facts import HAZARDS
from layers.shown import Shown
from layers.surface import DENSITY, SURFACES, TOWNS_OPEN, TOWNS_RATE, Surface, density_surface, shaded_towns

Numbers: TypeAlias = Mapping[str, float | None]


def surface_of(
    pack: Pack, snapshot: Snapshot, folded: Folded, scope: Scope, chosen: Filter, on: Collection[str]
) -> Surface | None:
    """The surface among the rows that are on, with its legend; None when there is none.

    Towns have the figures of ``snapshot``, the newest; a density is that of the tiles it lies under.
    """
    key = next((each for each in SURFACES if each in on), None)
    if key is None:
        return None
    if key == DENSITY:
        return _density_surface(pack, folded, scope, chosen, Shown.of(on))
    counts = _open_by_town(snapshot, scope, chosen)
    towns = _towns(pack, scope, chosen)
    values = _VALUES[key](snapshot, scope, chosen, {town: counts.get(town, 0) for town in towns})
    lost = counts.get(NO_TOWN, 0)
    left = [t("layer.without_town", n=f"{lost:,}")] if lost else []
    made = [t("layer.natural_breaks_then", day=chosen.as_of) if chosen.as_of else t("layer.natural_breaks")]
    made += [t("layer.objects_then", day=chosen.as_of)] if key == TOWNS_RATE and chosen.as_of else []
    return shaded_towns(key, values, [*made, *left], others=len(towns) < len(pack.towns))


def _open_by_town(snapshot: Snapshot, scope: Scope, chosen: Filter) -> dict[str, int]:
    """Open hazards by town, as the chart of the towns has them."""
    figures = snapshot.figures(scope, chosen, period_of(snapshot, chosen), chosen.as_of)
    return {group.code: group.open for group in figures.groups["town"]}


def _counts(_snapshot: Snapshot, _scope: Scope, _chosen: Filter, counts: Mapping[str, int]) -> Numbers:
    return dict(counts)


def _rates(snapshot: Snapshot, scope: Scope, chosen: Filter, counts: Mapping[str, int]) -> Numbers:
    """On a hundred objects of the filter's day; None where a town has none."""
    roster = snapshot.roster(chosen.as_of)
    towns = roster.tables.town
    many = np.bincount(roster.objects.town[snapshot.object_mask(scope, chosen)], minlength=len(towns))
    of = dict(zip(towns, many.tolist(), strict=True))
    return {town: 100 * n / of[town] if of.get(town) else None for town, n in counts.items()}


_VALUES: Mapping[str, Callable[[Snapshot, Scope, Filter, Mapping[str, int]], Numbers]] = {
    TOWNS_OPEN: _counts,
    TOWNS_RATE: _rates,
}


def _towns(pack: Pack, scope: Scope, chosen: Filter) -> list[str]:
    """Towns that lie in the scope and that the filter does not leave out."""
    codes = [town.code for town in pack.towns if chosen.start_zone or not town.in_start_zone]
    home = {cell.code: cell.town for cell in pack.cells}
    passing = [code for code, let in zip(codes, allowed(chosen.town, codes), strict=True) if let]

    def covered(town: str) -> bool:
        return any(
            (box.towns is None or town in box.towns)
            and (box.cells is None or town in {home.get(cell) for cell in box.cells})
            for box in scope.boxes
        )

    return [town for town in passing if covered(town)]


def density_on(folded: Folded, pack: Pack, scope: Scope, chosen: Filter, shown: Shown) -> Density:
    """The density of the hazards that show, of those with a precise place; kept with the facts."""
    mask = folded.mask(HAZARDS, scope, chosen, shown)
    hazards = folded.snapshot.view(chosen.as_of).hazards
    key = ("density", scope, chosen, shown, pack.drawn)
    precise = mask & hazards.precise & (hazards.morton >= 0)
    return folded.snapshot.memory.kept(key, lambda: density_of(hazards.morton[precise], pack.outline))


def _density_surface(pack: Pack, folded: Folded, scope: Scope, chosen: Filter, shown: Shown) -> Surface:
    mask = folded.mask(HAZARDS, scope, chosen, shown)
    hazards = folded.snapshot.view(chosen.as_of).hazards
    rough = int(np.count_nonzero(mask & ~hazards.precise & (hazards.morton >= 0)))
    notes = [t("layer.density_method", metres=f"{BANDWIDTH:,.0f}")]
    notes += [t("layer.imprecise_left_out", n=f"{rough:,}")] if rough else []
    return density_surface(density_on(folded, pack, scope, chosen, shown), notes)
