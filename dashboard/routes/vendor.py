"""Browser libraries and fonts that were installed beside the program, and the palette as CSS."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_file

from dashboard.fonts import PIECES, file_name
from dashboard.guard import KEPT
from dashboard.vendor import FONT_PIECES, FONT_RANGES, LEAFLET, MAPLIBRE, PLOTLY, ROOT, WHOLE_FONTS
from layers.style import css

routes = Blueprint("vendor", __name__)

FILES: dict[str, tuple[Path, str]] = {
    "maplibre-gl.mjs": (MAPLIBRE / "maplibre-gl.mjs", "text/javascript"),
    "maplibre-gl-worker.mjs": (MAPLIBRE / "maplibre-gl-worker.mjs", "text/javascript"),
    "maplibre-gl-shared.mjs": (MAPLIBRE / "maplibre-gl-shared.mjs", "text/javascript"),
    "maplibre-gl.css": (MAPLIBRE / "maplibre-gl.css", "text/css"),
    "leaflet.js": (LEAFLET / "leaflet.js", "text/javascript"),
    "leaflet.css": (LEAFLET / "leaflet.css", "text/css"),
    **{f"{weight}.ttf": (path, "font/ttf") for weight, path in WHOLE_FONTS.items()},
    **{
        file_name(piece, weight): (FONT_PIECES / file_name(piece, weight), "font/woff2")
        for weight in WHOLE_FONTS
        for piece in PIECES
    },
}
"""What is served, by name; nothing else of those folders can be asked for."""

FACE = """@font-face {{ font-family: "Noto Sans SC"; font-weight: {css}; font-display: swap;
  src: {local}, url("{url}"); unicode-range: {characters}; }}
"""
WEIGHTS = {
    "regular": ("400 500", 'local("Noto Sans SC"), local("Noto Sans CJK SC")'),
    "bold": ("600 700", 'local("Noto Sans SC Bold"), local("Noto Sans CJK SC Bold")'),
}
"""The CSS weights that each font stands for, and the names of the same font on a machine that has it."""
PLOTLY_PATH = "/_dash-component-suites/plotly/package_data/plotly.min.js"
"""Where Dash's graphs look for plotly; ours there has the charts of the plane, at a third of the size."""


@cache
def base() -> str:
    """``/vendor/<version>``: it changes with the lock file and the cut of the fonts, so files may be kept for ever."""
    told = (ROOT / "package-lock.json").read_bytes() + FONT_RANGES.read_bytes()
    return f"/vendor/{sha256(told).hexdigest()[:12]}"


@routes.get("/vendor/<version>/<name>")
def vendor(version: str, name: str) -> Response:
    """One installed file; an old version is answered with today's file, which is not to be kept."""
    if name not in FILES:
        abort(404)
    path, kind = FILES[name]
    answer = send_file(path, mimetype=kind, conditional=True)
    fresh = f"/vendor/{version}" == base()
    answer.headers["Cache-Control"] = KEPT if fresh else "no-store"
    return answer


@routes.get(PLOTLY_PATH)
def plotly() -> Response:
    """The plotly that was installed; the address never changes, so a browser asks whether it did."""
    answer = send_file(PLOTLY, mimetype="text/javascript", conditional=True)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@routes.get("/palette.css")
def palette() -> Response:
    """The font faces and the colours of both themes as CSS variables."""
    fresh = request.args.get("m") == _palette_version()
    kept = KEPT if fresh else "no-cache"
    answer = Response(_palette(), content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def palette_address() -> str:
    """The palette under an address that changes with it."""
    return f"/palette.css?m={_palette_version()}"


@cache
def _palette() -> str:
    return faces() + css()


@cache
def _palette_version() -> str:
    return sha256(_palette().encode()).hexdigest()[:12]


@cache
def faces() -> str:
    """A browser takes a piece only when it meets one of its characters, and the whole font for those of none."""
    found: dict[str, str] = json.loads(FONT_RANGES.read_text())
    whole = [_face(weight, f"{weight}.ttf", found["rest"]) for weight in WHOLE_FONTS]
    parts = [_face(weight, file_name(piece, weight), found[piece]) for weight in WHOLE_FONTS for piece in PIECES]
    return "".join(whole + parts)


def _face(weight: str, file: str, characters: str) -> str:
    css_weight, local = WEIGHTS[weight]
    return FACE.format(css=css_weight, local=local, url=f"{base()}/{file}", characters=characters)
