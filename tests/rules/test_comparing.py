"""同比 and 环比 by the rules of domain 4.0: with which days, and how a change is told."""

from datetime import date

import pytest

from dashboard.changes import said
from data.rules.comparing import BEFORE, YEAR, Change, change_of, days_of, is_to_date
from data.rules.kpis import Kind
from data.rules.periods import Period
from data.words import speaking


def day(text: str) -> date:
    return date.fromisoformat(text)


def told(comparison: str, first: str, last: str, as_of: str) -> tuple[str, str, str] | None:
    found = days_of(comparison, Period(day(first), day(last)), day(as_of))
    return found and (str(found[0].first), str(found[0].last), str(found[1]))


@pytest.mark.parametrize(
    ("first", "last", "as_of", "expected"),
    [
        ("2021-06-01", "2021-06-30", "2021-06-30", ("2021-05-01", "2021-05-31", "2021-05-31")),
        ("2021-03-01", "2021-03-31", "2021-03-31", ("2021-02-01", "2021-02-28", "2021-02-28")),
        ("2021-06-01", "2021-06-30", "2021-07-05", ("2021-05-01", "2021-05-31", "2021-06-05")),
        ("2021-04-01", "2021-06-30", "2021-06-30", ("2021-01-01", "2021-03-31", "2021-03-31")),
        ("2021-01-01", "2021-12-31", "2021-12-31", ("2020-01-01", "2020-12-31", "2020-12-31")),
        ("2021-06-07", "2021-06-13", "2021-06-13", ("2021-05-31", "2021-06-06", "2021-06-06")),
        ("2021-06-05", "2021-06-09", "2021-06-09", ("2021-05-31", "2021-06-04", "2021-06-04")),
    ],
    ids=["month", "month after a short one", "month looked at later", "quarter", "year", "week", "any days"],
)
def test_the_period_before_is_the_natural_one(
    first: str, last: str, as_of: str, expected: tuple[str, str, str]
) -> None:
    assert told(BEFORE, first, last, as_of) == expected


@pytest.mark.parametrize(
    ("first", "last", "as_of", "expected"),
    [
        ("2021-06-01", "2021-06-30", "2021-06-10", ("2021-05-01", "2021-05-10", "2021-05-10")),
        ("2021-03-01", "2021-03-31", "2021-03-30", ("2021-02-01", "2021-02-28", "2021-02-28")),
        ("2021-04-01", "2021-06-30", "2021-05-10", ("2021-01-01", "2021-02-09", "2021-02-09")),
        ("2021-01-01", "2021-12-31", "2021-06-30", ("2020-01-01", "2020-06-29", "2020-06-29")),
        ("2021-06-07", "2021-06-13", "2021-06-09", ("2021-05-31", "2021-06-02", "2021-06-02")),
    ],
    ids=["month", "longer than the month before", "quarter", "year after a leap year", "week to Wednesday"],
)
def test_an_unfinished_period_is_compared_with_equal_elapsed_days(
    first: str, last: str, as_of: str, expected: tuple[str, str, str]
) -> None:
    assert told(BEFORE, first, last, as_of) == expected


@pytest.mark.parametrize(
    ("first", "last", "as_of", "expected"),
    [
        ("2021-06-01", "2021-06-30", "2021-06-30", ("2020-06-01", "2020-06-30", "2020-06-30")),
        ("2021-06-01", "2021-06-30", "2021-06-10", ("2020-06-01", "2020-06-30", "2020-06-10")),
        ("2024-02-01", "2024-02-29", "2024-02-29", ("2023-02-01", "2023-02-28", "2023-02-28")),
        ("2025-02-01", "2025-02-28", "2025-02-28", ("2024-02-01", "2024-02-29", "2024-02-29")),
        ("2025-02-01", "2025-02-28", "2025-03-10", ("2024-02-01", "2024-02-29", "2024-03-10")),
        ("2024-02-29", "2024-02-29", "2024-02-29", ("2023-02-28", "2023-02-28", "2023-02-28")),
        ("2024-01-01", "2024-02-29", "2024-02-29", ("2023-01-01", "2023-02-28", "2023-02-28")),
        ("2025-01-01", "2025-02-28", "2025-02-28", ("2024-01-01", "2024-02-28", "2024-02-28")),
        ("2021-01-01", "2021-06-15", "2021-06-15", ("2020-01-01", "2020-06-15", "2020-06-15")),
    ],
    ids=[
        "month", "unfinished month", "leap February", "February after a leap year", "looked at later", "leap day",
        "to date on a leap day", "to date after a leap year", "to date",
    ],
)  # fmt: skip
def test_last_year_has_the_same_days(first: str, last: str, as_of: str, expected: tuple[str, str, str]) -> None:
    assert told(YEAR, first, last, as_of) == expected


@pytest.mark.parametrize(
    ("first", "last", "as_of", "so"),
    [
        ("2021-01-01", "2021-06-15", "2021-06-15", True),
        ("2021-01-01", "2021-06-30", "2021-06-30", True),
        ("2021-01-01", "2021-03-31", "2021-03-31", False),
        ("2021-01-01", "2021-12-31", "2021-12-31", False),
        ("2021-01-01", "2021-12-31", "2021-06-15", False),
        ("2020-01-01", "2021-06-15", "2021-06-15", False),
    ],
)
def test_the_year_to_date_has_no_period_before(first: str, last: str, as_of: str, so: bool) -> None:
    assert is_to_date(Period(day(first), day(last)), day(as_of)) is so
    assert (told(BEFORE, first, last, as_of) is None) is so


@pytest.mark.parametrize(
    ("kind", "value", "base", "change", "words"),
    [
        (Kind.COUNT, 110, 100, Change(relative=0.1), "+10.0%"),
        (Kind.COUNT, 100, 100, Change(relative=0), "持平"),
        (Kind.COUNT, 5, 0, Change(difference=5), "—（+5）"),
        (Kind.COUNT, 0, 0, Change(difference=0), "持平"),
        (Kind.COUNT, 0, 4, Change(relative=-1), "-100.0%"),
        (Kind.YUAN, 1500.5, 0, Change(difference=1500.5), "—（+1,500）"),
        (Kind.DAYS, 12.0, 10.0, Change(relative=0.2), "+20.0%"),
        (Kind.RATE, 0.5, 0.25, Change(points=25.0), "+25.0 百分点"),
        (Kind.RATE, 0.5, 0.0, Change(points=50.0), "+50.0 百分点"),
        (Kind.RATE, None, 0.5, None, "—"),
        (Kind.RATE, 0.5, None, None, "—"),
    ],
)
def test_a_change_is_relative_in_points_or_of_a_base_of_0_the_difference(
    kind: Kind, value: float | None, base: float | None, change: Change | None, words: str
) -> None:
    assert change_of(kind, value, base) == change
    with speaking("zh"):
        assert said(change) == words
