"""Several hazards moved at once: each for itself, with its own answer, and those that cannot be moved as they were."""

from sqlalchemy import Engine, select

from data.packs import Pack
from data.rules.scope import Scope
from data.store.models import HazardRow
from data.store.moving_many import MOST, perform_many
from tests.store.test_listing_and_handing_over import NOW, YJJ, begun

ORDER = {"deadline": "2021-06-20", "doc_no": "责改1号"}


def test_one_order_for_three_hazards_has_three_answers(engine: Engine, pack: Pack) -> None:
    first, second = begun(engine, pack), begun(engine, pack)
    reported = begun(engine, pack, source=6)
    whole = Scope.whole(pack.code)
    versions = {first: 1, second: 7, reported: 1, "YH-none": 1}
    done = perform_many(engine, pack, whole, YJJ, versions, "notice", ORDER, NOW)
    assert [(one.hazard_no, one.why == "") for one in done] == [
        (first, True), (second, False), (reported, False), ("YH-none", False),
    ]  # fmt: skip
    assert "待核实" in done[2].why
    with engine.connect() as connection:
        states = {row.hazard_no: row.state for row in connection.execute(select(HazardRow.hazard_no, HazardRow.state))}
    assert states == {first: "NOTICED", second: "CONFIRMED", reported: "REPORTED"}


def test_what_is_made_for_each_by_itself_is_made_for_none(engine: Engine, pack: Pack) -> None:
    no = begun(engine, pack)
    (one,) = perform_many(engine, pack, Scope.whole(pack.code), YJJ, {no: 1}, "reinspect", {"result": "pass"}, NOW)
    assert "逐条" in one.why


def test_more_than_a_person_reads_are_left(engine: Engine, pack: Pack) -> None:
    versions = {f"YH-{number}": 1 for number in range(MOST + 5)}
    assert len(perform_many(engine, pack, Scope.whole(pack.code), YJJ, versions, "notice", ORDER, NOW)) == MOST
