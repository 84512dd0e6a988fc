"""Recording events: rows follow, changes count, the chain holds."""

import pytest
from sqlalchemy import Engine, func, select

from data.packs import Pack
from data.rules.errors import HistoryRefused
from data.store.chain import link
from data.store.database import writing
from data.store.models import CountyRow, EventRow, HazardRow, ObjectRow, RoundRow
from data.store.streams import record
from tests import factories


def test_a_recorded_history_leaves_the_row_and_the_round_it_ends_in(engine: Engine, pack: Pack) -> None:
    events = factories.closed_history("YH-1", town=pack.towns[0].code)
    with writing(engine) as connection:
        recorded = record(connection, pack, factories.OFFICER, events)
    assert (recorded.first_change, recorded.last_change, recorded.ids) == (1, 6, ("YH-1",))
    with engine.connect() as connection:
        row = connection.execute(select(HazardRow.state, HazardRow.row_version, HazardRow.change)).one()
        rounds = connection.execute(select(RoundRow.hazard_no, RoundRow.result)).all()
    assert tuple(row) == ("CLOSED", 6, 6)
    assert [tuple(one) for one in rounds] == [("YH-1", "pass")]


def test_each_event_holds_the_hash_of_the_one_before(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, factories.closed_history())
        record(connection, pack, factories.OFFICER, [factories.registered()])
    with engine.connect() as connection:
        events = connection.execute(select(EventRow.text, EventRow.prev).order_by(EventRow.change)).all()
        head = connection.execute(select(CountyRow.head_change, CountyRow.head_hash)).one()
    before = bytes(32)
    for text, prev in events:
        assert bytes(prev) == before
        before = link(before, text.encode())
    assert (head.head_change, bytes(head.head_hash)) == (7, before)


def test_a_stream_goes_on_in_a_later_transaction(engine: Engine, pack: Pack) -> None:
    history = factories.closed_history("YH-1")
    for event in history:
        with writing(engine) as connection:
            record(connection, pack, factories.OFFICER, [event])
    with engine.connect() as connection:
        assert connection.execute(select(HazardRow.state, HazardRow.row_version)).one() == ("CLOSED", 6)
        assert connection.scalars(select(EventRow.seq).order_by(EventRow.change)).all() == [1, 2, 3, 4, 5, 6]


def test_a_refused_event_leaves_nothing_of_its_batch(engine: Engine, pack: Pack) -> None:
    wrong = factories.happening("YH-2", "closed", "2021-06-03")
    with pytest.raises(HistoryRefused), writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [*factories.closed_history(), factories.found("YH-2"), wrong])
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(EventRow)) == 0
        assert connection.scalar(select(CountyRow.head_change)) == 0


def test_an_object_leaves_its_row(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.registered("DX-1", name="示例 有限责任公司")])
    with engine.connect() as connection:
        assert connection.execute(select(ObjectRow.id, ObjectRow.name_key)).one() == ("DX-1", "示例有限公司")
