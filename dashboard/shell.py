"""The frame of every page: title, jurisdiction, time of the facts, navigation, acting role, theme, and the notices."""

from http import HTTPStatus
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from flask import request

from dashboard import markup
from dashboard.attributes import attributes
from dashboard.browsers import is_too_old, refusal
from dashboard.first import first
from dashboard.ids import Shell
from dashboard.languages import CALENDARS, TAGS, other
from dashboard.lists.grid import LIBRARY
from dashboard.pages import PAGES
from dashboard.router import find
from dashboard.routes import vendor
from dashboard.services import services
from dashboard.themes import theme
from dashboard.viewer import personas, viewer
from data.rules.powers import may
from data.rules.vocabulary import Role
from data.words import language, t
from layers.style import FONTS

INDEX = """<!DOCTYPE html>
<html lang="{lang}" data-theme="{theme}" data-mantine-color-scheme="{theme}" data-vendor="{vendor}"
 data-lists="{lists}">
<head>{metas}<title>{title}</title><link rel="icon" type="image/svg+xml" href="{icon}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{vendor}/maplibre-gl.css"><link rel="stylesheet" href="{palette}">{css}{early}</head>
<body>{first}{app_entry}<footer>{config}{scripts}{renderer}</footer></body></html>"""

LISTS = '<link rel="preload" as="script" href="{lists}">'
EARLY = {"/": '<link rel="modulepreload" href="{vendor}/maplibre-gl.mjs">', "/ledger": LISTS, "/objects": LISTS}
"""What a page asks for before the libraries of every page: the map stands before the figures."""


class OneMap(Dash):
    """Dash with our page skeleton: in the reader's language, and in the reader's theme before anything is drawn."""

    def index(self, *args: Any, **more: Any) -> Any:
        """The page, which says itself that an address leads nowhere; a browser too old for it is told so."""
        if is_too_old(request.user_agent.string):
            return refusal(TAGS[language()])
        page = super().index(*args, **more)
        return page if find(request.path) else (page, HTTPStatus.NOT_FOUND)

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # Dash passes every part by name
        """The HTML document around the app."""
        icon = self.get_asset_url("mark.svg")
        libraries = {"vendor": vendor.base(), "lists": LIBRARY}
        early = EARLY.get(request.path, "").format(**libraries)
        words = {"lang": TAGS[language()], "theme": theme(), "icon": icon, "early": early, **libraries}
        seen = first(request.path, theme())
        return INDEX.format(**words, palette=vendor.palette_address(), first=seen, **parts)


def layout() -> Component:
    """The whole document, drawn once per visit; pages are drawn into ``Shell.CONTENT``."""
    body = [
        dcc.Location(id=Shell.LOCATION, refresh=False),
        dcc.Store(id=Shell.CHANGE, data=services().model.snapshot.change),
        dcc.Store(id=Shell.THEME, data=theme()),
        dcc.Store(id=Shell.TITLE),
        dmc.NotificationContainer(id=Shell.NOTICES, position="top-center"),
        top_bar(),
        html.Div(id=Shell.CONTENT, className="content", tabIndex=-1),
        html.Div(id=Shell.TOLD, className="only-read", role="status"),
    ]
    frame: Component = dmc.MantineProvider(
        dmc.DatesProvider(body, settings={"locale": CALENDARS[language()], "firstDayOfWeek": 1}),
        id="mantine",
        forceColorScheme=theme(),
        theme={
            "fontFamily": FONTS,
            "defaultRadius": 6,
            "primaryColor": "blue",
            "fontSizes": {"sm": "14px", "xs": "12px"},
        },
    )
    return frame


