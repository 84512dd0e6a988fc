"""A small demo county on a fixed day, an app over it, and a real server with a real browser."""

import json
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from waitress.server import create_server

from dashboard.app import create_app
from dashboard.benches.journeys import MAP_THERE
from dashboard.markup import tree_id
from dashboard.pages.map_figures import CARDS, title_id
from dashboard.pages.map_headlines import HEADLINES, change_id, value_id
from dashboard.settings import Settings
from dashboard.viewer import COOKIE
from data.demo import build_demo
from data.packs import DEFAULT_PACK, Pack
from data.store.database import open_engine
from tests.dashboard.conftest import free_port

DAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
HAZARDS = 700
OWN = ("http://127.0.0.1", "data:", "blob:", "about:")
EVERYTHING = """async () => {
  const answer = await fetch("/api/v1/stats?from=2000-01-01");
  return (await answer.json()).kpis.hazards_total.value;
}"""
WORDS = tuple(each.word for each in HEADLINES)
"""The headline numbers."""


def several(outputs: Iterable[tuple[Any, str]]) -> str:
    """The name that Dash gives to several outputs of one callback."""
    return f"..{'...'.join(f'{wire(name)}.{prop}' for name, prop in outputs)}.."


def wire(name: Any) -> str:
    """An id as it travels."""
    return json.dumps(name, sort_keys=True, separators=(",", ":")) if isinstance(name, dict) else str(name)


OPTIONS = wire(tree_id("map-filters"))
"""The filter panel's options."""
READ_FIRST = several(
    [(name, "children") for name in ("map-banner", "map-chips", "map-drawn", "map-basis")]
    + [(value_id(word), "children") for word in WORDS]
)
CHARTS = several(
    [("map-measure", "children")]
    + [(title_id(word), "children") for word in CARDS]
    + [(name, "figure") for name in ("map-funnel", "map-trend", "map-by-town", "map-by-sector", "map-by-level")]
)
COMPARED = several([("map-compare", "children"), *((change_id(word), "children") for word in WORDS)])


@pytest.fixture(scope="session")
def demo_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Path:
    """A database with the demo up to ``DAY``; tests that write copy it."""
    file = tmp_path_factory.mktemp("map") / "demo.sqlite"
    shutil.copyfile(sqlite_template, file)
    engine = open_engine(f"sqlite:///{file}")
    build_demo(engine, pack, HAZARDS, until=DAY)
    engine.dispose()
    return file


def settings_for(file: Path, **others: Any) -> Settings:
    """A server's settings on the fixed day."""
    return Settings(f"sqlite:///{file}", DEFAULT_PACK, **{"clock": lambda: NOON, "news_every": 0, **others})


@pytest.fixture(scope="session")
def demo(demo_file: Path) -> Dash:
    """One app over the demo; nobody writes to it."""
    return create_app(settings_for(demo_file))


