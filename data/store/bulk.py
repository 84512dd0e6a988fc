"""Many rows at once, as fast as each engine takes them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, delete

CHUNK = 5000
"""How many values one statement names; both engines allow more."""

Values = tuple[Any, ...]


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert tuples in the order of ``columns``: COPY on PostgreSQL, one prepared statement on SQLite."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns, rows)
        return
    holes = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({_names(columns)}) VALUES ({holes})", list(rows))  # noqa: S608 - our own names


def delete_keys(connection: Connection, table: Table, county: str, column: str, keys: Sequence[str]) -> None:
    """Delete the rows of a county whose ``column`` is one of ``keys``."""
    statement = delete(table).where(
        table.c.county == county, table.c[column].in_(bindparam("keys", expanding=True, type_=table.c[column].type))
    )
    for chunk in chunks(keys):
        connection.execute(statement, {"keys": chunk})


def chunks(keys: Sequence[str]) -> Iterator[list[str]]:
    """Lists of at most ``CHUNK`` keys."""
    for start in range(0, len(keys), CHUNK):
        yield list(keys[start : start + CHUNK])


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
