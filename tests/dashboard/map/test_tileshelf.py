"""The tiles at hand: a version for every change and every day, and never more of them than a few."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.tileshelf import KEPT, TileShelf
from data.packs import Pack
from data.readmodel import ReadModel
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.store.streams import record
from tests.factories import OFFICER, found, happening, hazard_no
from tests.layers.test_tiles import read

DAY = date(2021, 6, 12)
WAIT = 20.0
PLACED = {"lon": 117.2, "lat": 37.0, "place_quality": 1}


class World:
    """A county with one hazard that is due on ``DAY``, and a clock."""

    def __init__(self, engine: Engine, pack: Pack, every: float) -> None:
        self.engine, self.pack, self.today = engine, pack, DAY
        self.hazard = hazard_no()
        order = happening(self.hazard, "noticed", "2021-06-02", deadline=DAY.isoformat(), doc_no="责改〔2021〕1号")
        self.write(found(self.hazard, **PLACED), order)
        self.model = ReadModel(engine, pack, lambda: self.today)
        self.shelf = TileShelf(self.model, pack, every)

    def write(self, *events: Any) -> None:
        with self.engine.begin() as connection:
            record(connection, self.pack, OFFICER, events)

    def refreshed(self) -> str:
        self.model.refresh()
        return self.shelf.newest().version

    def overdue(self, version: str, **limits: Any) -> int:
        """Overdue hazards on the one tile of zoom 0."""
        chosen = Filter(**limits)
        folded = self.shelf.version(version, chosen.as_of)
        mask = folded.mask("hazards", Scope.whole(self.pack.code), chosen)
        return sum(each["properties"]["overdue"] for each in read(folded.tiles.tile("hazards", 0, 0, 0, mask)))


@pytest.fixture
def world(sqlite_engine: Engine, pack: Pack) -> World:
    return World(sqlite_engine, pack, every=0.0)


def test_at_midnight_the_version_changes_and_hazards_fall_due(world: World) -> None:
    before = world.refreshed()
    assert world.overdue(before) == 0
    world.today += timedelta(days=1)
    after = world.refreshed()
    assert after != before
    assert world.overdue(after) == 1
    assert world.overdue(before) == 0


def test_a_change_gives_a_new_version_and_nothing_new_gives_none(world: World) -> None:
    first = world.refreshed()
    assert world.refreshed() == first
    world.write(found(**PLACED))
    assert world.refreshed() != first


def test_tiles_are_not_folded_again_before_their_time(sqlite_engine: Engine, pack: Pack) -> None:
    world = World(sqlite_engine, pack, every=3600.0)
    first = world.refreshed()
    world.write(found(**PLACED))
    assert world.refreshed() == first


def test_who_asks_for_news_does_not_wait_while_tiles_are_folded(world: World) -> None:
    first = world.refreshed()
    world.write(found(**PLACED))
    world.model.refresh()
    assert world.shelf.at_hand().version == first
    for thread in threading.enumerate():
        if thread.name == "fold":
            thread.join(WAIT)
    assert world.shelf.at_hand().version != first


def test_another_day_has_tiles_of_its_own_under_every_version(world: World) -> None:
    version = world.refreshed()
    assert world.overdue(version, as_of=DAY + timedelta(days=5)) == 1
    assert world.overdue(version, as_of=DAY) == 0
    assert world.shelf.version(version, DAY) is world.shelf.newest()
    past = DAY - timedelta(days=1)
    assert world.shelf.version(version, past) is world.shelf.version(version, past)


def test_only_the_last_versions_are_at_hand(world: World) -> None:
    versions = [world.refreshed()]
    for _ in range(KEPT):
        world.write(found(**PLACED))
        versions.append(world.refreshed())
    assert world.shelf.version(versions[0]).version == versions[-1]
    assert [world.shelf.version(version).version for version in versions[1:]] == versions[1:]
