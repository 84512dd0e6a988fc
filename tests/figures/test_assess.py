"""``onemap assess``: the worked example scored by hand, by town and by department, and the past as it was known."""

import json
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.cli import main
from data.exchange.histories import import_histories
from data.packs import Pack
from data.rules.events import ACCIDENT, NewEvent
from data.rules.scope import SYSTEM, Scope
from data.store.database import writing
from data.store.marks import enter_mark
from data.store.streams import record
from tests import factories
from tests.figures.test_readmodel import INPUTS

JUNE = ("--from", "2021-06-01", "--to", "2021-06-30", "--as-of", "2021-06-30")
TOWN = "370115007"
"""Where the worked example is."""


@pytest.fixture
def database(sqlite_engine: Engine, pack: Pack) -> str:
    import_histories(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, INPUTS / "worked_example.json")
    return str(sqlite_engine.url)


def assess(capsys: pytest.CaptureFixture[str], database: str, *args: str) -> Any:
    assert main(["assess", "--json", "--database", database, *JUNE, *args]) == 0
    return json.loads(capsys.readouterr().out)


def unit(told: Any, code: str = TOWN) -> Any:
    return next(each for each in told["units"] if each["unit"] == code)


def mark(engine: Engine, pack: Pack, **values: Any) -> None:
    told = {"of": "town", "unit": TOWN, "from": "2021-06-01", "to": "2021-06-30", "reason": "示例"}
    enter_mark(engine, pack, SYSTEM, told | values, datetime(2021, 7, 5, 9, tzinfo=pack.zone))


def test_the_worked_example_scores_as_by_hand(database: str, pack: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    told = assess(capsys, database)
    town = unit(told)
    points = {each["item"]: each["points"] for each in town["items"]}
    assert points == {
        "on_time": pytest.approx(20 * 2 / 6),
        "major": 0,
        "overdue": pytest.approx(10 - 0.5 * 2),
        "reinspection": pytest.approx(10 * 4 / 5),
        "plan": None,
        "objects": None,
        "filing": None,
        "self_check": 0,
        "tasks": None,
        "spot_check": None,
    }
    assert (town["rank"], town["small_sample"], town["weighed"]) == (1, False, 60)
    assert town["score"] == pytest.approx((20 * 2 / 6 + 9 + 8) / 60 * 100)
    assert town["not_scored"] == ["plan", "objects", "filing", "tasks", "spot_check"]
    others = [each for each in told["units"] if each["unit"] != TOWN]
    assert len(others) == len(pack.towns) - 1
    assert all(each["rank"] is None and each["small_sample"] for each in others)


def test_each_lost_point_has_its_formula(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    items = {each["item"]: each for each in unit(assess(capsys, database))["items"]}
    assert items["on_time"]["how"] == "20 × 按期整改率 2/6"
    assert items["on_time"]["figures"]["on_time_rate"]["denominator"] == 6
    assert items["on_time"]["lost"] == pytest.approx(20 * 4 / 6)
    assert items["overdue"]["how"] == "10 − 0.5 × 2 条，扣完为止"
    assert items["plan"]["how"] == "尚未填报"
    assert items["filing"]["how"] == "期内分母为 0"


def test_what_is_entered_counts_for_its_unit_and_its_period(
    database: str, sqlite_engine: Engine, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    before = assess(capsys, database)
    mark(sqlite_engine, pack, item="plan", value=80)
    mark(sqlite_engine, pack, item="plan", value=90)
    mark(sqlite_engine, pack, item="tasks", value=100, to="2021-06-29")
    mark(sqlite_engine, pack, item="spot_check", value=100, unit=pack.towns[0].code)
    mark(sqlite_engine, pack, item="bonus", value=2)
    after = unit(assess(capsys, database))
    points = {each["item"]: each["points"] for each in after["items"]}
    assert (points["plan"], points["tasks"], points["spot_check"]) == (pytest.approx(9), None, None)
    assert (after["bonus"], after["weighed"]) == (2, 70)
    assert after["score"] == pytest.approx((20 * 2 / 6 + 9 + 8 + 9) / 70 * 100 + 2)
    assert assess(capsys, database, "--change", str(before["change"])) == before


def test_a_veto_bars_the_town(
    database: str, sqlite_engine: Engine, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    body = {"occurred_on": "2021-06-20", "deaths": 3, "town": TOWN, "sector": "H03", "is_liability": True}
    small = {**body, "deaths": 1, "town": pack.towns[0].code}
    with writing(sqlite_engine) as connection:
        record(connection, pack, factories.OFFICER, [
            NewEvent(ACCIDENT, "SG1", "registered", "2021-06-20", body),
            NewEvent(ACCIDENT, "SG2", "registered", "2021-06-20", small),
            NewEvent(ACCIDENT, "SG3", "registered", "2021-07-02", body | {"occurred_on": "2021-07-02"}),
        ])  # fmt: skip
    town = unit(assess(capsys, database))
    assert (town["rank"], town["vetoes"], town["accidents"]) == (None, ["veto_accident"], ["SG1"])
    assert unit(assess(capsys, database), pack.towns[0].code)["vetoes"] == []
    department = unit(assess(capsys, database, "--of", "departments"), "ZJJ")
    assert department["accidents"] == ["SG1"]


def test_a_department_is_assessed_over_its_sectors(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = assess(capsys, database, "--of", "departments")
    fire, traffic = unit(told, "XFD"), unit(told, "GAJ")
    assert fire["items"][0]["figures"]["on_time_rate"] == {
        "value": pytest.approx(2 / 6),
        "numerator": 2,
        "denominator": 6,
    }
    assert traffic["items"][0]["figures"]["on_time_rate"]["denominator"] == 0
    assert (fire["rank"], traffic["rank"], traffic["score"]) == (1, None, pytest.approx(100))


def test_people_read_a_table_of_it(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--database", database, *JUNE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("1\t垛石街道\t39.44\t未评：")
    assert "不排名" in lines[2]


def test_without_a_version_that_day_it_is_said(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--database", database, "--from", "2020-01-01", "--to", "2020-12-31"]) == 1
    assert "2020-12-31 没有生效的考核表" in capsys.readouterr().err
