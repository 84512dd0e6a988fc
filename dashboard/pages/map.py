"""The map page: filters left, map in the middle, figures right, all three from the filter in the address."""

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.ids import Map
from dashboard.pages.base import Page


def layout(query: str) -> Component:
    """The page's empty frame."""
    return html.Main(id=Map.PAGE)


def register(app: Dash) -> None:
    """The page's callbacks."""


PAGE = Page("/", "ui.page.map", layout, register)
