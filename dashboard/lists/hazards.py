"""The list of hazards: every column a reader can choose, and the facts of a row on the day of the filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection

from dashboard.badges import state_words, time_left
from dashboard.lists.base import Line, ListColumn, ListOf, iso
from dashboard.names import Names
from dashboard.services import services
from data.readmodel.paging import NEWEST_FIRST
from data.readmodel.schema import COLOURS, Days
from data.readmodel.snapshot import Snapshot
from data.rules import masking
from data.rules.deadlines import ordered_deadline
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.rules.vocabulary import State
from data.store.past import hazards_then
from data.store.reads import hazards_by_no, ordered_deadlines
from data.words import t


@dataclass(frozen=True, slots=True)
class Told:
    """One hazard as it stood on the day: ``row`` is its row of the store or the folded hazard, ``left`` its time left.

    ``colour`` is the key of its subject's risk colour.
    """

    row: Any
    colour: str
    left: tuple[str, str]
    names: Names


def _prose(name: str) -> Any:
    """A text that people typed; telephone numbers in it are masked."""
    return lambda told: masking.phone(getattr(told.row, name)) or ""


def _day(name: str) -> Any:
    return lambda told: iso(getattr(told.row, name))


COLUMNS = (
    ListColumn("hazard_no", lambda told: told.row.hazard_no, 224, "RowLink", pinned=True),
    ListColumn("subject", _prose("subject_name"), 220, "Hits", pinned=True),
    ListColumn("colour", lambda told: t(f"colour.{told.colour}"), 84, "RiskBadge"),
    ListColumn("level", lambda told: t(f"page_common.level.{int(told.row.level)}"), 76, "Marked"),
    ListColumn("state", lambda told: state_words(State(told.row.state), bool(told.row.passed)), 116, "Marked"),
    ListColumn("left", lambda told: told.left[0], 124, "Marked"),
    ListColumn("deadline", _day("deadline"), 108),
    ListColumn("town", lambda told: told.names.town(told.row.town), 92),
    ListColumn("description", _prose("description"), 260, "Hits", sortable=False, grows=True),
    ListColumn("sector", lambda told: told.names.sector(told.row.sector), 120),
    ListColumn("found", _day("found_day"), 108),
    ListColumn("source", lambda told: t(f"page_common.source.{int(told.row.source)}"), 120),
    ListColumn("dept", lambda told: told.names.short_org(told.row.dept), 128),
    ListColumn("address", _prose("address"), 220, "Hits", shown=False, sortable=False),
    ListColumn("park", lambda told: told.names.park(told.row.park), 132, shown=False),
    ListColumn("category", _prose("category"), 120, shown=False, sortable=False),
    ListColumn(
        "manage_type",
        lambda told: t(f"page_common.manage_type.{int(told.row.manage_type)}"),
        92,
        shown=False,
        sortable=False,
    ),
    ListColumn("person", _prose("five_person"), 100, shown=False, sortable=False),
    ListColumn("measures", _prose("five_measures"), 220, shown=False, sortable=False),
    ListColumn("round", lambda told: str(told.row.round), 72, shown=False, number=True),
    ListColumn("closed", _day("closed_day"), 108, shown=False),
)


def lines(connection: Connection, snapshot: Snapshot, scope: Scope, chosen: Filter, rows: Days) -> Sequence[Line]:
    """The rows as they stood at the end of the filter's day."""
    view = snapshot.view(chosen.as_of)
    numbers = [view.hazards.number[row] for row in rows.tolist()]
    facts, ordered = _facts(connection, snapshot, scope, chosen.as_of, numbers, rows)
    here, day = services(), date.fromordinal(view.as_of)
    colours = (COLOURS[code] for code in view.hazards.colour[rows].tolist())
    return [
        _line(number, facts.get(number), ordered.get(number), colour, here.pack.rules, day, here.names)
        for number, colour in zip(numbers, colours, strict=True)
    ]


def _facts(
    connection: Connection, snapshot: Snapshot, scope: Scope, as_of: date | None, numbers: list[str], rows: Days
) -> tuple[dict[str, Any], dict[str, int | None]]:
    """Facts and ordered deadlines by number: rows of the store, and folds of what has changed since a past day."""
    facts = {hazard.hazard_no: hazard for hazard in hazards_by_no(connection, scope, numbers)}
    ordered = ordered_deadlines(connection, list(facts.values()))
    if as_of is None:
        return facts, ordered
    moved = snapshot.now.hazards.changed[rows] != snapshot.view(as_of).hazards.changed[rows]
    then = hazards_then(connection, scope, [numbers[place] for place in np.flatnonzero(moved).tolist()], as_of)
    return facts | then, ordered | {number: ordered_deadline(hazard) for number, hazard in then.items()}


def _line(number: str, row: Any, ordered: int | None, colour: str, rules: Any, today: date, names: Names) -> Line:
    if row is None:
        return Line(number, None)
    at = None if row.lon is None or row.lat is None else (row.lon, row.lat)
    return Line(number, Told(row, colour, time_left(row, ordered, rules, today), names), at)


def marks(told: Told) -> dict[str, str]:
    """Classes of the cells."""
    state = State(told.row.state)
    return {
        "colour": told.colour,
        "state": f"state-badge state-{state.value.lower()}",
        "level": f"level-badge level-{int(told.row.level)}",
        "left": f"countdown {told.left[1]}",
        "open": "yes" if state.is_open else "",
    }


LIST = ListOf("hazards", COLUMNS, lines, marks, "/hazards/{}", NEWEST_FIRST)
