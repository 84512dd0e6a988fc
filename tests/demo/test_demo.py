"""The demo is repeatable, obeys every rule, stays inside its pack, and looks like a county at work."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data.demo import build_demo, generate
from data.demo.names import MARK
from data.demo.vocabulary import theme_of, themes
from data.packs import Pack, load_pack
from data.packs.places import Places
from data.rules import uscc
from data.rules.cases import advance_case, advance_listing, advance_transfer
from data.rules.events import CASE, HAZARD, INSPECTION, LISTING, OBJECT, TRANSFER, HappenedEvent, NewEvent
from data.rules.hazards import Hazard, advance
from data.rules.inspections import advance_inspection
from data.rules.instants import moment
from data.rules.objects import advance_object
from data.rules.vocabulary import PlaceQuality, State
from data.store.doctor import examine
from data.store.models import EventRow, GridCellRow, PersonRow
from data.store.placing import placed
from tests import INPUTS

UNTIL = date(2026, 3, 12)
FOLDS: dict[str, Any] = {
    HAZARD: advance, CASE: advance_case, LISTING: advance_listing, TRANSFER: advance_transfer, OBJECT: advance_object,
    INSPECTION: advance_inspection,
}  # fmt: skip


@pytest.fixture(scope="module", params=["default", "invented"])
def any_pack(request: pytest.FixtureRequest, pack: Pack) -> Pack:
    return pack if request.param == "default" else load_pack(INPUTS / "packs" / "valle-claro")


def events_of(pack: Pack, hazards: int, **kwargs: Any) -> Iterator[NewEvent]:
    return chain.from_iterable(generate(pack, hazards, UNTIL, **kwargs))


def folded(pack: Pack, events: Iterator[NewEvent]) -> dict[tuple[str, str], Any]:
    """Every stream as its events left it; a broken rule raises."""
    states: dict[tuple[str, str], Any] = {}
    for event in events:
        key = (event.kind, event.id)
        day, instant = moment(event.at, pack.zone)
        happened = HappenedEvent(event.kind, event.id, event.what, event.at, event.body, day, instant)
        states[key] = FOLDS[event.kind](states.get(key), happened)
    return states


@pytest.fixture(scope="module")
def told(any_pack: Pack) -> list[NewEvent]:
    return list(events_of(any_pack, 1500))


@pytest.fixture(scope="module")
def county(pack: Pack) -> list[Hazard]:
    """Twelve thousand hazards of the default pack: enough to speak of shares."""
    states = folded(pack, events_of(pack, 12_000))
    return [state for (kind, _id), state in states.items() if kind == HAZARD]


def fingerprint(events: Iterator[NewEvent]) -> str:
    return sha256("".join(map(repr, events)).encode()).hexdigest()


def test_the_same_arguments_give_the_same_events(any_pack: Pack) -> None:
    assert fingerprint(events_of(any_pack, 200)) == fingerprint(events_of(any_pack, 200))
    assert fingerprint(events_of(any_pack, 200)) != fingerprint(events_of(any_pack, 200, seed=2))


def test_every_past_obeys_the_rules_of_its_stream(any_pack: Pack, told: list[NewEvent]) -> None:
    kinds = Counter(kind for kind, _id in folded(any_pack, iter(told)))
    assert kinds[HAZARD] == 1500
    assert kinds[OBJECT] == 375
    assert kinds[CASE] > 0 < kinds[LISTING]


def test_nothing_is_told_of_tomorrow_and_today_has_no_hours(told: list[NewEvent]) -> None:
    assert max(event.at[:10] for event in told) <= UNTIL.isoformat()
    assert all(event.at == UNTIL.isoformat() for event in told if event.at.startswith(UNTIL.isoformat()))
    assert min(event.at for event in told) > "2023-12-01"


def test_every_name_is_marked_and_no_phone_can_ring(told: list[NewEvent]) -> None:
    registered = [event.body for event in told if event.what == "registered"]
    assert all(body["name"].endswith(MARK) for body in registered)
    assert all(body["phone"].startswith("100") for body in registered)
    assert all(event.body["subject"]["name"].endswith(MARK) for event in told if event.what == "found")
    assert len({body["name"] for body in registered}) == len(registered)


def test_precise_points_lie_in_their_town_and_cell(any_pack: Pack, told: list[NewEvent]) -> None:
    bodies = [event.body for event in placed(any_pack, told) if event.what in ("found", "registered")]
    precise = [body for body in bodies if body["place_quality"] <= PlaceQuality.ADDRESS]
    towns, cells, parks = Places(any_pack).assign([body["lon"] for body in precise], [body["lat"] for body in precise])
    assert [body["town"] for body in precise] == towns.tolist()
    assert [body["cell"] for body in precise] == cells.tolist()
    assert [body["park"] for body in precise] == parks.tolist()
    assert all(body.get("cell") is None for body in bodies if body["place_quality"] > PlaceQuality.ADDRESS)
    assert all((body["lon"] is None) == (body["place_quality"] == PlaceQuality.MISSING) for body in bodies)


def test_some_have_only_a_rough_place_some_none_and_some_no_town(any_pack: Pack, told: list[NewEvent]) -> None:
    found = [event.body for event in placed(any_pack, told) if event.what == "found"]
    assert {body["place_quality"] for body in found} == {quality.value for quality in PlaceQuality}
    assert 0 < sum(body["town"] is None for body in found) < 0.05 * len(found)
    assert any(body.get("object_id") is None for body in found)


def test_points_do_not_pile_up_where_they_are_said_to_be_measured(told: list[NewEvent]) -> None:
    points = Counter(
        (event.body["lon"], event.body["lat"])
        for event in told
        if event.what == "registered" and event.body["place_quality"] <= PlaceQuality.ADDRESS
    )
    assert points.most_common(1)[0][1] <= 3


def test_codes_and_numbers_follow_the_pack(any_pack: Pack, told: list[NewEvent]) -> None:
    codes = [event.body["uscc"] for event in told if event.what == "registered" and event.body["uscc"]]
    assert bool(codes) == any_pack.checks_uscc
    assert all(uscc.is_valid(code) and uscc.division_of(code) == any_pack.code for code in codes)
    assert len(set(codes)) == len(codes)
    sectors = {sector.code for sector in any_pack.sectors if sector.parent is None}
    assert {event.body["sector"] for event in told if event.what == "found"} == sectors
    orgs = {org.code for org in any_pack.organisations}
    assert {event.body["by_org"] for event in told if "by_org" in event.body} - {None} <= orgs


def test_every_sector_of_the_default_pack_has_a_theme_of_its_own(pack: Pack) -> None:
    known = themes()
    main = [sector for sector in pack.sectors if sector.parent is None]
    assert {theme_of(sector, known).key for sector in main} == {theme.key for theme in known}
    assert sum(len(theme.general) + len(theme.major) for theme in known) >= 150


def test_who_rectified_does_not_reinspect(told: list[NewEvent]) -> None:
    submitted: dict[str, str] = {}
    for event in told:
        if event.what == "submitted":
            submitted[event.id] = event.body["by"]
        elif event.what == "reinspected":
            assert event.body["by"] != submitted[event.id]


def share(part: list[Hazard], whole: list[Hazard]) -> float:
    return len(part) / len(whole)


def test_the_county_looks_like_one_at_work(county: list[Hazard]) -> None:
    today = UNTIL.toordinal()
    counted = [hazard for hazard in county if hazard.state.counts]
    still_open = [hazard for hazard in counted if hazard.state.is_open]
    assert 0.008 < share(still_open, counted) < 0.04
    assert 0.03 < share([hazard for hazard in still_open if hazard.is_overdue(today)], still_open) < 0.15
    assert 0.01 < share([hazard for hazard in counted if hazard.level], counted) < 0.02
    assert 0.15 < share([hazard for hazard in counted if hazard.manage_type == 0], counted) < 0.27
    assert 0.02 < share([hazard for hazard in counted if hazard.is_repeat], counted) < 0.1
    assert 0.01 < share([hazard for hazard in county if hazard.state is State.VOID], county) < 0.04
    assert 0.04 < share([hazard for hazard in counted if hazard.round > 1], counted) < 0.12


def test_closing_takes_about_a_fortnight(county: list[Hazard]) -> None:
    ordered = [hazard for hazard in county if hazard.state is State.CLOSED and hazard.manage_type == 1]
    days = sorted((hazard.closed_day or 0) - hazard.found_day for hazard in ordered)
    assert 8 <= days[len(days) // 2] <= 20
    assert 18 <= days[int(0.9 * len(days))] <= 45
    on_time = [one for one in ordered if one.submitted_day is not None and one.submitted_day <= (one.deadline or 0)]
    assert 0.8 < share(on_time, ordered) < 0.97


def test_winter_burns_and_sundays_rest(county: list[Hazard]) -> None:
    days = [date.fromordinal(hazard.found_day) for hazard in county]
    assert sum(day.weekday() == 6 for day in days) < 0.4 * sum(day.weekday() == 1 for day in days)
    fire = Counter(date.fromordinal(hazard.found_day).month for hazard in county if hazard.sector == "H08")
    spaces = Counter(date.fromordinal(hazard.found_day).month for hazard in county if hazard.sector == "H09")
    assert fire[12] + fire[1] > 1.2 * (fire[4] + fire[5])
    assert spaces[6] + spaces[7] > 1.2 * (spaces[12] + spaces[1])


def test_towns_and_sectors_differ_but_none_is_empty(county: list[Hazard], pack: Pack) -> None:
    towns = Counter(hazard.town for hazard in county)
    assert set(towns) == {None, *(town.code for town in pack.towns)}
    assert max(towns.values()) < 0.35 * len(county)
    assert max(towns.values()) > 2 * min(count for town, count in towns.items() if town)


def test_recent_weeks_have_work_in_every_state(pack: Pack) -> None:
    seen: set[State] = set()
    recent = (UNTIL - timedelta(days=60)).isoformat()
    states: dict[str, Hazard] = {}
    for event in events_of(pack, 12_000):
        if event.kind == HAZARD:
            day, instant = moment(event.at, pack.zone)
            happened = HappenedEvent(HAZARD, event.id, event.what, event.at, event.body, day, instant)
            states[event.id] = advance(states.get(event.id), happened)
            if event.at >= recent:
                seen.add(states[event.id].state)
    assert seen == set(State) - {State.MERGED, State.WITHDRAWN}


def test_a_built_demo_is_sound_and_its_people_are_those_who_act(engine: Engine, pack: Pack) -> None:
    recorded = build_demo(engine, pack, 120, until=UNTIL)
    assert recorded.first_change == 1
    assert examine(engine, pack) == []
    with engine.connect() as connection:
        officers = connection.scalars(select(GridCellRow.officer)).all()
        assert None not in officers
        names = set(connection.scalars(select(PersonRow.name)))
        assert set(connection.scalars(select(EventRow.batch).distinct())) == {"demo"}
    acting = {event.body["by"] for event in events_of(pack, 120) if event.what == "noticed"}
    assert acting <= names


def test_every_hazard_of_the_default_pack_has_a_cause_of_its_dictionary(county: list[Hazard], pack: Pack) -> None:
    causes = {hazard.cause_type for hazard in county}
    assert len(causes) > 5
    assert causes <= pack.cause_codes
