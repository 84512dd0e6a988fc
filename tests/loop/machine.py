"""Any people at any time: a Hypothesis machine over hazards, their cases and their listings, in a real store."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine

from data.packs import Pack
from data.rules.events import HAZARD
from data.rules.moves import MOVES_BY_KEY
from data.rules.scope import Scope
from data.store.errors import MovedMeanwhile, NotFound
from data.store.verbs import perform
from tests.loop.model import LINES
from tests.loop.office import Office
from tests.loop.tries import ACTORS, COMMISSION, LEAD, OTHER_TOWN, Try, allowed, forms

MOST = 4
"""Hazards of one run: few, so that each goes far."""
SPOILT = {"date": "明天", "money": -1, "choice": "?", "text": "甲\0乙", "org": "甲" * 41, "code": "甲" * 2001}


class People(RuleBasedStateMachine):
    """What people press; the model of `tests.loop.model` says what must come of it."""

    def __init__(self, make: Callable[[], Engine], pack: Pack) -> None:
        super().__init__()
        self.office = Office(make(), pack)

    @initialize(level=st.integers(0, 1))
    def begin(self, level: int) -> None:
        self.office.report(LEAD, level, 2)

    @precondition(lambda self: len(self.office.models) < MOST)
    @rule(level=st.integers(0, 1), source=st.integers(1, 10))
    def report(self, level: int, source: int) -> None:
        self.office.report(COMMISSION, level, source)

    @rule(days=st.sampled_from((1, 3, 8, 30)))
    def wait(self, days: int) -> None:
        self.office.wait(days)

    def chosen(self, data: st.DataObject) -> tuple[str, Try | None]:
        """A hazard, and something that may be done with it: any kind of move is as likely as another."""
        no = data.draw(st.sampled_from(sorted(self.office.models)))
        tries: dict[str, list[Try]] = {}
        for one in allowed(self.office.models[no], self.office.today):
            tries.setdefault(one[0], []).append(one)
        if not tries:
            return no, None
        return no, data.draw(st.sampled_from(tries[data.draw(st.sampled_from(sorted(tries)))]))

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        no, one = self.chosen(data)
        if one is not None:
            assert self.office.attempt(no, *one) == set()

    @rule(data=st.data())
    def go_further(self, data: st.DataObject) -> None:
        """The same once more: half of all steps should be made."""
        for _ in range(2):
            no, one = self.chosen(data)
            if one is not None:
                assert self.office.attempt(no, *one) == set()

    @rule(data=st.data())
    def try_anything(self, data: st.DataObject) -> None:
        no = data.draw(st.sampled_from(sorted(self.office.models)))
        key, actor = data.draw(st.sampled_from(sorted(LINES))), data.draw(st.sampled_from(ACTORS))
        values = data.draw(st.sampled_from(list(forms(key, self.office.models[no], self.office.today))))
        self.office.attempt(no, key, actor, values)

    @rule(data=st.data())
    def leave_something_out(self, data: st.DataObject) -> None:
        no, one = self.chosen(data)
        if one is not None and (needs := LINES[one[0]].required(self.office.models[no].level)):
            key, actor, values = one
            self.office.attempt(no, key, actor, values | {data.draw(st.sampled_from(needs)): ""})

    @rule(data=st.data())
    def write_nonsense(self, data: st.DataObject) -> None:
        no, one = self.chosen(data)
        fields = one and MOVES_BY_KEY[one[0]].fields
        if one is None or not fields:
            return
        key, actor, values = one
        field = data.draw(st.sampled_from(fields))
        spoilt = values | {field.name: SPOILT[field.kind]}
        told = self.office.tried(no, key, actor, spoilt, self.office.past(no))
        assert f"bad_{field.kind}" in told

    @rule(data=st.data())
    def write_at_length(self, data: st.DataObject) -> None:
        no, one = self.chosen(data)
        fields = [field.name for field in MOVES_BY_KEY[one[0]].fields if field.kind == "text"] if one else []
        if one is None or not fields:
            return
        key, actor, values = one
        self.office.attempt_at_length(no, key, actor, values, data.draw(st.sampled_from(fields)))

    @rule(data=st.data(), behind=st.integers(1, 3))
    def press_too_late(self, data: st.DataObject, behind: int) -> None:
        no, one = self.chosen(data)
        if one is None:
            return
        office, (key, actor, values) = self.office, one
        before, version = office.everything(), office.past(no).version
        with pytest.raises(MovedMeanwhile) as told:
            perform(office.engine, office.pack, office.scope, actor, no, key, values, version - behind, office.now())
        assert told.value.sentence()
        elsewhere = Scope.of_towns(office.pack.code, OTHER_TOWN)
        with pytest.raises(NotFound):
            perform(office.engine, office.pack, elsewhere, actor, no, key, values, version, office.now())
        assert office.everything() == before

    @rule(data=st.data())
    def turn_the_clock_back(self, data: st.DataObject) -> None:
        no, one = self.chosen(data)
        if one is not None and MOVES_BY_KEY[one[0]].stream == HAZARD:
            last = max(event.day for event in self.office.past(no).events if event.kind == HAZARD)
            self.office.refused_early(no, *one, days=self.office.today.toordinal() - last + 1)

    @rule()
    def look_at_the_figures(self) -> None:
        self.office.figures.refresh()

    def teardown(self) -> None:
        self.office.prove()
        self.office.engine.dispose()


def run(make: Callable[[], Engine], pack: Pack, **options: Any) -> None:
    """So many runs of so many steps."""
    chosen = settings(deadline=None, phases=(Phase.generate,), **options)  # a smaller example would take an hour
    run_state_machine_as_test(lambda: People(make, pack), settings=chosen)
