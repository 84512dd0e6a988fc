"""Rows of the store as columns: what of a hazard or an object does not come from the fold of its events."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.readmodel.codes import Codebooks
from data.rules.objects import OVER
from data.rules.streams import put
from data.rules.vocabulary import Colour, PlaceQuality, SubjectKind

Columns = dict[str, NDArray[Any]]

HAZARD_FIELDS = (
    "hazard_no", "subject_kind", "object_id", "town", "sector", "park", "cell", "dept", "lon", "lat", "morton",
    "place_quality", "source", "manage_type", "is_repeat", "subject_name", "description", "address",
    "category", "cause_type",
)  # fmt: skip
"""What `hazard_columns` and `told` read: columns of the store's hazard row, and attributes of the folded hazard."""
OBJECT_FIELDS = (
    "id", "name", "kind", "town", "sector", "park", "cell", "lead_dept", "lon", "lat", "morton", "place_quality",
    "colour", "provisional", "status", "change", "merged_into", "uscc", "address",
)  # fmt: skip

HAZARD_WORDS = ("hazard_no", "subject_name", "description", "address")
OBJECT_WORDS = ("id", "name", "uscc", "address")
"""What a keyword is looked for in."""

_SUBJECTS = {kind.value: code for code, kind in enumerate(SubjectKind)}
_COLOURS = {colour.value: code for code, colour in enumerate(Colour)}
_GONE = frozenset({*OVER, "注销", "吊销"})
NO_COLOUR = _COLOURS[Colour.NONE.value]


def hazard_columns(rows: Sequence[Sequence[Any]], books: Codebooks, object_row: Mapping[str, int]) -> Columns:
    """Columns of the given rows of `HAZARD_FIELDS`."""
    by = _by_field(HAZARD_FIELDS, rows)
    return _places(by, books) | {
        "dept": books.dept.positions(by["dept"]),
        "object_row": np.array([object_row.get(key or "", -1) for key in by["object_id"]], np.int32),
        "subject_kind": np.array([_SUBJECTS[kind] for kind in by["subject_kind"]], np.int8),
        "subject": books.subject.positions(by["subject_name"]),
        "source": np.array(by["source"], np.int8),
        "manage_type": np.array(by["manage_type"], np.int8),
        "repeat": np.array(by["is_repeat"], np.bool_),
        "category": books.category.positions(by["category"]),
        "cause": books.cause.positions(by["cause_type"]),
    }


def object_columns(rows: Sequence[Sequence[Any]], books: Codebooks) -> Columns:
    """Columns of the given rows of `OBJECT_FIELDS`."""
    by = _by_field(OBJECT_FIELDS, rows)
    return _places(by, books) | {
        "dept": books.dept.positions(by["lead_dept"]),
        "kind": books.object_kind.positions(by["kind"]),
        "colour": np.array([_COLOURS[colour] for colour in by["colour"]], np.int8),
        "provisional": np.array(by["provisional"], np.bool_),
        "active": np.array([status not in _GONE for status in by["status"]], np.bool_),
        "change": np.array(by["change"], np.int64),
    }


def survivors(rows: Sequence[Sequence[Any]]) -> dict[str, str | None]:
    """By id of each object the one it was merged into, of the given rows of `OBJECT_FIELDS`."""
    by = _by_field(OBJECT_FIELDS, rows)
    return dict(zip(by["id"], by["merged_into"], strict=True))


def told(names: Sequence[str], wanted: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """The fields ``wanted`` of each of the rows, whose fields are ``names``."""
    return map(itemgetter(*map(names.index, wanted)), rows)


def _by_field(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    return dict(zip(names, zip(*rows, strict=True) if rows else ((),) * len(names), strict=True))


def _places(by: Mapping[str, Sequence[Any]], books: Codebooks) -> Columns:
    sector, sub_sector = books.sectors(by["sector"])
    quality = np.array(by["place_quality"], np.int8)
    morton = np.array([-1 if key is None else key for key in by["morton"]], np.int64)
    return {
        "town": books.town.positions(by["town"]),
        "sector": sector,
        "sub_sector": sub_sector,
        "park": books.park.positions(by["park"]),
        "cell": books.cell.positions(by["cell"]),
        "lon": _degrees(by["lon"]),
        "lat": _degrees(by["lat"]),
        "morton": morton,
        "quality": quality,
        "precise": (quality <= PlaceQuality.ADDRESS) & (morton >= 0),
    }


def _degrees(column: Sequence[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if degrees is None else degrees for degrees in column], np.float64)


def joined(parts: Sequence[Columns]) -> Columns:
    """The columns of all parts, one after the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def patched(columns: Columns, places: NDArray[np.int64], news: Columns, size: int) -> Columns:
    """``columns`` grown to ``size`` with ``news`` put at ``places``; the old arrays stay as they are."""
    return {name: put(old, places, news[name], size) for name, old in columns.items()}
