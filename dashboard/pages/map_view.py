"""What the map page says about one filter, asked of the read model: numbers first, charts and comparisons after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.options import names
from dashboard.services import services
from dashboard.viewer import viewer
from data.packs import Pack
from data.readmodel.figures import Figures, Group
from data.readmodel.snapshot import Snapshot
from data.readmodel.trend import Span, Unit, trend, unit_of
from data.rules.filters import NO_TOWN, Filter, allowed
from data.rules.periods import Period, last_year
from data.rules.scope import Scope
from data.words import t

FILED = "filed"
"""The branch of the funnel that is no step of the loop: 立案."""
MEASURES = ("open", "rate", "late")
"""What the bars of towns and sectors can show: 存量, 整改率, 逾期率."""
COMPARED_WITH = ("before", "year")
"""环比 and 同比."""


@dataclass(frozen=True, slots=True)
class Looking:
    """How the reader looks at the figures; stands in the hash of the address."""

    measure: str = MEASURES[0]
    compare: str = COMPARED_WITH[0]

    @classmethod
    def of(cls, data: Mapping[str, Any] | None) -> "Looking":
        """From the page's store; what is unknown is as at the start."""
        told = data or {}
        measure, compare = told.get("bars"), told.get("compare")
        return cls(
            measure if measure in MEASURES else MEASURES[0], compare if compare in COMPARED_WITH else COMPARED_WITH[0]
        )


@dataclass(frozen=True, slots=True)
class View:
    """The headline numbers of one filter within one scope. A stock (open, overdue) does not depend on the period.

    ``as_of`` is the day at whose end they hold, ``change`` the newest change they know.
    """

    as_of: date
    change: int
    period: Period
    total: int
    unplaced: int
    headlines: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name and group, what a click on it does to the address, and whether the filter lets it through."""

    name: str
    group: Group
    click: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Charts:
    """What the charts show. Groups are counted under all limits but those of their own key, steps likewise."""

    period: Period
    unit: Unit
    funnel: Sequence[tuple[str, int]]
    step: str
    spans: Sequence[Span]
    before: Sequence[Span]
    """The period compared with, where the reader chose one."""
    towns: Sequence[Bar]
    sectors: Sequence[Bar]
    levels: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Headline numbers of two spans; ``this_year`` where no period was chosen and this year to date was taken."""

    now: Mapping[str, float | None]
    before: Mapping[str, float | None]
    span: Period
    with_: Period
    this_year: bool


def look(chosen: Filter) -> View:
    """The numbers of the present viewer."""
    snapshot, scope = services().model.snapshot, viewer().scope
    mask = snapshot.mask(scope, chosen)
    figures = figures_of(snapshot, scope, chosen)
    return View(
        as_of=date.fromordinal(figures.view.as_of),
        change=snapshot.change,
        period=figures.period,
        total=int(mask.sum()),
        unplaced=int((mask & (figures.view.hazards.morton < 0)).sum()),
        headlines=headlines(figures),
    )


def figures_of(snapshot: Snapshot, scope: Scope, chosen: Filter) -> Figures:
    """The figures of the page: the filter's days, or everything there is."""
    return snapshot.figures(scope, chosen, period_of(snapshot, chosen), chosen.as_of)


def period_of(snapshot: Snapshot, chosen: Filter) -> Period:
    """The days named by the filter; with no first day, from the county's oldest hazard, so that filters share it."""
    last = chosen.to or chosen.as_of or date.fromordinal(snapshot.today)
    first = chosen.from_ or min(snapshot.oldest(chosen.as_of), last)
    return Period(first, max(last, first))


def headlines(figures: Figures) -> dict[str, float | None]:
    """The six big numbers."""
    kpis = figures.kpis
    plain = ("hazards_total", "hazards_major", "rectification_rate", "overdue", "hazard_cases_filed")
    return {"rectified": kpis["rectification_rate"].above, **{key: kpis[key].value for key in plain}}


def compared(chosen: Filter, looking: Looking) -> Comparison:
    """环比 or 同比 of the headlines, each as of its own last day; without a first day this year to date is compared."""
    snapshot, scope = services().model.snapshot, viewer().scope
    span, with_, as_of = _spans(snapshot, chosen, looking)
    this_year = chosen.from_ is None
    now = snapshot.figures(scope, chosen, span, chosen.as_of) if this_year else figures_of(snapshot, scope, chosen)
    before = snapshot.figures(scope, chosen, with_, as_of)
    return Comparison(headlines(now), headlines(before), span, with_, this_year)


def _spans(snapshot: Snapshot, chosen: Filter, looking: Looking) -> tuple[Period, Period, date]:
    """The span, the span it is compared with, and the as-of day of the latter."""
    today = chosen.as_of or date.fromordinal(snapshot.today)
    if chosen.from_ is None:
        end = min(chosen.to or today, today)
        return Period(date(end.year, 1, 1), end), Period(date(end.year - 1, 1, 1), last_year(end)), last_year(end)
    span = period_of(snapshot, chosen)
    if looking.compare == "year":
        return (span, *span.year_before(today))
    return (span, *span.before(today))


def charts(chosen: Filter, looking: Looking) -> Charts:
    """What the charts of the present viewer show."""
    here, scope = services(), viewer().scope
    snapshot = here.model.snapshot
    figures = figures_of(snapshot, scope, chosen)
    free = figures if not chosen.step else figures_of(snapshot, scope, replace(chosen, step=""))
    unit = unit_of(figures.period)
    filed = int(figures.kpis["hazard_cases_filed"].above)

    def bars(key: str) -> list[Bar]:
        return _bars(key, snapshot, scope, chosen, here.pack)

    return Charts(
        period=figures.period,
        unit=unit,
        funnel=(*free.funnel, (FILED, filed)),
        step=chosen.step,
        spans=trend(figures, unit),
        before=_before(snapshot, scope, chosen, looking, unit),
        towns=bars("town"),
        sectors=bars("sector"),
        levels=bars("level"),
    )


def ahead() -> None:
    """Work out what the map shows without a filter: at a million hazards that takes a second for which nobody waits."""
    everything, usual = Filter(), Looking.of(None)
    look(everything)
    charts(everything, usual)
    compared(everything, usual)
    services().model.snapshot.options(viewer().scope, everything)


def _before(snapshot: Snapshot, scope: Scope, chosen: Filter, looking: Looking, unit: Unit) -> Sequence[Span]:
    if chosen.from_ is None:
        return ()
    _span, with_, as_of = _spans(snapshot, chosen, looking)
    return trend(snapshot.figures(scope, chosen, with_, as_of), unit)


def _bars(key: str, snapshot: Snapshot, scope: Scope, chosen: Filter, pack: Pack) -> list[Bar]:
    """The groups under all limits but those of ``key``, in the order of their codes."""
    values: tuple[str, ...] = getattr(chosen, key)
    without: dict[str, Any] = {key: ()}
    figures = figures_of(snapshot, scope, replace(chosen, **without))
    found = figures.groups[key]
    shown = allowed(values, [group.code for group in found])
    known = _short(key, pack)
    return [
        Bar(known[group.code], group, f"{key}={group.code}", passes)
        if group.code in known
        else Bar(t("map.no_sector"), group, "", passes)
        for group, passes in zip(found, shown, strict=True)
    ]


def _short(key: str, pack: Pack) -> dict[str, str]:
    if key == "town":
        return {town.code: town.short_name for town in pack.towns} | {NO_TOWN: t("map.no_town_short")}
    return {code: name for (of, code), name in names(pack).items() if of == key}
