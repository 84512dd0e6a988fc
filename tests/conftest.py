"""What every test may ask for: the default pack, a prepared database on either engine, no way out of the machine."""

import os
import shutil
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, make_url, text

from data.packs import DEFAULT_PACK, Pack, load_pack
from data.store.database import open_engine, prepare

ENGINES = ("sqlite", "postgresql")
POSTGRES = os.environ.get("ONEMAP_TEST_POSTGRES")
_LOOPBACK = ("127.", "::1", "localhost")
_numbers = count(1)

settings.register_profile("test", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("prove", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("ONEMAP_HYPOTHESIS", "test"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line when half of the store's tests could not run."""
    if not POSTGRES:
        words = "!!! ONEMAP_TEST_POSTGRES 未设置：PostgreSQL 上的测试全部跳过。请用 make test，或给出一个可建库的地址。"
        terminalreporter.write_line(words, red=True)


@pytest.fixture(autouse=True, scope="session")
def _nothing_leaves_the_machine() -> Iterator[None]:
    """A socket to another machine fails the test that opens it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to leave the machine: {address}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The default pack."""
    return load_pack(DEFAULT_PACK)


@pytest.fixture(scope="session")
def sqlite_template(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared SQLite file to copy."""
    file = tmp_path_factory.mktemp("template") / "template.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    prepare(engine, pack)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgresql_template(pack: Pack) -> Iterator[str]:
    """The name of a prepared PostgreSQL database to copy."""
    if not POSTGRES:
        pytest.skip("ONEMAP_TEST_POSTGRES is not set")
    name = f"onemap_template_{os.getpid()}"
    administer(f"CREATE DATABASE {name}")
    engine = open_engine(postgresql_url(name))
    prepare(engine, pack)
    engine.dispose()
    yield name
    administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """A fresh database with the default pack, once on SQLite and once on PostgreSQL."""
    make = {"sqlite": "sqlite_engine", "postgresql": "postgresql_engine"}[request.param]
    engine: Engine = request.getfixturevalue(make)
    return engine


@pytest.fixture
def sqlite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A fresh SQLite database with the default pack."""
    file = tmp_path / "onemap.sqlite"
    shutil.copyfile(sqlite_template, file)
    engine = open_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql_engine(postgresql_template: str) -> Iterator[Engine]:
    """A fresh PostgreSQL database with the default pack."""
    name = f"onemap_test_{os.getpid()}_{next(_numbers)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {postgresql_template} STRATEGY FILE_COPY")
    engine = open_engine(postgresql_url(name))
    yield engine
    engine.dispose()
    administer(f"DROP DATABASE {name} WITH (FORCE)")


def postgresql_url(name: str) -> str:
    """The address of a database of the test cluster."""
    assert POSTGRES is not None
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


def administer(statement: str) -> None:
    """Run one statement outside a transaction on the cluster's own database."""
    assert POSTGRES is not None
    engine = create_engine(make_url(POSTGRES), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
