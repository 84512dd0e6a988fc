"""The columns of the read model over hazards and objects, and the codes behind them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Days = NDArray[np.int32]
Small = NDArray[np.int16]
Tiny = NDArray[np.int8]

COLOURS = ("red", "orange", "yellow", "blue", "none")
"""Column ``colour`` is a position in this tuple (keys of `data.rules.vocabulary.Colour`)."""


@dataclass(frozen=True)
class Tables:
    """Codes of the coded columns. Position 0 is ``""`` everywhere: not stated, or unassigned.

    A new code is appended, so that positions keep their meaning from snapshot to snapshot of one process.
    """

    town: tuple[str, ...]
    sector: tuple[str, ...]
    """Primary sectors (no parent)."""
    sub_sector: tuple[str, ...]
    """Sectors as recorded, sub-sectors included."""
    park: tuple[str, ...]
    cell: tuple[str, ...]
    dept: tuple[str, ...]
    object_kind: tuple[str, ...]
    category: tuple[str, ...]
    """隐患类别 as they are written."""
    cause: tuple[str, ...]
    """致因 by code."""
    subject: tuple[str, ...]
    """Names of what hazards were found at."""


@dataclass(frozen=True)
class Objects:
    """监管对象, one row each, n rows in order of registration. ``lon``/``lat`` are WGS84 degrees, NaN when missing."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    row_of: Mapping[str, int]
    lon: Floats
    lat: Floats
    morton: Ints
    """Morton key of `geo.morton` (z26), -1 when there is no place."""
    quality: Tiny
    """`data.rules.vocabulary.PlaceQuality`."""
    precise: Bools
    town: Small
    sector: Small
    sub_sector: Small
    park: Small
    cell: Small
    dept: Small
    """主管部门 (``lead_dept``)."""
    kind: Small
    colour: Tiny
    provisional: Bools
    active: Bools
    """False for what was merged into another, closed down or withdrawn."""
    change: Ints

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Hazards:
    """隐患, one row each, n rows in order of their ``found`` event. Days are ordinals of `date.toordinal`, 0 = none.

    The columns from ``level`` on are those of one cut in time: of today in a snapshot, of an earlier day or change in a
    `data.readmodel.view.View`.
    """

    number: tuple[str, ...]
    row_of: Mapping[str, int]
    birth: Ints
    """Change number of the ``found`` event: the id of a hazard in tiles."""
    lon: Floats
    lat: Floats
    morton: Ints
    """Morton key of `geo.morton` (z26), -1 when there is no place."""
    quality: Tiny
    precise: Bools
    """Good enough for single symbols and heat surfaces."""
    object_row: Days
    """Row in `Objects`, -1 when the subject is no registered object."""
    subject_kind: Tiny
    """Position in `data.rules.vocabulary.SubjectKind`."""
    subject: Days
    """Position of its name."""
    object_kind: Small
    category: Days
    cause: Small
    colour: Tiny
    """Current risk colour of the subject, ``none`` when it has none."""
    town: Small
    sector: Small
    sub_sector: Small
    park: Small
    cell: Small
    dept: Small
    source: Tiny
    """`data.rules.vocabulary.Source`."""
    manage_type: Tiny
    repeat: Bools
    found: Days
    """Day of discovery."""
    level: Tiny
    state: Tiny
    """`data.rules.vocabulary.State.code`; -1 where the hazard did not exist yet."""
    counts: Bools
    """False for what is in no figure and on no map: void, merged, withdrawn, not found yet."""
    open: Bools
    overdue: Bools
    listed: Bools
    deadline: Days
    """Effective deadline, extensions included."""
    closed: Days
    """Day of closure of what is closed, else 0."""
    round: Tiny
    changed: Ints
    """Change number of the newest event."""

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class Roster:
    """The supervised objects of one day, and what the codes of their columns mean."""

    objects: Objects
    tables: Tables
