"""``onemap serve`` and ``onemap demo``: what cannot be done is one sentence; an interrupted build leaves nothing."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.commands import demo, serve
from data.errors import OneMapError


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence on standard error."""
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    return lines[0]


def test_a_missing_database_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--database", f"sqlite:///{tmp_path / 'none.sqlite'}", "--port", "0"]) == 1
    assert "找不到数据库" in told(capsys)


def test_a_port_in_use_is_said_before_anything_is_built(
    tmp_path: Path, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "demo.sqlite"
    assert cli.main(["demo", "--database", f"sqlite:///{file}", "--port", str(taken)]) == 1
    assert str(taken) in told(capsys)
    assert not file.exists()


def test_a_database_that_is_none_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("这不是数据库" * 100, "utf-8")
    before = file.read_bytes()
    assert cli.main(["demo", "--database", f"sqlite:///{file}", "--no-serve"]) == 1
    assert "不是可用的数据库" in told(capsys)
    assert file.read_bytes() == before


def test_the_demo_is_built_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "demo.sqlite"
    arguments = ["demo", "--database", f"sqlite:///{file}", "--hazards", "40", "--no-serve", "--json"]
    assert cli.main(arguments) == 0
    assert json.loads(capsys.readouterr().out) == {"url": None, "accounts": []}
    first = _events(file)
    assert cli.main(arguments) == 0
    assert _events(file) == first > 40
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_an_interrupted_build_leaves_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(OneMapError):
        key = "error.general"

    def stop(*_: object) -> None:
        raise Interrupted(what="停电")

    monkeypatch.setattr(demo, "build_demo", stop)
    file = tmp_path / "demo.sqlite"
    assert cli.main(["demo", "--database", f"sqlite:///{file}", "--no-serve"]) == 1
    assert not file.exists()


def test_any_free_port_may_be_asked_for() -> None:
    assert serve.port("0") == 0
    with pytest.raises(ValueError, match="70000"):
        serve.port("70000")


def test_ledgers_that_were_put_up_go_with_the_server_and_what_a_killed_one_left_at_the_next_start(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'onemap.sqlite'}"
    assert cli.main(["init", "--database", url]) == 0
    kept = tmp_path / "imports"
    for ending in (signal.SIGKILL, signal.SIGTERM):
        with _serving(url, tmp_path / "files") as (server, address):
            assert not kept.exists() or not any(kept.iterdir())
            _put_up(address)
            assert len(list(kept.iterdir())) == 1
            server.send_signal(ending)
            server.wait()
    assert not any(kept.iterdir())


@contextmanager
def _serving(url: str, files: Path) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """A server of its own that listens, and its address."""
    port = serve.free_port()
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--database", url, "--port", str(port)]
    environment = os.environ | {"ONEMAP_FILES": str(files)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline()
            yield server, f"http://127.0.0.1:{port}/"
        finally:
            server.kill()


def _put_up(address: str) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        + "检查时间,被检查单位,隐患内容\r\n".encode()
        + b"\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Origin": address.rstrip("/")}
    request = urllib.request.Request(f"{address}api/v1/imports", body, headers)
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["name"] == "a.csv"


def _events(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        found = connection.execute("SELECT count(*) FROM event").fetchone()
    connection.close()
    return int(found[0])
