"""A paper as PDF: A4, with exactly the letters embedded that it uses, so that it looks the same everywhere."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import Flowable, KeepTogether, SimpleDocTemplate, Table

from data.errors import OneMapError
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
from data.papers.letters import printable, shown_with
from data.papers.lines import broken
from data.rules.papers import Document, Part

Fonts = Mapping[str, Path]
"""The files of the Chinese font, ``regular`` and ``bold``: TrueType."""

THIN = 0.6
"""Width of the lines of forms, in points."""
MOST_LINES = 8
"""Lines of one row of a form."""
PADDING = 6
"""Points that the library leaves free inside its margins and cells."""
_drawing = Lock()
"""The library keeps a font's state beside the font: one paper is drawn at a time."""


class FontMissing(OneMapError):
    """The Chinese font that comes with the browser libraries is not installed, or cannot be read."""

    key: ClassVar[str] = "paper.font_missing"


def pdf(document: Document, fonts: Fonts) -> bytes:
    """The bytes of the PDF; the same document gives the same bytes."""
    with _drawing:
        pen = _Pen({weight: _registered(path) for weight, path in fonts.items()})
        file = io.BytesIO()
        title = printable(f"{document.title} {document.number}")
        book = SimpleDocTemplate(
            file, pagesize=(PAGE[0] * mm, PAGE[1] * mm), leftMargin=LEFT * mm - PADDING,
            rightMargin=RIGHT * mm - PADDING, topMargin=TOP * mm, bottomMargin=BOTTOM * mm,
            title=title, author="", creator="", invariant=1,
        )  # fmt: skip
        book.build(pen.story(document), onFirstPage=pen.foot, onLaterPages=pen.foot)
        return file.getvalue()


@cache
def _registered(path: Path) -> str:
    """The name by which the library knows the font of a file."""
    name = str(path)
    try:
        pdfmetrics.registerFont(TTFont(name, name))
    except (OSError, TTFError) as error:
        raise FontMissing(file=path.name) from error
    return name


