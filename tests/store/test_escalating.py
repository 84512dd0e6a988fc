"""The ladder over a county: once for each hazard, deadline and rung, whoever runs it and however often."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from dashboard import cli
from data.packs import Pack
from data.rules.errors import MoveRefused
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store import lease
from data.store.actions import Wanted, actions_of, decide_action, open_decisions, some_actions
from data.store.county import head_change
from data.store.database import writing
from data.store.doctor import examine
from data.store.errors import FactsRefused, MovedMeanwhile, NotFound
from data.store.escalating import LEASE, FutureDay, Run, catch_up, escalate
from data.store.models import ActionRow
from data.store.streams import record
from tests import factories

COMMISSION = Actor("安某", "A01", Role.COMMISSION)
TOWN = Actor("镇某", "T01", Role.TOWN)
DUE = date(2021, 6, 12)


def at(pack: Pack, days: int, hour: int = 1) -> datetime:
    day = DUE + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=pack.zone)


def fill(engine: Engine, pack: Pack, count: int = 3, **body: Any) -> None:
    events = []
    for number in range(count):
        no = f"YH-{number:04d}"
        events += [factories.found(no, **body), factories.happening(no, "noticed", "2021-06-02", deadline="2021-06-12")]
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, events)


def names(run: Run | None) -> list[str]:
    assert run is not None
    return [one.step.rung.name for one in run.raised]


def rows(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(select(ActionRow.__table__).order_by(ActionRow.id)))


def test_running_twice_raises_nothing_twice(engine: Engine, pack: Pack) -> None:
    fill(engine, pack)
    assert names(escalate(engine, pack, at(pack, 1))) == ["yellow.flag"] * 3
    head = head_change(engine, pack)
    assert names(escalate(engine, pack, at(pack, 1))) == []
    assert names(escalate(engine, pack, at(pack, 2))) == []
    assert head_change(engine, pack) == head
    assert examine(engine, pack) == []


def test_a_dry_run_tells_and_writes_nothing(engine: Engine, pack: Pack) -> None:
    fill(engine, pack)
    assert names(escalate(engine, pack, at(pack, 1), at(pack, 20).date(), dry_run=True)).count("red.interview") == 3
    assert rows(engine) == []
    with pytest.raises(FutureDay, match="2021-07-02"):
        escalate(engine, pack, at(pack, 1), at(pack, 20).date())


def test_a_week_of_downtime_is_caught_up_with_the_day_each_rung_was_reached(engine: Engine, pack: Pack) -> None:
    fill(engine, pack, 1)
    assert names(catch_up(engine, pack, at(pack, 8))) == ["orange.supervise"]
    assert catch_up(engine, pack, at(pack, 8, hour=9)) is None
    assert names(catch_up(engine, pack, at(pack, 17))) == ["red.interview"]
    found = {row.rung: date.fromordinal(row.reached_day) for row in rows(engine)}
    assert found == {"orange.supervise": date(2021, 6, 20), "red.interview": date(2021, 6, 28)}
    assert {date.fromordinal(row.raised_day) for row in rows(engine)} == {date(2021, 6, 20), date(2021, 6, 29)}


def test_a_clock_set_back_and_on_again_fires_nothing_twice(engine: Engine, pack: Pack) -> None:
    fill(engine, pack, 2)
    assert len(names(escalate(engine, pack, at(pack, 16)))) == 4
    assert names(escalate(engine, pack, at(pack, -30))) == []
    assert catch_up(engine, pack, at(pack, -20)) is not None
    assert names(escalate(engine, pack, at(pack, 16))) == []
    assert examine(engine, pack) == []


def test_a_lease_of_a_clock_set_back_does_not_bind(engine: Engine, pack: Pack) -> None:
    fill(engine, pack, 1)
    assert lease.take(engine, pack, LEASE, "killed", at(pack, 300))
    assert escalate(engine, pack, at(pack, 300)).busy
    assert names(escalate(engine, pack, at(pack, 1))) == ["yellow.flag"]


def test_the_lease_of_a_runner_that_was_killed_ends_by_itself(engine: Engine, pack: Pack) -> None:
    fill(engine, pack, 1)
    assert lease.take(engine, pack, LEASE, "killed", at(pack, 1))
    assert escalate(engine, pack, at(pack, 1) + timedelta(minutes=9)).busy
    assert names(escalate(engine, pack, at(pack, 1) + timedelta(minutes=11))) == ["yellow.flag"]


def test_of_many_runners_at_once_each_rung_is_raised_once(engine: Engine, pack: Pack) -> None:
    fill(engine, pack, 30)
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: escalate(engine, pack, at(pack, 16)), range(4)))
    assert sum(len(run.raised) for run in runs) == len(rows(engine)) == 60
    assert examine(engine, pack) == []


def test_two_programs_at_once_on_one_database(engine: Engine, pack: Pack) -> None:
    fill(engine, pack, 250)
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "dashboard.cli", "escalate", "--json", "--database", url]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [json.loads(each.communicate(timeout=120)[0]) for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert sum(len(each["raised"]) for each in told) == len(rows(engine)) == 1000
    assert examine(engine, pack) == []


def test_proposals_about_hazards_that_are_over_end_by_themselves(engine: Engine, pack: Pack) -> None:
    fill(engine, pack, 2)
    escalate(engine, pack, at(pack, 16))
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.happening("YH-0001", "voided", "2021-06-29")])
    run = escalate(engine, pack, at(pack, 18))
    assert (len(run.raised), run.dropped) == (0, 2)
    assert {row.hazard_no for row in rows(engine) if row.state == "dismissed"} == {"YH-0001"}


def test_people_accept_and_answer_each_with_the_power_for_it(engine: Engine, pack: Pack) -> None:
    fill(engine, pack, 1)
    escalate(engine, pack, at(pack, 8))
    (row,) = rows(engine)
    whole, now = Scope.whole(pack.code), at(pack, 9)
    assert open_decisions(row, TOWN) == ()
    assert open_decisions(row, COMMISSION) == ("accepted", "dismissed")
    with pytest.raises(FactsRefused):
        decide_action(engine, pack, whole, TOWN, row.id, "accepted", None, 1, now)
    decide_action(engine, pack, whole, COMMISSION, row.id, "accepted", "同意", 1, now)
    with pytest.raises(MovedMeanwhile, match="安某"):
        decide_action(engine, pack, whole, COMMISSION, row.id, "dismissed", "重复", 1, now)
    with pytest.raises(FactsRefused) as refused:
        decide_action(engine, pack, whole, TOWN, row.id, "done", "  ", 2, now)
    assert isinstance(refused.value, MoveRefused)
    decide_action(engine, pack, whole, TOWN, row.id, "done", "已约谈企业", 2, now)
    (after,) = rows(engine)
    assert (after.state, after.remark, after.decided_by) == ("done", "已约谈企业", "镇某")
    assert open_decisions(after, COMMISSION) == ()
    assert examine(engine, pack) == []


def test_who_does_not_see_the_hazard_sees_and_decides_nothing_of_it(engine: Engine, pack: Pack) -> None:
    first, second = pack.towns[0].code, pack.towns[1].code
    fill(engine, pack, 2, town=first)
    escalate(engine, pack, at(pack, 16))
    number = rows(engine)[0].id
    with engine.connect() as connection:
        assert some_actions(connection, Scope.of_towns(pack.code, first), Wanted(), 0, 10)[0] == 4
        assert some_actions(connection, Scope.of_towns(pack.code, first), Wanted(colours=("red",)), 0, 10)[0] == 2
        assert some_actions(connection, Scope.of_towns(pack.code, second), Wanted(), 0, 10) == (0, [])
        assert len(actions_of(connection, pack.code, "YH-0000")) == 2
    with pytest.raises(NotFound):
        decide_action(
            engine, pack, Scope.of_towns(pack.code, second), COMMISSION, number, "accepted", None, 1, at(pack, 17)
        )


def test_the_command_says_what_it_would_raise_and_raises_it(
    sqlite_engine: Engine, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(sqlite_engine, pack, 1)
    url = f"sqlite:///{sqlite_engine.url.database}"
    assert cli.main(["escalate", "--database", url, "--as-of", "2021-06-20", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["rung"], one["type"], one["reached"]) for one in told["raised"]] == [
        ("orange.supervise", "督办单", "2021-06-20")
    ]
    assert (told["dry_run"], rows(sqlite_engine)) == (True, [])
    assert cli.main(["escalate", "--database", url, "--as-of", "2021-06-20"]) == 0
    assert "YH-0000" in capsys.readouterr().out
    assert [row.rung for row in rows(sqlite_engine)] == ["orange.supervise"]
