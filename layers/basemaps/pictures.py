"""Tells a picture from anything else by its first bytes, and keeps out what no tile is."""

from layers.basemaps.errors import TileLost

MOST_BYTES = 2_000_000
"""A larger tile is no tile."""
MOST_PIXELS = 2048
"""A wider or higher PNG is none either."""

_PNG = b"\x89PNG\r\n\x1a\n"
EMPTY = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000b49444154789c6360000200000500017a5eab3f0000000049454e44ae426082"
)
"""A PNG of one transparent pixel, for where a basemap has no tile."""


def media_type(picture: bytes) -> str | None:
    """``image/png``, ``image/jpeg`` or ``image/webp``; None for everything else."""
    if picture.startswith(_PNG):
        return "image/png"
    if picture.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "image/webp"
    return None


def checked(key: str, picture: bytes) -> bytes:
    """The picture of basemap ``key``; raises `TileLost` when it is none or too large."""
    if len(picture) > MOST_BYTES:
        raise TileLost(basemap=key, why="too_large")
    kind = media_type(picture)
    if kind is None:
        raise TileLost(basemap=key, why="no_picture")
    if kind == "image/png" and max(_png_size(picture)) > MOST_PIXELS:
        raise TileLost(basemap=key, why="too_large")
    return picture


def _png_size(picture: bytes) -> tuple[int, int]:
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
