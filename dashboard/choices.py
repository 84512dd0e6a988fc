"""What may be chosen in a form, as (value, words): only what the person's scope covers."""

from data.packs.model import Pack
from data.rules.scope import Scope
from data.words import t
from geo.datum import Datum

Choices = list[tuple[str, str]]


def towns(pack: Pack, scope: Scope) -> Choices:
    """镇街 of the scope, in the pack's order."""
    return [
        (town.code, town.name)
        for town in pack.towns
        if any(box.towns is None or town.code in box.towns for box in scope.boxes)
    ]


def sectors(pack: Pack, scope: Scope) -> Choices:
    """行业领域 of the scope; a sub-sector is shown with its sector."""
    names = {sector.code: sector.name for sector in pack.sectors}
    return [
        (sector.code, f"{names[sector.parent]} / {sector.name}" if sector.parent else sector.name)
        for sector in pack.sectors
        if any(box.sectors is None or sector.code in box.sectors or sector.parent in box.sectors for box in scope.boxes)
    ]


def departments(pack: Pack) -> Choices:
    """主管部门."""
    return [(org.code, org.name) for org in pack.organisations if org.code in pack.departments]


def datums(pack: Pack) -> Choices:
    """The datums that exist in the pack's country."""
    known = [datum for datum in Datum if pack.shifts_gcj02 or datum not in (Datum.GCJ02, Datum.BD09)]
    return [(datum.value, t(f"page_common.datum.{datum.value}")) for datum in known]
