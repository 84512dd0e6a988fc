"""What lies on the map: layer panel, legend, the note on schematic borders and the sources."""

from typing import Any

from dash import html
from dash.development.base_component import Component
from shapely import union_all

from dashboard.pages import map_basemaps, map_layers
from dashboard.services import services
from dashboard.viewer import viewer
from data.packs import Pack
from data.quality import FINDINGS
from data.rules.scope import Scope
from data.rules.vocabulary import STATES
from data.words import raw, t
from layers.registry import MODES

WORDS = (
    "metres", "kilometres", "no_webgl", "no_map", "tiles_missing", "cell_words", "objects_words", "findings_words",
    "click_to_zoom", "click_to_open", "click_to_unfold", "hazards_here", "objects_here", "both_here", "level_0",
    "level_1", "overdue", "object", "between_notes", "zoom_in", "zoom_out", "home", "map_label",
)  # fmt: skip


def settings() -> dict[str, Any]:
    """What the browser's map needs to know at its start."""
    pack = services().pack
    sectors = {sector.code: sector.short_name for sector in pack.sectors}
    return {
        "bounds": list(home(pack, viewer().scope)),
        "limits": list(pack.bounds),
        "version": services().shelf.at_hand().version,
        "change": services().model.snapshot.change,
        "modes": list(MODES),
        "layers": map_layers.settings(),
        "words": {word: raw(f"map.{word}") for word in WORDS} | map_layers.script_words(),
        "states": {state.value: t(f"state.{state.value}") for state in STATES},
        "sectors": sectors,
        "findings": {each.key: t(f"quality.finding.{each.key}") for each in FINDINGS},
        "basemaps": map_basemaps.settings(),
    }


def home(pack: Pack, scope: Scope) -> tuple[float, ...]:
    """West, south, east and north of what the viewer answers for: towns or cells, else the whole county."""
    towns = {code for box in scope.boxes for code in box.towns or ()}
    cells = {code for box in scope.boxes for code in box.cells or ()}
    shapes = [shape.geometry for shape in pack.town_shapes if shape.code in towns]
    shapes += [shape.geometry for shape in pack.cell_shapes if shape.code in cells]
    return tuple(union_all(shapes).bounds if shapes else pack.outline.bounds)


def furniture(pack: Pack) -> list[Component]:
    """Everything that lies over the map and stays where it is."""
    return [map_basemaps.card(), map_layers.panel(), map_layers.legend_card(pack), _notes(pack)]


def _notes(pack: Pack) -> Component:
    sources = html.Details(
        [html.Summary(t("map.credits")), html.Div([html.P(each) for each in pack.credits], className="credit-list")],
        className="credits",
    )
    note = html.Span(pack.boundary_note, className="boundary-note")
    return html.Div([*map_basemaps.sources(), note, *([sources] if pack.credits else [])], className="map-notes")
