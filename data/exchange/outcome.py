"""What becomes of each row: outcome, flags of the closed list (domain 9.4, 9.5), every problem with its cell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from data.words import t


class Outcome(StrEnum):
    """Outcomes of a row in the order of precedence: where several apply, the first one holds."""

    ERROR = "ERROR"
    REVIEW = "REVIEW"
    WARN = "WARN"
    UPDATE = "UPDATE"
    OK = "OK"
    UNCHANGED = "UNCHANGED"
    SKIP = "SKIP"


class Severity(IntEnum):
    """What a flag does to its row: an error keeps it out, a review holds it, a warning marks it."""

    NOTE = 0
    WARNING = 1
    REVIEW = 2
    ERROR = 3


WARNINGS = (
    "GEO_MISSING", "GEO_ZERO", "GEO_SWAPPED_FIXED", "GEO_OUTSIDE", "GEO_TOWN_MISMATCH", "GEO_LOW_PRECISION",
    "GEO_REPEATED", "GEO_DATUM_SUSPECT", "TOWN_CODE_CLASH", "NO_USCC", "OLD_REG_NO", "USCC_HIST_DIVISION",
    "DATE_INFERRED", "DATE_MONTH_END", "DEADLINE_BEFORE_CHECK", "DEADLINE_OPEN", "DEADLINE_UNREADABLE",
    "LEVEL_DEFAULTED", "FIVE_INCOMPLETE", "JUDGE_BASIS_MISSING", "DUPLICATE_IN_FILE", "CLAIM_WITHOUT_REINSPECTION",
)  # fmt: skip
REVIEWS = ("FUZZY_SUBJECT", "POSSIBLE_DUPLICATE", "TOWN_AMBIGUOUS", "SHARED_PHONE")
ERRORS = (
    "MISSING_FIELD", "BAD_DATE", "BAD_USCC", "UNKNOWN_TOWN", "OUTSIDE_JURISDICTION", "FORBIDDEN_SCOPE", "BAD_VALUE",
)  # fmt: skip
NOTES = (
    "OBJECT_CREATED", "PLACE_FROM_OBJECT", "PLACE_FROM_ADDRESS", "TOWN_FROM_SHEET", "CODE_NORMALISED", "DAYS_RESOLVED",
)  # fmt: skip

FLAGS: dict[str, Severity] = {
    **dict.fromkeys(ERRORS, Severity.ERROR),
    **dict.fromkeys(REVIEWS, Severity.REVIEW),
    **dict.fromkeys(WARNINGS, Severity.WARNING),
    **dict.fromkeys(NOTES, Severity.NOTE),
}
"""The closed list; words for people under ``flag.<NAME>``."""
_ORDER = {flag: place for place, flag in enumerate(FLAGS)}


class Action(StrEnum):
    """What a row does to the database when it is neither held nor refused."""

    INSERT = "insert"
    UPDATE = "update"
    NONE = "none"


_BY_SEVERITY = {Severity.ERROR: Outcome.ERROR, Severity.REVIEW: Outcome.REVIEW, Severity.WARNING: Outcome.WARN}
_BY_ACTION = {Action.INSERT: Outcome.OK, Action.UPDATE: Outcome.UPDATE, Action.NONE: Outcome.UNCHANGED}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to know of one cell; ``column`` is the sheet's own title, ``cell`` such as H7, both may be empty."""

    column: str
    cell: str
    message: str


