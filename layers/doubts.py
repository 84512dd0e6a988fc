"""How findings of data quality are drawn: neutral plates with a sign for what is doubtful, counted where they crowd.

They come as GeoJSON for who may mend them and are gathered by the browser; a gathered feature has ``n``, a single one
``no``, ``kind``, ``finding`` and ``group``.
"""

from typing import Any

from layers.brush import Brush, StyleLayer, by_zoom

FINDINGS = "findings"
"""The row, its source, and the end of the address of its features."""
PATH = "/tiles/findings.geojson"
GROUPS = ("place", "identity", "duty", "loop")
"""Signs: what the group of a finding is called in images and words."""
MANY = "finding-many"
GATHERED_TO = 12
"""The deepest zoom at which what lies close together is gathered."""
GATHERED_WITHIN = 44
"""Pixels."""


def source(data: Any) -> dict[str, Any]:
    """The source over an address, or over nothing while the row is off."""
    return {
        "type": "geojson",
        "data": data or {"type": "FeatureCollection", "features": []},
        "cluster": True,
        "clusterMaxZoom": GATHERED_TO,
        "clusterRadius": GATHERED_WITHIN,
        "clusterProperties": {"n": ["+", 1]},
    }


def findings(brush: Brush) -> list[StyleLayer]:
    """Far: a plate with the number of records. Near: the sign of what is doubtful about each."""
    count = {
        "icon-image": MANY,
        "icon-size": ["step", ["get", "n"], 1, 100, 1.25, 1000, 1.5],
        "icon-allow-overlap": True,
        "text-field": ["to-string", ["get", "n"]],
        "text-size": 11,
        "text-allow-overlap": True,
    }
    single = {
        "icon-image": ["concat", "finding-", ["get", "group"]],
        "icon-size": by_zoom(GATHERED_TO, 0.65, 16, 0.85, 18, 1),
        "icon-allow-overlap": True,
    }
    return [
        _layer("finding-gathered", ["has", "n"], count, {"text-color": brush.colours.text}),
        _layer("finding-single", ["has", "no"], single, {}),
    ]


def _layer(name: str, which: list[Any], layout: dict[str, Any], paint: dict[str, Any]) -> StyleLayer:
    return {"id": name, "type": "symbol", "source": FINDINGS, "filter": which, "layout": layout, "paint": paint}
