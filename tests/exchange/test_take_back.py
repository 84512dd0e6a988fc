"""A batch that is taken back leaves every list and figure as if it had never come, and the trail shows both."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data.packs import Pack
from data.readmodel import ReadModel
from data.rules.filters import Filter
from data.rules.objects import WITHDRAWN
from data.rules.periods import Period
from data.rules.scope import SYSTEM, Actor, Scope
from data.rules.vocabulary import Role
from data.store import verbs
from data.store.batches import batches, take_back
from data.store.doctor import examine
from data.store.errors import BatchInUse, BatchTakenBack, FactsRefused, NotFound
from data.store.models import EventRow, HazardRow, ObjectRow, RoundRow
from data.store.object_verbs import amend_object
from data.store.past import hazard_past
from tests.exchange import books
from tests.exchange.books import hazard, hazards, objects, roster

NOW = books.NOW + timedelta(days=1)
DAYS = [date(2021, 5, 12) + timedelta(days=step) for step in (0, 1, 3, 5, 8, 9, 20, 60, 293)]
MOVED = frozenset({"row_version", "change"})
FIRST = [
    hazard(隐患内容="灭火器过期", 整改情况="未整改"),
    hazard(隐患内容="配电箱未上锁", 整改情况="正在整改"),
    hazard(隐患内容="通道堵塞", 整改情况="未整改"),
]
SECOND = [
    hazard(隐患内容="灭火器过期", 整改情况="已整改", 复查时间="2021-05-19", 复查结果="合格"),
    hazard(隐患内容="配电箱未上锁", 整改情况="已整改", 隐患级别="重大"),
    hazard(隐患内容="新发现的问题", 整改情况="未整改"),
    hazard(被检查单位="示例新办食品厂", 隐患内容="无预案", 整改情况="未整改"),
]


def rows(engine: Engine) -> dict[str, Any]:
    """What the tables say of everything that is not withdrawn, but for its version."""
    found: dict[str, Any] = {}
    for model, over in ((ObjectRow, ObjectRow.status != WITHDRAWN), (HazardRow, HazardRow.state != "WITHDRAWN")):
        names = [column.name for column in model.__table__.columns if column.name not in MOVED]
        with engine.connect() as connection:
            query = select(*(getattr(model, name) for name in names)).where(over)
            found[model.__tablename__] = sorted(map(repr, connection.execute(query)))
    with engine.connect() as connection:
        numbers = set(connection.scalars(select(HazardRow.hazard_no).where(HazardRow.state != "WITHDRAWN")))
        every = connection.execute(select(RoundRow).order_by(RoundRow.hazard_no, RoundRow.round))
        found["rounds"] = [tuple(row) for row in every if row.hazard_no in numbers]
    return found


def said(model: ReadModel, pack: Pack, change: int | None = None) -> list[Any]:
    """Every figure and every list on several days."""
    told: list[Any] = []
    snapshot, whole = model.snapshot, Scope.whole(pack.code)
    for day in DAYS:
        span = Period(date(2021, 1, 1), day)
        figures = model.figures(whole, Filter(), span, day, change)
        told.append({key: (kpi.value, kpi.above, kpi.below) for key, kpi in figures.kpis.items()})
        if change is None:
            told.append(sorted(snapshot.numbers(snapshot.mask(whole, Filter(as_of=day)))))
            told.append(int(snapshot.object_mask(whole, Filter(as_of=day)).sum()))
    return told


def test_all_is_as_before_and_the_trail_shows_both(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    objects(engine, pack, tmp_path, [roster()])
    hazards(engine, pack, tmp_path, FIRST)
    living = ReadModel(engine, pack, lambda: NOW.date())
    living.refresh()
    before, stood, known = rows(engine), said(living, pack), living.snapshot.change
    report = hazards(engine, pack, tmp_path, SECOND)
    assert [row.action for row in report.rows].count("update") == 2
    assert report.batch is not None
    living.refresh()
    after, then = said(living, pack), living.snapshot.change
    assert after != stood
    done = take_back(engine, pack, Scope.whole(pack.code), SYSTEM, report.batch, "传错了文件", NOW)
    assert (done.withdrawn, done.restored) == (3, 2)
    living.refresh()
    fresh = ReadModel(engine, pack, lambda: NOW.date())
    assert rows(engine) == before
    for model in (living, fresh):
        assert said(model, pack) == stood
        assert said(model, pack, then) == [told for place, told in enumerate(after) if place % 3 == 0]
        assert said(model, pack, known) == [told for place, told in enumerate(stood) if place % 3 == 0]
    assert [finding for finding in examine(engine, pack) if finding.level == "error"] == []
    with engine.connect() as connection:
        closed = connection.scalars(select(EventRow.id).where(EventRow.what == "closed")).one()
        past = hazard_past(connection, Scope.whole(pack.code), closed)
    assert [event.what for event in past.events][-2:] == ["closed", "withdrawn"]
    assert past.hazard.state == "NOTICED"


def test_batches_about_the_same_records_go_back_one_after_the_other(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    model, whole = ReadModel(engine, pack, lambda: NOW.date()), Scope.whole(pack.code)
    model.refresh()
    stood = said(model, pack)
    first, second = (hazards(engine, pack, tmp_path, told) for told in (FIRST, SECOND))
    assert first.batch is not None
    assert second.batch is not None
    with pytest.raises(BatchInUse):
        take_back(engine, pack, whole, SYSTEM, first.batch, None, NOW)
    take_back(engine, pack, whole, SYSTEM, second.batch, None, NOW)
    take_back(engine, pack, whole, SYSTEM, first.batch, None, NOW)
    model.refresh()
    assert said(model, pack) == stood
    assert [finding for finding in examine(engine, pack) if finding.level == "error"] == []


def test_the_same_file_may_come_again(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    first = hazards(sqlite_engine, pack, tmp_path, FIRST)
    assert first.batch is not None
    whole = Scope.whole(pack.code)
    take_back(sqlite_engine, pack, whole, SYSTEM, first.batch, None, NOW)
    again = hazards(sqlite_engine, pack, tmp_path, FIRST, now=NOW + timedelta(minutes=1))
    assert again.counts == first.counts
    with sqlite_engine.connect() as connection:
        told = batches(connection, whole, "")
    assert [(one.batch, one.taken_back is None) for one in told] == [(again.batch, True), (first.batch, False)]
    with pytest.raises(BatchTakenBack, match="已于"):
        take_back(sqlite_engine, pack, whole, SYSTEM, first.batch, None, NOW)


def test_work_goes_on_after_a_batch_was_taken_back(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    hazards(sqlite_engine, pack, tmp_path, FIRST)
    report = hazards(sqlite_engine, pack, tmp_path, SECOND)
    assert report.batch is not None
    take_back(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, report.batch, None, NOW)
    again = hazards(sqlite_engine, pack, tmp_path, SECOND, now=NOW + timedelta(minutes=1))
    assert again.counts == report.counts
    assert [finding for finding in examine(sqlite_engine, pack) if finding.level == "error"] == []


def test_what_was_worked_on_since_keeps_the_batch(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    whole = Scope.whole(pack.code)
    report = objects(sqlite_engine, pack, tmp_path, [roster()])
    assert report.batch is not None
    with sqlite_engine.connect() as connection:
        number = connection.scalars(select(ObjectRow.id)).one()
    amend_object(sqlite_engine, pack, whole, SYSTEM, number, {"principal": "赵某"}, 1, NOW)
    with pytest.raises(BatchInUse, match=number):
        take_back(sqlite_engine, pack, whole, SYSTEM, report.batch, None, NOW)


def test_an_object_of_which_a_hazard_speaks_keeps_the_batch(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    whole = Scope.whole(pack.code)
    report = objects(sqlite_engine, pack, tmp_path, [roster()])
    assert report.batch is not None
    with sqlite_engine.connect() as connection:
        number = connection.scalars(select(ObjectRow.id)).one()
    told = {
        "object_id": number, "level": 0, "source": 2, "description": "临边防护缺失", "sector": "H03",
    }  # fmt: skip
    verbs.report(sqlite_engine, pack, whole, SYSTEM, told, "2022-03-01", NOW)
    with pytest.raises(BatchInUse, match=number):
        take_back(sqlite_engine, pack, whole, SYSTEM, report.batch, None, NOW)


def test_only_the_own_office_takes_back_and_only_who_may(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = hazards(sqlite_engine, pack, tmp_path, FIRST)
    assert report.batch is not None
    town = pack.towns[0].code
    with pytest.raises(NotFound):
        take_back(
            sqlite_engine, pack, Scope(pack.code, ()),
            Actor("王某", town, Role.TOWN), report.batch, None, NOW,
        )  # fmt: skip
    with pytest.raises(FactsRefused):
        take_back(sqlite_engine, pack, Scope.whole(pack.code), Actor("李某", town, Role.GRID), report.batch, None, NOW)
