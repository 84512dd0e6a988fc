"""``/api/v1/marks``: what stands on a stretch of the map, small enough for browsers without WebGL2."""

import math

from flask import Blueprint, Response, abort, jsonify, request

from dashboard.routes.tiles import filter_of
from dashboard.services import services
from dashboard.viewer import viewer
from geo.mercator import MAX_LATITUDE
from layers.marks import Bounds, marks
from layers.shown import Shown

routes = Blueprint("marks", __name__, url_prefix="/api/v1")


@routes.get("/marks")
def stretch() -> Response:
    """GeoJSON of ``layer`` within ``bbox`` (west,south,east,north) at ``z``, under ``f`` less ``hide``, version ``v``.

    ``z`` in the answer is the zoom it was counted at.
    """
    bounds, layer = _bounds(), request.args.get("layer", "hazards")
    chosen, zoom = filter_of("f"), request.args.get("z", type=int)
    folded = services().shelf.version(request.args.get("v", ""), chosen.as_of)
    if bounds is None or zoom is None or layer not in folded.tiles.layers:
        abort(400)
    mask = folded.mask(layer, viewer().scope, chosen, Shown.parse(request.args.get("hide", "")))
    z, features = marks(folded.tiles.view(layer, mask), zoom, bounds)
    return jsonify({"type": "FeatureCollection", "z": z, "version": folded.version, "features": features})


def _bounds() -> Bounds | None:
    """The stretch asked for, cut to what the map has; None when it is none."""
    try:
        west, south, east, north = (float(each) for each in request.args.get("bbox", "").split(","))
    except ValueError:
        return None
    if not all(map(math.isfinite, (west, south, east, north))) or west > east or south > north:
        return None
    return max(west, -180.0), max(south, -MAX_LATITUDE), min(east, 180.0), min(north, MAX_LATITUDE)
