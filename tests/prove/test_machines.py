"""Far more of the runs of `tests.loop`, and every line of the tables walked through the store on both engines."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from tests.loop.machine import run
from tests.loop.office import Office
from tests.loop.test_machines import cases, copies, hazards, listings, walked
from tests.loop.walks import Explored

__all__ = ["cases", "hazards", "listings"]
RUNS = int(os.environ.get("ONEMAP_PROVE_RUNS", "300"))


@pytest.mark.prove
@pytest.mark.timeout(7200)
def test_any_people_at_any_time(sqlite_template: Path, pack: Pack, tmp_path: Path) -> None:
    run(copies(sqlite_template, tmp_path), pack, max_examples=RUNS, stateful_step_count=60, derandomize=False)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("machine", ["hazards", "cases", "listings"])
def test_every_line_of_the_tables_is_walked(
    engine: Engine, pack: Pack, machine: str, request: pytest.FixtureRequest
) -> None:
    reached: Explored = request.getfixturevalue(machine)
    walked(Office(engine, pack), reached)
