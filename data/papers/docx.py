"""A paper as DOCX: A4, the fonts of Chinese official documents by name, page numbers as fields."""

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import docx as library
from docx.document import Document as Book
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from data.papers.layout import (
    BODY,
    BOTTOM,
    COLUMNS,
    FORM,
    LEFT,
    NUMBER,
    PAGE,
    RIGHT,
    SEAL,
    SMALL,
    TITLE,
    TOP,
    Style,
    spans,
    together,
)
from data.papers.letters import printable
from data.rules.papers import Document, Part

SONG, FANGSONG, LATIN = "宋体", "仿宋", "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def docx(document: Document) -> bytes:
    """The bytes of the DOCX; the same document gives the same text as the PDF."""
    book = library.Document()
    _page(book, document)
    for text, style in ((document.heading, NUMBER), (document.title, TITLE), (document.number, NUMBER)):
        if text:
            _write(book.add_paragraph(), text, style)
    for parts in together(document.parts):
        for part in parts:
            first = len(book.paragraphs)
            _PARTS[part.kind](book, part)
            for paragraph in book.paragraphs[first:] if part is not parts[-1] else ():
                paragraph.paragraph_format.keep_with_next = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _page(book: Book, document: Document) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.footer_distance = Mm(BOTTOM / 2)
    book.core_properties.title = printable(f"{document.title} {document.number}")[:250]
    book.core_properties.author = ""
    book.core_properties.comments = ""
    book.core_properties.created = book.core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    _field(foot, "PAGE")
    foot.add_run(" —")


def _field(paragraph: Paragraph, name: str) -> None:
    """A field that Word fills: the number of the page."""
    run = paragraph.add_run()._r
    for kind in ("begin", None, "end"):
        if kind is None:
            node = OxmlElement("w:instrText")
            node.text = name
        else:
            node = OxmlElement("w:fldChar")
            node.set(qn("w:fldCharType"), kind)
        run.append(node)


def _write(paragraph: Paragraph, text: str, style: Style, **more: Any) -> None:
    """Put a text into a paragraph; lines of the text stay lines."""
    run = paragraph.add_run(printable(text))
    run.bold, run.font.size, run.font.name = style.bold, Pt(style.size), LATIN
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG if style.bold else FANGSONG)
    form = paragraph.paragraph_format
    paragraph.alignment = _ALIGN[more.get("align", style.align)]
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(style.leading)
    form.space_before, form.space_after = Pt(style.before), Pt(style.after)
    form.first_line_indent = Pt(style.indent * style.size)
    form.right_indent = Pt(more.get("right", 0))
    form.keep_with_next = more.get("keep", False)


def _paragraphs(style: Style) -> Callable[[Book, Part], None]:
    def draw(book: Book, part: Part) -> None:
        for (text,) in part.rows:
            for line in text.split("\n"):
                _write(book.add_paragraph(), line, style)

    return draw


def _sign(book: Book, part: Part) -> None:
    """落款: to the right, room above for the seal, never torn from each other."""
    last = len(part.rows) - 1
    for place, (text,) in enumerate(part.rows):
        style = BODY.plain(before=SEAL if place == 0 else 0)
        _write(book.add_paragraph(), text, style, align="right", right=2 * BODY.size, keep=place < last)


def _table(book: Book, part: Part) -> None:
    width = Mm(PAGE[0] - LEFT - RIGHT)
    table = book.add_table(rows=0, cols=len(COLUMNS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for row in part.rows:
        cells = table.add_row().cells
        for share, cell in zip(COLUMNS, cells, strict=True):
            cell.width = Emu(int(width * share))
        for (first, last), text in zip(spans(len(row)), row, strict=True):
            cell = cells[first] if first == last else cells[first].merge(cells[last])
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            label = len(row) > 1 and first in (0, 2) and first == last
            lines = text.split("\n")
            for place, line in enumerate(lines):
                paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
                _write(paragraph, line, FORM, align="center" if label else "left")


def _note(book: Book, part: Part) -> None:
    for (text,) in part.rows:
        _write(book.add_paragraph(), text, SMALL)


_PARTS: Mapping[str, Callable[[Book, Part], None]] = {
    "to": _paragraphs(BODY.plain(before=14)),
    "text": _paragraphs(BODY.plain(indent=2, align="justify")),
    "table": _table,
    "lines": _paragraphs(FORM.plain(before=6, leading=24)),
    "sign": _sign,
    "note": _note,
}
