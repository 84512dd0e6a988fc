"""What the store holds is what the map draws: a snapshot as tiles, and what is newer as an overlay."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.readmodel import ReadModel
from data.readmodel.snapshot import COLOURS
from data.rules.events import NewEvent
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.store.streams import record
from layers.overlay import overlay_features
from layers.style import RISKS
from layers.tileset_of import tileset_of
from tests.factories import OFFICER, found, happening, hazard_no, registered
from tests.layers.test_tiles import read, told

TODAY = date(2021, 7, 1)
PLACE = (117.2, 37.0)
PLACED = {"lon": PLACE[0], "lat": PLACE[1], "place_quality": 1}
Z, X, Y = 14, 13525, 6377
"""The tile of ``PLACE``."""


def write(engine: Engine, pack: Pack, events: Sequence[NewEvent]) -> None:
    with engine.begin() as connection:
        record(connection, pack, OFFICER, events)


@pytest.fixture
def model(sqlite_engine: Engine, pack: Pack) -> ReadModel:
    """Two hazards at one place, one of them overdue and 重大, one without a place, and an object."""
    late = hazard_no()
    write(
        sqlite_engine,
        pack,
        [
            registered("DX-1", **PLACED, colour="红"),
            found(late, level=1, **PLACED),
            happening(late, "noticed", "2021-06-02", deadline="2021-06-12", doc_no="责改〔2021〕1号"),
            found(at="2021-06-20", **PLACED),
            found(lon=None, lat=None),
        ],
    )
    return ReadModel(sqlite_engine, pack, lambda: TODAY)


def properties(model: ReadModel, pack: Pack, layer: str, z: int, x: int, y: int, **limits: Any) -> list[dict[str, Any]]:
    snapshot = model.snapshot
    mask = model.mask(snapshot, Scope.whole(pack.code), Filter(**limits), layer)
    tiles = tileset_of(snapshot, pack, limits.get("as_of"))
    return [feature["properties"] for feature in read(tiles.tile(layer, z, x, y, mask))]


def test_single_hazards_carry_what_the_store_says(model: ReadModel, pack: Pack) -> None:
    drawn = sorted(properties(model, pack, "hazards", Z, X, Y), key=lambda each: str(each["no"]))
    assert [each["state"] for each in drawn] == ["NOTICED", "CONFIRMED"]
    assert [each["level"] for each in drawn] == [1, 0]
    assert [each["overdue"] for each in drawn] == [True, False]
    assert {each["sector"] for each in drawn} == {"H08"}
    assert {each["colour"] for each in drawn} == {"none"}
    assert all(each["precise"] for each in drawn)


def test_what_has_no_place_is_on_no_tile(model: ReadModel, pack: Pack) -> None:
    mask = model.mask(model.snapshot, Scope.whole(pack.code), Filter(), "hazards")
    assert mask.sum() == 3
    (whole,) = properties(model, pack, "hazards", 0, 0, 0)
    assert (whole["n"], whole["none"], whole["major"], whole["overdue"]) == (2, 2, 1, 1)


def test_a_filter_and_a_scope_reach_the_tile(model: ReadModel, pack: Pack) -> None:
    assert len(properties(model, pack, "hazards", Z, X, Y, overdue=True)) == 1
    nothing = model.mask(model.snapshot, Scope(pack.code, ()), Filter(), "hazards")
    assert tileset_of(model.snapshot, pack).tile("hazards", 0, 0, 0, nothing) == b""


def test_objects_have_tiles_of_their_own(model: ReadModel, pack: Pack) -> None:
    (drawn,) = properties(model, pack, "objects", Z, X, Y)
    assert (drawn["no"], drawn["colour"], drawn["sector"]) == ("DX-1", "red", "H08")
    (cell,) = properties(model, pack, "objects", 0, 0, 0)
    assert (cell["n"], cell["red"]) == (1, 1)


def test_a_past_day_is_drawn_as_it_was(model: ReadModel, pack: Pack) -> None:
    (then,) = properties(model, pack, "hazards", Z, X, Y, as_of=date(2021, 6, 1))
    assert (then["state"], then["overdue"]) == ("CONFIRMED", False)


def test_the_overlay_brings_what_is_newer_and_names_what_to_hide(
    model: ReadModel, pack: Pack, sqlite_engine: Engine
) -> None:
    before = model.snapshot
    moved = before.hazards.number[1]
    write(
        sqlite_engine, pack, [happening(moved, "voided", "2021-06-21", reason="重复"), found(at="2021-06-22", **PLACED)]
    )
    model.refresh()
    mask = model.mask(model.snapshot, Scope.whole(pack.code), Filter(), "hazards")
    news = overlay_features(model.snapshot.now, mask, before.change, 10)
    assert [each["properties"]["no"] for each in news["features"]] == [model.snapshot.hazards.number[3]]
    assert news["features"][0]["geometry"]["coordinates"] == list(PLACE)
    assert news["moved"] == [int(before.hazards.birth[1])]
    assert moved not in str(news)
    tiles = tileset_of(model.snapshot, pack)
    assert told(read(tiles.tile("hazards", 0, 0, 0, mask))) == 2
    assert overlay_features(model.snapshot.now, mask, model.snapshot.change, 10)["features"] == []
    assert overlay_features(model.snapshot.now, mask, before.change, 0)["moved"] == []


def test_the_overlay_says_the_same_of_a_hazard_as_its_tile(model: ReadModel, pack: Pack) -> None:
    mask = model.mask(model.snapshot, Scope.whole(pack.code), Filter(), "hazards")
    news = {each["id"]: each["properties"] for each in overlay_features(model.snapshot.now, mask, 0, 10)["features"]}
    tile = read(tileset_of(model.snapshot, pack).tile("hazards", Z, X, Y, mask))
    assert {each["id"]: each["properties"] for each in tile} == news


def test_the_overlay_of_a_past_day_tells_only_what_was_recorded_of_the_days_until_then(
    model: ReadModel, pack: Pack, sqlite_engine: Engine
) -> None:
    before, day = model.snapshot, date(2021, 6, 5)
    late, other = before.hazards.number[:2]
    write(sqlite_engine, pack, [happening(other, "voided", "2021-06-21", reason="重复")])
    write(sqlite_engine, pack, [happening(late, "rectifying", "2021-06-30"), found(at="2021-06-04", **PLACED)])
    model.refresh()
    mask = model.mask(model.snapshot, Scope.whole(pack.code), Filter(as_of=day), "hazards")
    news = overlay_features(model.snapshot.view(day), mask, before.change, 10)
    assert [each["properties"]["state"] for each in news["features"]] == ["CONFIRMED"]
    assert news["moved"] == []
    today = overlay_features(model.snapshot.now, mask, before.change, 10)
    assert sorted(today["moved"]) == sorted(before.hazards.birth[:2].tolist())


def test_colour_codes_of_the_read_model_are_those_of_the_palette() -> None:
    assert COLOURS == RISKS
