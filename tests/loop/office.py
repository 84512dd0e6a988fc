"""The store beside the model: every attempt is made through the verbs, and both must say the same."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from data.packs import Pack
from data.readmodel import ReadModel
from data.rules.cases import Listing
from data.rules.errors import HistoryRefused, MoveRefused
from data.rules.events import CASE, HAZARD, LISTING, HappenedEvent
from data.rules.filters import Filter
from data.rules.folding import folded
from data.rules.form_values import MOST_TEXT
from data.rules.moves import MOVES_BY_KEY, offered
from data.rules.periods import Period
from data.rules.scope import Actor, Scope
from data.store.audit import verify
from data.store.doctor import examine
from data.store.heads import head_now
from data.store.past import HazardPast, hazard_past
from data.store.states import KIND_BY_NAME, ROUND_COLUMNS, ROUNDS, round_rows, state_row
from data.store.streams import read_events
from data.store.verbs import perform, report
from data.words import LANGUAGES, speaking
from tests.figures.reference import reference
from tests.figures.test_kpis import agree, answers
from tests.figures.world import World
from tests.loop.effects import make
from tests.loop.model import WORDS, Model
from tests.loop.tries import POWERS, TOWN

START = date(2021, 6, 1)
STANDING = {"state", "role", "role_level"}
UNTOLD: dict[str, Any] = {"repeat": False, "cost_yuan": None, "fine_yuan": None}
"""What forms may leave out and the slow reference reads."""


class Office:
    """One county, its clock, and a model of each of its hazards."""

    def __init__(self, engine: Engine, pack: Pack) -> None:
        self.engine, self.pack = engine, pack
        self.scope = Scope.whole(pack.code)
        self.today, self.minutes = START, 0
        self.models: dict[str, Model] = {}
        self.made: set[tuple[str, str]] = set()
        self.figures = ReadModel(engine, pack, today=lambda: self.today)

    def wait(self, days: int) -> None:
        """Let days pass."""
        self.today += timedelta(days)

    def now(self) -> datetime:
        """The clock; a minute passes with each look."""
        self.minutes += 1
        return datetime(self.today.year, self.today.month, self.today.day, tzinfo=self.pack.zone) + timedelta(
            minutes=8 * 60 + self.minutes % 900
        )

    def report(self, actor: Actor, level: int, source: int) -> str:
        """A new hazard."""
        facts = {
            "subject_kind": "public_facility", "subject_name": "示例路口", "town": TOWN, "sector": "H08", "dept": "YJJ",
            "description": "路面塌陷", "level": level, "source": source,
        } | ({"judge_basis": "判定标准第3条"} if level else {})  # fmt: skip
        hazard = report(self.engine, self.pack, self.scope, actor, facts, str(self.today), self.now())
        powers, departments = POWERS, self.pack.departments
        assert powers == self.pack.penalising
        self.models[hazard.hazard_no] = Model(level, source, self.today, "YJJ", powers, departments)
        self.agree(hazard.hazard_no)
        return hazard.hazard_no

    def past(self, no: str) -> HazardPast:
        """What the store holds of a hazard and beside it."""
        with self.engine.connect() as connection:
            return hazard_past(connection, self.scope, no)

    def attempt(self, no: str, key: str, actor: Actor, values: dict[str, Any]) -> set[str]:
        """Try a move; the names of the sentences that refused it, none where it was made."""
        model, past = self.models[no], self.past(no)
        expected = model.against(key, actor, values, self.today)
        told = self.tried(no, key, actor, values, past)
        if STANDING & expected:
            assert told & STANDING == expected & STANDING, (key, actor, values, told, expected)
            return told
        assert told == expected, (model, key, actor, values)
        if not told:
            shown = offered(past.hazard, actor, self.scope, self.today, past.around(self.pack))
            assert MOVES_BY_KEY[key] in shown
            self.made.add((key, model.state))
            make(model, key, actor, values, self.today)
            assert self.agree(no).version == past.version + 1
        return told

    def tried(self, no: str, key: str, actor: Actor, values: dict[str, Any], past: HazardPast) -> set[str]:
        before = self.everything()
        try:
            perform(self.engine, self.pack, self.scope, actor, no, key, values, past.version, self.now())
        except MoveRefused as refused:
            assert self.everything() == before, "a refused move changes nothing"
            return _sentences(refused)
        return set()

    def everything(self) -> tuple[Any, ...]:
        """The head of the chain and every row that the three machines leave."""
        with self.engine.connect() as connection:
            tables = [KIND_BY_NAME[kind].table for kind in (HAZARD, CASE, LISTING)] + [ROUNDS]
            rows = [{tuple(row) for row in connection.execute(select(table))} for table in tables]
            return head_now(connection, self.pack.code), *rows

    def agree(self, no: str) -> HazardPast:
        """Model and store say the same of a hazard, which is returned with its past."""
        model, past = self.models[no], self.past(no)
        hazard, listing = past.hazard, past.listing
        told = (hazard.state, hazard.level, hazard.passed, hazard.resumed, hazard.extensions, hazard.round_over)
        assert told == (
            WORDS[model.state], model.level, model.passed, model.resumed, model.extensions, model.over,
        )  # fmt: skip
        assert hazard.deadline == (model.deadline and model.deadline.toordinal())
        assert hazard.is_overdue(self.today.toordinal()) == model.overdue(self.today)
        assert (hazard.listed is not None, _stage(listing)) == (model.listed, model.listing)
        if model.case is not None:
            case = next(one for one in past.cases if one.case_no == model.case.no)
            told_case = (case.org or "", case.stage, case.decided_day is not None, case.published_day is not None)
            assert told_case == (model.case.org, model.case.stage, model.case.decided, model.case.published)
            assert case.end == (model.case.end or None)
        return past

    def attempt_at_length(self, no: str, key: str, actor: Actor, values: dict[str, Any], name: str) -> None:
        """The same with one field as long as a form takes it: made, or refused by a sentence, and then nothing is."""
        past, before = self.past(no), self.everything()
        long = values | {name: "长" * MOST_TEXT}
        try:
            perform(self.engine, self.pack, self.scope, actor, no, key, long, past.version, self.now())
        except (MoveRefused, HistoryRefused):
            assert self.everything() == before
        else:
            assert name != "case_no"
            make(self.models[no], key, actor, long, self.today)
            self.agree(no)

    def refused_early(self, no: str, key: str, actor: Actor, values: dict[str, Any], days: int) -> None:
        """The same at a clock that went back: refused by the rules or by the order of time, and nothing changes."""
        past, before = self.past(no), self.everything()
        early = self.now() - timedelta(days)
        try:
            perform(self.engine, self.pack, self.scope, actor, no, key, values, past.version, early)
        except (MoveRefused, HistoryRefused):
            assert self.everything() == before
        else:
            raise AssertionError(key)

    def prove(self) -> None:
        """Rows equal the replay of the events, figures the slow reference, and nothing is wrong with the chain."""
        with self.engine.connect() as connection:
            for kind in (HAZARD, CASE, LISTING):
                self._replayed(connection, kind)
            world = self._world(connection)
        verdict = verify(self.engine, self.pack)
        assert verdict.bad is None
        assert verdict.events == verdict.head.change
        assert examine(self.engine, self.pack) == []
        self._figured(world)

    def _streams(self, connection: Connection, kind: str) -> dict[str, list[HappenedEvent]]:
        table, key = KIND_BY_NAME[kind].table, KIND_BY_NAME[kind].key
        ids = sorted(connection.scalars(select(table.c[key])))
        return {one: list(read_events(connection, self.pack.code, kind, [one])) for one in ids}

    def _replayed(self, connection: Connection, kind: str) -> None:
        rule = KIND_BY_NAME[kind]
        states = [folded(rule.advance, events) for events in self._streams(connection, kind).values()]
        if kind == HAZARD:
            for state in states:
                state.listed = "区" if self.models[state.hazard_no].listed else None
            rounds = connection.execute(select(*(ROUNDS.c[name] for name in ROUND_COLUMNS)))
            assert sorted(map(tuple, rounds)) == sorted(
                row for state in states for row in round_rows(self.pack.code, state)
            )
        rows = connection.execute(select(*(rule.table.c[name] for name in rule.columns)))
        assert set(map(tuple, rows)) == {state_row(rule, self.pack.code, state) for state in states}

    def _world(self, connection: Connection) -> World:
        def told(kind: str) -> dict[str, list[HappenedEvent]]:
            streams = self._streams(connection, kind)
            return {
                one: [replace(event, body=UNTOLD | dict(event.body)) for event in events]
                for one, events in streams.items()
            }

        return World(told(HAZARD), told(CASE), {})

    def _figured(self, world: World) -> None:
        """The read model that was kept up to date says the same as the reference, on several days and changes."""
        self.figures.refresh()
        span = (self.today - START).days
        for days, change in ((0, None), (span // 2, None), (0, world.head // 2), (span // 3, world.head // 2)):
            as_of = self.today - timedelta(days)
            period = Period(START, START + timedelta(span * 2 // 3))
            found = self.figures.figures(self.scope, Filter(), period, as_of, change)
            agree(answers(found.kpis), reference(world, period.first, period.last, as_of, change))


def _sentences(refused: MoveRefused) -> set[str]:
    """Names of the sentences, each of which stands in what is told in either language."""
    for language in LANGUAGES:
        with speaking(language):
            whole = refused.sentence()
            assert all(problem.sentence() in whole for problem in refused.problems)
    return {problem.reason.name for problem in refused.problems}


def _stage(listing: Listing | None) -> str:
    return "" if listing is None else listing.stage or ""
