"""What a file really is, and whether it may be read at all: looked at as bytes before any library parses it.

Zip bombs, cells at the far corner of a sheet, entity expansion and password-protected files are told here; what slips
through meets the limits of the child process (`data.exchange.worker`). Standard library only: this runs in that child.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from data.exchange.broken import MARK

MEGA = 1 << 20


class Refused(ValueError):
    """``reason`` is the name of a sentence, ``params`` fill it; told to the parent process as such."""

    def __init__(self, reason: str, **params: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params = params


@dataclass(frozen=True, slots=True)
class Limits:
    """What one ledger may cost. Sizes in bytes; ``cells`` bounds rows × columns of the rectangle a sheet spans."""

    file: int = 64 * MEGA
    inflated: int = 384 * MEGA
    ratio: int = 120
    members: int = 2_000
    columns: int = 512
    rows: int = 300_000
    cells: int = 8_000_000
    memory: int = 1_536 * MEGA
    cpu_seconds: int = 60
    wall_seconds: int = 90


@dataclass(frozen=True, slots=True)
class Scanned:
    """``kind`` is ``xlsx``, ``xls``, ``html``, ``text`` or ``json``.

    ``epoch_1904`` tells how bare serial numbers count days, ``broken`` that formulas of it ended in an error.
    """

    kind: str
    epoch_1904: bool = False
    broken: bool = False


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_BIFF8_GLOBALS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_BIFF_1904 = b"\x22\x00\x02\x00\x01\x00"
_FOREIGN = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"), (b"SQLite format 3", "SQLite"), (b"\x7fELF", "ELF"), (b"MZ", "EXE"),
)  # fmt: skip
_JSON = re.compile(rb"""\{\s*(?:"|\})|\[\s*[\[\{\]]""")
"""How an object, or a list of objects, begins."""
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_PAGE = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<body", b"<style")
_TABLE = re.compile(rb"<table\b", re.IGNORECASE)
_SAMPLE = 65_536
_FEWEST_BYTES = 8
_ZEROS_ONE_IN = 20
"""Of the characters of a ledger at least one in so many is a digit, a letter, a comma or the end of a line."""
_CHUNK = MEGA
_OVERLAP = 64
_FAR_COLUMN = re.compile(rb"""r=(?<=\br=)["']([A-Za-z]{2,})\d+["']""")
_FAR_ROW = re.compile(rb"""r=(?<=\br=)["'][A-Za-z]*(\d{6,})["']""")
"""Beginning with letters, which are looked for many times faster than the edge of a word is."""
_ROW = re.compile(rb"""<row\b[^>]*?\br=["'](\d+)["']""")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DATE_1904 = re.compile(rb'date1904="(?:1|true)"')


def scan(data: bytes, limits: Limits) -> Scanned:
    """Tell what the bytes are. Raises `Refused` with the reason for what must not or cannot be read."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Refused("empty")
    if len(data) > limits.file:
        raise Refused("too_big", mega=limits.file // MEGA)
    if data.startswith((ZIP, _EMPTY_ZIP)):
        return _scan_zip(data, limits)
    if data.startswith(OLE):
        return _scan_ole(data)
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise Refused("not_a_ledger", what=name)
    return _scan_text(data)


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The file's bytes, at most one more than allowed."""
    with path.open("rb") as file:
        return file.read(limits.file + 1)


def _scan_text(data: bytes) -> Scanned:
    wide = wide_encoding(data)
    plain = data.replace(b"\0", b"") if wide else data
    head = plain[:4096].lstrip(_BLANK).lower()
    if head.startswith((b"<?xml", b"<workbook")) and b"<html" not in head:
        raise Refused("xml")
    if head.startswith(b"<") and (_TABLE.search(plain) or head.startswith(_PAGE)):
        return Scanned("html")
    if not wide and b"\0" in data:
        raise Refused("nul_bytes", at=data.index(b"\0") + 1)
    return Scanned("json" if _JSON.match(head) else "text")


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 in one of its orders, by its mark or by the zero bytes of its letters and digits; None for other text.

    Chinese characters have hardly any zero bytes, and those of both orders; stray zeros in other text are few.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:_SAMPLE]
    if len(data) % 2 or len(data) < _FEWEST_BYTES:
        return None
    first, second = sample[::2].count(0), sample[1::2].count(0)
    less, more = sorted((first, second))
    if more * _ZEROS_ONE_IN < len(sample) // 2 or less * 4 > more:
        return None
    return "utf-16-le" if second == more else "utf-16-be"


