"""The list of supervised objects: each row a way to the object's file."""

from dash import Dash, dcc
from dash.development.base_component import Component

from dashboard.lists import objects, page
from dashboard.pages.base import Page
from data.words import t


def layout(query: str) -> Component:
    """The page of the list, with the way to register another."""
    add = dcc.Link(t("page_object.add"), href="/objects/new", className="button primary")
    return page.page(objects.LIST, query, (add,))


def register(_app: Dash) -> None:
    """The list of hazards has registered what both lists share."""


PAGE = Page("/objects", "page_object.title", layout, register)
