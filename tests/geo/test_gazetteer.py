"""Addresses become places, with honest confidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import (
    ADDRESS,
    LADDER,
    MISSING,
    TOWN,
    VILLAGE,
    AreaEntry,
    Gazetteer,
    KnownPlace,
    TownEntry,
    VillageEntry,
)

TOWNS = (
    TownEntry("T1", ("东河街道", "东河镇", "东河办", "老镇"), ("东河",), 117.0, 37.0),
    TownEntry("T2", ("西山镇", "西山乡", "老镇"), ("西山",), 117.2, 37.1),
    TownEntry("T3", ("Upper Marsh",), (), None, None),
)
VILLAGES = (
    VillageEntry("V1", "T1", "王家村村民委员会", ("王家",)),
    VillageEntry("V2", "T1", "王家店村民委员会", ("王家店",)),
    VillageEntry("V3", "T2", "王家村民委员会", ("王家",)),
    VillageEntry("V4", "T2", "许庄村民委员会", ("许庄",)),
    VillageEntry("V5", "T3", "Mill End", ()),
)
PREFIXES = ("东河县", "某省", "某市")
OUTSIDE = ("北岭县", "北岭镇")
AREAS = (AreaEntry("A1", ("东河开发区", "开发区"), 117.05, 37.05),)
PLAIN = Gazetteer(TOWNS, VILLAGES, (), PREFIXES, OUTSIDE, AREAS)
KNOWN = Gazetteer(
    TOWNS,
    VILLAGES,
    (
        KnownPlace("甲厂", "西山镇许庄村工业路1号", "T2", 117.21, 37.11),
        KnownPlace("乙厂", "西山镇许庄村工业路3号", "T2", 117.23, 37.13),
        KnownPlace("丙厂", "东河街道王家村驻地", "T1", 117.01, 37.01),
        KnownPlace("丁厂", "东河街道王家村驻地", "T1", 117.05, 37.05),
    ),
    PREFIXES,
    OUTSIDE,
)


@pytest.mark.parametrize(
    ("address", "town", "village", "way"),
    [
        ("东河街道王家村驻地", "T1", "V1", "town+village"),
        ("某省某市东河县东河镇王家村村北200米", "T1", "V1", "town+village"),
        ("东河街道王家店村工业路3号", "T1", "V2", "town+village"),
        ("东河　街道王家社区", "T1", "V1", "town+village"),
        ("西山镇许庄工业路9号", "T2", "V4", "town+village"),
        ("西山许庄村", "T2", "V4", "town+village"),
        ("许庄村东首", "T2", "V4", "village"),
        ("东河街道银河路45号", "T1", None, "town"),
        ("东河", "T1", None, "town"),
        ("12 Lower Lane, Mill End, Upper Marsh", "T3", "V5", "town+village"),
        ("mill end 7", "T3", "V5", "village"),
    ],
)
def test_the_ladder(address: str, town: str, village: str | None, way: str) -> None:
    place = PLAIN.geocode([address])[0]
    assert (place.address, place.town, place.village, place.confidence) == (address, town, village, LADDER[way])
    assert place.candidates == ()


@pytest.mark.parametrize("address", ["", "  ", "银河路45号", "东河县", "某省某市", "不知道", "王家口烧烤"])
def test_what_nobody_knows_has_no_place(address: str) -> None:
    place = PLAIN.geocode([address])[0]
    assert (place.town, place.lon, place.confidence, place.quality) == (None, None, 0.0, MISSING)
    assert not place.outside


def test_a_village_of_two_towns_gives_candidates_and_never_a_guess() -> None:
    place = PLAIN.geocode(["王家村"])[0]
    assert (place.town, place.village, place.lon, place.confidence) == (None, None, None, LADDER["ambiguous"])
    assert [(c.town, c.village) for c in place.candidates] == [("T1", "V1"), ("T2", "V3")]


def test_a_declared_town_settles_an_ambiguous_village() -> None:
    first, second, third = PLAIN.geocode(["王家村"] * 3, ["T2", None, "T3"])
    assert (first.village, first.confidence) == ("V3", LADDER["declared+village"])
    assert second.candidates
    assert (third.town, third.village, third.confidence) == ("T3", None, LADDER["declared"])


def test_a_town_name_shared_by_two_towns_is_settled_by_the_village_or_not_at_all() -> None:
    settled, open_ = PLAIN.geocode(["老镇许庄村", "老镇人民路"])
    assert (settled.town, settled.village) == ("T2", "V4")
    assert (open_.town, [c.town for c in open_.candidates]) == (None, ["T1", "T2"])


def test_the_address_names_its_own_town_even_against_the_declared_one() -> None:
    assert PLAIN.geocode(["西山镇许庄村"], ["T1"])[0].town == "T2"


@pytest.mark.parametrize("address", ["北岭县某镇", "某市北岭县", "北岭镇王家村"])
def test_another_county_is_outside(address: str) -> None:
    place = PLAIN.geocode([address])[0]
    assert (place.outside, place.town, place.lon) == (True, None, None)


@pytest.mark.parametrize("address", ["开发区", "某市东河县开发区8号", "东河开发区纬二路"])
def test_a_zone_gives_a_point_of_its_own_and_no_town(address: str) -> None:
    place = PLAIN.geocode([address])[0]
    assert (place.area, place.town, place.lon, place.quality) == ("A1", None, 117.05, TOWN)
    assert place.confidence == LADDER["area"]


def test_a_zone_beside_a_declared_town_leaves_the_town() -> None:
    place = PLAIN.geocode(["开发区8号"], ["T2"])[0]
    assert (place.area, place.town, place.lon) == ("A1", "T2", 117.2)


def test_without_confirmed_objects_a_village_takes_its_towns_seat_and_says_so() -> None:
    place = PLAIN.geocode(["西山镇许庄村"])[0]
    assert (place.lon, place.lat, place.quality) == (117.2, 37.1, TOWN)


def test_a_town_without_a_seat_has_no_point() -> None:
    place = PLAIN.geocode(["Upper Marsh"])[0]
    assert (place.town, place.lon, place.quality) == ("T3", None, MISSING)


def test_a_village_with_confirmed_objects_takes_their_middle() -> None:
    place = KNOWN.geocode(["西山镇许庄村村东"])[0]
    assert (place.lon, place.lat) == pytest.approx((117.22, 37.12))
    assert place.quality == VILLAGE


@pytest.mark.parametrize("text", ["西山镇许庄村工业路1号", "西山镇许庄村 工业路１号", "甲厂"])
def test_a_confirmed_address_or_name_is_its_point(text: str) -> None:
    place = KNOWN.geocode([text])[0]
    assert (place.town, place.village, place.lon, place.lat) == ("T2", "V4", 117.21, 37.11)
    assert (place.quality, place.confidence) == (ADDRESS, LADDER["known"])


def test_confirmed_objects_of_another_town_are_not_taken() -> None:
    assert KNOWN.geocode(["甲厂"], ["T1"])[0].quality == TOWN


def test_an_address_whose_objects_lie_far_apart_is_no_point() -> None:
    place = KNOWN.geocode(["东河街道王家村驻地"])[0]
    assert (place.quality, place.village) == (VILLAGE, "V1")
    assert (place.lon, place.lat) == pytest.approx((117.03, 37.03))


def test_asking_again_gives_the_same_answer() -> None:
    assert KNOWN.geocode(["西山镇许庄村", "西山镇许庄村"]) == [KNOWN.geocode(["西山镇许庄村"])[0]] * 2


@given(
    st.text(st.sampled_from("某省东河县街道镇王家店许庄村西山北岭老驻地12,， Uperadsh"), max_size=14),
    st.sampled_from([None, "T1", "T9"]),
)
def test_no_address_breaks_it_and_every_answer_hangs_together(address: str, declared: str | None) -> None:
    place = KNOWN.geocode([address], [declared])[0]
    towns = {village.code: village.town for village in VILLAGES}
    assert place.village is None or towns[place.village] == place.town
    assert (place.lon is None) == (place.quality == MISSING)
    assert not (place.candidates and place.lon is not None)
    assert place.confidence in LADDER.values()
