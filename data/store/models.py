"""The tables. Events are the truth; every table with facts of a stream is derived from them in the same transaction.

Primary keys carry the county, so that a county can be placed on a shard. Days are civil days of the pack's zone, stored
as proleptic ordinals (``date.toordinal``); instants are microseconds since 1970 UTC; money is whole fen (分).
"""

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from data.store.columns import (
    Base,
    Big,
    BigKey,
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
    MaybeSmall,
    Name,
    Prose,
    Small,
)
from data.store.import_models import BegunRow, DecisionRow, HeldRow
from data.store.pack_models import DivisionRow, GridCellRow, OrganisationRow, ParkRow, PersonRow, RuleDateRow
from data.store.register_models import (
    AcceptedRow,
    AccidentRow,
    ActionRow,
    BoundaryRow,
    EquipmentRow,
    InspectionRow,
    MarkRow,
    PaperRow,
    ResponsibleRow,
)

__all__ = [
    "AcceptedRow",
    "AccidentRow",
    "ActionRow",
    "AttachmentRow",
    "Base",
    "BatchRow",
    "BegunRow",
    "BookmarkRow",
    "BoundaryRow",
    "CaseRow",
    "CountyRow",
    "DecisionRow",
    "DivisionRow",
    "EquipmentRow",
    "EventRow",
    "GridCellRow",
    "HazardRow",
    "HeldRow",
    "InspectionRow",
    "LeaseRow",
    "ListingRow",
    "MappingRow",
    "MarkRow",
    "ObjectRow",
    "OrganisationRow",
    "PaperRow",
    "ParkRow",
    "PersonRow",
    "ResponsibleRow",
    "RoundRow",
    "RuleDateRow",
    "TransferRow",
]


class CountyRow(Base):
    """区县: the head of its event chain. Locking this row makes a writer the only one of its county."""

    __tablename__ = "county"
    county: Mapped[County]
    name: Mapped[Name]
    pack_digest: Mapped[Code]
    head_change: Mapped[Big]
    head_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LeaseRow(Base):
    """Who runs something of which only one may run, until when (microseconds since 1970), and the last day done."""

    __tablename__ = "lease"
    county: Mapped[County]
    name: Mapped[Key]
    holder: Mapped[Code]
    until: Mapped[Big]
    done_day: Mapped[MaybeDay]


class EventRow(Base):
    """One event of one stream, append-only. ``prev`` is the hash of the county's event before this one.

    ``text`` is the canonical form (see `data.store.chain`); the other columns repeat what reads need.
    ``day``, ``value``, ``state`` and ``round`` are the figures' short form, described in `data.rules.events`. In SQLite
    the table is its primary key's tree: one tree less to write, and reading by change runs along it.
    """

    __tablename__ = "event"
    county: Mapped[County]
    change: Mapped[BigKey]
    kind: Mapped[str] = mapped_column(String(12))
    id: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int]
    what: Mapped[str] = mapped_column(String(24))
    at: Mapped[str] = mapped_column(String(40))
    instant: Mapped[Big]
    day: Mapped[Day]
    value: Mapped[MaybeBig]
    state: Mapped[MaybeSmall]
    round: Mapped[MaybeSmall]
    actor: Mapped[Name]
    org: Mapped[Code]
    role: Mapped[str] = mapped_column(String(16))
    batch: Mapped[MaybeCode]
    text: Mapped[Prose]
    prev: Mapped[bytes] = mapped_column(LargeBinary(32))
    __table_args__ = (
        Index("ix_event_stream", "county", "kind", "id", "seq", unique=True),
        {"sqlite_with_rowid": False},
    )