def _scan_ole(data: bytes) -> Scanned:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("password")
    if "WordDocument".encode("utf-16-le") in data:
        raise Refused("not_a_ledger", what="Word")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise Refused("damaged")
    start = data.find(_BIFF8_GLOBALS)
    return Scanned("xls", start >= 0 and _BIFF_1904 in data[start : start + 16_384])


def _scan_zip(data: bytes, limits: Limits) -> Scanned:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _scan_members(archive, len(data), limits)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise Refused("damaged") from None
    except RuntimeError:
        raise Refused("password") from None


def _scan_members(archive: zipfile.ZipFile, size: int, limits: Limits) -> Scanned:
    members = archive.infolist()
    if len(members) > limits.members:
        raise Refused("too_many_members", most=limits.members)
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise Refused("not_a_ledger", what="ODS" if "content.xml" in names else "ZIP")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("password")
    check_sizes(sum(member.file_size for member in members), size, limits)
    total = 0
    epoch_1904 = broken = False
    for member in members:
        if member.filename.endswith((".xml", ".rels", ".vml")):
            reader = _MemberReader(member.filename.startswith("xl/worksheets/"), limits)
            for chunk in _inflated(archive, member):
                total += len(chunk)
                check_sizes(total, size, limits)
                reader.look(chunk)
            epoch_1904 = epoch_1904 or (member.filename == "xl/workbook.xml" and reader.epoch_1904)
            broken = broken or reader.broken
    return Scanned("xlsx", epoch_1904, broken)


def check_sizes(inflated: int, size: int, limits: Limits) -> None:
    """Raise `Refused` where so many bytes come out of ``size``."""
    if inflated > limits.inflated or (inflated > 4 * MEGA and inflated > limits.ratio * size):
        raise Refused("bomb", mega=inflated // MEGA)


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


class _MemberReader:
    """Looks through one XML member chunk by chunk, with a little overlap so that nothing is cut in two."""

    def __init__(self, is_sheet: bool, limits: Limits) -> None:
        self.is_sheet = is_sheet
        self.limits = limits
        self.tail = b""
        self.columns = 26
        self.rows = 1
        self.epoch_1904 = False
        self.broken = False

    def look(self, chunk: bytes) -> None:
        """Refuse entity declarations and a rectangle of cells that is too large."""
        text = self.tail + chunk
        self.tail = chunk[-_OVERLAP:]
        if _DOCTYPE.search(text):
            raise Refused("entities")
        self.epoch_1904 = self.epoch_1904 or bool(_DATE_1904.search(text))
        if self.is_sheet:
            self.broken = self.broken or MARK in text
            self._look_at_cells(text)

    def _look_at_cells(self, text: bytes) -> None:
        self.columns = max([self.columns, *map(_column_number, set(_FAR_COLUMN.findall(text)))])
        self.rows = max([self.rows, *map(int, _ROW.findall(text)), *map(int, set(_FAR_ROW.findall(text)))])
        if self.columns > self.limits.columns:
            raise Refused("too_wide", columns=self.columns, most=self.limits.columns)
        if self.rows > self.limits.rows:
            raise Refused("too_long", rows=self.rows, most=self.limits.rows)
        if self.rows * self.columns > self.limits.cells:
            raise Refused("too_many_cells", most=self.limits.cells)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    return number
