"""An accepted file enters: its events under a number of their own, and the row of the batch."""

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlalchemy import Connection, insert

from data.exchange.known import free_batch
from data.exchange.outcome import ImportReport
from data.exchange.progress import Stage, Tell, telling
from data.packs import Pack
from data.rules.events import NewEvent
from data.rules.scope import Actor
from data.store.models import BatchRow
from data.store.streams import record


def enter(
    connection: Connection,
    pack: Pack,
    actor: Actor,
    report: ImportReport,
    events: Sequence[NewEvent],
    now: datetime,
    tell: Tell,
) -> None:
    """Record the events of a file and its batch, whose number the report then has."""
    report.batch = free_batch(connection, pack, f"PC{now:%Y%m%d%H%M%S}-{report.sha256[:8]}")
    recorded = record(connection, pack, actor, telling(events, tell, Stage.WRITING), report.batch)
    connection.execute(
        insert(BatchRow).values(
            county=pack.code,
            batch=report.batch,
            kind=report.kind,
            file=report.file[:200],
            sha256=report.sha256,
            at=now.isoformat(timespec="seconds"),
            actor=actor.person,
            org=actor.org,
            counts=orjson.dumps(report.counts).decode(),
            first_change=recorded.first_change,
            last_change=recorded.last_change,
        )
    )
