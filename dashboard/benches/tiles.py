"""Tiles of N synthetic hazards, ours and PostGIS ``ST_AsMVT`` over the same points and the same tiles.

Every line is the 95th percentile over the tiles of one zoom. *Cold* includes counting a filter that was never asked
before; *warm* is the next tile under the same filter, its bytes not kept. Cells are compared with cells, singles with
singles.
"""

import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray

from dashboard.benches.base import Bench, Measure
from dashboard.benches.postgis import EARTH, PeerMissing, PostGIS, Row, postgis
from data.packs import Pack, load_pack
from data.rules.vocabulary import STATES
from data.words import t
from geo.mercator import tile_at, to_unit
from geo.morton import encode
from layers.brush import SINGLES_FROM, sector_slots
from layers.facts import HAZARDS
from layers.style import RISKS
from layers.tiles import Coded, Text
from layers.tileset import Layer, TileSet

COLD_ZOOMS = (8, 9, 10, 11)
WARM_ZOOMS = (8, 10, 12, 13, 14, 16)
MOST_TILES = 12
CHOSEN = 4
"""The filter of the benchmark: the first sectors of the pack."""
SPREAD = 0.02
"""Degrees around a town's seat within which most points lie."""


@dataclass(frozen=True)
class Points:
    """Made-up hazards, in spatial order."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    codes: dict[str, NDArray[np.int64]]
    tables: dict[str, tuple[str, ...]]

    def layer(self, slots: NDArray[np.uint8]) -> Layer:
        """The tile layer with the properties of real hazards."""
        no = np.array([_no(row).encode() for row in range(len(self.lon))])
        named = [Coded(name, codes, self.tables[name]) for name, codes in self.codes.items() if name in self.tables]
        flags = [Coded(name, self.codes[name], (False, True)) for name in ("overdue", "precise")]
        return Layer(
            HAZARDS,
            encode(self.lon, self.lat),
            self.codes["colour"],
            slots[self.codes["sector"]],
            np.arange(len(no)),
            {"major": self.codes["level"] == 1, "overdue": self.codes["overdue"] == 1},
            Text("no", no),
            (*named, Coded("level", self.codes["level"], (0, 1)), *flags),
        )

    def rows(self) -> Iterator[Row]:
        """The same, row by row, for a database; x and y in metres of EPSG:3857."""
        x, y = to_unit(self.lon, self.lat)
        named = [[self.tables[name][code] for code in self.codes[name]] for name in ("colour", "sector", "state")]
        level, overdue, precise = (self.codes[name].tolist() for name in ("level", "overdue", "precise"))
        metres = (((x - 0.5) * EARTH).tolist(), ((0.5 - y) * EARTH).tolist())
        for row, (colour, sector, state, px, py) in enumerate(zip(*named, *metres, strict=True)):
            yield row, _no(row), colour, sector, level[row], bool(overdue[row]), state, bool(precise[row]), px, py


@dataclass(frozen=True, slots=True)
class Case:
    """One line to measure: the tiles of a zoom, filtered or not, cold or warm."""

    zoom: int
    tiles: list[tuple[int, int, int]]
    cold: bool

    def what(self) -> str:
        """The line's title."""
        return t("bench_tiles.cold" if self.cold else "bench_tiles.warm", zoom=self.zoom)


def run(args: Namespace) -> list[Measure]:
    """Measure ours, then the peer when it is asked for and there is one."""
    pack = load_pack(args.pack)
    points = made_up(pack, args.hazards)
    slots = np.array([sector_slots(pack.sectors)[code] for code in points.tables["sector"]], np.uint8)
    tiles = TileSet((points.layer(slots),))
    cases = _cases(points)
    measures = [_ours(case, tiles, points) for case in cases]
    if "postgis" not in args.against.split(","):
        return measures
    try:
        with postgis() as peer:
            peer.load(points.rows())
            return [_beside(each, case, tiles, points, peer) for each, case in zip(measures, cases, strict=True)]
    except PeerMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return measures


def made_up(pack: Pack, many: int) -> Points:
    """``many`` hazards around the towns' middles and all over the district, always the same ones."""
    chance = np.random.default_rng(20210601)
    seats = np.array([shape.geometry.representative_point().coords[0] for shape in pack.town_shapes])
    places = seats[chance.integers(0, len(seats), many)] + chance.normal(0, SPREAD, (many, 2))
    west, south, east, north = pack.outline.bounds
    lost = ~shapely.contains_xy(pack.outline, places[:, 0], places[:, 1])
    places[lost] = chance.uniform((west, south), (east, north), (int(lost.sum()), 2))
    places = places[np.argsort(encode(places[:, 0], places[:, 1]))]
    sectors = tuple(sector.code for sector in pack.sectors if sector.parent is None)
    tables = {"colour": RISKS, "sector": sectors, "state": tuple(str(state) for state in STATES[:10])}
    codes = {name: chance.integers(0, len(table), many) for name, table in tables.items()}
    rare = {"level": 0.01, "overdue": 0.08, "precise": 0.9}
    codes |= {name: (chance.random(many) < share).astype(np.int64) for name, share in rare.items()}
    return Points(places[:, 0], places[:, 1], codes, tables)


def _no(row: int) -> str:
    return f"YH{row:021d}"


def _cases(points: Points) -> list[Case]:
    cold = [Case(zoom, _tiles(points, zoom), cold=True) for zoom in COLD_ZOOMS]
    return cold + [Case(zoom, _tiles(points, zoom), cold=False) for zoom in WARM_ZOOMS]


def _tiles(points: Points, zoom: int) -> list[tuple[int, int, int]]:
    """Some tiles with points, evenly chosen along the spatial order."""
    rows = np.linspace(0, len(points.lon) - 1, MOST_TILES * 4).astype(int)
    held = {tile_at(zoom, float(points.lon[row]), float(points.lat[row])): None for row in rows}
    return [(zoom, x, y) for x, y in list(held)[:: max(1, len(held) // MOST_TILES)]][:MOST_TILES]


def _mask(points: Points, case: Case) -> NDArray[np.bool_]:
    return points.codes["sector"] < CHOSEN if case.cold else np.ones(len(points.lon), bool)


def _ours(case: Case, tiles: TileSet, points: Points) -> Measure:
    mask = _mask(points, case)
    tiles.view(HAZARDS, mask)
    times = []
    for z, x, y in case.tiles:
        asked = mask.copy() if case.cold else mask
        times.append(_timed(partial(tiles.tile, HAZARDS, z, x, y, asked)))
    return Measure(case.what(), _p95(times), None, None, len(points.lon))


def _beside(ours: Measure, case: Case, tiles: TileSet, points: Points, peer: PostGIS) -> Measure:
    mask = _mask(points, case)
    sectors = list(points.tables["sector"][:CHOSEN]) if case.cold else None
    times = []
    for z, x, y in case.tiles:
        singles = z >= SINGLES_FROM and b"\x1a\x02no" in tiles.tile(HAZARDS, z, x, y, mask)
        times.append(_timed(partial(peer.tile, z, x, y, sectors, singles=singles)))
    return replace(ours, peer=peer.name, peer_ms=_p95(times))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _p95(times: list[float]) -> float:
    return float(np.percentile(times, 95))


BENCH = Bench("tiles", run)
