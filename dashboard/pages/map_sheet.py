"""On a narrow screen figures, filters, layers and the drawer lie in a sheet at the bottom: its handle and its tabs.

The panels stay where they are in the document; ``assets/sheet.css`` lays them into the sheet and ``assets/sheet.js``
moves it.
"""

from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from data.words import t

TABS = ("figures", "filters", "layers")
"""The panels of the sheet, the one it starts with first; words under ``sheet``."""


def head() -> Component:
    """The handle, which is dragged or pressed, and one tab for each panel; wide screens hide both."""
    handle = html.Button(className="sheet-handle", **attributes(aria_label=t("sheet.handle"), aria_expanded="false"))
    tabs = html.Div([_tab(name) for name in TABS], className="sheet-tabs", role="tablist")
    return html.Div([handle, tabs], className="sheet-head")


def _tab(name: str) -> Component:
    first = name == TABS[0]
    return html.Button(
        t(f"sheet.{name}"),
        className="sheet-tab",
        role="tab",
        tabIndex=0 if first else -1,
        **attributes(data_tab=name, aria_selected=str(first).lower()),
    )
