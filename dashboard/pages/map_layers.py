"""The layer panel and the legend, both drawn from the rows of the layer registry; the browser fills in what changes."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import markup
from dashboard.attributes import attributes
from dashboard.ids import Map
from dashboard.services import services
from data.packs import Pack
from data.words import raw, t
from layers.brush import sector_slots
from layers.registry import LAYERS, MODES, UNITS, LegendLine, legend

SCRIPT_WORDS = ("search", "opacity", "up", "down")
"""Words that the browser's script says, under ``layer_<word>``."""

BACKDROP = ("ground", "boundaries")
"""Groups of layers whose lines fold away in the legend."""


def settings() -> dict[str, Any]:
    """What the browser's script knows of the registry: rows with a switch and units, from the ground up."""
    rows = [
        {"key": row.key, "visible": row.visible, "one_of": row.one_of, "unit": row.unit, "asks": row.asks}
        for row in LAYERS
        if row.switchable
    ]
    slots = sector_slots(services().pack.sectors)
    return {"slots": slots, "rows": rows, "units": [{"key": unit, "name": t(f"layer.unit_{unit}")} for unit in UNITS]}


def script_words() -> dict[str, str]:
    """Words with their placeholders open."""
    return {f"layer_{word}": raw(f"map_layers.{word}") for word in SCRIPT_WORDS}


def panel() -> Component:
    """Top right: every switch by group, searchable, and behind a second tab the order and opacity of what is on."""
    tabs = [_tab("rows", on=True), _tab("stack", on=False)]
    rows = [
        html.Div(className="layer-tools"),
        *_groups(),
        html.P(t("map_layers.none"), className="layer-none", hidden=True),
    ]
    stack = [html.Ol(), html.P(t("map_layers.stack_hint"), className="quiet")]
    reset = html.Button(t("map_layers.reset"), className="link-button", **attributes(data_layer_reset="yes"))
    body = [
        html.Div(tabs, className="segments", role="tablist"),
        html.Div(rows, className="layer-rows", role="tabpanel", **attributes(data_layer_panel="rows")),
        html.Div(stack, className="layer-stack", role="tabpanel", hidden=True, **attributes(data_layer_panel="stack")),
        reset,
    ]
    return html.Details(
        [html.Summary(t("map.layers")), *markup.drawn_into(Map.LAYER_LIST, body, className="layer-list")],
        id=Map.LAYERS,
        className="map-card layers",
    )


def _tab(name: str, *, on: bool) -> Component:
    chosen = attributes(data_layer_tab=name, aria_selected=str(on).lower())
    return html.Button(t(f"map_layers.tab_{name}"), className="segment", role="tab", **chosen)


def _groups() -> list[Component]:
    """How hazards are told apart, then the switches of each group, the uppermost first."""
    groups: dict[str, list[Component]] = {}
    for row in reversed(LAYERS):
        if row.switchable and row.key not in MODES:
            groups.setdefault(row.group, []).append(_switch(row.key, row.visible))
    modes = html.Div([_mode(key) for key in MODES], className="segments", role="radiogroup")
    found = [_group(t("map.layers_hint"), [modes])]
    return found + [_group(t(f"layer.group_{group}"), switches) for group, switches in groups.items()]


def _group(name: str, body: list[Component]) -> Component:
    return html.Section([html.H3(name), *body], className="layer-group")


def _mode(key: str) -> Component:
    chosen = attributes(data_layer=key, aria_checked=str(key == MODES[0]).lower())
    return html.Button(t(f"layer.{key}"), className="segment", role="radio", **chosen)


def _switch(key: str, on: bool) -> Component:
    count = html.Span(className="option-count", **attributes(data_layer_count=key))
    return html.Button(
        [html.Span(t(f"layer.{key}"), className="option-name"), count],
        className="option",
        role="checkbox",
        **attributes(data_layer=key, aria_checked=str(on).lower()),
    )


def legend_card(pack: Pack) -> Component:
    """Bottom left; every line is there, and the browser shows those of what is on and drawn. The ground folds away."""
    groups = {row.key: row.group for row in LAYERS}
    lines = sorted(legend(pack), key=lambda line: line.layer not in MODES)
    facts = [_line(line) for line in lines if groups[line.layer] not in BACKDROP]
    ground = [_line(line) for line in lines if groups[line.layer] in BACKDROP]
    total = html.P([t("map_layers.on_map"), html.Span(**attributes(data_layer_count="all"))], className="legend-total")
    fold = html.Details([html.Summary(t("map.legend_ground")), html.Ul(ground)], className="legend-ground")
    surface = html.Div(className="legend-surface")
    body = markup.drawn_into(Map.LEGEND_LIST, [total, html.Ul(facts), surface, fold], className="legend-list")
    return html.Details([html.Summary(t("map.legend")), *body], id=Map.LEGEND, className="map-card legend", open=True)


def _line(line: LegendLine) -> Component:
    picture = html.Img(alt="", width=18, height=18, **attributes(data_symbol=line.image))
    return html.Li([picture, html.Span(line.words)], **attributes(data_row=line.layer, data_at=line.at))
