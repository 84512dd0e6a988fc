"""A server over a fresh database, and browsers that act as whoever the test needs."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Engine
from waitress.server import create_server

from dashboard.app import create_app
from dashboard.settings import Settings
from dashboard.viewer import COOKIE
from data.packs import DEFAULT_PACK, Pack
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store import verbs
from data.store.database import open_engine
from tests.dashboard.conftest import free_port

OFFICER = Actor("王某", "YJJ", Role.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Site:
    """A running server and what it serves."""

    url: str
    engine: Engine
    pack: Pack
    server: Any
    """The Flask application, for its test client."""

    @property
    def services(self) -> Any:
        """The parts of the server."""
        return self.server.extensions["onemap"]

    def client(self, viewer: str) -> FlaskClient:
        """Asks the server over HTTP as this persona, without a browser."""
        client: FlaskClient = self.server.test_client()
        client.set_cookie(COOKIE, viewer)
        return client

    def found(self, **facts: Any) -> str:
        """A hazard that an officer found today; returns its number."""
        told = {
            "subject_kind": "site", "subject_name": "示例在建工程", "level": 0, "source": 2,
            "town": self.pack.towns[0].code, "sector": "H01",
            "description": "临边防护缺失，存在坠落风险", "address": "示例路 1 号",
        } | facts  # fmt: skip
        now = self.services.now()
        scope, today = Scope.whole(self.pack.code), now.date().isoformat()
        number = verbs.report(self.engine, self.pack, scope, OFFICER, told, today, now).hazard_no
        self.services.model.refresh()
        return number

    def object(self, name: str) -> str:
        """A supervised object in the first town; returns its name."""
        self.plant(name)
        return name

    def plant(self, name: str) -> str:
        """A supervised object in the first town; returns its id."""
        fields = {"name": name, "kind": "企业", "sector": "H01", "town": self.pack.towns[0].code}
        whole = Scope.whole(self.pack.code)
        found = verbs.register_object(self.engine, self.pack, whole, OFFICER, fields, self.services.now())
        self.services.model.refresh()
        return found.id


@pytest.fixture(scope="session")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Site]:
    """One server for all tests of the loop; every test reports hazards of its own."""
    file = tmp_path_factory.mktemp("loop") / "onemap.sqlite"
    shutil.copyfile(sqlite_template, file)
    settings = Settings(f"sqlite:///{file}", DEFAULT_PACK, port=free_port(), files=str(file.parent / "files"))
    app = create_app(settings)
    waitress = create_server(app.server, host=settings.host, port=settings.port, threads=4)
    thread = threading.Thread(target=waitress.run, daemon=True)
    thread.start()
    engine = open_engine(settings.database)
    yield Site(f"http://{settings.host}:{settings.port}", engine, pack, app.server)
    waitress.close()
    engine.dispose()


@pytest.fixture(scope="session")
def desks(site: Site, chrome: Browser) -> Iterator[Callable[[str], BrowserContext]]:
    """One browser profile for each persona, so that libraries and fonts come once."""
    contexts: dict[str, BrowserContext] = {}

    def desk(viewer: str) -> BrowserContext:
        if viewer not in contexts:
            contexts[viewer] = chrome.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
            contexts[viewer].add_cookies([{"name": COOKIE, "value": viewer, "url": site.url}])
        return contexts[viewer]

    yield desk
    for context in contexts.values():
        context.close()


@pytest.fixture
def acting(site: Site, desks: Callable[[str], BrowserContext]) -> Iterator[Callable[..., Page]]:
    """``acting("YJJ", "/hazards/…")``: a fresh page as that persona sees it, at that persona's desk."""
    pages = []

    def open_as(viewer: str, path: str) -> Page:
        page = desks(viewer).new_page()
        pages.append(page)
        page.set_default_timeout(15_000)
        page.goto(site.url + path)
        return page

    yield open_as
    for page in pages:
        page.close()