def top_bar() -> Component:
    """48 px: title and jurisdiction left, pages in the middle, time, role and theme right."""
    pack = services().pack
    title = [html.Span(t("ui.product"), className="brand-product"), html.Span(pack.name, className="brand-place")]
    return html.Header(
        [
            _skip_link(),
            html.Button(
                className="menu-button",
                **attributes(aria_label=t("ui.menu"), aria_expanded="false", aria_controls=Shell.NAVIGATION),
            ),
            dcc.Link(title, href="/", className="brand"),
            html.Nav(_links(), id=Shell.NAVIGATION, className="nav", **attributes(aria_label=t("ui.navigation"))),
            html.Div([*_demo_mark(), _updated(), _roles(), _language_button(), _theme_button()], className="top-right"),
        ],
        className="top-bar",
        **attributes(data_offline=t("ui.offline"), data_unsent=t("ui.unsent"), data_found=t("ui.found")),
    )


def _skip_link() -> Component:
    """The first stop of the keyboard: past the bar, into the page. No ``href``: the hash belongs to the map."""
    return html.Button(t("ui.skip"), className="skip-link button")


def _links() -> list[Component]:
    actor = viewer().actor
    return [
        dcc.Link(t(page.title), href=page.path, className="nav-link")
        for page in PAGES
        if page.in_nav and (page.power is None or may(actor, page.power))
    ]  # the open one is marked by `onemap.arrived`


def _demo_mark() -> list[Component]:
    if not services().settings.synthetic:
        return []
    return [html.Span(t("ui.synthetic"), className="demo-mark", title=t("ui.synthetic_long"))]


def _updated() -> Component:
    now = services().now()
    return html.Span(
        [t("ui.updated"), html.Time(f"{now:%H:%M:%S}", id=Shell.UPDATED, dateTime=now.isoformat(timespec="seconds"))],
        className="updated",
        title=t("ui.as_of", day=f"{now:%Y-%m-%d}"),
        **attributes(data_offline=t("ui.offline")),
    )


def _roles() -> Component:
    """The acting role of the demo; choosing one loads the page anew, because everything depends on it."""
    chooser: Component = dmc.Select(
        id=Shell.VIEWER,
        data=_role_groups(),
        value=viewer().key,
        allowDeselect=False,
        searchable=True,
        size="xs",
        w=188,
        maxDropdownHeight=420,
        nothingFoundMessage=t("ui.viewer.nobody"),
        leftSection=html.Span(t("ui.viewer.label"), className="viewer-label"),
        leftSectionWidth=44,
        comboboxProps={"withinPortal": True, "position": "bottom-end", "width": 240},
        **attributes(aria_label=t("ui.viewer.label_long")),
    )
    return chooser


def _role_groups() -> list[dict[str, Any]]:
    groups: dict[Role, list[dict[str, str]]] = {}
    for each in personas(services().pack):
        groups.setdefault(each.actor.role, []).append({"value": each.key, "label": each.name})
    return [{"group": t(f"ui.role.{role.value}"), "items": items} for role, items in groups.items()]


def _theme_button() -> Component:
    return html.Button(
        id=Shell.THEME_BUTTON,
        className="icon-button theme-button",
        title=t("ui.theme"),
        **attributes(aria_label=t("ui.theme")),
    )


def _language_button() -> Component:
    """Named in the language it leads to; pressing it loads the page anew, because every word depends on it."""
    lang = other()
    return html.Button(
        t("ui.language", lang),
        id=Shell.LANGUAGE_BUTTON,
        lang=TAGS[lang],
        className="icon-button language-button",
        title=t("ui.language_long", lang),
        **attributes(data_language=lang),
    )


def register(app: Dash) -> None:
    """The shell's own buttons, all in the browser (`assets/app.js`)."""
    app.clientside_callback(
        ClientsideFunction("onemap", "switchTheme"),
        Output(Shell.THEME, "data"),
        Output("mantine", "forceColorScheme"),
        Input(Shell.THEME_BUTTON, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("onemap", "speak"), Input(Shell.LANGUAGE_BUTTON, "n_clicks"), prevent_initial_call=True
    )
    markup.register(app)
    app.clientside_callback(ClientsideFunction("onemap", "heard"), Input(Shell.CHANGE, "data"))
    app.clientside_callback(
        ClientsideFunction("onemap", "actAs"), Input(Shell.VIEWER, "value"), prevent_initial_call=True
    )
