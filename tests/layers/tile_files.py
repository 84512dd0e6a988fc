"""Tile files and tile hosts as tests need them, sound ones and others."""

import gzip
import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from sqlite3 import connect

from geo.mercator import tile_at
from layers.basemaps.pmtiles import tile_id

Place = tuple[int, int, int]
MIDDLE = (117.17, 36.98)
"""A place inside the default pack."""


def png(red: int = 200, green: int = 210, blue: int = 190, side: int = 8) -> bytes:
    """A plain square."""
    rows = (b"\0" + bytes((red, green, blue)) * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pyramid(first: int, last: int, at: tuple[float, float] = MIDDLE, around: int = 3) -> dict[Place, bytes]:
    """Tiles of some zooms around a place, each of a colour of its own."""
    tiles = {}
    for z in range(first, last + 1):
        column, row = tile_at(z, *at)
        for x in range(max(0, column - around), min(1 << z, column + around + 1)):
            for y in range(max(0, row - around), min(1 << z, row + around + 1)):
                tiles[z, x, y] = png(z * 9, x % 256, y % 256)
    return tiles


def write_mbtiles(file: Path, tiles: Mapping[Place, bytes], rows: str = "tms", kind: str = "png") -> Path:
    """An MBTiles file."""
    with closing(connect(file)) as connection:
        connection.executescript(
            "CREATE TABLE metadata (name text, value text);"
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);"
            "CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);"
        )
        connection.execute("INSERT INTO metadata VALUES ('format', ?)", (kind,))
        stored = [(z, x, (1 << z) - 1 - y if rows == "tms" else y, data) for (z, x, y), data in tiles.items()]
        connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", stored)
        connection.commit()
    return file


def write_pmtiles(file: Path, tiles: Mapping[Place, bytes], *, kind: int = 2, leaf: int = 0, east: float = 118) -> Path:
    """A PMTiles file of version 3; with ``leaf``, directories of so many tiles below the root."""
    entries, data = [], b""
    for number, picture in sorted((tile_id(*place), picture) for place, picture in tiles.items()):
        entries.append((number, 1, len(picture), len(data)))
        data += picture
    leaves = b""
    if leaf:
        root = []
        for at in range(0, len(entries), leaf):
            packed = gzip.compress(_directory(entries[at : at + leaf]))
            root.append((entries[at][0], 0, len(packed), len(leaves)))
            leaves += packed
        entries = root
    packed = gzip.compress(_directory(entries))
    zooms = [z for z, _, _ in tiles]
    spans = [(127, len(packed)), (0, 0), (127 + len(packed), len(leaves)), (127 + len(packed) + len(leaves), len(data))]
    head = b"PMTiles\3" + b"".join(struct.pack("<QQ", *span) for span in spans) + struct.pack("<QQQ", 0, 0, 0)
    head += bytes((1, 2, 1, kind, min(zooms), max(zooms)))
    degrees = (116.5, 36.5, east, 37.5)
    head += b"".join(struct.pack("<i", int(each * 1e7)) for each in degrees) + bytes((0,)) + struct.pack("<ii", 0, 0)
    file.write_bytes(head + packed + leaves + data)
    return file


def _directory(entries: list[tuple[int, int, int, int]]) -> bytes:
    numbers = [len(entries)]
    numbers += [now - before for now, before in zip((e[0] for e in entries), (0, *(e[0] for e in entries[:-1])))]  # noqa: B905
    numbers += [entry[1] for entry in entries] + [entry[2] for entry in entries]
    ends = [None, *(entry[3] + entry[2] for entry in entries[:-1])]
    numbers += [0 if entry[3] == end else entry[3] + 1 for entry, end in zip(entries, ends, strict=True)]
    return b"".join(map(_varint, numbers))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes((*out, number))


Answer = Callable[[BaseHTTPRequestHandler], None]


class TileHost:
    """A tile server on the loopback; ``answer`` may be changed while it runs, ``asked`` is what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Answer = picture(png())
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                host.answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02}).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def tile_host() -> Iterator[TileHost]:
    """A host for one test."""
    host = TileHost()
    try:
        yield host
    finally:
        host.close()


def picture(body: bytes, status: int = 200, kind: str = "image/png", **headers: str) -> Answer:
    """Answer everything with one body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        try:
            handler.wfile.write(body)
        except ConnectionError:
            return  # whoever asked has seen enough

    return answer
