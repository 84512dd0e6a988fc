"""``/tiles/basemap/<key>/<z>/<x>/<y>``: tiles of a configured basemap, fetched or read by the server.

Only keys of the configuration are answered, so that nobody can make the server ask another address; access keys never
reach the browser.
"""

from flask import Blueprint, Response, abort

from dashboard.services import services
from layers.basemaps import EMPTY, Basemap, media_type

routes = Blueprint("basemaps", __name__, url_prefix="/tiles/basemap")

KEPT = "private, max-age=86400"
KEPT_EMPTY = "private, max-age=3600"


@routes.get("/<key>/<int:z>/<int:x>/<int:y>")
def tile(key: str, z: int, x: int, y: int) -> Response:
    """One picture; a transparent one where the basemap has none. 502 with a sentence when it cannot be had now."""
    basemap = services().basemaps.get(key)
    if basemap is None or not _has(basemap, z, x, y):
        abort(404)
    picture = basemap.tiles.tile(z, x, y)
    answer = Response(picture or EMPTY, content_type=media_type(picture or EMPTY))
    answer.headers["Cache-Control"] = KEPT if picture else KEPT_EMPTY
    return answer


def _has(basemap: Basemap, z: int, x: int, y: int) -> bool:
    return basemap.min_zoom <= z <= basemap.max_zoom and x < 1 << z and y < 1 << z
