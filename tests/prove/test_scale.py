"""A million hazards: built, loaded, figured, drawn, and still what their events say."""

import os
from datetime import date
from pathlib import Path

import mapbox_vector_tile
import pytest
from sqlalchemy import Engine

from data.demo import build_demo
from data.packs import Pack
from data.readmodel import ReadModel
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.store.doctor import examine
from layers.tileset_of import tileset_of

HAZARDS = int(os.environ.get("ONEMAP_PROVE_HAZARDS", "1000000"))


@pytest.mark.prove
@pytest.mark.timeout(7200)
def test_a_million_hazards_are_built_figured_and_drawn(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    build_demo(sqlite_engine, pack, HAZARDS, until=date(2026, 6, 15))
    model = ReadModel(sqlite_engine, pack)
    model.refresh()
    scope = Scope.whole(pack.code)
    assert len(model.snapshot.hazards) == HAZARDS
    kpis = model.figures(scope, Filter()).kpis
    flow = {key: kpis[key].value or 0 for key in ("stock_start", "opened", "closed", "reopened", "stock_end")}
    assert flow["stock_end"] == flow["stock_start"] + flow["opened"] - flow["closed"] + flow["reopened"]
    mask = model.snapshot.mask(scope, Filter())
    tiles = tileset_of(model.snapshot, pack)
    world = mapbox_vector_tile.decode(tiles.tile("hazards", 0, 0, 0, mask))
    drawn = sum(feature["properties"]["n"] for layer in world.values() for feature in layer["features"])
    assert drawn == int((mask & (model.snapshot.hazards.morton >= 0)).sum())


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_sixty_thousand_hazards_are_what_their_events_say(sqlite_engine: Engine, pack: Pack) -> None:
    build_demo(sqlite_engine, pack, 60_000, until=date(2026, 6, 15))
    assert examine(sqlite_engine, pack) == []
