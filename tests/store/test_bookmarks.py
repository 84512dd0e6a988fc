"""Bookmarks in either database: who removed one is remembered, and two at once do not pass the limit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, insert, select

from data.packs import Pack
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store.bookmarks import (
    MOST,
    VIEW,
    Bookmark,
    BookmarkMissing,
    TooMany,
    bookmark_at,
    bookmarks_of,
    keep,
    remove,
    rename,
)
from data.store.database import writing
from data.store.models import BookmarkRow
from data.store.states import table_of
from tests.factories import OFFICER

TOLD = Bookmark("", VIEW, "周例会", "/?level=1", "")
OWNER = "AWB"
NOW = datetime(2021, 6, 2, 9, tzinfo=UTC)
TABLE = table_of(BookmarkRow)


def test_a_removed_one_leads_nowhere_and_says_who_removed_it(engine: Engine, pack: Pack, whole: Scope) -> None:
    kept = keep(engine, pack, OFFICER, OWNER, TOLD, NOW)
    other = Actor("李某", "AWB", Role.COMMISSION)
    remove(engine, whole, other, OWNER, kept.code, datetime(2021, 6, 3, 9, tzinfo=UTC))
    with engine.connect() as connection:
        assert bookmarks_of(connection, whole, OWNER) == []
        with pytest.raises(BookmarkMissing):
            bookmark_at(connection, whole, kept.code)
        row = connection.execute(select(TABLE)).one()
    assert (row.actor, row.removed_by, row.removed_at) == (OFFICER.person, "李某", "2021-06-03T09:00:00+00:00")
    with pytest.raises(BookmarkMissing):
        remove(engine, whole, OFFICER, OWNER, kept.code, NOW)
    with pytest.raises(BookmarkMissing):
        rename(engine, whole, OFFICER, OWNER, kept.code, "月例会")


def test_of_several_at_once_only_as_many_are_kept_as_one_may(engine: Engine, pack: Pack, whole: Scope) -> None:
    first = keep(engine, pack, OFFICER, OWNER, TOLD, NOW)
    with writing(engine) as connection:
        (row,) = connection.execute(select(TABLE)).mappings()
        connection.execute(insert(TABLE), [{**row, "code": f"{first.code}{place}"} for place in range(MOST - 3)])

    def press(_: int) -> bool:
        try:
            keep(engine, pack, OFFICER, OWNER, TOLD, NOW)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(press, range(6))) == 2
    with engine.connect() as connection:
        assert len(bookmarks_of(connection, whole, OWNER)) == MOST
