"""Laws of sums: towns make the district, sectors the total, movements the stock; and the cube counts like the rows."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.readmodel.cells import month_names
from data.readmodel.cube import CubeTally, cube_answers, cube_of
from data.readmodel.figures import Figures, enforcement_of
from data.readmodel.masks import hazard_mask
from data.rules.filters import NO_TOWN, NOT, Filter
from data.rules.kpis import KPIS, Kind, Value
from data.rules.periods import Period
from data.rules.scope import Box, Scope
from tests.figures.test_kpis import DAYS, LENGTHS, SEEDS
from tests.figures.world import figures_at, random_world, the_pack, view_at

CODES = {
    "town": ("370115001", "370115004", "370115007", NO_TOWN, "nowhere"),
    "sector": ("H01", "H08", "H12", "H12-03"),
    "level": ("0", "1"),
    "colour": ("none", "red"),
    "state": ("CLOSED", "RECTIFYING", "SUBMITTED", "NOTICED"),
}
FILTERS = st.fixed_dictionaries(
    {
        name: st.lists(st.sampled_from((*codes, *(NOT + code for code in codes))), max_size=2, unique=True)
        .map(sorted)
        .map(tuple)
        for name, codes in CODES.items()
    }
    | {"overdue": st.sampled_from((None, True)), "start_zone": st.booleans()}
).map(lambda chosen: Filter(**chosen))
BOXES = st.builds(
    Box,
    towns=st.none() | st.frozensets(st.sampled_from(CODES["town"][:3])),
    sectors=st.none() | st.frozensets(st.sampled_from(CODES["sector"])),
)
SCOPES = st.lists(BOXES, max_size=2).map(lambda boxes: Scope(the_pack().code, tuple(boxes)))


def added(groups: Mapping[str, Mapping[str, Value]], key: str) -> tuple[int, int]:
    values = [values[key] for values in groups.values()]
    return sum(value.above for value in values), sum(value.below or 0 for value in values)


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS)
def test_towns_and_sectors_add_up_to_the_district(seed: int, first: date, length: timedelta, as_of: date) -> None:
    figures = figures_at(random_world(seed), Period(first, first + length), as_of, None)
    for kpi in KPIS:
        whole = (figures.kpis[kpi.key].above, figures.kpis[kpi.key].below or 0)
        assert added(figures.by_town, kpi.key) == whole, kpi.key
        assert added(figures.by_sector, kpi.key) == whole, kpi.key


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS)
def test_charts_and_months_add_up_to_the_headlines(seed: int, first: date, length: timedelta, as_of: date) -> None:
    figures = figures_at(random_world(seed), Period(first, first + length), as_of, None)
    kpis = {key: value.value for key, value in figures.kpis.items()}
    for groups in figures.groups.values():
        assert sum(group.found for group in groups) == kpis["hazards_total"]
        assert sum(group.open for group in groups) == kpis["open"]
        assert sum(group.overdue for group in groups) == kpis["overdue"]
    assert sum(month.found for month in figures.months) == kpis["opened"]
    assert sum(month.closed for month in figures.months) == kpis["closed"]


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS)
def test_no_step_of_the_funnel_is_wider_than_the_one_before(
    seed: int, first: date, length: timedelta, as_of: date
) -> None:
    figures = figures_at(random_world(seed), Period(first, first + length), as_of, None)
    names, widths = zip(*figures.funnel, strict=True)
    assert names == ("found", "rectifying", "submitted", "reinspected", "closed", "loop_closed")
    assert sorted(widths, reverse=True) == list(widths)
    assert widths[0] == figures.kpis["hazards_total"].above
    assert widths[4] == figures.kpis["rectification_rate"].above


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS)
def test_stock_at_the_end_is_stock_at_the_start_and_what_moved(
    seed: int, first: date, length: timedelta, as_of: date
) -> None:
    kpis = figures_at(random_world(seed), Period(first, first + length), as_of, None).kpis
    start, end, opened, closed, reopened = (
        kpis[key].above for key in ("stock_start", "stock_end", "opened", "closed", "reopened")
    )
    assert end == start + opened - closed + reopened


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS, first=DAYS, length=LENGTHS, as_of=DAYS)
def test_what_was_in_time_was_also_rectified(seed: int, first: date, length: timedelta, as_of: date) -> None:
    kpis = figures_at(random_world(seed), Period(first, first + length), as_of, None).kpis
    assert kpis["on_time_rate"].above <= kpis["due_rectification_rate"].above
    for value in kpis.values():
        if value.kpi.kind is Kind.RATE:
            assert value.value is None if value.below == 0 else 0 <= value.above <= (value.below or 0)


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS, chosen=FILTERS, scope=SCOPES, first=DAYS, length=LENGTHS, as_of=DAYS)
def test_the_cube_counts_what_the_rows_count(
    seed: int, chosen: Filter, scope: Scope, first: date, length: timedelta, as_of: date
) -> None:
    world, period = random_world(seed), Period(first, first + length)
    view = view_at(world, as_of.toordinal(), None)
    outside = ("", "370115001", "370115007")
    mask = hazard_mask(view, scope, chosen, outside, None) & view.hazards.counts
    cube = cube_of(view, period)
    assert cube_answers(scope, chosen)
    tally = CubeTally(cube, hazard_mask(cube.view, scope, chosen, outside, None))
    by_rows = figures_at(world, period, as_of, None, mask=mask)
    none = np.zeros(len(view.transfers.begun), bool), np.zeros(len(view.cases.begun), bool)
    by_cube = Figures(view, period, tally, month_names(period, view.as_of), enforcement_of(view, *none))
    assert shown(by_cube) == shown(by_rows)
    assert tally.passes(np.arange(len(mask))).tolist() == mask.tolist()


def shown(figures: Figures) -> Any:
    kpis = {
        key: value for key, value in figures.kpis.items() if value.kpi.above.population not in ("transfers", "cases")
    }
    towns = {code: {key: values[key] for key in kpis} for code, values in figures.by_town.items()}
    return kpis, towns, figures.groups, figures.months, figures.funnel


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS, chosen=FILTERS, scope=SCOPES, as_of=DAYS)
def test_a_mask_never_shows_what_is_out_of_scope(seed: int, chosen: Filter, scope: Scope, as_of: date) -> None:
    view = view_at(random_world(seed), as_of.toordinal(), None)
    hazards, tables = view.hazards, view.tables
    whole = hazard_mask(view, Scope.whole(scope.county), chosen, (), None)
    mask = hazard_mask(view, scope, chosen, (), None)
    for row in range(len(hazards)):
        place = tables.town[hazards.town[row]] or None, tables.sub_sector[hazards.sub_sector[row]] or None
        assert mask[row] == (whole[row] and scope.covers(*place))


def test_no_box_shows_nothing() -> None:
    view = view_at(random_world(1), date(2021, 12, 31).toordinal(), None)
    assert not hazard_mask(view, Scope(the_pack().code, ()), Filter(), (), None).any()
