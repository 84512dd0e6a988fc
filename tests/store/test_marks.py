"""Marks are entered by the office alone, with reasons; a wrong one is withdrawn, and the past is as it was known."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.rules.errors import HistoryRefused
from data.rules.events import MARK, OBJECT, NewEvent
from data.rules.scope import Actor
from data.rules.vocabulary import Role
from data.store.as_of import records_at
from data.store.database import writing
from data.store.doctor import examine
from data.store.errors import FactsRefused, NotFound
from data.store.marks import enter_mark, marks_at, withdraw_mark
from data.store.streams import record
from tests import factories

OFFICE = Actor("李某", "AWB", Role.COMMISSION)


@pytest.fixture
def now(pack: Pack) -> datetime:
    return datetime(2021, 7, 5, 9, tzinfo=pack.zone)


def values(pack: Pack, **more: Any) -> dict[str, Any]:
    told = {
        "of": "town",
        "unit": pack.towns[0].code,
        "item": "plan",
        "value": 80.0,
        "reason": "月度检查计划完成四成之八",
    }
    return told | {"from": "2021-06-01", "to": "2021-06-30"} | more


def test_a_mark_is_kept_with_who_why_and_of_which_period(engine: Engine, pack: Pack, now: datetime) -> None:
    number = enter_mark(engine, pack, OFFICE, values(pack), now)
    assert number.endswith("202107050001")
    with engine.connect() as connection:
        (mark,) = marks_at(connection, pack.code)
    assert (mark.no, mark.unit, mark.item, mark.value) == (number, pack.towns[0].code, "plan", 80.0)
    assert (mark.actor, date.fromordinal(mark.told_day)) == ("李某", now.date())
    assert (date.fromordinal(mark.first_day), date.fromordinal(mark.last_day_about)) == (
        date(2021, 6, 1), date(2021, 6, 30),
    )  # fmt: skip
    assert examine(engine, pack) == []


def test_a_mark_that_was_withdrawn_still_stood_at_the_change_before(engine: Engine, pack: Pack, now: datetime) -> None:
    number = enter_mark(engine, pack, OFFICE, values(pack), now)
    with engine.connect() as connection:
        change = marks_at(connection, pack.code)[0].change
    withdraw_mark(engine, pack, OFFICE, number, "填错单位", now)
    with engine.connect() as connection:
        assert marks_at(connection, pack.code) == []
        assert [mark.no for mark in marks_at(connection, pack.code, change)] == [number]
        assert marks_at(connection, pack.code, change - 1) == []
    with pytest.raises(NotFound):
        withdraw_mark(engine, pack, OFFICE, number, "再撤", now)
    assert enter_mark(engine, pack, OFFICE, values(pack), now) != number


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"reason": " "}, {"reason"}),
        ({"unit": "NOBODY"}, {"unit"}),
        ({"item": "charm"}, {"item"}),
        ({"value": 101}, {"value"}),
        ({"value": None}, {"value"}),
        ({"item": "bonus", "value": 5.5}, {"value"}),
        ({"to": "2021-05-31"}, {"to"}),
        ({"from": "2021-08-01", "to": "2021-08-31"}, {"to"}),
        ({"from": "yesterday"}, {"to"}),
        ({"of": "department"}, {"unit"}),
        ({"reason": None, "unit": None}, {"reason", "unit"}),
    ],
)
def test_everything_that_is_wrong_is_told_by_its_field(
    sqlite_engine: Engine, pack: Pack, now: datetime, wrong: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(FactsRefused) as caught:
        enter_mark(sqlite_engine, pack, OFFICE, values(pack, **wrong), now)
    assert {problem.field for problem in caught.value.problems} == fields
    assert all(problem.sentence() for problem in caught.value.problems)
    with sqlite_engine.connect() as connection:
        assert marks_at(connection, pack.code) == []


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COMMISSION, Role.SYSTEM)])
def test_only_the_office_enters_and_withdraws(sqlite_engine: Engine, pack: Pack, now: datetime, role: Role) -> None:
    number = enter_mark(sqlite_engine, pack, OFFICE, values(pack, item="veto_concealed", value=None), now)
    someone = Actor("王某", "YJJ", role)
    with pytest.raises(FactsRefused):
        enter_mark(sqlite_engine, pack, someone, values(pack), now)
    with pytest.raises(FactsRefused):
        withdraw_mark(sqlite_engine, pack, someone, number, "不服", now)


def test_records_of_a_past_day_are_as_they_were_and_without_what_came_later(engine: Engine, pack: Pack) -> None:
    here, there = pack.towns[0].code, pack.towns[1].code
    moved, still = factories.registered(town=here), factories.registered(town=here)
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [
            moved, still, NewEvent(OBJECT, moved.id, "amended", "2021-08-01", {"fields": {"town": there}}),
            factories.registered("OB-LATE", "2021-09-01", town=here),
        ])  # fmt: skip
        then = {one.id: one.town for one in records_at(connection, pack.code, OBJECT, date(2021, 7, 31).toordinal())}
        now = {one.id: one.town for one in records_at(connection, pack.code, OBJECT)}
    assert then == {moved.id: here, still.id: here}
    assert now == {moved.id: there, still.id: here, "OB-LATE": here}


def test_what_no_mark_says_is_refused(sqlite_engine: Engine, pack: Pack) -> None:
    body = {"of": "town", "unit": "X", "item": "plan", "from": "2021-06-01", "to": "2021-06-30", "reason": "理由"}
    with pytest.raises(HistoryRefused, match="value"), writing(sqlite_engine) as connection:
        record(connection, pack, OFFICE, [NewEvent(MARK, "KH1", "marked", "2021-07-01", body)])
