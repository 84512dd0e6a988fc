"""A county at one cut in time, ready for figures: columns, facts, flags, cases and transfers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from data.readmodel.columns import NO_COLOUR, Columns
from data.readmodel.dossiers import NEVER, Dossiers
from data.readmodel.schema import Hazards, Objects, Tables
from data.rules.fold import Facts
from data.rules.kpis import Ints, flags_of


@dataclass(frozen=True)
class View:
    """One cut: ``as_of`` is an ordinal day, ``flags`` are `data.rules.kpis.Flag` by hazard."""

    as_of: int
    change: int | None
    tables: Tables
    hazards: Hazards
    facts: Facts
    flags: Ints
    cases: Dossiers
    transfers: Dossiers


@dataclass(frozen=True)
class Ground:
    """What a view stands on beside the facts of its cut; ``columns`` are those of `data.readmodel.columns`."""

    tables: Tables
    numbers: tuple[str, ...]
    row_of: Mapping[str, int]
    columns: Columns
    objects: Objects
    cases: Dossiers
    transfers: Dossiers


def view_of(ground: Ground, facts: Facts, known: int | None) -> View:
    """The view of one cut, at the end of the day of ``facts`` as known at the change ``known``."""
    columns = ground.columns
    cases = _placed(ground.cases.at(facts.as_of, known), columns, own_first=False)
    transfers = _placed(ground.transfers.at(facts.as_of, known), columns, own_first=True)
    hazards = Hazards(
        number=ground.numbers,
        row_of=ground.row_of,
        birth=facts.birth,
        found=facts.found,
        level=facts.level,
        state=facts.state,
        counts=facts.counts,
        open=facts.open,
        overdue=facts.overdue,
        deadline=facts.deadline,
        closed=facts.closed,
        round=facts.round,
        changed=facts.changed,
        **columns,
        **_of_subject(columns, ground.objects),
    )
    running = _running(cases, len(hazards))
    flags = flags_of(facts, columns["source"], columns["manage_type"], columns["repeat"], running)
    return View(facts.as_of, known, ground.tables, hazards, facts, flags, cases, transfers)


def _of_subject(columns: Columns, objects: Objects) -> Columns:
    row = columns["object_row"]
    if len(objects) == 0:
        return {"colour": np.full(len(row), NO_COLOUR, np.int8), "object_kind": np.zeros(len(row), np.int16)}
    return {
        "colour": np.where(row >= 0, objects.colour[row], np.int8(NO_COLOUR)),
        "object_kind": np.where(row >= 0, objects.kind[row], np.int16(0)),
    }


def _running(cases: Dossiers, hazards: int) -> Any:
    """Hazards with a case that was filed and has not ended."""
    running = np.zeros(hazards, bool)
    rows = cases.hazard_row[(cases.hazard_row >= 0) & (cases.filed < NEVER) & (cases.closed == NEVER)]
    running[rows] = True
    return running


def _placed(dossiers: Dossiers, columns: Columns, own_first: bool) -> Dossiers:
    """Town and sector from the hazard that is named: where none is stated, or always."""
    row = dossiers.hazard_row
    if len(columns["town"]) == 0:
        return dossiers
    places: Columns = {}
    for name in ("town", "sector", "sub_sector"):
        own = getattr(dossiers, name)
        takes = (row >= 0) & (own == 0) if own_first else row >= 0
        places[name] = np.where(takes, columns[name][row], own)
    return replace(dossiers, **places)
