"""A scope means the same in SQL and in the rules."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from data.packs import Pack
from data.rules.scope import Box, Scope
from data.store.database import writing
from data.store.models import HazardRow
from data.store.reads import hazards_by_no
from data.store.scoping import within
from data.store.states import table_of
from data.store.streams import record
from tests import factories

HAZARDS = table_of(HazardRow)
PLACES = [
    {"town": town, "sector": sector, "park": park, "cell": cell, "morton": 1}
    for town in ("T1", "T2", None)
    for sector in ("S1", "S2")
    for park in ("P1", None)
    for cell in ("C1", "C2", None)
]


def sides(*codes: str) -> st.SearchStrategy[frozenset[str] | None]:
    return st.none() | st.frozensets(st.sampled_from(codes))


BOXES = st.builds(Box, sides("T1", "T2"), sides("S1", "S2"), sides("P1"), sides("C1", "C2"))


def fill(engine: Engine, pack: Pack) -> dict[str, dict[str, Any]]:
    told = {f"YH-{number}": place for number, place in enumerate(PLACES)}
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found(no, **place) for no, place in told.items()])
    return told


@given(boxes=st.lists(BOXES, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_and_rules_agree_on_every_scope(engine: Engine, pack: Pack, boxes: list[Box]) -> None:
    with engine.connect() as connection:
        known = connection.scalar(select(HAZARDS.c.hazard_no).limit(1))
    told = {f"YH-{number}": place for number, place in enumerate(PLACES)} if known else fill(engine, pack)
    scope = Scope(pack.code, tuple(boxes))
    expected = {
        no for no, place in told.items() if scope.covers(place["town"], place["sector"], place["park"], place["cell"])
    }
    with engine.connect() as connection:
        assert set(connection.scalars(select(HAZARDS.c.hazard_no).where(within(scope, HAZARDS)))) == expected
        assert {row.hazard_no for row in hazards_by_no(connection, scope, list(told))} == expected


def test_another_county_sees_nothing(engine: Engine, pack: Pack) -> None:
    told = fill(engine, pack)
    with engine.connect() as connection:
        assert hazards_by_no(connection, Scope.whole("999999"), list(told)) == []


def test_rows_come_in_the_order_they_were_asked_for(engine: Engine, pack: Pack) -> None:
    fill(engine, pack)
    asked = ["YH-5", "YH-1", "none", "YH-3"]
    with engine.connect() as connection:
        rows = hazards_by_no(connection, Scope.whole(pack.code), asked)
    assert [row.hazard_no for row in rows] == ["YH-5", "YH-1", "YH-3"]
