"""Places are assigned once, at write: the declared town wins, a point finds cell and park, an address the rest."""

from typing import Any

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.rules.events import OBJECT, NewEvent
from data.rules.vocabulary import PlaceQuality
from data.store.confirmed import learnt_gazetteer
from data.store.database import writing
from data.store.placing import placed
from data.store.streams import record
from geo.gazetteer import Gazetteer
from geo.morton import encode
from tests import factories


def place(pack: Pack, **told: Any) -> dict[str, Any]:
    return dict(placed(pack, [factories.found(**told)])[0].body)


def test_the_declared_town_wins_over_the_polygon(pack: Pack) -> None:
    here, other = pack.town_shapes[0], pack.towns[-1]
    point = here.geometry.representative_point()
    told = place(pack, lon=point.x, lat=point.y, town=other.code)
    assert (told["town"], told["town_source"]) == (other.code, "declared")


def test_a_polygon_decides_where_no_town_is_declared(pack: Pack) -> None:
    for shape in pack.town_shapes:
        point = shape.geometry.representative_point()
        told = place(pack, lon=point.x, lat=point.y)
        assert (told["town"], told["town_source"]) == (shape.code, "polygon")
        assert told["place_quality"] == PlaceQuality.MEASURED
        assert told["morton"] == encode([point.x], [point.y])[0]


def test_a_point_finds_its_grid_cell_and_park(pack: Pack) -> None:
    cell, park = (shapes[0].geometry.representative_point() for shapes in (pack.cell_shapes, pack.park_shapes))
    assert place(pack, lon=cell.x, lat=cell.y)["cell"] == pack.cell_shapes[0].code
    assert place(pack, lon=park.x, lat=park.y)["park"] == pack.park_shapes[0].code


def test_without_a_point_the_seat_of_the_town_stands_for_it_and_says_nothing_of_cell_and_park(pack: Pack) -> None:
    town = next(town for town in pack.towns if town.seat_lon is not None)
    told = place(pack, town=town.code)
    assert (told["lon"], told["lat"], told["place_quality"]) == (town.seat_lon, town.seat_lat, PlaceQuality.TOWN)
    assert "cell" not in told
    assert "park" not in told


def test_an_address_finds_the_town_that_nobody_declared(pack: Pack) -> None:
    town = pack.towns[2]
    told = place(pack, address=f"{town.name}政府驻地")
    assert (told["town"], told["town_source"]) == (town.code, "address")


def test_what_says_nothing_of_its_place_has_none(pack: Pack) -> None:
    told = place(pack)
    assert (told["town"], told["lon"], told["morton"], told["place_quality"]) == (
        None,
        None,
        None,
        PlaceQuality.MISSING,
    )


def test_a_point_in_another_country_is_kept_and_not_used(pack: Pack) -> None:
    told = place(pack, lon=2.35, lat=48.85)
    assert (told["lon"], told["morton"], told["raw"]) == (None, None, {"lon": 2.35, "lat": 48.85})


def test_what_was_placed_stays_as_it_is(pack: Pack) -> None:
    once = placed(pack, [factories.found(lon=117.2, lat=36.98), factories.registered(town=pack.towns[0].code)])
    assert placed(pack, once) == once


def test_an_amended_point_gets_a_new_key_and_keeps_the_town(pack: Pack) -> None:
    point = pack.town_shapes[0].geometry.representative_point()
    event = NewEvent("hazard", "YH-1", "amended", "2021-06-02", {"fields": {"lon": point.x, "lat": point.y}})
    fields = placed(pack, [event])[0].body["fields"]
    assert fields["morton"] == encode([point.x], [point.y])[0]
    assert "town" not in fields


def test_other_events_pass_untouched(pack: Pack) -> None:
    events = factories.closed_history()[1:]
    assert placed(pack, events) == events


def test_an_address_in_a_village_with_confirmed_objects_lies_among_them(engine: Engine, pack: Pack) -> None:
    town = pack.towns[0]
    village = next(one for one in pack.villages if one.town == town.code)
    seat = pack.town_shapes[0].geometry.representative_point()
    address = f"{town.name}{village.name}"
    with writing(engine) as connection:
        known = [factories.registered(f"DX-{n}", address=f"{address}{n}号", lon=seat.x, lat=seat.y) for n in (1, 2, 3)]
        record(connection, pack, factories.OFFICER, known)
        found = placed(pack, [factories.found(town=town.code, address=f"{address}9号")], connection)[0].body
    assert (found["village"], found["place_quality"]) == (village.code, PlaceQuality.VILLAGE)
    assert (found["lon"], found["lat"]) == (pytest.approx(seat.x), pytest.approx(seat.y))


def test_place_names_are_learnt_once_for_many_transactions_and_anew_when_objects_come(
    engine: Engine, pack: Pack
) -> None:
    def learnt() -> Gazetteer:
        with writing(engine) as connection:
            return learnt_gazetteer(connection, pack)

    def told(*events: NewEvent) -> None:
        with writing(engine) as connection:
            record(connection, pack, factories.OFFICER, events)

    seat = pack.town_shapes[0].geometry.representative_point()
    told(factories.registered(address="示例路1号", lon=seat.x, lat=seat.y))
    known = learnt()
    told(factories.found(), factories.registered())
    assert learnt() is known, "neither a hazard nor an object without a point says anything of places"
    told(factories.registered(address="示例路2号", lon=seat.x, lat=seat.y))
    assert learnt() is not known


def test_a_place_is_forgotten_with_the_object_that_was_withdrawn(engine: Engine, pack: Pack) -> None:
    seat = pack.town_shapes[0].geometry.representative_point()
    thing = factories.registered(town=pack.towns[0].code, address="示例路1号", lon=seat.x, lat=seat.y)

    def quality(*events: NewEvent) -> int:
        with writing(engine) as connection:
            record(connection, pack, factories.OFFICER, events)
            hazard = factories.found(town=pack.towns[0].code, address="示例路1号")
            return int(placed(pack, [hazard], connection)[0].body["place_quality"])

    assert quality(thing) == PlaceQuality.ADDRESS
    assert quality(NewEvent(OBJECT, thing.id, "withdrawn", "2021-06-01")) == PlaceQuality.TOWN
