"""The drawer's list of the supervised objects nearest to a point that the reader chose."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.badges import risk_badge
from dashboard.services import services
from dashboard.viewer import Viewer
from data.readmodel.nearby import NearObject, nearest_objects
from data.words import t

KIND = "near"
LISTED = 10


def point_of(ids: Sequence[str]) -> tuple[float, float] | None:
    """Longitude and latitude (WGS84 degrees) of a selection, None when it names no place on earth."""
    try:
        lon, lat = (float(each) for each in ids)
    except ValueError:
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def rows(lon: float, lat: float, someone: Viewer) -> list[Component]:
    """The nearest objects as rows that open, or one sentence when there is none."""
    found = nearest_objects(services().model.snapshot, someone.scope, lon, lat, LISTED)
    head = html.P(t("map_tools.near.from", at=f"{lon:.6f}, {lat:.6f}"), className="quiet")
    if not found:
        return [head, html.P(t("map_tools.near.nothing"))]
    return [head, html.Ul([_row(each) for each in found], className="drawer-list")]


def _row(near: NearObject) -> Component:
    signs = [
        html.Span(distance(near.metres), className="near-distance"),
        risk_badge(near.colour),
        html.Span(t("map_tools.near.open", n=near.open) if near.open else t("map_tools.near.open_none")),
    ]
    parts = [html.Strong(near.name), html.Div(signs, className="drawer-row-marks")]
    return html.Li(html.Button(parts, className="drawer-row", **attributes(data_select=f"objects:{near.id}")))


def distance(metres: float) -> str:
    """Whole metres, from ten kilometres on kilometres with one decimal."""
    if metres >= 10_000:
        return t("map_tools.near.kilometres", n=f"{metres / 1000:,.1f}")
    return t("map_tools.near.metres", n=f"{metres:,.0f}")
