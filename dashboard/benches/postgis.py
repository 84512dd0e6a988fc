"""The peer of the tile benchmark: PostGIS ``ST_AsMVT`` over the same points, in a cluster of its own or a named one.

``ONEMAP_BENCH_POSTGRES`` names a server where a temporary table may be made; without it a throw-away cluster is started
from the installed programs and removed again.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from dashboard.benches.cluster import ProgramsMissing, cluster
from data.errors import OneMapError
from layers.style import RISKS

ADDRESS = "ONEMAP_BENCH_POSTGRES"
GENEROUS = "-c shared_buffers=1GB -c work_mem=256MB -c fsync=off -c jit=off"

Row = tuple[int, str, str, str, int, bool, str, bool, float, float]

TABLE = """
CREATE TEMPORARY TABLE hazard (
  id bigint, no text, colour text, sector text, level smallint, overdue boolean, state text, precise boolean,
  x double precision, y double precision)
"""
PLACES = (
    "ALTER TABLE hazard ADD geom geometry(Point, 3857)",
    "UPDATE hazard SET geom = ST_SetSRID(ST_MakePoint(x, y), 3857)",
    "CREATE INDEX ON hazard USING gist (geom)",
    "VACUUM FULL ANALYZE hazard",
)
INSIDE = "geom && ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AND (%(sectors)s::text[] IS NULL OR sector = ANY(%(sectors)s))"
SINGLES = f"""
SELECT ST_AsMVT(tile, 'hazards', 4096, 'geom', 'id') FROM (
  SELECT id, no, colour, sector, level, overdue, state, precise,
         ST_AsMVTGeom(geom, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 0, true) AS geom
  FROM hazard WHERE {INSIDE}) AS tile
"""  # noqa: S608 - built from the constants above
CELLS = f"""
SELECT ST_AsMVT(tile, 'hazards', 4096, 'geom') FROM (
  SELECT count(*) AS n, {", ".join(f"count(*) FILTER (WHERE colour = '{key}') AS {key}" for key in RISKS)},
         count(*) FILTER (WHERE level = 1) AS major, count(*) FILTER (WHERE overdue) AS overdue,
         ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(avg(x), avg(y)), 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s)) AS geom
  FROM hazard WHERE {INSIDE} GROUP BY floor(x / %(side)s), floor(y / %(side)s)) AS tile
"""  # noqa: S608 - built from the constants above
EARTH = 40075016.68557849
"""Width of the EPSG:3857 square in its metres."""


class PeerMissing(OneMapError):
    """PostGIS cannot be asked on this machine."""

    key = "bench_tiles.missing"


class PostGIS:
    """One connection with the points in a temporary table."""

    name = "postgis"

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def load(self, rows: Iterator[Row]) -> None:
        """Copy the points, already in spatial order, and index them."""
        run = self._connection.execute
        run(TABLE)
        with self._connection.cursor().copy("COPY hazard FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        for statement in PLACES:
            run(statement)

    def tile(self, z: int, x: int, y: int, sectors: list[str] | None, *, singles: bool) -> bytes:
        """The tile with the same features as ours."""
        values = {"z": z, "x": x, "y": y, "sectors": sectors, "side": EARTH / 2 ** (z + 3)}
        found = self._connection.execute(SINGLES if singles else CELLS, values, prepare=True).fetchone()
        return bytes(found[0]) if found and found[0] is not None else b""


@contextmanager
def postgis() -> Iterator[PostGIS]:
    """PostGIS ready to be loaded. Raises `PeerMissing` with the reason when there is none."""
    address = os.environ.get(ADDRESS)
    if address is not None:
        with _connected(address.replace("postgresql+psycopg:", "postgresql:", 1)) as peer:
            yield peer
        return
    try:
        with cluster(GENEROUS) as own, _connected(own) as peer:
            yield peer
    except ProgramsMissing as missing:
        raise PeerMissing(reason=str(missing)) from missing


@contextmanager
def _connected(address: str) -> Iterator[PostGIS]:
    try:
        connection = psycopg.connect(address, autocommit=True)
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.Error as error:
        raise PeerMissing(reason=str(error).strip().splitlines()[0]) from error
    with connection:
        yield PostGIS(connection)
