"""Many rows at once, as fast as each engine takes them."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ARRAY, Column, Connection, Select, String, Table, cast, delete, func, select

Values = tuple[Any, ...]


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert tuples in the order of ``columns``: COPY on PostgreSQL, one prepared statement on SQLite."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns, rows)
        return
    holes = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({_names(columns)}) VALUES ({holes})", rows)  # noqa: S608 - our own names


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
