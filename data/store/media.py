"""What a file is by its content, never by its name: the few kinds that are taken, and how each is recognised."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_MEMBERS = 5000


@dataclass(frozen=True, slots=True)
class Medium:
    """One kind of file: its media type, the endings its name may have, and whether a content is of that kind."""

    media_type: str
    endings: tuple[str, ...]
    fits: Callable[[bytes, Path], bool]


def _begins(*marks: bytes) -> Callable[[bytes, Path], bool]:
    return lambda head, _path: head.startswith(marks)


def _office(part: str) -> Callable[[bytes, Path], bool]:
    """An Office document with this part and without macros; nothing of it is unpacked."""

    def fits(head: bytes, path: Path) -> bool:
        if not head.startswith(b"PK\x03\x04"):
            return False
        try:
            with ZipFile(path) as archive:
                names = archive.namelist()
        except (BadZipFile, ValueError, NotImplementedError):
            return False
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return len(names) <= _MOST_MEMBERS and {"[Content_Types].xml", part} <= set(names) and not has_macros

    return fits


MEDIA: tuple[Medium, ...] = (
    Medium(JPEG, (".jpg", ".jpeg"), _begins(b"\xff\xd8\xff")),
    Medium(PNG, (".png",), _begins(b"\x89PNG\r\n\x1a\n")),
    Medium(WEBP, (".webp",), lambda head, _path: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    Medium(PDF, (".pdf",), _begins(b"%PDF-")),
    Medium(DOCX, (".docx",), _office("word/document.xml")),
    Medium(XLSX, (".xlsx",), _office("xl/workbook.xml")),
)
"""Every kind of file that is taken. No SVG and no HTML: both can carry scripts."""

PICTURES = (JPEG, PNG, WEBP)
"""What a browser may show in a page."""
TYPES = tuple(medium.media_type for medium in MEDIA)
ENDINGS = tuple(ending for medium in MEDIA for ending in medium.endings)


def medium_of(path: Path) -> Medium | None:
    """The kind of a file by its content, or None when it is of none that is taken."""
    with path.open("rb") as file:
        head = file.read(16)
    return next((medium for medium in MEDIA if medium.fits(head, path)), None)
