"""What holds for every jurisdiction, whatever its country, names and codes."""

from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.packs import DEFAULT_PACK, Pack, PackNotFoundError, load_pack, packs_at_home
from data.packs.load import padded
from data.packs.places import Places, TownMatchKind
from data.packs.schema import REQUIRED_NUMBERS, REQUIRED_RULES
from data.rules.vocabulary import Role
from geo.datum import Datum, from_wgs84
from geo.gazetteer import TOWN, KnownPlace
from tests.packs.jurisdictions import BOTH, NAMES, loaded, places_of

pytestmark = pytest.mark.parametrize("name", BOTH, ids=NAMES)


@pytest.fixture
def pack(name: str) -> Pack:
    return loaded(name)


@pytest.fixture
def places(name: str) -> Places:
    return places_of(name)


def inner_points(pack: Pack) -> tuple[list[str], list[float], list[float]]:
    points = [(shape.code, shape.geometry.representative_point()) for shape in pack.town_shapes]
    return [code for code, _ in points], [p.x for _, p in points], [p.y for _, p in points]


def test_loading_twice_gives_the_same_pack(name: str, pack: Pack) -> None:
    again = load_pack(name)
    assert again.towns == pack.towns
    assert again.rules == pack.rules
    assert again.outline.equals(pack.outline)


def test_towns_cover_the_outline_without_gap_or_overlap(pack: Pack) -> None:
    shapes = [shape.geometry for shape in pack.town_shapes]
    assert shapely.coverage_is_valid(shapes)
    assert shapely.union_all(shapes).symmetric_difference(pack.outline).area < 1e-9


def test_the_cells_of_a_town_cover_it_without_gap_or_overlap(pack: Pack) -> None:
    town_of = {cell.code: cell.town for cell in pack.cells}
    assert shapely.coverage_is_valid([shape.geometry for shape in pack.cell_shapes])
    for town in pack.town_shapes:
        cells = [shape.geometry for shape in pack.cell_shapes if town_of[shape.code] == town.code]
        assert shapely.union_all(cells).symmetric_difference(town.geometry).area < 1e-9


def test_a_point_gets_its_town_and_a_cell_of_that_town(pack: Pack, places: Places) -> None:
    codes, lon, lat = inner_points(pack)
    towns, cells, _parks = places.assign(lon, lat)
    town_of = {cell.code: cell.town for cell in pack.cells}
    assert towns.tolist() == codes
    assert [town_of[cell] for cell in cells] == codes


def test_random_points_inside_have_exactly_one_town_and_cell_and_those_outside_none(pack: Pack, places: Places) -> None:
    rng = np.random.default_rng(3)
    west, south, east, north = pack.bounds
    lon, lat = rng.uniform(west, east, 4000), rng.uniform(south, north, 4000)
    towns, cells, _ = places.assign(lon, lat)
    inside = places.inside(lon, lat)
    assert 0 < inside.sum() < 4000
    assert [town is not None for town in towns] == inside.tolist()
    assert [cell is not None for cell in cells] == inside.tolist()


def test_a_park_overlaps_towns(pack: Pack, places: Places) -> None:
    point = pack.park_shapes[0].geometry.representative_point()
    town, _cell, park = places.assign(point.x, point.y)
    assert (town[0] is not None, park.tolist()) == (True, [pack.parks[0].code])


def test_every_seat_lies_in_its_town(pack: Pack, places: Places) -> None:
    seats = [(town.code, town.seat_lon, town.seat_lat) for town in pack.towns]
    assert places.assign([s[1] for s in seats], [s[2] for s in seats])[0].tolist() == [s[0] for s in seats]


def test_bounds_are_the_outline_padded_by_five_kilometres(pack: Pack) -> None:
    west, south, _east, _north = pack.outline.bounds
    assert pack.bounds == padded(pack.outline.bounds)
    middle = np.radians((pack.outline.bounds[1] + pack.outline.bounds[3]) / 2)
    assert (south - pack.bounds[1]) * 111.2 == pytest.approx(5)
    assert (west - pack.bounds[0]) * 111.2 * np.cos(middle) == pytest.approx(5)


