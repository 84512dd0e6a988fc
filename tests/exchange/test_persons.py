"""Ledgers of responsible persons: for what somebody answers, what a later ledger changes, which objects have nobody."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.names import Names
from dashboard.pages.object_persons import persons as shown
from data.exchange.outcome import RowReport
from data.exchange.person_words import cell_named, read_role, role_of_post
from data.exchange.values import Unreadable
from data.packs import Pack
from data.quality import BY_KEY, work
from data.quality.twins import Twins
from data.rules.persons import PersonRole
from data.rules.scope import SYSTEM, Scope
from data.store.batches import take_back
from data.store.doctor import examine
from data.store.errors import BatchInUse
from data.store.models import ObjectRow, ResponsibleRow
from data.store.persons import objects_with_person
from data.store.reads import object_page
from tests.exchange import books
from tests.exchange.books import imported, objects, officer, only, persons, roster, stored, xlsx

TODAY = date(2026, 3, 2)
ROLES = {
    "区领导": ("县级领导", "副区长"), "部门": ("行业部门", "区住建局"), "镇街": ("街道干部", "镇包保干部", "村干部"),
    "网格员": ("专职网格员", "镇网格员"), "企业主要负责人": ("法定代表人", "主要负责人"),
    "安全员": ("专职安全管理人员",),
}  # fmt: skip


@pytest.mark.parametrize(("role", "word"), [(role, word) for role, words in ROLES.items() for word in (role, *words)])
def test_a_role_is_known_by_the_words_of_ledgers(role: str, word: str) -> None:
    assert read_role(word) == role


def test_words_that_mean_nothing_known_are_not_guessed(pack: Pack) -> None:
    with pytest.raises(Unreadable):
        read_role("热心人")
    with pytest.raises(Unreadable):
        cell_named(pack, "示例网格")
    assert [role_of_post(post) for post in ("总经理", "安全总监", "网格员", "科长", None)] == [
        PersonRole.PRINCIPAL, PersonRole.SAFETY, PersonRole.GRID, None, None,
    ]  # fmt: skip
    assert cell_named(pack, f" {pack.cells[0].name}") == cell_named(pack, pack.cells[0].code) == pack.cells[0].code


@pytest.fixture
def roster_in(engine: Engine, pack: Pack, tmp_path: Path) -> Engine:
    objects(engine, pack, tmp_path, [roster()])
    return engine


def brought(engine: Engine, pack: Pack, tmp: Path, **cells: Any) -> RowReport:
    return only(persons(engine, pack, tmp, [officer(**cells)]))


def sound(engine: Engine, pack: Pack) -> bool:
    return [finding for finding in examine(engine, pack) if finding.level != "info"] == []


def answered(engine: Engine, pack: Pack, on: date = TODAY) -> set[str]:
    with engine.connect() as connection:
        return objects_with_person(connection, pack.code, on.toordinal())


def test_a_ledger_again_changes_nothing_and_a_later_one_shows_what_it_changes(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    first = brought(roster_in, pack, tmp_path)
    assert (first.outcome, first.flags, len(first.problems)) == ("OK", [], 1), first  # 长期 names no day
    assert brought(roster_in, pack, tmp_path).outcome == "UNCHANGED"
    later = {"职务": "副局长", "联系电话": "19900000022", "任职结束": "2026-12-31", "职责": ""}
    changed = brought(roster_in, pack, tmp_path, **later)
    assert changed.outcome == "UPDATE"
    assert changed.changes == {
        "post": {"before": "科长", "after": "副局长"},
        "phone": {"before": "19900000021", "after": "19900000022"},
        "valid_to": {"before": None, "after": "2026-12-31"},
    }
    assert brought(roster_in, pack, tmp_path, **later).outcome == "UNCHANGED"
    facts = (ResponsibleRow.name, ResponsibleRow.post, ResponsibleRow.duties, ResponsibleRow.row_version)
    assert stored(roster_in, *facts) == [("甲示例", "副局长", "每季度检查一次", 2)]
    assert sound(roster_in, pack)


def test_somebody_answers_for_objects_a_cell_a_town_or_the_county(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    cell = pack.cells[0]
    nothing = {"负责对象": "", "统一社会信用代码": ""}
    rows = [
        officer(),
        officer(负责对象="示例化工厂", 统一社会信用代码=""),
        officer(**nothing, 网格=cell.name, 属地="", 责任人类别="网格员"),
        officer(**nothing),
        officer(**nothing, 属地=""),
    ]
    report = persons(roster_in, pack, tmp_path, rows)
    assert [row.action for row in report.rows] == ["insert"] * 5
    assert "OBJECT_CREATED" in report.rows[1].flags
    assert stored(roster_in, ObjectRow.name, ObjectRow.phone)[1] == ("示例化工厂", None)
    told = stored(roster_in, ResponsibleRow.cell, ResponsibleRow.town)
    assert told == [(None, "370115006")] * 2 + [(cell.code, cell.town), (None, "370115006"), (None, None)]
    assert [row.action for row in persons(roster_in, pack, tmp_path, rows).rows] == ["none"] * 5
    assert sound(roster_in, pack)


def test_who_belongs_to_a_unit_answers_for_it(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    own = {"所在单位": "示例机械厂", "负责对象": "", "责任人类别": "", "职务": "安全总监"}
    row = brought(roster_in, pack, tmp_path, **own)
    assert row.values is not None
    assert (row.values["role"], row.values["object"]) == ("安全员", "示例机械厂")
    assert len(answered(roster_in, pack)) == 1


def test_a_second_row_of_one_duty_is_merged_and_its_telephone_masked(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    report = persons(roster_in, pack, tmp_path, [officer(职务=""), officer(联系电话="19900000029")])
    assert [(row.outcome, row.action) for row in report.rows] == [("OK", "insert"), ("WARN", "none")]
    assert "199****0021/199****0029" in report.rows[1].problems[-1].message
    assert stored(roster_in, ResponsibleRow.post) == [("科长",)]


@pytest.mark.parametrize(
    ("cells", "outcome", "flag"),
    [
        ({"姓名": ""}, "ERROR", "MISSING_FIELD"),
        ({"任职开始": "2021.2.30"}, "ERROR", "BAD_DATE"),
        ({"责任人类别": "热心人"}, "ERROR", "BAD_VALUE"),
        ({"统一社会信用代码": "91370115MAWTN9KU4X"}, "ERROR", "BAD_USCC"),
        ({"属地": "天桥区桑梓店街道"}, "ERROR", "OUTSIDE_JURISDICTION"),
        ({"负责对象": "示例机械二厂", "统一社会信用代码": ""}, "REVIEW", "FUZZY_SUBJECT"),
        ({"任职结束": "2020-12-31"}, "OK", None),
        ({"网格": "示例网格"}, "OK", None),
        ({"任职结束": "2031-12-31"}, "OK", None),
    ],
)
def test_outcomes_of_one_row(
    roster_in: Engine, pack: Pack, tmp_path: Path, cells: dict[str, Any], outcome: str, flag: str | None
) -> None:
    row = brought(roster_in, pack, tmp_path, **cells)
    assert row.outcome == outcome, row
    assert flag is None or flag in row.flags, row


def test_a_telephone_of_a_person_makes_no_doubt_about_an_object(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    shared = {"负责对象": "另一家示例食品厂", "统一社会信用代码": "", "联系电话": "19900000001"}
    row = brought(roster_in, pack, tmp_path, **shared)
    assert row.flags == ["OBJECT_CREATED"]
    assert row.values is not None
    assert row.values["phone"] == "19900000001"


def test_a_town_names_persons_only_for_its_own(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    scope = Scope.of_towns(pack.code, "370115005")
    refused = only(persons(roster_in, pack, tmp_path, [officer()], scope=scope))
    assert (refused.outcome, refused.flags) == ("ERROR", ["FORBIDDEN_SCOPE"])


def test_a_ledger_is_known_by_its_columns_under_two_header_rows(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    header = ("序号", "包保企业", "所属镇街", "包保责任人", "", "", "", "备注")
    names = ("", "", "", "姓名", "单位", "职务", "联系电话", "")
    row = (1, "示例机械厂", "太平街道", "乙示例", "太平街道办事处", "副主任", 19900000031, "")
    report = imported(
        roster_in, pack, xlsx(tmp_path / "包保.xlsx", [("安全生产包保责任人名单",), header, names, row]), None
    )
    assert report.kind == "persons"
    told = only(report).values
    assert told is not None
    assert [told[key] for key in ("name", "org", "post", "phone", "object")] == [
        "乙示例", "太平街道办事处", "副主任", "19900000031", "示例机械厂",
    ]  # fmt: skip


def test_an_object_has_somebody_by_name_or_by_its_cell_while_in_office(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    ((object_id, cell),) = stored(roster_in, ObjectRow.id, ObjectRow.cell)
    finding, whole, twins = BY_KEY["object_no_principal"], Scope.whole(pack.code), Twins(pack)

    def nobody() -> bool:
        with roster_in.connect() as connection:
            return work.has(connection, whole, twins, TODAY, finding, (object_id, ""))

    assert (answered(roster_in, pack), nobody()) == (set(), True)
    brought(roster_in, pack, tmp_path, 负责对象="", 统一社会信用代码="")
    assert (answered(roster_in, pack), nobody()) == (set(), True)  # who answers for the town answers for none
    brought(roster_in, pack, tmp_path, 任职结束="2025-12-31")
    assert (answered(roster_in, pack), nobody()) == (set(), True)  # not in office any more
    brought(roster_in, pack, tmp_path, 任职结束="2026-12-31")
    assert (answered(roster_in, pack), nobody()) == ({object_id}, False)
    brought(roster_in, pack, tmp_path, 任职结束="2026-01-31")
    assert answered(roster_in, pack) == set()
    brought(roster_in, pack, tmp_path, 姓名="丙示例", 负责对象="", 统一社会信用代码="", 网格=cell)
    assert (answered(roster_in, pack), nobody()) == ({object_id}, False)


def test_a_term_is_judged_on_the_day_that_is_asked_for(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    ((object_id,),) = stored(roster_in, ObjectRow.id)
    brought(
        roster_in, pack, tmp_path, 任职开始=str(TODAY - timedelta(days=30)), 任职结束=str(TODAY + timedelta(days=30))
    )
    days = {days: answered(roster_in, pack, TODAY + timedelta(days=days)) for days in (-31, -30, 0, 30, 31)}
    assert days == {-31: set(), -30: {object_id}, 0: {object_id}, 30: {object_id}, 31: set()}


@pytest.mark.parametrize(
    ("before", "cells", "noted"),
    [
        ({}, {"所在单位": "区住建局", "职务": "主任"}, True),
        ({}, {"所在单位": "区住建局", "联系电话": "19900000099"}, True),
        ({}, {"所在单位": "区住建局", "负责对象": "", "统一社会信用代码": ""}, True),
        ({}, {"所在单位": "区住建局", "负责对象": "", "统一社会信用代码": "", "联系电话": "19900000099"}, False),
        ({}, {"负责对象": "", "统一社会信用代码": ""}, False),
        ({"任职结束": "2022-01-01"}, {"所在单位": "区住建局"}, False),
    ],
)
def test_a_person_at_another_unit_has_one_more_duty_and_the_earlier_one_is_named(
    roster_in: Engine, pack: Pack, tmp_path: Path, before: dict[str, str], cells: dict[str, str], noted: bool
) -> None:
    brought(roster_in, pack, tmp_path, **before)
    row = brought(roster_in, pack, tmp_path, **before | cells)
    assert row.outcome == "OK"
    told = [problem.message for problem in row.problems if "区应急管理局 科长" in problem.message]
    assert len(told) == noted
    assert len(stored(roster_in, ResponsibleRow.no)) == 2
    both = persons(roster_in, pack, tmp_path, [officer(**before), officer(**before | cells)])
    assert both.counts["UNCHANGED"] == 2


def test_two_posts_in_one_ledger_are_two_posts(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    both = [officer(所在单位="区住建局"), officer()]
    first = persons(roster_in, pack, tmp_path, both)
    later = persons(roster_in, pack, tmp_path, [officer(所在单位="区消防救援大队"), *both])
    assert (first.counts["OK"], later.counts["OK"], later.counts["UNCHANGED"]) == (2, 1, 2)
    told = [problem for report in (first, later) for row in report.rows for problem in row.problems]
    assert [one.message for one in told if "另有" in one.message] == []


def test_what_a_batch_took_back_can_be_brought_again(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    def undone(batch: str | None, hours: int) -> list[Any]:
        assert batch is not None
        take_back(roster_in, pack, Scope.whole(pack.code), SYSTEM, batch, None, books.NOW + timedelta(hours=hours))
        return stored(roster_in, ResponsibleRow.post)

    first = persons(roster_in, pack, tmp_path, [officer()])
    assert undone(first.batch, 1) == []
    assert only(persons(roster_in, pack, tmp_path, [officer(职务="局长")])).outcome == "OK"
    later = persons(roster_in, pack, tmp_path, [officer(职务="主任")], now=books.NOW + timedelta(hours=3))
    assert undone(later.batch, 4) == [("局长",)]
    assert sound(roster_in, pack)


def test_an_object_for_which_somebody_answers_is_not_taken_back(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    batch = objects(engine, pack, tmp_path, [roster()]).batch
    persons(engine, pack, tmp_path, [officer()])
    assert batch is not None
    with pytest.raises(BatchInUse):
        take_back(engine, pack, Scope.whole(pack.code), SYSTEM, batch, None, books.NOW)


def test_the_object_shows_who_answers_nearest_first_with_masked_telephones(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    ((object_id, cell),) = stored(roster_in, ObjectRow.id, ObjectRow.cell)
    nothing = {"负责对象": "", "统一社会信用代码": ""}
    rows = [officer(**nothing, 姓名="丁示例"), officer(**nothing, 姓名="丙示例", 网格=cell, 责任人类别="网格员"),
    officer(),
            officer(姓名="戊示例", 任职结束="2025-01-01")]  # fmt: skip
    with roster_in.connect() as connection:
        before = object_page(connection, Scope.whole(pack.code), object_id)
    assert shown(before.persons, Names(pack), TODAY) == []
    report = persons(roster_in, pack, tmp_path, rows)
    with roster_in.connect() as connection:
        page = object_page(connection, Scope.whole(pack.code), object_id)
    assert before.stamp != page.stamp
    assert [(one.row.name[0], one.level) for one in page.persons] == [
        ("甲", "object"), ("戊", "object"), ("丙", "cell"), ("丁", "town"),
    ]  # fmt: skip
    (card,) = shown(page.persons, Names(pack), TODAY)
    said = str(card.to_plotly_json())
    expected = (
        "在任 3 人，另有 1 人不在任期内",
        "199****0021",
        "区应急管理局 科长",
        "所在网格",
        "2021-01-01 至 今",
        report.batch,
    )
    assert [words for words in expected if not words or words not in said] == []
    assert [words for words in ("19900000021", "戊示例") if words in said] == []
