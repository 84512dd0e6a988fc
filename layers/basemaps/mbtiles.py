"""MBTiles files: tiles in one SQLite table, rows counted from the south (MBTiles 1.3)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from geo.mercator import tile_at
from layers.basemaps.errors import CutShort, Elsewhere, NoFile, NotTiles, OtherRows, TileLost, VectorTiles
from layers.basemaps.model import Bounds
from layers.basemaps.pictures import checked

SOUTH, NORTH = "tms", "xyz"
"""Where rows are counted from: TMS as the format says, or XYZ as some programs write all the same."""


@dataclass(frozen=True, slots=True)
class MbTiles:
    """One file; every tile opens it anew, read only, so that threads share nothing."""

    key: str
    file: Path
    rows: str

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """See `layers.basemaps.model.Tiles`."""
        row = y if self.rows == NORTH else (1 << z) - 1 - y
        asked = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        try:
            with reading(self.file) as connection:
                found = connection.execute(asked, (z, x, row)).fetchone()
        except sqlite3.Error as error:
            raise TileLost(basemap=self.key, why="damaged") from error
        return checked(self.key, bytes(found[0])) if found and isinstance(found[0], bytes) else None


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """The file for reading only; nothing is created beside it."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def open_mbtiles(key: str, file: Path, rows: str, county: Bounds) -> tuple[MbTiles, int, int]:
    """The tiles of a file and its first and last zoom. Raises what is wrong with the file."""
    check_whole(key, file)
    try:
        with reading(file) as connection:
            facts = dict(connection.execute("SELECT name, value FROM metadata"))
            zooms = connection.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
            if str(facts.get("format", "")).lower() in ("pbf", "mvt"):
                raise VectorTiles(basemap=key, file=file.name)
            if zooms == (None, None) or not all(isinstance(each, int) and 0 <= each <= 24 for each in zooms):
                raise NotTiles(basemap=key, file=file.name, kind="MBTiles")
            _check_rows(connection, key, file, rows, county, zooms)
    except sqlite3.Error as error:
        raise NotTiles(basemap=key, file=file.name, kind="MBTiles") from error
    return MbTiles(key, file, rows), *zooms


def check_whole(key: str, file: Path) -> None:
    """Raise unless this is a SQLite file of at least the length that its header tells."""
    if not file.is_file():
        raise NoFile(basemap=key, file=file.name)
    with file.open("rb") as opened:
        head = opened.read(100)
    if not head.startswith(b"SQLite format 3\0") or len(head) < 100:
        raise NotTiles(basemap=key, file=file.name, kind="MBTiles")
    page = int.from_bytes(head[16:18]) or 0
    pages = int.from_bytes(head[28:32])
    if file.stat().st_size < pages * (65536 if page == 1 else page):
        raise CutShort(basemap=key, file=file.name)


def _check_rows(
    connection: sqlite3.Connection, key: str, file: Path, rows: str, county: Bounds, zooms: tuple[int, int]
) -> None:
    """Raise when no tile lies in the county, or when they would if rows were counted from the other side."""
    held = {side: any(_any_tile(connection, z, side, county) for z in range(*_span(zooms))) for side in (SOUTH, NORTH)}
    other = NORTH if rows == SOUTH else SOUTH
    if not held[rows]:
        raise (OtherRows if held[other] else Elsewhere)(basemap=key, file=file.name, rows=rows, other=other)


def _span(zooms: tuple[int, int]) -> tuple[int, int]:
    """Zooms at which the two ways of counting part, where there are such."""
    return max(zooms[0], min(zooms[1], 4)), zooms[1] + 1


def _any_tile(connection: sqlite3.Connection, z: int, rows: str, county: Bounds) -> bool:
    west, south, east, north = county
    (left, top), (right, bottom) = tile_at(z, west, north), tile_at(z, east, south)
    if rows == SOUTH:
        top, bottom = (1 << z) - 1 - bottom, (1 << z) - 1 - top
    asked = (
        "SELECT 1 FROM tiles WHERE zoom_level = ? AND tile_column BETWEEN ? AND ? AND tile_row BETWEEN ? AND ? LIMIT 1"
    )
    return connection.execute(asked, (z, left, right, top, bottom)).fetchone() is not None
