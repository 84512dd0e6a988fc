"""The TOML files of a pack: who the jurisdiction is, how it numbers things, and its local words."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pyproj import CRS
from pyproj.exceptions import CRSError

from data.packs import schema
from data.packs.tables import BadCellError, Problems, code_cell, read_bytes
from data.rules.numbers import makes_numbers


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise BadCellError("not_words")
    return value


def _code(value: Any) -> str:
    if len(_words(value)) > 12:
        raise BadCellError("too_long", limit=12)
    return code_cell(value)


def _country(value: Any) -> str:
    if not re.fullmatch("[A-Z]{2}", _words(value)):
        raise BadCellError("bad_country", value=value)
    return str(value)


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(_words(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadCellError("bad_zone", value=value) from None


def _projected(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not _is_projected(value):
        raise BadCellError("bad_epsg", value=str(value)[:60])
    return value


def _is_projected(epsg: int) -> bool:
    try:
        return CRS.from_epsg(epsg).is_projected
    except CRSError:
        return False


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadCellError("bad_flag", value=str(value)[:60])
    return value


def _list(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadCellError("not_a_list")
    return tuple(_words(item) for item in value)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(sorted(_list(value), key=lambda name: (-len(name), name)))


def _note(value: Any) -> str:
    return "" if value == "" else _words(value)


REQUIRED: dict[str, Callable[[Any], Any]] = {
    "code": _code,
    "name": _words,
    "short_name": _words,
    "title": _words,
    "country": _country,
    "zone": _zone,
    "projected_epsg": _projected,
    "boundary_note": _note,
    "boundaries_schematic": _flag,
    "county_names": _names,
}
OPTIONAL: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "historic_codes": (_list, ()),
    "outer_names": (_names, ()),
    "credits": (_list, ()),
    "checks_uscc": (_flag, True),
    "shifts_gcj02": (_flag, True),
}


def read_manifest(folder: Path, problems: Problems) -> dict[str, Any] | None:
    """The entries of ``pack.toml`` as keyword arguments of `Pack`; None when the file cannot be read at all."""
    document = _toml(folder, schema.MANIFEST, problems)
    if document is None:
        return None
    entries: dict[str, Any] = {name: default for name, (_, default) in OPTIONAL.items()}
    readers = REQUIRED | {name: read for name, (read, _) in OPTIONAL.items()}
    for name in REQUIRED.keys() - document.keys():
        problems.add(schema.MANIFEST, 0, name, "missing_entry")
    for name in document.keys() - readers.keys() - {"numbers"}:
        problems.add(schema.MANIFEST, 0, name, "unknown_entry")
    for name in document.keys() & readers.keys():
        try:
            entries[name] = readers[name](document[name])
        except BadCellError as error:
            problems.add(schema.MANIFEST, 0, name, error.key, **error.params)
    if entries.get("boundaries_schematic") is True and entries.get("boundary_note") == "":
        problems.add(schema.MANIFEST, 0, "boundary_note", "schematic_without_note")
    entries["numbers"] = _numbers(document.get("numbers"), problems)
    return entries


def read_wording(folder: Path, problems: Problems) -> dict[str, str]:
    """Local words by key, from ``wording.toml``; the file may be absent."""
    if not (folder / schema.WORDING).is_file():
        return {}
    flat: dict[str, str] = {}
    _flatten(_toml(folder, schema.WORDING, problems) or {}, "", flat, problems)
    return flat


def _flatten(node: dict[str, Any], prefix: str, flat: dict[str, str], problems: Problems) -> None:
    for name, value in node.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            _flatten(value, f"{key}.", flat, problems)
        elif isinstance(value, str):
            flat[key] = value
        else:
            problems.add(schema.WORDING, 0, key, "not_words")


def _toml(folder: Path, name: str, problems: Problems) -> dict[str, Any] | None:
    text = read_bytes(folder, name, problems)
    try:
        return None if text is None else tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.add(name, 0, "", "not_toml", why=str(error))
        return None


def _numbers(given: Any, problems: Problems) -> dict[str, str]:
    if not isinstance(given, dict):
        problems.add(schema.MANIFEST, 0, "numbers", "missing_entry")
        return {}
    known = schema.REQUIRED_NUMBERS | schema.OPTIONAL_NUMBERS
    for name in sorted(given.keys() - known.keys()):
        problems.add(schema.MANIFEST, 0, f"numbers.{name}", "unknown_entry")
    for name, fields in known.items():
        if name not in given and name in schema.OPTIONAL_NUMBERS:
            continue
        if not isinstance(given.get(name), str):
            problems.add(schema.MANIFEST, 0, f"numbers.{name}", "missing_entry")
        elif not makes_numbers(given[name], fields):
            problems.add(schema.MANIFEST, 0, f"numbers.{name}", "bad_number_format", fields=", ".join(fields))
    return {name: value for name, value in given.items() if isinstance(value, str)}