class ObjectRow(Base):
    """监管对象, derived from its stream (kind ``object``). ``id`` is ``DX`` + county + 8 digits."""

    __tablename__ = "supervised_object"
    county: Mapped[County]
    id: Mapped[Key]
    name: Mapped[Name]
    name_key: Mapped[Name]
    uscc: Mapped[MaybeCode]
    reg_no: Mapped[MaybeCode]
    temp_code: Mapped[MaybeCode]
    kind: Mapped[Code]
    sector: Mapped[MaybeCode]
    industry: Mapped[MaybeName]
    town: Mapped[MaybeCode]
    town_source: Mapped[MaybeCode]
    village: Mapped[MaybeCode]
    cell: Mapped[MaybeCode]
    park: Mapped[MaybeCode]
    address: Mapped[MaybeProse]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    place_quality: Mapped[Small]
    place_doubts: Mapped[MaybeName]
    morton: Mapped[MaybeBig]
    colour: Mapped[str] = mapped_column(String(8))
    supervision_level: Mapped[MaybeCode]
    lead_dept: Mapped[MaybeCode]
    principal: Mapped[MaybeName]
    phone: Mapped[MaybeCode]
    aliases: Mapped[MaybeProse]
    provisional: Mapped[bool]
    status: Mapped[Code]
    merged_into: Mapped[MaybeKey]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (
        Index("ix_supervised_object_merged_into", "county", "merged_into"),
        Index("ix_supervised_object_name_key", "county", "name_key"),
        Index("ix_supervised_object_uscc", "county", "uscc"),
        Index("ix_supervised_object_change", "county", "change"),
    )


class HazardRow(Base):
    """隐患, derived from its stream (kind ``hazard``). Town, sector, cell and park are those of discovery."""

    __tablename__ = "hazard"
    county: Mapped[County]
    hazard_no: Mapped[Key]
    subject_kind: Mapped[Code]
    object_id: Mapped[MaybeCode]
    subject_name: Mapped[Name]
    uscc: Mapped[MaybeCode]
    town: Mapped[MaybeCode]
    town_source: Mapped[MaybeCode]
    village: Mapped[MaybeCode]
    cell: Mapped[MaybeCode]
    park: Mapped[MaybeCode]
    sector: Mapped[MaybeCode]
    dept: Mapped[MaybeCode]
    level: Mapped[Small]
    source: Mapped[Small]
    manage_type: Mapped[Small]
    category: Mapped[MaybeName]
    cause_type: Mapped[MaybeCode]
    description: Mapped[Prose]
    address: Mapped[MaybeProse]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    place_quality: Mapped[Small]
    place_doubts: Mapped[MaybeName]
    morton: Mapped[MaybeBig]
    judge_basis: Mapped[MaybeProse]
    ext_code: Mapped[MaybeKey]
    is_repeat: Mapped[bool]
    found_day: Mapped[Day]
    found_at: Mapped[str] = mapped_column(String(40))
    found_by: Mapped[MaybeName]
    found_org: Mapped[MaybeCode]
    state: Mapped[str] = mapped_column(String(12))
    state_day: Mapped[Day]
    round: Mapped[Small]
    passed: Mapped[bool]
    deadline: Mapped[MaybeDay]
    submitted_day: Mapped[MaybeDay]
    closed_day: Mapped[MaybeDay]
    five_person: Mapped[MaybeName]
    five_measures: Mapped[MaybeProse]
    five_funds_fen: Mapped[MaybeBig]
    five_deadline: Mapped[MaybeDay]
    five_plan: Mapped[MaybeProse]
    cost_fen: Mapped[MaybeBig]
    extensions: Mapped[Small]
    listed: Mapped[MaybeCode]
    batch: Mapped[MaybeCode]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (
        Index("ix_hazard_ext_code", "county", "ext_code"),
        Index("ix_hazard_found_day", "county", "found_day"),
        Index("ix_hazard_object_id", "county", "object_id"),
        Index("ix_hazard_batch", "county", "batch"),
    )


class RoundRow(Base):
    """整改与复查的一轮, derived from the hazard's stream.

    No foreign key: PostgreSQL checks it row by row, and after an ANALYZE in the middle of a long import by scanning
    the whole table; that no row stands alone is proven by `data.store.doctor`.
    """

    __tablename__ = "rectification_round"
    county: Mapped[County]
    hazard_no: Mapped[Key]
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ordered_day: Mapped[MaybeDay]
    doc_no: Mapped[MaybeName]
    deadline: Mapped[MaybeDay]
    submitted_day: Mapped[MaybeDay]
    submitted_by: Mapped[MaybeName]
    cost_fen: Mapped[MaybeBig]
    reinspected_day: Mapped[MaybeDay]
    reinspected_by: Mapped[MaybeName]
    result: Mapped[MaybeCode]
    opinion: Mapped[MaybeProse]


