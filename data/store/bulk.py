"""Many rows at once, as fast as each engine takes them."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import ARRAY, Column, Connection, Select, String, Table, cast, delete, func, select

Values = tuple[Any, ...]
TOGETHER = 1_000
"""Rows of one statement on SQLite, which works on them without Python's lock: another thread can make the next ones."""


def insert_rows(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert tuples in the order of ``columns``: COPY on PostgreSQL, statements of many rows on SQLite."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns, rows)
        return
    driver: Any = connection.connection.driver_connection
    together = min(TOGETHER, driver.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // len(columns))
    whole = len(rows) - len(rows) % together
    for start in range(0, whole, together):
        values = tuple(chain.from_iterable(rows[start : start + together]))
        connection.exec_driver_sql(_statement(table.name, columns, together), values)
    if rest := rows[whole:]:
        connection.exec_driver_sql(_statement(table.name, columns, 1), rest)


@lru_cache(maxsize=64)
def _statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    """An INSERT of so many rows."""
    one = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table} ({_names(columns)}) VALUES {', '.join([one] * rows)}"  # noqa: S608 - our own names


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
