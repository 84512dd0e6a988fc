"""Cuts the Chinese font into pieces at install time, so that a browser fetches what a page says and no more.

``core`` is what the program itself says: words, the packs that ship with it, the demo. ``common`` and ``other`` are the
rest of GB 2312, its first and second level. For the ``rest`` of its characters the whole font is sent.
"""

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

PIECES = ("core", "common", "other")
RANGES = "ranges.json"
"""The file beside the pieces that says the CSS ``unicode-range`` of each, and of the ``rest``."""
SAYING = frozenset((".toml", ".csv", ".geojson", ".md", ".txt", ".py"))
"""Suffixes of the files under ``data`` whose characters are in ``core``."""
FIRST_LEVEL = range(0xB0, 0xD8)
"""Rows of GB 2312 with the 3,755 characters in everyday use (GB/T 2312-1980)."""
LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x100))
OPTIONS = {"layout_features": ["*"], "hinting": False}


def pieces(texts: Path) -> dict[str, set[str]]:
    """The characters of each piece; no character is in two. ``texts`` is the folder whose files speak."""
    core = {chr(code) for code in LATIN}
    for file in texts.rglob("*"):
        if file.suffix in SAYING:
            core |= set(file.read_text("utf-8"))
    common = set(_rows(FIRST_LEVEL)) - core
    other = set(_rows(range(0xA1, 0xF8))) - core - common
    return dict(zip(PIECES, (core, common, other), strict=True))


def cut(fonts: Mapping[str, Path], texts: Path, into: Path) -> None:
    """Write ``<piece>-<weight>.woff2`` of every font, and `RANGES`."""
    into.mkdir(parents=True, exist_ok=True)
    cut_to = pieces(texts)
    jobs = [
        (source, into / file_name(name, weight), chars)
        for weight, source in fonts.items()
        for name, chars in cut_to.items()
    ]
    with ProcessPoolExecutor() as pool:
        list(pool.map(_cut_one, *zip(*jobs, strict=True)))
    has = set(map(chr, TTFont(next(iter(fonts.values())), lazy=True).getBestCmap()))
    limits = cut_to | {"rest": has.difference(*cut_to.values())}
    (into / RANGES).write_text(json.dumps({name: ranges(characters) for name, characters in limits.items()}))


def file_name(piece: str, weight: str) -> str:
    """The file of one piece in one weight."""
    return f"{piece}-{weight}.woff2"


def ranges(characters: Iterable[str]) -> str:
    """CSS: ``U+20-7E,U+4E00``."""
    codes = sorted(map(ord, characters))
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return ",".join(f"U+{run[0]:X}-{run[-1]:X}" if len(run) > 1 else f"U+{run[0]:X}" for run in runs)


def _rows(rows: Iterable[int]) -> Iterable[str]:
    """The characters of rows of GB 2312; places without one are passed over."""
    for row in rows:
        for cell in range(0xA1, 0xFF):
            yield from bytes((row, cell)).decode("gb2312", "ignore")


def _cut_one(source: Path, target: Path, characters: set[str]) -> None:
    font = TTFont(source, lazy=True)
    cutter = subset.Subsetter(subset.Options(**OPTIONS))
    cutter.populate(unicodes=map(ord, characters))
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)
