"""Figures as JSON in the shape of the public interface, for the command line and the web alike."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data.packs import Pack
from data.readmodel import Coverage, Figures
from data.readmodel.coverage import NONE_COVERED
from data.rules.filters import NO_TOWN, Filter, allowed, split
from data.rules.kpis import Kpi, Value

Groups = Mapping[str, Mapping[str, Value]]
"""Figures by code of a town or sector, and by key."""


def as_json(
    figures: Figures,
    coverage: Coverage,
    filter_: Filter,
    as_of: date,
    kpis: Sequence[Kpi],
    change: int | None,
    pack: Pack,
) -> dict[str, Any]:
    """The figures in the shape of the public interface: scope, period, as-of, KPIs, and the same by town and sector.

    Coverage figures stand among the others under their own keys.
    """
    scope: dict[str, Any] = {
        "towns": list(filter_.town) or None,
        "sectors": list(filter_.sector) or None,
        "include_start_zone": filter_.start_zone,
    }
    if filter_.level in (("0",), ("1",)):
        scope["level"] = int(filter_.level[0])
    told: dict[str, Any] = {
        "scope": scope,
        "period": [figures.period.first.isoformat(), figures.period.last.isoformat()],
        "as_of": as_of.isoformat(),
    }
    if change is not None:
        told["change"] = change
    towns, sectors = _shown(filter_, pack)
    whole = {**figures.kpis, **coverage.kpis}
    return told | {
        "kpis": {kpi.key: whole[kpi.key].json() for kpi in kpis},
        "by_town": _by(merged(figures.by_town, coverage.by_town), towns, kpis),
        "by_sector": _by(merged(figures.by_sector, coverage.by_sector), sectors, kpis),
    }


def merged(figures: Groups, coverage: Groups) -> Groups:
    """The figures of every group of one with those of the other."""
    return {code: {**values, **coverage.get(code, NONE_COVERED)} for code, values in figures.items()}


def _shown(filter_: Filter, pack: Pack) -> tuple[set[str] | None, set[str] | None]:
    """Towns and primary sectors that the filter can let through; None is all of them."""
    codes = [*(town.code for town in pack.towns), NO_TOWN]
    outside = {town.code for town in pack.towns if not town.in_start_zone} | {NO_TOWN}
    passing = {code for code, shown in zip(codes, allowed(filter_.town, codes), strict=True) if shown}
    towns = passing if filter_.start_zone else passing & outside
    parents = {sector.code: sector.parent or sector.code for sector in pack.sectors}
    wanted, unwanted = split(filter_.sector)
    every = {parents.get(code, code) for code in wanted} if wanted else {*parents.values(), NO_TOWN}
    limited = bool(filter_.town) or not filter_.start_zone
    return towns if limited else None, every - unwanted if filter_.sector else None


def _by(values: Groups, shown: set[str] | None, kpis: Sequence[Kpi]) -> dict[str, dict[str, Any]]:
    return {
        code: {kpi.key: group[kpi.key].json(label=False) for kpi in kpis}
        for code, group in values.items()
        if shown is None or code in shown
    }