@dataclass(frozen=True, slots=True)
class Visitor:
    """Asks the app as one persona."""

    client: FlaskClient

    def call(self, output: str, inputs: Mapping[str, Any], state: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Run one callback over HTTP; keys are ``id.property``. Returns what each output id got."""
        answer = self.client.post("/_dash-update-component", json=_asked(output, inputs, state or {}))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()["response"]
        return found

    def page(self, search: str = "", theme: str = "light", look: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the callbacks of the map page say about an address, together."""
        found = self.call(READ_FIRST, {"location.search": search, "change.data": 0})
        read, address = {"map-basis.children": None}, {"location.search": search}
        found |= self.call(f"{OPTIONS}.data", read, address)
        found |= self.call(CHARTS, read | {"map-look.data": look, "theme.data": theme}, address)
        return found | self.call(COMPARED, read | {"map-look.data": look}, address)


def _asked(output: str, inputs: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    outputs = [_output(name) for name in names]
    return {
        "output": output,
        "outputs": outputs if len(outputs) > 1 else outputs[0],
        "inputs": [_named(key, value) for key, value in inputs.items()],
        "state": [_named(key, value) for key, value in state.items()],
        "changedPropIds": list(inputs),
    }


def _output(name: str) -> dict[str, Any]:
    told, prop = name.rsplit(".", 1)
    return {"id": json.loads(told) if told.startswith("{") else told, "property": prop}


def _named(key: str, value: Any) -> dict[str, Any]:
    name, prop = key.rsplit(".", 1)
    return {"id": name, "property": prop, "value": value}


@pytest.fixture
def visit(demo: Dash) -> Callable[..., Visitor]:
    """``visit()`` is the commission's office, ``visit("370115001")`` that persona."""

    def as_viewer(viewer: str | None = None) -> Visitor:
        client = demo.server.test_client()
        if viewer is not None:
            client.set_cookie(COOKIE, viewer)
        return Visitor(client)

    return as_viewer


def words_in(node: Any) -> str:
    """All text of a component tree as it came over HTTP."""
    if isinstance(node, dict):
        return words_in(node.get("props", {}).get("children"))
    if isinstance(node, list):
        return " ".join(words_in(each) for each in node)
    return "" if node is None else str(node)


def nodes_in(node: Any) -> Iterator[dict[str, Any]]:
    """Every component of a tree as it came over HTTP, props only."""
    if isinstance(node, list):
        for each in node:
            yield from nodes_in(each)
    elif isinstance(node, dict) and "props" in node:
        yield node["props"]
        yield from nodes_in(node["props"].get("children"))


@pytest.fixture(scope="session")
def served(demo_file: Path) -> Path:
    """The database of the real server, a copy of the demo."""
    file = demo_file.with_name("served.sqlite")
    shutil.copyfile(demo_file, file)
    return file


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """A real server with these settings; yields its address."""
    server = create_server(create_app(settings).server, host=settings.host, port=settings.port, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://{settings.host}:{settings.port}"
    server.close()


@pytest.fixture(scope="session")
def server(served: Path) -> Iterator[str]:
    """The address of a real server."""
    with serving(settings_for(served, port=free_port(), tiles_every=3600.0)) as address:
        yield address


@dataclass
class Watched:
    """A browser tab with everything it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def strangers(self) -> list[str]:
        """Requests that would have left the machine."""
        return [url for url in self.requests if not url.startswith(OWN)]

    def camera(self) -> tuple[float, float, float]:
        """Zoom, longitude and latitude of the map, rounded."""
        asked = "() => { const m = onemap.map(), c = m.getCenter(); return [m.getZoom(), c.lng, c.lat]; }"
        zoom, lon, lat = self.page.evaluate(asked)
        return round(zoom, 2), round(lon, 4), round(lat, 4)

    def ready(self) -> None:
        """Wait until numbers and map are there."""
        self.page.locator(".headline .number").first.wait_for()
        self.page.wait_for_function(f"() => {MAP_THERE}")

    def total(self) -> int:
        """The first headline number."""
        return int(self.page.locator(".headline .number").first.inner_text().replace(",", ""))


@pytest.fixture(scope="session")
def window(server: str, chrome: Browser) -> Iterator[BrowserContext]:
    """One browser profile, so that libraries and fonts come once."""
    context = chrome.new_context(viewport={"width": 1120, "height": 640}, locale="zh-CN", base_url=server)
    yield context
    context.close()


def watch(window: BrowserContext) -> Watched:
    """A new tab that remembers its requests and complaints."""
    page = window.new_page()
    page.set_default_timeout(20_000)
    seen = Watched(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("console", lambda message: seen.complaints.append(message.text) if message.type == "error" else None)
    return seen


@pytest.fixture
def tab(window: BrowserContext) -> Iterator[Watched]:
    """A fresh tab without cookies; an error on the page or a request to elsewhere fails the test."""
    window.clear_cookies()
    seen = watch(window)
    yield seen
    seen.page.close()
    assert seen.strangers() == []
    assert seen.complaints == []


@pytest.fixture(scope="session")
def open_tab(window: BrowserContext) -> Iterator[Watched]:
    """A tab that shows the whole map; drawn once, because drawing it without a graphics card takes seconds."""
    window.clear_cookies()
    seen = watch(window)
    seen.page.goto("/")
    seen.ready()
    yield seen
    seen.page.close()


@pytest.fixture
def map_tab(open_tab: Watched) -> Iterator[Watched]:
    """The open tab, led back to no filter as a link inside the program does; held to the same as a fresh one."""
    open_tab.page.context.clear_cookies()  # of language and theme, which other tests of this browser chose
    open_tab.page.evaluate(
        """() => { history.pushState({}, "", "/"); window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); }"""
    )
    expect(open_tab.page.locator(".chip")).to_have_count(0)
    everything = open_tab.page.evaluate(EVERYTHING)  # the numbers are drawn after the chips
    expect(open_tab.page.locator(".headline .number").first).to_have_text(f"{everything:,}")
    yield open_tab
    assert open_tab.strangers() == []
    assert open_tab.complaints == []
