"""Rows in doubt wait until somebody decides; the decision is logged, remembered, and can be undone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from data.exchange.errors import AlreadyDecided, NotDecided, StillInDoubt, SubjectWanted
from data.exchange.reviewing import Choice, Result, decide, undo
from data.packs import Pack
from data.rules.scope import SYSTEM, Actor, Scope
from data.rules.vocabulary import Role
from data.store import held as store
from data.store.batches import batches, take_back
from data.store.doctor import examine
from data.store.errors import FactsRefused, NotFound
from data.store.held import HeldState, What
from data.store.models import EventRow, HazardRow, HeldRow, ObjectRow
from data.store.object_verbs import merge_objects
from geo.datum import Datum
from tests.exchange import books
from tests.exchange.books import hazard, hazards, objects, only, roster

NOW = books.NOW + timedelta(hours=1)
NEAR = "示例精密机械制造二厂"
"""Nearly the name of an object that is known."""


def waiting(engine: Engine, pack: Pack, *states: str) -> list[Any]:
    """Held rows in the order of their file."""
    with engine.connect() as connection:
        wanted = states or (HeldState.OPEN,)
        return list(store.some(connection, Scope.whole(pack.code), "", wanted, None, 0, 100)[1])


def decided(engine: Engine, pack: Pack, what: What, **more: Any) -> Result:
    """Decide about the one row that waits."""
    (row,) = waiting(engine, pack)
    dry_run = more.pop("dry_run", False)
    return decide(engine, pack, Scope.whole(pack.code), SYSTEM, row.held, Choice(what, **more), NOW, dry_run=dry_run)


def hazard_names(engine: Engine) -> list[tuple[str, str]]:
    """Hazards that count: the object's name and what was found."""
    query = (HazardRow.subject_name, HazardRow.description)
    rows = books.stored(engine, *query, HazardRow.state)
    return sorted((name, text) for name, text, state in rows if state != "WITHDRAWN")


@pytest.fixture
def doubtful(engine: Engine, pack: Pack, tmp_path: Path) -> Engine:
    """A known object, and one row of a ledger about something with nearly its name."""
    objects(engine, pack, tmp_path, [roster(单位名称="示例精密机械制造一厂", 联系电话="")])
    report = hazards(engine, pack, tmp_path, [hazard(被检查单位="示例精密机械制造二厂", 隐患内容="皮带轮无护罩")])
    assert (only(report).outcome, report.batch) == ("REVIEW", None)
    return engine


def test_a_row_in_doubt_waits_in_no_figure_with_what_it_may_be_about(doubtful: Engine, pack: Pack) -> None:
    (row,) = waiting(doubtful, pack)
    (known,) = books.stored(doubtful, ObjectRow.id)
    assert (row.kind, row.row, row.other_kind, row.other) == ("hazards", 2, "object", known.id)
    assert hazard_names(doubtful) == []


def test_the_same_file_again_does_not_wait_twice(doubtful: Engine, pack: Pack, tmp_path: Path) -> None:
    hazards(doubtful, pack, tmp_path, [hazard(被检查单位="示例精密机械制造二厂", 隐患内容="皮带轮无护罩")])
    assert len(waiting(doubtful, pack)) == 1


@pytest.mark.parametrize("kind", ["objects", "equipment", "inspections", "accidents", "persons"])
def test_rows_in_doubt_that_say_the_same_wait_each(engine: Engine, pack: Pack, tmp_path: Path, kind: str) -> None:
    objects(engine, pack, tmp_path, [roster(单位名称="示例精密机械制造一厂", 联系电话="")])
    told = {"统一社会信用代码": "", "联系电话": "", "使用单位联系电话": ""}
    alike = {
        "objects": lambda: objects(engine, pack, tmp_path, [roster(**told, 单位名称=NEAR)] * 2),
        "equipment": lambda: books.equipment(
            engine, pack, tmp_path, [books.lift(**told, 使用单位=NEAR)] * 2, datum=Datum.WGS84
        ),
        "inspections": lambda: books.inspections(engine, pack, tmp_path, [books.visit(**told, 被检查单位=NEAR)] * 2),
        "accidents": lambda: books.accidents(engine, pack, tmp_path, [books.accident(**told, 单位=NEAR)] * 2),
        "persons": lambda: books.persons(engine, pack, tmp_path, [books.officer(**told, 负责对象=NEAR)] * 2),
    }[kind]
    assert alike().counts["REVIEW"] == 2
    assert alike().counts["REVIEW"] == 2
    first, second = waiting(engine, pack)
    whole = Scope.whole(pack.code)
    decide(engine, pack, whole, SYSTEM, first.held, Choice(What.MERGE), NOW)
    decide(engine, pack, whole, SYSTEM, second.held, Choice(What.REJECT), NOW)
    assert alike().counts["REVIEW"] == 0
    assert waiting(engine, pack) == []
    assert [one for one in examine(engine, pack) if one.level != "info"] == []


