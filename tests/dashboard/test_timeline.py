"""The history says what happened, who did it and when, in words, and shows typed text as text."""

from zoneinfo import ZoneInfo

import pytest
from dash import html

from dashboard.timeline import SHOWN, Happening, details, timeline, title, when, who, words
from data.rules.events import CASE_EVENTS, HAZARD_EVENTS, LISTING_EVENTS
from data.rules.vocabulary import Result
from data.words import t

ZONE = ZoneInfo("Asia/Shanghai")
EVENTS = sorted({*HAZARD_EVENTS, *CASE_EVENTS, *LISTING_EVENTS})


def happening(what: str, **body: object) -> Happening:
    return Happening(what, "2021-06-01T01:00:00+00:00", "张某", "区应急管理局", "department", body)


@pytest.mark.parametrize("what", EVENTS)
def test_every_event_has_a_title(what: str) -> None:
    body = {"result": "pass"} if what == "reinspected" else {}
    assert title(happening(what, **body))


@pytest.mark.parametrize("name", sorted({name for names in SHOWN.values() for name in names}))
def test_every_shown_field_has_a_label(name: str) -> None:
    assert t(f"page_timeline.field.{name}")


@pytest.mark.parametrize("result", list(Result))
def test_a_reinspection_says_its_result(result: Result) -> None:
    assert title(happening("reinspected", result=result.value)) == t(f"page_timeline.reinspected_{result.value}")


def test_instants_are_shown_in_the_zone_of_the_pack_and_dates_as_they_are() -> None:
    assert when("2021-06-01T01:00:00+00:00", ZONE) == "2021-06-01 09:00"
    assert when("2021-06-01", ZONE) == "2021-06-01"


def test_the_five_essentials_are_shown_as_fields() -> None:
    shown = details(happening("rectifying", five={"person": "李工", "funds_yuan": 120000, "plan": None}))
    assert [value for _, value in shown] == ["李工", "120,000 元"]


def test_codes_are_shown_as_words() -> None:
    assert words("level", 1) == t("page_common.level.1")
    assert words("penalties", ["警告", "罚款"]) == "警告、罚款"


def test_nobody_known_is_said_so() -> None:
    assert who(Happening("found", "2021-06-01", "", "", "", {})) == t("page_timeline.unknown_person")


def test_the_newest_stands_first() -> None:
    drawn = timeline([happening("found"), happening("closed")], ZONE)
    assert isinstance(drawn, html.Ol)
    assert t("page_timeline.what.closed") in str(drawn.children[0])
