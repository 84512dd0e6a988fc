"""The tables that a jurisdiction pack fills: divisions, cells, parks, organisations, persons and dated rules."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from data.store.columns import (
    Base,
    Code,
    County,
    Key,
    MaybeCode,
    MaybeDay,
    MaybeName,
    Name,
    Prose,
)


class DivisionRow(Base):
    """行政区划 tree of the pack: county, towns, villages. Rows are never deleted, only dated."""

    __tablename__ = "division"
    county: Mapped[County]
    code: Mapped[Key]
    parent: Mapped[MaybeCode]
    level: Mapped[str] = mapped_column(String(8))
    name: Mapped[Name]
    short_name: Mapped[Name]
    valid_from: Mapped[MaybeDay]
    valid_to: Mapped[MaybeDay]


class GridCellRow(Base):
    """安全监管网格; the officer is a person of the same county."""

    __tablename__ = "grid_cell"
    county: Mapped[County]
    code: Mapped[Key]
    name: Mapped[Name]
    town: Mapped[Code]
    officer: Mapped[MaybeCode]


class ParkRow(Base):
    """园区."""

    __tablename__ = "park"
    county: Mapped[County]
    code: Mapped[Key]
    name: Mapped[Name]


class OrganisationRow(Base):
    """部门、镇街、园区、安委会."""

    __tablename__ = "organisation"
    county: Mapped[County]
    code: Mapped[Key]
    name: Mapped[Name]
    short_name: Mapped[Name]
    role: Mapped[str] = mapped_column(String(16))
    parent: Mapped[MaybeCode]


class PersonRow(Base):
    """责任人, 网格员, 执法人员: a named person bound to an organisation."""

    __tablename__ = "person"
    county: Mapped[County]
    code: Mapped[Key]
    name: Mapped[Name]
    org: Mapped[Code]
    post: Mapped[MaybeName]
    role: Mapped[str] = mapped_column(String(16))
    phone: Mapped[MaybeCode]


class RuleDateRow(Base):
    """One dated rule of the pack: deadlines and clocks with document and article."""

    __tablename__ = "dated_rule"
    county: Mapped[County]
    key: Mapped[Key]
    valid_from: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    valid_to: Mapped[MaybeDay]
    value: Mapped[float]
    unit: Mapped[Code]
    source_doc: Mapped[Prose]
    article: Mapped[Name]
