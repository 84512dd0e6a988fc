"""What people said that the titles of a ledger mean: in a mapping for this file, or saved earlier for their office.

A title is compared by its `label`; that of a two-row header is both rows joined, as the import page writes it:
``五落实·责任``.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from data.exchange.columns import COLUMNS, KINDS, Column, label
from data.exchange.errors import BadMapping, FileMissing
from data.words import t

Meanings = Mapping[str, str | None]
"""Canonical column by label of the title; None for a title that is not imported."""
MOST_BYTES = 1_000_000
_MOST_TITLES = 500


class Origin(StrEnum):
    """Who says what a title means; words for people under ``import.origin.<value>``."""

    REGISTRY = "registry"
    FILE = "file"
    OFFICE = "office"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the titles of one ledger of ``kind`` mean: canonical column, or None, by title as it is written."""

    kind: str
    columns: Meanings

    @property
    def by_label(self) -> Meanings:
        """The same by what titles are compared by."""
        return {label(title): key for title, key in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Naming:
    """Everything said of titles: of this file, and of the tables that the office sent before, by `fingerprint`.

    ``content`` is what titles that nobody knows are by what stands below them (see `data.exchange.content`).
    """

    file: Meanings = field(default_factory=dict)
    office: Mapping[str, Meanings] = field(default_factory=dict)
    content: Meanings = field(default_factory=dict)

    def of(self, kind: str, labels: Sequence[str]) -> "dict[str, tuple[str | None, Origin]]":
        """What was said of a table with these titles, by label; the mapping of the file wins."""
        saved = self.office.get(fingerprint(kind, labels), {}) if self.office else {}
        found: dict[str, tuple[str | None, Origin]] = {
            one: (key, Origin.OFFICE) for one, key in saved.items() if key not in self.named
        }
        return found | {one: (key, Origin.FILE) for one, key in self.file.items()}

    @property
    def named(self) -> frozenset[str]:
        """Columns that the mapping of the file names: they are where it says, and nowhere else."""
        return frozenset(key for key in self.file.values() if key is not None)


NOTHING_SAID = Naming()


@cache
def columns_of(kind: str) -> Mapping[str, Column]:
    """The columns of a kind by their keys, in the order of the registry: what a title can mean."""
    return {column.key: column for column in COLUMNS if column.kind == kind}


def fingerprint(kind: str, labels: Iterable[str]) -> str:
    """The shape of a table: its kind and titles, in whatever order they stand."""
    return hashlib.sha256("\n".join([kind, *sorted(set(labels))]).encode()).hexdigest()


def read_mapping(path: Path) -> ColumnMapping:
    """The mapping that a JSON file holds. Raises `FileMissing`, `BadMapping`."""
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    except OSError:
        raise FileMissing(file=path.name) from None
    return parse_mapping(parse_json(content, path.name), path.name)


def parse_json(content: bytes, file: str) -> Any:
    """JSON, with or without a byte-order mark. Raises `BadMapping`."""
    try:
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise _bad(file, "shape") from None


def parse_mapping(said: Any, file: str) -> ColumnMapping:
    """A mapping from ``{"kind": …, "columns": {title: column or null}}``; ``file`` is what complaints call it."""
    if not isinstance(said, dict) or set(said) != {"kind", "columns"} or not isinstance(said["columns"], dict):
        raise _bad(file, "shape")
    kind, columns = said["kind"], said["columns"]
    kinds = [each.name for each in KINDS]
    if kind not in kinds:
        raise _bad(file, "kind", kind=str(kind)[:40], kinds="、".join(kinds))
    if not columns or len(columns) > _MOST_TITLES:
        raise _bad(file, "size", most=_MOST_TITLES)
    keys = columns_of(kind)
    wrong = [
        str(key)[:40] for key in columns.values() if key is not None and (not isinstance(key, str) or key not in keys)
    ]
    if wrong:
        raise _bad(file, "column", column="、".join(wrong), columns="、".join(keys))
    mapping = ColumnMapping(kind, columns)
    if len(mapping.by_label) < len(columns) or not all(mapping.by_label):
        raise _bad(file, "twice")
    return mapping


def _bad(file: str, reason: str, **params: object) -> BadMapping:
    return BadMapping(file=file, why=t(f"error_exchange.mapping.{reason}", **params))
