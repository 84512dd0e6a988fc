"""Markup that no callback speaks to piece by piece: the browser's React draws it without Dash.

Every component that Dash draws listens to every step of every callback, so a panel of 500 of them costs 500 times 500
calls whenever it is drawn: at the size of the filter panel more than a second. See `markup.js`.
"""

from collections.abc import Sequence
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, dcc, html
from dash.development.base_component import Component

KIND = "markup"


def tree_id(name: str) -> dict[str, str]:
    """The store whose ``data`` is drawn into the element ``name``: components of `dash.html` and `dcc.Input`."""
    return {"type": KIND, "of": str(name)}


def drawn_into(name: str, children: Sequence[Component] | None = None, **props: Any) -> list[Component]:
    """The element ``name`` and the store of what is drawn into it. The ``children`` have no ``id``."""
    return [html.Div(id=name, **props), dcc.Store(id=tree_id(name), data=children)]


def register(app: Dash) -> None:
    """Store → element."""
    app.clientside_callback(ClientsideFunction("onemap", "drawMarkup"), Input({"type": KIND, "of": ALL}, "data"))
