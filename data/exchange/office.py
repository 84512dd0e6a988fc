"""What an office said of its ledgers' titles, kept for its next file of the same shape."""

from collections.abc import Iterable
from datetime import datetime

import orjson
from sqlalchemy import Connection, Engine, delete, insert, select

from data.exchange.columns import label
from data.exchange.mapping import Meanings, Origin, columns_of
from data.exchange.outcome import TableReport
from data.packs import Pack
from data.rules.powers import against
from data.rules.scope import Actor
from data.store.database import writing
from data.store.errors import FactsRefused
from data.store.models import MappingRow
from data.store.streams import lock_county
from data.words import t


def saved_meanings(connection: Connection, pack: Pack, org: str) -> dict[str, Meanings]:
    """What the office said, by the `fingerprint` of the table. A column that exists no more counts as never said."""
    rows = connection.execute(
        select(MappingRow.fingerprint, MappingRow.kind, MappingRow.columns).where(
            MappingRow.county == pack.code, MappingRow.org == org
        )
    )
    return {
        shape: {
            label(title): key for title, key in orjson.loads(columns).items() if key is None or key in columns_of(kind)
        }
        for shape, kind, columns in rows
    }


def save_for_office(
    engine: Engine, pack: Pack, actor: Actor, kind: str, found: Iterable[TableReport], now: datetime
) -> int:
    """Keep what the titles of each table of a file meant, for the actor's office; how many tables that were.

    What was kept of a table of the same shape is over then. Raises `FactsRefused` for who may not import.
    """
    if problems := against(actor, "import_ledgers"):
        raise FactsRefused(t("page_import.title"), problems)
    tables = {table.fingerprint: table for table in found}
    with writing(engine) as connection:
        lock_county(connection, pack)
        for shape, table in tables.items():
            same = (MappingRow.county == pack.code, MappingRow.org == actor.org, MappingRow.fingerprint == shape)
            connection.execute(delete(MappingRow).where(*same))
            connection.execute(
                insert(MappingRow).values(
                    county=pack.code,
                    org=actor.org,
                    fingerprint=shape,
                    kind=kind,
                    columns=orjson.dumps(_meant(table)).decode(),
                    actor=actor.person,
                    at=now.isoformat(timespec="seconds"),
                )
            )
    return len(tables)


def _meant(table: TableReport) -> dict[str, str | None]:
    """Columns by title. A title that nobody knows stays unknown, so that every file tells of it."""
    return {one.title: one.key for one in table.titles if one.key is not None or one.origin != Origin.REGISTRY.value}
