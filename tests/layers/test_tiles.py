"""Tiles, read back by an independent decoder, say exactly what the columns say, and no point is lost or told twice."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapbox_vector_tile import decode

from geo.morton import BITS, encode, tile_range
from geo.morton import decode as decode_keys
from layers import tileset
from layers.circles import EDGE, SMALLEST_RADII, radii
from layers.style import RISKS
from layers.tiles import Coded, Counted, Records, Text
from layers.tiles import encode as encode_tile
from layers.tileset import Layer, TileSet

SECTORS = ("", "H01", "H02", "建筑施工")
EDGES_LON = (-180.0, 180.0, 0.0, 117.0, -1e-9)
EDGES_LAT = (-90.0, 90.0, 0.0, 85.0511287798066, -85.0511287798066, 37.0)

longitudes = st.sampled_from(EDGES_LON) | st.floats(-180, 180) | st.floats(117.0, 117.02)
latitudes = st.sampled_from(EDGES_LAT) | st.floats(-90, 90) | st.floats(37.0, 37.02)
points = st.tuples(
    longitudes | st.just(float("nan")), latitudes, st.integers(0, 4), st.integers(0, 3), st.booleans(), st.booleans(),
    st.booleans(),
)  # fmt: skip


class Sample:
    """Columns of a few points and the tile set over them."""

    def __init__(self, rows: list[tuple[Any, ...]], name: str = "hazards") -> None:
        self.lon = np.array([row[0] for row in rows], float)
        self.lat = np.array([row[1] for row in rows], float)
        self.colour = np.array([row[2] for row in rows], np.int8)
        self.sector = np.array([row[3] for row in rows], np.int16)
        self.major = np.array([row[4] for row in rows], bool)
        self.overdue = np.array([row[5] for row in rows], bool)
        self.mask = np.array([row[6] for row in rows], bool)
        self.morton = encode(self.lon, self.lat)
        self.no = [f"号{'x' * (row % 3)}{row}" for row in range(len(rows))]
        layer = Layer(
            name,
            self.morton,
            self.colour,
            self.sector.astype(np.uint8),
            np.arange(len(rows)) * 1000 + 1,
            {"major": self.major, "overdue": self.overdue},
            Text("no", np.array([no.encode() for no in self.no], np.bytes_) if rows else np.zeros(0, "S1")),
            (
                Coded("colour", self.colour, RISKS),
                Coded("sector", self.sector, SECTORS),
                Coded("level", self.major.astype(np.uint8), (0, 1)),
                Coded("overdue", self.overdue.astype(np.uint8), (False, True)),
            ),
        )
        self.tiles = TileSet([layer])

    @property
    def shown(self) -> list[int]:
        return np.flatnonzero(self.mask & (self.morton >= 0)).tolist()

    def cell(self, row: int) -> tuple[int, int]:
        """Column and row at zoom 26, bit by bit."""
        key = int(self.morton[row])
        column = sum((key >> (2 * bit) & 1) << bit for bit in range(BITS))
        return column, sum((key >> (2 * bit + 1) & 1) << bit for bit in range(BITS))

    def features(self, z: int, x: int, y: int, most: int = tileset.MOST_SINGLES) -> list[dict[str, Any]]:
        return read(self.tiles.view("hazards", self.mask).tile(z, x, y, most))

    def tiles_at(self, z: int) -> set[tuple[int, int]]:
        """The tiles that hold a shown point, and their neighbours."""
        held = {(c >> (BITS - z), r >> (BITS - z)) for c, r in map(self.cell, self.shown)}
        around = {(x + dx, y + dy) for x, y in held for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
        return {(x, y) for x, y in around if 0 <= x < 1 << z and 0 <= y < 1 << z}


def read(tile: bytes) -> list[dict[str, Any]]:
    if not tile:
        return []
    layers: dict[str, Any] = decode(tile, default_options={"y_coord_down": True})
    (layer,) = layers.values()
    assert layer["extent"] == 4096
    return list(layer["features"])


def told(features: Iterable[dict[str, Any]]) -> int:
    return sum(feature["properties"].get("n", 1) for feature in features)


@given(st.lists(points, max_size=40), st.integers(0, 22))
@settings(max_examples=150, deadline=None)
def test_the_tiles_of_a_zoom_tell_every_point_of_the_mask_exactly_once(rows: list[Any], z: int) -> None:
    sample = Sample(rows)
    assert sum(told(sample.features(z, x, y)) for x, y in sample.tiles_at(z)) == len(sample.shown)


@given(st.integers(1, 22), st.data())
@settings(max_examples=80, deadline=None)
def test_a_tile_begins_and_ends_exactly_at_its_borders(z: int, data: st.DataObject) -> None:
    x, y = (data.draw(st.integers(0, 2**z - 1)) for _ in "xy")
    lo, hi = tile_range(z, x, y)
    keys = [key for key in (lo - 1, lo, hi - 1, hi) if 0 <= key < 4**BITS]
    lon, lat = decode_keys(np.array(keys))
    sample = Sample([(*place, 0, 1, False, False, True) for place in zip(lon, lat, strict=True)])
    assert sample.morton.tolist() == keys
    features = sample.features(z, x, y)
    assert told(features) == 2
    if z >= 13:
        corners = sorted(feature["geometry"]["coordinates"] for feature in features)
        assert corners[0] < [512, 512]
        assert corners[-1] > [3584, 3584]


@given(st.lists(points, max_size=40), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_no_tile_beyond_those_of_the_points_holds_anything(rows: list[Any], z: int) -> None:
    sample = Sample(rows)
    every = [(x, y) for x in range(1 << z) for y in range(1 << z)]
    assert sum(told(sample.features(z, x, y)) for x, y in every) == len(sample.shown)


@given(st.lists(points, max_size=40), st.integers(13, 22))
@settings(max_examples=100, deadline=None)
def test_singles_equal_the_columns(rows: list[Any], z: int) -> None:
    sample = Sample(rows)
    found = {f["id"]: (f, x, y) for x, y in sample.tiles_at(z) for f in sample.features(z, x, y)}
    assert set(found) == {row * 1000 + 1 for row in sample.shown}
    for row in sample.shown:
        feature, x, y = found[row * 1000 + 1]
        assert feature["properties"] == {
            "no": sample.no[row],
            "colour": RISKS[sample.colour[row]],
            "sector": SECTORS[sample.sector[row]],
            "level": int(sample.major[row]),
            "overdue": bool(sample.overdue[row]),
        }
        column, line = sample.cell(row)
        scale = 2.0 ** (z + 12 - BITS)
        px, py = feature["geometry"]["coordinates"]
        assert 0 <= (column + 0.5) * scale - (x * 4096 + px) < 1 + scale / 2
        assert 0 <= (line + 0.5) * scale - (y * 4096 + py) < 1 + scale / 2


@given(st.lists(points, max_size=60), st.integers(0, 16), st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_cells_equal_a_plain_count(rows: list[Any], z: int, most: int) -> None:
    sample = Sample(rows)
    for x, y in sample.tiles_at(z):
        inside = [row for row in sample.shown if tuple(c >> (BITS - z) for c in sample.cell(row)) == (x, y)]
        features = sample.features(z, x, y, most)
        if z >= 13 and len(inside) <= most:
            assert all("no" in feature["properties"] for feature in features)
            continue
        assert {cell: numbers for cell, _, numbers in map(tally, features)} == counted(sample, z, inside)


def tally(feature: dict[str, Any]) -> tuple[tuple[int, int], tuple[int, int], tuple[int, ...]]:
    """Which of the 8 × 8 cells a circle stands in, where, and its numbers."""
    got = feature["properties"]
    x, y = feature["geometry"]["coordinates"]
    numbers = (got["n"], *(got[risk] for risk in RISKS), got["major"], got["overdue"])
    return (x // 512, y // 512), (x, y), numbers


def counted(sample: Sample, z: int, rows: list[int]) -> dict[tuple[int, int], tuple[int, ...]]:
    """The numbers of each cell of the 8 × 8 grid with plain Python."""
    groups: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        column, line = sample.cell(row)
        groups.setdefault(((column >> (BITS - z - 3)) % 8, (line >> (BITS - z - 3)) % 8), []).append(row)
    return {cell: one_cell(sample, group) for cell, group in groups.items()}


def one_cell(sample: Sample, group: list[int]) -> tuple[int, ...]:
    colours = Counter(int(sample.colour[row]) for row in group)
    marks = (int(sample.major[group].sum()), int(sample.overdue[group].sum()))
    return (len(group), *(colours[code] for code in range(len(RISKS))), *marks)


@given(st.lists(points, min_size=2, max_size=60), st.integers(3, 12))
@settings(max_examples=60, deadline=None)
def test_no_two_circles_cover_each_other_whatever_their_size(rows: list[Any], z: int) -> None:
    sample = Sample(rows)
    largest = sample.tiles.largest("hazards", sample.mask)[z]
    circles = [
        (x * 512 + px / 8, y * 512 + py / 8, float(radii(np.array([numbers[0]]), largest)[0]) + EDGE)
        for x, y in sample.tiles_at(z)
        for _, (px, py), numbers in map(tally, sample.features(z, x, y))
    ]
    for (ax, ay, a), (bx, by, b) in combinations(circles, 2):
        assert max(abs(ax - bx), abs(ay - by)) >= a + b - 0.5, "half a pixel is the rounding of tile units"


def test_a_lone_hazard_beside_a_crowd_stands_where_it_is_or_within_its_own_radius() -> None:
    lone = (117.01, 36.91, 0, 1, False, False, True)
    sample = Sample([lone, *[(117.3, 37.0, 0, 1, False, False, True)] * 400])
    column, line = sample.cell(0)
    x, y = column >> (BITS - 10), line >> (BITS - 10)
    (feature,) = [f for f in sample.features(10, x, y) if f["properties"]["n"] == 1]
    for got, cell in zip(feature["geometry"]["coordinates"], (column, line), strict=True):
        assert abs(got - cell / 2 ** (BITS - 22) % 4096) <= (SMALLEST_RADII[0][1] + EDGE) * 4096 / 512 + 1


@given(st.lists(points, min_size=1, max_size=60), st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_rings_are_sixteenths_that_show_whatever_is_there(rows: list[Any], z: int) -> None:
    sample = Sample(rows)
    for x, y in sample.tiles_at(z):
        for feature in sample.features(z, x, y):
            got = feature["properties"]
            shares = [int(part) for part in got["key"].split("-")[1:]]
            assert sum(shares) == 16
            for risk, share in zip(RISKS, shares, strict=True):
                assert (share > 0) == (got[risk] > 0)
                assert abs(share - 16 * got[risk] / got["n"]) < len(RISKS)
            assert sum(int(part) for part in got["sectors"].split("-")[1:]) == 16


@pytest.mark.parametrize("z", [0, 5, 12, 13, 18, 22])
def test_a_thousand_hazards_at_one_point_are_all_told(z: int) -> None:
    sample = Sample([(117.1234567, 36.98765, 0, 1, False, True, True)] * 1000)
    (place,) = {(c >> (BITS - z), r >> (BITS - z)) for c, r in map(sample.cell, sample.shown)}
    features = sample.features(z, *place)
    assert told(features) == 1000
    assert len(features) == (1 if z < 13 else 1000)
    assert len({tuple(feature["geometry"]["coordinates"]) for feature in features}) == 1


def test_more_than_can_be_drawn_are_counted_at_every_zoom() -> None:
    sample = Sample([(117.1234567, 36.98765, 0, 1, False, True, True)] * (tileset.MOST_SINGLES + 1))
    for z in (13, 18, 22, 26):
        column, line = (axis >> (BITS - z) for axis in sample.cell(0))
        (feature,) = sample.features(z, column, line)
        assert feature["properties"]["n"] == tileset.MOST_SINGLES + 1


def test_nothing_to_show_is_no_bytes() -> None:
    empty = Sample([])
    hidden = Sample([(117.0, 37.0, 0, 1, False, False, False), (float("nan"), 37.0, 0, 1, False, False, True)])
    for sample in (empty, hidden):
        for z in (0, 5, 13):
            assert sample.tiles.tile("hazards", z, 0, 0, sample.mask) == b""
        assert set(sample.tiles.largest("hazards", sample.mask)) == {0}


def test_a_tile_that_does_not_exist_is_an_error() -> None:
    sample = Sample([(117.0, 37.0, 0, 1, False, False, True)])
    for place in ((-1, 0, 0), (3, 8, 0), (3, 0, -1), (27, 0, 0)):
        with pytest.raises(ValueError, match="no tile"):
            sample.features(*place)
    with pytest.raises(KeyError):
        sample.tiles.tile("roads", 0, 0, 0, sample.mask)


@given(st.lists(points, max_size=40))
@settings(max_examples=30, deadline=None)
def test_a_filter_hides_and_never_moves(rows: list[Any]) -> None:
    sample = Sample(rows)
    everything = np.ones(len(rows), bool)
    for z in (13, 16):
        for x, y in sample.tiles_at(z):
            whole = {f["id"]: f for f in read(sample.tiles.tile("hazards", z, x, y, everything))}
            assert all(whole[f["id"]] == f for f in sample.features(z, x, y))


def test_the_largest_cells_are_those_of_the_tiles() -> None:
    spread = np.linspace(116.9, 117.4, 300)
    sample = Sample([(lon, 37.0, 0, 1, False, False, True) for lon in spread])
    largest = sample.tiles.largest("hazards", sample.mask)
    assert len(largest) == 14
    for z, most in enumerate(largest[:13]):
        assert most == max(f["properties"]["n"] for x, y in sample.tiles_at(z) for f in sample.features(z, x, y))


def test_a_view_is_counted_once_for_one_mask_and_anew_for_another() -> None:
    sample = Sample([(117.0, 37.0, 0, 1, False, False, True)] * 3)
    other = np.array([True, False, False])
    assert sample.tiles.view("hazards", sample.mask) is sample.tiles.view("hazards", sample.mask)
    for _ in range(tileset.KEPT_VIEWS + 1):
        assert told(read(sample.tiles.tile("hazards", 0, 0, 0, other.copy()))) == 1
    assert told(sample.features(0, 0, 0)) == 3


numbers: st.SearchStrategy[list[int]] = st.lists(st.integers(0, 2**52), min_size=1, max_size=30)
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)
words = st.lists(texts, min_size=1, max_size=5)


@given(numbers, words, st.data())
@settings(max_examples=80, deadline=None)
def test_any_numbers_and_any_table_survive_the_encoding(many: list[int], table: list[str], data: st.DataObject) -> None:
    code = np.array(data.draw(st.lists(st.integers(0, len(table) - 1), min_size=len(many), max_size=len(many))))
    spot = np.array(data.draw(st.lists(st.integers(0, 4095), min_size=len(many), max_size=len(many))))
    features = read(encode_tile("层", spot, spot[::-1], [Counted("n", np.array(many)), Coded("t", code, table)]))
    assert [f["properties"] for f in features] == [{"n": n, "t": table[c]} for n, c in zip(many, code, strict=True)]
    assert [f["geometry"]["coordinates"] for f in features] == [list(p) for p in zip(spot, spot[::-1], strict=True)]


@given(numbers, st.data())
@settings(max_examples=80, deadline=None)
def test_any_ids_and_any_texts_survive_in_any_order(ids: list[int], data: st.DataObject) -> None:
    own = data.draw(st.lists(texts, min_size=len(ids), max_size=len(ids)))
    records = Records("t", np.array(ids), Text("no", np.array([word.encode() for word in own], np.bytes_)), (), 40)
    at = np.array(data.draw(st.permutations(range(len(ids)))))
    features = read(records.tile(at, at, at))
    assert [f["id"] for f in features] == [ids[row] for row in at]
    assert [f["properties"]["no"] for f in features] == [own[row] for row in at]


def test_more_values_than_two_bytes_can_name_are_told_apart() -> None:
    every = np.arange(20_000)
    own = np.array([b"%d" % row for row in every])
    features = read(Records("t", every, Text("no", own), (), len(every)).tile(every, every % 4096, every % 4096))
    assert [f["properties"]["no"] for f in features] == [str(row) for row in every]