def test_a_dry_run_keeps_no_row(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    twice = [hazard(隐患内容="配电箱未上锁")] * 2
    assert hazards(engine, pack, tmp_path, twice, dry_run=True).counts["REVIEW"] == 1
    assert waiting(engine, pack) == []


def test_merging_puts_the_row_under_the_known_object_which_is_known_by_that_name_from_then_on(
    doubtful: Engine, pack: Pack, tmp_path: Path
) -> None:
    looked = decided(doubtful, pack, What.MERGE, dry_run=True)
    assert looked.row is not None
    assert (looked.row.row, looked.row.outcome, looked.row.values["subject"]) == (2, "OK", "示例精密机械制造一厂")
    assert hazard_names(doubtful) == []
    result = decided(doubtful, pack, What.MERGE)
    assert result.batch is not None
    assert hazard_names(doubtful) == [("示例精密机械制造一厂", "皮带轮无护罩")]
    assert waiting(doubtful, pack) == []
    again = hazards(doubtful, pack, tmp_path, [hazard(被检查单位="示例精密机械制造二厂", 隐患内容="皮带轮无护罩")])
    assert only(again).outcome == "UNCHANGED"
    more = hazards(doubtful, pack, tmp_path, [hazard(被检查单位="示例精密机械制造二厂", 隐患内容="地面油污")])
    assert only(more).outcome == "OK"
    assert len(books.stored(doubtful, ObjectRow.id)) == 1
    assert examine(doubtful, pack) == []


def test_accepting_enters_an_object_of_its_own(doubtful: Engine, pack: Pack, tmp_path: Path) -> None:
    decided(doubtful, pack, What.ACCEPT)
    assert hazard_names(doubtful) == [("示例精密机械制造二厂", "皮带轮无护罩")]
    names = sorted(row.name for row in books.stored(doubtful, ObjectRow.name))
    assert names == [
        "示例精密机械制造一厂",
        "示例精密机械制造二厂",
    ]
    again = hazards(doubtful, pack, tmp_path, [hazard(被检查单位="示例精密机械制造二厂", 隐患内容="皮带轮无护罩")])
    assert only(again).outcome == "UNCHANGED"


def test_a_rejected_row_is_remembered_and_never_asked_about_again(doubtful: Engine, pack: Pack, tmp_path: Path) -> None:
    decided(doubtful, pack, What.REJECT, reason="不是本区单位")
    again = hazards(doubtful, pack, tmp_path, [hazard(被检查单位="示例精密机械制造二厂", 隐患内容="皮带轮无护罩")])
    row = only(again)
    assert (row.outcome, again.batch, waiting(doubtful, pack)) == ("UNCHANGED", None, [])
    assert "决定不录入" in row.problems[0].message
    assert hazard_names(doubtful) == []


@pytest.mark.parametrize("what", [What.MERGE, What.ACCEPT, What.REJECT])
def test_a_decision_is_undone_and_the_trail_shows_both(
    doubtful: Engine, pack: Pack, tmp_path: Path, what: What
) -> None:
    before = books.stored(doubtful, ObjectRow.name, ObjectRow.aliases)
    held = decided(doubtful, pack, what).held
    result = undo(doubtful, pack, Scope.whole(pack.code), SYSTEM, held, "看错了", NOW)
    assert result.state is HeldState.OPEN
    assert hazard_names(doubtful) == []
    rows = books.stored(doubtful, ObjectRow.name, ObjectRow.aliases, ObjectRow.status)
    assert [(row.name, row.aliases) for row in rows if row.status == "在业"] == before
    with doubtful.connect() as connection:
        past = store.history(connection, pack, [held])[held]
    assert [(one.what, one.reason) for one in past] == [(what, None), (What.REOPEN, "看错了")]
    assert decided(doubtful, pack, What.MERGE).state is HeldState.ENTERED, "and it can be decided anew"
    assert examine(doubtful, pack) == []


def test_a_twin_is_entered_beside_the_first_or_left_out(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [hazard(隐患内容="配电箱未上锁"), hazard(隐患内容="配电箱未上锁"), hazard(隐患内容="配电箱未上锁")]
    report = hazards(engine, pack, tmp_path, rows)
    assert [row.outcome for row in report.rows] == ["OK", "REVIEW", "REVIEW"]
    second, third = waiting(engine, pack)
    assert (second.row, third.row, second.other_kind) == (3, 4, "hazard")
    whole = Scope.whole(pack.code)
    decide(engine, pack, whole, SYSTEM, second.held, Choice(What.ACCEPT), NOW)
    decide(engine, pack, whole, SYSTEM, third.held, Choice(What.REJECT), NOW)
    assert len(hazard_names(engine)) == 2
    again = hazards(engine, pack, tmp_path, rows)
    assert [row.outcome for row in again.rows] == ["UNCHANGED"] * 3
    later = [hazard(隐患内容="配电箱未上锁"), hazard(隐患内容="配电箱未上锁", 整改情况="正在整改"), rows[2]]
    assert [row.outcome for row in hazards(engine, pack, tmp_path, later).rows] == ["UNCHANGED", "UPDATE", "UNCHANGED"]
    states = sorted(row.state for row in books.stored(engine, HazardRow.state))
    assert states == ["NOTICED", "RECTIFYING"]


def test_a_row_with_an_ambiguous_town_wants_a_town(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = hazards(engine, pack, tmp_path, [hazard(所属镇街="开发区", 被检查单位="示例新办食品厂")])
    assert only(report).flags == ["TOWN_AMBIGUOUS"]
    with pytest.raises(StillInDoubt, match="镇街"):
        decided(engine, pack, What.ACCEPT)
    assert len(waiting(engine, pack)) == 1
    decided(engine, pack, What.ACCEPT, town="370115007")
    assert [row.town for row in books.stored(engine, HazardRow.town)] == ["370115007"]


def test_a_roster_row_that_is_merged_changes_the_known_object_but_not_its_name(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    objects(engine, pack, tmp_path, [roster(单位名称="示例精密机械制造一厂", 联系电话="")])
    row = roster(单位名称="示例精密机械制造二厂", 统一社会信用代码="", 联系电话="19900000009", 风险等级="橙")
    assert only(objects(engine, pack, tmp_path, [row])).outcome == "REVIEW"
    result = decided(engine, pack, What.MERGE)
    assert result.row is not None
    assert set(result.row.changes) == {"phone", "colour"}
    (known,) = books.stored(engine, ObjectRow.name, ObjectRow.aliases, ObjectRow.phone)
    assert known == ("示例精密机械制造一厂", "示例精密机械制造二厂", "19900000009")
    assert only(objects(engine, pack, tmp_path, [row])).flags == ["NO_USCC"], "and there is no doubt any more"


def test_a_name_that_was_merged_is_known_as_the_object_that_stayed(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    objects(engine, pack, tmp_path, [
        roster(单位名称="示例甲厂", 统一社会信用代码="", 联系电话=""),
        roster(单位名称="示例酒水批发部", 统一社会信用代码="", 联系电话=""),
    ])  # fmt: skip
    gone, kept = [
        row.id for row in sorted(books.stored(engine, ObjectRow.id, ObjectRow.name), key=lambda one: one.name)
    ]
    merge_objects(engine, pack, Scope.whole(pack.code), SYSTEM, gone, kept, "同一家", (1, 1), NOW)
    report = hazards(
        engine,
        pack,
        tmp_path,
        [hazard(被检查单位="示例甲厂"), hazard(被检查单位="示例酒水批发部", 隐患内容="通道堵塞")],
    )
    assert [row.outcome for row in report.rows] == ["OK", "OK"]
    assert {row.object_id for row in books.stored(engine, HazardRow.object_id)} == {kept}


def test_a_later_roster_that_makes_it_clear_lets_the_row_go(doubtful: Engine, pack: Pack, tmp_path: Path) -> None:
    objects(doubtful, pack, tmp_path, [roster(单位名称="示例精密机械制造二厂", 统一社会信用代码="", 联系电话="")])
    assert [row.kind for row in waiting(doubtful, pack)] == ["hazards", "objects"]
    of_roster = next(row.held for row in waiting(doubtful, pack) if row.kind == "objects")
    decide(doubtful, pack, Scope.whole(pack.code), SYSTEM, of_roster, Choice(What.ACCEPT), NOW)
    report = hazards(doubtful, pack, tmp_path, [hazard(被检查单位="示例精密机械制造二厂", 隐患内容="皮带轮无护罩")])
    assert only(report).outcome == "OK"
    assert waiting(doubtful, pack) == []


def test_taking_the_batch_of_the_file_back_takes_its_waiting_rows_too(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    report = hazards(engine, pack, tmp_path, [hazard(隐患内容="配电箱未上锁")] * 2)
    assert len(waiting(engine, pack)) == 1
    take_back(engine, pack, Scope.whole(pack.code), SYSTEM, report.batch or "", None, NOW)
    assert waiting(engine, pack) == []
    assert [row.state for row in books.stored(engine, HeldRow.state)] == [HeldState.WITHDRAWN]
    hazards(engine, pack, tmp_path, [hazard(隐患内容="配电箱未上锁")] * 2)
    assert len(waiting(engine, pack)) == 1


def test_a_decision_is_a_batch_and_taking_it_back_lets_the_row_wait_again(doubtful: Engine, pack: Pack) -> None:
    result = decided(doubtful, pack, What.MERGE)
    with doubtful.connect() as connection:
        (newest, *_) = batches(connection, Scope.whole(pack.code), "")
    assert newest.batch == result.batch
    assert "经确认" in newest.file
    take_back(doubtful, pack, Scope.whole(pack.code), SYSTEM, newest.batch, None, NOW)
    assert [row.held for row in waiting(doubtful, pack)] == [result.held]


def test_what_cannot_be_decided_says_why_and_changes_nothing(doubtful: Engine, pack: Pack, tmp_path: Path) -> None:
    whole = Scope.whole(pack.code)
    (row,) = waiting(doubtful, pack)
    with doubtful.connect() as connection:
        events = connection.scalar(select(func.count()).select_from(EventRow))
    with pytest.raises(NotFound):
        decide(doubtful, pack, whole, SYSTEM, "0" * 32, Choice(What.ACCEPT), NOW)
    with pytest.raises(NotDecided):
        undo(doubtful, pack, whole, SYSTEM, row.held, None, NOW)
    with pytest.raises(FactsRefused):
        decide(doubtful, pack, whole, Actor("示例甲", "", Role.GRID), row.held, Choice(What.ACCEPT), NOW)
    with doubtful.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(EventRow)) == events
    decide(doubtful, pack, whole, SYSTEM, row.held, Choice(What.REJECT), NOW)
    with pytest.raises(AlreadyDecided):
        decide(doubtful, pack, whole, SYSTEM, row.held, Choice(What.MERGE), NOW)
    hazards(doubtful, pack, tmp_path, [hazard(隐患内容="配电箱未上锁", 被检查单位="示例精密机械制造一厂")] * 2)
    with pytest.raises(SubjectWanted):
        decided(doubtful, pack, What.MERGE)


def test_a_town_decides_about_its_own_rows_only(doubtful: Engine, pack: Pack) -> None:
    (row,) = waiting(doubtful, pack)
    other = next(town.code for town in pack.towns if town.code != row.town)
    with pytest.raises(NotFound):
        decide(
            doubtful, pack, Scope.of_towns(pack.code, other), Actor("示例乙", other, Role.TOWN), row.held,
            Choice(What.REJECT), NOW,
        )  # fmt: skip
    own = Actor("示例甲", row.town, Role.TOWN)
    result = decide(doubtful, pack, Scope.of_towns(pack.code, row.town), own, row.held, Choice(What.REJECT), NOW)
    assert result.state is HeldState.REJECTED


def test_rows_of_tables_side_by_side_wait_each_for_itself(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    names = ["示例精密机械制造一厂", "济北塑料包装印刷一厂"]
    objects(engine, pack, tmp_path, [roster(单位名称=name, 统一社会信用代码="", 联系电话="") for name in names])
    header = ["检查时间", "被检查单位", "隐患内容"]
    rows = [
        ["2021-05-12", "示例精密机械制造二厂", "护罩缺失", "2021-05-13", "济北塑料包装印刷二厂", "通道堵塞"],
        ["2021-05-14", "示例精密机械制造一厂", "电线裸露", "", "", ""],
    ]
    report = hazards(engine, pack, tmp_path, rows, [*header, *header], as_town="太平街道")
    assert [(row.row, row.outcome.value) for row in report.rows] == [(2, "REVIEW"), (2, "REVIEW"), (3, "OK")]
    for row in waiting(engine, pack):
        decide(engine, pack, Scope.whole(pack.code), SYSTEM, row.held, Choice(What.ACCEPT), NOW)
    assert {name for name, _ in hazard_names(engine)} == {"示例精密机械制造二厂", "济北塑料包装印刷二厂", names[0]}
    assert len(hazard_names(engine)) == 3
