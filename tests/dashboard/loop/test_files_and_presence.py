"""Photos, documents and signs of life over HTTP: only within the scope of the record, bounded, in plain sentences."""

import io
import tracemalloc
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from dashboard.viewer import COOKIE
from data.rules.attachments import MOST_BYTES
from tests.dashboard.loop.conftest import Site
from tests.store import files as samples

MEGABYTE = 1 << 20


@pytest.fixture
def town(site: Site) -> FlaskClient:
    return site.client(site.pack.towns[0].code)


@pytest.fixture
def elsewhere(site: Site) -> FlaskClient:
    return site.client(site.pack.towns[1].code)


def put_up(client: FlaskClient, no: str, name: str = "现场.png", content: bytes = samples.PNG, **told: str) -> Any:
    fields = {"kind": "hazard", "id": no, "purpose": "before"} | told
    return client.post("/api/v1/files", data={**fields, "file": (io.BytesIO(content), name)})


def see(client: FlaskClient, address: str, **headers: str) -> Any:
    """The answer, read to its end and closed."""
    return client.get(
        address, headers={name.replace("_", "-"): value for name, value in headers.items()}, buffered=True
    )


def test_what_was_put_up_is_shown_where_the_record_is_and_nowhere_else(
    site: Site, town: FlaskClient, elsewhere: FlaskClient
) -> None:
    answer = put_up(town, site.found())
    assert answer.status_code == 200, answer.text
    address = f"/api/v1/files/{answer.get_json()['id']}"
    shown = see(town, address)
    assert (Image.open(io.BytesIO(shown.data)).size, shown.mimetype) == ((40, 30), "image/png")
    small = see(town, f"{address}?small")
    assert (Image.open(io.BytesIO(small.data)).format, small.mimetype) == ("WEBP", "image/webp")
    assert see(elsewhere, f"{address}?small").status_code == 404
    assert "attachment" not in shown.headers.get("Content-Disposition", "")
    assert "private" in shown.headers["Cache-Control"]
    assert see(town, address, if_none_match=shown.headers["ETag"]).status_code == 304
    assert see(elsewhere, address).status_code == 404
    assert see(elsewhere, address, if_none_match=shown.headers["ETag"]).status_code == 404
    assert see(town, f"{address}?download").headers["Content-Disposition"].startswith("attachment")


def test_documents_are_saved_and_never_opened_in_the_page(site: Site, town: FlaskClient) -> None:
    number = put_up(town, site.found(), "整改报告.pdf", samples.PDF, purpose="document").get_json()["id"]
    shown = see(town, f"/api/v1/files/{number}")
    assert shown.headers["Content-Disposition"].startswith("attachment")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "told", "status", "words"),
    [
        ("图.svg", samples.SVG, {}, 415, "图.svg"),
        ("图.png", samples.PDF, {}, 415, "图.png"),
        ("空.png", b"", {}, 400, "空.png"),
        ("图.png", samples.PNG, {"purpose": "decoration"}, 400, "decoration"),
        ("图.png", samples.PNG, {"kind": "case"}, 404, "没有找到"),
        ("图.png", samples.PNG, {"id": "YH-NO-SUCH"}, 404, "没有找到"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(
    site: Site, town: FlaskClient, name: str, content: bytes, told: dict[str, str], status: int, words: str
) -> None:
    answer = put_up(town, site.found(), name, content, **told)
    assert answer.status_code == status
    assert answer.mimetype == "text/plain"
    assert words in answer.text


def test_nobody_puts_a_file_beside_what_lies_outside_the_scope(site: Site, elsewhere: FlaskClient) -> None:
    assert put_up(elsewhere, site.found()).status_code == 404


def test_a_form_without_a_file_is_told_so(site: Site, town: FlaskClient) -> None:
    answer = town.post("/api/v1/files", data={"kind": "hazard", "id": site.found(), "purpose": "before"})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")


def test_fifty_megabytes_are_refused_in_a_sentence_and_never_held_in_memory(site: Site) -> None:
    host = site.url.removeprefix("http://")
    size = 50 * MEGABYTE

    def body() -> Iterator[bytes]:
        piece = bytes(MEGABYTE // 4)
        yield from (piece for _ in range(size // len(piece)))

    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(size)}
    connection = HTTPConnection(host, timeout=60)
    tracemalloc.start()
    try:
        connection.request("POST", "/api/v1/files", body(), headers | {"Cookie": f"{COOKIE}=AWB"})
        answer = connection.getresponse()
        text = answer.read().decode()
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        connection.close()
    assert answer.status == 413
    assert f"{MOST_BYTES // MEGABYTE} MB" in text
    assert held < 8 * MEGABYTE


def beat(client: FlaskClient, no: str, browser: str, doing: str = "looking", kind: str = "hazard") -> Any:
    return client.post("/api/v1/presence", data={"kind": kind, "id": no, "browser": browser, "doing": doing})


def test_who_is_there_is_told_to_the_others_by_the_name_of_the_sign_in(site: Site, town: FlaskClient) -> None:
    no, office = site.found(), site.client("AWB")
    assert beat(office, no, "a").get_json() == {"others": []}
    [seen] = beat(town, no, "b", "editing").get_json()["others"]
    assert seen["doing"] == "looking"
    assert "安委办" in seen["name"]
    [seen] = beat(office, no, "a", "breakdancing").get_json()["others"]
    assert seen["doing"] == "editing"
    assert beat(town, no, "b", "gone").get_json() == {"others": []}
    assert beat(office, no, "a").get_json() == {"others": []}


def test_who_may_not_see_a_record_is_neither_told_nor_counted(site: Site, elsewhere: FlaskClient) -> None:
    no, office = site.found(), site.client("AWB")
    assert beat(elsewhere, no, "b").status_code == 404
    assert beat(office, no, "a").get_json() == {"others": []}
    assert beat(office, no, "a", kind="nothing").status_code == 404
