"""Clocks of the loop: each day follows from a dated rule of the pack, in both jurisdictions."""

from datetime import date
from typing import Any

import pytest

from data.packs import Pack
from data.rules.cases import Case, Listing, advance_case, advance_listing
from data.rules.clocks import KEYS, LISTING_DUE, Clocks
from data.rules.deadlines import Due
from data.rules.events import CASE, LISTING
from data.words import LANGUAGES, t
from tests.packs.jurisdictions import BOTH, NAMES, loaded
from tests.rules.histories import Told, after, event

DEFAULT = loaded(BOTH[0])


def running(*told: Told, pack: Pack = DEFAULT, **beside: Any) -> dict[str, Due]:
    return {due.what: due for due in Clocks(pack.rules, pack.calendar).running(after(*told), **beside)}


def case_of(*steps: tuple[str, str, dict[str, Any]]) -> Case:
    case = None
    for what, day, body in steps:
        case = advance_case(case, event(what, date.fromisoformat(day), body, CASE))
    assert case is not None
    return case


def listing_of(*steps: tuple[str, str, dict[str, Any]]) -> Listing:
    listing = None
    for what, day, body in steps:
        listing = advance_listing(listing, event(what, date.fromisoformat(day), body, LISTING))
    assert listing is not None
    return listing


FILED = ("case_filed", "2022-03-01", {})
DECIDED = ("case_decided", "2022-05-30", {"fine_yuan": 1})
LATE = ("case_decided", "2022-05-31", {"fine_yuan": 1})
LISTED = ("listed", "2021-09-16", {"level": "区", "due": "2021-12-01"})


@pytest.mark.parametrize("name", BOTH, ids=NAMES)
def test_every_clock_has_a_rule_with_its_source_today(name: str) -> None:
    rules = {rule.key: rule for rule in loaded(name).rules if rule.valid_to is None}
    assert set(KEYS.values()) <= set(rules)
    assert all(rules[key].source_doc and rules[key].article for key in KEYS.values())


@pytest.mark.parametrize("what", KEYS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_clock_has_words(what: str, lang: str) -> None:
    if what != "case_decided_late":
        assert t(f"page_hazard.due.{what}", lang)


@pytest.mark.parametrize(("name", "days"), list(zip(BOTH, (5, 3), strict=True)), ids=NAMES)
def test_an_extension_is_answered_within_the_days_of_the_pack(name: str, days: int) -> None:
    told: tuple[Told, ...] = ("found", "noticed", "rectifying", "extension_requested")
    due = running(*told, pack=loaded(name))["extension_reply"]
    assert (due.day - date.fromordinal(after(*told).state_day)).days == days


def test_resumption_is_reviewed_within_ten_days_of_the_application() -> None:
    suspended: tuple[Told, ...] = ("found", "noticed", "suspended")
    assert "suspension_review" not in running(*suspended)
    asked = running(*suspended, ("resumption_requested", {"application": "已整改"}))
    assert asked["suspension_review"].rule.article == "第二十三条"
    assert "suspension_review" not in running(*suspended, "resumption_requested", "resumed")


def test_a_case_is_decided_within_ninety_days_and_later_is_recorded_as_late() -> None:
    open_case = running("found", cases=[case_of(FILED)])
    assert (open_case["case_decision"].day, open_case["case_decision"].of) == (date(2022, 5, 30), "YH-1")
    assert "case_decided_late" not in running("found", cases=[case_of(FILED, DECIDED)])
    late = running("found", cases=[case_of(FILED, LATE)])
    assert late["case_decided_late"].day == date(2022, 5, 30)
    closed = case_of(FILED, LATE, ("case_closed", "2022-06-02", {}))
    assert set(running("found", cases=[closed])) - set(running("found")) == {"case_decided_late"}


def test_no_clock_runs_from_a_day_before_its_law() -> None:
    assert "case_decision" not in running("found", cases=[case_of(("case_filed", "2021-07-14", {}))])


def test_a_decision_is_served_and_published_within_seven_working_days() -> None:
    dues = running("found", cases=[case_of(FILED, DECIDED)])
    assert dues["case_service"].day == dues["case_publication"].day == date(2022, 6, 9)  # 3 June was a holiday
    served = running("found", cases=[case_of(FILED, DECIDED, ("case_stage", "2022-06-01", {"stage": "C7"}))])
    assert "case_service" not in served
    published = running("found", cases=[case_of(FILED, DECIDED, ("case_published", "2022-06-01", {"media": "网站"}))])
    assert "case_publication" not in published


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([LISTED], {"listing_publication": "2021-09-24", "listing_progress": "2021-09-23"}),
        ([LISTED, ("listing_stage", "2021-09-17", {"stage": "L4"})], {"listing_progress": "2021-09-24"}),
        ([LISTED, ("listing_stage", "2021-09-17", {"stage": "L6"})], {"listing_acceptance": "2021-09-27"}),
        ([LISTED, ("delisted", "2021-09-28", {})], {"delisting_publication": "2021-10-11"}),
        ([LISTED, ("delisted", "2021-09-28", {}), ("listing_stage", "2021-09-29", {"stage": "L9"})], {}),
    ],
    ids=["listed", "published", "applied", "delisted", "over"],
)
def test_a_listing_runs_by_its_stage_and_the_holidays(steps: list[Any], expected: dict[str, str]) -> None:
    """18 and 26 September 2021 were worked; 19 to 21 September and 1 to 7 October were holidays."""
    found = running("found", listing=listing_of(*steps)).values()
    assert {due.what: due.day.isoformat() for due in found if due.of == LISTING_DUE} == expected
