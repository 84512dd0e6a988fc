"""Templates of papers: the TOML files of a pack's folder ``papers``, each checked with file and line."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any

from data.packs.tables import Problems, read_bytes
from data.rules.moves import MOVES_BY_KEY
from data.rules.numbers import MOST, PAPER_FIELDS, makes_numbers
from data.rules.paper_facts import FACTS, NEEDS
from data.rules.papers import CHINESE_DAY, PARTS, PLACEHOLDER, Article, Part, Template
from data.rules.vocabulary import Level, Role, State
from data.words import LANGUAGES

FOLDER = "papers"
LONGEST = 2_000
"""Characters of one paragraph or cell of a template."""
WIDEST = 4
"""Cells of one row of a table."""
ASKED = ("title", "number", "states", "roles", "part")
KNOWN = (*ASKED, "heading", "law", "day", "language", "levels", "needs", "moves")
DAY_FIELDS = frozenset({"year", "month", "day"})


@dataclass(slots=True)
class _File:
    """A template while it is read: its text for the numbers of lines, and where problems go."""

    name: str
    text: str
    problems: Problems

    def add(self, mark: str, field: str, key: str, **params: object) -> None:
        """Note a problem at the first line that holds ``mark``, or of the whole file."""
        self.problems.add(self.name, self.line(mark), field, key, **params)

    def line(self, mark: str) -> int:
        """The first line that begins with ``mark``, else the first that holds it; 0 where none does."""
        lines = [(number, line) for number, line in enumerate(self.text.splitlines(), 1) if not line.startswith("#")]
        beginning = [number for number, line in lines if line.startswith(mark)]
        return next(iter([*beginning, *(number for number, line in lines if mark in line)]), 0) if mark else 0


def read_papers(folder: Path, problems: Problems) -> tuple[Template, ...]:
    """All templates of a pack by the names of their files; a pack may have none."""
    found = sorted((folder / FOLDER).glob("*.toml"))
    read = (_template(folder, f"{FOLDER}/{path.name}", problems) for path in found)
    return tuple(template for template in read if template is not None)


def _template(folder: Path, name: str, problems: Problems) -> Template | None:
    text = read_bytes(folder, name, problems)
    if text is None:
        return None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.add(name, 0, "", "not_toml", why=str(error))
        return None
    before = len(problems.found)
    file = _File(name, text, problems)
    _check_names(file, document)
    template = _made(file, Path(name).stem, document) if len(problems.found) == before else None
    return template if len(problems.found) == before else None


def _check_names(file: _File, document: Mapping[str, Any]) -> None:
    for name in ASKED:
        if name not in document:
            file.add("", name, "missing_entry")
    for name in document:
        if name not in KNOWN:
            file.add(name, name, "unknown_entry")


def _made(file: _File, kind: str, document: Mapping[str, Any]) -> Template:
    moves = document.get("moves", {})
    _check_moves(file, moves)
    words = {name: _words(file, document, name) for name in ("title", "number", "heading", "day", "language")}
    _check_formats(file, words)
    return Template(
        kind,
        words["title"],
        words["number"],
        frozenset(State(one) for one in _chosen(file, document, "states", [state.value for state in State])),
        frozenset(Level[one] for one in _chosen(file, document, "levels", [level.name for level in Level])),
        frozenset(Role(one) for one in _chosen(file, document, "roles", [role.value for role in Role])),
        _parts(file, document["part"]),
        words["heading"],
        _law(file, document.get("law", [])),
        words["day"] or CHINESE_DAY,
        words["language"] or LANGUAGES[0],
        tuple(_chosen(file, document, "needs", list(NEEDS), usual=())),
        moves,
    )


def _words(file: _File, document: Mapping[str, Any], name: str) -> str:
    value = document.get(name, "")
    if isinstance(value, str) and len(value) <= 200 and (value.strip() or name not in ASKED):
        return value
    file.add(name, name, "not_words")
    return ""


def _check_formats(file: _File, words: Mapping[str, str]) -> None:
    if words["number"] and not makes_numbers(words["number"], PAPER_FIELDS):
        file.add("number", "number", "bad_paper_number", fields=", ".join(PAPER_FIELDS), limit=MOST)
    if words["day"] and not _makes_days(words["day"]):
        file.add("day", "day", "bad_paper_day")
    if words["language"] and words["language"] not in LANGUAGES:
        file.add("language", "language", "bad_choice", value=words["language"], choices=", ".join(LANGUAGES))


def _makes_days(text: str) -> bool:
    try:
        return {name for _, name, spec, _ in Formatter().parse(text) if name is not None and not spec} == DAY_FIELDS
    except ValueError:
        return False


def _chosen(
    file: _File, document: Mapping[str, Any], name: str, allowed: list[str], usual: Iterable[str] | None = None
) -> list[str]:
    """Words of a list that are among those allowed; all of them where the template says nothing of it."""
    given = document.get(name, list(allowed if usual is None else usual))
    if not isinstance(given, list):
        file.add(name, name, "not_a_list")
        return []
    for one in given:
        if one not in allowed:
            file.add(str(one), name, "bad_choice", value=str(one)[:60], choices=", ".join(allowed))
    return [one for one in given if one in allowed]


def _check_moves(file: _File, moves: Any) -> None:
    if not isinstance(moves, dict):
        file.add("moves", "moves", "paper_move", value="moves")
        return
    for key, name in moves.items():
        if key not in MOVES_BY_KEY or name not in [field.name for field in MOVES_BY_KEY[key].fields]:
            file.add(key, "moves", "paper_move", value=f"{key} = {name}"[:60])


def _law(file: _File, given: Any) -> tuple[Article, ...]:
    """Articles with the days on which each is in force, one after another."""
    if not isinstance(given, list) or not all(map(_is_article, given)):
        file.add("[[law]]", "law", "paper_law")
        return ()
    found = tuple(Article(one["text"], one["valid_from"], one.get("valid_to")) for one in given)
    for earlier, later in pairwise(found):
        if (earlier.valid_to or date.max) >= later.valid_from:
            file.add(later.text, "law", "paper_law_overlaps")
    return found


def _is_article(given: Any) -> bool:
    if not isinstance(given, dict) or not {"text", "valid_from"} <= given.keys() <= {"text", "valid_from", "valid_to"}:
        return False
    days = [value for name, value in given.items() if name != "text"]
    plain = all(isinstance(day, date) and not isinstance(day, datetime) for day in days)
    return plain and isinstance(given["text"], str) and 0 < len(given["text"]) <= 200 and days == sorted(days)


def _parts(file: _File, given: Any) -> tuple[Part, ...]:
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        file.add("part", "part", "not_a_list")
        return ()
    return tuple(part for one in given if (part := _part(file, one)) is not None)


def _part(file: _File, given: Mapping[str, Any]) -> Part | None:
    if len(given) != 1 or next(iter(given)) not in PARTS:
        file.add(next(iter(given), ""), "part", "paper_part", value=", ".join(given)[:60], choices=", ".join(PARTS))
        return None
    kind, value = next(iter(given.items()))
    rows = _ROWS[kind](value)
    if rows is None or any(not isinstance(cell, str) or len(cell) > LONGEST for row in rows for cell in row):
        file.add(kind, "part", "paper_rows", value=kind, limit=LONGEST, most=WIDEST)
        return None
    for cell in (cell for row in rows for cell in row):
        _check_cell(file, cell)
    return Part(kind, tuple(tuple(row) for row in rows))


def _check_cell(file: _File, cell: str) -> None:
    for name in PLACEHOLDER.findall(cell):
        if name not in FACTS:
            file.add(f"{{{name}}}", name, "paper_placeholder", value=name, known=", ".join(FACTS))
    rest = PLACEHOLDER.sub("", cell)
    if "{" in rest or "}" in rest:
        file.add(cell.splitlines()[0] if cell else "", "part", "paper_brace")


def _paragraphs(value: Any) -> list[list[Any]] | None:
    """One text, or several."""
    lines = value if isinstance(value, list) else [value]
    return [[line] for line in lines] if lines else None


def _table(value: Any) -> list[list[Any]] | None:
    """Rows of one, two or four cells: a cell for all, a label with its value, or two of them."""
    if not isinstance(value, list) or not value:
        return None
    fits = all(isinstance(row, list) and len(row) in (1, 2, WIDEST) for row in value)
    return value if fits else None


_ROWS: Mapping[str, Callable[[Any], list[list[Any]] | None]] = dict.fromkeys(PARTS, _paragraphs) | {"table": _table}
