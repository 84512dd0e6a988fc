"""The pages of the loop, side by side."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from data.words import t

TABS = (
    ("board", "/loop"),
    ("cases", "/cases"),
    ("listings", "/listings"),
    ("actions", "/actions"),
    ("sheet", "/sheet"),
    ("charts", "/charts"),
    ("assessment", "/assessment"),
)
"""Key of words, and path."""


def head(open_now: str, note: str) -> list[Component]:
    """Heading, tabs and what the page shows."""
    links = [
        dcc.Link(t(f"page_loop.tab.{key}"), href=path, className=f"segment{' is-open' if key == open_now else ''}")
        for key, path in TABS
    ]
    return [
        html.Div(html.H1(t("page_loop.title"), className="page-title"), className="page-head"),
        html.Nav(links, className="segments loop-tabs no-print", **attributes(aria_label=t("page_loop.title"))),
        html.P(note, className="page-note"),
    ]
