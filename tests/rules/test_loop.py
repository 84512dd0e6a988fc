"""Laws of the loop: only what the table lists ever happens, every state can be reached, and nothing is half done."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from data.rules.errors import HistoryRefused
from data.rules.events import HAZARD_CODES
from data.rules.hazards import STEPS, STEPS_BY_WHAT, Hazard, advance, short_form
from data.rules.vocabulary import State
from tests.rules.histories import FIVE, START, event

DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31)).map(str)
BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "confirmed": st.fixed_dictionaries({}, optional={"level": st.sampled_from((0, 1))}),
    "noticed": st.fixed_dictionaries({}, optional={"deadline": DAYS}),
    "rectifying": st.fixed_dictionaries({"five": st.sampled_from((FIVE, {"person": "王某"}, {}))}),
    "extended": st.fixed_dictionaries({}, optional={"deadline": DAYS}),
    "submitted": st.fixed_dictionaries({}, optional={"cost_yuan": st.integers(0, 10**6)}),
    "reinspected": st.fixed_dictionaries({"result": st.sampled_from(("pass", "fail", "partial"))}),
}


class Loop(RuleBasedStateMachine):
    """Any event at any time; the model is the table itself."""

    hazards: Bundle[Hazard] = Bundle("hazards")

    def __init__(self) -> None:
        super().__init__()
        self.last: Hazard | None = None

    @rule(target=hazards, source=st.integers(1, 10), level=st.integers(0, 1))
    def find(self, source: int, level: int) -> Hazard:
        self.last = advance(None, event("found", START, {"source": source, "level": level}))
        return self.last

    @rule(target=hazards, hazard=consumes(hazards), data=st.data(), wait=st.integers(-1, 20))
    def happen(self, hazard: Hazard, data: st.DataObject, wait: int) -> Hazard:
        what = data.draw(st.sampled_from(sorted(STEPS_BY_WHAT)))
        body = data.draw(BODIES.get(what, st.just({})))
        before = deepcopy(hazard)
        happened = event(what, date.fromordinal(hazard.last_day) + timedelta(days=wait), body)
        try:
            after = advance(hazard, happened)
        except HistoryRefused as refused:
            return self.left_alone(hazard, before, (refused.stream, refused.index, refused.event), what)
        assert before.state in STEPS_BY_WHAT[what].states
        assert wait >= 0
        assert after.row_version == before.row_version + 1
        assert short_form(after, happened)[:2] == (after.state.code, after.round)
        assert after.round in (before.round, before.round + 1)
        if after.round > before.round:
            assert what in ("noticed", "rectifying", "submitted", "reinspected", "fixed_on_the_spot")
        self.last = after
        return after

    def left_alone(self, hazard: Hazard, before: Hazard, told: tuple[str, int, str], what: str) -> Hazard:
        assert hazard == before, "a refused event changes nothing"
        assert told == ("YH-1", before.row_version + 1, what)
        self.last = hazard
        return hazard

    @invariant()
    def what_is_closed_passed_or_was_resumed(self) -> None:
        hazard = self.last
        if hazard is None:
            return
        if hazard.state is State.CLOSED:
            assert hazard.passed or hazard.resumed
            assert hazard.closed_day is not None
        assert (hazard.state is State.CLOSED) <= (hazard.closed_day == hazard.state_day)
        assert [one.round for one in hazard.rounds] == list(range(1, len(hazard.rounds) + 1))
        assert not (hazard.is_overdue(hazard.last_day + 1000) and hazard.state in (State.CLOSED, State.SUBMITTED))
        assert hazard.passed <= any(one.result == "pass" for one in hazard.rounds)


Loop.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLoop = Loop.TestCase


def test_every_state_can_be_reached() -> None:
    reached = {State.REPORTED, State.CONFIRMED}
    frontier = [advance(None, event("found", START, {"source": source})) for source in (2, 6)]
    while frontier:
        hazard = frontier.pop()
        for what in STEPS_BY_WHAT:
            for body in ({}, {"result": "fail"}) if what == "reinspected" else ({},):
                try:
                    after = advance(deepcopy(hazard), event(what, START, body))
                except HistoryRefused:
                    continue
                if after.state not in reached:
                    reached.add(after.state)
                    frontier.append(after)
    assert reached == set(State)


def test_every_line_of_the_table_can_happen() -> None:
    happened: set[str] = set()
    frontier = [advance(None, event("found", START, {"source": source})) for source in (2, 6)]
    seen = {repr(hazard) for hazard in frontier}
    for _depth in range(6):
        following = []
        for hazard in frontier:
            for what in STEPS_BY_WHAT:
                try:
                    after = advance(deepcopy(hazard), event(what, START))
                except HistoryRefused:
                    continue
                happened.add(what)
                key = repr((after.state, after.passed, after.resumed, after.round_over, after.round > 2))
                if key not in seen:
                    seen.add(key)
                    following.append(after)
        frontier = following
    assert happened == {step.what for step in STEPS} == set(HAZARD_CODES) - {"found"}
