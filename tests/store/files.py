"""Small files of every kind that is taken, and of some that lie."""

import io
from zipfile import ZipFile

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

MAKER = "Example Phone"
Camera = tuple[float, float] | None
"""Where a camera stood, as (lon, lat) of the north-east."""


def photo(kind: str, colour: str = "red", *, at: Camera = None, when: str | None = None, turned: int = 1) -> bytes:
    """A picture of 40 × 30 pixels with what a phone writes beside them."""
    exif = Image.Exif()
    exif[Base.Orientation], exif[Base.Make] = turned, MAKER
    if when:
        exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = when
    if at:
        lon, lat = at
        exif.get_ifd(IFD.GPSInfo).update(
            {
                GPS.GPSLongitudeRef: "E",
                GPS.GPSLongitude: _parts(lon),
                GPS.GPSLatitudeRef: "N",
                GPS.GPSLatitude: _parts(lat),
            }
        )
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, kind, exif=exif)
    return buffer.getvalue()


def _parts(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(degrees * 3600, 3600)
    minutes, seconds = divmod(rest, 60)
    return whole, minutes, round(seconds, 3)


PNG, JPEG, WEBP = (photo(kind) for kind in ("PNG", "JPEG", "WEBP"))
PDF = b"%PDF-1.7\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def office(*parts: str) -> bytes:
    """A zip with these parts, as an Office document has them."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return buffer.getvalue()


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")
DOCUMENTS = {"报告.pdf": PDF, "整改方案.docx": DOCX, "台账.xlsx": XLSX}
PHOTOS = {"图.png": PNG, "图.JPG": JPEG, "图.webp": WEBP}
TAKEN = DOCUMENTS | PHOTOS