class CaseRow(Base):
    """立案处罚, derived from its stream (kind ``case``). A case may have no hazard."""

    __tablename__ = "enforcement_case"
    county: Mapped[County]
    case_no: Mapped[Key]
    hazard_no: Mapped[MaybeKey]
    town: Mapped[MaybeCode]
    sector: Mapped[MaybeCode]
    org: Mapped[MaybeCode]
    stage: Mapped[str] = mapped_column(String(4))
    filed_day: Mapped[Day]
    decided_day: Mapped[MaybeDay]
    published_day: Mapped[MaybeDay]
    closed_day: Mapped[MaybeDay]
    end: Mapped[MaybeCode]
    fine_fen: Mapped[MaybeBig]
    penalties: Mapped[MaybeProse]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (
        Index("ix_enforcement_case_hazard_no", "county", "hazard_no"),
        Index("ix_enforcement_case_change", "county", "change"),
    )


class TransferRow(Base):
    """案件线索移送 between organs, derived from its stream (kind ``transfer``), with or without a hazard."""

    __tablename__ = "case_transfer"
    county: Mapped[County]
    no: Mapped[Key]
    hazard_no: Mapped[MaybeKey]
    town: Mapped[MaybeCode]
    sector: Mapped[MaybeCode]
    from_org: Mapped[MaybeName]
    to_org: Mapped[MaybeName]
    transferred_day: Mapped[Day]
    received_day: Mapped[MaybeDay]
    filed_day: Mapped[MaybeDay]
    decided_day: Mapped[MaybeDay]
    closed_day: Mapped[MaybeDay]
    fine_fen: Mapped[MaybeBig]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (Index("ix_case_transfer_change", "county", "change"),)


class ListingRow(Base):
    """挂牌督办, derived from its stream (kind ``listing``, one per hazard)."""

    __tablename__ = "listing"
    county: Mapped[County]
    hazard_no: Mapped[Key]
    stage: Mapped[MaybeCode]
    stage_day: Mapped[MaybeDay]
    level: Mapped[MaybeCode]
    notice_no: Mapped[MaybeName]
    org: Mapped[MaybeCode]
    due_day: Mapped[MaybeDay]
    listed_day: Mapped[MaybeDay]
    delisted_day: Mapped[MaybeDay]
    row_version: Mapped[int]
    change: Mapped[Big]


class AttachmentRow(Base):
    """附件 of a record, derived from its stream (kind ``attachment``); the bytes lie in the file store."""

    __tablename__ = "attachment"
    county: Mapped[County]
    id: Mapped[Key]
    of_kind: Mapped[str] = mapped_column(String(12))
    of_id: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[Name]
    media_type: Mapped[Name]
    size: Mapped[int]
    purpose: Mapped[Code]
    taken: Mapped[MaybeCode]
    taken_m: Mapped[int | None]
    taken_at: Mapped[str | None] = mapped_column(String(40))
    day: Mapped[Day]
    at: Mapped[str] = mapped_column(String(40))
    actor: Mapped[Name]
    org: Mapped[Code]
    row_version: Mapped[int]
    change: Mapped[Big]
    __table_args__ = (Index("ix_attachment_of", "county", "of_kind", "of_id"),)


class BatchRow(Base):
    """导入批次: what a file brought, row by row outcomes as counts."""

    __tablename__ = "import_batch"
    county: Mapped[County]
    batch: Mapped[Key]
    kind: Mapped[Code]
    file: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(40))
    actor: Mapped[Name]
    org: Mapped[Code]
    counts: Mapped[Prose]
    first_change: Mapped[MaybeBig]
    last_change: Mapped[MaybeBig]


class MappingRow(Base):
    """列对应: what the titles of a table of this shape mean to an office; said anew, the newest holds."""

    __tablename__ = "import_mapping"
    county: Mapped[County]
    org: Mapped[Key]
    fingerprint: Mapped[Key]
    kind: Mapped[Code]
    columns: Mapped[Prose]
    actor: Mapped[Name]
    at: Mapped[str] = mapped_column(String(40))


class BookmarkRow(Base):
    """收藏: an address of the program that a person keeps; no fact, so no stream. Removing one only marks it."""

    __tablename__ = "bookmark"
    county: Mapped[County]
    code: Mapped[Key]
    owner: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[Name]
    address: Mapped[Prose]
    period: Mapped[Code]
    actor: Mapped[Name]
    org: Mapped[Code]
    at: Mapped[str] = mapped_column(String(40))
    removed_by: Mapped[Name | None]
    removed_at: Mapped[str | None] = mapped_column(String(40))
    __table_args__ = (Index("ix_bookmark_owner", "county", "owner"),)
