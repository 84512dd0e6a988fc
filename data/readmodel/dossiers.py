"""Cases and clues handed over, as columns over versions, so that any past of them can be counted (domain 4.2)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.readmodel.codes import Codebooks
from data.readmodel.schema import Bools, Days, Ints, Small
from data.rules.cases import advance_case, advance_transfer
from data.rules.events import CASE, TRANSFER, HappenedEvent
from data.rules.streams import NEVER

Moment = tuple[int, int]
"""A day, and the change under which it became known."""
_LATER: Moment = (NEVER, 2**62)
_MILESTONES = {
    "case_filed": "filed",
    "filed": "filed",
    "case_decided": "decided",
    "decided": "decided",
    "case_closed": "closed",
    "closed": "closed",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One stream as it was told from one moment to another; milestones and fine are those it came to in that time."""

    number: str
    since: Moment
    until: Moment
    hazard_no: str | None
    town: str | None
    sector: str | None
    begun: Moment
    filed: Moment = _LATER
    decided: Moment = _LATER
    closed: Moment = _LATER
    fine_fen: int = 0


_ADVANCE: Mapping[str, Callable[[Any, HappenedEvent], Any]] = {CASE: advance_case, TRANSFER: advance_transfer}


def course(kind: str, events: Iterable[HappenedEvent]) -> tuple[Version, ...]:
    """The versions of one stream of ``kind``, from all of its events."""
    state: Any = None
    versions: list[Version] = []
    for event in events:
        state = _ADVANCE[kind](state, event)
        now = (event.day, event.change)
        milestone = _MILESTONES.get(event.what)
        if not versions:
            versions.append(Version(event.id, now, _LATER, None, None, None, now))
        elif event.what in ("amended", "withdrawn") or (milestone and getattr(versions[-1], milestone) != _LATER):
            versions[-1] = replace(versions[-1], until=now)
            if event.what == "withdrawn":
                break
            versions.append(replace(versions[-1], since=now, until=_LATER))
        reached: dict[str, Any] = {milestone: now} if milestone else {}
        reached |= {name: getattr(state, name) for name in ("hazard_no", "town", "sector")}
        versions[-1] = replace(versions[-1], fine_fen=state.fine_fen or 0, **reached)
    return tuple(versions)


@dataclass(frozen=True)
class Dossiers:
    """Versions of cases, or of transfers, as columns; a day that did not come is `NEVER`.

    ``hazard_row`` is -1 where no known hazard is named. ``town`` and ``sector`` are its own. ``number`` holds strings.
    """

    number: NDArray[np.object_]
    since: Days
    since_change: Ints
    until: Days
    until_change: Ints
    begun: Days
    begun_change: Ints
    filed: Days
    filed_change: Ints
    decided: Days
    decided_change: Ints
    closed: Days
    closed_change: Ints
    fine_fen: Ints
    hazard_row: Days
    town: Small
    sector: Small
    sub_sector: Small

    def at(self, as_of: int, change: int | None) -> "Dossiers":
        """Those that stood at the end of day ``as_of`` as known at ``change``; later milestones are `NEVER`."""
        known = 2**62 - 1 if change is None else change
        stood = (self.since <= as_of) & (self.since_change <= known)
        stood &= ~((self.until <= as_of) & (self.until_change <= known))
        cut: dict[str, Any] = {one.name: getattr(self, one.name)[stood] for one in fields(self)}
        for name in ("filed", "decided", "closed"):
            reached = (cut[name] <= as_of) & (cut[f"{name}_change"] <= known)
            cut[name] = np.where(reached, cut[name], NEVER).astype(np.int32)
        return Dossiers(**cut)

    def take(self, which: Bools) -> "Dossiers":
        """The chosen ones."""
        return Dossiers(**{one.name: getattr(self, one.name)[which] for one in fields(self)})


def dossiers(versions: Iterable[Version], books: Codebooks, hazard_row: Mapping[str, int]) -> Dossiers:
    """Versions as columns."""
    versions = list(versions)
    moments: dict[str, Any] = {}
    for name in ("since", "until", "begun", "filed", "decided", "closed"):
        moments[name] = np.array([getattr(version, name)[0] for version in versions], np.int32)
        moments[f"{name}_change"] = np.array([getattr(version, name)[1] for version in versions], np.int64)
    sector, sub_sector = books.sectors(version.sector for version in versions)
    return Dossiers(
        number=np.array([version.number for version in versions], object),
        **moments,
        fine_fen=np.array([version.fine_fen for version in versions], np.int64),
        hazard_row=np.array([hazard_row.get(version.hazard_no or "", -1) for version in versions], np.int32),
        town=books.town.positions(version.town for version in versions),
        sector=sector,
        sub_sector=sub_sector,
    )
