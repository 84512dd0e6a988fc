"""Many rows at once, as fast as each engine takes them."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, count
from typing import Any

import orjson
from sqlalchemy import ARRAY, Column, Connection, Select, String, Table, cast, delete, func, select

Values = tuple[Any, ...]
TOGETHER = 1_000
"""Rows of one statement on SQLite, which works on them without Python's lock: another thread can make the next ones."""


def insert_rows(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert tuples in the order of ``columns``: COPY on PostgreSQL, prepared statements on SQLite."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns, rows)
        return
    driver: Any = connection.connection.driver_connection
    together = min(TOGETHER, driver.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // len(columns))
    whole = len(rows) - len(rows) % together
    for start in range(0, whole, together):
        _insert_together(connection, table.name, columns, rows[start : start + together])
    if rest := rows[whole:]:
        connection.exec_driver_sql(_statement(table.name, columns, (False,) * len(columns), 1), rest)


def _insert_together(connection: Connection, table: str, columns: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert rows by one statement; what they all say alike is handed over once."""
    said = list(zip(*rows, strict=True))
    alike = tuple(len(set(values)) == 1 for values in said)
    once = [values[0] for values, same in zip(said, alike, strict=True) if same]
    each = [values for values, same in zip(said, alike, strict=True) if not same]
    statement = _statement(table, columns, alike, len(rows))
    connection.exec_driver_sql(statement, (*once, *chain.from_iterable(zip(*each, strict=True))))


@lru_cache(maxsize=64)
def _statement(table: str, columns: tuple[str, ...], alike: tuple[bool, ...], rows: int) -> str:
    """An INSERT of so many rows; parameters of columns that are ``alike`` come first, then those of each row."""
    once, free = iter(range(1, sum(alike) + 1)), count(sum(alike) + 1)
    shared = [f"?{next(once)}" if same else "" for same in alike]
    holes = (", ".join(hole or f"?{next(free)}" for hole in shared) for _ in range(rows))
    return f"INSERT INTO {table} ({_names(columns)}) VALUES {', '.join(f'({one})' for one in holes)}"  # noqa: S608 - our own names


def delete_keys(connection: Connection, table: Table, county: str, column: str, keys: Sequence[str]) -> None:
    """Delete the rows of a county whose ``column`` is one of ``keys``."""
    if keys:
        connection.execute(delete(table).where(table.c.county == county, table.c[column].in_(listed(connection, keys))))


def listed(connection: Connection, keys: Sequence[str]) -> Select[tuple[str]]:
    """Keys as a query of one column, to stand behind ``in_``: one parameter, whatever their number.

    PostgreSQL compares an ``IN`` of thousands of parameters one by one once its plan is kept; a query it joins.
    """
    if connection.dialect.name == "postgresql":
        return select(func.unnest(cast(list(keys), ARRAY(String))).column_valued("key"))
    values = func.json_each(orjson.dumps(list(keys)).decode()).table_valued("value")
    return select(values.c.value)


def column_names(table: Table, *but: str) -> tuple[str, ...]:
    """The names of a table's columns in their order, without ``but``."""
    columns: Sequence[Column[Any]] = list(table.columns)
    return tuple(column.name for column in columns if column.name not in but)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _copy(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({_names(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
