"""Changing the database behind the program's back, as somebody with the file or the database's password can."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, text

from data.rules.events import HappenedEvent
from data.store.append_only import TABLES, guard, unguard
from data.store.chain import canonical, link, said
from data.store.county import NOTHING_YET


@contextmanager
def tampering(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nothing stands in the way: the triggers are dropped first and put back after."""
    with engine.begin() as connection:
        unguard(connection, *TABLES)
        yield connection
        guard(connection, *TABLES)


def run(engine: Engine, *statements: str, **params: Any) -> None:
    """Statements past the program."""
    with tampering(engine) as connection:
        for statement in statements:
            connection.execute(text(statement), params)


def forge(engine: Engine) -> None:
    """Make all hashes anew, as they would be had the texts always been what they are now."""
    with tampering(engine) as connection:
        before, change = NOTHING_YET, 0
        for row in connection.execute(text("SELECT change, text FROM event ORDER BY change")).all():
            told = {name: value for name, value in said(row.text).items() if name not in ("county", "seq")}
            event = HappenedEvent(**told | {"change": row.change}, day=0, instant=0)
            place = said(row.text)
            written = canonical(place["county"], place["seq"], event)
            renewed = {"change": row.change, "text": written.decode(), "prev": before}
            connection.execute(text("UPDATE event SET text = :text, prev = :prev WHERE change = :change"), renewed)
            before, change = link(before, written), row.change
        connection.execute(
            text("UPDATE county SET head_change = :change, head_hash = :hash WHERE head_change > 0"),
            {"change": change, "hash": before},
        )
