"""The list of hazards: dense rows of exactly the hazards that the filter in the address describes."""

from dash.development.base_component import Component

from dashboard.lists import hazards, page
from dashboard.pages.base import Page


def layout(query: str) -> Component:
    """The page of the list."""
    return page.page(hazards.LIST, query)


PAGE = Page("/ledger", "page_ledger.title", layout, page.register)
