"""A county at one cut in time, ready for figures: columns, facts, flags, cases and transfers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from data.readmodel.columns import NO_COLOUR, Columns
from data.readmodel.dossiers import Dossiers
from data.readmodel.schema import Hazards, Objects, Tables
from data.rules.fold import Facts, facts_of
from data.rules.fold import patched as patched_facts
from data.rules.kpis import Ints, flags_of
from data.rules.streams import NEVER, put


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

    def of(self, rows: Ints) -> "View":
        """The same cut of these hazards (distinct rows) alone, numbered anew from 0; the dossiers stay as they are."""
        return replace(
            self, hazards=hazards_of(self.hazards, rows), facts=facts_of(self.facts, rows), flags=self.flags[rows]
        )


def hazards_of(hazards: Hazards, rows: Ints) -> Hazards:
    """Some hazards, numbered anew from 0."""
    number = tuple(hazards.number[row] for row in rows.tolist())
    columns: dict[str, Any] = {"number": number, "row_of": {each: place for place, each in enumerate(number)}}
    for field in fields(hazards):
        if field.name not in columns:
            columns[field.name] = getattr(hazards, field.name)[rows]
    return Hazards(**columns)


def of_rows(view: View, rows: Ints) -> View:
    """The view with the columns of these hazards alone."""
    return replace(view, hazards=hazards_of(view.hazards, rows))


def beside(view: View, other: View) -> View:
    """The hazards of one view, then those of another of the same cut; only their columns, nothing else."""
    columns: dict[str, Any] = {"row_of": {}}
    for field in fields(view.hazards):
        own, its = getattr(view.hazards, field.name), getattr(other.hazards, field.name)
        if isinstance(own, np.ndarray):
            columns[field.name] = np.concatenate((own, its))
        elif isinstance(own, tuple):
            columns[field.name] = own + its
    return replace(view, tables=other.tables, hazards=Hazards(**columns))


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
    cases, transfers = (one.at(facts.as_of, known) for one in (ground.cases, ground.transfers))
    hazards = _hazards(ground, facts, columns | _of_subject(columns, ground.objects))
    flags = _flags(facts, columns, _running(cases, len(hazards)))
    return _view(ground, known, hazards, facts, flags, cases, transfers)


def renewed(view: View, ground: Ground, rows: Ints, facts: Facts, columns: Columns) -> View:
    """``view`` with the hazards ``rows``, new ones included, as ``facts`` and ``columns`` say in the order of rows.

    ``ground`` is that of now; of the hazards that are not named nothing may have changed.
    """
    size, old = len(ground.numbers), view.hazards
    cases, transfers = (one.at(facts.as_of, view.change) for one in (ground.cases, ground.transfers))
    columns = columns | _of_subject(columns, ground.objects)
    flags = _flags(facts, columns, _running(cases, size)[rows])
    whole = patched_facts(view.facts, rows, facts, size)
    told = {name: put(getattr(old, name), rows, column, size) for name, column in columns.items()}
    hazards = _hazards(ground, whole, told)
    return _view(ground, view.change, hazards, whole, put(view.flags, rows, flags, size), cases, transfers)


def _view(
    ground: Ground, known: int | None, hazards: Hazards, facts: Facts, flags: Ints, cases: Dossiers, transfers: Dossiers
) -> View:
    cases, transfers = _placed(cases, hazards, own_first=False), _placed(transfers, hazards, own_first=True)
    return View(facts.as_of, known, ground.tables, hazards, facts, flags, cases, transfers)


def _hazards(ground: Ground, facts: Facts, columns: Columns) -> Hazards:
    return Hazards(
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
    )


def _flags(facts: Facts, columns: Columns, running: Any) -> Ints:
    return flags_of(facts, columns["source"], columns["manage_type"], columns["repeat"], running)


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


def _placed(dossiers: Dossiers, hazards: Hazards, own_first: bool) -> Dossiers:
    """Town and sector from the hazard that is named: where none is stated, or always."""
    row = dossiers.hazard_row
    if len(hazards) == 0:
        return dossiers
    places: Columns = {}
    for name in ("town", "sector", "sub_sector"):
        own = getattr(dossiers, name)
        takes = (row >= 0) & (own == 0) if own_first else row >= 0
        places[name] = np.where(takes, getattr(hazards, name)[row], own)
    return replace(dossiers, **places)
