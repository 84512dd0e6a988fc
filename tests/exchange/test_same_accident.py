"""Accidents without a number at one unit on one day: which are the same, which are not, and which a person decides."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.importing.compared import card
from dashboard.names import Names
from data.exchange.reviewing import Choice, decide, undo
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store import held as store
from data.store.doctor import examine
from data.store.held import HeldState, What
from data.store.models import AccidentRow
from tests.exchange import books
from tests.exchange.books import accident, accidents, objects, only, roster, stored

NOW = books.NOW + timedelta(hours=1)
BARE = {"事故编号": "", "报告时间": ""}
FIRST = BARE | {"发生时间": "2021-06-08 09:00", "地点": "一车间", "经过": "清理设备时被卷入（虚构）"}
OTHER = BARE | {"发生时间": "2021-06-08 15:30", "地点": "二车间", "事故类型": "触电", "经过": "接线时触电（虚构）"}


@pytest.fixture
def roster_in(engine: Engine, pack: Pack, tmp_path: Path) -> Engine:
    objects(engine, pack, tmp_path, [roster()])
    return engine


def said(engine: Engine) -> list[Any]:
    return sorted(stored(engine, AccidentRow.address, AccidentRow.type, AccidentRow.deaths))


def waiting(engine: Engine, pack: Pack) -> list[Any]:
    with engine.connect() as connection:
        return list(store.some(connection, Scope.whole(pack.code), "", [HeldState.OPEN], None, 0, 100)[1])


def test_two_accidents_of_one_day_at_one_unit_are_both_kept(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [accident(**FIRST), accident(**OTHER)]
    report = accidents(roster_in, pack, tmp_path, rows)
    assert [row.outcome for row in report.rows] == ["OK", "OK"]
    assert "按另一起事故登记" in report.rows[1].problems[0].message
    assert said(roster_in) == [("一车间", "机械伤害", 1), ("二车间", "触电", 1)]
    for again in (rows, rows[::-1]):
        assert accidents(roster_in, pack, tmp_path, again).counts["UNCHANGED"] == 2
    assert len(said(roster_in)) == 2
    assert examine(roster_in, pack) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"发生时间": "2021-06-08 09:40"}, {"发生时间": "2021-06-08 19:00"}, {"地点": "三车间"}, {"事故类型": "触电"},
        {"经过": "另一人同日坠落（虚构）"}, {"死亡": "2"}, {"轻伤": "3"}, {"直接经济损失(万元)": "12"},
        {"发生时间": "2021-06-08", "经过": ""},
    ],
)  # fmt: skip
def test_what_cannot_be_told_waits_and_a_file_again_changes_nothing(
    roster_in: Engine, pack: Pack, tmp_path: Path, cells: dict[str, str]
) -> None:
    rows = [accident(**FIRST), accident(**FIRST | cells)]
    report = accidents(roster_in, pack, tmp_path, rows)
    assert [row.outcome for row in report.rows] == ["OK", "REVIEW"], report.rows[1]
    assert report.rows[1].flags == ["POSSIBLE_DUPLICATE"]
    assert "第 2 行" in report.rows[1].problems[0].message
    again = accidents(roster_in, pack, tmp_path, rows)
    assert [row.outcome for row in again.rows] == ["UNCHANGED", "REVIEW"]
    assert (len(waiting(roster_in, pack)), said(roster_in)) == (1, [("一车间", "机械伤害", 1)])


def test_a_second_row_that_adds_to_the_first_is_merged_into_it_and_told(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    rows = [accident(**FIRST | {"事故类型": ""}), accident(**FIRST)]
    report = accidents(roster_in, pack, tmp_path, rows)
    assert report.rows[1].flags == ["DUPLICATE_IN_FILE"]
    assert said(roster_in) == [("一车间", "机械伤害", 1)]


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"死亡": "3", "状态": "结案"}, "UPDATE"),
        ({"事故类型": "其他伤害"}, "UPDATE"),
        ({"经过": "调查查明，清理设备前未断电（虚构）"}, "UPDATE"),
        ({"发生时间": "2021-06-08", "地点": "示例机械厂一车间"}, "UPDATE"),
        ({"发生时间": "2021-06-08 09:20", "经过": "进料口伤人（虚构）"}, "REVIEW"),
        ({"发生时间": "2021-06-08", "事故类型": "触电", "经过": ""}, "REVIEW"),
        ({"发生时间": "2021-06-08 16:00", "事故类型": "触电"}, "OK"),
        ({"发生时间": "2021-06-08", "地点": "二车间", "事故类型": "触电", "经过": ""}, "OK"),
    ],
)
def test_a_later_ledger_updates_an_accident_or_asks_or_brings_another(
    roster_in: Engine, pack: Pack, tmp_path: Path, cells: dict[str, str], outcome: str
) -> None:
    accidents(roster_in, pack, tmp_path, [accident(**FIRST)])
    row = only(accidents(roster_in, pack, tmp_path, [accident(**FIRST | cells)]))
    assert row.outcome == outcome, row
    assert len(said(roster_in)) == (2 if outcome == "OK" else 1)


@pytest.mark.parametrize(
    ("what", "figures"),
    [(What.ACCEPT, [1, 2]), (What.MERGE, [2]), (What.REJECT, [1])],
)
def test_a_person_decides_and_the_decision_holds_for_the_file_again(
    roster_in: Engine, pack: Pack, tmp_path: Path, what: What, figures: list[int]
) -> None:
    rows = [accident(**FIRST), accident(**FIRST | {"死亡": "2"})]
    accidents(roster_in, pack, tmp_path, rows)
    (held,) = waiting(roster_in, pack)
    with roster_in.connect() as connection:
        shown = card(connection, pack, Names(pack), held, [])
    assert (shown["is_twin"], shown["other"]["may_merge"]) == (True, True)
    assert [field[1:] for field in shown["fields"] if field[3]] == [["2", "1", True]]
    whole = Scope.whole(pack.code)
    decide(roster_in, pack, whole, SYSTEM, held.held, Choice(what), NOW)
    assert sorted(row.deaths for row in stored(roster_in, AccidentRow.deaths)) == figures
    again = accidents(roster_in, pack, tmp_path, rows)
    changed = [row.changes for row in again.rows if row.changes]
    assert (again.batch, changed, again.counts["REVIEW"]) == (None, [], 0), again.rows
    assert sorted(row.deaths for row in stored(roster_in, AccidentRow.deaths)) == figures
    assert waiting(roster_in, pack) == []
    assert examine(roster_in, pack) == []


def test_a_decision_about_an_accident_can_be_undone(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    accidents(roster_in, pack, tmp_path, [accident(**FIRST), accident(**FIRST | {"死亡": "2"})])
    (held,) = waiting(roster_in, pack)
    whole = Scope.whole(pack.code)
    decide(roster_in, pack, whole, SYSTEM, held.held, Choice(What.MERGE), NOW)
    undo(roster_in, pack, whole, SYSTEM, held.held, None, NOW)
    assert said(roster_in) == [("一车间", "机械伤害", 1)]
    assert len(waiting(roster_in, pack)) == 1


def test_rows_that_say_hardly_anything_are_asked_about_and_entered_each_once(
    roster_in: Engine, pack: Pack, tmp_path: Path
) -> None:
    little = BARE | {"发生时间": "2021-06-08", "地点": "", "经过": "", "事故类型": ""}
    rows = [accident(**little), accident(**little), accident(**little)]
    assert [row.outcome for row in accidents(roster_in, pack, tmp_path, rows).rows] == ["OK", "REVIEW", "REVIEW"]
    for held in waiting(roster_in, pack):
        decide(roster_in, pack, Scope.whole(pack.code), SYSTEM, held.held, Choice(What.ACCEPT), NOW)
    assert len(said(roster_in)) == 3
    assert accidents(roster_in, pack, tmp_path, rows).counts["UNCHANGED"] == 3


def test_a_number_tells_an_accident_before_all(roster_in: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [accident(**FIRST | {"事故编号": "示事1"}), accident(**FIRST | {"事故编号": "示事2"})]
    assert [row.outcome for row in accidents(roster_in, pack, tmp_path, rows).rows] == ["OK", "OK"]
    later = [accident(**OTHER | {"事故编号": "示事1"})]
    assert only(accidents(roster_in, pack, tmp_path, later)).outcome == "UPDATE"
    unnumbered = only(accidents(roster_in, pack, tmp_path, [accident(**FIRST)]))
    assert (unnumbered.outcome, len(said(roster_in))) == ("UNCHANGED", 2)
