"""Files of boundaries that mean harm, or are not what they say: refused quickly, with the reason, nothing written."""

import json
import random
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data.errors import OneMapError
from data.exchange.boundaries.reader import read_drawing
from data.exchange.errors import FileRefused
from data.exchange.importer import import_file
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.models import EventRow
from tests.exchange import books
from tests.exchange.lines import bent, features, frame, geojson, geopackage, shapefile

VRT = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name.replace("_", "."), content)
    return path


def bomb(path: Path) -> Path:
    return archive(path, a_shp=b"\0" * (400 << 20), a_shx=b"", a_dbf=b"")


def pretender(path: Path) -> Path:
    return archive(path, a_shp=VRT, a_shx=b"x", a_dbf=b"x")


def lonely(path: Path) -> Path:
    return archive(path, a_shp=b"\x00\x00\x27\x0a")


def bare(path: Path) -> Path:
    path.write_bytes(b"\x00\x00\x27\x0a" + bytes(96))
    return path


def nothing(path: Path) -> Path:
    return archive(path, readme_txt=b"x")


def other_database(path: Path) -> Path:
    with sqlite3.connect(path) as connection:
        connection.execute("create table a (b)")
    return path


def deep(path: Path) -> Path:
    path.write_text('{"type": "FeatureCollection", "features": ' + "[" * 100_000 + "]" * 100_000 + "}")
    return path


def many(path: Path) -> Path:
    empty = {"type": "Feature", "properties": {}, "geometry": None}
    return geojson(path, [empty] * 20_001)


def no_features(path: Path) -> Path:
    path.write_text(json.dumps({"type": "Topology", "objects": {}}))
    return path


HOSTILE: tuple[tuple[Callable[[Path], Path], str], ...] = (
    (bomb, "压缩炸弹"),
    (pretender, "已损坏或不完整"),
    (lonely, "缺少 .shx、.dbf"),
    (bare, "一起压缩成 zip"),
    (nothing, "没有 Shapefile"),
    (other_database, "不是 GeoPackage"),
    (deep, "JSON"),
    (many, "不像行政边界"),
    (no_features, "没有任何要素"),
)


@pytest.mark.parametrize(("make", "says"), HOSTILE, ids=[make.__name__ for make, _says in HOSTILE])
def test_a_hostile_file_is_refused_with_the_reason(make: Callable[[Path], Path], says: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_drawing(make(tmp_path / "x"))
    assert says in refused.value.sentence()


@pytest.mark.parametrize("kind", ["geojson", "gpkg", "zip"])
def test_damaged_files_are_refused_or_understood_and_never_break_anything(
    kind: str, sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    shapes = bent(pack.town_shapes)
    whole = {
        "geojson": lambda path: geojson(path, features(shapes)),
        "gpkg": lambda path: geopackage(path, frame(shapes)),
        "zip": lambda path: shapefile(path, frame(shapes)),
    }[kind](tmp_path / f"whole.{kind}").read_bytes()
    dice = random.Random(kind)
    for turn in range(6):
        damaged = bytearray(whole)
        for _ in range(dice.choice([1, 20, 400])):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path = tmp_path / f"{turn}.{kind}"
        path.write_bytes(damaged[: dice.randrange(len(damaged))] if turn % 2 else damaged)
        with suppress(OneMapError):
            import_file(
                sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, path, "boundaries", now=books.NOW, dry_run=True
            )
    with sqlite_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(EventRow)) == 0
