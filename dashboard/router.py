"""Shows the page whose path the address has; a change of the query alone never redraws a page."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html
from dash.development.base_component import Component
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule
from werkzeug.routing.exceptions import RoutingException

from dashboard.ids import Shell
from dashboard.pages import PAGES
from dashboard.pages.base import Page
from dashboard.services import services
from data.errors import OneMapError
from data.words import t

_paths = Map([Rule(page.path, endpoint=place) for place, page in enumerate(PAGES)])


def find(path: str) -> tuple[Page, dict[str, Any]] | None:
    """The page of a path and the values in it, or None."""
    try:
        place, values = _paths.bind("").match(path)
    except (NotFound, RoutingException):
        return None
    return PAGES[place], dict(values)


def show(path: str | None, query: str | None) -> tuple[Component, str]:
    """The page's layout and the title of the window."""
    found = find(path or "/")
    if found is None:
        return missing(), t("ui.missing.title")
    page, values = found
    try:
        drawn = page.layout(query or "", **values)
    except OneMapError as error:
        drawn = refused(error)
    return drawn, f"{t(page.title)} · {services().pack.title}"


def refused(error: OneMapError) -> Component:
    """What stands in place of a page that cannot be shown: the sentence and the way back."""
    lines = [html.H1(t("ui.refused.title")), html.P(error.sentence()), html.A(t("ui.missing.back"), href="/")]
    return html.Main(lines, className="page page-missing")


def missing() -> Component:
    """What an unknown address shows."""
    lines = [html.H1(t("ui.missing.title")), html.P(t("ui.missing.sentence")), html.A(t("ui.missing.back"), href="/")]
    return html.Main(lines, className="page page-missing")


def register(app: Dash) -> None:
    """Address → page, and the marks of the navigation and the window's title with it."""
    app.callback(
        Output(Shell.CONTENT, "children"),
        Output(Shell.TITLE, "data"),
        Input(Shell.LOCATION, "pathname"),
        State(Shell.LOCATION, "search"),
    )(show)
    app.clientside_callback(
        ClientsideFunction("onemap", "arrived"),
        Input(Shell.TITLE, "data"),
        Input(Shell.LOCATION, "pathname"),
    )
