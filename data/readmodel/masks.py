"""Filter and scope to the rows they let through: the one place where that is decided."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.readmodel.beside import Placed
from data.readmodel.dossiers import Dossiers
from data.readmodel.schema import COLOURS, Bools, Hazards, Objects, Roster, Tables
from data.readmodel.view import View
from data.rules.filters import NO_TOWN, NOT, Filter, split
from data.rules.filters import allowed as allowed_codes
from data.rules.kpis import STEPS
from data.rules.scope import Box, Scope
from data.rules.vocabulary import STATES
from geo.areas import in_area, in_circle

Rows = Hazards | Objects | Dossiers | Placed
Codes = Sequence[str]


def hazard_mask(view: View, scope: Scope, chosen: Filter, outside_zone: Codes, hits: Bools | None) -> Bools:
    """Hazards (n,) that ``chosen`` lets through within ``scope``.

    Void, merged and withdrawn ones only show when the filter names their state. ``outside_zone`` are the codes of the
    towns that do not belong to the start zone; ``hits`` are the rows that hold the keyword, None when there is none.
    """
    hazards, tables = view.hazards, view.tables
    mask = _places(hazards, tables, chosen, outside_zone)
    mask &= in_scope(hazards, tables, scope)
    if chosen.state:
        mask &= _passing(hazards.state, [state.value for state in STATES], chosen.state) & (hazards.state >= 0)
    if not split(chosen.state)[0]:
        mask &= hazards.counts
    for column, table, wanted in (
        (hazards.park, tables.park, chosen.park),
        (hazards.dept, tables.dept, chosen.department),
        (hazards.level, ("0", "1"), chosen.level),
        (hazards.colour, COLOURS, chosen.colour),
        (hazards.source, tuple(map(str, range(11))), chosen.source),
        (hazards.object_kind, tables.object_kind, chosen.object_kind),
    ):
        if wanted:
            mask &= _passing(column, table, wanted)
    if chosen.overdue:
        mask &= hazards.overdue
    if chosen.step:
        flags = dict(STEPS)[chosen.step].flags
        mask &= (view.flags & flags) == flags
    if chosen.from_ is not None:
        mask &= hazards.found >= chosen.from_.toordinal()
    if chosen.to is not None:
        mask &= hazards.found <= chosen.to.toordinal()
    _inside(hazards, mask, chosen)
    return mask if hits is None else mask & hits


def object_mask(roster: Roster, scope: Scope, chosen: Filter, outside_zone: Codes, hits: Bools | None) -> Bools:
    """Objects (n,) that are in business and that ``chosen`` lets through; what speaks of hazards alone is ignored."""
    objects, tables = roster.objects, roster.tables
    mask = _places(objects, tables, chosen, outside_zone)
    mask &= in_scope(objects, tables, scope) & objects.active
    for column, table, wanted in (
        (objects.park, tables.park, chosen.park),
        (objects.dept, tables.dept, chosen.department),
        (objects.colour, COLOURS, chosen.colour),
        (objects.kind, tables.object_kind, chosen.object_kind),
    ):
        if wanted:
            mask &= _passing(column, table, wanted)
    _inside(objects, mask, chosen)
    return mask if hits is None else mask & hits


def dossier_mask(
    dossiers: Dossiers, tables: Tables, scope: Scope, chosen: Filter, outside_zone: Codes, linked: Bools | None
) -> Bools:
    """Cases or transfers by town and sector; ``linked``: those whose hazard passes, where the filter asks for that."""
    mask = _places(dossiers, tables, chosen, outside_zone) & in_scope(dossiers, tables, scope)
    return mask if linked is None else mask & linked


def beside_mask(
    placed: Placed, tables: Tables, scope: Scope, chosen: Filter, outside_zone: Codes, objects: Bools
) -> Bools:
    """Visits or equipment by their own town and sector; by their object's mask where the filter asks of that."""
    mask = _places(placed, tables, chosen, outside_zone) & in_scope(placed, tables, scope)
    own = Filter(town=chosen.town, sector=chosen.sector, start_zone=chosen.start_zone, as_of=chosen.as_of)
    return mask if chosen == own else mask & np.append(objects, False)[placed.object_row]


def in_scope(rows: Rows, tables: Tables, scope: Scope) -> Bools:
    """Rows that lie in the union of the scope's boxes, exactly as `Scope.covers` says of each."""
    mask = np.zeros(len(rows.town), bool)
    for box in scope.boxes:
        mask |= _in_box(rows, tables, box)
    return mask


def _in_box(rows: Rows, tables: Tables, box: Box) -> Bools:
    mask = np.ones(len(rows.town), bool)
    for name, table, allowed in (
        ("town", tables.town, box.towns),
        ("sub_sector", tables.sub_sector, box.sectors),
        ("park", tables.park, box.parks),
        ("cell", tables.cell, box.cells),
    ):
        if allowed is not None:
            column = getattr(rows, name, None)
            mask &= False if column is None else _among(column, table, allowed - {""})
    return mask


def _places(rows: Rows, tables: Tables, chosen: Filter, outside_zone: Codes) -> Bools:
    mask = np.ones(len(rows.town), bool)
    if chosen.town:
        named = [code or NO_TOWN for code in tables.town]
        mask &= _passing(rows.town, named, chosen.town)
    if not chosen.start_zone:
        mask &= _among(rows.town, tables.town, outside_zone)
    if chosen.sector:
        wanted, unwanted = split(chosen.sector)
        mask &= _of_sectors(rows, tables, wanted) if wanted else True
        mask &= ~_of_sectors(rows, tables, unwanted) if unwanted else True
    return mask


def _of_sectors(rows: Rows, tables: Tables, codes: Iterable[str]) -> Bools:
    """Rows whose sector, as recorded or primary, is one of ``codes``."""
    return _among(rows.sector, tables.sector, codes) | _among(rows.sub_sector, tables.sub_sector, codes)


def _inside(rows: Hazards | Objects, mask: Bools, chosen: Filter) -> None:
    """Take out of ``mask`` what lies outside the area or circle of the filter; only what is still in is looked at."""
    if not chosen.area and not chosen.near:
        return
    left = np.flatnonzero(mask & (rows.morton >= 0))
    lon, lat = rows.lon[left], rows.lat[left]
    within = in_area(chosen.area, lon, lat) if chosen.area else np.ones(len(left), bool)
    if chosen.near:
        within &= in_circle(chosen.near, lon, lat)
    mask[:] = False
    mask[left[within]] = True


def _passing(column: NDArray[Any], table: Codes, values: Iterable[str]) -> Bools:
    """Rows that the values of one key of the filter let through; -1 is none of the table."""
    passing: Bools = np.array([*allowed_codes(values, table), *allowed_codes(values, (NOT,))])[column]
    return passing


def _among(column: NDArray[Any], table: Codes, wanted: Iterable[str]) -> Bools:
    """Rows whose code is one of ``wanted``; -1 is none of the table."""
    chosen = set(wanted)
    allowed = np.array([code in chosen for code in table] + [False])
    among: Bools = allowed[column]
    return among
