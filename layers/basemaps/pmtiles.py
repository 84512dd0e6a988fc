"""PMTiles files (version 3 of the specification): one file, directories of tiles along a Hilbert curve."""

import zlib
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from layers.basemaps.errors import CutShort, Elsewhere, NoFile, NotTiles, TileLost, VectorTiles
from layers.basemaps.model import Bounds
from layers.basemaps.pictures import MOST_BYTES, checked

HEADER = 127
NONE, GZIP = 1, 2
PICTURES = (2, 3, 4)
"""PNG, JPEG and WebP as types of tiles; 1 is vectors."""
MOST_DIRECTORY = 16_000_000
"""A directory that unpacks to more bytes is refused."""
KEPT_LEAVES = 32
DEEPEST_LEAF = 4

Entries = tuple[list[int], list[int], list[int], list[int]]
"""Tile ids, run lengths, lengths and offsets of one directory."""


class Broken(Exception):
    """The bytes do not follow the format."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the first 127 bytes tell; places are ``(offset, length)``."""

    root: tuple[int, int]
    leaves: tuple[int, int]
    tiles: tuple[int, int]
    packed: int
    kind: int
    zooms: tuple[int, int]
    bounds: Bounds

    @classmethod
    def parse(cls, head: bytes) -> "Header":
        """Raises `Broken`."""
        if len(head) < HEADER or head[:7] != b"PMTiles" or head[7] != 3:
            raise Broken
        root, leaves, tiles = (
            (int.from_bytes(head[at : at + 8], "little"), int.from_bytes(head[at + 8 : at + 16], "little"))
            for at in (8, 40, 56)
        )
        degrees = [int.from_bytes(head[at : at + 4], "little", signed=True) / 1e7 for at in range(102, 118, 4)]
        west, south, east, north = degrees
        return cls(root, leaves, tiles, head[97], head[99], (head[100], head[101]), (west, south, east, north))

    @property
    def end(self) -> int:
        """How long the file must be."""
        return max(offset + length for offset, length in (self.root, self.leaves, self.tiles))


class PmTiles:
    """One file, read by range; the directories lately used are kept."""

    def __init__(self, key: str, file: Path, header: Header) -> None:
        self.key = key
        self.file = file
        self.header = header
        self._kept: OrderedDict[tuple[int, int], Entries] = OrderedDict()
        self._lock = Lock()

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """See `layers.basemaps.model.Tiles`."""
        try:
            place = self._find(tile_id(z, x, y))
        except (Broken, OSError) as error:
            raise TileLost(basemap=self.key, why="damaged") from error
        if place is None:
            return None
        if place[1] > MOST_BYTES:
            raise TileLost(basemap=self.key, why="too_large")
        return checked(self.key, self._read(*place))

    def _find(self, wanted: int) -> tuple[int, int] | None:
        place = self.header.root
        for _ in range(DEEPEST_LEAF):
            ids, runs, lengths, offsets = self._directory(place)
            at = bisect_right(ids, wanted) - 1
            if at < 0:
                return None
            if runs[at]:
                inside = wanted < ids[at] + runs[at]
                return (self.header.tiles[0] + offsets[at], lengths[at]) if inside else None
            place = (self.header.leaves[0] + offsets[at], lengths[at])
        raise Broken

    def _directory(self, place: tuple[int, int]) -> Entries:
        with self._lock:
            if place in self._kept:
                self._kept.move_to_end(place)
                return self._kept[place]
        made = directory(unpacked(self._read(*place), self.header.packed))
        with self._lock:
            self._kept[place] = made
            while len(self._kept) > KEPT_LEAVES:
                self._kept.popitem(last=False)
        return made

    def _read(self, offset: int, length: int) -> bytes:
        if length > MOST_DIRECTORY:
            raise Broken
        with self.file.open("rb") as opened:
            opened.seek(offset)
            return opened.read(length)

    def check(self) -> None:
        """Raise `Broken` unless the root directory can be read."""
        self._directory(self.header.root)


def open_pmtiles(key: str, file: Path, county: Bounds) -> tuple[PmTiles, int, int]:
    """The tiles of a file and its first and last zoom. Raises what is wrong with the file."""
    if not file.is_file():
        raise NoFile(basemap=key, file=file.name)
    try:
        with file.open("rb") as opened:
            header = Header.parse(opened.read(HEADER))
        _check(key, file, header, county)
        found = PmTiles(key, file, header)
        found.check()
    except Broken as error:
        raise NotTiles(basemap=key, file=file.name, kind="PMTiles") from error
    return found, *header.zooms


def _check(key: str, file: Path, header: Header, county: Bounds) -> None:
    if header.kind == 1:
        raise VectorTiles(basemap=key, file=file.name)
    if header.kind not in PICTURES or header.packed not in (NONE, GZIP) or not _rising(header.zooms):
        raise NotTiles(basemap=key, file=file.name, kind="PMTiles")
    if file.stat().st_size < header.end:
        raise CutShort(basemap=key, file=file.name)
    if _apart(header.bounds, county):
        raise Elsewhere(basemap=key, file=file.name)


def _rising(zooms: tuple[int, int]) -> bool:
    return 0 <= zooms[0] <= zooms[1] <= 24


def _apart(one: Bounds, other: Bounds) -> bool:
    return one[0] > other[2] or one[2] < other[0] or one[1] > other[3] or one[3] < other[1]


def tile_id(z: int, x: int, y: int) -> int:
    """The number of a tile: all zooms before, then its place on the Hilbert curve of its own."""
    number = ((1 << 2 * z) - 1) // 3
    side = 1 << z >> 1
    while side:
        right, low = int(bool(x & side)), int(bool(y & side))
        number += side * side * ((3 * right) ^ low)
        if not low:
            if right:
                x, y = side - 1 - x & side - 1, side - 1 - y & side - 1
            x, y = y, x
        side >>= 1
    return number


def unpacked(data: bytes, packed: int) -> bytes:
    """A directory as it is written; raises `Broken` when it does not unpack or is too large."""
    if packed == NONE:
        return data
    gunzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        out = gunzip.decompress(data, MOST_DIRECTORY)
    except zlib.error as error:
        raise Broken from error
    if not gunzip.eof:
        raise Broken
    return out


def directory(data: bytes) -> Entries:
    """The entries of a directory; raises `Broken`."""
    numbers = _varints(data)
    many = numbers[0] if numbers else 0
    if many == 0 or len(numbers) != 1 + 4 * many:
        raise Broken
    steps, runs, lengths, places = (numbers[1 + part * many : 1 + (part + 1) * many] for part in range(4))
    ids: list[int] = []
    offsets: list[int] = []
    last = 0
    for at in range(many):
        last += steps[at]
        ids.append(last)
        offsets.append(places[at] - 1 if places[at] else offsets[-1] + lengths[at - 1] if at else 0)
    return ids, runs, lengths, offsets


def _varints(data: bytes) -> list[int]:
    numbers, number, shift = [], 0, 0
    for byte in data:
        number |= (byte & 127) << shift
        if byte & 128:
            shift += 7
            if shift > 63:
                raise Broken
        else:
            numbers.append(number)
            number = shift = 0
    if shift:
        raise Broken
    return numbers
