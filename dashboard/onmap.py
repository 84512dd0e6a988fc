"""What filter and switches leave on the map: how many of each layer, and the largest cells, to which circles scale."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.tileshelf import Folded
from data.rules.filters import Filter
from data.rules.scope import Scope
from layers.facts import HAZARDS, OBJECTS
from layers.registry import FOUR_COLOURS
from layers.registry import OBJECTS as BY_SECTOR
from layers.shown import Shown, shown_counts

OBJECT_ROWS = frozenset((BY_SECTOR, FOUR_COLOURS))
"""Rows that draw objects."""


@dataclass(frozen=True, slots=True)
class OnMap:
    """``counts`` by row of the registry, of what has a place; ``all`` are the hazards that show, each once.

    ``largest`` is that of `layers.tileset.View`, by tile layer, of what is drawn.
    """

    counts: Mapping[str, int]
    largest: Mapping[str, Sequence[int]]


def on_map(folded: Folded, scope: Scope, chosen: Filter, on: Collection[str]) -> OnMap:
    """Count one view of one fold, with the rows that are on."""
    shown = Shown.of(on)
    passing = folded.mask(HAZARDS, scope, chosen)
    objects = folded.mask(OBJECTS, scope, chosen)
    hazards = folded.snapshot.view(chosen.as_of).hazards
    counts = shown_counts(hazards, passing, shown)
    placed = folded.snapshot.roster(chosen.as_of).objects.morton >= 0
    counts |= dict.fromkeys(OBJECT_ROWS, int(np.count_nonzero(objects & placed)))
    largest = {HAZARDS: folded.tiles.largest(HAZARDS, folded.mask(HAZARDS, scope, chosen, shown))}
    if not OBJECT_ROWS.isdisjoint(on):
        largest[OBJECTS] = folded.tiles.largest(OBJECTS, objects)
    return OnMap(counts, largest)
