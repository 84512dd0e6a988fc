"""The tools that lie over the map are scripts of assets; here are the words they say."""

import json

from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.ids import Map
from data.words import language, raw, table

ROOMS = ("map_tools", "map_search", "bookmark")
"""Files of words that the scripts may say."""


def furniture() -> list[Component]:
    """What the scripts of the tools find on the page."""
    return [html.Div(id=Map.TOOL_WORDS, hidden=True, **attributes(data_words=json.dumps(words(), ensure_ascii=False)))]


def words() -> dict[str, str]:
    """Every word of the tools in the reader's language, by key without its room; placeholders stay open."""
    return {key.partition(".")[2]: raw(key) for key in table(language()) if key.partition(".")[0] in ROOMS}
