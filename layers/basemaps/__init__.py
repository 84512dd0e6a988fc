"""Which grounds the map may stand on: our own vectors, and whatever the jurisdiction has been given besides.

``BASEMAPS`` has one row for each kind. The file ``basemaps.toml`` (of the pack, or named at the start) lists what there
is of them, each with its datum: WGS84 and CGCS2000 are drawn, GCJ-02 and BD-09 refused, because they lie 500 m beside
our points. Nothing configured means nothing asked of anybody. What is wrong with an entry never stops the map: the
entry is refused with a sentence.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layers.basemaps import kinds
from layers.basemaps.entry import Entry, check
from layers.basemaps.errors import BasemapError, TileLost, Unreadable, WrongEntry
from layers.basemaps.model import OWN, Basemap, Basemaps, Bounds, Refused, Tiles
from layers.basemaps.pictures import EMPTY, media_type

__all__ = [
    "BASEMAPS", "EMPTY", "FILE", "OWN", "Basemap", "BasemapError", "Basemaps", "Refused", "TileLost", "Tiles",
    "media_type", "read_basemaps",
]  # fmt: skip

FILE = "basemaps.toml"
"""The list's name in the folder of a pack."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of basemap; its name is ``basemap.kind.<key>`` of the words. ``open`` is None for our own vectors."""

    key: str
    open: Callable[[Entry], kinds.Opened] | None
    needs: tuple[str, ...] = ()
    """Fields that an entry must have beside the common ones, and those it may have."""
    may: tuple[str, ...] = ()


_SECRET = ("access_key", "access_key_env", "access_key_name")

BASEMAPS: tuple[Kind, ...] = (
    Kind(OWN, None),
    Kind("tianditu", kinds.open_tianditu, ("url", "layer"), _SECRET),
    Kind("wmts", kinds.open_wmts, ("url", "matrix_set"), ("layer", "style", "format", "grid", *_SECRET)),
    Kind("xyz", kinds.open_xyz, ("url",), _SECRET),
    Kind("mbtiles", kinds.from_mbtiles, ("file",), ("rows",)),
    Kind("pmtiles", kinds.from_pmtiles, ("file",)),
)
"""Every kind, our own first; it is the one drawn when nobody chose another."""


def read_basemaps(file: Path, county: Bounds, environment: Mapping[str, str] | None = None) -> Basemaps:
    """What ``file`` lists for a county within ``county`` (degrees). Raises nothing: what is wrong is refused.

    ``environment`` holds the access keys that entries name, by default the process's.
    """
    try:
        entries = tomllib.loads(file.read_text("utf-8")).get("basemap", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Basemaps(refused=(Refused("", file.name, Unreadable(file=file.name)),))
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        return Basemaps(refused=(Refused("", file.name, Unreadable(file=file.name)),))
    known = os.environ if environment is None else environment
    usable: dict[str, Basemap] = {}
    refused: list[Refused] = []
    for place, fields in enumerate(entries, 1):
        key = str(fields.get("key", "") or f"#{place}")[:40]
        try:
            if key in usable:
                raise WrongEntry(basemap=key, field="key", why="twice")
            usable[key] = _opened(Entry(key, fields, file.parent, county, known))
        except BasemapError as error:
            refused.append(Refused(key, str(fields.get("name", key))[:80], error))
    return Basemaps(tuple(usable.values()), tuple(refused))


def _opened(entry: Entry) -> Basemap:
    kind = next((row for row in BASEMAPS if row.key == entry.fields.get("kind") and row.open), None)
    if kind is None or kind.open is None:
        raise entry.wrong("kind", "ill_written")
    check(entry, kind.needs, kind.may)
    if "key" not in entry.fields:
        raise entry.wrong("key", "missing")
    tiles, first, last = kind.open(entry)
    fields: Mapping[str, Any] = entry.fields
    return Basemap(
        key=entry.key,
        name=entry.text("name"),
        kind=kind.key,
        attribution=entry.text("attribution"),
        approval=entry.text("approval"),
        min_zoom=max(first, fields.get("min_zoom", first)),
        max_zoom=min(last, fields.get("max_zoom", last)),
        tile_size=fields.get("tile_size", 256),
        offered=fields.get("offered", True),
        above=tuple(fields.get("above", ())),
        tiles=tiles,
    )
