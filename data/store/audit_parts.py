"""A long chain proved in parts, each by a process of its own: every part is sound in itself, and they join.

Only what is sound is proved so; where any part is not, the walk through the whole chain tells what is wrong.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, Engine, func, select

from data.packs.model import Pack
from data.rules.events import HAZARD
from data.store.collector import without_collector
from data.store.county import NOTHING_YET
from data.store.database import is_sqlite, open_engine
from data.store.heads import Head, head_now
from data.store.links import EVENTS, Proof, of_county
from data.store.proof import misfolded

WORKER = "data.store.audit_worker"
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Question:
    """What one process is to prove: events from ``first`` to ``last``, and the hazards among ``ids`` up to ``head``."""

    url: str
    county: str
    zone: str
    first: int
    last: int
    head: int
    ids: tuple[str | None, str | None]
    sought: tuple[int | None, str] | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is sound: the hashes before and after it, and whether a head that is sought is among its own."""

    begin: str
    end: str
    events: int
    is_found: bool


Answers = Callable[[Question], Callable[[], Part | None]]
"""Puts a question and gives back how to wait for its answer."""


def proved(
    engine: Engine, connection: Connection, pack: Pack, sought: Head | None, parts: int, ask: Answers | None = None
) -> Head | None:
    """The head of a chain that is sound and once had the head that is sought; None says nothing.

    ``ask`` puts a question to whoever answers, a process of its own unless given.
    """
    head = head_now(connection, pack.code)
    questions = _questions(engine, connection, pack, head.change or 0, sought, parts)
    waiting = [(ask or _asked_beside)(question) for question in questions]
    answers = [part for wait in waiting if (part := wait()) is not None]
    if len(answers) < len(waiting) or _has_strays(connection, pack.code, head.change or 0):
        return None
    ends = [NOTHING_YET.hex(), *(part.end for part in answers)]
    joined = [part.begin for part in answers] == ends[:-1] and ends[-1] == head.hash.hex()
    count = sum(part.events for part in answers)
    is_found = sought is None or sought.is_one(0, NOTHING_YET) or any(part.is_found for part in answers)
    return head if joined and count == head.change and is_found else None


def _questions(
    engine: Engine, connection: Connection, pack: Pack, head: int, sought: Head | None, parts: int
) -> Iterator[Question]:
    place = Path(engine.url.database or "")
    url = engine.url.set(database=str(place.absolute())) if is_sqlite(engine) else engine.url
    cuts = [head * part // parts for part in range(parts + 1)]
    ids = _ids(connection, pack.code, parts)
    told = None if sought is None else (sought.change, sought.hash.hex())
    for (before, last), some in zip(pairwise(cuts), pairwise(ids), strict=True):
        address = url.render_as_string(hide_password=False)
        yield Question(address, pack.code, str(pack.zone), before + 1, last, head, some, told)


def _ids(connection: Connection, county: str, parts: int) -> list[str | None]:
    """Ids that cut the hazards into as many parts; open at both ends."""
    own = (EVENTS.c.county == county, EVENTS.c.kind == HAZARD, EVENTS.c.seq == 1)
    count = connection.scalar(select(func.count()).where(*own)) or 0
    query = select(EVENTS.c.id).where(*own).order_by(EVENTS.c.id).limit(1)
    inner = [connection.scalar(query.offset(count * part // parts)) for part in range(1, parts)]
    return [None, *inner, None]


def _has_strays(connection: Connection, county: str, head: int) -> bool:
    """Whether there are events outside the numbers that the parts go through."""
    stray = (EVENTS.c.change < 1) | (EVENTS.c.change > head)
    return connection.scalar(select(EVENTS.c.change).where(EVENTS.c.county == county, stray).limit(1)) is not None


def _asked_beside(question: Question) -> Callable[[], Part | None]:
    """Ask a process of its own. One that comes to no end has proved nothing."""
    child = subprocess.Popen(  # noqa: S603 - a module of ours
        [sys.executable, "-m", WORKER], cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    child.stdin.write(orjson.dumps(asdict(question)))
    child.stdin.close()
    child.stdin = None

    def wait() -> Part | None:
        said = child.communicate()[0]
        told = orjson.loads(said) if child.returncode == 0 else None
        return None if told is None else Part(**told)

    return wait


def processes() -> int:
    """How many processes can work at once."""
    return os.cpu_count() or 1


def answer(question: Question) -> Part | None:
    """Prove one part."""
    sought = None if question.sought is None else Head(question.sought[0], bytes.fromhex(question.sought[1]))
    with open_engine(question.url).connect() as connection, without_collector():
        part = _range(connection, question, sought)
        return part if part and next(_misfolded(connection, question), None) is None else None


def _range(connection: Connection, question: Question, sought: Head | None) -> Part | None:
    proof, change = Proof(question.county, ZoneInfo(question.zone)), question.first - 1
    begin: bytes | None = None
    end, is_found = b"", False
    numbers = (EVENTS.c.change >= question.first, EVENTS.c.change <= question.last)
    for batch in of_county(connection, question.county, *numbers):
        if begin is None:
            begin = end = batch[0][-1]
        hashes = proof.hashes(batch, change, end)
        if hashes is None:
            return None
        is_found |= sought is not None and sought.is_among(change, hashes)
        change, end = change + len(batch), hashes[-1]
    return Part((begin or b"").hex(), end.hex(), change - question.first + 1, is_found)


def _misfolded(connection: Connection, question: Question) -> Iterator[Any]:
    first, beyond = question.ids
    conditions = [EVENTS.c.change <= question.head]
    conditions += [] if first is None else [EVENTS.c.id >= first]
    conditions += [] if beyond is None else [EVENTS.c.id < beyond]
    return misfolded(connection, question.county, *conditions)
