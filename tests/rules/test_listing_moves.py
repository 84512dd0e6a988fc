"""挂牌督办 from the proposal to the notice that it is over: only the next steps are offered, each to who may do it."""

from datetime import date
from typing import Any

import pytest

from data.packs import Pack
from data.rules.cases import Listing, advance_listing
from data.rules.errors import Problem
from data.rules.events import LISTING
from data.rules.guards import Around
from data.rules.hazard import Hazard
from data.rules.listing_moves import LISTING_MOVES
from data.rules.moves import MOVES_BY_KEY, body_of, check, offered
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from tests.rules.histories import after, event
from tests.rules.test_moves import COMMISSION, DEPARTMENT, ENTERPRISE, GOOD, TODAY, TOWN

ON_LISTING = {move.key for move in LISTING_MOVES}
WAY = (
    ("propose_listing", TOWN, "L1"),
    ("approve_listing", COMMISSION, "L2"),
    ("list", COMMISSION, "L3"),
    ("publish_listing", COMMISSION, "L4"),
    ("track_listing", DEPARTMENT, "L5"),
    ("apply_acceptance", ENTERPRISE, "L6"),
    ("reject_listing", DEPARTMENT, "L5"),
    ("apply_acceptance", ENTERPRISE, "L6"),
    ("accept_listing", DEPARTMENT, "L7"),
    ("delist", COMMISSION, "L8"),
    ("publish_delisting", COMMISSION, "L9"),
)


def major(*told: Any) -> Hazard:
    return after("found", *told, level=1)


def stepped(listing: Listing | None, key: str, actor: Actor = COMMISSION, on: date = TODAY) -> Listing:
    move = MOVES_BY_KEY[key]
    happened = event(move.what, on, body_of(move, GOOD), LISTING)
    happened.actor = actor.person
    return advance_listing(listing, happened)


def at(stage: str) -> Listing | None:
    listing = None
    for key, actor, reached in WAY:
        if stage == "":
            break
        listing = stepped(listing, key, actor)
        if reached == stage:
            break
    return listing


def refused(key: str, hazard: Hazard, actor: Actor, listing: Listing | None, **values: Any) -> set[str]:
    found: list[Problem] = check(
        MOVES_BY_KEY[key], hazard, actor, GOOD | values, TODAY, Around(listing=listing, departments=frozenset({"D01"}))
    )
    return {problem.reason.name for problem in found}


def test_the_whole_way_is_walked_and_a_new_listing_may_begin_after_it() -> None:
    passed = major("noticed", "rectifying", "submitted", "reinspected")
    listing: Listing | None = None
    for key, actor, reached in WAY:
        hazard = passed if key != "list" else major()
        assert refused(key, hazard, actor, listing) == set(), key
        listing = stepped(listing, key, actor)
        assert listing.stage == reached
        assert listing.is_listed == ("L3" <= reached <= "L7")
    assert listing is not None
    assert (listing.notice_no, listing.org, listing.due_day) == ("1号", "D01", date(2021, 9, 1).toordinal())
    assert refused("propose_listing", major(), TOWN, listing) == set()
    assert stepped(listing, "propose_listing").stage == "L1"


@pytest.mark.parametrize("stage", ["", *(f"L{number}" for number in range(1, 10))])
def test_only_the_next_steps_are_offered(stage: str, pack: Pack) -> None:
    hazard, around = major("noticed", "rectifying", "submitted", "reinspected"), Around(pack.rules, (), at(stage))
    everybody = {
        move.key
        for role in Role
        for move in offered(hazard, Actor("甲", "", role), Scope.whole("C"), TODAY, around)
        if move.key in ON_LISTING
    }
    steps = {
        "": {"propose_listing"},
        "L1": {"approve_listing", "refuse_listing"},
        "L2": {"list", "refuse_listing"},
        "L3": {"publish_listing", "track_listing", "apply_acceptance"},
        "L4": {"track_listing", "apply_acceptance"},
        "L5": {"track_listing", "apply_acceptance"},
        "L6": {"accept_listing", "reject_listing"},
        "L7": {"delist"},
        "L8": {"publish_delisting"},
        "L9": {"propose_listing"},
    }
    assert everybody == steps[stage]


def test_a_refused_proposal_may_be_made_again() -> None:
    listing = stepped(at("L1"), "refuse_listing")
    assert (listing.is_over, listing.is_listed) == (True, False)
    assert refused("propose_listing", major(), DEPARTMENT, listing) == set()


def test_a_general_hazard_is_not_listed_and_a_town_does_not_approve() -> None:
    assert refused("propose_listing", after("found"), TOWN, None) == {"role_level"}
    assert refused("approve_listing", major(), TOWN, at("L1")) == {"role"}


def test_a_listing_goes_on_to_its_end_when_its_hazard_turns_out_to_be_general() -> None:
    general = after("found", "noticed", "rectifying", "submitted", "reinspected")
    for stage, key, actor in (
        ("L1", "refuse_listing", COMMISSION), ("L3", "track_listing", TOWN), ("L6", "accept_listing", DEPARTMENT),
        ("L7", "delist", COMMISSION), ("L8", "publish_delisting", COMMISSION),
    ):  # fmt: skip
        assert refused(key, general, actor, at(stage)) == set()
    assert refused("approve_listing", general, COMMISSION, at("L1")) == {"role_level"}


def test_the_listing_of_a_hazard_that_is_none_is_ended_wherever_it_stands() -> None:
    void = major("voided")
    assert refused("refuse_listing", void, COMMISSION, at("L2")) == set()
    for stage in ("L3", "L4", "L5", "L6", "L7"):
        assert refused("delist", void, COMMISSION, at(stage)) == set()
    assert refused("publish_delisting", void, COMMISSION, at("L8")) == set()
    assert refused("track_listing", void, COMMISSION, at("L4")) == {"state"}


def test_nothing_is_delisted_before_it_is_rectified() -> None:
    assert refused("delist", major("noticed"), COMMISSION, at("L7")) == {"listing_not_rectified"}


def test_the_notice_names_a_department_and_a_day_ahead() -> None:
    assert refused("list", major(), COMMISSION, at("L2"), due="2021-06-01", org="T1") == {
        "deadline_past",
        "not_a_department",
    }
