"""Tables to which rows are only ever added: the database itself refuses to change, remove, replace or empty them.

It is a lock against slips, not against somebody who may drop triggers: what such a person does, the audit finds.
Rows that are derived from events (hazards, 督办事项, 考核填报, 文书 …) are not of them: they are written
anew with each event of their stream, and the doctor holds them against it.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, bindparam, text

from data.words import t

UNCHAINED: Mapping[str, tuple[str, ...]] = {
    "import_decision": ("county", "held", "seq"),
    "import_batch": ("county", "batch"),
}
"""Append-only tables without a chain of hashes, and their primary keys."""
TABLES = ("event", *UNCHAINED)
_SQLITE: tuple[str, ...] = ("UPDATE", "DELETE")
_POSTGRESQL = (*_SQLITE, "TRUNCATE")
_FUNCTION = """
CREATE OR REPLACE FUNCTION onemap_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END $$
"""


def guard(connection: Connection, *tables: str) -> None:
    """Make these tables append-only."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_FUNCTION))
    for table in tables:
        for statement in _triggers(connection, table).values():
            connection.execute(text(statement))


def unguard(connection: Connection, *tables: str) -> None:
    """Let the rows of these tables be changed: for a migration that rewrites them, which guards them again."""
    for table in tables:
        on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        for name in _triggers(connection, table):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))


def unguarded(connection: Connection) -> Iterator[str]:
    """The tables that should be append-only and are not."""
    names = [name for table in TABLES for name in _triggers(connection, table)]
    query = _STANDING_POSTGRESQL if connection.dialect.name == "postgresql" else _STANDING_SQLITE
    standing: dict[str, str | None] = {row.name: row.said for row in connection.execute(query, {"names": names})}
    for table in TABLES:
        wanted = _triggers(connection, table)
        if any(name not in standing or standing[name] not in (None, said) for name, said in wanted.items()):
            yield table


_STANDING_SQLITE = text(
    "SELECT name, sql AS said FROM sqlite_master WHERE type = 'trigger' AND name IN :names"
).bindparams(bindparam("names", expanding=True))
_STANDING_POSTGRESQL = text(
    "SELECT tgname AS name, NULL AS said FROM pg_trigger WHERE tgenabled <> 'D' AND tgname IN :names"
).bindparams(bindparam("names", expanding=True))


def _triggers(connection: Connection, table: str) -> dict[str, str]:
    """The statements that make the triggers of a table, by their names."""
    said = t("error_store.append_only", "zh", table=table)
    acts, does = _SQLITE, f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
    if connection.dialect.name == "postgresql":
        acts, does = _POSTGRESQL, f"FOR EACH STATEMENT EXECUTE FUNCTION onemap_append_only('{said}')"
    names = {f"{table}_refuses_{act.lower()}": act for act in acts}
    triggers = {name: f"CREATE TRIGGER {name} BEFORE {act} ON {table} {does}" for name, act in names.items()}
    if connection.dialect.name == "postgresql" or table not in UNCHAINED:
        return triggers
    return triggers | _replacing(table, does)


def _replacing(table: str, does: str) -> dict[str, str]:
    """SQLite's ``INSERT OR REPLACE`` removes the row in its way, and fires no trigger of removals by itself.

    Events go without: a trigger on each insertion doubles what it costs. The program's own connections fire the
    triggers of removals (``recursive_triggers``), and what somebody else replaces breaks the chain.
    """
    name, same = f"{table}_refuses_replace", " AND ".join(f"{column} = NEW.{column}" for column in UNCHAINED[table])
    stands = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our own names
    return {name: f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {stands} {does}"}
