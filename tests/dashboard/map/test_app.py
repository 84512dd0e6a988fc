"""The app as a whole: made twice, ids held together, guarded, offline."""

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component

from dashboard import ids
from dashboard.app import create_app
from dashboard.pages import PAGES
from dashboard.router import find
from dashboard.server import NotLoopback, PortInUse, check_address
from dashboard.viewer import COOKIE
from data.words import LANGUAGES, table
from tests.dashboard.map.conftest import Visitor, settings_for


def components(node: Any) -> Iterator[Component]:
    """Every component of a layout."""
    if isinstance(node, Component):
        yield node
        yield from node._traverse()


def laid_out(app: Dash) -> set[str]:
    """The string ids of the shell and of every page."""
    here = app.server.extensions["onemap"]
    snapshot = here.model.snapshot
    samples = {"no": snapshot.hazards.number[0], "object_id": snapshot.objects.id[0], "key": "open", "side": "above"}
    with app.server.test_request_context("/"):
        trees = [app.layout()]
        for page in PAGES:
            names = re.findall(r"<(?:\w+:)?(\w+)>", page.path)
            trees.append(page.layout("", **{name: samples[name] for name in names}))
    found = (getattr(each, "id", None) for tree in trees for each in components(tree))
    return {str(each) for each in found if isinstance(each, str)}


def used(app: Dash) -> set[str]:
    """The string ids that callbacks name."""
    app.server.test_client().get("/")
    wires: list[Any] = [wire for each in app._callback_list for wire in (*each["inputs"], *each["state"])]
    named = {str(wire["id"]) for wire in wires}
    for each in app._callback_list:
        parts = each["output"].strip(".").split("...")
        named |= {part.rsplit(".", 1)[0] for part in parts if "." in part}  # without outputs it is a mere digest
    return {name for name in named if not name.startswith("{") and name}


def test_every_id_that_a_callback_uses_is_laid_out(demo: Dash) -> None:
    assert used(demo) - laid_out(demo) == set()


def test_every_id_is_declared_once() -> None:
    every = [str(each) for group in (ids.Map, ids.Shell) for each in group]
    assert len(every) == len(set(every))


def test_an_app_can_be_made_twice_in_one_process(demo: Dash, demo_file: Path) -> None:
    other = create_app(settings_for(demo_file))
    assert set(other.callback_map) == set(demo.callback_map)
    assert other.server.extensions["onemap"] is not demo.server.extensions["onemap"]
    for app in (demo, other):
        assert app.server.test_client().get("/").status_code == 200


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_every_page_has_a_title_in_every_language_and_is_found_by_its_path(page: Any) -> None:
    for lang in LANGUAGES:
        assert table(lang)[page.title]
    sample = re.sub(r"<[^>]+>", "X1", page.path)
    found = find(sample)
    assert found is not None
    assert found[0] is page


def test_an_unknown_path_is_no_page() -> None:
    assert find("/wp-admin") is None
    assert find("//evil.example/") is None


def test_the_document_is_chinese_titled_and_names_nothing_outside(demo: Dash) -> None:
    answer = demo.server.test_client().get("/")
    assert 'lang="zh-CN"' in answer.text
    assert "一张图" in answer.text
    assert re.findall(r"(?:src|href)=[\"'](?:https?:)?//[^\"']+", answer.text) == []


def test_the_page_with_the_map_asks_for_its_library_first_and_no_other_page_does(demo: Dash) -> None:
    early = 'rel="modulepreload"'
    assert early in demo.server.test_client().get("/").text
    assert early not in demo.server.test_client().get("/ledger").text


def test_every_answer_carries_the_security_headers(demo: Dash) -> None:
    for path in ("/", "/healthz", "/nowhere.js", "/tiles/context.geojson"):
        headers = demo.server.test_client().get(path).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "connect-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_inline_scripts_are_allowed_by_hash_only(demo: Dash) -> None:
    policy = demo.server.test_client().get("/").headers["Content-Security-Policy"]
    scripts = policy.split("script-src")[1].split(";")[0]
    assert "unsafe" not in scripts
    assert "sha256-" in scripts


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "onemap.local:8050"])
def test_a_foreign_host_is_refused_in_words(demo: Dash, host: str) -> None:
    answer = demo.server.test_client().get("/_dash-layout", headers={"Host": host})
    assert answer.status_code == 403
    assert "不接受" in answer.text
    assert "Traceback" not in answer.text


def test_a_page_of_another_site_cannot_send_requests(demo: Dash) -> None:
    client = demo.server.test_client()
    answer = client.post("/viewer", data={"viewer": "AWB"}, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert client.get_cookie(COOKIE) is None


def test_an_unforeseen_error_shows_a_number_and_no_trace(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings_for(demo_file))

    def broken() -> None:
        raise RuntimeError("secret detail")

    app.server.view_functions["health.health"] = broken
    answer = app.server.test_client().get("/healthz")
    assert answer.status_code == 500
    assert "编号" in answer.text
    assert "secret" not in answer.text


def test_an_error_in_a_callback_becomes_a_notice(demo: Dash, visit: Callable[..., Visitor], monkeypatch: Any) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("dashboard.pages.map.look", broken)
    from tests.dashboard.map.conftest import READ_FIRST, _asked

    asked = _asked(READ_FIRST, {"location.search": "", "change.data": 0}, {})
    answer = visit().client.post("/_dash-update-component", json=asked)
    assert "secret" not in answer.text
    assert "编号" in answer.text


def test_a_port_in_use_is_one_sentence(demo_file: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=str(port)):
            check_address(settings_for(demo_file, port=port))


def test_only_loopback_is_served(demo_file: Path) -> None:
    with pytest.raises(NotLoopback, match="本机"):
        check_address(settings_for(demo_file, host="0.0.0.0"))
