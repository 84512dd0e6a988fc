"""A made-up county of any size as columns, for benchmarks: plausible pasts of hazards without a database."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.packs import Pack
from data.readmodel.beside import nothing_beside
from data.readmodel.codes import Codebooks
from data.readmodel.columns import object_columns
from data.readmodel.dossiers import dossiers
from data.readmodel.schema import Objects, Roster
from data.readmodel.snapshot import Snapshot
from data.readmodel.texts import Texts, line
from data.readmodel.view import Ground, view_of
from data.rules.events import HAZARD_CODES, five_value
from data.rules.fold import fold
from data.rules.fold_before import facts_before
from data.rules.streams import NEVER, EventColumns
from data.rules.vocabulary import State

DAYS = 730
_S = State


def crowd(pack: Pack, hazards: int, today: int, seed: int = 1) -> Snapshot:
    """So many hazards found over two years until ``today`` (ordinal), about five events each; no cases, no places."""
    rng = np.random.default_rng(seed)
    books = Codebooks(pack)
    events = pasts(rng, hazards, today)
    numbers = tuple(map(str, range(hazards)))
    row_of = dict(zip(numbers, range(hazards), strict=True))
    nothing = dossiers((), books, {})
    objects = Objects(id=(), name=(), row_of={}, **object_columns((), books))
    ground = Ground(books.tables(), numbers, row_of, _columns(rng, hazards, books), objects, nothing, nothing)
    now = view_of(ground, fold(events, hazards, today), None)
    now.hazards.colour[:] = rng.choice(5, hazards, p=(0.05, 0.15, 0.3, 0.3, 0.2))
    within = now.facts.within
    return Snapshot(
        county=pack.code,
        change=int(events.change.max(initial=0)),
        today=today,
        now=now,
        objects=objects,
        outside_zone=("", *(town.code for town in pack.towns if not town.in_start_zone)),
        past=lambda as_of, known: view_of(ground, facts_before(now.facts, events, as_of, known, within), known),
        past_roster=lambda _as_of, _known: Roster(objects, books.tables()),
        past_beside=lambda _roster, _as_of, _change: nothing_beside(books),
        texts=Texts({row: line((number,)) for row, number in enumerate(numbers)}),
        object_texts=Texts(),
    )


def pasts(rng: np.random.Generator, hazards: int, today: int) -> EventColumns:
    """Found, then on the spot, or noticed, rectifying, submitted, re-inspected (failing at times) and closed."""
    found = np.sort(today - rng.integers(0, DAYS, hazards))
    level = (rng.random(hazards) < 0.03).astype(np.int64)
    spot = (rng.random(hazards) < 0.2) & (level == 0)
    order = found + rng.integers(0, 3, hazards)
    deadline = order + rng.integers(3, 40, hazards)
    submitted = order + rng.integers(1, 45, hazards)
    inspected = submitted + rng.integers(0, 14, hazards)
    fails = rng.random(hazards) < 0.12
    again = inspected + rng.integers(1, 15, hazards)
    passed = again + rng.integers(0, 10, hazards)
    fives = np.where(rng.random(hazards) < 0.8, five_value(31, 100_000), five_value(15, None))
    cost = rng.integers(0, 500_000, hazards)
    path = ~spot
    twice = path & fails
    last = np.where(fails, passed, inspected)
    round_ = np.where(fails, 2, 1)
    steps: Sequence[tuple[str, Any, Any, Any, State, Any]] = (
        ("found", path | spot, found, level, _S.CONFIRMED, 1),
        ("fixed_on_the_spot", spot, found, -1, _S.CLOSED, 1),
        ("noticed", path, order, deadline, _S.NOTICED, 1),
        ("rectifying", path, order, fives, _S.RECTIFYING, 1),
        ("submitted", path, submitted, cost, _S.SUBMITTED, 1),
        ("reinspected", twice, inspected, 1, _S.FAILED, 1),
        ("submitted", twice, again, cost, _S.SUBMITTED, 2),
        ("reinspected", path, last, 0, _S.SUBMITTED, round_),
        ("closed", path, last, -1, _S.CLOSED, round_),
    )
    return _sorted(steps, hazards, today)


def _sorted(steps: Sequence[tuple[str, Any, Any, Any, State, Any]], hazards: int, today: int) -> EventColumns:
    parts: list[list[NDArray[Any]]] = []
    for step, (what, which, day, value, state, round_) in enumerate(steps):
        rows = np.flatnonzero(which & (day <= today))
        size = len(rows)
        columns = (HAZARD_CODES[what], day, value, state.code, round_)
        spread = [np.broadcast_to(column, hazards)[rows] for column in columns]
        parts.append([rows, np.full(size, step), *spread])
    row, place, what_, day_, value_, state_, rounds = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((place, row))
    return EventColumns(
        row=row[order].astype(np.int32),
        what=what_[order].astype(np.int8),
        day=day_[order].astype(np.int32),
        change=np.arange(1, len(order) + 1),
        value=value_[order].astype(np.int64),
        state=state_[order].astype(np.int8),
        round=rounds[order].astype(np.int8),
        void=np.full(len(order), NEVER, np.int32),
    )


def _columns(rng: np.random.Generator, hazards: int, books: Codebooks) -> dict[str, NDArray[Any]]:
    def codes(table: Sequence[str], missing: float = 0.02) -> NDArray[np.int16]:
        weights = 1 / np.arange(1, len(table)) ** 0.7
        chosen = rng.choice(np.arange(1, len(table)), hazards, p=weights / weights.sum())
        return np.where(rng.random(hazards) < missing, 0, chosen).astype(np.int16)

    sub_sector = codes(books.sub_sector.table)
    primary = books.sector.positions([books.parents.get(code, "") for code in books.sub_sector.table])
    none = np.full(hazards, np.nan)
    return {
        "town": codes(books.town.table),
        "sector": primary[sub_sector],
        "sub_sector": sub_sector,
        "park": codes(("", *books.park.table[1:], "-"), 0.9) % max(len(books.park.table), 1),
        "cell": codes(books.cell.table) if len(books.cell.table) > 1 else np.zeros(hazards, np.int16),
        "dept": codes(books.dept.table),
        "lon": none,
        "lat": none,
        "morton": np.full(hazards, -1, np.int64),
        "quality": np.full(hazards, 9, np.int8),
        "precise": np.zeros(hazards, bool),
        "object_row": np.full(hazards, -1, np.int32),
        "subject_kind": np.zeros(hazards, np.int8),
        "category": np.zeros(hazards, np.int32),
        "cause": np.zeros(hazards, np.int16),
        "subject": np.zeros(hazards, np.int32),
        "source": rng.integers(1, 11, hazards).astype(np.int8),
        "manage_type": np.ones(hazards, np.int8),
        "repeat": rng.random(hazards) < 0.07,
        "listed": np.zeros(hazards, bool),
    }
