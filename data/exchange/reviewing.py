"""Deciding about rows that wait: what each would do, doing it in one transaction, and undoing it.

A decided row is read again as it came, and goes the way of every row of its kind; what it brings is a batch of its own,
so that undoing a decision is taking a batch back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Row

from data.exchange.doubts import book_of, held_key
from data.exchange.drafts import Decided, Draft
from data.exchange.errors import AlreadyDecided, NotDecided, StillInDoubt, SubjectWanted
from data.exchange.importer import File, Job, understood, way_of
from data.exchange.mapping import Naming
from data.exchange.outcome import Outcome, RowReport
from data.packs import Pack
from data.rules.events import ACCIDENT, OBJECT, NewEvent
from data.rules.powers import against
from data.rules.scope import Actor, Scope
from data.store import held as store
from data.store.batches import take_back
from data.store.collector import without_collector
from data.store.database import writing
from data.store.errors import FactsRefused
from data.store.held import Decision, HeldState, What
from data.store.streams import lock_county
from data.words import t
from geo.datum import Datum

_ROW = re.compile(r"\d+\Z")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says about a row.

    ``subject`` is the object that it is about (by itself the one it resembles, or the accident that it resembles),
    ``town`` its town where that was the doubt.
    """

    what: What
    subject: str | None = None
    town: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a decision does, or did: the row's report, None where it is not entered, and the batch that it made."""

    held: str
    state: HeldState
    row: RowReport | None = None
    batch: str | None = None


def decide(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    held: str,
    choice: Choice,
    now: datetime,
    *,
    dry_run: bool = False,
) -> Result:
    """Decide about one waiting row; ``dry_run`` only tells what it would do.

    Raises `NotFound` for a row of somebody else, `AlreadyDecided`, `SubjectWanted` when nothing is known that it could
    be about, and `StillInDoubt` with the problems when it cannot be entered so; then nothing is written.
    """
    _may(actor)
    now = now.astimezone(pack.zone)
    begin = engine.connect() if dry_run else writing(engine)
    with begin as connection, without_collector():
        if not dry_run:
            lock_county(connection, pack)
        row = store.one(connection, scope, actor.org, held)
        if row.state != HeldState.OPEN:
            raise AlreadyDecided(file=row.file, row=row.row)
        if choice.what is What.REJECT:
            result = Result(held, HeldState.REJECTED)
            decision = Decision(What.REJECT, reason=choice.reason)
        else:
            decided = _decided(row, choice)
            draft, report, batch = _entered(connection, pack, scope, actor, row, decided, now, dry_run=dry_run)
            result = Result(held, HeldState.ENTERED, report, batch)
            decision = Decision(
                choice.what, decided.subject, decided.town, choice.reason, batch, draft.made, decided.is_twin
            )
        if not dry_run:
            store.decide(connection, pack, actor, held, decision, now)
    return result


def undo(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, held: str, reason: str | None, now: datetime
) -> Result:
    """Let a decided row wait again, as if nobody had decided; what it brought is taken back.

    Raises `NotFound`, `NotDecided`, and what `take_back` raises when it was worked on since.
    """
    _may(actor)
    now = now.astimezone(pack.zone)
    with engine.connect() as connection:
        row = store.one(connection, scope, actor.org, held)
        if row.state not in store.DECIDED:
            raise NotDecided(file=row.file, row=row.row)
        last = store.history(connection, pack, [held])[held][-1]
    if last.batch is not None:
        take_back(engine, pack, scope, actor, last.batch, reason, now)
    else:
        with writing(engine) as connection:
            store.decide(connection, pack, actor, held, Decision(What.REOPEN, reason=reason), now)
    return Result(held, HeldState.OPEN, batch=last.batch)


def _may(actor: Actor) -> None:
    if problems := against(actor, "import_ledgers"):
        raise FactsRefused(t("page_review.title"), problems)


def _decided(row: Row[Any], choice: Choice) -> Decided:
    told: Mapping[str, Any] = orjson.loads(row.told)
    subject = choice.subject
    is_twin = "POSSIBLE_DUPLICATE" in told["flags"]
    if choice.what is What.MERGE and subject is None and row.other_kind == ACCIDENT:
        return Decided(None, choice.town, is_twin, made=row.other)
    if choice.what is What.MERGE and subject is None:
        if row.other_kind != OBJECT or row.other is None:
            raise SubjectWanted(file=row.file, row=row.row)
        subject = row.other
    elif choice.what is What.ACCEPT:
        subject = None
    return Decided(subject, choice.town, is_twin)


def _entered(
    connection: Connection,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    row: Row[Any],
    decided: Decided,
    now: datetime,
    *,
    dry_run: bool,
) -> tuple[Draft, RowReport, str | None]:
    """Read the row again and enter it as decided; returns it, its report and its batch."""
    job = _job(pack, scope, actor, row, now)
    draft = job.reading.drafts[0]
    events: list[NewEvent] = job.judge(connection, {held_key(draft): decided})
    report = _as_it_stood(job.report.rows[-1], row.row)
    if report.outcome in (Outcome.ERROR, Outcome.REVIEW):
        problems = "；".join(f"{one.cell} {one.column} {one.message}".strip() for one in report.problems)
        raise StillInDoubt(file=row.file, row=row.row, problems=problems)
    if not dry_run:
        job.report.file = t("import.held_row", file=row.file, sheet=row.sheet, row=row.row)
        job.record(connection, events)
    return draft, report, job.report.batch


def _job(pack: Pack, scope: Scope, actor: Actor, row: Row[Any], now: datetime) -> Job:
    told: Mapping[str, Any] = orjson.loads(row.excerpt)
    naming = Naming(told["columns"]) if told["columns"] else Naming()
    datum = Datum(told["crs"]) if told["crs"] else None
    file = File(row.file, row.held * 2, way_of(row.kind), datum, told["uploader"], naming)
    return understood(file, book_of(told), pack, scope, actor, now, year=told["year"])


def _as_it_stood(report: RowReport, number: int) -> RowReport:
    """The report with the number of its row, and names of its cells, as the file has them."""
    problems = [replace(one, cell=_ROW.sub(str(number), one.cell)) for one in report.problems]
    return replace(report, row=number, problems=problems)
