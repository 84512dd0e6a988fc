"""Far more of the round trips of `tests.exchange.test_round_trip`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.exchange.columns import kind_of, title
from tests.exchange.test_round_trip import Titles, check, empty, every_kind, titles

__all__ = ["empty"]
many = settings(deadline=None, max_examples=2000)


@pytest.mark.prove
@pytest.mark.timeout(3600)
@many
@every_kind
@given(data=st.data())
def test_what_is_written_is_read_back(empty: Engine, kind: str, data: st.DataObject) -> None:
    keys = data.draw(st.permutations(kind_of(kind).keys))
    check(empty, kind, data, Titles(keys, [[title(kind, key) for key in keys]]))


@pytest.mark.prove
@pytest.mark.timeout(3600)
@many
@every_kind
@given(data=st.data())
def test_any_names_of_the_columns_say_the_same(empty: Engine, kind: str, data: st.DataObject) -> None:
    check(empty, kind, data, data.draw(titles(kind)))