def test_every_name_of_a_town_leads_to_it_or_is_ambiguous_on_purpose(pack: Pack, places: Places) -> None:
    for town in pack.towns:
        assert (places.resolve_town(town.name).code, places.resolve_town(town.name).kind) == (
            town.code,
            TownMatchKind.EXACT,
        )
        for alias in (*town.aliases, town.short_name):
            match = places.resolve_town(alias)
            assert match.code == town.code or (
                match.kind is TownMatchKind.AMBIGUOUS and town.code in match.candidates
            ), (alias, match)


@given(data=st.data())
def test_what_stands_before_a_towns_name_does_not_change_the_town(name: str, data: st.DataObject) -> None:
    pack, places = loaded(name), places_of(name)
    town = data.draw(st.sampled_from(pack.towns))
    outer = data.draw(st.sampled_from(["", *pack.outer_names]))
    county = data.draw(st.sampled_from(["", *pack.county_names]))
    gap = data.draw(st.sampled_from(["", " ", "\u3000", ", "]))
    assert places.resolve_town(gap.join([outer, county, town.name])).code == town.code
    assert places.gazetteer.geocode([gap.join([outer, county, town.name])])[0].town == town.code


@given(text=st.text(max_size=20), code=st.text(max_size=12))
def test_no_cell_breaks_the_resolver_and_no_town_is_invented(name: str, text: str, code: str) -> None:
    match = places_of(name).resolve_town(text, code)
    towns = {town.code for town in loaded(name).towns}
    assert match.code is None or match.code in towns
    assert set(match.candidates) <= towns


def test_every_code_of_a_town_leads_to_it_or_warns(pack: Pack, places: Places) -> None:
    for town in pack.towns:
        assert places.resolve_town(town.code).code == town.code
        for code in town.old_codes:
            match = places.resolve_town(code)
            assert match.code == town.code or match.clash
        if town.clashing_code:
            assert places.resolve_town(town.clashing_code).clash


def test_a_name_beside_a_clashing_code_wins_and_warns(pack: Pack, places: Places) -> None:
    for town in pack.towns:
        if town.clashing_code:
            match = places.resolve_town(town.name, town.clashing_code)
            assert (match.code, match.clash) == (town.code, True)


def test_names_of_the_county_park_and_neighbours_are_no_towns(pack: Pack, places: Places) -> None:
    for county in pack.county_names:
        assert places.resolve_town(county).kind is TownMatchKind.AMBIGUOUS
    for park in pack.parks:
        assert [places.resolve_town(park.name).kind, places.resolve_town(park.name).park] == ["park", park.code]
    for place in pack.outside:
        assert places.resolve_town(place.name).kind is TownMatchKind.FOREIGN
        assert places.resolve_town(place.county + place.name).kind is TownMatchKind.FOREIGN
    assert places.resolve_town("Atlantis").kind is TownMatchKind.UNKNOWN
    assert places.resolve_town("").kind is TownMatchKind.UNKNOWN


def test_every_village_is_found_below_its_town(pack: Pack, places: Places) -> None:
    names = {town.code: town.name for town in pack.towns}
    found = places.gazetteer.geocode([f"{names[village.town]}，{village.name}" for village in pack.villages])
    wrong = [
        (village.code, place)
        for village, place in zip(pack.villages, found, strict=True)
        if (place.town, place.village) != (village.town, village.code)
    ]
    assert wrong == []
    assert {place.quality for place in found} == {TOWN}


def test_a_village_name_of_several_towns_is_never_guessed(pack: Pack, places: Places) -> None:
    towns_of: dict[str, set[str]] = {}
    for village in pack.villages:
        towns_of.setdefault(village.name, set()).add(village.town)
    shared = [name for name, towns in towns_of.items() if len(towns) > 1]
    assert shared
    for place in places.gazetteer.geocode(shared):
        assert (place.village, place.lon) == (None, None)
        assert len(place.candidates) > 1


