"""What lies on the map: legend, layer switch, zoom buttons, the note on schematic borders and the sources."""

from typing import Any

from dash import html
from dash.development.base_component import Component
from shapely import union_all

from dashboard.attributes import attributes
from dashboard.ids import Map
from dashboard.services import services
from dashboard.viewer import viewer
from data.packs import Pack
from data.rules.scope import Scope
from data.rules.vocabulary import STATES
from data.words import raw, t
from layers.registry import BY_SECTOR, LAYERS, MODES, LegendLine, legend

WORDS = (
    "metres", "kilometres", "no_webgl", "no_map", "tiles_missing", "cell_words", "objects_words", "click_to_zoom",
    "click_to_open", "several_here", "level_0", "level_1", "overdue", "zoom_in", "zoom_out", "home",
)  # fmt: skip

FACTS = ("hazards", "objects")
"""Groups of layers whose lines stand first in the legend."""


def settings() -> dict[str, Any]:
    """What the browser's map needs to know at its start."""
    pack = services().pack
    sectors = {sector.code: sector.short_name for sector in pack.sectors}
    return {
        "bounds": list(_home(pack, viewer().scope)),
        "limits": list(pack.bounds),
        "version": services().shelf.newest().version,
        "change": services().model.snapshot.change,
        "modes": list(MODES),
        "on": [row.key for row in LAYERS if row.visible],
        "words": {word: raw(f"map.{word}") for word in WORDS},
        "states": {state.value: t(f"state.{state.value}") for state in STATES},
        "sectors": sectors,
    }


def _home(pack: Pack, scope: Scope) -> tuple[float, ...]:
    """West, south, east and north of what the viewer answers for: towns or cells, else the whole county."""
    towns = {code for box in scope.boxes for code in box.towns or ()}
    cells = {code for box in scope.boxes for code in box.cells or ()}
    shapes = [shape.geometry for shape in pack.town_shapes if shape.code in towns]
    shapes += [shape.geometry for shape in pack.cell_shapes if shape.code in cells]
    return tuple(union_all(shapes).bounds if shapes else pack.outline.bounds)


def furniture(pack: Pack) -> list[Component]:
    """Everything that lies over the map and stays where it is."""
    return [_layer_switch(), _legend(pack), _notes(pack)]


def _layer_switch() -> Component:
    """Top right: how hazards are coloured, then every switchable row by group."""
    groups: dict[str, list[Component]] = {}
    for row in reversed(LAYERS):
        if row.switchable and row.key not in MODES:
            groups.setdefault(row.group, []).append(_switch(row.key, "checkbox", row.visible))
    modes = [_switch(key, "radio", key != BY_SECTOR) for key in MODES]
    body = [html.H3(t("map.layers_hint")), html.Div(modes, className="segments", role="radiogroup")]
    for group, switches in groups.items():
        body += [html.H3(t(f"layer.group_{group}")), *switches]
    return html.Details(
        [html.Summary(t("map.layers")), html.Div(body, className="layer-list")],
        id=Map.LAYERS,
        className="map-card layers",
    )


def _switch(key: str, role: str, on: bool) -> Component:
    style = "segment" if role == "radio" else "option"
    return html.Button(
        html.Span(t(f"layer.{key}"), className="option-name"),
        className=style,
        role=role,
        **attributes(data_layer=key, aria_checked=str(on).lower()),
    )


def _legend(pack: Pack) -> Component:
    """Bottom left; every line is there, and the browser shows those whose layer is on. The ground folds away."""
    both = {row.key for row in LAYERS} - {BY_SECTOR}
    groups = {row.key: row.group for row in LAYERS}
    sectors = [line for line in legend(pack, {BY_SECTOR}) if line.layer == BY_SECTOR]
    lines = sorted((*sectors, *legend(pack, both)), key=lambda line: line.layer not in MODES)
    facts = [_legend_line(line) for line in lines if groups[line.layer] in FACTS]
    ground = [_legend_line(line) for line in lines if groups[line.layer] not in FACTS]
    fold = html.Details([html.Summary(t("map.legend_ground")), html.Ul(ground)], className="legend-ground")
    body = html.Div([html.Ul(facts), fold], className="legend-list")
    return html.Details([html.Summary(t("map.legend")), body], id=Map.LEGEND, className="map-card legend", open=True)


def _legend_line(line: LegendLine) -> Component:
    picture = html.Img(alt="", width=18, height=18, **attributes(data_symbol=line.image))
    return html.Li([picture, html.Span(line.words)], **attributes(data_row=line.layer))


def _notes(pack: Pack) -> Component:
    sources = html.Details(
        [html.Summary(t("map.credits")), html.Div([html.P(each) for each in pack.credits], className="credit-list")],
        className="credits",
    )
    note = [html.Span(pack.boundary_note, className="boundary-note")] if pack.boundary_note else []
    return html.Div([*note, *([sources] if pack.credits else [])], className="map-notes")
