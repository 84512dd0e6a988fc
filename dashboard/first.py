"""What a browser shows while the program is on its way: the bar, and on the map page the ground; see `first.js`."""

from functools import lru_cache
from html import escape

from dashboard.pages.map_furniture import home
from dashboard.services import services
from dashboard.viewer import viewer
from data.words import t
from layers.sketch import sketch
from layers.style import palette

FRAME = """<div id="first" aria-hidden="true"><div class="top-bar"><span class="brand">
<span class="brand-product">{product}</span><span class="brand-place">{place}</span></span></div>{picture}</div>"""
MAP = """<div class="first-map"><i></i><div class="map-box">{ground}</div><i></i></div>"""
WORDS = """<p class="first-words">{words}</p>"""


def first(path: str, theme: str) -> str:
    """The document's first picture, as HTML."""
    pack = services().pack
    if path == "/":
        picture = MAP.format(ground=_ground(pack.drawn, home(pack, viewer().scope), theme))
    else:
        picture = WORDS.format(words=escape(t("ui.coming")))
    return FRAME.format(product=escape(t("ui.product")), place=escape(pack.name), picture=picture)


@lru_cache(maxsize=64)
def _ground(_drawn: int, bounds: tuple[float, ...], theme: str) -> str:
    """Drawn once for everybody who answers for the same ground; a server serves one pack."""
    return sketch(services().pack, bounds, palette(theme))
