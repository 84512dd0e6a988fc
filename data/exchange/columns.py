"""The columns of ledgers: for each kind what a column is called in real files, and what its cells mean.

``COLUMNS`` is the registry: adding a column, or a name that some office uses for it, is adding to a row of the kind's
``…_columns.py``. A kind of ledger is a row of ``KINDS``. Names are compared by `label`: brackets, spaces and widths of
letters do not matter.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from data.exchange import (
    accident_columns,
    equipment_columns,
    exchange_columns,
    hazard_columns,
    inspection_columns,
    object_columns,
    person_columns,
)
from data.exchange.kinds import (
    ACCIDENTS,
    BOUNDARIES,
    EQUIPMENT,
    EXCHANGE,
    HAZARDS,
    HISTORIES,
    INSPECTIONS,
    KINDS,
    OBJECTS,
    PERSONS,
    Column,
    Kind,
)
from data.words import t, table

__all__ = [
    "ACCIDENTS",
    "BOUNDARIES",
    "COLUMNS",
    "EQUIPMENT",
    "EXCHANGE",
    "HAZARDS",
    "HISTORIES",
    "INSPECTIONS",
    "KINDS",
    "OBJECTS",
    "PERSONS",
    "Column",
    "Kind",
    "bare",
    "by_label",
    "kind_of",
    "label",
    "resolve",
    "title",
]

COLUMNS: tuple[Column, ...] = (
    *hazard_columns.COLUMNS,
    *object_columns.COLUMNS,
    *exchange_columns.COLUMNS,
    *equipment_columns.COLUMNS,
    *inspection_columns.COLUMNS,
    *accident_columns.COLUMNS,
    *person_columns.COLUMNS,
)

_QUOTES = re.compile(r"[“”\"'‘’《》]")
_BRACKETS = re.compile(r"\([^()]*\)")
_UNIT = re.compile(r"(?<=.)[/,]?(?:万元|千元|元)\Z")
_NOISE = re.compile(r"[\s*※★:.·、​]+")


@cache
def label(text: str) -> str:
    """A header's text as it is compared: half-width, without spaces, stars and colons, Latin letters small."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).replace("​", "").lower()


@cache
def bare(text: str) -> str:
    """The label without what stands in brackets, and without its unit: 资金（万元） and 资金/万元 are 资金."""
    return _UNIT.sub("", _BRACKETS.sub("", label(text)))


@cache
def by_label(kind: str) -> Mapping[str, Column]:
    """Every label of a kind that stands alone. A label belongs to one column: the first that claims it."""
    found: dict[str, Column] = {}
    for column in COLUMNS:
        if column.kind == kind:
            for alias in column.aliases:
                found.setdefault(label(alias), column)
    return found


def title(kind: str, key: str) -> str:
    """What people call a column of a kind of ledger: its own words where the kind has some, else those of the key."""
    own = f"column.{kind}.{key}"
    return t(own if own in table("zh") else f"column.{key}")


def kind_of(name: str) -> Kind:
    """The row of ``KINDS`` with this name."""
    return next(kind for kind in KINDS if kind.name == name)


@cache
def resolve(kind: str, group: str, name: str) -> Column | None:
    """The column that a header means: ``name`` of the second row under ``group``, or ``group`` where it is empty.

    Both together may be a name that is known: 期限 under 整改.
    """
    known = by_label(kind)
    if not name:
        return known.get(label(group)) or known.get(bare(group))
    plain, below = _QUOTES.sub("", bare(group)), bare(name)
    return _under(kind, plain, below) or known.get(plain + below) or known.get(label(name)) or known.get(below)


@cache
def _labelled(under: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((label(group).removeprefix("整改"), label(name)) for group, name in under)


def _under(kind: str, group: str, name: str) -> Column | None:
    for column in COLUMNS:
        if column.kind == kind and any(
            group.removeprefix("整改").startswith(g) and name in (n, f"{n}落实", f"落实{n}", f"整改{n}", f"{g}{n}")
            for g, n in _labelled(column.under)
        ):
            return column
    return None
