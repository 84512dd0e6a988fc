"""How many hazards each choice of a filter would show, under all other choices."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.readmodel.masks import Codes
from data.readmodel.schema import COLOURS, Bools
from data.readmodel.snapshot import Snapshot
from data.rules.filters import NO_TOWN, Filter
from data.rules.scope import Scope
from data.rules.vocabulary import STATES

Options = dict[str, dict[str, int]]


def options(snapshot: Snapshot, scope: Scope, chosen: Filter) -> Options:
    """Counts by filter key and value; what would show nothing is left out. ``overdue`` has one value, yes."""
    return snapshot.memory.kept(("options", scope, chosen), lambda: _options(snapshot, scope, chosen))


def _options(snapshot: Snapshot, scope: Scope, chosen: Filter) -> Options:
    view = snapshot.view(chosen.as_of)
    hazards, tables = view.hazards, view.tables
    columns: dict[str, tuple[NDArray[Any], Codes]] = {
        "town": (hazards.town, tables.town),
        "sector": (hazards.sector, tables.sector),
        "park": (hazards.park, tables.park),
        "department": (hazards.dept, tables.dept),
        "level": (hazards.level, ("0", "1")),
        "colour": (hazards.colour, COLOURS),
        "state": (hazards.state, tuple(state.value for state in STATES)),
        "source": (hazards.source, tuple(map(str, range(11)))),
        "object_kind": (hazards.object_kind, tables.object_kind),
    }
    counts = {}
    for key, (column, codes) in columns.items():
        others: Any = {key: ()}
        mask = snapshot.mask(scope, replace(chosen, **others))
        counts[key] = _counted(column, codes, mask, key)
    late = snapshot.mask(scope, replace(chosen, overdue=None)) & hazards.overdue
    return counts | {"overdue": {"yes": int(late.sum())}}


def _counted(column: NDArray[Any], codes: Codes, mask: Bools, key: str) -> dict[str, int]:
    numbers = np.bincount(column[mask], minlength=len(codes)).tolist()
    named = zip(codes, numbers, strict=True)
    return {code or NO_TOWN: number for code, number in named if number and (code or key == "town")}
