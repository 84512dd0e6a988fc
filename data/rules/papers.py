"""文书: templates of official papers as a pack gives them, and how the facts of a hazard are put into one.

A template is a title, a format of numbers and a list of parts. Its texts hold placeholders, each a name of
`data.rules.paper_facts.FACTS`; what is not known prints as a line to be filled in by hand, never as a word.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.rules.vocabulary import Level, Role, State

PARTS = ("to", "text", "table", "lines", "sign", "note")
"""Kinds of parts: 抬头, 正文, 表格, lines to be signed, 落款 with the place of the seal, small print."""
BLANK = "＿" * 8
"""What is printed where a fact is missing: a line to be filled in by hand."""
CHINESE_DAY = "{year}年{month}月{day}日"
PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a paper: rows of cells; every kind but ``table`` has one cell in each row."""

    kind: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """The article of law a paper rests on, and the days on which it was in force."""

    text: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it was in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of paper. ``states``, ``levels`` and ``roles`` say whom and when it is offered.

    ``needs`` names what must stand beside the hazard (`data.rules.paper_facts.NEEDS`). ``moves`` gives for moves of the
    loop the field of their form that asks for this paper's number.
    """

    kind: str
    title: str
    number: str
    states: frozenset[State]
    levels: frozenset[Level]
    roles: frozenset[Role]
    parts: tuple[Part, ...]
    heading: str = ""
    law: tuple[Article, ...] = ()
    day: str = CHINESE_DAY
    language: str = "zh"
    needs: tuple[str, ...] = ()
    moves: Mapping[str, str] | None = None

    def law_on(self, day: date) -> str | None:
        """The article in force on ``day``; None where none is known."""
        return next((article.text for article in self.law if article.holds_on(day)), None)

    @property
    def fields(self) -> Mapping[str, str]:
        """The field of each move's form that asks for its number."""
        return self.moves or {}


@dataclass(frozen=True, slots=True)
class Document:
    """A paper with its facts filled in: what DOCX and PDF are drawn from, one and the same."""

    title: str
    number: str
    heading: str
    parts: tuple[Part, ...]


def filled(template: Template, facts: Mapping[str, str | None]) -> Document:
    """The paper that these facts make. What a fact says is never read as a placeholder again."""
    parts = tuple(
        Part(part.kind, tuple(tuple(_cell(part.kind, cell, facts) for cell in row) for row in part.rows))
        for part in template.parts
    )
    return Document(template.title, facts.get("number") or BLANK, template.heading, parts)


def _cell(kind: str, text: str, facts: Mapping[str, str | None]) -> str:
    """A cell of a table that asks for one fact only stays empty without it: the cell is the room to write."""
    if kind == "table" and PLACEHOLDER.fullmatch(text):
        return facts.get(text[1:-1]) or ""
    return PLACEHOLDER.sub(lambda found: facts.get(found[1]) or BLANK, text)


def placeholders(template: Template) -> frozenset[str]:
    """Every name that the texts of a template ask for."""
    cells = (cell for part in template.parts for row in part.rows for cell in row)
    return frozenset(name for cell in cells for name in PLACEHOLDER.findall(cell))
