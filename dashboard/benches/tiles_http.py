"""How long tiles take over HTTP, as a browser asks for them; the numbers to reach are those of design 6."""

import http.client
import json
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import numpy as np

from dashboard.benches.base import Measure
from data.words import t
from geo.mercator import tile_at

FAR, NEAR = (8, 9, 10, 11), (12, 13, 14, 16)
MOST = 12
COLD_MS, WARM_MS = 80, 20

Tile = tuple[int, int, int]


def tile_times(url: str, points: Path, many: int) -> list[Measure]:
    """Median and 95th percentile of tiles far (cold and filtered) and near, beside the goal."""
    link = http.client.HTTPConnection(urlsplit(url).netloc)
    version = json.loads(_asked(link, "/healthz"))["version"]
    far, near = (_tiles(points, zooms) for zooms in (FAR, NEAR))
    cold = [
        _timed(link, tile, version, f"level=0&from=2020-01-{number % 28 + 1:02d}") for number, tile in enumerate(far)
    ]
    _timed(link, far[0], version, "")
    warm = [_timed(link, tile, version, "") for tile in (*far, *near)]
    link.close()
    return [*_lines("cold_tile", cold, COLD_MS, many), *_lines("warm_tile", warm, WARM_MS, many)]


def _lines(word: str, times: list[float], goal: float, many: int) -> list[Measure]:
    halves = ((50, float(np.percentile(times, 50))), (95, float(np.percentile(times, 95))))
    return [
        Measure(t(f"bench_browser.{word}", share=share), found, t("bench_browser.goal"), goal, many)
        for share, found in halves
    ]


def _tiles(points: Path, zooms: tuple[int, ...]) -> list[Tile]:
    """Some tiles of each zoom that hold points."""
    with np.load(points) as held:
        places = list(zip(held["lon"][:200].tolist(), held["lat"][:200].tolist(), strict=True))
    found = []
    for zoom in zooms:
        held_by = dict.fromkeys((zoom, *tile_at(zoom, lon, lat)) for lon, lat in places)
        found += list(held_by)[:MOST]
    return found


def _timed(link: http.client.HTTPConnection, tile: Tile, version: str, query: str) -> float:
    z, x, y = tile
    begun = time.perf_counter()
    _asked(link, f"/tiles/hazards/{z}/{x}/{y}.pbf?v={version}&f={quote(query)}")
    return (time.perf_counter() - begun) * 1000


def _asked(link: http.client.HTTPConnection, path: str) -> bytes:
    link.request("GET", path, headers={"Accept-Encoding": "gzip"})
    return link.getresponse().read()
