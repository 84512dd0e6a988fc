"""Hazards, cases and listings together, through the store: only listed moves happen, and every state is reached."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.rules.cases import LISTING_STAGES
from data.rules.moves import MOVES
from data.rules.vocabulary import CaseEnd, CaseStage, State
from data.store.database import open_engine
from tests.loop.machine import SPOILT, run
from tests.loop.model import LINES, WORDS
from tests.loop.office import Office
from tests.loop.walks import (
    CASES,
    HAZARDS,
    LISTINGS,
    Explored,
    case_key,
    explored,
    hazard_key,
    listing_key,
    walk,
)


@pytest.fixture(scope="module")
def hazards(pack: Pack) -> Explored:
    """The machine of the hazard alone."""
    return explored(pack, hazard_key, HAZARDS)


@pytest.fixture(scope="module")
def cases(pack: Pack) -> Explored:
    """Hazard and case together."""
    return explored(pack, case_key, HAZARDS | CASES)


@pytest.fixture(scope="module")
def listings(pack: Pack) -> Explored:
    """Hazard and listing together."""
    return explored(pack, listing_key, HAZARDS | LISTINGS)


@pytest.fixture
def office(engine: Engine, pack: Pack) -> Office:
    """A county on either engine."""
    return Office(engine, pack)


def test_the_model_knows_every_move_and_every_state_of_the_three_machines() -> None:
    assert set(LINES) == {move.key for move in MOVES}
    assert {field.kind for move in MOVES for field in move.fields} <= SPOILT.keys()
    assert set(WORDS.values()) == {state for state in State if not state.is_over}


def test_every_state_of_a_hazard_is_reached_through_the_store(office: Office, hazards: Explored) -> None:
    for code, state in WORDS.items():
        no = walk(office, hazards.first(lambda model, code=code: model.state == code))
        assert office.past(no).hazard.state == state
    office.prove()


def test_every_stage_and_every_end_of_a_case_is_reached_through_the_store(office: Office, cases: Explored) -> None:
    for stage in CaseStage:
        no = walk(office, cases.first(lambda model, stage=stage: model.case is not None and model.case.stage == stage))
        assert [case.stage for case in office.past(no).cases] == [stage]
    for end in CaseEnd:
        no = walk(office, cases.first(lambda model, end=end: model.case is not None and model.case.end == end))
        assert [case.end for case in office.past(no).cases] == [end]
    no = walk(office, cases.first(lambda model: model.case is not None and model.case.published))
    assert office.past(no).cases[0].published_day is not None
    office.prove()


def test_every_stage_of_a_listing_is_reached_through_the_store(office: Office, listings: Explored) -> None:
    for stage in LISTING_STAGES:
        listing = office.past(walk(office, listings.first(lambda model, stage=stage: model.listing == stage))).listing
        assert listing is not None
        assert listing.stage == stage
    office.prove()


@pytest.mark.parametrize("machine", ["hazards", "cases", "listings"])
def test_from_everywhere_a_way_leads_to_an_end(machine: str, request: pytest.FixtureRequest) -> None:
    reached: Explored = request.getfixturevalue(machine)
    assert [(place.model, place.way) for place in reached.without_an_end()] == []


def test_every_line_of_the_tables_can_be_made_and_none_else(
    hazards: Explored, cases: Explored, listings: Explored
) -> None:
    table = {(move.key, state.value) for move in MOVES for state in move.from_states}
    made = hazards.lines.keys() | cases.lines.keys() | listings.lines.keys()
    assert made - table == set()
    assert table - made == NEVER


NEVER = {
    *(("not_file_case", state) for state in ("REPORTED", "SUBMITTED", "CLOSED")),  # nothing calls for a case there
    *(
        ("delist", state)  # not rectified there
        for state in ("REPORTED", "CONFIRMED", "NOTICED", "RECTIFYING", "EXT_PENDING", "FAILED")
    ),
    ("publish_delisting", "REPORTED"),
}
"""Lines that a guard of theirs never lets happen: the rows say "in any state", the guards say why not in these."""


def test_every_move_of_a_hazard_is_made_from_every_state_of_its_line(
    sqlite_engine: Engine, pack: Pack, hazards: Explored
) -> None:
    walked(Office(sqlite_engine, pack), hazards)


def test_every_move_of_cases_and_listings_is_made(
    sqlite_engine: Engine, pack: Pack, cases: Explored, listings: Explored
) -> None:
    office = Office(sqlite_engine, pack)
    for machine, moves in ((cases, CASES), (listings, LISTINGS)):
        for key in sorted(moves):
            walk(office, next(place for line, place in machine.lines.items() if line[0] == key))
    office.prove()
    assert {key for key, _state in office.made} >= CASES | LISTINGS


def walked(office: Office, machine: Explored) -> None:
    """Each line of the table once, through the store."""
    for place in machine.lines.values():
        walk(office, place)
    office.prove()
    assert {(key, WORDS[state]) for key, state in office.made} >= machine.lines.keys()


def test_any_people_at_any_time(sqlite_template: Path, pack: Pack, tmp_path: Path) -> None:
    run(copies(sqlite_template, tmp_path), pack, max_examples=5, stateful_step_count=30)


def test_any_people_at_any_time_on_postgresql(postgresql_engine: Engine, pack: Pack) -> None:
    run(lambda: postgresql_engine, pack, max_examples=1, stateful_step_count=30)


def copies(template: Path, folder: Path) -> Callable[[], Engine]:
    """Fresh databases, one for each run."""
    numbers = count(1)

    def fresh() -> Engine:
        file = folder / f"{next(numbers)}.sqlite"
        copyfile(template, file)
        return open_engine(f"sqlite:///{file}")

    return fresh
