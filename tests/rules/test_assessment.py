"""The hundred points: bounded, weighed as the table says, never higher for more overdue, and never made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.packs import DEFAULT_PACK, load_pack
from data.rules.assessment import (
    BONUS,
    FULL,
    MOST_BONUS,
    AssessmentMissing,
    Figure,
    Formula,
    Given,
    Item,
    Of,
    Result,
    Told,
    Version,
    Veto,
    assess,
    version_on,
)

VERSION = version_on(load_pack(DEFAULT_PACK).assessment, Of.TOWN, date(2021, 6, 30))
RATES = sorted({key for item in VERSION.items if item.formula is not Formula.DEDUCT for key in item.figures})
ENTERED = [item.key for item in VERSION.items if item.formula is Formula.ENTERED]


@st.composite
def rates(draw: st.DrawFn) -> Figure:
    below = draw(st.integers(0, 30))
    return Figure(draw(st.integers(0, below)), below)


@st.composite
def tolds(draw: st.DrawFn, unit: str = "T") -> Told:
    figures = {key: draw(rates()) for key in RATES} | {"overdue": Figure(draw(st.integers(0, 40)))}
    marks = st.builds(Given, st.sampled_from([*ENTERED, BONUS]), st.floats(0, 100), st.just("理由"))
    return Told(unit, figures, draw(st.lists(marks, max_size=5)))


def town(unit: str, on_time: int = 8, below: int = 10, overdue: int = 0, **figures: Figure) -> Told:
    """A unit with full marks in everything but 按期整改率 and 逾期."""
    full = {key: Figure(10, 10) for key in RATES}
    own = {"on_time_rate": Figure(on_time, below), "overdue": Figure(overdue)}
    return Told(unit, full | own | figures, [Given(key, 100.0, "齐全") for key in ENTERED])


def one(told: Told) -> Result:
    (result,) = assess(VERSION, [told])
    return result


@given(tolds())
def test_no_score_leaves_its_bounds(told: Told) -> None:
    result = one(told)
    assert 0 <= result.bonus <= MOST_BONUS
    if result.score is not None:
        assert 0 <= result.score <= FULL + result.bonus
    for item in result.items:
        assert item.points is None or 0 <= item.points <= item.item.weight


@given(tolds(), st.integers(1, 50))
def test_more_overdue_never_raises_the_score(told: Told, more: int) -> None:
    worse = Told(told.unit, told.figures | {"overdue": Figure(told.figures["overdue"].above + more)}, told.given)
    before, after = one(told).score, one(worse).score
    assert before is not None
    assert after is not None
    assert after <= before


@given(tolds())
def test_what_is_known_is_weighed_and_the_rest_is_said_to_be_left_out(told: Told) -> None:
    result = one(told)
    known = [item for item in result.items if item.share is not None]
    assert {item.item.key for item in known} | {item.key for item in result.left_out} == {
        item.key for item in VERSION.items
    }
    assert result.base is not None
    expected = sum((item.share or 0) * item.item.weight for item in known) / sum(item.item.weight for item in known)
    assert result.base == pytest.approx(expected * FULL)


@given(st.lists(tolds(), min_size=2, max_size=6))
def test_ranks_are_dense_and_follow_the_score(units: list[Told]) -> None:
    results = assess(VERSION, [Told(str(place), told.figures, told.given) for place, told in enumerate(units)])
    ranks = [each.rank for each in results if each.rank is not None]
    assert ranks == sorted(ranks)
    assert set(ranks) == set(range(1, len(set(ranks)) + 1))
    scores = [round(each.score or 0, 2) for each in results if each.rank is not None]
    assert scores == sorted(scores, reverse=True)


def test_everything_full_gives_a_hundred() -> None:
    assert one(town("A", on_time=10)).score == pytest.approx(100)


def test_each_overdue_hazard_costs_half_a_point_and_never_more_than_the_item() -> None:
    assert one(town("A", on_time=10, overdue=3)).score == pytest.approx(98.5)
    assert one(town("A", on_time=10, overdue=500)).score == pytest.approx(90)


def test_a_target_that_is_met_gives_full_marks() -> None:
    assert one(town("A", on_time=10, filing_rate=Figure(9, 10))).score == pytest.approx(100)
    assert one(town("A", on_time=10, filing_rate=Figure(45, 100))).score == pytest.approx(95)


def test_without_anything_below_the_line_the_item_is_left_out_and_the_rest_weighed_anew() -> None:
    result = one(town("A", on_time=5, filing_rate=Figure(0, 0)))
    assert [item.key for item in result.left_out] == ["filing"]
    assert result.base == pytest.approx((90 - 10) * 100 / 90)


def test_equal_scores_are_told_apart_by_the_rate_in_time_then_by_what_is_overdue() -> None:
    items = (Item("plan", 100, Formula.ENTERED),)
    version = Version(Of.TOWN, date(2021, 1, 1), None, items)
    units = [
        Told(unit, {"on_time_rate": Figure(rate, 10), "overdue": Figure(overdue)}, [Given("plan", 80.0, "核定")])
        for unit, rate, overdue in (("A", 8, 4), ("B", 9, 9), ("C", 8, 2), ("D", 8, 2))
    ]
    assert [(each.told.unit, each.rank) for each in assess(version, units)] == [("B", 1), ("C", 2), ("D", 2), ("A", 3)]


def test_a_small_sample_is_scored_and_has_no_rank() -> None:
    few, many = assess(VERSION, [town("A", on_time=4, below=4), town("B", on_time=1, below=10)])[::-1]
    assert (few.is_short, few.rank, few.score) == (True, None, pytest.approx(100))
    assert (many.is_short, many.rank) == (False, 1)


def test_a_veto_bars_the_best_from_every_rank() -> None:
    best = town("A", on_time=10)
    barred = Told("A", best.figures, [*best.given, Given(Veto.CONCEALED, None, "核实属实")])
    killed = Told("C", best.figures, best.given, ["SG1"])
    results = assess(VERSION, [barred, killed, town("B", on_time=1)])
    assert [(each.told.unit, each.rank) for each in results] == [("B", 1), ("A", None), ("C", None)]
    assert results[1].vetoes == ("veto_concealed",)
    assert results[2].vetoes == ("veto_accident",)


def test_a_bonus_is_never_more_than_five() -> None:
    told = town("A", on_time=10)
    praised = Told("A", told.figures, [*told.given, Given(BONUS, 3.0, "甲"), Given(BONUS, 4.0, "乙")])
    assert one(praised).score == pytest.approx(105)


def test_the_version_of_the_day_is_taken() -> None:
    old = Version(Of.TOWN, date(2021, 1, 1), date(2021, 12, 31), VERSION.items)
    new = Version(Of.TOWN, date(2022, 1, 1), None, VERSION.items)
    assert version_on([old, new], Of.TOWN, date(2021, 12, 31)) is old
    assert version_on([old, new], Of.TOWN, date(2022, 1, 1)) is new
    with pytest.raises(AssessmentMissing, match="2020-12-31"):
        version_on([old, new], Of.TOWN, date(2020, 12, 31))
    with pytest.raises(AssessmentMissing):
        version_on([old, new], Of.DEPARTMENT, date(2022, 1, 1))
