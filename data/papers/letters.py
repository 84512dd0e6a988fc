"""What of a text can be printed: no control characters, and a mark for letters that a font does not have."""

import unicodedata
from collections.abc import Container

GETA = "〓"
"""Stands where a letter cannot be shown, as printers have it."""
_KEPT = frozenset("\n\t")


def printable(text: str) -> str:
    """The text without what neither XML nor a page can hold: control characters, lone surrogates, non-characters."""
    return "".join(letter for letter in text.replace("\r\n", "\n").replace("\r", "\n") if _can_be_printed(letter))


def _can_be_printed(letter: str) -> bool:
    if letter in _KEPT:
        return True
    return unicodedata.category(letter) not in ("Cc", "Cs", "Cn", "Co") and unicodedata.bidirectional(letter) not in (
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    )  # fmt: skip


def shown_with(text: str, known: Container[int]) -> str:
    """The text with a mark in place of each letter that is not among the ``known`` code points."""
    return "".join(letter if letter in "\n\t" or ord(letter) in known else GETA for letter in text)
