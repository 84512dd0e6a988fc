"""Mapbox vector tiles of points, written by numpy: every feature is a record of the same width.

Format: Mapbox Vector Tile Specification 2.1 over protocol buffers. Numbers in a record are varints padded to one width
(continuation bits on zero bytes), which every reader accepts, so that ten thousand features are one matrix of bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

EXTENT = 4096
"""Units along the side of a tile; places are 0 … 4095, so that a point lies in exactly one tile."""
EXTENT_BITS = 12

Integers: TypeAlias = NDArray[np.integer]
Bytes: TypeAlias = NDArray[np.uint8]
Value: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Coded:
    """A property whose value for feature i is ``values[codes[i]]``."""

    name: str
    codes: Integers
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Counted:
    """A property of non-negative numbers."""

    name: str
    numbers: Integers


@dataclass(frozen=True, slots=True)
class Text:
    """A property with a text of its own for every feature: UTF-8 in a numpy ``S`` array."""

    name: str
    texts: NDArray[np.bytes_]


Property: TypeAlias = Coded | Counted | Text


def encode(layer: str, x: Integers, y: Integers, ids: Integers | None, properties: Sequence[Property]) -> bytes:
    """One tile with one layer of points; no points give no bytes.

    ``x`` and ``y`` are tile units from the north-west corner (0 … 4095, shape (n,)), ``ids`` non-negative and below
    2**53. At most 127 properties.
    """
    if len(x) == 0:
        return b""
    indices: list[Integers] = []
    values: list[bytes] = []
    size = 0
    for each in properties:
        index, encoded, many = _values(each)
        indices.append(index + size)
        values.append(encoded)
        size += many
    body = b"".join(
        (
            b"\x78\x02",
            _field(0x0A, layer.encode()),
            _features(x, y, ids, indices, varint_width(max(size - 1, 0))),
            *(_field(0x1A, each.name.encode()) for each in properties),
            *values,
            b"\x28" + varint(EXTENT),
        )
    )
    return _field(0x1A, body)


def varint(number: int) -> bytes:
    """A non-negative number in the variable-length coding of protocol buffers."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def varint_width(number: int) -> int:
    """How many bytes `varint` takes for it."""
    return max(1, (int(number).bit_length() + 6) // 7)


def padded(numbers: Integers, width: int) -> Bytes:
    """Numbers (n,) as varints of exactly ``width`` bytes: an (n, width) matrix."""
    shifts = np.arange(width, dtype=np.uint64) * np.uint64(7)
    groups = (numbers.astype(np.uint64)[:, None] >> shifts) & np.uint64(127)
    groups[:, :-1] |= np.uint64(128)
    return groups.astype(np.uint8)


def _field(tag: int, payload: bytes) -> bytes:
    return bytes((tag,)) + varint(len(payload)) + payload


def _features(x: Integers, y: Integers, ids: Integers | None, indices: Sequence[Integers], width: int) -> bytes:
    """All features one after the other: id, pairs of key and value, kind point, and one MoveTo."""
    many = len(x)
    parts: list[bytes | Bytes] = []
    if ids is not None:
        parts += [b"\x08", padded(ids, varint_width(int(ids.max())))]
    parts.append(b"\x12" + varint(len(indices) * (1 + width)))
    for key, index in enumerate(indices):
        parts += [bytes((key,)), padded(index, width)]
    parts += [b"\x18\x01\x22\x05\x09", padded(x * 2, 2), padded(y * 2, 2)]
    length = sum(len(part) if isinstance(part, bytes) else part.shape[1] for part in parts)
    parts.insert(0, b"\x12" + varint(length))
    return np.hstack([_column(part, many) for part in parts]).tobytes()


def _column(part: bytes | Bytes, many: int) -> Bytes:
    if isinstance(part, bytes):
        return np.broadcast_to(np.frombuffer(part, np.uint8), (many, len(part)))
    return part


def _values(each: Property) -> tuple[Integers, bytes, int]:
    """Where each feature's value stands, the values as bytes, and how many they are."""
    if isinstance(each, Text):
        return np.arange(len(each.texts)), _texts(each.texts), len(each.texts)
    if isinstance(each, Counted):
        numbers, index = np.unique(each.numbers, return_inverse=True)
        return index, b"".join(_value(int(number)) for number in numbers), len(numbers)
    used = np.flatnonzero(np.bincount(each.codes, minlength=len(each.values)))
    places = np.zeros(len(each.values), np.int64)
    places[used] = np.arange(len(used))
    return places[each.codes], b"".join(_value(each.values[code]) for code in used.tolist()), len(used)


def _value(value: Value) -> bytes:
    if isinstance(value, str):
        return _field(0x22, _field(0x0A, value.encode()))
    return _field(0x22, (b"\x38" if isinstance(value, bool) else b"\x28") + varint(int(value)))


def _texts(texts: NDArray[np.bytes_]) -> bytes:
    """Value messages of the texts, made in one matrix whose unused bytes are left out at the end."""
    many, room = len(texts), texts.dtype.itemsize
    letters = np.ascontiguousarray(texts).view(np.uint8).reshape(many, room)
    used = letters != 0
    lengths = used.sum(axis=1)
    width = varint_width(room + 3)
    head = [_column(b"\x22", many), padded(lengths + 1 + width, width), _column(b"\x0a", many), padded(lengths, width)]
    matrix = np.hstack([*head, letters])
    if bool(used.all()):
        return matrix.tobytes()
    keep = np.hstack([np.ones((many, matrix.shape[1] - room), bool), used])
    kept: Bytes = matrix[keep]
    return kept.tobytes()
