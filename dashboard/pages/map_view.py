"""Everything the map page says about one filter, asked of the read model in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.pages.map_figures import FILED, Bar
from dashboard.pages.map_filters import Counts
from dashboard.services import services
from dashboard.viewer import viewer
from data.packs import Pack
from data.readmodel.figures import Figures, Group
from data.readmodel.schema import COLOURS
from data.readmodel.snapshot import Snapshot
from data.rules.filters import NO_TOWN, Filter
from data.rules.periods import Period
from data.rules.scope import Scope
from data.rules.vocabulary import STATES, Level
from data.words import t


@dataclass(frozen=True, slots=True)
class View:
    """Numbers of one filter within one scope. What is a stock (open, overdue) does not depend on the period.

    ``as_of`` is the day at whose end they hold, ``change`` the newest change they know. ``before`` are the headlines of
    the period before, each as of its own last day; None when the reader chose no period.
    """

    as_of: date
    change: int
    period: Period
    total: int
    unplaced: int
    counts: Counts
    headlines: Mapping[str, float | None]
    before: Mapping[str, float | None] | None
    funnel: Sequence[tuple[str, int]]
    months: Sequence[tuple[str, int, int]]
    towns: Sequence[Bar]
    sectors: Sequence[Bar]
    levels: Sequence[Bar]


def look(chosen: Filter) -> View:
    """The view of the present viewer."""
    here, scope = services(), viewer().scope
    snapshot = here.model.snapshot
    mask = snapshot.mask(scope, chosen)
    period = period_of(snapshot, chosen)
    figures = snapshot.figures(scope, chosen, period, chosen.as_of)
    return View(
        as_of=date.fromordinal(figures.view.as_of),
        change=snapshot.change,
        period=period,
        total=int(mask.sum()),
        unplaced=int((mask & (snapshot.view(chosen.as_of).hazards.morton < 0)).sum()),
        counts=counts(snapshot, scope, chosen),
        headlines=_headlines(figures),
        before=_before(snapshot, scope, chosen, period),
        funnel=(*figures.funnel, (FILED, int(figures.kpis["hazard_cases_filed"].above))),
        months=[(month.name, month.found, month.closed) for month in figures.months],
        towns=_bars("town", figures, _town_names(here.pack)),
        sectors=_bars("sector", figures, {sector.code: sector.short_name for sector in here.pack.sectors}),
        levels=_bars("level", figures, {str(level.value): t(f"map.level_{level.value}") for level in Level}),
    )


def period_of(snapshot: Snapshot, chosen: Filter) -> Period:
    """The days named by the filter; with no first day, from the county's oldest hazard, so that filters share it."""
    last = chosen.to or chosen.as_of or date.fromordinal(snapshot.today)
    first = chosen.from_ or min(snapshot.oldest(chosen.as_of), last)
    return Period(first, max(last, first))


def _before(snapshot: Snapshot, scope: Scope, chosen: Filter, period: Period) -> Mapping[str, float | None] | None:
    """环比: the headlines of the period before, as they stood then."""
    if chosen.from_ is None:
        return None
    span, as_of = period.before(chosen.as_of or date.fromordinal(snapshot.today))
    return _headlines(snapshot.figures(scope, chosen, span, as_of))


def counts(snapshot: Snapshot, scope: Scope, chosen: Filter) -> Counts:
    """How many hazards each option shows: under all other limits, but not under those of its own key."""
    view = snapshot.view(chosen.as_of)
    hazards, tables = view.hazards, view.tables
    columns: dict[str, tuple[NDArray[np.integer], Sequence[str]]] = {
        "town": (hazards.town, [code or NO_TOWN for code in tables.town]),
        "sector": (hazards.sector, tables.sector),
        "level": (hazards.level, ("0", "1")),
        "colour": (hazards.colour, COLOURS),
        "state": (hazards.state, [state.value for state in STATES]),
    }
    found = {}
    for key, (column, codes) in columns.items():
        others = snapshot.mask(scope, replace(chosen, **_none_of(key)))
        numbers = np.bincount(column[others], minlength=len(codes))
        found[key] = dict(zip(codes, numbers.tolist(), strict=True))
    late = snapshot.mask(scope, replace(chosen, overdue=None)) & hazards.overdue
    return {**found, "overdue": {"yes": int(late.sum())}}


def _none_of(key: str) -> dict[str, Any]:
    """The change that takes one key out of a filter."""
    return {key: ()}


def _headlines(figures: Figures) -> dict[str, float | None]:
    kpis = figures.kpis
    plain = ("hazards_total", "hazards_major", "rectification_rate", "overdue", "hazard_cases_filed")
    return {"rectified": kpis["rectification_rate"].above, **{key: kpis[key].value for key in plain}}


def _town_names(pack: Pack) -> dict[str, str]:
    return {town.code: town.short_name for town in pack.towns} | {NO_TOWN: t("map.no_town_short")}


def _bars(key: str, figures: Figures, names: Mapping[str, str]) -> list[Bar]:
    """Groups with anything open, the most first."""
    groups: list[Group] = sorted(figures.groups[key], key=lambda group: (-group.open, group.code))
    return [
        Bar(names.get(group.code, group.code or t("map.no_sector")), group.open, group.overdue, f"{key}={group.code}")
        for group in groups
        if group.open
    ]
