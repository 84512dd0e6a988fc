"""Many writers, and a writer that is killed: nothing is lost, nothing is half written, the chain holds."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from data.packs import Pack
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store.county import head_change
from data.store.database import printable, writing
from data.store.doctor import examine
from data.store.errors import MovedMeanwhile
from data.store.past import hazard_past
from data.store.streams import record
from data.store.verbs import perform
from tests import factories

WRITERS = 6
BATCH_THEN_WAIT = """
import sys
from data.packs import load_pack
from data.store.database import open_engine, writing
from data.store.streams import record
from tests import factories

pack = load_pack(sys.argv[2])
with writing(open_engine(sys.argv[1])) as connection:
    record(connection, pack, factories.OFFICER, [factories.found(f"YH-K-{number}") for number in range(30_000)])
    print("written", flush=True)
    sys.stdin.read()
"""
"""Writes a large batch, says so before it commits, and waits to be killed."""


def test_writers_at_once_each_get_their_own_changes(engine: Engine, pack: Pack) -> None:
    def write(writer: int) -> None:
        for number in range(5):
            with writing(engine) as connection:
                record(connection, pack, factories.OFFICER, factories.closed_history(f"YH-{writer}-{number}"))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert head_change(engine, pack) == WRITERS * 5 * 6
    assert examine(engine, pack) == []


def test_of_people_who_press_at_once_one_moves_and_all_others_are_told(engine: Engine, pack: Pack) -> None:
    whole, now = Scope.whole(pack.code), datetime(2021, 6, 2, 9, tzinfo=pack.zone)
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found("YH-1", town=pack.towns[0].code)])

    def press(person: int) -> Any:
        actor = Actor(f"甲{person}", factories.OFFICER.org, Role.DEPARTMENT)
        values = {"deadline": "2021-06-12", "doc_no": f"责改{person}号"}
        try:
            return perform(engine, pack, whole, actor, "YH-1", "notice", values, 1, now)
        except MovedMeanwhile as told:
            return told

    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = list(pool.map(press, range(WRITERS)))
    assert sum(isinstance(outcome, MovedMeanwhile) for outcome in outcomes) == WRITERS - 1
    with engine.connect() as connection:
        past = hazard_past(connection, whole, "YH-1")
    first = past.events[-1].actor
    assert all(first in outcome.sentence() for outcome in outcomes if isinstance(outcome, MovedMeanwhile))
    assert past.version == 2


def test_a_writer_killed_in_the_middle_of_a_batch_leaves_the_database_as_it_was(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, factories.closed_history("YH-0"))
    url = engine.url.render_as_string(hide_password=False)
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", BATCH_THEN_WAIT, url, pack.code]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == b"written"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert head_change(engine, pack) == 6
    assert examine(engine, pack) == []
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found("YH-1")])
    assert head_change(engine, pack) == 7, printable(engine)
