"""How many hazards every option of a filter would show, under all limits but those of its own key.

Hazards that no option tells apart are one **kind**. One pass over the hazards counts the kinds under what is no option
(keyword, days, step of the loop, place, scope); everything else is asked of the few kinds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.readmodel.masks import Codes, hazard_mask
from data.readmodel.schema import COLOURS, Bools, Ints
from data.readmodel.tally import of_rows
from data.readmodel.view import View
from data.rules.filters import MANY, NO_TOWN, Filter, split
from data.rules.scope import Scope
from data.rules.vocabulary import STATES, Source

Counts = Mapping[str, Mapping[str, int]]
"""Numbers of hazards by key and value of the filter."""

_COLUMNS = {"department": "dept"}
_PACKED = ("town", "sub_sector", "park", "dept", "level", "colour", "source", "object_kind", "overdue", "counts")
_EVERY_STATE = tuple(sorted(state.value for state in STATES))


@dataclass(frozen=True)
class Kinds:
    """``view`` has one hazard of each kind, ``kind`` (n,) is the kind of each hazard."""

    view: View
    kind: Ints


def kinds_of(view: View) -> Kinds:
    """The kinds of one view."""
    hazards = view.hazards
    packed = hazards.state.astype(np.int64) + 1
    for name in _PACKED:
        column: NDArray[Any] = getattr(hazards, name)
        packed = packed << max(int(column.max(initial=0)).bit_length(), 1) | column
    kind, distinct = pd.factorize(packed)
    one = np.zeros(len(distinct), np.int64)
    one[kind[::-1]] = np.arange(len(hazards))[::-1]
    return Kinds(of_rows(view, one), kind.astype(np.int64))


def base_of(chosen: Filter) -> Filter:
    """What of a filter is no option: to be counted hazard by hazard. Lets through every state that options may name."""
    named = split(chosen.state)[0]
    states = _EVERY_STATE if named & {state.value for state in STATES if not state.counts} else ()
    no_option: dict[str, Any] = {**dict.fromkeys(MANY, ()), "state": states, "overdue": None, "start_zone": True}
    return replace(chosen, **no_option)


def numbers_of(kinds: Kinds, mask: Bools) -> Ints:
    """How many hazards of a mask (n,) are of each kind."""
    return np.bincount(kinds.kind[mask], minlength=len(kinds.view.hazards.state))


def counts_of(kinds: Kinds, numbers: Ints, scope: Scope, chosen: Filter, outside_zone: Codes) -> Counts:
    """The counts of every key of `MANY`, and those of ``overdue`` and ``start_zone``; ``numbers`` are by kind."""
    plain = replace(chosen, from_=None, to=None, q="", step="", area=(), near=())
    whole = Scope.whole(scope.county)

    def under(filter_: Filter) -> Ints:
        shown: Ints = numbers * hazard_mask(kinds.view, whole, filter_, outside_zone, None)
        return shown

    every = under(plain)
    found: dict[str, Mapping[str, int]] = {}
    for key in MANY:
        others = under(replace(plain, **_none_of(key))) if getattr(plain, key) else every
        found[key] = _by_code(kinds.view, key, others)
    late = every if chosen.overdue is None else under(replace(plain, overdue=None))
    both = every if chosen.start_zone else under(replace(plain, start_zone=True))
    outside = under(replace(plain, start_zone=False))
    return found | {
        "overdue": {"yes": int((late * kinds.view.hazards.overdue).sum())},
        "start_zone": {"yes": int(both.sum()), "no": int(outside.sum())},
    }


def _none_of(key: str) -> dict[str, Any]:
    return {key: ()}


def _by_code(view: View, key: str, numbers: Ints) -> dict[str, int]:
    column: NDArray[Any] = getattr(view.hazards, _COLUMNS.get(key, key))
    codes = _CODES[key](view)
    known = column >= 0
    counts = np.bincount(column[known], numbers[known], len(codes)).astype(np.int64)
    return dict(zip(codes, counts.tolist(), strict=True))


_CODES: Mapping[str, Callable[[View], Codes]] = {
    "town": lambda view: [code or NO_TOWN for code in view.tables.town],
    "sector": lambda view: view.tables.sector,
    "park": lambda view: view.tables.park,
    "department": lambda view: view.tables.dept,
    "level": lambda _view: ("0", "1"),
    "colour": lambda _view: COLOURS,
    "state": lambda _view: [state.value for state in STATES],
    "source": lambda _view: [str(number) for number in range(max(Source) + 1)],
    "object_kind": lambda view: view.tables.object_kind,
}