def test_a_confirmed_object_makes_its_address_a_point(pack: Pack) -> None:
    town = pack.towns[0]
    assert town.seat_lon is not None
    assert town.seat_lat is not None
    address = f"{town.name}, {pack.villages[0].name}, 12"
    known = KnownPlace("x", address, town.code, town.seat_lon + 0.01, town.seat_lat)
    place = Places(pack, [known]).gazetteer.geocode([address])[0]
    assert (place.lon, place.lat, place.quality) == (known.lon, known.lat, 2)


def test_the_datum_of_this_country(pack: Pack) -> None:
    _codes, lon, lat = inner_points(pack)
    shifted, _ = from_wgs84(lon, lat, Datum.GCJ02)
    assert (abs(shifted - np.array(lon)) > 0.001).all() == pack.shifts_gcj02
    assert (shifted != np.array(lon)).any() == pack.shifts_gcj02


def test_rules_are_complete_dated_and_sourced(pack: Pack) -> None:
    assert {rule.key for rule in pack.rules} >= set(REQUIRED_RULES)
    assert all(rule.source_doc and rule.article for rule in pack.rules)
    assert all(rule.valid_to is None or rule.valid_from <= rule.valid_to for rule in pack.rules)
    today = date(2026, 1, 1)
    valid = [r.key for r in pack.rules if r.valid_from <= today and (r.valid_to is None or today <= r.valid_to)]
    assert sorted(set(valid)) == sorted(valid)
    assert set(REQUIRED_RULES) <= set(valid)


def test_numbers_can_be_made(pack: Pack) -> None:
    town = pack.towns[-1].code
    fields = {"county": pack.code, "town": town, "town3": town[-3:], "day": date(2026, 5, 6), "seq": 7}
    made = {kind: text.format(**fields) for kind, text in pack.numbers.items()}
    assert made.keys() >= REQUIRED_NUMBERS.keys()
    assert len(set(made.values())) == len(made)
    assert all(len(number) <= 64 for number in made.values())


def test_organisations_answer_for_every_sector_and_town(pack: Pack) -> None:
    roles = {organisation.role for organisation in pack.organisations}
    assert {Role.COMMISSION, Role.DEPARTMENT, Role.TOWN, Role.INSPECTORATE} <= roles
    codes = {organisation.code for organisation in pack.organisations}
    assert {sector.lead for sector in pack.sectors} <= codes
    own = {o.towns[0] for o in pack.organisations if o.role == Role.TOWN and o.towns is not None}
    assert own == {town.code for town in pack.towns}
    assert any(o.can_penalise for o in pack.organisations)


def test_the_lead_of_a_sector_may_see_it(pack: Pack) -> None:
    organisations = {organisation.code: organisation for organisation in pack.organisations}
    for sector in pack.sectors:
        allowed = organisations[sector.lead].sectors
        assert allowed is None or {sector.code, sector.parent} & set(allowed), sector


def test_the_context_is_one_geojson_collection_in_drawing_order(pack: Pack, places: Places) -> None:
    features = places.context_geojson()["features"]
    order = [feature["properties"]["layer"] for feature in features]
    assert list(dict.fromkeys(order)) == ["neighbour", "context", "park", "town", "cell", "outline"]
    assert order.count("town") == len(pack.towns)
    assert order.count("cell") == len(pack.cells)
    assert all(shapely.geometry.shape(feature["geometry"]).is_valid for feature in features)


def test_schematic_borders_say_so(pack: Pack, places: Places) -> None:
    assert pack.boundaries_schematic
    assert pack.boundary_note
    drawn = [f for f in places.context_geojson()["features"] if f["properties"]["layer"] in ("town", "cell", "outline")]
    assert all(feature["properties"]["note"].startswith(pack.boundary_note) for feature in drawn)


def test_a_pack_that_is_not_there_is_named_with_those_that_are(name: str) -> None:
    assert name
    assert DEFAULT_PACK in packs_at_home()
    with pytest.raises(PackNotFoundError, match=f"nowhere.*{DEFAULT_PACK}"):
        load_pack("nowhere")
    with pytest.raises(PackNotFoundError):
        load_pack("")
