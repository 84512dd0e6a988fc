"""Codes of a pack as the names that people read."""

from datetime import date

from data.packs.model import Pack
from data.rules.dictionaries import cause_of
from data.words import t


class Names:
    """Towns, sectors, organisations, parks and cells of one pack by code; an unknown code shows itself."""

    def __init__(self, pack: Pack) -> None:
        self._towns = {town.code: town.name for town in pack.towns}
        self._sectors = {sector.code: sector.name for sector in pack.sectors}
        self._orgs = {org.code: org.name for org in pack.organisations}
        self._short_orgs = {org.code: org.short_name for org in pack.organisations}
        self._parks = {park.code: park.name for park in pack.parks}
        self._cells = {cell.code: cell.name for cell in pack.cells}
        self._causes = pack.causes

    def town(self, code: str | None) -> str:
        """镇街; what has no town is 未分配."""
        return self._towns.get(code, code) if code else t("page_common.no_town")

    def sector(self, code: str | None) -> str:
        """行业领域."""
        return self._sectors.get(code, code) if code else t("page_common.no_sector")

    def org(self, code: str | None) -> str:
        """组织机构; blank for none."""
        return self._orgs.get(code, code) if code else ""

    def short_org(self, code: str | None) -> str:
        """组织机构 by its short name, for lists; blank for none."""
        return self._short_orgs.get(code, code) if code else ""

    def park(self, code: str | None) -> str:
        """园区; blank for none."""
        return self._parks.get(code, code) if code else ""

    def cell(self, code: str | None) -> str:
        """网格; blank for none."""
        return self._cells.get(code, code) if code else ""

    def cause(self, code: str | None, day: int | None = None) -> str:
        """致因 with its code, as the standard of ``day`` (ordinal) has it, else the newest; blank for none."""
        found = cause_of(self._causes, code, date.fromordinal(day) if day else None)
        return found.words if found else code or ""
