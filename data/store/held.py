"""待核实: rows of ledgers that wait until somebody decides what they are about, and every decision there was.

A held row is in no table of facts and in no figure. A decision is never changed: who takes one back adds another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, true, update

from data.packs.model import Pack
from data.rules.scope import Actor, Scope
from data.store.bulk import column_names, delete_keys, insert_rows, listed
from data.store.errors import NotFound
from data.store.import_models import DecisionRow, HeldRow
from data.store.states import table_of

HELD = table_of(HeldRow)
_DECISIONS = table_of(DecisionRow)


class HeldState(StrEnum):
    """Where a held row stands; words for people under ``page_review.state.<name>``."""

    OPEN = "open"
    ENTERED = "entered"
    REJECTED = "rejected"
    SETTLED = "settled"
    """A later ledger or roster made it clear."""
    WITHDRAWN = "withdrawn"
    """The batch that brought it was taken back."""


DECIDED = (HeldState.ENTERED, HeldState.REJECTED)


class What(StrEnum):
    """What was decided: a record of its own, a known record, not to be entered; or a decision is undone."""

    ACCEPT = "accept"
    MERGE = "merge"
    REJECT = "reject"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Held:
    """A row that is to wait. ``told`` is its report as JSON has it, ``excerpt`` what is needed to read it again."""

    held: str
    kind: str
    sheet: str
    row: int
    town: str | None
    other: tuple[str, str] | None
    excerpt: Mapping[str, Any]
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: ``subject`` is the object that the row is about, None for one of its own.

    ``made`` is the record that the row became, ``batch`` what brought it in. A twin is entered although the same stands
    there already.
    """

    what: What
    subject: str | None = None
    town: str | None = None
    reason: str | None = None
    batch: str | None = None
    made: str | None = None
    is_twin: bool = False
    actor: str = ""
    at: str = ""


def keep(
    connection: Connection, pack: Pack, actor: Actor, file: str, batch: str | None, rows: Sequence[Held], now: datetime
) -> None:
    """Let rows wait, those too that were settled or decided once and are in doubt again."""
    delete_keys(connection, HELD, pack.code, "held", [row.held for row in rows])
    sender = (actor.person, actor.org, now.isoformat(timespec="seconds"), HeldState.OPEN.value)
    insert_rows(
        connection,
        HELD,
        column_names(HELD),
        [
            (
                pack.code, row.held, row.kind, file[:200], row.sheet[:200], row.row, batch, row.town,
                *(row.other or (None, None)), orjson.dumps(row.excerpt).decode(), orjson.dumps(row.told).decode(),
                *sender,
            )
            for row in rows
        ],
    )  # fmt: skip


def waiting(connection: Connection, pack: Pack, kind: str) -> frozenset[str]:
    """Rows of a kind of ledger that wait."""
    query = select(HELD.c.held).where(
        HELD.c.county == pack.code, HELD.c.kind == kind, HELD.c.state == HeldState.OPEN.value
    )
    return frozenset(connection.scalars(query))


def decided(connection: Connection, pack: Pack, kind: str) -> dict[str, Decision]:
    """The decisions that hold for rows of a kind of ledger, by row."""
    query = (
        select(_DECISIONS)
        .join(HELD, and_(HELD.c.county == _DECISIONS.c.county, HELD.c.held == _DECISIONS.c.held))
        .where(HELD.c.county == pack.code, HELD.c.kind == kind, HELD.c.state.in_(DECIDED))
        .order_by(_DECISIONS.c.held, _DECISIONS.c.seq)
    )
    return {row.held: _decision(row) for row in connection.execute(query)}


def _decision(row: Row[Any]) -> Decision:
    said = (row.subject, row.town, row.reason, row.batch, row.made, row.is_twin, row.actor, row.at)
    return Decision(What(row.what), *said)


def set_state(connection: Connection, pack: Pack, keys: Sequence[str], state: HeldState) -> None:
    """Rows stand otherwise now."""
    if keys:
        own = and_(HELD.c.county == pack.code, HELD.c.held.in_(listed(connection, keys)))
        connection.execute(update(HELD).where(own).values(state=state.value))


