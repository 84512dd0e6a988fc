"""The chooser of the map's ground: our own vectors or a configured basemap, how strong it is, and where it comes from.

The choice stands in the hash of the address (``base``, ``ground``); `assets/map-basemaps.js` draws it.
"""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.ids import Basemap as Ids
from dashboard.services import services
from data.words import raw, t
from layers.basemaps import OWN, Basemap, Refused

COVERED = ("neighbours", "land", "context")
"""Rows of `layers.registry.LAYERS` that lie under a chosen basemap; everything else lies above it."""


def settings() -> dict[str, Any]:
    """What the browser needs to draw the basemaps; addresses are ours, never the host's."""
    return {
        "covered": list(COVERED),
        "lost": raw("basemap.lost"),
        "all": {each.key: _source(each) for each in services().basemaps.usable},
    }


def _source(basemap: Basemap) -> dict[str, Any]:
    return {
        "name": basemap.name,
        "tiles": f"/tiles/basemap/{basemap.key}/{{z}}/{{x}}/{{y}}",
        "tileSize": basemap.tile_size,
        "minzoom": basemap.min_zoom,
        "maxzoom": basemap.max_zoom,
        "above": list(basemap.above),
    }


def card() -> Component:
    """Beside the layer switch: one choice for each basemap, the refused ones with their reason."""
    found = services().basemaps
    offered = [each for each in found.usable if each.offered]
    choices = [_choice(OWN, t("basemap.own")), *(_choice(each.key, each.name) for each in offered)]
    body: list[Component] = [html.Div(choices, role="radiogroup", **attributes(aria_label=t("basemap.title")))]
    body += [_refused(each) for each in found.refused]
    body += [_strength()] if offered else []
    body += [_plain()]
    return html.Details(
        [html.Summary(t("basemap.title")), html.Div(body, className="basemap-list")],
        id=Ids.CARD,
        className="map-card basemaps",
    )


def _choice(key: str, name: str) -> Component:
    return html.Button(
        html.Span(name, className="option-name"),
        className="option",
        role="radio",
        title=name,
        **attributes(data_base=key, aria_checked=str(key == OWN).lower()),
    )


def _refused(refused: Refused) -> Component:
    why = t("basemap.refused", why=refused.error.sentence())
    return html.Div([html.Span(refused.name, className="option-name"), html.P(why)], className="basemap-refused")


def _plain() -> Component:
    """The switch to the map without WebGL2, for slow machines."""
    hint = t("basemap.plain_hint")
    look = attributes(data_plain="yes", aria_checked="false")
    return html.Button(
        html.Span(t("basemap.plain"), className="option-name"),
        className="option plain",
        role="switch",
        title=hint,
        **look,
    )


def _strength() -> Component:
    words = t("basemap.opacity")
    slider = dcc.Input(id=Ids.STRENGTH, type="range", min=10, max=100, step=5, value=100)
    return html.Label([html.Span(words), slider], className="basemap-strength", hidden=True)


def sources() -> list[Component]:
    """Attribution and 审图号 of each basemap for the notes of the map; the browser shows those of the one drawn."""
    return [
        html.Span(text, className="basemap-source", hidden=True, **attributes(data_base_source=each.key))
        for each in services().basemaps.usable
        if (text := _credit(each))
    ]


def _credit(basemap: Basemap) -> str:
    parts = [basemap.attribution, t("basemap.approval", number=basemap.approval) if basemap.approval else ""]
    return " · ".join(each for each in parts if each)
