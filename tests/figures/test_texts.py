"""A keyword is text, of any length and in any case, and is found in what a row says now."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.packs import Pack
from data.readmodel import ReadModel
from data.readmodel.texts import TAIL, Texts, line
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.store.database import writing
from tests import factories
from tests.store.test_streams import record

FIELDS = st.one_of(st.none(), st.text("消防 栏杆aAß%_\n\x1fİ😀", max_size=6))
LINES = st.lists(st.tuples(FIELDS, FIELDS), max_size=6)


def plain(fields: tuple[str | None, ...], wanted: str) -> bool:
    """What `Texts` promises, said simply."""
    return any(wanted.casefold() in field.replace("\n", " ").casefold() for field in fields if field)


@given(LINES, LINES, st.text("消防 栏杆aAßs%_İ😀", min_size=1, max_size=3))
def test_what_holds_a_keyword_is_found_after_any_change(
    first: list[tuple[str, str]], news: list[tuple[str, str]], wanted: str
) -> None:
    size = max(len(first), len(news))
    texts = Texts().plus(dict(enumerate(map(line, first)))).plus(dict(enumerate(map(line, news))))
    told = [*news, *first[len(news) :]]
    assert texts.holding(wanted, size).tolist() == [plain(fields, wanted) for fields in told]


def test_a_long_tail_is_put_among_the_others() -> None:
    rows = range(TAIL + 1)
    texts = Texts().plus({row: line((f"a{row}",)) for row in rows})
    for row in (3, 4):
        texts = texts.plus({row: line((f"b{row}",))})
    texts = texts.plus({row: line((f"c{row}",)) for row in rows[5:]})
    assert np.flatnonzero(texts.holding("A", len(rows))).tolist() == [0, 1, 2]
    assert np.flatnonzero(texts.holding("b", len(rows))).tolist() == [3, 4]
    assert texts.holding("c", len(rows)).sum() == TAIL - 4


@pytest.mark.parametrize("wanted", ["a\x1fb", "a\nb", "\n"])
def test_a_keyword_does_not_reach_over_fields_and_lines(wanted: str) -> None:
    texts = Texts({0: line(("a", "b")), 1: line(("b", "a"))})
    assert not texts.holding(wanted, 2).any()


def test_a_keyword_is_text_and_no_pattern(engine: Engine, pack: Pack) -> None:
    whole, model = Scope.whole(pack.code), ReadModel(engine, pack)

    def found(text: str) -> list[str]:
        model.refresh()
        return model.snapshot.numbers(model.snapshot.mask(whole, Filter(q=text)))

    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found("YH-1", description="门锁 100% 损坏_A")])
        record(connection, pack, factories.OFFICER, [factories.found("YH-2", description="其他")])
    assert found("100%") == found("坏_a") == found("%") == ["YH-1"]
    assert found("yh-2") == ["YH-2"]
    assert found("锁") == ["YH-1"]
    assert found("无此词") == []
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found("YH-3", description="门锁")])
    assert found("门锁") == ["YH-1", "YH-3"]
