"""One spelling for words people typed: half width, no odd spaces, and place names down to their core."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD), None)
_PLACE_NOISE = re.compile(r"[\s,，.。;；:：、·\-—_'\"“”‘’]+")
_UNCLEAN = re.compile(_PLACE_NOISE.pattern[:-2] + "〇\\u200b\\u200c\\u200d\\u2060\\ufeff\\u00ad]")
"""What tells that a text needs more than lower case: most addresses do not."""
_VILLAGE_TAIL = re.compile(r"(?:村民委员会|居民委员会|社区居委会|社区居民委员会|村委会|居委会|社区|新村|村庄|村|驻地)$")


def normalise_text(text: str) -> str:
    """NFKC, without invisible characters, every run of spaces (U+3000 too) one space, trimmed. Idempotent."""
    if text.isascii():
        return _SPACES.sub(" ", text).strip()
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_INVISIBLE)
    return _SPACES.sub(" ", plain).strip()


def normalise_place(text: str) -> str:
    """A name or address to compare: `normalise_text`, no spaces, no punctuation, lower case, 〇 as 零. Idempotent."""
    if _UNCLEAN.search(text) is None and unicodedata.is_normalized("NFKC", text):
        return text.casefold()
    return _PLACE_NOISE.sub("", normalise_text(text)).replace("〇", "零").casefold()


def village_core(name: str) -> str:
    """A village's name without 村, 社区, 居委会 and their like, unless less than one character would be left."""
    core = name
    while (shorter := _VILLAGE_TAIL.sub("", core)) and shorter != core:
        core = shorter
    return core
