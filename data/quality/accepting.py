"""已核实无误: a finding that was looked at leaves the work list with a reason, and comes back when that is undone."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Engine, select

from data.packs.model import Pack
from data.quality.findings import Finding
from data.quality.twins import Twins
from data.quality.work import ACCEPTED, has
from data.rules.errors import Problem, Reason, Word
from data.rules.events import ACCEPTANCE, NewEvent
from data.rules.powers import against
from data.rules.scope import Actor, Scope
from data.store.database import writing
from data.store.errors import FactsRefused, NotFound
from data.store.streams import lock_county, record
from data.words import t

Ids = tuple[str, str]
"""The record, and for a pair the second object, else an empty text."""


def accept(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, twins: Twins, finding: Finding, ids: Ids,
    reason: str | None, now: datetime,
) -> None:  # fmt: skip
    """Mark the record as right as it is. `NotFound` when it has no such finding in the scope; `FactsRefused`."""
    with writing(engine) as connection:
        lock_county(connection, pack)
        if not has(connection, scope, twins, now.date(), finding, ids):
            raise NotFound(id=ids[0])
        _refuse(actor, reason)
        body = {"finding": finding.key, "of_kind": finding.of_kind, "of_id": ids[0], "reason": reason}
        body |= {"other_id": ids[1]} if ids[1] else {}
        stream = stream_of(finding, ids)
        record(connection, pack, actor, [NewEvent(ACCEPTANCE, stream, "accepted", now.isoformat(), body)])


def take_back(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, twins: Twins, finding: Finding, ids: Ids,
    reason: str | None, now: datetime,
) -> None:  # fmt: skip
    """Put an accepted record back on its work list. `NotFound` when it was not accepted or lies outside the scope."""
    stream = stream_of(finding, ids)
    with writing(engine) as connection:
        lock_county(connection, pack)
        marked = select(ACCEPTED.c.id).where(ACCEPTED.c.county == pack.code, ACCEPTED.c.id == stream)
        if connection.execute(marked).first() is None or not has(connection, scope, twins, now.date(), finding, ids):
            raise NotFound(id=ids[0])
        _refuse(actor, reason)
        event = NewEvent(ACCEPTANCE, stream, "withdrawn", now.isoformat(), {"reason": reason})
        record(connection, pack, actor, [event])


def stream_of(finding: Finding, ids: Ids) -> str:
    """The stream of what is said of one finding of one record."""
    return sha256("|".join((finding.key, *ids)).encode()).hexdigest()[:32]


def _refuse(actor: Actor, reason: str | None) -> None:
    problems = against(actor, "accept_finding")
    if not (reason or "").strip():
        problems.append(Problem(Reason("missing", {"field": Word("error_store.field.reason")}), "reason"))
    if problems:
        raise FactsRefused(t("error_store.record.finding"), problems)
