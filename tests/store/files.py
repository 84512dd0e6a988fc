"""Small files of every kind that is taken, and of some that lie."""

import io
from zipfile import ZipFile

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40
WEBP = b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20
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
TAKEN = {"图.png": PNG, "图.JPG": JPEG, "图.webp": WEBP, "报告.pdf": PDF, "整改方案.docx": DOCX, "台账.xlsx": XLSX}
