"""Panels of many parts come as data, so that Dash does not listen to each of their parts."""

import json

from dash import Dash
from plotly.utils import PlotlyJSONEncoder

from dashboard import markup
from dashboard.pages import map as map_page
from tests.dashboard.map.conftest import nodes_in

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
