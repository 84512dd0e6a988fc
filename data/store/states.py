"""Which rows each kind of stream leaves behind: one line per kind, and the same way of folding and writing for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, exists, null, select, update

from data.rules.accepting import advance_accepted
from data.rules.accidents import advance_accident
from data.rules.actions import advance_action
from data.rules.attachments import advance_attachment
from data.rules.boundaries import advance_boundary
from data.rules.cases import advance_case, advance_listing, advance_transfer
from data.rules.equipment import advance_equipment
from data.rules.events import (
    ACCEPTANCE,
    ACCIDENT,
    ACTION,
    ATTACHMENT,
    BOUNDARY,
    CASE,
    EQUIPMENT,
    HAZARD,
    INSPECTION,
    LISTING,
    MARK,
    OBJECT,
    PAPER,
    PERSON,
    TRANSFER,
    HappenedEvent,
)
from data.rules.hazards import advance, short_form
from data.rules.inspections import advance_inspection
from data.rules.issued import advance_paper
from data.rules.marks import advance_mark
from data.rules.objects import advance_object
from data.rules.persons import advance_person
from data.store.bulk import Values, column_names, delete_keys, insert_rows, listed
from data.store.models import (
    AcceptedRow,
    AccidentRow,
    ActionRow,
    AttachmentRow,
    Base,
    BoundaryRow,
    CaseRow,
    EquipmentRow,
    HazardRow,
    InspectionRow,
    ListingRow,
    MarkRow,
    ObjectRow,
    PaperRow,
    ResponsibleRow,
    RoundRow,
    TransferRow,
)

ShortForm = tuple[int | None, int | None, int | None]


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


@dataclass(frozen=True)
class StreamKind:
    """One kind of stream: how its events are folded and into which table the result goes.

    Columns of the row are attributes of the folded state under the same name; ``key`` is the column of the stream's id.
    """

    kind: str
    table: Table
    key: str
    advance: Callable[[Any, HappenedEvent], Any]
    columns: tuple[str, ...]
    read: Callable[[Any], Values]

    def row(self, county: str, state: Any) -> Values:
        """The row of a folded state, in the order of ``columns``."""
        return (county, *self.read(state))


def _kind(kind: str, model: type[Base], key: str, advance: Callable[[Any, HappenedEvent], Any]) -> StreamKind:
    table = table_of(model)
    columns = column_names(table)
    attributes = ["state.value" if name == "state" else name for name in columns if name != "county"]
    return StreamKind(kind, table, key, advance, columns, attrgetter(*attributes))


KINDS: tuple[StreamKind, ...] = (
    _kind(OBJECT, ObjectRow, "id", advance_object),
    _kind(HAZARD, HazardRow, "hazard_no", advance),
    _kind(CASE, CaseRow, "case_no", advance_case),
    _kind(TRANSFER, TransferRow, "no", advance_transfer),
    _kind(LISTING, ListingRow, "hazard_no", advance_listing),
    _kind(INSPECTION, InspectionRow, "no", advance_inspection),
    _kind(ATTACHMENT, AttachmentRow, "id", advance_attachment),
    _kind(EQUIPMENT, EquipmentRow, "reg_code", advance_equipment),
    _kind(ACCIDENT, AccidentRow, "no", advance_accident),
    _kind(PERSON, ResponsibleRow, "no", advance_person),
    _kind(ACCEPTANCE, AcceptedRow, "id", advance_accepted),
    _kind(PAPER, PaperRow, "no", advance_paper),
    _kind(BOUNDARY, BoundaryRow, "id", advance_boundary),
    _kind(ACTION, ActionRow, "id", advance_action),
    _kind(MARK, MarkRow, "no", advance_mark),
)
"""In the order in which their rows are written."""

KIND_BY_NAME = {kind.kind: kind for kind in KINDS}

ROUNDS = table_of(RoundRow)
ROUND_COLUMNS = column_names(ROUNDS)
_round_values = attrgetter(*(name for name in ROUND_COLUMNS if name not in ("county", "hazard_no")))


def short(kind: str, state: Any, event: HappenedEvent) -> ShortForm:
    """The short form of an event that ``state`` just went through; only hazards have one."""
    return short_form(state, event) if kind == HAZARD else (None, None, None)


def state_row(kind: StreamKind, county: str, state: Any) -> Values | None:
    """The row that a state leaves, or None when its stream was withdrawn and leaves none."""
    return None if getattr(state, "withdrawn", False) else kind.row(county, state)


def round_rows(county: str, hazard: Any) -> list[Values]:
    """The rows of a hazard's rounds, in the order of ``ROUND_COLUMNS``."""
    return [(county, hazard.hazard_no, *_round_values(one)) for one in hazard.rounds]


def write_states(
    connection: Connection, county: str, kind: StreamKind, states: dict[str, Any], known: Sequence[str]
) -> None:
    """Write the rows of folded states; rows of ``known`` streams are replaced."""
    delete_keys(connection, kind.table, county, kind.key, known)
    if kind.kind == HAZARD:
        delete_keys(connection, ROUNDS, county, "hazard_no", known)
    rows = [row for state in states.values() if (row := state_row(kind, county, state)) is not None]
    insert_rows(connection, kind.table, kind.columns, rows)
    if kind.kind == HAZARD:
        rounds = [row for hazard in states.values() for row in round_rows(county, hazard)]
        insert_rows(connection, ROUNDS, ROUND_COLUMNS, rounds)


def mark_listed(connection: Connection, county: str, hazards: Sequence[str]) -> None:
    """Bring ``hazard.listed`` to what the listings of these hazards say: the level while listed, else nothing."""
    if not hazards or not connection.scalar(select(exists().where(ListingRow.county == county))):
        return
    level = (
        select(ListingRow.level)
        .where(
            ListingRow.county == county,
            ListingRow.hazard_no == HazardRow.hazard_no,
            ListingRow.listed_day.is_not(null()),
            ListingRow.delisted_day.is_(null()),
        )
        .scalar_subquery()
    )
    statement = (
        update(HazardRow)
        .where(HazardRow.county == county, HazardRow.hazard_no.in_(listed(connection, hazards)))
        .values(listed=level)
    )
    connection.execute(statement)
