"""The count beside an option is what a mask of all other limits says, whatever the limits and the scope."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from data.readmodel.masks import hazard_mask
from data.readmodel.options import base_of, counts_of, kinds_of, numbers_of
from data.rules.filters import MANY, Filter
from data.rules.scope import Scope
from data.rules.vocabulary import STATES
from tests.figures.test_kpis import DAYS, SEEDS
from tests.figures.test_laws import FILTERS, SCOPES
from tests.figures.world import random_world, view_at

OUTSIDE = ("", "370115001", "370115007")
MORE = st.fixed_dictionaries(
    {
        "source": st.sampled_from(((), ("2", "3"), ("!2",))),
        "step": st.sampled_from(("", "submitted", "closed")),
        "from_": st.none() | st.just(date(2021, 3, 1)),
        "state": st.sampled_from(((), ("CLOSED",), ("VOID",), ("!VOID",), ("MERGED", "SUBMITTED"))),
    }
)


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS, chosen=FILTERS, more=MORE, scope=SCOPES, as_of=DAYS)
def test_options_count_under_all_other_limits(
    seed: int, chosen: Filter, more: dict[str, Any], scope: Scope, as_of: date
) -> None:
    view = view_at(random_world(seed, hazards=25), as_of.toordinal(), None)
    chosen = replace(chosen, **more)

    def rows(filter_: Filter) -> np.ndarray:
        return hazard_mask(view, scope, filter_, OUTSIDE, None)

    kinds = kinds_of(view)
    counts = counts_of(kinds, numbers_of(kinds, rows(base_of(chosen))), scope, chosen, OUTSIDE)
    for key in MANY:
        others = rows(replace(chosen, **{key: ()}))
        assert sum(counts[key].values()) == int(others.sum())
        for value, number in counts[key].items():
            if number and value:
                shown = _in_state(view, others, value) if key == "state" else rows(replace(chosen, **{key: (value,)}))
                assert number == int(shown.sum()), (key, value)
    late = rows(replace(chosen, overdue=True))
    assert counts["overdue"]["yes"] == int(late.sum())
    assert counts["start_zone"]["yes"] == int(rows(replace(chosen, start_zone=True)).sum())
    assert counts["start_zone"]["no"] == int(rows(replace(chosen, start_zone=False)).sum())


def _in_state(view: Any, others: np.ndarray, value: str) -> np.ndarray:
    """Of a state the count is within the figures: what is in none counts only where it was named."""
    return others & (view.hazards.state == [state.value for state in STATES].index(value))
