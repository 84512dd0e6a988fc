"""Panels of many parts come as data, so that Dash does not listen to each of their parts."""

import json

import pytest
from dash import Dash
from plotly.utils import PlotlyJSONEncoder

from dashboard import markup
from dashboard.pages import map as map_page
from dashboard.pages import map_furniture
from tests.dashboard.map.conftest import Watched, nodes_in

MOST = 250
"""Components of the map page that Dash draws before its callbacks; each listens to every step of every callback."""


def test_what_is_drawn_into_an_element_is_the_data_of_its_store() -> None:
    box, store = markup.drawn_into("somewhere", [], className="list")
    assert box.to_plotly_json()["props"] == {"children": None, "id": "somewhere", "className": "list"}
    assert store.to_plotly_json()["props"] == {"id": markup.tree_id("somewhere"), "data": []}


def test_dash_draws_few_components_of_the_map_page(demo: Dash) -> None:
    with demo.server.test_request_context("/"):
        told = json.loads(json.dumps(map_page.layout(""), cls=PlotlyJSONEncoder))
    assert 100 < len(list(nodes_in(told))) < MOST


@pytest.mark.browser
@pytest.mark.xdist_group("map-layers")
def test_the_first_picture_keeps_the_county_clear_of_the_legend(demo: Dash, tab: Watched) -> None:
    with demo.server.test_request_context("/"):
        west, south, east, _north = map_furniture.settings()["bounds"]
    tab.page.goto("/")
    tab.ready()
    lowest = tab.page.evaluate("([lon, lat]) => onemap.map().project([lon, lat]).y", [(west + east) / 2, south])
    canvas, legend = (tab.page.locator(f"#{name}").bounding_box() for name in ("map-canvas", "map-legend"))
    assert canvas is not None
    assert legend is not None
    assert canvas["y"] + lowest <= legend["y"]
