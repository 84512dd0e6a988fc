"""What a visit sends: at most two megabytes the first time, next to nothing the second."""

from collections.abc import Callable
from pathlib import Path

import pytest
from dash import Dash
from playwright.sync_api import Browser

from dashboard.app import create_app
from dashboard.benches.journeys import Journeys
from dashboard.guard import KEPT
from dashboard.lists.grid import LIBRARY
from dashboard.pages import map_view
from dashboard.routes.vendor import palette_address
from dashboard.services import services
from data.rules.filters import Filter
from data.rules.scope import Scope
from tests.dashboard.map.conftest import Visitor, settings_for

MOST_KB = 2048


def test_a_first_visit_stays_under_two_megabytes_and_a_second_comes_from_the_cache(
    chrome: Browser, server: str
) -> None:
    visits = Journeys(chrome, server).two_visits()
    assert 300 < visits.first_kb < MOST_KB
    assert visits.second_kb < MOST_KB / 20


@pytest.mark.parametrize("name", ["app.js", "app.css"])
def test_our_own_files_are_kept_by_the_time_of_their_change(
    demo: Dash, visit: Callable[..., Visitor], name: str
) -> None:
    with demo.server.test_request_context():
        address = demo.get_asset_url(name)
    for asked, kept in ((f"{address}?m=1", True), (address, False), ("/assets/none.js?m=1", False)):
        with visit().client.get(asked) as answer:
            assert (answer.headers["Cache-Control"] == KEPT) is kept


def test_the_palette_is_kept_under_the_address_that_the_page_asks_for(visit: Callable[..., Visitor]) -> None:
    client = visit().client
    assert palette_address() in client.get("/").text
    assert client.get(palette_address()).headers["Cache-Control"] == KEPT
    assert client.get("/palette.css?m=older").headers["Cache-Control"] == "no-cache"


def test_the_library_of_the_lists_does_not_come_with_the_map(visit: Callable[..., Visitor]) -> None:
    client = visit().client
    page = client.get("/").text
    assert f'data-lists="{LIBRARY}"' in page
    assert page.count("dash_ag_grid.min.js") == 1
    assert f'href="{LIBRARY}"' in client.get("/ledger").text
    assert client.get(LIBRARY).status_code == 200


def test_what_the_map_shows_first_is_at_hand_before_anybody_asks(demo_file: Path) -> None:
    app = create_app(settings_for(demo_file))
    with app.server.test_request_context():
        map_view.ahead()
        snapshot = services().model.snapshot
        whole = Scope.whole(services().pack.code)
    held = {key for key, _ in snapshot.memory.items()}
    assert ("options", whole, Filter()) in held
    assert {"view", "kinds", "cells"} <= {key[0] for key, _ in snapshot.heavy.items()}
