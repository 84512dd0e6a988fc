"""``onemap bench audit``: the whole past of a demo proved, beside a bare read and hash of the same rows."""

from argparse import Namespace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Engine, text

from dashboard.benches.base import Bench, Measure
from data.demo import build_demo
from data.packs import Pack, load_pack
from data.store.audit import verify
from data.store.collector import without_collector
from data.store.database import open_engine, prepare
from data.store.links import Walk
from data.words import t

HAZARDS = 40_000


def run(args: Namespace) -> list[Measure]:
    """Texts, columns and hashes by one process; then all of it, short forms included, as the verb does it."""
    pack = load_pack(args.pack)
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        prepare(engine, pack)
        build_demo(engine, pack, min(args.hazards, HAZARDS))
        bare = _bare_ms(engine)
        walked, count = _walked_ms(engine, pack)
        begun = perf_counter()
        assert verify(engine, pack).bad is None
        whole = (perf_counter() - begun) * 1000
        engine.dispose()
    return [
        Measure(_what("walk", count, walked), walked, "sqlite3+sha256", bare, count),
        Measure(_what("whole", count, whole), whole, "sqlite3+sha256", bare, count),
    ]


def _what(name: str, count: int, milliseconds: float) -> str:
    return t(f"audit.bench_{name}", rate=f"{count / milliseconds * 1000:,.0f}")


def _bare_ms(engine: Engine) -> float:
    """All columns of all events, each text hashed."""
    begun = perf_counter()
    with engine.connect() as connection, without_collector():
        cursor = connection.execute(text("SELECT text, event.* FROM event ORDER BY county, change")).cursor
        assert cursor is not None
        while rows := cursor.fetchmany(8192):
            for row in rows:
                sha256(row[0].encode()).digest()
    return (perf_counter() - begun) * 1000


def _walked_ms(engine: Engine, pack: Pack) -> tuple[float, int]:
    begun = perf_counter()
    with engine.connect() as connection, without_collector():
        walk = Walk(connection, pack)
        assert next(iter(walk), None) is None
    return (perf_counter() - begun) * 1000, walk.events


BENCH = Bench("audit", run)
