"""Every page of the program, in the order of the navigation."""

from dashboard.pages import map as map_page
from dashboard.pages.base import Page

PAGES: tuple[Page, ...] = (map_page.PAGE,)

__all__ = ["PAGES", "Page"]
