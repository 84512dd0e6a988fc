"""What the map draws: vector tiles, the style, its images and the ground, always within the viewer's scope."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from dashboard.asked import asked
from dashboard.onmap import on_map
from dashboard.quality.asked import POWER
from dashboard.quality.onmap import features
from dashboard.services import services
from dashboard.surfaceof import density_on, surface_of
from dashboard.themes import theme
from dashboard.viewer import viewer
from data.rules.filters import Filter
from data.rules.powers import may
from layers.breaks import ramp_places
from layers.context import context
from layers.density import picture
from layers.mapstyle import map_style
from layers.registry import switched_on
from layers.shown import Shown
from layers.style import THEMES, palette
from layers.surface import STEPS
from layers.symbols import symbols

routes = Blueprint("tiles", __name__, url_prefix="/tiles")

DEEPEST = 22
FRESH = "private, max-age=3600"
"""An address with a version never changes its answer for one viewer; ``Vary: Cookie`` keeps viewers apart."""


@routes.get("/<layer>/<int:z>/<int:x>/<int:y>.pbf")
def tile(layer: str, z: int, x: int, y: int) -> Response:
    """One tile under ``f`` (a filter as query string) less ``hide`` (`layers.shown`), version ``v``; 204 when empty."""
    asked, chosen = request.args.get("v", ""), filter_of("f")
    folded = services().shelf.version(asked, chosen.as_of)
    if layer not in folded.tiles.layers or z > DEEPEST or x >= 1 << z or y >= 1 << z:
        abort(404)
    mask = folded.mask(layer, viewer().scope, chosen, Shown.parse(request.args.get("hide", "")))
    body = folded.tiles.tile(layer, z, x, y, mask)
    answer = Response(body, 200 if body else 204, content_type="application/vnd.mapbox-vector-tile")
    return _kept(answer, fresh=asked == folded.version)


@routes.get("/style.json")
def style() -> Response:
    """The MapLibre style under the filter ``f`` in ``theme`` with the rows ``on`` (the usual ones unless told so).

    Circles are scaled to what filter and switches let through; ``metadata.onemap`` says how much that is.
    """
    here, chosen = services(), filter_of("f")
    on = switched_on(request.args["on"].split(".") if "on" in request.args else None)
    folded = here.shelf.version("", chosen.as_of)
    seen = on_map(folded, viewer().scope, chosen, on)
    surface = surface_of(here.pack, here.model.snapshot, folded, viewer().scope, chosen, on)
    drawn = map_style(
        _theme(),
        request.host_url.rstrip("/"),
        chosen.query(),
        folded.version,
        here.pack,
        on=on,
        largest=seen.largest,
        surface=surface,
        newest=here.model.snapshot.change,
    )
    legend = None if surface is None else surface.legend()
    about = {"counts": seen.counts, "hidden": Shown.of(on).text(), "surface": legend, "note": here.pack.boundary_note}
    return jsonify(drawn | {"metadata": {"onemap": about}})


@routes.get("/findings.geojson")
def findings() -> Response:
    """Findings of data quality under ``f`` for who may mend them, nothing for others; never kept."""
    someone, chosen = viewer(), filter_of("f")
    nothing: dict[str, Any] = {"type": "FeatureCollection", "features": []}
    answer = jsonify(features(someone, chosen) if may(someone.actor, POWER) else nothing)
    answer.content_type = "application/geo+json"
    return _kept(answer, fresh=False)


@routes.get("/density.png")
def density() -> Response:
    """The density under ``f`` less ``hide`` in the classes of ``theme``, as a picture over the county's outline."""
    asked, chosen = request.args.get("v", ""), filter_of("f")
    folded = services().shelf.version(asked, chosen.as_of)
    shown = Shown.parse(request.args.get("hide", ""))
    found = density_on(folded, services().pack, viewer().scope, chosen, shown)
    body = picture(found.classes(), palette(_theme()), ramp_places(len(found.lowest), STEPS))
    return _kept(Response(body, content_type="image/png"), fresh=asked == folded.version)


@routes.get("/symbols.json")
def images() -> Response:
    """Every image the style of ``theme`` names, as SVG text by id."""
    return jsonify(symbols(_theme()))


@routes.get("/context.geojson")
def ground() -> Response:
    """Boundaries, water, roads and label points of the pack."""
    answer = jsonify(context(services().pack))
    answer.content_type = "application/geo+json"
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


def filter_of(key: str) -> Filter:
    """The filter that stands as a query string inside one argument."""
    return asked(request.args.get(key, ""))


def _theme() -> str:
    named = request.args.get("theme", "")
    return named if named in {each.name for each in THEMES} else theme()


def _kept(answer: Response, *, fresh: bool) -> Response:
    answer.headers["Cache-Control"] = FRESH if fresh else "no-store"
    answer.headers["Vary"] = "Cookie"
    return answer
