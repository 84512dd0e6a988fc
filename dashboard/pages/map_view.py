"""Everything the map page says about one filter, asked of the read model in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.pages.map_figures import Bar
from dashboard.pages.map_filters import Counts
from data.rules.filters import Filter


@dataclass(frozen=True, slots=True)
class View:
    """Numbers of one filter within one scope."""

    total: int
    unplaced: int
    counts: Counts
    headlines: Mapping[str, float | None]
    funnel: Sequence[tuple[str, int]]
    months: Sequence[tuple[str, int, int]]
    towns: Sequence[Bar]
    sectors: Sequence[Bar]
    levels: Sequence[Bar]
