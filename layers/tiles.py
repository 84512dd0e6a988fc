"""Mapbox vector tiles of points, written by numpy: every feature is a record of the same width.

Format: Mapbox Vector Tile Specification 2.1 over protocol buffers. Numbers in a record are varints padded to one width
(continuation bits on zero bytes), which every reader accepts, so that ten thousand features are one matrix of bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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


def encode(layer: str, x: Integers, y: Integers, properties: Sequence[Coded | Counted]) -> bytes:
    """One tile with one layer of points; no points give no bytes.

    ``x`` and ``y`` are tile units from the north-west corner (0 … 4095, shape (n,)). At most 127 properties.
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
    features = _features(len(x), None, indices, varint_width(max(size - 1, 0)))
    features[:, -4:] = _place(x, y)
    return _tile(layer, features, [each.name for each in properties], b"".join(values))


class Records:
    """Features of many points, written once; a tile gathers some, stamps their place and numbers their texts.

    ``ids`` (n,) are non-negative and below 2**53; ``text`` and ``coded`` are the properties; ``most`` is the largest
    number of features a tile may ask for.
    """

    def __init__(self, layer: str, ids: Integers, text: Text, coded: Sequence[Coded], most: int) -> None:
        self._layer = layer
        self._names = [text.name, *(each.name for each in coded)]
        offsets = np.cumsum([0, *(len(each.values) for each in coded)])
        first = int(offsets[-1])
        width = varint_width(first + most)
        indices = [each.codes + offset for each, offset in zip(coded, offsets[:-1], strict=True)]
        self._records = _features(len(ids), ids, [np.zeros(len(ids), np.int64), *indices], width)
        end = self._records.shape[1] - PLACE_BYTES - len(indices) * (1 + width)
        self._numbered = slice(end - width, end)
        self._numbers = padded(first + np.arange(most), width)
        self._shared = b"".join(
            _value(value, is_flag=isinstance(value, bool)) for each in coded for value in each.values
        )
        self._texts, self._used = _messages(text.texts)

    def tile(self, at: Integers, x: Integers, y: Integers) -> bytes:
        """The points ``at`` (m,), at most ``most``, with their places in tile units; no points give no bytes."""
        if len(at) == 0:
            return b""
        features = self._records[at]
        features[:, self._numbered] = self._numbers[: len(at)]
        features[:, -4:] = _place(x, y)
        texts = self._texts[at]
        return _tile(
            self._layer, features, self._names, self._shared, texts if self._used is None else texts[self._used[at]]
        )


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
    out = np.empty((len(numbers), width), np.uint8)
    for place in range(width):
        out[:, place] = (numbers >> (7 * place)) & 127
    out[:, :-1] |= 128
    return out


PLACE_BYTES = 9
"""The end of a record: kind of geometry, length, MoveTo, x and y."""


def _features(many: int, ids: Integers | None, indices: Sequence[Integers], width: int) -> Bytes:
    """One record a row: id, pairs of key and value, kind point, and one MoveTo whose x and y stay to be written."""
    parts: list[bytes | Bytes] = []
    if ids is not None:
        parts += [b"\x08", padded(ids, varint_width(int(ids.max(initial=0))))]
    parts.append(b"\x12" + varint(len(indices) * (1 + width)))
    for key, index in enumerate(indices):
        parts += [bytes((key,)), padded(index, width)]
    parts.append(b"\x18\x01\x22\x05\x09\0\0\0\0")
    length = sum(len(part) if isinstance(part, bytes) else part.shape[1] for part in parts)
    return _beside([b"\x12" + varint(length), *parts], many)


def _beside(parts: Sequence[bytes | Bytes], many: int) -> Bytes:
    """A matrix of ``many`` rows: constant bytes are repeated, matrices stand as they are."""
    columns = [np.broadcast_to(np.frombuffer(each, np.uint8), (many, len(each))) if isinstance(each, bytes) else each
               for each in parts]  # fmt: skip
    return np.hstack(columns)


def _place(x: Integers, y: Integers) -> Bytes:
    """Zigzag codes of x and y in two bytes each (n, 4)."""
    return np.hstack([padded(x * 2, 2), padded(y * 2, 2)])


def _tile(layer: str, features: Bytes, keys: Sequence[str], values: bytes, texts: Bytes | None = None) -> bytes:
    parts = [
        b"\x78\x02",
        _field(0x0A, layer.encode()),
        features.tobytes(),
        *(_field(0x1A, key.encode()) for key in keys),
        values,
        b"" if texts is None else texts.tobytes(),
        b"\x28" + varint(EXTENT),
    ]
    return b"\x1a" + varint(sum(map(len, parts))) + b"".join(parts)


def _field(tag: int, payload: bytes) -> bytes:
    return bytes((tag,)) + varint(len(payload)) + payload


def _values(each: Coded | Counted) -> tuple[Integers, bytes, int]:
    """Where each feature's value stands, the values as bytes, and how many they are."""
    if isinstance(each, Counted):
        numbers, index = np.unique(each.numbers, return_inverse=True)
        return index, b"".join(_value(int(number), is_flag=False) for number in numbers), len(numbers)
    encoded = b"".join(_value(value, is_flag=isinstance(value, bool)) for value in each.values)
    return each.codes, encoded, len(each.values)


@lru_cache(4096)
def _value(value: Value, *, is_flag: bool) -> bytes:
    """A value message; ``is_flag`` keeps ``True`` and ``1`` apart, also in the cache."""
    if isinstance(value, str):
        return _field(0x22, _field(0x0A, value.encode()))
    return _field(0x22, (b"\x38" if is_flag else b"\x28") + varint(int(value)))


def _messages(texts: NDArray[np.bytes_]) -> tuple[Bytes, NDArray[np.bool_] | None]:
    """Value messages of texts, one a row, and which bytes of the matrix belong to them; None when all do."""
    many, room = len(texts), texts.dtype.itemsize
    letters = np.ascontiguousarray(texts).view(np.uint8).reshape(many, room)
    used = letters != 0
    lengths = used.sum(axis=1)
    width = varint_width(room + 3)
    head: list[bytes | Bytes] = [b"\x22", padded(lengths + 1 + width, width), b"\x0a", padded(lengths, width)]
    messages = _beside([*head, letters], many)
    if bool(used.all()):
        return messages, None
    mine = np.ones(messages.shape, bool)
    mine[:, -room:] = used
    return messages, mine
