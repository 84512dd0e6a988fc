"""Cells as text: widths, spaces and marks that say nothing, without changing what a person wrote."""

import re
import unicodedata
from functools import lru_cache

from data.exchange.broken import ERRORS
from data.exchange.reader import Cell

_HALF = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)
}
_GONE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_WIDTHS = _HALF | _GONE | {0x3000: " ", 0x00A0: " "}
_WIDE = re.compile(f"[{''.join(map(chr, _WIDTHS))}]")
"""Whether anything is to be replaced: translating goes character by character, however few there are."""
_SPACES = re.compile(r"[ \t\r\f\v]+")
_LINES = re.compile(r" *\n\s*")
_NAME_SPACES = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_NOTHING = frozenset(
    ("", "/", "\\", "-", "--", "—", "——", "－", "／", "无", "空", "暂无", "N/A", "n/a", "NULL", "null", "None", "不详")
)
BROKEN = ERRORS
"""What cells hold whose formula ended in an error."""


def text(cell: Cell) -> str:
    """A cell as plain text: numbers without a spurious ``.0``, TRUE and FALSE as 是 and 否, blanks as nothing."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def prose(raw: str) -> str:
    """Readable text: half-width letters and digits, single spaces, line breaks kept, Chinese punctuation untouched."""
    cleaned = _SPACES.sub(" ", raw.translate(_WIDTHS) if _WIDE.search(raw) else raw)
    if "\n" in cleaned:
        cleaned = _LINES.sub("\n", cleaned)
    return _apostrophe(cleaned.strip())


@lru_cache(maxsize=65_536)
def name(raw: str) -> str:
    """A name for people: `prose` on one line, without spaces between Chinese characters."""
    return _NAME_SPACES.sub("", " ".join(prose(raw).split()))


@lru_cache(maxsize=65_536)
def compact(raw: str) -> str:
    """Text as dictionaries compare it: NFKC, no spaces at all, no apostrophe that forces text."""
    plain = raw if raw.isprintable() else raw.translate(_GONE)  # none of those that go is printable
    return _apostrophe("".join(unicodedata.normalize("NFKC", plain).split()))


@lru_cache(maxsize=65_536)
def short_text(raw: str, most: int) -> str | None:
    """A name of at most ``most`` characters, or None where it says nothing."""
    found = name(raw)
    return found[:most] if found and not says_nothing(found) else None


@lru_cache(maxsize=65_536)
def long_text(raw: str) -> str | None:
    """`prose`, or None where it says nothing."""
    found = prose(raw)
    return None if says_nothing(found) else found


def says_nothing(raw: str) -> bool:
    """True for blank cells and for the strokes and words that stand for blank."""
    return raw in _NOTHING or raw.strip() in _NOTHING


def _apostrophe(raw: str) -> str:
    """Without the apostrophe that forces text in a spreadsheet."""
    return raw[1:].lstrip() if raw[:1] in ("'", "’") and raw[1:2] not in ("", "'", "’") else raw
