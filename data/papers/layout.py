"""How official papers are laid out, once for DOCX and PDF: A4, sizes of letters in points, widths of forms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.rules.papers import Part

PAGE = (210.0, 297.0)
"""Width and height of A4 in mm."""
TOP, BOTTOM, LEFT, RIGHT = 22.0, 22.0, 28.0, 26.0
"""Margins in mm; left and right those of GB/T 9704-2012."""
COLUMNS = (0.16, 0.34, 0.16, 0.34)
"""Shares of a form's width: label, value, label, value."""


@dataclass(frozen=True, slots=True)
class Style:
    """Letters of one kind of paragraph. Sizes are points, ``indent`` is in letters."""

    size: float
    leading: float
    align: str = "left"
    bold: bool = False
    before: float = 0
    after: float = 0
    indent: float = 0

    def plain(self, **changes: Any) -> "Style":
        """The same letters, laid out otherwise."""
        return replace(self, **changes)


TITLE = Style(22, 32, "center", bold=True, before=6, after=6)
NUMBER = Style(14, 22, "center")
BODY = Style(14, 24)
FORM = Style(12, 18)
SMALL = Style(10.5, 16, before=10)
SEAL = 24.0
"""Room above 落款 for the seal, in points."""


def spans(cells: int) -> tuple[tuple[int, int], ...]:
    """First and last column of each cell of a row with one, two or four cells."""
    last = len(COLUMNS) - 1
    return {1: ((0, last),), 2: ((0, 0), (1, last))}.get(cells) or tuple((place, place) for place in range(cells))


def together(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts in order; signatures, 落款 and what is printed below them stay on one page."""
    blocks: list[list[Part]] = []
    for part in parts:
        follows = blocks and (part.kind, blocks[-1][-1].kind) in _FOLLOW
        if follows:
            blocks[-1].append(part)
        else:
            blocks.append([part])
    return blocks


_FOLLOW = frozenset({("sign", "lines"), ("lines", "sign"), ("note", "sign")})