class _Lines(Flowable):  # type: ignore[misc]
    """One paragraph in one font, line by line; a page may end between any two of them."""

    def __init__(
        self, text: str, font: str, style: Style, right: float = 0, lines: Sequence[str] | None = None
    ) -> None:
        super().__init__()
        self.text, self.font, self.style, self.right = text, font, style, right
        self.lines, self.begins = lines, lines is None
        self.spaceBefore, self.spaceAfter = (style.before if self.begins else 0), style.after

    def _measure(self, text: str) -> float:
        return float(pdfmetrics.stringWidth(text, self.font, self.style.size))

    def lines_for(self, width: float) -> list[str]:
        """The lines of the whole paragraph at this width."""
        return broken(self.text, width - self.right, self._measure, self.style.indent * self.style.size)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break the lines for this width."""
        self.width = width
        if self.begins:
            self.lines = self.lines_for(width)
        return width, self.style.leading * len(self.lines or ())

    def split(self, width: float, height: float) -> list[Flowable]:
        """What fits, and what goes to the next page."""
        self.wrap(width, height)
        lines = self.lines or ()
        fits = int(height // self.style.leading)
        if not 0 < fits < len(lines):
            return [self] if fits else []
        first = _Lines(self.text, self.font, self.style, self.right, lines[:fits])
        first.spaceBefore, first.indented, first.last_is_full = self.spaceBefore, self.begins, True
        return [first, _Lines(self.text, self.font, self.style, self.right, lines[fits:])]

    indented: bool | None = None
    last_is_full = False

    def draw(self) -> None:
        """The lines from the top down."""
        style, canvas = self.style, self.canv
        lines = self.lines or ()
        indented = self.begins if self.indented is None else self.indented
        for place, line in enumerate(lines):
            indent = style.indent * style.size if indented and place == 0 else 0
            y = style.leading * (len(lines) - place) - style.leading / 2 - style.size * 0.38
            free = self.width - self.right - indent - self._measure(line)
            left = indent + {"center": free / 2, "right": free}.get(style.align, 0)
            full = place < len(lines) - 1 or self.last_is_full
            spread = free / (len(line) - 1) if style.align == "justify" and full and len(line) > 1 else 0
            canvas.setFont(self.font, style.size)
            canvas.drawString(left, y, line, charSpace=spread if 0 < spread < style.size / 4 else 0)


class _Pen:
    """Draws the parts of a paper in the registered fonts."""

    def __init__(self, fonts: Mapping[str, str]) -> None:
        self._fonts = fonts
        self._known = pdfmetrics.getFont(fonts["regular"]).face.charToGlyph

    def story(self, document: Document) -> list[Flowable]:
        """Everything in order."""
        lines = ((document.heading, NUMBER), (document.title, TITLE), (document.number, NUMBER))
        head = [flowable for text, style in lines if text for flowable in self.words(text, style)]
        return [*head, *(flowable for parts in together(document.parts) for flowable in self._block(parts))]

    def _block(self, parts: Sequence[Part]) -> list[Flowable]:
        inside = [flowable for part in parts for flowable in self._parts[part.kind](self, part)]
        return inside if len(parts) == 1 and parts[0].kind != "sign" else [KeepTogether(inside)]

    def words(self, text: str, style: Style, right: float = 0) -> list[_Lines]:
        """One paragraph for each line of the text."""
        name = self._fonts["bold" if style.bold else "regular"]
        shown = shown_with(printable(text), self._known).replace("\t", " ")
        return [_Lines(line, name, style, right) for line in shown.split("\n")]

    def foot(self, canvas: Any, book: Any) -> None:
        """The number of the page."""
        canvas.saveState()
        canvas.setFont(self._fonts["regular"], SMALL.size)
        canvas.drawCentredString(PAGE[0] * mm / 2, BOTTOM * mm / 2, f"— {book.page} —")
        canvas.restoreState()

    def _sign(self, part: Part) -> list[Flowable]:
        """落款: to the right, room above for the seal."""
        style = BODY.plain(align="right")
        return [
            line
            for place, (text,) in enumerate(part.rows)
            for line in self.words(text, style if place else style.plain(before=SEAL), 2 * BODY.size)
        ]

    def _table(self, part: Part) -> list[Flowable]:
        """A form: a row that is longer than a good part of a page goes on in rows without a line between."""
        width = (PAGE[0] - LEFT - RIGHT) * mm
        rows: list[list[Any]] = []
        style: list[Any] = [
            ("LINEBEFORE", (0, 0), (-1, -1), THIN, black), ("LINEAFTER", (-1, 0), (-1, -1), THIN, black),
            ("LINEBELOW", (0, -1), (-1, -1), THIN, black),
            ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), THIN, black),
            ("LINEABOVE", (0, "splitfirst"), (-1, "splitfirst"), THIN, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 5), ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]  # fmt: skip
        for row in part.rows:
            style.append(("LINEABOVE", (0, len(rows)), (-1, len(rows)), THIN, black))
            for place, piece in enumerate(self._pieces(row, width)):
                if place:
                    above = len(rows) - 1
                    style.append(("BOTTOMPADDING", (0, above), (-1, above), 0))
                    style.append(("TOPPADDING", (0, len(rows)), (-1, len(rows)), 0))
                style += [("SPAN", (first, len(rows)), (last, len(rows))) for first, last in spans(len(row))]
                rows.append(piece)
        return [Table(rows, [width * share for share in COLUMNS], style=style, spaceBefore=8)]

    def _pieces(self, row: Sequence[str], width: float) -> Iterator[list[Any]]:
        """The cells of a row, cut where one of them has too many lines for one row."""
        columns = spans(len(row))
        cells: list[list[str]] = []
        for (first, last), text in zip(columns, row, strict=True):
            room = width * sum(COLUMNS[first : last + 1]) - 2 * PADDING
            cells.append([line for one in self.words(text, FORM) for line in one.lines_for(room)])
        for start in range(0, max(map(len, cells)), MOST_LINES):
            piece: list[Any] = [""] * len(COLUMNS)
            for (first, last), lines in zip(columns, cells, strict=True):
                label = len(row) > 1 and first in (0, 2) and first == last
                shown = FORM.plain(align="center") if label else FORM
                cut = lines[start : start + MOST_LINES]
                piece[first] = [one for line in cut for one in self.words(line, shown)]
            yield piece

    def _paragraphs(self, part: Part, style: Style) -> list[Flowable]:
        return [line for (text,) in part.rows for line in self.words(text, style)]

    _parts: ClassVar[Mapping[str, Callable[["_Pen", Part], list[Flowable]]]] = {
        "to": lambda pen, part: pen._paragraphs(part, BODY.plain(before=14)),
        "text": lambda pen, part: pen._paragraphs(part, BODY.plain(indent=2, align="justify")),
        "table": _table,
        "lines": lambda pen, part: pen._paragraphs(part, FORM.plain(before=6, leading=24)),
        "sign": _sign,
        "note": lambda pen, part: pen._paragraphs(part, SMALL),
    }
