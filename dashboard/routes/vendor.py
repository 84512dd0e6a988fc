"""Browser libraries and fonts that were installed beside the program, and the palette as CSS."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, send_file

from dashboard.vendor import FONT_BOLD, FONT_REGULAR, LEAFLET, MAPLIBRE, ROOT
from layers.style import css

routes = Blueprint("vendor", __name__)

FILES: dict[str, tuple[Path, str]] = {
    "maplibre-gl.mjs": (MAPLIBRE / "maplibre-gl.mjs", "text/javascript"),
    "maplibre-gl-worker.mjs": (MAPLIBRE / "maplibre-gl-worker.mjs", "text/javascript"),
    "maplibre-gl-shared.mjs": (MAPLIBRE / "maplibre-gl-shared.mjs", "text/javascript"),
    "maplibre-gl.css": (MAPLIBRE / "maplibre-gl.css", "text/css"),
    "leaflet.js": (LEAFLET / "leaflet.js", "text/javascript"),
    "leaflet.css": (LEAFLET / "leaflet.css", "text/css"),
    "regular.ttf": (FONT_REGULAR, "font/ttf"),
    "bold.ttf": (FONT_BOLD, "font/ttf"),
}
"""What is served, by name; nothing else of those folders can be asked for."""

FACE = """@font-face {{ font-family: "Noto Sans SC"; font-weight: {weight}; font-display: swap;
  src: local("{name}"), local("{cjk}"), url("{url}") format("truetype"); }}
"""


@cache
def base() -> str:
    """``/vendor/<version>``: the version changes with the lock file, so that browsers may keep the files for ever."""
    return f"/vendor/{sha256((ROOT / 'package-lock.json').read_bytes()).hexdigest()[:12]}"


@routes.get("/vendor/<version>/<name>")
def vendor(version: str, name: str) -> Response:
    """One installed file; an old version is answered with today's file, which is not to be kept."""
    if name not in FILES:
        abort(404)
    path, kind = FILES[name]
    answer = send_file(path, mimetype=kind, conditional=True)
    fresh = f"/vendor/{version}" == base()
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-store"
    return answer


@routes.get("/palette.css")
def palette() -> Response:
    """The font faces and the colours of both themes as CSS variables."""
    text = _face("400 500", "Noto Sans SC", "Noto Sans CJK SC", "regular.ttf")
    text += _face("600 700", "Noto Sans SC Bold", "Noto Sans CJK SC Bold", "bold.ttf")
    return Response(text + css(), content_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _face(weight: str, name: str, cjk: str, file: str) -> str:
    return FACE.format(weight=weight, name=name, cjk=cjk, url=f"{base()}/{file}")
