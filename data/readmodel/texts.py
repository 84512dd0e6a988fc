"""The words of all hazards, or of all objects, in memory: a keyword of any length is found at the speed of memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.readmodel.schema import Bools, Ints

FIELD, LINE = "\x1f", "\n"
"""What stands between the fields of a line, and between lines; nothing that is looked for may hold either."""
TAIL = 5_000
"""So many lines may wait beside the others before they are put among them."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """Folded lines as one UTF-8 text, where each begins (n,), and the row (n,) it is of."""

    text: bytes
    starts: Ints
    rows: Ints

    def rows_with(self, wanted: bytes) -> Ints:
        places, place = [], self.text.find(wanted)
        while place >= 0:
            places.append(place)
            place = self.text.find(wanted, place + len(wanted))
        return self.rows[np.searchsorted(self.starts, np.array(places, np.int64), "right") - 1]


class Texts:
    """Immutable: a line of text for each row; `plus` gives one with newer lines. Case is not told apart."""

    def __init__(self, lines: Mapping[int, bytes] | None = None) -> None:
        self._base = _joined(lines or {})
        self._tail: dict[int, bytes] = {}

    def plus(self, news: Mapping[int, bytes]) -> "Texts":
        """With a `line` of each of some rows in the place of what stood there."""
        if len(self._tail) + len(news) > TAIL:
            return Texts(self._split() | self._tail | dict(news))
        grown = Texts.__new__(Texts)
        grown._base, grown._tail = self._base, self._tail | dict(news)
        return grown

    def holding(self, wanted: str, size: int) -> Bools:
        """Which of the rows (size,) have ``wanted`` in one of their fields."""
        found = np.zeros(size, bool)
        needle = _utf8(wanted)
        if FIELD in wanted or LINE in wanted:
            return found
        found[self._base.rows_with(needle)] = True
        for row, line in self._tail.items():
            found[row] = needle in line
        return found

    def _split(self) -> dict[int, bytes]:
        return dict(zip(self._base.rows.tolist(), self._base.text.split(LINE.encode()), strict=False))


def _joined(lines: Mapping[int, bytes]) -> _Lines:
    text = LINE.encode().join(lines.values())
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord(LINE))
    starts = np.concatenate(([0], ends + 1))[: len(lines)]
    return _Lines(text, starts, np.array(list(lines), np.int64))


def line(fields: Sequence[str | None]) -> bytes:
    """The fields of one row as `Texts` keeps them."""
    return _utf8(FIELD.join([field for field in fields if field]).replace(LINE, " "))


def _utf8(text: str) -> bytes:
    return text.casefold().encode(errors="surrogatepass")
