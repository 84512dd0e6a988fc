"""The list of supervised objects: every column a reader can choose, with the open hazards each has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dashboard.lists.base import Line, ListColumn, ListOf
from dashboard.names import Names
from dashboard.services import services
from data.readmodel.paging import BY_NAME
from data.readmodel.schema import Days
from data.readmodel.snapshot import Snapshot
from data.rules import masking
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.rules.vocabulary import Colour, ObjectKind
from data.store.reads import objects_by_id
from data.words import t


@dataclass(frozen=True, slots=True)
class Told:
    """One object: its row of the store, and how many of the hazards in the viewer's scope are open."""

    row: Any
    open: int
    names: Names


def kind_words(kind: str) -> str:
    """监管对象类别 in the reader's language."""
    return t(f"page_object.kinds.{ObjectKind(kind).name}")


COLUMNS = (
    ListColumn("id", lambda told: told.row.id, 172, "RowLink", pinned=True),
    ListColumn("name", lambda told: told.row.name, 280, "Hits", pinned=True),
    ListColumn("colour", lambda told: t(f"colour.{Colour(told.row.colour).key}"), 96, "RiskBadge"),
    ListColumn("kind", lambda told: kind_words(told.row.kind), 120),
    ListColumn("sector", lambda told: told.names.sector(told.row.sector), 140),
    ListColumn("town", lambda told: told.names.town(told.row.town), 100),
    ListColumn("open", lambda told: str(told.open), 108, number=True),
    ListColumn("address", lambda told: masking.phone(told.row.address) or "", 260, "Hits", sortable=False, grows=True),
    ListColumn("uscc", lambda told: told.row.uscc or "", 188, "Hits", sortable=False),
    ListColumn("status", lambda told: told.row.status, 88, sortable=False),
    ListColumn("dept", lambda told: told.names.short_org(told.row.lead_dept), 140, shown=False),
    ListColumn("park", lambda told: told.names.park(told.row.park), 132, shown=False),
    ListColumn("principal", lambda told: told.row.principal or "", 104, shown=False, sortable=False),
    ListColumn("phone", lambda told: masking.phone(told.row.phone) or "", 128, shown=False, sortable=False),
)


def lines(connection: Connection, snapshot: Snapshot, scope: Scope, _chosen: Filter, rows: Days) -> Sequence[Line]:
    """The rows as they are now."""
    ids = [snapshot.objects.id[row] for row in rows.tolist()]
    facts = {row.id: row for row in objects_by_id(connection, scope, ids)}
    open_, names = snapshot.open_hazards(scope)[rows].tolist(), services().names
    return [_line(id_, facts.get(id_), count, names) for id_, count in zip(ids, open_, strict=True)]


def _line(id_: str, row: Any, count: int, names: Names) -> Line:
    if row is None:
        return Line(id_, None)
    at = None if row.lon is None or row.lat is None else (row.lon, row.lat)
    return Line(id_, Told(row, count, names), at)


def marks(told: Told) -> dict[str, str]:
    """Classes of the cells."""
    return {"colour": Colour(told.row.colour).key}


LIST = ListOf("objects", COLUMNS, lines, marks, "/objects/{}", BY_NAME)
