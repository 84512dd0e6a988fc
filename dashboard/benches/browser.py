"""``onemap bench browser``: the map page in a real Chromium, beside the empty map and two map peers in the same run.

Ours is the program itself over a demo of ``--hazards``, or over a copy of ``--database``: a second writer reports a few
hazards there. The *empty map* is the same program over a county without a fact. The peers of `peers` draw the
same points at the sizes they survive. ``goal`` is the number to reach, so a ratio of 1 or more reaches it.
"""

import os
import shutil
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from dashboard.benches.base import Bench, Measure
from dashboard.benches.journeys import Journeys
from dashboard.benches.peers import PEERS, Peer
from dashboard.benches.served import served
from dashboard.benches.tiles_http import tile_times
from data.demo import build_demo
from data.errors import OneMapError
from data.packs import Pack, load_pack
from data.store.database import is_sqlite, open_engine, prepare, printable
from data.store.models import HazardRow
from data.words import t

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSER = "ONEMAP_TEST_CHROMIUM"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
FLAGS = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-background-networking"]
SURVIVED_MS = 60_000
"""A peer's map that is not there by then did not survive this size; no larger one is tried."""
ROUNDS = 3
FIRST_BYTES_KB, HEAP_MB, LIVE_MS, EMPTY = 2048, 40, 2000, 1.3
BEYOND_MS = 200


class BrowserMissing(OneMapError):
    """There is no Chromium on this machine."""

    key = "bench_browser.missing"


class NotAFile(OneMapError):
    """Only a SQLite file can be copied before a benchmark writes to it."""

    key = "bench_browser.not_a_file"


def run(args: Namespace) -> list[Measure]:
    """Measure all of it; the peers named by ``--against`` come last."""
    pack = load_pack(args.pack)
    with TemporaryDirectory() as folder, chromium() as browser:
        copy = args.database and _copied(Path(folder), args.database)
        database = copy or _built(Path(folder), pack, args.hazards)
        empty = _built(Path(folder), pack, 0)
        points = Path(folder) / "points.npz"
        many = _points(database, points)
        with served("dashboard.cli", *_command(empty, args)) as url:
            bare = Journeys(browser, url)
            empty_ms = median(bare.first_map() for _ in range(ROUNDS))
        with served("dashboard.cli", *_command(database, args)) as url:
            measures = _ours(Journeys(browser, url), url, pack, database, empty_ms, many)
            measures += _within(Journeys(browser, url, pack.towns[0].code), empty_ms, many)
            measures += tile_times(url, points, many)
        first = measures[0].ours_ms
        for peer in PEERS:
            if peer.key in args.against.split(","):
                measures += _survived(browser, peer, points, many, first)
    return measures


@contextmanager
def chromium() -> "Iterator[Browser]":
    """A headless Chromium without a graphics card: what an old office PC has."""
    path = os.environ.get(BROWSER) or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise BrowserMissing
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _built(folder: Path, pack: Pack, hazards: int) -> str:
    """The address of a new database with so many hazards."""
    database = f"sqlite:///{folder}/bench-{hazards}.sqlite"
    engine = open_engine(database)
    prepare(engine, pack)
    if hazards:
        build_demo(engine, pack, hazards)
    engine.dispose()
    return database


def _copied(folder: Path, url: str) -> str:
    """The address of a copy, so that nothing is ever written to the database of ``url``."""
    engine = open_engine(url)
    if not is_sqlite(engine):
        raise NotAFile(database=printable(engine))
    file = folder / "copy.sqlite"
    with closing(sqlite3.connect(str(engine.url.database))) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
    engine.dispose()
    return f"sqlite:///{file}"


def _command(database: str, args: Namespace) -> tuple[str, ...]:
    return ("serve", "--port", "0", "--database", database, "--pack", args.pack)


def _points(database: str, file: Path) -> int:
    """Write the placed hazards for the peers, in an order without order; returns how many hazards there are."""
    engine = open_engine(database)
    with engine.connect() as connection:
        rows = connection.execute(select(HazardRow.lon, HazardRow.lat, HazardRow.level)).all()
    engine.dispose()
    placed = np.array([row for row in rows if row[0] is not None], np.float64).reshape(-1, 3)
    np.random.default_rng(1).shuffle(placed)
    np.savez(file, lon=placed[:, 0], lat=placed[:, 1], level=placed[:, 2].astype(np.int8))
    return len(rows)


def _ours(ours: Journeys, url: str, pack: Pack, database: str, empty_ms: float, many: int) -> list[Measure]:
    first = median(ours.first_map() for _ in range(ROUNDS))
    visit = ours.two_visits()
    filtered = ours.filters(_questions(pack))
    live = ours.live(database, pack)
    return [
        Measure(t("bench_browser.first_map"), first, t("bench_browser.empty"), empty_ms, many),
        Measure(t("bench_browser.first_map"), first, t("bench_browser.goal"), empty_ms * EMPTY, many),
        *_filtered(filtered, many, "figures"),
        Measure(t("bench_browser.live"), max(live), t("bench_browser.goal"), LIVE_MS, many),
        Measure(t("bench_browser.heap"), visit.heap_mb, t("bench_browser.goal"), HEAP_MB, many, "MB"),
        Measure(t("bench_browser.first_bytes"), visit.first_kb, t("bench_browser.goal"), FIRST_BYTES_KB, many, "KB"),
        Measure(t("bench_browser.second_bytes"), visit.second_kb, t("bench_browser.first"), visit.first_kb, many, "KB"),
        Measure(t("bench_browser.second_map"), visit.second_ms, t("bench_browser.first"), visit.first_ms, many),
    ]


def _within(ours: Journeys, empty_ms: float, many: int) -> list[Measure]:
    """The same with the scope of one town."""
    first = median(ours.first_map() for _ in range(ROUNDS))
    filtered = ours.filters(("?level=1", "?overdue=yes", "?colour=red"))
    return [
        Measure(t("bench_browser.town_first_map"), first, t("bench_browser.empty"), empty_ms, many),
        *_filtered(filtered, many, "town_figures"),
    ]


def _questions(pack: Pack) -> tuple[str, ...]:
    one, two = [sector.code for sector in pack.sectors if sector.parent is None][:2]
    return (f"?sector={one}", "?level=1", f"?town={pack.towns[0].code}", "?overdue=yes", f"?sector={one},{two}")


def _filtered(times: list[tuple[float, float]], many: int, word: str) -> list[Measure]:
    figures, repaint = (median(each) for each in zip(*times, strict=True))
    what = t(f"bench_browser.{word}")
    return [
        Measure(what, figures, t("bench_browser.repaint"), repaint, many),
        Measure(what, figures, t("bench_browser.repaint_goal"), repaint + BEYOND_MS, many),
    ]


def _survived(browser: "Browser", peer: Peer, file: Path, many: int, ours: float) -> list[Measure]:
    """One line for each size at which the peer's map came; beside it ours with all hazards."""
    from playwright.sync_api import Error

    found = []
    for size in sorted({min(size, many) for size in peer.sizes}):
        what = t("bench_browser.peer", size=f"{size:,}")
        try:
            with served("dashboard.benches.serve_peer", peer.key, str(file), str(size)) as url:
                there = Journeys(browser, url).first(peer.drawn, SURVIVED_MS)
        except Error as error:
            why = str(error).splitlines()[0]
            sys.stderr.write(t("bench_browser.not_survived", peer=peer.name, size=f"{size:,}", why=why) + "\n")
            break
        found.append(Measure(what, ours, peer.name, there, size))
    return found


BENCH = Bench("browser", run)