@dataclass(slots=True)
class Judgement:
    """What is known against a row so far. Every problem is kept, not only the first."""

    flags: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def add(self, flag: str, column: str = "", cell: str = "", **params: Any) -> None:
        """Flag the row; every flag but a note is also explained, as ``flag.<NAME>`` says it with ``params``."""
        self.flags.add(flag)
        if FLAGS[flag] is not Severity.NOTE:
            self.problems.append(Problem(column, cell, t(f"flag.{flag}", **params)))

    def remark(self, key: str, column: str = "", cell: str = "", **params: Any) -> None:
        """Explain something that has no flag and does not change the outcome."""
        self.problems.append(Problem(column, cell, t(f"flag.remark.{key}", **params)))

    def refuse(self, key: str, column: str = "", cell: str = "", **params: Any) -> None:
        """Refuse the row for a value, in words that say more than the flag's own."""
        self.flags.add("BAD_VALUE")
        self.remark(key, column, cell, **params)

    @property
    def worst(self) -> Severity:
        """The gravest of the flags."""
        return max(map(FLAGS.__getitem__, self.flags)) if self.flags else Severity.NOTE

    @property
    def is_refused(self) -> bool:
        """An error keeps the row out."""
        return self.worst is Severity.ERROR

    @property
    def is_held(self) -> bool:
        """Neither errors nor doubts may enter the figures."""
        return self.worst >= Severity.REVIEW

    def outcome(self, action: Action) -> Outcome:
        """The outcome by precedence of all that applies."""
        return _BY_SEVERITY.get(self.worst) or _BY_ACTION[action]

    def listed(self) -> list[str]:
        """The flags in the order of the closed list."""
        return sorted(self.flags, key=_ORDER.__getitem__) if self.flags else []


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row as the report tells it."""

    sheet: str
    row: int
    outcome: Outcome
    flags: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    values: dict[str, Any] | None = None
    action: Action = Action.NONE
    why: str = ""
    changes: dict[str, Any] | None = None

    def json(self) -> dict[str, Any]:
        """The row in the shape of the public interface."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "outcome": self.outcome.value,
            "flags": list(self.flags),
            "problems": [{"column": one.column, "cell": one.cell, "message": one.message} for one in self.problems],
            "values": self.values,
            "action": self.action.value,
            "why": self.why,
            "changes": self.changes,
        }


@dataclass(frozen=True, slots=True)
class TitleReport:
    """One title of a table: its cell, the column that it means (None: not imported), who says so, and examples.

    ``suggested`` are columns that it could be by what stands below it.
    """

    cell: str
    title: str
    key: str | None
    origin: str
    examples: Sequence[str] = ()
    suggested: Sequence[str] = ()

    def json(self) -> dict[str, Any]:
        """The title in the shape of the public interface."""
        return {
            "cell": self.cell,
            "title": self.title,
            "column": self.key,
            "from": self.origin,
            "examples": list(self.examples),
            "suggested": list(self.suggested),
        }


@dataclass(frozen=True, slots=True)
class TableReport:
    """A table of the file: its sheet, the rows of its header as a person counts them, its shape, and its titles."""

    sheet: str
    header: tuple[int, int]
    fingerprint: str
    titles: Sequence[TitleReport]

    def json(self) -> dict[str, Any]:
        """The table in the shape of the public interface."""
        return {
            "sheet": self.sheet,
            "header": list(self.header),
            "fingerprint": self.fingerprint,
            "titles": [title.json() for title in self.titles],
        }


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do: in the shape of ``import --json``. ``notes`` are about the file as a whole."""

    file: str
    kind: str
    sha256: str
    crs: str | None
    rows: list[RowReport]
    notes: list[str] = field(default_factory=list)
    batch: str | None = None
    committed: bool = False
    tables: Sequence[TableReport] = ()
    new_doubts: int = 0
    """Rows in doubt that do not wait for a decision already."""

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome."""
        found = Counter(row.outcome for row in self.rows)
        return {name: found[Outcome(name)] for name in ("OK", "UPDATE", "UNCHANGED", "WARN", "REVIEW", "ERROR", "SKIP")}

    def json(self) -> dict[str, Any]:
        """The report in the shape of the public interface."""
        return {
            "file": self.file,
            "kind": self.kind,
            "sha256": self.sha256,
            "crs": self.crs,
            "counts": self.counts,
            "rows": [row.json() for row in self.rows],
            "notes": self.notes,
            "tables": [table.json() for table in self.tables],
            "batch": self.batch,
            "committed": self.committed,
        }


def cell_name(column: int, row: int) -> str:
    """A cell as spreadsheets name it: column from 0, row from 1; H7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
