"""Photos as they are kept: drawn anew from their pixels, so that nothing else that was in the file stays in it.

Before that is forgotten, where and when the camera says it stood is read (EXIF 2.32, GPS in WGS84).
"""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from PIL.ExifTags import GPS, IFD, Base

from data.store.errors import PhotoTooLarge, PhotoUnreadable

MOST_PIXELS = 80_000_000
"""A photo of more is refused before it is unpacked: three bytes of memory each."""
LONGEST_SIDE = 4096
"""Larger photos are drawn smaller, in pixels."""
SMALL_SIDE = 480
"""The longest side of a small picture."""
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 88
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error)
"""What Pillow raises for files that are not what they begin as, the common base of which is only `Exception`."""


@dataclass(frozen=True, slots=True)
class Camera:
    """What the camera wrote: its place in degrees (lon, lat; WGS84), and its own clock as ISO without a zone."""

    point: tuple[float, float] | None
    at: str | None


def redraw(path: Path, name: str) -> Camera:
    """Draw the photo at ``path`` anew in its own format, upright, and return what its camera had written.

    ``name`` is for the sentence of `PhotoUnreadable` and `PhotoTooLarge`.
    """
    with _opened(path, name) as image:
        camera = _camera(image)
        picture = _upright(image, LONGEST_SIDE)
        kept = _encoded(picture, image.format or "JPEG")
    path.write_bytes(kept)
    return camera


def small(path: Path) -> bytes:
    """A small picture of a kept photo, as WebP."""
    with _opened(path, path.name) as image:
        return _encoded(_upright(image, SMALL_SIDE), "WEBP")


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Image.Image]:
    try:
        with Image.open(path, formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PhotoTooLarge(name=name, most=MOST_PIXELS // 10_000)
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoTooLarge(name=name, most=MOST_PIXELS // 10_000) from error
    except _BROKEN as error:
        raise PhotoUnreadable(name=name) from error


def _upright(image: Image.Image, side: int) -> Image.Image:
    """The pixels alone: turned as the camera was held, no longer than ``side``."""
    image.draft("RGB", (side, side))
    turned = ImageOps.exif_transpose(image)
    picture = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    picture.info.clear()
    return picture


def _encoded(picture: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    (picture.convert("RGB") if kind == "JPEG" else picture).save(buffer, kind, quality=_QUALITY)
    return buffer.getvalue()


def _camera(image: Image.Image) -> Camera:
    exif = image.getexif()
    places, told = exif.get_ifd(IFD.GPSInfo), exif.get_ifd(IFD.Exif)
    return Camera(_point(places), _moment(told.get(Base.DateTimeOriginal) or exif.get(Base.DateTime)))


def _point(told: dict[int, Any]) -> tuple[float, float] | None:
    lon = _degrees(told.get(GPS.GPSLongitude), told.get(GPS.GPSLongitudeRef), "W")
    lat = _degrees(told.get(GPS.GPSLatitude), told.get(GPS.GPSLatitudeRef), "S")
    if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90 or (lon, lat) == (0, 0):
        return None
    return lon, lat


def _degrees(parts: Any, side: Any, negative: str) -> float | None:
    """Degrees, minutes and seconds as one number; cameras without a fix write nothing, or 0/0."""
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    if not isfinite(angle):
        return None
    return -angle if side == negative else angle


def _moment(said: Any) -> str | None:
    """``2021:06:02 09:00:00`` as ISO; cameras without a clock write blanks or zeros."""
    try:
        return datetime.strptime(str(said).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007 - no zone is told
    except ValueError:
        return None
