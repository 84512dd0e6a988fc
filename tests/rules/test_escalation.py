"""The ladder of overdue hazards: each rung at its moment, by the dated rules of the pack."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.packs import Pack
from data.rules.actions import ActionType
from data.rules.escalation import ACTS, GRADES, grade, ladder, longest_lead, reached, steps_due
from data.words import LANGUAGES, t
from tests.packs.jurisdictions import BOTH, NAMES, loaded
from tests.rules.histories import Told, after

DUE = date(2021, 6, 12)
OPEN: tuple[Told, ...] = ("found", "noticed", "rectifying")


def raised(pack: Pack, days: int, level: int = 0, told: tuple[Told, ...] = OPEN) -> list[str]:
    """Rungs that are due so many days after the deadline day."""
    return [step.rung.name for step in steps_due(after(*told, level=level), DUE + timedelta(days=days), pack.rules)]


@pytest.mark.parametrize(
    ("level", "days", "expected"),
    [
        (0, -4, []),
        (0, -3, ["blue.remind"]),
        (0, 0, ["blue.remind"]),
        (0, 1, ["yellow.flag"]),
        (0, 7, ["yellow.flag"]),
        (0, 8, ["orange.supervise"]),
        (0, 15, ["orange.supervise"]),
        (0, 16, ["orange.supervise", "red.interview"]),
        (0, 30, ["orange.supervise", "red.interview"]),
        (0, 31, ["orange.supervise", "red.interview", "red.expose", "red.notify"]),
        (1, -3, ["blue.remind"]),
        (1, 1, ["yellow.flag"]),
        (1, 3, ["yellow.flag"]),
        (1, 4, ["red.interview"]),
        (1, 7, ["red.interview"]),
        (1, 8, ["red.interview", "orange.supervise", "red.expose", "red.notify"]),
    ],
)
def test_a_rung_is_reached_at_its_moment_and_not_a_day_before(
    pack: Pack, level: int, days: int, expected: list[str]
) -> None:
    """Before the deadline in the morning of the day, from it on at 24:00: 0 is the first day of being overdue."""
    assert raised(pack, days, level) == expected


@pytest.mark.parametrize(
    ("days", "level", "colour"),
    [(0, 0, None), (1, 0, "yellow"), (8, 0, "orange"), (16, 0, "red"), (3, 1, "yellow"), (4, 1, "red")],
)
def test_the_grade_is_the_gravest_colour_it_has_come_to(pack: Pack, days: int, level: int, colour: str | None) -> None:
    assert grade(after(*OPEN, level=level), DUE + timedelta(days=days), pack.rules) == colour


@pytest.mark.parametrize(
    "told",
    [
        ("found",),
        ("found", "fixed_on_the_spot"),
        ("found", "voided"),
        (*OPEN, "submitted"),
        (*OPEN, "submitted", "reinspected"),
        (*OPEN, "submitted", "reinspected", "closed"),
        ("found", "noticed", "withdrawn"),
    ],
)
def test_nothing_is_raised_of_what_is_over_waits_or_has_no_deadline(pack: Pack, told: tuple[Told, ...]) -> None:
    assert raised(pack, 400, told=told) == []


def test_a_failed_reinspection_is_overdue_again_and_an_extension_moves_the_ladder(pack: Pack) -> None:
    failed: tuple[Told, ...] = (*OPEN, "submitted", ("reinspected", {"result": "fail"}))
    assert "orange.supervise" in raised(pack, 8, told=failed)
    assert raised(pack, 8, told=(*OPEN, "extension_requested", "extended")) == []


def test_a_deadline_follows_the_ladder_that_held_on_its_day(pack: Pack) -> None:
    row = next(rule for rule in pack.rules if rule.key == "escalation.general.orange.supervise")
    others = [rule for rule in pack.rules if rule is not row]
    told = [*others, replace(row, valid_to=date(2021, 6, 30)), replace(row, valid_from=date(2021, 7, 1), value=2)]
    assert [step.reached for step in reached(told, 0, DUE, date(2021, 7, 31)) if step.rung.colour == "orange"] == [
        DUE + timedelta(days=8)
    ]


@pytest.mark.parametrize("name", BOTH, ids=NAMES)
@pytest.mark.parametrize("level", [0, 1])
def test_every_ladder_begins_before_the_deadline_and_ends_red(name: str, level: int) -> None:
    pack = loaded(name)
    rungs = ladder(pack.rules, level, DUE)
    assert rungs[0].offset < 0
    assert rungs[0].act.type is ActionType.REMINDER
    assert rungs[-1].colour == "red"
    assert longest_lead(pack.rules) >= -rungs[0].offset
    assert len({rung.name for rung in rungs}) == len(rungs)


@given(st.sampled_from(BOTH), st.integers(0, 1), st.integers(-10, 60))
def test_what_is_reached_stays_reached(name: str, level: int, days: int) -> None:
    pack, today = loaded(name), DUE + timedelta(days=days)
    before = {step.rung.name for step in reached(pack.rules, level, DUE, today)}
    after_it = {step.rung.name for step in reached(pack.rules, level, DUE, today + timedelta(days=1))}
    assert before <= after_it


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_of_the_ladder_has_words(lang: str) -> None:
    assert all(t(f"page_actions.rung.{colour}", lang) for colour in GRADES)
    assert all(t(f"page_actions.type.{kind.name}", lang) for kind in ActionType)
    assert all(t(f"page_actions.target.{one}", lang) for act in ACTS.values() for one in act.target)
