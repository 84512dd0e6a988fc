"""How many rows every option of a filter would show, under all limits but those of its own key.

Objects are few enough to be counted row by row. Hazards that no option tells apart are one **kind**. One pass over the
hazards counts the kinds under what is no option (keyword, days, step of the loop, place, scope); everything else is
asked of the few kinds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.readmodel.masks import Codes, hazard_mask
from data.readmodel.schema import COLOURS, Bools, Days, Hazards, Ints, Objects, Tables
from data.readmodel.view import View, beside, of_rows
from data.rules.filters import MANY, NO_TOWN, OF_OBJECTS, Filter, split
from data.rules.scope import Scope
from data.rules.streams import put
from data.rules.vocabulary import STATES, Source

Counts = Mapping[str, Mapping[str, int]]
"""Numbers of hazards, or of objects, by key and value of the filter."""

_COLUMNS = {"department": "dept"}
_OBJECT_COLUMNS = {"department": "dept", "object_kind": "kind"}
_PACKED = (
    "state", "town", "sub_sector", "park", "dept", "level", "colour", "source", "object_kind", "overdue", "counts",
)  # fmt: skip
_EVERY_STATE = tuple(sorted(state.value for state in STATES))


@dataclass(frozen=True)
class Kinds:
    """``view`` has one hazard of each kind, ``kind`` (n,) is the kind of each hazard.

    ``keys`` say what each kind is: its columns, each in so many ``bits``.
    """

    view: View
    kind: Days
    keys: Ints
    bits: tuple[int, ...]

    def renewed(self, view: View, rows: Ints) -> "Kinds | None":
        """After the hazards ``rows`` have changed to what ``view`` says; None when a new code needs more bits."""
        part = view.of(rows)
        if any(one > held for one, held in zip(_bits(part.hazards), self.bits, strict=True)):
            return None
        packed = _packed(part.hazards, self.bits)
        new, first = np.unique(packed[~np.isin(packed, self.keys)], return_index=True)
        first = np.flatnonzero(~np.isin(packed, self.keys))[first]
        keys = np.concatenate((self.keys, new))
        kind = pd.Index(keys).get_indexer(pd.Index(packed)).astype(np.int32)
        size = len(view.hazards)
        return Kinds(beside(self.view, of_rows(part, first)), put(self.kind, rows, kind, size), keys, self.bits)


def kinds_of(view: View) -> Kinds:
    """The kinds of one view."""
    hazards = view.hazards
    bits = _bits(hazards)
    kind, keys = pd.factorize(_packed(hazards, bits))
    one = np.zeros(len(keys), np.int64)
    one[kind[::-1]] = np.arange(len(hazards))[::-1]
    return Kinds(of_rows(view, one), kind.astype(np.int32), keys, bits)


def _bits(hazards: Hazards) -> tuple[int, ...]:
    return tuple(max(int(getattr(hazards, name).max(initial=0) + 1).bit_length(), 1) for name in _PACKED)


def _packed(hazards: Hazards, bits: Sequence[int]) -> Ints:
    """One number for each combination of the columns (n,)."""
    packed = np.zeros(len(hazards), np.int64)
    for name, width in zip(_PACKED, bits, strict=True):
        packed = packed << width | (getattr(hazards, name).astype(np.int64) + (name == "state"))
    return packed


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
        column = getattr(kinds.view.hazards, _COLUMNS.get(key, key))
        found[key] = _by_code(column, _CODES[key](kinds.view.tables), others)
    late = every if chosen.overdue is None else under(replace(plain, overdue=None))
    both = every if chosen.start_zone else under(replace(plain, start_zone=True))
    outside = under(replace(plain, start_zone=False))
    return found | {
        "overdue": {"yes": int((late * kinds.view.hazards.overdue).sum())},
        "start_zone": {"yes": int(both.sum()), "no": int(outside.sum())},
    }


def object_counts_of(objects: Objects, tables: Tables, passing: Callable[[Filter], Bools], chosen: Filter) -> Counts:
    """The counts of every key that objects have, and those of ``start_zone``; ``passing`` are the rows of a filter."""
    found: dict[str, Mapping[str, int]] = {}
    for key in MANY:
        if key in OF_OBJECTS:
            others = passing(replace(chosen, **_none_of(key)))
            column = getattr(objects, _OBJECT_COLUMNS.get(key, key))
            found[key] = _by_code(column, _CODES[key](tables), others.astype(np.int64))
    both, outside = (int(passing(replace(chosen, start_zone=zone)).sum()) for zone in (True, False))
    return found | {"start_zone": {"yes": both, "no": outside}}


def _none_of(key: str) -> dict[str, Any]:
    return {key: ()}


def _by_code(column: NDArray[Any], codes: Codes, numbers: Ints) -> dict[str, int]:
    known = column >= 0
    counts = np.bincount(column[known], numbers[known], len(codes)).astype(np.int64)
    return dict(zip(codes, counts.tolist(), strict=True))


_CODES: Mapping[str, Callable[[Tables], Codes]] = {
    "town": lambda tables: [code or NO_TOWN for code in tables.town],
    "sector": lambda tables: tables.sector,
    "park": lambda tables: tables.park,
    "department": lambda tables: tables.dept,
    "level": lambda _: ("0", "1"),
    "colour": lambda _: COLOURS,
    "state": lambda _: [state.value for state in STATES],
    "source": lambda _: [str(number) for number in range(max(Source) + 1)],
    "object_kind": lambda tables: tables.object_kind,
}
