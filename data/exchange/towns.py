"""The town of each row: as declared, by object, address, sheet or uploader, by its point; never a guess."""

from collections.abc import Sequence

from data.exchange.drafts import Draft
from data.packs import Pack
from data.packs.places import Places, TownMatch, TownMatchKind
from data.rules.vocabulary import PlaceQuality
from data.words import t

DECLARED, OBJECT, ADDRESS, SHEET, POLYGON = "declared", "object", "address", "sheet", "polygon"
"""How a town was found, as ``town_source`` of what is recorded."""


class Towns:
    """Resolves towns for the rows of one file; ``uploader`` is the town that files it, or None."""

    def __init__(self, pack: Pack, places: Places, uploader: str | None) -> None:
        self.pack = pack
        self.places = places
        self.uploader = uploader
        self.names = {town.code: town.name for town in pack.towns}
        self._memo: dict[tuple[str, str], TownMatch] = {}

    def declare(self, drafts: Sequence[Draft]) -> None:
        """Read what the rows themselves say: a town, a park, something ambiguous, or a place elsewhere."""
        for draft in drafts:
            if draft.town_cell or draft.town_code:
                self._declare(draft, self._match(draft.town_cell, draft.town_code))

    def settle(self, draft: Draft, of_object: str | None) -> None:
        """Find the town of a row that declares none, or no single one: object, address, sheet, uploader, point."""
        match: TownMatch | None = draft.more.get("town_match")
        if draft.values["town"] is not None or (match is not None and match.kind in _HOPELESS):
            return
        allowed = match.candidates if match is not None and match.kind is TownMatchKind.AMBIGUOUS else ()
        for town, source in self._ways(draft, of_object, match):
            if town is not None and (not allowed or town in allowed):
                self._take(draft, town, source)
                if match is not None and match.clash:
                    draft.judgement.add("TOWN_CODE_CLASH", *_where(draft), town=self.names[town])
                return
        if match is not None:
            draft.judgement.add("TOWN_AMBIGUOUS", *_where(draft), value=draft.town_cell)

    def look_at_addresses(self, drafts: Sequence[Draft]) -> None:
        """Mark rows without a point whose address is a better place than their town, and refuse what lies elsewhere."""
        pointless = [draft for draft in drafts if draft.lon is None and draft.values["address"]]
        answers = self.places.gazetteer.geocode(
            [draft.values["address"] for draft in pointless], [draft.values["town"] for draft in pointless]
        )
        for draft, answer in zip(pointless, answers, strict=True):
            draft.more["at_address"] = answer.village is not None or answer.quality < PlaceQuality.TOWN
            if answer.outside and "outside" in draft.more:
                where = draft.reader.where(draft.row, "address")
                draft.judgement.add("OUTSIDE_JURISDICTION", *where, value=draft.values["address"])
        for draft in drafts:
            if "outside" in draft.more and draft.judgement.flags >= {"UNKNOWN_TOWN"}:
                draft.judgement.add("OUTSIDE_JURISDICTION", *_where(draft), value=draft.town_cell)

    def _match(self, name: str, code: str) -> TownMatch:
        memo = (name, code)
        if memo not in self._memo:
            self._memo[memo] = self.places.resolve_town(name, code)
        return self._memo[memo]

    def _declare(self, draft: Draft, match: TownMatch) -> None:
        where = _where(draft)
        draft.more["town_match"] = match
        draft.park = match.park
        if match.code is not None:
            draft.values["town"], draft.town_source = match.code, DECLARED
            if match.clash:
                draft.judgement.add("TOWN_CODE_CLASH", *where, town=self.names[match.code])
        elif match.kind in _HOPELESS:
            said = draft.town_cell or draft.town_code
            draft.judgement.add("UNKNOWN_TOWN", *where, value=said)
            if match.kind is TownMatchKind.FOREIGN:
                draft.judgement.add("OUTSIDE_JURISDICTION", *where, value=said)

    def _ways(self, draft: Draft, of_object: str | None, match: TownMatch | None) -> "list[tuple[str | None, str]]":
        """Towns in order of trust. A park or several towns are never decided by the sheet."""
        address = (self._of_address(draft), ADDRESS)
        polygon = (draft.more.get("polygon_town"), POLYGON)
        if match is not None:
            return [polygon, (of_object, OBJECT), address]
        sheet = (draft.reader.context.town or self.uploader, SHEET)
        return [(of_object, OBJECT), address, sheet, polygon]

    def _of_address(self, draft: Draft) -> str | None:
        address = draft.values["address"]
        return self.places.gazetteer.geocode([address])[0].town if address else None

    def _take(self, draft: Draft, town: str, source: str) -> None:
        draft.values["town"], draft.town_source = town, source
        if source is SHEET:
            draft.judgement.add("TOWN_FROM_SHEET")
        elif source is ADDRESS:
            draft.judgement.add("PLACE_FROM_ADDRESS")
        elif source is POLYGON and self.pack.boundaries_schematic:
            draft.judgement.remark("town_by_polygon", town=self.names[town])


_HOPELESS = (TownMatchKind.UNKNOWN, TownMatchKind.FOREIGN)


def _where(draft: Draft) -> tuple[str, str]:
    return draft.reader.where(draft.row, "town" if draft.town_cell else "town_code")


def town_name(pack: Pack, code: str | None) -> str:
    """The town's name for a sentence; 未分配镇街 for None."""
    return next((town.name for town in pack.towns if town.code == code), None) or t("page_common.no_town")
