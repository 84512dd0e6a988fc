"""The facts of a past day are the same whether all is folded anew or only what may have been different."""

from dataclasses import fields, replace
from random import Random
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules.fold import REINSPECTION_DAYS, Facts, fold
from data.rules.fold_before import facts_before
from data.rules.streams import EventColumns
from tests.figures.world import FIRST, columns_of, random_world

SPAN = 160
"""Days after the first one in which something happens, and some more."""


def told(facts: Facts) -> dict[str, Any]:
    """Every field as a list; pairs of columns in the order of rows and days."""
    columns = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {
        name: sorted(zip(*(part.tolist() for part in one), strict=True)) if isinstance(one, tuple)
        else one.tolist() if isinstance(one, np.ndarray) else one
        for name, one in columns.items()
    }  # fmt: skip


def taken_back(events: EventColumns, seed: int) -> EventColumns:
    """The same with some events that a batch took back again."""
    dice = Random(seed)
    void = events.void.copy()
    later = np.flatnonzero(events.row[1:] == events.row[:-1]) + 1
    for place in dice.sample(later.tolist(), min(2, len(later))):
        void[place] = events.change[place] + 1
    return replace(events, void=void)


@settings(max_examples=300)
@given(st.integers(0, 10**9), st.integers(0, SPAN), st.integers(0, SPAN), st.booleans())
def test_a_past_day_is_the_same_from_a_later_one(seed: int, one: int, other: int, some_void: bool) -> None:
    world = random_world(seed)
    events, size = columns_of(world), len(world.hazards)
    events = taken_back(events, seed) if some_void else events
    as_of, later = FIRST + min(one, other), FIRST + max(one, other)
    facts = fold(events, size, later)
    expected = told(fold(events, size, as_of))
    assert told(facts_before(facts, events, as_of, None, REINSPECTION_DAYS)) == expected


def test_another_rule_of_the_day_folds_all_anew() -> None:
    world = random_world(7)
    events, size = columns_of(world), len(world.hazards)
    facts = fold(events, size, FIRST + SPAN)
    expected = told(fold(events, size, FIRST + 40, None, 15))
    assert told(facts_before(facts, events, FIRST + 40, None, 15)) == expected
