"""Every way in which ledgers write a day (domain 9.3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.exchange.dates import Form, read_date

TODAY = date(2026, 3, 2)
DAY = date(2021, 5, 12)


@pytest.mark.parametrize(
    "cell",
    [
        "2021.5.12", "2021-05-12", "2021/5/12", "2021年5月12日", "21.5.12", "20210512", "２０２１．５．１２",
        " 2021 .5. 12 ", "2021、5、12",
        "二〇二一年五月十二日", 44328, 44328.75, "44328", 20210512.0, "2021-05-12T10:30:00", "2021-05-12 10:30:00",
        "2021.5.12前",
        "2021年5月12日之前完成", "2021.5.10-5.12", "2021年5月10日-12日", "2021-05-10至2021-05-12", "'2021-05-12",
    ],
)  # fmt: skip
def test_a_full_date_needs_no_flag(cell: str | float) -> None:
    reading = read_date(cell, 2019, TODAY)
    assert (reading.form, reading.day) == (Form.DAY, DAY)


@pytest.mark.parametrize("cell", ["5月12日", "5.12", "5/12", "5月12号", "5.10-5.12"])
def test_a_date_without_its_year_takes_that_of_the_file(cell: str) -> None:
    reading = read_date(cell, 2021, TODAY)
    assert (reading.form, reading.day, reading.year_stated) == (Form.INFERRED, DAY, False)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("5月底", date(2021, 5, 31)), ("2021年2月末", date(2021, 2, 28)), ("6月底前", date(2021, 6, 30)),
        ("年底", date(2021, 12, 31)),
        ("2021年5月", date(2021, 5, 31)), ("2021.5", date(2021, 5, 31)), (2021.5, date(2021, 5, 31)),
    ],
)  # fmt: skip
def test_a_month_means_its_end(cell: str | float, day: date) -> None:
    reading = read_date(cell, 2021, TODAY)
    assert (reading.form, reading.day) == (Form.MONTH_END, day)


@pytest.mark.parametrize("cell", ["立即", "当场", "即查即改", "立即整改", "立行立改"])
def test_at_once_is_no_day_of_its_own(cell: str) -> None:
    assert read_date(cell, 2021, TODAY).form is Form.ON_THE_SPOT


@pytest.mark.parametrize("cell", ["长期", "持续", "长期坚持"])
def test_open_ended_is_told_apart(cell: str) -> None:
    assert read_date(cell, 2021, TODAY).form is Form.OPEN


@pytest.mark.parametrize(
    ("cell", "days"), [("15日内", 15), ("3天", 3), ("十五日内", 15), ("限3日内", 3), ("一周内", 7), ("1个月内", 30)]
)
def test_days_are_counted(cell: str, days: int) -> None:
    assert (read_date(cell, 2021, TODAY).form, read_date(cell, 2021, TODAY).days) == (Form.DAYS, days)


@pytest.mark.parametrize(
    "cell",
    ["2021.2.30", "1921.5.12", "2055-05-12", "2021.13.1", "2021.5.12-5.32", 3.0, 2021.1, "2021-00-10", "99991231"],
)
def test_a_day_no_calendar_has_is_impossible(cell: str | float) -> None:
    assert read_date(cell, 2021, TODAY).form is Form.IMPOSSIBLE


@pytest.mark.parametrize("cell", ["12/5/2021", "尽快", "按要求", "5个工作日内", "abc"])
def test_what_is_not_understood_is_not_guessed(cell: str) -> None:
    assert read_date(cell, 2021, TODAY).form is Form.UNREADABLE


@pytest.mark.parametrize("cell", ["", None, "/", "无", "——", "　"])
def test_blank_is_blank(cell: str | None) -> None:
    assert read_date(cell, 2021, TODAY).form is Form.BLANK


def test_a_serial_number_counts_from_the_epoch_of_its_workbook() -> None:
    assert read_date(44328, None, TODAY).day == DAY
    assert read_date(44328 - 1462, None, TODAY, epoch_1904=True).day == DAY


def test_a_span_over_the_turn_of_the_year_ends_in_the_next() -> None:
    assert read_date("2021.12.28-1.5", None, TODAY).day == date(2022, 1, 5)


@given(st.dates(date(2000, 1, 1), date(2027, 12, 31)))
def test_every_form_of_a_day_means_the_same(day: date) -> None:
    forms = [
        f"{day:%Y-%m-%d}", f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day:%y}.{day.month}.{day.day}", (day - date(1899, 12, 30)).days,
    ]  # fmt: skip
    assert {read_date(form, None, TODAY).day for form in forms} == {day}


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers()))
def test_no_cell_breaks_the_reader(cell: str | float) -> None:
    reading = read_date(cell, 2021, TODAY)
    assert reading.day is None or date(2000, 1, 1) <= reading.day <= date(2029, 12, 31)
