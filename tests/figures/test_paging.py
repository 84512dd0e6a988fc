"""A list is paged through without a row twice and without one skipped, whatever others add meanwhile."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.readmodel.paging import Listing, Listings, News, Pin, collated, ordered, recent

PIN = Pin(7, 739_000)


@given(st.lists(st.integers(0, 9), max_size=60), st.booleans(), st.integers(1, 9))
def test_the_blocks_after_each_last_row_are_the_sorted_whole(keys: list[int], descending: bool, size: int) -> None:
    rows = np.arange(len(keys), dtype=np.int32)
    listing = Listing(PIN, ordered(rows, np.array(keys, np.int64), descending))
    seen: list[int] = []
    while block := listing.block(len(seen), size, seen[-1] if seen else None).tolist():
        seen += block
    assert seen == sorted(range(len(keys)), key=lambda row: -keys[row] if descending else keys[row])
    assert seen == listing.rows.tolist()


@given(st.integers(-5, 20), st.integers(-5, 20), st.one_of(st.none(), st.integers(-5, 20)))
def test_a_block_is_a_part_of_the_list_whatever_is_asked(first: int, count: int, after: int | None) -> None:
    listing = Listing(PIN, np.array([4, 2, 9, 0], np.int32))
    block = listing.block(first, count, after).tolist()
    assert len(block) <= max(count, 0)
    assert block in [listing.rows.tolist()[start : start + len(block)] for start in range(5)]


def test_what_has_no_key_comes_last_both_ways() -> None:
    keys, rows = np.array([5, np.iinfo(np.int64).max, 3]), np.arange(3, dtype=np.int32)
    assert ordered(rows, keys, False).tolist() == [2, 0, 1]
    assert ordered(rows, keys, True).tolist() == [0, 2, 1]


def test_the_last_found_comes_first_and_of_one_day_the_last_told() -> None:
    assert recent(np.array([10, 12, 12, 11], np.int32)).tolist() == [2, 1, 3, 0]


def test_names_stand_in_the_order_of_pinyin() -> None:
    assert collated(["张", "安", "李"]).tolist() == [2, 0, 1]


def test_news_counts_what_came_left_and_changed() -> None:
    listing = Listing(PIN, np.array([0, 1, 2], np.int32))
    passing = np.array([True, False, True, True])
    assert listing.news(passing, np.array([7, 8, 9, 10])) == News(added=1, gone=1, changed=1)


def test_a_pin_reads_back_and_nonsense_is_none() -> None:
    assert Pin.parse(str(PIN)) == PIN
    assert [Pin.parse(text) for text in (None, "", "7", "-1.2", "a.b", "1.2.3", "²." * 2)] == [None] * 7


def test_orders_are_forgotten_beyond_the_budget() -> None:
    shelf, made = Listings(budget=100), []
    for key in (1, 2, 1, 3, 1):
        shelf.kept(key, lambda key=key: made.append(key) or Listing(PIN, np.zeros(20, np.int32)))
    assert made == [1, 2, 1, 3, 1]
