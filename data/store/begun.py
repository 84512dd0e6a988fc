"""Imports that run, so that one that was broken off (power cut, kill, full disk) is told at the next start.

A file is imported in one transaction: broken off, it leaves nothing. So that its sender knows, a row stands in a table
of its own before the work begins; the import's own transaction takes it away again, and so does a refusal.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from platform import node
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from data.packs.model import Pack
from data.rules.scope import Actor, Scope
from data.store.database import writing
from data.store.errors import DatabaseProblem
from data.store.import_models import BegunRow
from data.store.processes import lives
from data.store.states import table_of

_BEGUN = table_of(BegunRow)
_THIS_PROCESS = uuid4().hex
"""Tells a program from the one that had its number before it, as the first in a container always has."""
_LONGEST = timedelta(days=1)
"""After so long an import of another machine is taken for broken off."""


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """An import that came to no end: its file, when it began (ISO instant), and who sent it."""

    number: str
    file: str
    at: str
    actor: str
    org: str


@contextmanager
def begun(engine: Engine, pack: Pack, actor: Actor, file: str, sha256: str, now: datetime) -> Iterator[str]:
    """Note that an import runs, until `ended` takes the note away in the import's own transaction, or an error does."""
    number = uuid4().hex
    with writing(engine) as connection:
        connection.execute(
            insert(_BEGUN).values(
                county=pack.code, begun=number, file=file[:200], sha256=sha256, at=now.isoformat(timespec="seconds"),
                actor=actor.person, org=actor.org, host=node()[:200], pid=os.getpid(), process=_THIS_PROCESS,
            )
        )  # fmt: skip
    with ExitStack() as stack:
        stack.push(partial(_leave, engine, pack, number))
        yield number


def _leave(
    engine: Engine, pack: Pack, number: str, _kind: type[BaseException] | None, error: BaseException | None, _at: object
) -> None:
    """After an error take the note away; where the database fails too it stays, and tells of the file later."""
    if error is None:
        return
    try:
        with writing(engine) as connection:
            ended(connection, pack, number)
    except DatabaseProblem as problem:
        error.add_note(problem.sentence())


def ended(connection: Connection, pack: Pack, number: str) -> None:
    """The import has come to an end, or its sender knows that it has not."""
    connection.execute(delete(_BEGUN).where(_BEGUN.c.county == pack.code, _BEGUN.c.begun == number))


def come_after_all(connection: Connection, pack: Pack, sha256: str) -> None:
    """The same file was imported: that it was once broken off is not worth telling any more."""
    connection.execute(delete(_BEGUN).where(_BEGUN.c.county == pack.code, _BEGUN.c.sha256 == sha256))


def broken_off(connection: Connection, scope: Scope, org: str, now: datetime) -> list[BrokenOff]:
    """Imports that no program carries any more, the newest first: of every office for who sees the county, else own."""
    query = select(_BEGUN).where(_BEGUN.c.county == scope.county)
    if not scope.is_whole:
        query = query.where(_BEGUN.c.org == org)
    rows = connection.execute(query.order_by(_BEGUN.c.at.desc(), _BEGUN.c.begun)).all()
    return [BrokenOff(row.begun, row.file, row.at, row.actor, row.org) for row in rows if not _runs(row, now)]


def _runs(row: Row[tuple[object, ...]], now: datetime) -> bool:
    if row.process == _THIS_PROCESS:
        return True
    if row.host != node()[:200]:
        return now - datetime.fromisoformat(row.at) < _LONGEST
    return row.pid != os.getpid() and lives(row.pid)
