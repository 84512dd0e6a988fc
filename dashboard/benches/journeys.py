"""What ``onemap bench browser`` does on a page, timed by the page's own clock."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dashboard.viewer import COOKIE
from data.packs import Pack
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store import verbs
from data.store.database import open_engine

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

WIDTH, HEIGHT = 1366, 768
PATIENCE_MS = 60_000
REPORTED = 5

MAP_THERE = "window.onemap?.map?.()?.loaded() && document.querySelector('#map-canvas.is-ready')"
NUMBER = "document.querySelector('.headline .number')?.textContent"
FIGURES_THERE = f"({NUMBER} || '').match(/[0-9]/)"
BYTES = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + (entry.transferSize || 0), 0)"""
FILTER = """async (query) => {
  const answered = () => document.querySelector(".as-list").href; // comes with the numbers, other for each filter
  const until = (done) => new Promise((told) => {
    const look = () => (done() ? told(performance.now()) : setTimeout(look, 4));
    look();
  });
  const map = onemap.map(), before = answered(), begun = performance.now();
  let followed = false;
  onemap.tools.all.push({ filtered: () => (followed = true) });
  history.pushState({}, "", query);
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  const times = await Promise.all([until(() => answered() !== before), until(() => followed && map.loaded())]);
  onemap.tools.all.pop();
  return times.map((each) => each - begun);
}"""
SHOWN = """({ before, no, place }) => {
  if (document.querySelector(".headline .number").textContent === before) return false;
  const { x, y } = onemap.map().project(place);
  const around = onemap.map().queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]]);
  return around.some((feature) => feature.properties.no === no) && performance.timeOrigin + performance.now();
}"""


@dataclass(frozen=True, slots=True)
class Visits:
    """A first and a second visit with one browser profile; sizes as they came over the wire, workers included."""

    first_ms: float
    first_kb: float
    heap_mb: float
    second_ms: float
    second_kb: float


class Journeys:
    """Visits of one address, as the whole county or as one viewer."""

    def __init__(self, browser: "Browser", url: str, viewer: str | None = None) -> None:
        self._browser = browser
        self._url = url
        self._viewer = viewer

    @contextmanager
    def _profile(self) -> "Iterator[BrowserContext]":
        context = self._browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
        if self._viewer is not None:
            context.add_cookies([{"name": COOKIE, "value": self._viewer, "url": self._url}])
        context.set_default_timeout(PATIENCE_MS)
        yield context
        context.close()

    def first(self, there: str, patience: float = PATIENCE_MS) -> float:
        """Milliseconds from the address to ``there`` with an empty cache."""
        with self._profile() as context:
            return _open(context.new_page(), self._url, there, patience)

    def first_map(self) -> float:
        """The same until our map stands with all it draws."""
        return self.first(MAP_THERE)

    def two_visits(self) -> Visits:
        """Open the page, leave it, and come again."""
        with self._profile() as context:
            page = context.new_page()
            first_ms = _open(page, self._url, MAP_THERE)
            _settled(page)
            first_kb, heap_mb = _bytes(page) / 1024, _heap(page) / 1024**2
            page.close()
            page = context.new_page()
            second_ms = _open(page, self._url, MAP_THERE)
            _settled(page)
            return Visits(first_ms, first_kb, heap_mb, second_ms, _bytes(page) / 1024)

    def filters(self, queries: Sequence[str]) -> list[tuple[float, float]]:
        """Milliseconds until figures and until the map show each of the filters, one after the other."""
        with self._profile() as context:
            page = context.new_page()
            _open(page, self._url, MAP_THERE)
            _settled(page)
            return [tuple(page.evaluate(FILTER, query)) for query in queries]

    def live(self, database: str, pack: Pack) -> list[float]:
        """Milliseconds from the commit of another writer's hazard until number and map show it."""
        with self._profile() as context:
            page = context.new_page()
            lon, lat = pack.town_shapes[0].geometry.representative_point().coords[0]
            _open(page, f"{self._url}/#map=15.00/{lat:.5f}/{lon:.5f}", MAP_THERE)
            _settled(page)
            return [_reported(page, database, pack, (lon, lat)) for _ in range(REPORTED)]


def _open(page: "Page", url: str, there: str, patience: float = PATIENCE_MS) -> float:
    page.goto(url, wait_until="commit")
    found = page.wait_for_function(f"() => {there} ? performance.now() : false", timeout=patience)
    return float(found.json_value())


def _settled(page: "Page") -> None:
    page.wait_for_function(f"() => {FIGURES_THERE} && {MAP_THERE}")
    page.wait_for_load_state("networkidle")


def _bytes(page: "Page") -> float:
    workers = sum(worker.evaluate(BYTES) for worker in page.workers)
    return float(page.evaluate(BYTES) + workers)


def _heap(page: "Page") -> float:
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.enable")
    devtools.send("HeapProfiler.collectGarbage")
    return float(devtools.send("Runtime.getHeapUsage")["usedSize"])


def _reported(page: "Page", database: str, pack: Pack, place: tuple[float, float]) -> float:
    before = page.evaluate(f"() => {NUMBER}")
    engine = open_engine(database)
    now = datetime.now(UTC)
    officer = Actor("王某", "ZJJ", Role.DEPARTMENT)
    day = now.astimezone(pack.zone).date().isoformat()
    told = _hazard(pack, *place)
    no = verbs.report(engine, pack, Scope.whole(pack.code), officer, told, day, now).hazard_no
    committed = datetime.now(UTC).timestamp() * 1000
    engine.dispose()
    asked = {"before": before, "no": no, "place": list(place)}
    return float(page.wait_for_function(SHOWN, arg=asked, polling=20).json_value()) - committed


def _hazard(pack: Pack, lon: float, lat: float) -> dict[str, Any]:
    return {
        "subject_kind": "site", "subject_name": "示例在建工程", "level": 0, "source": 2, "town": pack.towns[0].code,
        "sector": "H03", "description": "临边防护缺失", "address": "示例路 1 号", "lon": lon, "lat": lat,
        "place_quality": 1,
    }  # fmt: skip
