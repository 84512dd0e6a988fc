"""What the demo says: themes of inspection, their findings, and which theme serves a sector of a pack."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.packs.model import Sector
from data.rules.vocabulary import ObjectKind

USUAL_CAUSE = "21"
"""物理性危险和有害因素."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind of finding: category, description with ``{part}`` and ``{n}``, and for 重大 the basis of judging it so.

    ``cause`` is the code of 致因 that goes with the category.
    """

    category: str
    description: str
    basis: str | None = None
    cause: str = USUAL_CAUSE


@dataclass(frozen=True, slots=True)
class Theme:
    """A field of activity: who is active in it, how it is called, what goes wrong, and when in the year.

    ``colours`` are shares of red, orange, yellow, blue and not graded; ``season`` weighs the twelve months.
    """

    key: str
    keywords: tuple[str, ...]
    kinds: dict[ObjectKind, float]
    suffixes: tuple[str, ...]
    parts: tuple[str, ...]
    general: tuple[Finding, ...]
    major: tuple[Finding, ...]
    major_share: float
    colours: tuple[float, ...]
    season: tuple[float, ...]


def themes() -> tuple[Theme, ...]:
    """All themes of the vocabulary file; the last one has no keywords and serves whatever is left."""
    table = tomllib.loads((Path(__file__).parent / "vocabulary.toml").read_text("utf-8"))
    return tuple(_theme(row, table["causes"]) for row in table["theme"])


def theme_of(sector: Sector, known: Sequence[Theme]) -> Theme:
    """The theme whose keywords stand in the sector's names; the last theme when none does."""
    names = "|".join((sector.name, sector.short_name, *sector.aliases)).lower()
    for theme in known:
        if any(keyword in names for keyword in theme.keywords):
            return theme
    return known[-1]


def _theme(row: dict[str, Any], causes: dict[str, str]) -> Theme:
    return Theme(
        key=row["key"],
        keywords=tuple(row["keywords"]),
        kinds={ObjectKind(kind): float(weight) for kind, weight in row["kinds"].items()},
        suffixes=tuple(row["suffixes"]),
        parts=tuple(row["parts"]),
        general=tuple(_finding(line, causes) for line in row["general"]),
        major=tuple(_finding(line, causes) for line in row["major"]),
        major_share=float(row["major_share"]),
        colours=tuple(row["colours"]),
        season=tuple(map(float, row["season"])),
    )


def _finding(line: str, causes: dict[str, str]) -> Finding:
    category, description, *basis = line.split("|")
    return Finding(category, description, basis[0] if basis else None, causes.get(category, USUAL_CAUSE))
