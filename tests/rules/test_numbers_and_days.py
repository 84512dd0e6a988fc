"""Deadlines with the rule that gave them, numbers, credit codes, masks, and days from instants."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.packs import Pack
from data.rules.deadlines import (
    RuleMissing,
    case_decision_due,
    confirm_due,
    default_deadline,
    reinspection_due,
    rule_on,
)
from data.rules.instants import moment
from data.rules.masking import person, phone
from data.rules.numbers import next_seq, number, prefix
from data.rules.uscc import ALPHABET, complete, division_of, is_valid, repairs
from tests.rules.histories import ZONE, after


@dataclass(frozen=True)
class Row:
    key: str
    value: float
    valid_from: date
    valid_to: date | None = None
    source_doc: str = "某办法"
    article: str = "第一条"


def test_the_rule_of_the_day_is_the_one_that_held_then() -> None:
    old, new = Row("k", 10, date(2007, 1, 1), date(2022, 4, 30)), Row("k", 5, date(2022, 5, 1))
    assert rule_on([old, new], "k", date(2022, 4, 30)) is old
    assert rule_on([new, old], "k", date(2022, 5, 1)) is new
    with pytest.raises(RuleMissing, match="k"):
        rule_on([old, new], "k", date(2000, 1, 1))


def test_a_due_day_carries_its_rule(pack: Pack) -> None:
    due = default_deadline(pack.rules, 1, date(2021, 6, 10))
    assert due.day == date(2021, 9, 8)
    assert due.rule.key == "deadline.major.days"
    assert case_decision_due(pack.rules, date(2021, 8, 1)).day == date(2021, 10, 30)


def test_what_is_reported_on_friday_is_due_on_tuesday(pack: Pack) -> None:
    assert confirm_due(pack.rules, date(2021, 6, 11)).day == date(2021, 6, 15)


def test_reinspection_is_due_ten_days_after_submission_or_deadline_whichever_is_first(pack: Pack) -> None:
    submitted = reinspection_due(pack.rules, after("found", "noticed", "rectifying", "submitted"))
    assert submitted is not None
    assert submitted.day == date(2021, 6, 14)
    waiting = reinspection_due(pack.rules, after("found", "noticed", "rectifying"))
    assert waiting is not None
    assert waiting.day == date(2021, 6, 22)
    assert reinspection_due(pack.rules, after("found", "noticed", "rectifying", "submitted", "reinspected")) is None
    assert reinspection_due(pack.rules, after("found", "fixed_on_the_spot")) is None


FORMATS = {
    "hazard": "YH{county}{town3}{day:%Y%m%d}{seq:04d}",
    "object": "DX{county}{seq:08d}",
    "case": "AJ{day:%Y}-{seq}号",
}


def test_numbers_follow_the_formats_of_the_pack() -> None:
    made = number(FORMATS, "hazard", "123456", 7, town="123456001", day=date(2021, 6, 1))
    assert made == "YH123456001202106010007"
    assert number(FORMATS, "hazard", "123456", 7, day=date(2021, 6, 1))[8:11] == "000"


@given(st.sampled_from(sorted(FORMATS)), st.integers(1, 9998))
def test_the_next_number_follows_the_highest(kind: str, seq: int) -> None:
    day = date(2021, 6, 1)
    made = number(FORMATS, kind, "123456", seq, town="123456001", day=day)
    start = prefix(FORMATS, kind, "123456", town="123456001", day=day)
    assert made.startswith(start)
    assert next_seq(start, made) == seq + 1
    assert next_seq(start, None) == 1


@pytest.mark.parametrize("code", ["11370125004213927F", "91440300708461136T", "91110000802100433B"])
def test_published_credit_codes_are_valid(code: str) -> None:
    assert is_valid(code)


@pytest.mark.parametrize(
    "code", ["91370000163046581F", "", "9144030070846113", "91440300708461136t", "９1440300708461136T"]
)
def test_broken_credit_codes_are_not(code: str) -> None:
    assert not is_valid(code)


def test_a_look_alike_is_repaired_only_as_a_suggestion() -> None:
    assert repairs("9144O3OO70846II36T") == ("91440300708461136T",)
    assert repairs("91440300708461136T") == ()


@given(st.text(ALPHABET, min_size=8, max_size=8), st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8))
def test_a_completed_code_is_valid_and_one_wrong_character_is_noticed(first: str, body: str) -> None:
    code = complete(first, body)
    assert is_valid(code)
    assert division_of(code) == first[2:]
    wrong = ALPHABET[(ALPHABET.index(code[3]) + 1) % len(ALPHABET)]
    assert not is_valid(code[:3] + wrong + code[4:])


@pytest.mark.parametrize(
    ("shown", "masked"),
    [
        ("13812341234", "138****1234"),
        ("0531-84231234", "0531-****1234"),
        ("电话13812341234转5", "电话138****1234转5"),
        (None, None),
    ],
)
def test_phones_are_masked(shown: str | None, masked: str | None) -> None:
    assert phone(shown) == masked


def test_names_keep_their_first_character() -> None:
    assert (person("张三"), person("欧阳修远"), person(None)) == ("张*", "欧***", None)


def test_days_are_civil_days_of_the_packs_zone() -> None:
    assert moment("2021-06-01T00:30:00+08:00", ZONE)[0] == date(2021, 6, 1).toordinal()
    assert moment("2021-05-31T16:30:00+00:00", ZONE) == moment("2021-06-01T00:30:00+08:00", ZONE)
    assert moment("2021-06-01", ZoneInfo("UTC"))[1] == 1622505600 * 10**6


@pytest.mark.parametrize("text", ["2021-06-01T00:30:00", "2021-02-30", "2021-W22-2", "昨天", "20210601"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moment(text, ZONE)
