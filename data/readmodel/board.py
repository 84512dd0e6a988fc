"""The loop as piles of hazards: what waits at each step, the most pressing first, and how long it has waited."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.readmodel.schema import Bools, Ints
from data.readmodel.snapshot import Snapshot
from data.readmodel.view import View
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.rules.streams import NEVER
from data.rules.vocabulary import State


@dataclass(frozen=True, slots=True)
class Step:
    """A pile of the board: the states that lie on it; the one without any holds hazards with a running case."""

    key: str
    states: tuple[State, ...] = ()


STEPS: tuple[Step, ...] = (
    Step("to_confirm", (State.REPORTED,)),
    Step("to_order", (State.CONFIRMED, State.TRANSFERRED)),
    Step("rectifying", (State.NOTICED, State.RECTIFYING, State.EXT_PENDING, State.SUSPENDED)),
    Step("to_reinspect", (State.SUBMITTED,)),
    Step("failed", (State.FAILED,)),
    Step("case"),
    Step("closed", (State.CLOSED,)),
)
"""In the order of the loop. 立案 runs beside the others: its hazards lie on a second pile too."""


@dataclass(frozen=True, slots=True)
class Pile:
    """One step: how many hazards, how many of them overdue, days since the discovery of the open ones, the first rows.

    ``days`` is the mean, ``longest`` the most; None where nothing waits.
    """

    step: Step
    count: int
    overdue: int
    days: float | None
    longest: int | None
    numbers: Sequence[str]


def board(snapshot: Snapshot, scope: Scope, chosen: Filter, first: int) -> tuple[Pile, ...]:
    """Every pile under a filter within a scope, with the ``first`` hazards of each by number."""
    return snapshot.memory.kept(
        ("board", scope, chosen, first),
        lambda: piles_of(snapshot.view(chosen.as_of), snapshot.mask(scope, chosen), first),
    )


def piles_of(view: View, passing: Bools, first: int) -> tuple[Pile, ...]:
    """The piles of the hazards (n,) that pass."""
    running = _running(view)
    return tuple(_pile(view, passing & _on(view, step, running), step, first) for step in STEPS)


def _on(view: View, step: Step, running: Bools) -> Bools:
    if not step.states:
        return running
    on: Bools = np.isin(view.hazards.state, [state.code for state in step.states])
    return on


def _running(view: View) -> Bools:
    """Hazards with a case that was filed and has not ended."""
    cases, running = view.cases, np.zeros(len(view.hazards), np.bool_)
    open_now = (cases.hazard_row >= 0) & (cases.filed < NEVER) & (cases.closed == NEVER)
    running[cases.hazard_row[open_now]] = True
    return running


def _pile(view: View, which: Bools, step: Step, first: int) -> Pile:
    hazards, rows = view.hazards, np.flatnonzero(which)
    waited = view.as_of - hazards.found[rows].astype(np.int64)
    is_over = step.states == (State.CLOSED,)
    ordered = rows[_newest(view, rows) if is_over else _pressing(view, rows)][:first]
    waits = len(rows) > 0 and not is_over
    return Pile(
        step,
        len(rows),
        int(hazards.overdue[rows].sum()),
        float(waited.mean()) if waits else None,
        int(waited.max()) if waits else None,
        [hazards.number[row] for row in ordered.tolist()],
    )


def _pressing(view: View, rows: Ints) -> Ints:
    """重大 first, then by deadline, those without one last, then the oldest."""
    hazards = view.hazards
    deadline = np.where(hazards.deadline[rows] > 0, hazards.deadline[rows], NEVER)
    return np.lexsort((hazards.found[rows], deadline, -hazards.level[rows].astype(np.int64)))


def _newest(view: View, rows: Ints) -> Ints:
    return np.argsort(-view.hazards.closed[rows].astype(np.int64), kind="stable")
