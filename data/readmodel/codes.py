"""Codes as small numbers: a table only grows, so that a number keeps its meaning from snapshot to snapshot."""

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from data.packs.model import Pack
from data.readmodel.schema import Tables


class Codebook:
    """Positions of codes; position 0 is ``""``: not stated."""

    def __init__(self, codes: Iterable[str] = (), kind: DTypeLike = np.int16) -> None:
        self._kind = kind
        self._position: dict[str | None, int] = {None: 0, "": 0}
        self._table: tuple[str, ...] = ()
        self._lock = Lock()
        for code in codes:
            self._position.setdefault(code, len(self._position) - 1)

    def positions(self, codes: Iterable[str | None]) -> NDArray[Any]:
        """Positions of ``codes``; what is new is appended. Safe for several threads."""
        position = self._position
        new = set(codes := list(codes)).difference(position)
        if new:
            with self._lock:
                for code in new:
                    position.setdefault(code, len(position) - 1)
        return np.array([position[code] for code in codes], self._kind)

    @property
    def table(self) -> tuple[str, ...]:
        """All codes by position; made anew when one was added."""
        with self._lock:
            if len(self._table) != len(self._position) - 1:
                self._table = tuple(code for code in self._position if code is not None)
            return self._table


class Codebooks:
    """The tables of one county; what its pack lists comes first, in the pack's order."""

    def __init__(self, pack: Pack) -> None:
        self.parents: Mapping[str, str] = {sector.code: sector.parent or sector.code for sector in pack.sectors}
        self.town = Codebook(town.code for town in pack.towns)
        self.sector = Codebook(sector.code for sector in pack.sectors if sector.parent is None)
        self.sub_sector = Codebook(sector.code for sector in pack.sectors)
        self.park = Codebook(park.code for park in pack.parks)
        self.cell = Codebook(cell.code for cell in pack.cells)
        self.dept = Codebook(org.code for org in pack.organisations)
        self.object_kind = Codebook()
        self.category = Codebook(kind=np.int32)
        self.cause = Codebook(cause.code for cause in pack.causes)
        self.subject = Codebook(kind=np.int32)

    def sectors(self, codes: Iterable[str | None]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """Positions of primary sectors and of the sectors as recorded."""
        codes = list(codes)
        primary = [None if code is None else self.parents.get(code, code) for code in codes]
        return self.sector.positions(primary), self.sub_sector.positions(codes)

    def tables(self) -> Tables:
        """What the positions mean now."""
        return Tables(
            town=self.town.table,
            sector=self.sector.table,
            sub_sector=self.sub_sector.table,
            park=self.park.table,
            cell=self.cell.table,
            dept=self.dept.table,
            object_kind=self.object_kind.table,
            category=self.category.table,
            cause=self.cause.table,
            subject=self.subject.table,
        )