_AFTER = {What.ACCEPT: HeldState.ENTERED, What.MERGE: HeldState.ENTERED, What.REJECT: HeldState.REJECTED,
          What.REOPEN: HeldState.OPEN}  # fmt: skip


def decide(connection: Connection, pack: Pack, actor: Actor, held: str, decision: Decision, now: datetime) -> None:
    """Write a decision down; the row stands as it says."""
    own = and_(_DECISIONS.c.county == pack.code, _DECISIONS.c.held == held)
    last = connection.scalar(select(func.max(_DECISIONS.c.seq)).where(own)) or 0
    connection.execute(
        insert(_DECISIONS).values(
            county=pack.code, held=held, seq=last + 1, what=decision.what.value, subject=decision.subject,
            town=decision.town, reason=(decision.reason or "")[:200] or None, batch=decision.batch,
            made=decision.made, is_twin=decision.is_twin, actor=actor.person, org=actor.org,
            at=now.isoformat(timespec="seconds"),
        )
    )  # fmt: skip
    set_state(connection, pack, [held], _AFTER[decision.what])


def batch_gone(connection: Connection, pack: Pack, actor: Actor, batch: str, reason: str | None, now: datetime) -> None:
    """A batch was taken back: rows that it brought in wait again, and those that its file left waiting are gone."""
    brought = select(_DECISIONS.c.held).where(_DECISIONS.c.county == pack.code, _DECISIONS.c.batch == batch)
    mine = and_(HELD.c.county == pack.code, HELD.c.held.in_(brought), HELD.c.state == HeldState.ENTERED.value)
    for held in list(connection.scalars(select(HELD.c.held).where(mine))):
        decide(connection, pack, actor, held, Decision(What.REOPEN, reason=reason, batch=batch), now)
    left = and_(HELD.c.county == pack.code, HELD.c.batch == batch, HELD.c.state == HeldState.OPEN.value)
    connection.execute(update(HELD).where(left).values(state=HeldState.WITHDRAWN.value))


def visible(scope: Scope, org: str) -> ColumnElement[bool]:
    """Rows that a person may decide about: all of the county, those the own office sent, those of the own towns."""
    county = HELD.c.county == scope.county
    if scope.is_whole:
        return county
    towns = [town for box in scope.boxes if box.sectors is None and box.parks is None for town in box.towns or ()]
    return and_(county, or_(HELD.c.org == org if org else ~true(), HELD.c.town.in_(towns)))


def one(connection: Connection, scope: Scope, org: str, held: str) -> Row[Any]:
    """A held row that this person may see. Raises `NotFound`."""
    row = connection.execute(select(HELD).where(visible(scope, org), HELD.c.held == held)).first()
    if row is None:
        raise NotFound(id=held)
    return row


def some(
    connection: Connection, scope: Scope, org: str, states: Iterable[str], kind: str | None, start: int, count: int
) -> tuple[int, Sequence[Row[Any]]]:
    """How many rows stand so, and ``count`` of them from ``start`` on, the newest file first, in its order."""
    wanted = [visible(scope, org), HELD.c.state.in_(list(states))]
    if kind:
        wanted.append(HELD.c.kind == kind)
    total = connection.scalar(select(func.count()).select_from(HELD).where(*wanted)) or 0
    order = (HELD.c.at.desc(), HELD.c.file, HELD.c.sheet, HELD.c.row, HELD.c.held)
    return total, connection.execute(select(HELD).where(*wanted).order_by(*order).offset(start).limit(count)).all()


def counts(connection: Connection, scope: Scope, org: str) -> dict[str, int]:
    """How many rows stand how."""
    query = select(HELD.c.state, func.count()).where(visible(scope, org)).group_by(HELD.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def history(connection: Connection, pack: Pack, keys: Sequence[str]) -> dict[str, list[Decision]]:
    """Every decision about some rows, the oldest first."""
    found: dict[str, list[Decision]] = {key: [] for key in keys}
    query = select(_DECISIONS).where(
        _DECISIONS.c.county == pack.code, _DECISIONS.c.held.in_(listed(connection, list(keys)))
    )
    for row in connection.execute(query.order_by(_DECISIONS.c.held, _DECISIONS.c.seq)):
        found[row.held].append(_decision(row))
    return found
