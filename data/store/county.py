"""The rows that a jurisdiction pack leaves in the database, and whether they still say what the pack says."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Table, delete, insert, select, update

from data.packs.model import Pack
from data.store.models import (
    Base,
    CountyRow,
    DivisionRow,
    GridCellRow,
    OrganisationRow,
    ParkRow,
    RuleDateRow,
)

NOTHING_YET = bytes(32)
"""The hash before the first event of a county."""

PackRows = Mapping[Table, Sequence[dict[str, Any]]]


def write_pack(connection: Connection, pack: Pack) -> None:
    """Bring the county's row and the pack's tables to what the pack says.

    Rows of divisions, cells, parks and organisations that the pack no longer knows stay: facts may name them.
    """
    digest = pack_digest(pack)
    held = connection.execute(select(CountyRow.pack_digest).where(CountyRow.county == pack.code)).scalar_one_or_none()
    if held is None:
        head = {"head_change": 0, "head_hash": NOTHING_YET}
        row = {"county": pack.code, "name": pack.name, "pack_digest": digest} | head
        connection.execute(insert(CountyRow), [row])
    elif held == digest and not differing_tables(connection, pack):
        return
    for table, rows in pack_rows(pack).items():
        _replace(connection, table, pack.code, rows)
    values = {"name": pack.name, "pack_digest": digest}
    connection.execute(update(CountyRow).where(CountyRow.county == pack.code).values(values))


def differing_tables(connection: Connection, pack: Pack) -> list[str]:
    """Names of the tables that do not hold every row of the pack as it is, or hold a rule it does not know."""
    differing = []
    for table, rows in pack_rows(pack).items():
        told = {_frozen(row) for row in rows}
        names = set(rows[0]) if rows else set()
        stored = {_frozen(_only(names, row)) for row in _stored(connection, table, pack.code)}
        if told - stored or (table.name == RuleDateRow.__tablename__ and stored - told):
            differing.append(table.name)
    return differing


def _only(names: Collection[str], row: dict[str, Any]) -> dict[str, Any]:
    """What the pack says of a row; the officer of a grid cell, for one, is not the pack's to say."""
    return {name: value for name, value in row.items() if name in names}


def _frozen(row: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(row.items()))


def pack_digest(pack: Pack) -> str:
    """The first 40 hexadecimal digits of SHA-256 over the pack's rows."""
    rows = {f"{table.name}": rows for table, rows in pack_rows(pack).items()}
    return hashlib.sha256(orjson.dumps(rows, option=orjson.OPT_SORT_KEYS)).hexdigest()[:40]


def pack_rows(pack: Pack) -> PackRows:
    """Every row the pack stands for, by table."""
    county = {"county": pack.code}
    return {
        _table(DivisionRow): _divisions(pack),
        _table(GridCellRow): [
            county | {"code": cell.code, "name": cell.name, "town": cell.town} for cell in pack.cells
        ],
        _table(ParkRow): [county | {"code": park.code, "name": park.name} for park in pack.parks],
        _table(OrganisationRow): [
            county
            | {"code": org.code, "name": org.name, "short_name": org.short_name, "role": org.role, "parent": org.parent}
            for org in pack.organisations
        ],
        _table(RuleDateRow): [
            county
            | {
                "key": rule.key,
                "valid_from": rule.valid_from.toordinal(),
                "valid_to": rule.valid_to and rule.valid_to.toordinal(),
                "value": float(rule.value),
                "unit": rule.unit,
                "source_doc": rule.source_doc,
                "article": rule.article,
            }
            for rule in pack.rules
        ],
    }


def _divisions(pack: Pack) -> list[dict[str, Any]]:
    def row(code: str, parent: str | None, level: str, name: str, short_name: str) -> dict[str, Any]:
        place = {"code": code, "parent": parent, "level": level, "name": name, "short_name": short_name}
        return {"county": pack.code} | place | {"valid_from": None, "valid_to": None}

    return [
        row(pack.code, None, "county", pack.name, pack.short_name),
        *(row(town.code, pack.code, "town", town.name, town.short_name) for town in pack.towns),
        *(row(village.code, village.town, "village", village.name, village.short_name) for village in pack.villages),
    ]


def _replace(connection: Connection, table: Table, county: str, rows: Sequence[dict[str, Any]]) -> None:
    """Put the pack's rows in the place of those of the same code; what the pack does not say of a row stays."""
    doomed = delete(table).where(table.c.county == county)
    held: dict[Any, dict[str, Any]] = {}
    if "code" in table.c:
        held = {row["code"]: row for row in _stored(connection, table, county)}
        doomed = doomed.where(table.c.code.in_([row["code"] for row in rows]))
    connection.execute(doomed)
    if rows:
        blank = dict.fromkeys(table.c.keys())
        connection.execute(insert(table), [blank | held.get(row.get("code"), {}) | row for row in rows])


def _stored(connection: Connection, table: Table, county: str) -> list[dict[str, Any]]:
    rows = connection.execute(select(table).where(table.c.county == county)).mappings()
    return [dict(row) for row in rows]


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def head_change(engine: Engine, pack: Pack) -> int:
    """The number of the county's last event, 0 before the first."""
    with engine.connect() as connection:
        query = select(CountyRow.head_change).where(CountyRow.county == pack.code)
        return connection.execute(query).scalar_one_or_none() or 0
