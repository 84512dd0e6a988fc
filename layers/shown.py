"""Which hazards the switches of the map leave of what the filter lets through.

Every hazard belongs to one layer of each kind: by progress (未销号未逾期, 逾期, 已销号), by level (重大, 一般), by
place (公共设施 or not, precise or not). Hiding a layer hides all that belongs to it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from data.readmodel.schema import Bools, Hazards
from data.rules.vocabulary import Level, SubjectKind

PUBLIC = list(SubjectKind).index(SubjectKind.PUBLIC_FACILITY)
"""Code of 公共设施 in the column of subjects."""

_BELONGS: dict[str, Callable[[Hazards], Bools]] = {
    "open": lambda hazards: hazards.open & ~hazards.overdue,
    "overdue": lambda hazards: hazards.open & hazards.overdue,
    "closed": lambda hazards: ~hazards.open,
    "major": lambda hazards: hazards.level == Level.MAJOR,
    "general": lambda hazards: hazards.level != Level.MAJOR,
    "public": lambda hazards: hazards.subject_kind == PUBLIC,
    "premises": lambda hazards: hazards.subject_kind != PUBLIC,
    "imprecise": lambda hazards: ~hazards.precise,
}

KINDS = tuple(_BELONGS)
"""Layers of hazards, keys of `layers.registry.LAYERS`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One choice among the layers of hazards, by those that are ``hidden``; nothing hidden is an empty text."""

    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: Collection[str]) -> "Shown":
        """From the keys of the rows that are on; other keys are passed over."""
        return cls(frozenset(KINDS).difference(rows))

    @classmethod
    def parse(cls, text: str) -> "Shown":
        """Read `text`; what is unknown is dropped."""
        return cls(frozenset(KINDS).intersection(text.split(".")))

    def text(self) -> str:
        """The canonical text for addresses, ``closed.imprecise``; equal choices give equal texts."""
        return ".".join(kind for kind in KINDS if kind in self.hidden)

    def mask(self, hazards: Hazards) -> Bools:
        """Hazards (n,) that show."""
        mask = np.ones(len(hazards), bool)
        for kind in self.hidden:
            mask &= ~kind_mask(hazards, kind)
        return mask


EVERYTHING = Shown()


def kind_mask(hazards: Hazards, kind: str) -> Bools:
    """Hazards (n,) that belong to one of `KINDS`."""
    return _BELONGS[kind](hazards)


def shown_counts(hazards: Hazards, passing: Bools, shown: Shown) -> dict[str, int]:
    """How many of the hazards that a filter lets through (n,) have a place on the map, by layer.

    ``all`` are those that the switches leave on the map.
    """
    placed = passing & (hazards.morton >= 0)
    counts = {kind: int(np.count_nonzero(placed & kind_mask(hazards, kind))) for kind in KINDS}
    return counts | {"all": int(np.count_nonzero(placed & shown.mask(hazards)))}
