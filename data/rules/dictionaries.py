"""Dictionaries of the law: 判定标准 of major hazards and 处罚依据, each row with the days on which it is in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A row with days of validity."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The last day, None while it holds."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """判定标准: one clause by which a hazard is 重大, and the sectors it is for; None is every sector."""

    sectors: tuple[str, ...] | None
    text: str
    source_doc: str
    article: str
    valid_from: date
    valid_to: date | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """What a person chooses, and what is kept as the hazard's basis."""
        return f"《{self.source_doc}》{self.article}：{self.text}"


@dataclass(frozen=True, slots=True)
class Ground:
    """处罚依据: one kind of breach, its article, and the ranges of fines in yuan for the unit and for a person."""

    cause: str
    source_doc: str
    article: str
    unit_min: float | None
    unit_max: float | None
    person_min: float | None
    person_max: float | None
    other: str
    valid_from: date
    valid_to: date | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """What a person chooses, and what is kept as the case's law."""
        return f"《{self.source_doc}》{self.article}（{self.cause}）"

    @property
    def range(self) -> tuple[float, float]:
        """The least and the most yuan that one decision can add up to under this ground."""
        lows = [low for low in (self.unit_min, self.person_min) if low is not None]
        return min(lows, default=0), sum(high for high in (self.unit_max, self.person_max) if high is not None)

    def allows(self, yuan: float) -> bool:
        """Whether a fine lies within the range."""
        low, high = self.range
        return low <= yuan <= high


CAUSE_TYPES = ("人", "物", "环", "管")
"""人的因素, 物的因素, 环境因素, 管理因素."""


@dataclass(frozen=True, slots=True)
class Cause:
    """致因: one class of the classification of causes, by its code, and the first of `CAUSE_TYPES` it belongs to."""

    code: str
    type: str
    name: str
    source_doc: str
    article: str
    valid_from: date
    valid_to: date | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """What a person chooses; the code is what is kept."""
        return f"{self.code} {self.name}"


D = TypeVar("D", bound=Dated)


def in_force(rows: Iterable[D], day: date) -> list[D]:
    """The rows in force on ``day``, in their order."""
    return [row for row in rows if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)]


def criteria_for(rows: Iterable[Criterion], sector: str | None, day: date) -> list[Criterion]:
    """What may be chosen on ``day``: first the criteria of the sector and its parent, then those of every sector."""
    held = in_force(rows, day)
    if sector is None:
        return held
    own = [row for row in held if row.sectors is not None and {sector, sector.split("-")[0]} & set(row.sectors)]
    return own + [row for row in held if row.sectors is None]


def cause_of(rows: Iterable[Cause], code: str | None, day: date | None = None) -> Cause | None:
    """The cause that a code names on ``day``: as the standard of that day has it, else the newest that ever had it."""
    named = [row for row in rows if row.code == code]
    held = in_force(named, day) if day else []
    return max(held or named, key=lambda row: row.valid_from, default=None)


def cause_said(rows: Sequence[Cause], said: str, day: date) -> Cause | None:
    """The cause that a ledger means on ``day``: its code, its name, both, or a usual word for one of `CAUSE_TYPES`.

    A name of another standard than that of the day counts as well, because offices go on using the lists they have.
    """
    held = in_force(rows, day)
    exact = [row for row in (*held, *rows) if said in (row.code, row.name, row.words, row.words.replace(" ", ""))]
    if exact:
        return exact[0]
    kind = next((kind for kind, words in _USUAL.items() if said in words), None)
    return min((row for row in held if row.type == kind), key=lambda row: len(row.code), default=None)


_USUAL: dict[str, tuple[str, ...]] = {
    "人": ("人", "人的因素", "人为因素", "人的不安全行为", "人员", "人员因素", "不安全行为"),
    "物": ("物", "物的因素", "物的不安全状态", "设备", "设备因素", "设备设施", "不安全状态"),
    "环": ("环", "环境", "环境因素", "环境的不安全因素", "环境不良", "不良环境"),
    "管": ("管", "管理", "管理因素", "管理缺陷", "管理上的缺陷", "管理不到位"),
}
"""Words that offices use for the four types."""


def ground_of(rows: Sequence[Ground], law: str | None) -> Ground | None:
    """The ground that a case names by its words; None where the law was written freely."""
    return next((row for row in rows if row.words == law), None)
