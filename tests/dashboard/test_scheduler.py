"""The scheduler of a server: it looks at its start, does a day's work once, and leaves it to who does it already."""

from datetime import date, datetime
from threading import Event
from typing import Any

from apscheduler.events import EVENT_JOB_EXECUTED
from sqlalchemy import Engine

from dashboard.app import create_app
from dashboard.scheduler import scheduler, tick
from dashboard.services import Services
from dashboard.settings import Settings
from data.packs import Pack
from data.store import lease
from data.store.database import writing
from data.store.escalating import LEASE
from data.store.streams import record
from tests import factories

NOW = datetime.fromisoformat("2021-06-20T00:05:00+08:00")


def served(engine: Engine, pack: Pack, **more: Any) -> Services:
    told = [factories.found("YH-1"), factories.happening("YH-1", "noticed", "2021-06-02", deadline="2021-06-12")]
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, told)
    settings = Settings(f"sqlite:///{engine.url.database}", pack.code, clock=lambda: NOW, **more)
    parts: Services = create_app(settings).server.extensions["onemap"]
    return parts


def test_a_tick_runs_the_ladder_once_a_day(sqlite_engine: Engine, pack: Pack) -> None:
    parts = served(sqlite_engine, pack)
    head = parts.model.refresh()
    tick(parts)
    assert parts.model.refresh() == head + 1
    assert lease.done_day(sqlite_engine, pack, LEASE) == date(2021, 6, 20).toordinal()
    tick(parts)
    assert parts.model.refresh() == head + 1


def test_a_tick_leaves_the_work_to_who_is_at_it(sqlite_engine: Engine, pack: Pack) -> None:
    parts = served(sqlite_engine, pack)
    assert lease.take(sqlite_engine, pack, LEASE, "another server", NOW)
    head = parts.model.refresh()
    tick(parts)
    assert parts.model.refresh() == head
    assert lease.done_day(sqlite_engine, pack, LEASE) is None


def test_it_looks_at_once_when_it_starts_and_again_at_midnight(sqlite_engine: Engine, pack: Pack) -> None:
    made, done = scheduler(served(sqlite_engine, pack)), Event()
    made.add_listener(lambda _event: done.set(), EVENT_JOB_EXECUTED)
    made.start()
    try:
        assert done.wait(30)
        job = made.get_job("escalation")
        assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)
        evening = datetime(2026, 1, 1, 23, 58, tzinfo=pack.zone)
        assert job.trigger.get_next_fire_time(None, evening) == datetime(2026, 1, 2, tzinfo=pack.zone)
    finally:
        made.shutdown()
    assert lease.done_day(sqlite_engine, pack, LEASE) == date(2021, 6, 20).toordinal()
