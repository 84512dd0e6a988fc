"""The filter and its address: one says what the other does, and nonsense in an address is dropped."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.filters import FARTHEST, MANY, MOST_CORNERS, NOT, Filter, allowed, split

CODES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1)
DEGREES = st.floats(-90, 90).map(lambda number: round(number, 6) + 0.0)
BOXES = st.tuples(DEGREES, DEGREES, DEGREES, DEGREES).filter(lambda box: box[0] < box[2] and box[1] < box[3])
RINGS = st.lists(st.tuples(DEGREES, DEGREES), min_size=3, max_size=9).map(lambda ring: sum(ring, ()))
CIRCLES = st.tuples(DEGREES, DEGREES, st.integers(1, int(FARTHEST)).map(float))
FILTERS = st.builds(
    Filter,
    **{key: st.lists(CODES, max_size=3, unique=True).map(sorted).map(tuple) for key in MANY},
    overdue=st.sampled_from((None, True)),
    start_zone=st.booleans(),
    as_of=st.none() | st.dates(),
    from_=st.none() | st.dates(date(2020, 1, 1), date(2020, 12, 31)),
    to=st.none() | st.dates(date(2021, 1, 1)),
    area=st.just(()) | BOXES | RINGS,
    near=st.just(()) | CIRCLES,
)


@given(FILTERS)
def test_what_is_written_is_read_again(chosen: Filter) -> None:
    assert Filter.parse(chosen.query()) == chosen
    assert Filter.parse("?" + chosen.query()).query() == chosen.query()


@given(st.text())
def test_no_address_breaks_the_reading(text: str) -> None:
    Filter.parse(text)
    Filter.parse(f"area={text}&near={text}&level={text}&as_of={text}")


@pytest.mark.parametrize(
    "text",
    [
        "area=1,2,3",
        "area=117,36.9,116,37",
        "area=117,37,118,36.9",
        "area=nan,1,2,3",
        "area=1e400,1,2,3",
        "area=181,1,2,3,4,5",
        "area=" + ",".join(["117,37"] * (MOST_CORNERS + 1)),
        "area=" + "9" * 1_000_000,
        "near=117,37",
        "near=117,37,0",
        "near=117,37,-5",
        "near=117,37,1e9",
        "near=117,97,500",
    ],
)
def test_a_place_that_makes_no_sense_is_no_limit(text: str) -> None:
    assert Filter.parse(text) == Filter()


def test_a_value_may_be_wanted_or_left_out() -> None:
    assert split(("a", NOT + "b")) == (frozenset("a"), frozenset("b"))
    assert allowed(("a", "b", NOT + "b"), "abc") == [True, False, False]
    assert allowed((NOT + "b",), "abc") == [True, False, True]
    assert allowed((), "abc") == [True, True, True]
