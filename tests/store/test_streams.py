"""Recording events: rows follow, changes count, the chain holds."""

from datetime import date

import pytest
from sqlalchemy import Connection, Engine, func, select

from data.packs import Pack
from data.rules.errors import HistoryRefused
from data.rules.events import CASE, HAZARD, NewEvent
from data.store import streams
from data.store.chain import link
from data.store.database import writing
from data.store.doctor import examine
from data.store.errors import UnreadableMoment, UnwritableText
from data.store.models import CaseRow, CountyRow, EventRow, HazardRow, ObjectRow, RoundRow
from data.store.numbering import Numbers
from data.store.streams import Recorded, read_events, record
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


def test_streams_that_run_through_many_slices_end_as_they_should(
    engine: Engine, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "SLICE", 2)
    pasts = [factories.closed_history(f"YH-{number}") for number in range(7)]
    in_turns = [event for step in zip(*pasts, strict=True) for event in step]
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.registered()])
        record(connection, pack, factories.OFFICER, in_turns)
    assert examine(engine, pack) == []
    with engine.connect() as connection:
        assert set(connection.execute(select(HazardRow.state, HazardRow.row_version))) == {("CLOSED", 6)}


def test_slices_leave_the_same_chain_and_rows_as_one_whole(
    engine: Engine, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasts = [event for number in range(9) for event in factories.closed_history(f"YH-{number}")]
    with engine.connect() as connection:
        whole = record(connection, pack, factories.OFFICER, pasts)
        told = _everything(connection)
        connection.rollback()
    monkeypatch.setattr(streams, "SLICE", 8)
    with writing(engine) as connection:
        assert record(connection, pack, factories.OFFICER, pasts) == whole
        assert _everything(connection) == told
    assert examine(engine, pack) == []


def _everything(connection: Connection) -> list[list[tuple[object, ...]]]:
    models = (CountyRow, EventRow, HazardRow, RoundRow)
    return [sorted(map(tuple, connection.execute(select(model.__table__))), key=repr) for model in models]


def test_an_event_refused_after_slices_were_written_leaves_nothing(
    engine: Engine, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "SLICE", 2)
    pasts = [event for number in range(7) for event in factories.closed_history(f"YH-{number}")]
    wrong = factories.happening("YH-6", "closed", "2021-06-03")
    with pytest.raises(HistoryRefused), writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [*pasts, wrong])
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(EventRow)) == 0


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


def test_slices_cut_no_stream_and_a_stream_may_come_back_in_a_later_one(
    engine: Engine, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.store.streams.SLICE", 4)
    one, two = factories.closed_history("YH-1"), factories.closed_history("YH-2")
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [*one[:3], *two, *one[3:], factories.registered()])
    with engine.connect() as connection:
        states = connection.execute(select(HazardRow.state, HazardRow.row_version).order_by(HazardRow.hazard_no)).all()
        assert [tuple(state) for state in states] == [("CLOSED", 6), ("CLOSED", 6)]
        assert connection.scalar(select(func.count()).select_from(RoundRow)) == 2
    assert examine(engine, pack) == []


def test_streams_are_read_once_each_in_their_order_however_they_are_asked_for(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, factories.closed_history("YH-2"))
        record(connection, pack, factories.OFFICER, factories.closed_history("YH-1"))
    with engine.connect() as connection:
        read = list(read_events(connection, pack.code, HAZARD, ["YH-2", "YH-1", "YH-2", "YH-3"]))
        assert list(read_events(connection, pack.code, HAZARD, [])) == []
    whats = [event.what for event in factories.closed_history("YH-1")]
    assert [(event.id, event.what) for event in read] == [(no, what) for no in ("YH-1", "YH-2") for what in whats]


def test_nothing_to_record_changes_nothing(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        assert record(connection, pack, factories.OFFICER, []) == Recorded(None, None, ())


@pytest.mark.parametrize("text", ["坏\0字", "坏\ud800字"])
def test_text_that_cannot_be_stored_is_told(engine: Engine, pack: Pack, text: str) -> None:
    with pytest.raises(UnwritableText, match="YH-1"), writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found("YH-1", note=text)])


def test_words_that_only_look_like_control_characters_are_stored(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found(description="路径 C:\\u0000\\新建")])
    assert examine(engine, pack) == []


@pytest.mark.parametrize("at", ["昨天", "2021-13-01", "2021-06-01T09:00:00", ""])
def test_a_time_that_cannot_be_read_is_told(engine: Engine, pack: Pack, at: str) -> None:
    with pytest.raises(UnreadableMoment, match="YH-1"), writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found("YH-1", at=at)])


def test_a_withdrawn_case_leaves_no_row(engine: Engine, pack: Pack) -> None:
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.filed("AJ-1")])
        record(connection, pack, factories.OFFICER, [NewEvent(CASE, "AJ-1", "withdrawn", "2021-07-01", {"batch": "B"})])
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(CaseRow)) == 0
    assert examine(engine, pack) == []


def test_numbers_go_on_after_the_highest_in_use(engine: Engine, pack: Pack) -> None:
    day, town = date(2021, 6, 1), pack.towns[0].code
    with writing(engine) as connection:
        first = Numbers(connection, pack).hazard(town, day)
        used = [first[:-4] + number for number in ("0007", "9999", "10003")]
        record(connection, pack, factories.OFFICER, [factories.found(no) for no in used])
        numbers = Numbers(connection, pack)
        assert [numbers.hazard(town, day), numbers.hazard(town, day)] == [first[:-4] + "10004", first[:-4] + "10005"]
        assert numbers.hazard(pack.towns[1].code, day).endswith("0001")
        record(connection, pack, factories.OFFICER, [factories.registered(numbers.object())])
        assert Numbers(connection, pack).object().endswith("00000002")


def test_numbers_that_are_expected_together_are_those_asked_for_one_by_one(engine: Engine, pack: Pack) -> None:
    places = [(town.code, date(2021, 6, day)) for town in pack.towns for day in range(1, 29)]
    with writing(engine) as connection:
        one = Numbers(connection, pack)
        record(connection, pack, factories.OFFICER, [factories.found(one.hazard(*place)) for place in places[::3]])
        alone, together = Numbers(connection, pack), Numbers(connection, pack)
        together.expect_hazards(places)
        assert [together.hazard(*place) for place in places] == [alone.hazard(*place) for place in places]
