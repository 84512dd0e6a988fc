"""Tables of imports beside the facts they bring: what was begun, and rows that wait for a person's decision."""

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.store.columns import Base, Code, County, Key, MaybeCode, MaybeKey, MaybeName, Name, Prose

Instant = String(40)


class BegunRow(Base):
    """An import that runs. Its own transaction takes the row away, so one that stays was broken off."""

    __tablename__ = "import_begun"
    county: Mapped[County]
    begun: Mapped[Key]
    file: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(Instant)
    actor: Mapped[Name]
    org: Mapped[Code]
    host: Mapped[Name]
    pid: Mapped[int]
    process: Mapped[str] = mapped_column(String(32))


class HeldRow(Base):
    """待核实: a row of a ledger that is in no figure until somebody decides what it is about (domain 9.5).

    ``held`` is made of what identifies the row, so that the same row of the next ledger is the same doubt. ``batch``
    is the one its file made, if it made any. ``excerpt`` has the row under its header as it came, ``told`` its report.
    ``other_kind`` and ``other`` are the record that it may be about.
    """

    __tablename__ = "import_held"
    county: Mapped[County]
    held: Mapped[Key]
    kind: Mapped[Code]
    file: Mapped[Name]
    sheet: Mapped[Name]
    row: Mapped[int]
    batch: Mapped[MaybeKey]
    town: Mapped[MaybeCode]
    other_kind: Mapped[MaybeCode]
    other: Mapped[MaybeKey]
    excerpt: Mapped[Prose]
    told: Mapped[Prose]
    actor: Mapped[Name]
    org: Mapped[Code]
    at: Mapped[str] = mapped_column(Instant)
    state: Mapped[Code]
    __table_args__ = (Index("ix_import_held_state", "county", "state", "at"), Index("ix_import_held_batch", "batch"))


class DecisionRow(Base):
    """One decision about a held row, never changed: the newest holds. ``subject`` and ``town`` are what was chosen.

    ``batch`` is what the decision recorded, ``made`` the record that the row became.
    """

    __tablename__ = "import_decision"
    county: Mapped[County]
    held: Mapped[Key]
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    what: Mapped[Code]
    subject: Mapped[MaybeKey]
    town: Mapped[MaybeCode]
    reason: Mapped[MaybeName]
    batch: Mapped[MaybeKey]
    made: Mapped[MaybeKey]
    is_twin: Mapped[bool]
    actor: Mapped[Name]
    org: Mapped[Code]
    at: Mapped[str] = mapped_column(Instant)
    __table_args__ = (Index("ix_import_decision_batch", "batch"),)
