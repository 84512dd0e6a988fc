"""The map peers of ``onemap bench browser``: small Dash apps as people write them, over the same points as our map.

`serve_peer` serves one of them. Their points are ``lon``, ``lat`` and ``level`` (0 general, 1 major); the
ground is blank.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from dash import dcc
from dash.development.base_component import Component

BLANK = {
    "version": 8,
    "sources": {},
    "layers": [{"id": "ground", "type": "background", "paint": {"background-color": "#f4f6f8"}}],
}
COLOURS = ("#2f6fde", "#d92d20")
WHOLE = {"position": "absolute", "inset": 0}
ZOOM = 9.5

Points = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """``name`` as printed; ``drawn`` is JavaScript that is true once its map stands; ``sizes`` are tried in turn."""

    key: str
    name: str
    drawn: str
    sizes: tuple[int, ...]
    layout: Callable[[Points], Component]


def scattermap(points: Points) -> Component:
    """One trace of plotly's map, coloured like ours."""
    colours = np.array(COLOURS)[points["level"]]
    trace = go.Scattermap(lon=points["lon"], lat=points["lat"], mode="markers", marker={"size": 7, "color": colours})
    middle = {"lon": float(points["lon"].mean()), "lat": float(points["lat"].mean())}
    figure = go.Figure(trace, {"map": {"style": BLANK, "center": middle, "zoom": ZOOM}})
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return dcc.Graph(figure=figure, style=WHOLE, config={"showSendToCloud": False, "displaylogo": False})


def leaflet(points: Points) -> Component:
    """Clustered GeoJSON of dash-leaflet."""
    import dash_leaflet as dl

    places = zip(points["lon"].tolist(), points["lat"].tolist(), points["level"].tolist(), strict=True)
    features = [
        {
            "type": "Feature",
            "properties": {"level": level},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for lon, lat, level in places
    ]
    cells = dl.GeoJSON(data={"type": "FeatureCollection", "features": features}, cluster=True)
    centre = [float(points["lat"].mean()), float(points["lon"].mean())]
    return dl.Map([cells], center=centre, zoom=round(ZOOM), style=WHOLE)


PEERS = (
    Peer(
        "plotly",
        "plotly scattermap",
        "document.querySelector('.js-plotly-plot')?._fullLayout?.map?._subplot?.map?.loaded()",
        (10_000, 30_000, 100_000, 1_000_000),
        scattermap,
    ),
    Peer(
        "leaflet",
        "dash-leaflet",
        "document.querySelector('.leaflet-marker-icon')",
        (10_000, 30_000, 100_000, 1_000_000),
        leaflet,
    ),
)
