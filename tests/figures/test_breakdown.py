"""Ages, categories, the matrix and units are what one would count by hand."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from data.readmodel.breakdown import AGES, ages, categories, causes, matrix, units
from data.readmodel.masks import hazard_mask
from data.rules.filters import Filter
from data.rules.periods import Period
from data.rules.scope import Scope
from tests.figures.test_kpis import FIRST
from tests.figures.world import random_world, the_pack, view_at

LATE = FIRST + 260


@pytest.mark.parametrize("seed", range(12))
def test_every_breakdown_adds_up(seed: int) -> None:
    view = view_at(random_world(seed), LATE, None)
    passing = hazard_mask(view, Scope.whole(the_pack().code), Filter(), (), None)
    hazards, tables = view.hazards, view.tables
    stock = [row for row in range(len(hazards)) if passing[row] and hazards.open[row]]

    for age in ages(view, passing):
        mine = [row for row in stock if age.first <= LATE - hazards.found[row] <= (age.last or 10**6)]
        assert (age.open, age.overdue) == (len(mine), sum(bool(hazards.overdue[row]) for row in mine))
    assert sum(age.open for age in ages(view, passing)) == len(stock)
    assert [age.last for age in ages(view, passing)] == [*AGES, None]

    table = matrix(view, passing)
    counted = Counter((tables.town[hazards.town[row]], tables.sector[hazards.sector[row]]) for row in stock)
    cells = {
        (town, sector): n
        for town, line in zip(table.towns, table.open, strict=True)
        for sector, n in zip(table.sectors, line, strict=True)
        if n
    }
    assert cells == dict(counted)

    found = units(view, passing, 100)
    assert sum(unit.open for unit in found) == len(stock)
    assert [unit.open for unit in found] == sorted((unit.open for unit in found), reverse=True)

    period = Period(date.fromordinal(FIRST), date.fromordinal(FIRST) + timedelta(days=200))
    shares = categories(view, passing, period)
    inside = passing & (hazards.found <= period.last.toordinal()) & (hazards.found >= FIRST)
    assert sum(share.count for share in shares) == int(np.count_nonzero(inside))
    assert not shares or shares[-1].cumulated == pytest.approx(1)


@pytest.mark.parametrize("seed", range(4))
def test_causes_are_counted_like_categories(seed: int) -> None:
    view = view_at(random_world(seed), LATE, None)
    passing = hazard_mask(view, Scope.whole(the_pack().code), Filter(), (), None)
    period = Period(date.fromordinal(FIRST), date.fromordinal(LATE))
    codes = np.arange(len(view.hazards)) % 3  # not stated, and the first two of the pack
    shares = causes(replace(view, hazards=replace(view.hazards, cause=codes)), passing, period)
    counted = Counter(view.tables.cause[code] for code in codes[passing].tolist())
    assert {share.name: share.count for share in shares} == dict(counted)
    assert [share.count for share in shares] == sorted(counted.values(), reverse=True)
