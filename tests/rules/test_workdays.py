"""Working days: holidays, weekend days that are worked instead, and a calendar that ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.packs import Pack
from data.rules.deadlines import confirm_due
from data.rules.workdays import NO_CALENDAR, Calendar
from data.store.doctor import calendar_findings
from data.words import LANGUAGES, speaking
from tests.packs.jurisdictions import BOTH, NAMES, loaded

DAYS = st.dates(date(2021, 1, 1), date(2026, 11, 30))


def test_a_holiday_is_not_counted_and_a_worked_saturday_is(pack: Pack) -> None:
    due = confirm_due(pack.rules, date(2021, 9, 30), pack.calendar)
    assert (due.day, due.note) == (date(2021, 10, 9), None)
    assert pack.calendar.is_workday(date(2021, 10, 9))
    assert not pack.calendar.is_workday(date(2021, 10, 10))


def test_friday_before_the_dragon_boat_festival_is_followed_by_tuesday(pack: Pack) -> None:
    assert confirm_due(pack.rules, date(2021, 6, 11), pack.calendar).day == date(2021, 6, 16)


@pytest.mark.parametrize("year", range(2021, 2027))
def test_a_year_takes_as_many_weekdays_as_the_law_gives_holidays(pack: Pack, year: int) -> None:
    """全国年节及纪念日放假办法: 11 days, 13 since 2025; whatever else is off was worked on a weekend."""
    days = [date(year, 1, 1) + timedelta(days=each) for each in range(365)]
    lost = sum(day.weekday() < 5 for day in days) - sum(map(pack.calendar.is_workday, days))
    assert lost == (13 if year >= 2025 else 11)


def test_beyond_its_end_the_days_are_monday_to_friday_and_say_so(pack: Pack) -> None:
    due = confirm_due(pack.rules, date(2026, 12, 31), pack.calendar)
    assert due.day == date(2027, 1, 4)
    for lang in LANGUAGES:
        with speaking(lang):
            assert due.note is not None
            assert "2027" in due.note.sentence()
            assert "2026" not in due.note.sentence()


def test_a_pack_without_a_calendar_says_so_too(pack: Pack) -> None:
    due = confirm_due(pack.rules, date(2021, 6, 11))
    assert due.day == date(2021, 6, 15)
    assert due.note is not None


@given(DAYS, st.integers(0, 40))
def test_as_many_working_days_lie_between_as_were_counted(start: date, count: int) -> None:
    calendar = loaded(BOTH[0]).calendar
    end = calendar.after(start, count)
    between = [start + timedelta(days=each) for each in range(1, (end - start).days + 1)]
    assert sum(map(calendar.is_workday, between)) == count
    assert end == start or calendar.is_workday(end)


@pytest.mark.parametrize("name", BOTH, ids=NAMES)
def test_the_doctor_reminds_sixty_days_before_the_end_and_after_it(name: str) -> None:
    pack = loaded(name)
    last = pack.calendar.last
    assert last is not None
    told = {
        days: [one.kind for one in calendar_findings(pack, last - timedelta(days=days))] for days in (61, 60, 0, -1)
    }
    assert told == {61: [], 60: ["calendar_ends"], 0: ["calendar_ends"], -1: ["calendar_over"]}


def test_a_calendar_of_no_year_knows_none() -> None:
    assert NO_CALENDAR.last is None
    assert Calendar.of([(date(2024, 1, 1), True)]).unknown(date(2023, 12, 1), date(2025, 1, 1)) == (2023, 2025)
