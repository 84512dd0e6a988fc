"""Registers of a county beside its objects and hazards; derived from streams like every other table of facts."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from data.store.columns import (
    Base,
    Big,
    Code,
    County,
    Day,
    Key,
    MaybeBig,
    MaybeCode,
    MaybeDay,
    MaybeKey,
    MaybeName,
    MaybeProse,
    Name,
    Prose,
    Small,
)


class InspectionRow(Base):
    """检查, derived from its stream (kind ``inspection``). Town, sector, cell and park are those of its day."""

    __tablename__ = "inspection"
    county: Mapped[County]
    no: Mapped[Key]
    object_id: Mapped[Code]
    day: Mapped[Day]
    ended_day: Mapped[MaybeDay]
    type: Mapped[Code]
    org: Mapped[MaybeCode]
    inspectors: Mapped[MaybeName]
    topic: Mapped[MaybeName]
    findings: Mapped[int]
    code: Mapped[str | None] = mapped_column(String(64))
    doc_no: Mapped[MaybeName]
    signed: Mapped[bool | None]
    refusal: Mapped[MaybeName]
    remark: Mapped[MaybeProse]
    hazards: Mapped[MaybeProse]
    town: Mapped[MaybeCode]
    sector: Mapped[MaybeCode]
    cell: Mapped[MaybeCode]
    park: Mapped[MaybeCode]
    batch: Mapped[MaybeCode]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (
        Index("ix_inspection_object_id", "county", "object_id"),
        Index("ix_inspection_day", "county", "day"),
        Index("ix_inspection_code", "county", "code"),
        Index("ix_inspection_doc_no", "county", "doc_no"),
        Index("ix_inspection_change", "county", "change"),
    )


class EquipmentRow(Base):
    """特种设备, derived from its stream (kind ``equipment``); the code of its maker 设备代码 is its key."""

    __tablename__ = "special_equipment"
    county: Mapped[County]
    reg_code: Mapped[Key]
    object_id: Mapped[Code]
    name: Mapped[MaybeName]
    kind: Mapped[MaybeCode]
    status: Mapped[Code]
    town: Mapped[MaybeCode]
    town_source: Mapped[MaybeCode]
    village: Mapped[MaybeCode]
    cell: Mapped[MaybeCode]
    park: Mapped[MaybeCode]
    address: Mapped[MaybeProse]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    place_quality: Mapped[Small]
    morton: Mapped[MaybeBig]
    use_cert_no: Mapped[MaybeName]
    inspected_day: Mapped[MaybeDay]
    due_day: Mapped[MaybeDay]
    result: Mapped[MaybeCode]
    in_96333: Mapped[bool | None]
    code_96333: Mapped[MaybeCode]
    is_key_place: Mapped[bool | None]
    insured_day: Mapped[MaybeDay]
    maintainer: Mapped[MaybeName]
    batch: Mapped[MaybeCode]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (
        Index("ix_special_equipment_object_id", "county", "object_id"),
        Index("ix_special_equipment_due_day", "county", "due_day"),
        Index("ix_special_equipment_change", "county", "change"),
    )


class AccidentRow(Base):
    """事故, derived from its stream (kind ``accident``)."""

    __tablename__ = "accident"
    county: Mapped[County]
    no: Mapped[Key]
    code: Mapped[MaybeKey]
    object_id: Mapped[MaybeCode]
    unit: Mapped[MaybeName]
    sector: Mapped[MaybeCode]
    industry: Mapped[MaybeName]
    occurred_day: Mapped[Day]
    occurred_time: Mapped[MaybeCode]
    reported_day: Mapped[MaybeDay]
    reported_time: Mapped[MaybeCode]
    town: Mapped[MaybeCode]
    town_source: Mapped[MaybeCode]
    village: Mapped[MaybeCode]
    cell: Mapped[MaybeCode]
    park: Mapped[MaybeCode]
    address: Mapped[MaybeProse]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    place_quality: Mapped[Small]
    morton: Mapped[MaybeBig]
    type: Mapped[MaybeCode]
    deaths: Mapped[int | None]
    missing: Mapped[int | None]
    serious: Mapped[int | None]
    minor: Mapped[int | None]
    loss_fen: Mapped[MaybeBig]
    level: Mapped[Code]
    stated_level: Mapped[MaybeCode]
    is_liability: Mapped[bool | None]
    is_production: Mapped[bool | None]
    stage: Mapped[MaybeCode]
    course: Mapped[MaybeProse]
    batch: Mapped[MaybeCode]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (
        Index("ix_accident_object_id", "county", "object_id"),
        Index("ix_accident_occurred_day", "county", "occurred_day"),
        Index("ix_accident_code", "county", "code"),
        Index("ix_accident_change", "county", "change"),
    )


class ResponsibleRow(Base):
    """责任人, derived from its stream (kind ``person``): one duty of one person."""

    __tablename__ = "responsible_person"
    county: Mapped[County]
    no: Mapped[Key]
    name: Mapped[Name]
    org: Mapped[MaybeName]
    post: Mapped[MaybeName]
    role: Mapped[MaybeCode]
    phone: Mapped[MaybeCode]
    duties: Mapped[MaybeProse]
    from_day: Mapped[MaybeDay]
    to_day: Mapped[MaybeDay]
    object_id: Mapped[MaybeCode]
    cell: Mapped[MaybeCode]
    town: Mapped[MaybeCode]
    told_day: Mapped[Day]
    batch: Mapped[MaybeCode]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (
        Index("ix_responsible_person_name", "county", "name"),
        Index("ix_responsible_person_object_id", "county", "object_id"),
        Index("ix_responsible_person_cell", "county", "cell"),
        Index("ix_responsible_person_town", "county", "town"),
        Index("ix_responsible_person_change", "county", "change"),
    )


class PaperRow(Base):
    """文书, derived from its stream (kind ``paper``): a 文号 and, once issued, the attachments with its bytes."""

    __tablename__ = "paper"
    county: Mapped[County]
    no: Mapped[Key]
    kind: Mapped[Code]
    hazard_no: Mapped[str] = mapped_column(String(64))
    day: Mapped[Day]
    issued_day: Mapped[MaybeDay]
    docx: Mapped[MaybeKey]
    pdf: Mapped[MaybeKey]
    actor: Mapped[Name]
    org: Mapped[Code]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (Index("ix_paper_hazard_no", "county", "hazard_no"),)


class BoundaryRow(Base):
    """行政边界, derived from its stream (kind ``boundary``): an official area over the schematic one of the pack."""

    __tablename__ = "boundary"
    county: Mapped[County]
    id: Mapped[Key]
    layer: Mapped[Code]
    code: Mapped[Code]
    name: Mapped[Name]
    town: Mapped[MaybeCode]
    geometry: Mapped[MaybeProse]
    batch: Mapped[MaybeCode]
    row_version: Mapped[int]
    change: Mapped[Big]


class MarkRow(Base):
    """考核填报, derived from its stream (kind ``mark``): what was entered of a unit for the assessment of a period."""

    __tablename__ = "assessment_mark"
    county: Mapped[County]
    no: Mapped[Key]
    applies_to: Mapped[Code]
    unit: Mapped[Code]
    item: Mapped[Code]
    first_day: Mapped[Day]
    last_day_about: Mapped[Day]
    value: Mapped[float | None]
    reason: Mapped[Prose]
    actor: Mapped[Name]
    told_day: Mapped[Day]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (Index("ix_assessment_mark_last_day_about", "county", "last_day_about"),)


class AcceptedRow(Base):
    """已核实无误, derived from its stream (kind ``acceptance``): a finding of data quality that is right as it is."""

    __tablename__ = "accepted_finding"
    county: Mapped[County]
    id: Mapped[Key]
    finding: Mapped[Code]
    of_kind: Mapped[str] = mapped_column(String(12))
    of_id: Mapped[str] = mapped_column(String(64))
    other_id: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Prose]
    at: Mapped[str] = mapped_column(String(40))
    actor: Mapped[Name]
    org: Mapped[Code]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (Index("ix_accepted_finding_of_id", "county", "finding", "of_id"),)


class ActionRow(Base):
    """督办事项, derived from its stream (kind ``action``): raised by the ladder, once for each rung."""

    __tablename__ = "supervision_action"
    county: Mapped[County]
    id: Mapped[Key]
    type: Mapped[Code]
    hazard_no: Mapped[str] = mapped_column(String(64))
    rung: Mapped[Code]
    colour: Mapped[Code]
    deadline: Mapped[Day]
    reached_day: Mapped[Day]
    raised_day: Mapped[Day]
    due_day: Mapped[MaybeDay]
    target: Mapped[Code]
    basis: Mapped[MaybeName]
    state: Mapped[Code]
    state_day: Mapped[Day]
    decided_by: Mapped[MaybeName]
    remark: Mapped[MaybeProse]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (
        Index("ix_supervision_action_hazard_no", "county", "hazard_no"),
        Index("ix_supervision_action_state", "county", "state"),
        Index("ix_supervision_action_change", "county", "change"),
    )
