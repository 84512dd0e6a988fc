"""One ``[[basemap]]`` of the file that lists them, read field by field; what it may say depends on its kind."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.datum import Datum
from layers.basemaps.errors import ForeignDatum, NoKey, UnknownDatum, WrongEntry
from layers.basemaps.model import OWN, Bounds

PLAIN = (Datum.WGS84, Datum.CGCS2000)
"""Datums under which our points lie where they are; the others are refused."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of one basemap, all of the right type. ``home`` is the folder that relative files are sought in."""

    key: str
    fields: Mapping[str, Any]
    home: Path
    county: Bounds
    environment: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        """A field of words."""
        return str(self.fields.get(name, default))

    def secret(self) -> str:
        """The access key, from the entry or from the variable it names; empty when it has none. Raises `NoKey`."""
        variable = self.text("access_key_env")
        if not variable:
            return self.text("access_key")
        if not self.environment.get(variable):
            raise NoKey(basemap=self.key, variable=variable)
        return self.environment[variable]

    def wrong(self, field: str, why: str, **params: object) -> WrongEntry:
        """The error that says what is wrong with a field."""
        return WrongEntry(basemap=self.key, field=field, why=why, **params)


def _words(value: Any) -> bool:
    return isinstance(value, str) and len(value.strip()) > 0 and len(value) <= 500


def _note(value: Any) -> bool:
    return value == "" or _words(value)


def _key(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[a-z0-9][a-z0-9_-]{0,31}", value) is not None and value != OWN


def _zoom(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 22


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _keys(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 4 and all(_key(each) for each in value)


def _size(value: Any) -> bool:
    return value in (256, 512)


FIELDS: dict[str, Callable[[Any], bool]] = {
    "key": _key, "name": _words, "kind": _words, "datum": _words, "attribution": _note, "approval": _note,
    "min_zoom": _zoom, "max_zoom": _zoom, "tile_size": _size, "offered": _flag, "above": _keys,
    "url": _words, "access_key": _words, "access_key_env": _words, "access_key_name": _words,
    "layer": _words, "style": _words, "matrix_set": _words, "format": _words, "grid": _words,
    "file": _words, "rows": _words,
}  # fmt: skip
"""Every field an entry may have and what its value must look like."""

COMMON = (
    "key", "name", "kind", "datum", "attribution", "approval", "min_zoom", "max_zoom", "tile_size", "offered", "above",
)  # fmt: skip


def check(entry: Entry, needs: tuple[str, ...], may: tuple[str, ...]) -> None:
    """Raise the first thing that is wrong: unknown, missing or ill-written fields, and a datum that is not ours."""
    for name, value in entry.fields.items():
        if name not in COMMON + needs + may:
            raise entry.wrong(name, "unknown")
        if not FIELDS[name](value):
            raise entry.wrong(name, "ill_written")
    for name in ("name", *needs):
        if name not in entry.fields:
            raise entry.wrong(name, "missing")
    check_datum(entry)
    if entry.fields.get("min_zoom", 0) > entry.fields.get("max_zoom", 22):
        raise entry.wrong("min_zoom", "ill_written")


def check_datum(entry: Entry) -> None:
    """Refuse a basemap whose datum is shifted against our points, or is not declared."""
    declared = entry.text("datum").lower().replace("-", "").replace("_", "")
    known = {each.value: each for each in Datum}
    if declared not in known:
        raise UnknownDatum(basemap=entry.key)
    if known[declared] not in PLAIN:
        raise ForeignDatum(basemap=entry.key, datum={"gcj02": "GCJ-02", "bd09": "BD-09"}[declared])
