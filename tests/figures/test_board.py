"""The board: every hazard that counts lies on the pile of its state, running cases beside, the most pressing first."""

import pytest

from data.readmodel.board import STEPS, piles_of
from data.readmodel.masks import hazard_mask
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.rules.streams import NEVER
from data.rules.vocabulary import STATES, State
from tests.figures.test_kpis import FIRST
from tests.figures.world import random_world, the_pack, view_at

LATE = FIRST + 260


def test_every_state_that_counts_lies_on_one_pile() -> None:
    lying = [state for step in STEPS for state in step.states]
    assert sorted(lying) == sorted(state for state in State if state.counts)


@pytest.mark.parametrize("seed", range(12))
def test_piles_are_what_one_would_count_by_hand(seed: int) -> None:
    view = view_at(random_world(seed), LATE, None)
    passing = hazard_mask(view, Scope.whole(the_pack().code), Filter(), (), None)
    hazards = view.hazards
    rows = [row for row in range(len(hazards)) if passing[row]]
    with_case = {
        int(row)
        for row, filed, closed in zip(view.cases.hazard_row, view.cases.filed, view.cases.closed, strict=True)
        if row >= 0 and filed < NEVER and closed == NEVER
    }
    for pile in piles_of(view, passing, 5):
        states = {state.value for state in pile.step.states}
        mine = [row for row in rows if (STATES[hazards.state[row]].value in states if states else row in with_case)]
        assert pile.count == len(mine)
        assert pile.overdue == sum(bool(hazards.overdue[row]) for row in mine)
        if pile.step.key == "closed":
            wanted = sorted(mine, key=lambda row: (-hazards.closed[row], row))
            assert (pile.days, pile.longest) == (None, None)
        else:
            wanted = sorted(
                mine, key=lambda row: (-hazards.level[row], hazards.deadline[row] or NEVER, hazards.found[row], row)
            )
            waited = [LATE - int(hazards.found[row]) for row in mine]
            assert pile.longest == (max(waited) if waited else None)
            assert pile.days == (pytest.approx(sum(waited) / len(waited)) if waited else None)
        assert list(pile.numbers) == [hazards.number[row] for row in wanted[:5]]
