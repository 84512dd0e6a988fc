"""Bookmarks: kept per persona, shared by a short address that leads to the view and to nothing else."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.viewer import COOKIE
from data.packs import Pack
from data.store.bookmarks import MOST
from data.store.doctor import examine
from tests.dashboard.map.conftest import settings_for

VIEW = "/?town=370115001&q=%E6%B6%88%E9%98%B2#map=12.00/36.98000/117.16000&layers=by_sector"


@pytest.fixture
def server(demo_file: Path, tmp_path: Path) -> Flask:
    """A server of its own, because these tests write."""
    file = tmp_path / "own.sqlite"
    shutil.copyfile(demo_file, file)
    flask: Flask = create_app(settings_for(file)).server
    return flask


def client_of(server: Flask, persona: str | None = None) -> FlaskClient:
    client = server.test_client()
    if persona:
        client.set_cookie(COOKIE, persona)
    return client


def saved(client: FlaskClient, name: str = "周例会", address: str = VIEW, kind: str = "view") -> dict[str, Any]:
    answer = client.post("/api/v1/bookmarks", data={"name": name, "kind": kind, "address": address})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.get_json()
    return made


def names(client: FlaskClient) -> list[str]:
    return [each["name"] for each in client.get("/api/v1/bookmarks").get_json()["bookmarks"]]


def test_a_short_address_leads_any_persona_to_the_view(server: Flask, pack: Pack) -> None:
    mine = client_of(server)
    short = saved(mine)["short"]
    assert len(short.removeprefix("/b/")) >= 8
    assert short != saved(mine)["short"]
    for someone in (mine, client_of(server, pack.towns[1].code)):
        answer = someone.get(short)
        assert (answer.status_code, answer.headers["Location"]) == (302, VIEW)


def test_bookmarks_are_the_owners_alone(server: Flask, pack: Pack) -> None:
    mine, other = client_of(server), client_of(server, pack.towns[0].code)
    code = saved(mine)["code"]
    assert (names(mine), names(other)) == (["周例会"], [])
    assert other.delete(f"/api/v1/bookmarks/{code}").status_code == 404
    assert other.patch(f"/api/v1/bookmarks/{code}", data={"name": "x"}).status_code == 404
    assert mine.patch(f"/api/v1/bookmarks/{code}", data={"name": " 月 例会\n"}).status_code == 204
    assert names(mine) == ["月 例会"]
    assert mine.delete(f"/api/v1/bookmarks/{code}").status_code == 204
    assert names(mine) == []
    assert mine.get(f"/b/{code}").status_code == 404


def test_a_period_in_words_stays_relative(server: Flask, tmp_path: Path) -> None:
    week = "/?from=2026-06-15&to=2026-06-21&level=1#map=12.00/36.98000/117.16000"
    mine = client_of(server)
    made = saved(mine, address=week, kind="filter")
    assert made["href"] == "/?level=1&from=2026-06-15&to=2026-06-21"
    later = datetime(2026, 7, 8, 4, 0, tzinfo=UTC)
    file = tmp_path / "own.sqlite"
    settings = replace(settings_for(file), clock=lambda: later)
    answer = client_of(create_app(settings).server).get(made["short"])
    assert answer.headers["Location"] == "/?level=1&from=2026-07-06&to=2026-07-12"


STRANGE = (
    "https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", "", "/?q=" + "x" * 7000,
    "/\r\nX: y"
)  # fmt: skip


@pytest.mark.parametrize("address", STRANGE)
def test_only_addresses_of_this_program_are_kept(server: Flask, address: str) -> None:
    answer = client_of(server).post("/api/v1/bookmarks", data={"name": "x", "address": address})
    assert answer.status_code == 400
    assert "无法收藏" in answer.text


@pytest.mark.parametrize("name", ["", "   ", "\x00", "长" * 41])
def test_a_bookmark_needs_a_name(server: Flask, name: str) -> None:
    answer = client_of(server).post("/api/v1/bookmarks", data={"name": name, "address": VIEW})
    assert answer.status_code == 400
    assert "名称" in answer.text


def test_there_is_a_limit_and_the_doctor_is_not_disturbed(server: Flask, pack: Pack) -> None:
    mine = client_of(server)
    for place in range(MOST):
        saved(mine, f"第 {place} 个")
    answer = mine.post("/api/v1/bookmarks", data={"name": "再一个", "address": VIEW})
    assert answer.status_code == 400
    assert str(MOST) in answer.text
    assert len(names(mine)) == MOST
    assert examine(server.extensions["onemap"].engine, pack) == []


def test_another_site_cannot_keep_anything(server: Flask) -> None:
    answer = client_of(server).post(
        "/api/v1/bookmarks", data={"name": "x", "address": VIEW}, headers={"Origin": "https://example.org"}
    )
    assert answer.status_code == 403
