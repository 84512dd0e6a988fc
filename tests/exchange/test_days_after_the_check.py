"""Days without their year that follow a check in December lie in the next year; those that cannot follow it do not."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from tests.exchange.books import imported, only, text

HEADER = [
    "排查日期",
    "受检单位",
    "问题隐患",
    "整改时限",
    "整改完成日期",
    "整改情况",
    "复查时间",
    "复查结果",
    "复查情况",
]


@pytest.mark.parametrize(
    ("done", "status", "day", "result", "both"),
    [
        ("1.3", "已整改", "1月5日", "合格", ""),
        ("", "", "", "", "1月5日复查合格"),
        ("1月3日", "", "2021.1.5", "合格", ""),
        ("", "已销号（1月5日复查合格）", "", "", ""),
    ],
)
def test_a_reinspection_in_january_of_a_december_check_lies_in_the_next_year(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, done: str, status: str, day: str, result: str, both: str
) -> None:
    row = ["12月28日", "示例机械厂", "灭火器过期", "1月10日", done, status, day, result, both]
    path = text(tmp_path / "ledger.csv", [["2020年12月隐患台账"], HEADER, row])
    told = only(imported(sqlite_engine, pack, path))
    assert told.values is not None
    assert told.flags == ["DATE_INFERRED", "OBJECT_CREATED"]
    assert [told.values[key] for key in ("found_on", "deadline", "reinspected_on", "status")] == [
        "2020-12-28",
        "2021-01-10",
        "2021-01-05",
        "CLOSED",
    ]


def test_a_reinspection_a_few_days_before_the_check_stays_an_error(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    row = ["12月28日", "示例机械厂", "灭火器过期", "1月10日", "", "", "12月10日", "合格", ""]
    told = only(imported(sqlite_engine, pack, text(tmp_path / "ledger.csv", [["2020年12月"], HEADER, row])))
    assert "BAD_DATE" in told.flags


def test_from_today_until_a_day_means_that_day(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    row = ["2021-05-12", "示例机械厂", "灭火器过期", "即日起至6月15日", "", "", "", "", ""]
    told = only(imported(sqlite_engine, pack, text(tmp_path / "ledger.csv", [HEADER, row])))
    assert told.values is not None
    assert told.values["deadline"] == "2021-06-15"
