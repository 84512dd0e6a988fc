"""Facts of the default jurisdiction: its towns, codes and names as ledgers write them."""

import pytest
import shapely
from pyproj import Geod

from data.packs import DEFAULT_PACK, Pack
from data.packs.places import Places
from data.rules.vocabulary import Role
from tests.packs.jurisdictions import loaded, places_of


@pytest.fixture
def pack() -> Pack:
    return loaded(DEFAULT_PACK)


@pytest.fixture
def places() -> Places:
    return places_of(DEFAULT_PACK)


def test_eight_subdistricts_two_towns_and_their_villages(pack: Pack) -> None:
    assert [town.kind for town in pack.towns].count("街道") == 8
    assert [town.kind for town in pack.towns].count("镇") == 2
    assert len(pack.villages) == 849
    assert len(pack.cells) == 61
    assert {town.short_name for town in pack.towns if town.in_start_zone} == {"太平", "孙耿", "崔寨"}
    assert pack.historic_codes == ("370125",)


def test_twelve_sectors_and_nineteen_others(pack: Pack) -> None:
    tops = [sector.code for sector in pack.sectors if sector.parent is None]
    assert tops == [f"H{number:02d}" for number in range(1, 13)]
    assert [s.code for s in pack.sectors if s.parent == "H12"] == [f"H12-{number:02d}" for number in range(1, 20)]
    assert {s.parent for s in pack.sectors if s.parent} >= {"H09", "H10", "H12"}


def test_the_organisations_of_the_plan(pack: Pack) -> None:
    short = {organisation.short_name for organisation in pack.organisations}
    named = (
        "区安委会 区安委办 区应急管理局 区住建局 区工信局 区市场监管局 市公安局济阳分局 区城市管理局 "
        "区行政审批服务局 区消防救援大队 区城乡交通运输局 区卫生健康局 "
        "市生态环境局济阳分局 济北开发区管委会 区发展和改革局 区自然资源局 "
        "区商务发展促进中心 区道安委 区政府督查室 区财政局 纪检监察机关"
    )
    assert short == set(named.split()) | {town.name for town in pack.towns}
    park = next(organisation for organisation in pack.organisations if organisation.parks == (pack.parks[0].code,))
    assert (park.role, park.towns) == (Role.TOWN, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("垛石镇", "370115007"), ("曲堤镇", "370115008"), ("孙耿镇", "370115004"), ("崔寨镇", "370115003"),
        ("太平镇", "370115006"), ("回河镇", "370115005"), ("济阳街道办", "370115001"), ("济北办", "370115002"),
        ("济北街道办事处", "370115002"), ("仁风", "370115104"), ("新市乡", "370115110"),
        ("济南市济阳区崔寨街道", "370115003"),
        ("山东省济南市济阳县垛石镇", "370115007"), ("济阳垛石街道", "370115007"), (" 太平　街道 ", "370115006"),
        ("太平街道办事处（章）", "370115006"), ("曲堤街道北街村", "370115008"), ("370115007000", "370115007"),
        ("370115101", "370115007"),
        ("370125108", "370115006"),
    ],
)  # fmt: skip
def test_towns_as_ledgers_write_them(places: Places, text: str, code: str) -> None:
    match = places.resolve_town(text)
    assert (match.code, match.clash) == (code, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [("370115003", "370115003"), ("370115004", "370115004"), ("370115005.0", "370115005"), ("370115104", "370115104"),
     ("孙耿街道370115003", "370115004"), ("370115005 崔寨街道", "370115003"), ("仁风镇（370115103）", "370115104")],
)  # fmt: skip
def test_a_code_that_two_numberings_read_differently_is_a_clash(places: Places, text: str, code: str) -> None:
    match = places.resolve_town(text)
    assert (match.code, match.clash) == (code, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("开发区", "park"), ("济北开发区", "park"), ("济阳区", "ambiguous"), ("济阳", "ambiguous"),
     ("济阳镇", "ambiguous"),
     ("370115103", "ambiguous"), ("历城区遥墙街道", "foreign"), ("玉皇庙镇", "foreign"),
     ("商河县", "foreign"), ("德州市", "foreign"),
     ("花果山街道", "unknown"), ("370199001", "unknown"), ("/", "unknown")],
)  # fmt: skip
def test_what_is_no_town_is_told_apart(places: Places, text: str, kind: str) -> None:
    match = places.resolve_town(text)
    assert (match.code, match.kind) == (None, kind)


def test_a_code_beside_an_ambiguous_name_settles_it(places: Places) -> None:
    assert places.resolve_town("济阳镇", "370115002000").code == "370115002"
    assert places.resolve_town("济阳", "370115001.0").code == "370115001"
    assert places.resolve_town("济阳镇", "370115007").code is None


@pytest.mark.parametrize(
    ("text", "offered"), [("跺石街道", "370115007"), ("崔塞街道", "370115003"), ("太平街到", "370115006")]
)
def test_a_misspelt_town_is_offered_and_never_taken(places: Places, text: str, offered: str) -> None:
    match = places.resolve_town(text)
    assert (match.code, match.kind, match.candidates) == (None, "unknown", (offered,))


def test_an_address_in_the_park_says_so(places: Places, pack: Pack) -> None:
    place = places.gazetteer.geocode(["济南市济阳区济北经济开发区仁风路6号"])[0]
    assert (place.area, place.town) == (pack.parks[0].code, None)
    assert places.assign([place.lon], [place.lat])[2].tolist() == [pack.parks[0].code]


@pytest.mark.parametrize(
    ("address", "town", "village"),
    [
        ("济阳街道贺铺村驻地", "370115001", "370115001231"),
        ("济南市济阳区垛石镇垛石桥村村南路西", "370115007", "370115007213"),
        ("曲堤街道甲首王村村东", "370115008", "370115008295"),
        ("太平街道白家堰村", "370115006", "370115006229"),
        ("济阳镇张辛村", "370115001", "370115001001"),
        ("白家堰村", "370115006", "370115006229"),
    ],
)
def test_addresses_as_ledgers_write_them(places: Places, address: str, town: str, village: str) -> None:
    place = places.gazetteer.geocode([address])[0]
    assert (place.town, place.village) == (town, village)


@pytest.mark.parametrize(
    "address", ["历城区遥墙街道机场路1号", "商河县玉皇庙镇政府驻地", "山东省德州市临邑县孟寺镇", "玉皇庙镇驻地"]
)
def test_addresses_of_the_neighbours_are_outside(places: Places, address: str) -> None:
    assert places.gazetteer.geocode([address])[0].outside


def test_the_area_is_about_that_of_the_yearbook(pack: Pack) -> None:
    area, _length = Geod(ellps="GRS80").geometry_area_perimeter(pack.outline)
    assert abs(area) / 1e6 == pytest.approx(1076, rel=0.03)


def test_neighbours_do_not_reach_far_into_the_county(pack: Pack) -> None:
    for shape in pack.neighbour_shapes:
        assert shape.geometry.intersection(shapely.buffer(pack.outline, -0.001)).area < 1e-7


def test_a_name_beside_its_own_code_clashes_with_nothing(places: Places, pack: Pack) -> None:
    for town in pack.towns:
        match = places.resolve_town(town.name, f"{town.code}000")
        assert (match.code, match.clash) == (town.code, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [("崔寨（起步区）", "370115003"), ("新市（东片）", "370115110"), ("崔寨（孙耿）", None), ("济阳镇（旧称）", None)],
)
def test_a_note_in_brackets_beside_a_town_does_not_hide_it(places: Places, text: str, code: str | None) -> None:
    assert places.resolve_town(text).code == code
