"""An address becomes the best known place: by confirmed objects, village, town, in that order; never by a silent guess.

The ladder of confidence (``LADDER``) says how a place was found. What could be several places comes back as candidates
without a point. A village has no surveyed point of its own: it takes the middle of the confirmed objects in it, or else
its town's seat.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from geo.names import normalise_place, normalise_text, village_core

ADDRESS, VILLAGE, TOWN, MISSING = 2, 3, 4, 9
"""坐标质量 of what is found (domain 2.1): 门牌地理编码, 村/社区质心, 镇街质心, 缺失."""

LADDER = {
    "known": 0.98,
    "town+village": 0.9,
    "declared+village": 0.85,
    "village": 0.7,
    "town": 0.6,
    "declared": 0.5,
    "area": 0.4,
    "ambiguous": 0.3,
    "nothing": 0.0,
}
"""How sure a place is, by the way it was found."""

SPREAD_DEGREES = 0.005
"""Confirmed objects of one address further apart than this (about 500 m) do not make a point."""
MEMO = 200_000
"""Addresses remembered before the memory starts anew."""

_MARKERS = ("村", "社区", "庄", "居委", "居民", "屯", "驻地")
_SELF_MARKED = "庄屯寨营"
_IDEOGRAPHS = "\u2e80"
"""Where scripts without spaces begin; before it a number after a name ends it."""
_PARTS = re.compile(r"[,，;；、|]")


@dataclass(frozen=True, slots=True)
class TownEntry:
    """A town with every name it goes by, and its seat in degrees (WGS84/CGCS2000) where known."""

    code: str
    names: tuple[str, ...]
    short_names: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class VillageEntry:
    """A village or community of a town."""

    code: str
    town: str
    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """A zone that overlaps towns, such as a park, with a point inside it in degrees (WGS84/CGCS2000)."""

    code: str
    names: tuple[str, ...]
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """An object whose point is confirmed: its name and address stand for that point, in degrees (WGS84/CGCS2000)."""

    name: str
    address: str
    town: str | None
    lon: float
    lat: float


class Candidate(NamedTuple):
    """One of several places that an address may mean."""

    town: str
    village: str | None
    name: str
    lon: float | None
    lat: float | None


class GeocodedPlace(NamedTuple):
    """What an address was found to be. Codes and point are None where not known; ``outside`` names another county."""

    address: str
    town: str | None = None
    village: str | None = None
    lon: float | None = None
    lat: float | None = None
    confidence: float = 0.0
    quality: int = MISSING
    candidates: tuple[Candidate, ...] = ()
    outside: bool = False
    area: str | None = None
    """The zone that the address names, when it names one instead of a town."""


Answer = tuple[str | None, str | None, float | None, float | None, float, int, tuple[Candidate, ...], bool, str | None]
"""A `GeocodedPlace` without its address."""
NOTHING: Answer = (None, None, None, None, LADDER["nothing"], MISSING, (), False, None)
ELSEWHERE: Answer = (None, None, None, None, LADDER["nothing"], MISSING, (), True, None)


class Gazetteer:
    """Towns, villages and confirmed objects of one county, ready to be asked.

    ``prefixes`` are names of the county and of what it lies in, ``outside`` names of other counties and their towns.
    """

    def __init__(
        self,
        towns: Sequence[TownEntry],
        villages: Sequence[VillageEntry],
        known: Iterable[KnownPlace] = (),
        prefixes: Sequence[str] = (),
        outside: Sequence[str] = (),
        areas: Sequence[AreaEntry] = (),
    ) -> None:
        self._seats = {town.code: (town.lon, town.lat) for town in towns}
        self._town_names = {town.code: town.names[0] for town in towns}
        self._towns = _codes_by_name((name, town.code) for town in towns for name in town.names)
        self._short = _codes_by_name((name, town.code) for town in towns for name in town.short_names)
        self._villages = {village.code: village for village in villages}
        self._in_town, self._anywhere = _village_tables(villages)
        self._longest = max((len(name) for name in self._anywhere), default=0)
        before = f"(?:{_alternatives(prefixes)})*" if prefixes else ""
        self._prefix = re.compile(before)
        self._town_first = re.compile(f"{before}({_alternatives(self._towns)})(?![a-z])")
        self._short_first = re.compile(f"{before}({_alternatives(self._short)})(?![a-z])") if self._short else None
        self._areas = {normalise_place(name): area for area in areas for name in area.names}
        self._area_first = re.compile(f"{before}({_alternatives(self._areas)})(?![a-z])") if self._areas else None
        self._outside = re.compile(f"{before}(?:{_alternatives(outside)})(?![a-z])") if outside else None
        self._centres: dict[str, tuple[float, float]] = {}
        self._known: dict[str, Answer] = {}
        self._memo: dict[tuple[str, str | None], GeocodedPlace] = {}
        self._learn(tuple(known))

    def geocode(self, addresses: Sequence[str], towns: Sequence[str | None] | None = None) -> list[GeocodedPlace]:
        """The best known place of each address; ``towns`` are the town codes declared beside them, where there are any.

        A town that the address itself names is returned even when it is not the declared one; the caller compares.
        """
        declared: Iterable[str | None] = [None] * len(addresses) if towns is None else towns
        memo = self._memo
        places = []
        for key in zip(addresses, declared, strict=True):
            place = memo.get(key)
            if place is None:
                place = GeocodedPlace(key[0], *self._answer(*key))
                if len(memo) >= MEMO:
                    memo.clear()
                memo[key] = place
            places.append(place)
        return places

    def _answer(self, address: str, declared: str | None) -> Answer:
        text = normalise_place(address)
        known = self._known.get(text)
        if known is not None and declared in (None, known[0]):
            return known
        if not text:
            return self._town_answer(declared, "declared")
        named = self._town_first.match(text)
        if named is not None:
            return self._in_named_town(self._towns[named[1]], text[named.end() :], declared)
        if self._outside is not None and self._outside.match(text):
            return ELSEWHERE
        return self._without_town(address, text, declared)

    def _in_named_town(self, codes: tuple[str, ...], rest: str, declared: str | None) -> Answer:
        """A name of several towns is settled by the village, or by the declared town, or not at all."""
        found = [(code, village) for code in codes if (village := self._village_in(code, rest)) is not None]
        if len(found) == 1:
            return self._village_answer(found[0][1], "town+village")
        if len(codes) == 1:
            return self._town_answer(codes[0], "town")
        if declared in codes:
            return self._town_answer(declared, "declared")
        return self._ambiguous([(code, dict(found).get(code)) for code in codes])

    def _without_town(self, address: str, text: str, declared: str | None) -> Answer:
        prefix = self._prefix.match(text)
        rest = text[prefix.end() :] if prefix else text
        if declared is not None and (village := self._village_in(declared, rest)) is not None:
            return self._village_answer(village, "declared+village")
        if villages := self._longest_match(self._anywhere, rest):
            return self._one_of(villages, declared)
        short = self._short_first.match(text) if self._short_first else None
        if short is not None:
            answer = self._in_named_town(self._short[short[1]], text[short.end() :], declared)
            if answer[1] is not None or short.end() == len(text):
                return answer
        area = self._area_first.match(text) if self._area_first else None
        if area is not None:
            return self._area_answer(self._areas[area[1]], declared)
        if _PARTS.search(address):
            return self._by_parts(address, declared)
        return self._town_answer(declared, "declared")

    def _by_parts(self, address: str, declared: str | None) -> Answer:
        """Addresses that run from small to large, parts between commas: any part may name the town or the village."""
        parts = [normalise_place(part) for part in _PARTS.split(normalise_text(address))]
        towns = {code for part in parts for code in (*self._towns.get(part, ()), *self._short.get(part, ()))}
        villages = [code for part in parts for code in self._anywhere.get(village_core(part), ())]
        if len(towns) == 1:
            (town,) = towns
            inside = [code for code in villages if self._villages[code].town == town]
            return self._village_answer(inside[0], "town+village") if inside else self._town_answer(town, "town")
        if villages:
            return self._one_of(tuple(dict.fromkeys(villages)), declared)
        return self._town_answer(declared, "declared")

    def _one_of(self, villages: tuple[str, ...], declared: str | None) -> Answer:
        inside = [code for code in villages if self._villages[code].town == declared]
        if len(inside) == 1:
            return self._village_answer(inside[0], "declared+village")
        if declared is not None:
            return self._town_answer(declared, "declared")
        if len(villages) == 1:
            return self._village_answer(villages[0], "village")
        return self._ambiguous([(self._villages[code].town, code) for code in villages])

    def _village_in(self, town: str, rest: str) -> str | None:
        codes = self._longest_match(self._in_town.get(town, {}), rest)
        return codes[0] if len(codes) == 1 else None

    def _longest_match(self, table: Mapping[str, tuple[str, ...]], rest: str) -> tuple[str, ...]:
        """Villages of the longest name that ``rest`` begins with and that ends there or before 村 and the like."""
        for length in range(min(self._longest, len(rest)), 0, -1):
            codes = table.get(rest[:length])
            if codes is not None and _ends_name(rest, length):
                return codes
        return ()

    def _village_answer(self, code: str, way: str) -> Answer:
        village = self._villages[code]
        lon, lat = self._centres.get(code) or self._seats[village.town]
        quality = VILLAGE if code in self._centres else MISSING if lon is None else TOWN
        return village.town, code, lon, lat, LADDER[way], quality, (), False, None

    def _town_answer(self, code: str | None, way: str) -> Answer:
        if code is None or code not in self._seats:
            return NOTHING
        lon, lat = self._seats[code]
        return code, None, lon, lat, LADDER[way], MISSING if lon is None else TOWN, (), False, None

    def _area_answer(self, area: AreaEntry, declared: str | None) -> Answer:
        """The declared town with its seat; without one, a point of the zone and no town, since zones overlap towns."""
        if declared in self._seats:
            return *self._town_answer(declared, "declared")[:8], area.code
        return None, None, area.lon, area.lat, LADDER["area"], TOWN, (), False, area.code

    def _ambiguous(self, places: Sequence[tuple[str, str | None]]) -> Answer:
        candidates = tuple(self._candidate(town, village) for town, village in places)
        towns = {candidate.town for candidate in candidates}
        town = towns.pop() if len(towns) == 1 else None
        return town, None, None, None, LADDER["ambiguous"], MISSING, candidates, False, None

    def _candidate(self, town: str, village: str | None) -> Candidate:
        lon, lat = self._centres.get(village or "") or self._seats[town]
        name = f"{self._town_names[town]} {self._villages[village].name}" if village else self._town_names[town]
        return Candidate(town, village, name, lon, lat)

    def _learn(self, known: Sequence[KnownPlace]) -> None:
        """Middles of villages first, then names and addresses that stand for one point."""
        points: dict[str, list[KnownPlace]] = defaultdict(list)
        villages: dict[str, list[KnownPlace]] = defaultdict(list)
        for place in known:
            village = self._answer(place.address, place.town)[1]
            if village is not None:
                villages[village].append(place)
            for text in {normalise_place(place.address), normalise_place(place.name)} - {""}:
                points[text].append(place)
        self._centres = {code: _middle(places) for code, places in villages.items()}
        for text, places in points.items():
            if (point := _one_point(places)) is not None:
                village = self._answer(places[0].address, places[0].town)[1]
                self._known[text] = (places[0].town, village, *point, LADDER["known"], ADDRESS, (), False, None)
        self._memo.clear()


def _alternatives(names: Iterable[str]) -> str:
    """Names as one regular expression, longest first."""
    keys = {normalise_place(name) for name in names}
    return "|".join(re.escape(key) for key in sorted(keys, key=lambda key: (-len(key), key)))


def _codes_by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, dict[str, None]] = defaultdict(dict)
    for name, code in pairs:
        codes[normalise_place(name)][code] = None
    return {name: tuple(found) for name, found in codes.items()}


def _village_tables(
    villages: Sequence[VillageEntry],
) -> tuple[dict[str, dict[str, tuple[str, ...]]], dict[str, tuple[str, ...]]]:
    """Villages by name inside each town, and by name in the county."""
    by_town: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for village in villages:
        for name in (village.name, *village.names):
            by_town[village.town].append((village_core(normalise_place(name)), village.code))
    in_town = {town: _codes_by_name(pairs) for town, pairs in by_town.items()}
    return in_town, _codes_by_name(pair for pairs in by_town.values() for pair in pairs)


def _ends_name(rest: str, length: int) -> bool:
    if length == len(rest):
        return True
    last = rest[length - 1]
    if last < _IDEOGRAPHS:
        return rest[length].isdigit()
    return rest.startswith(_MARKERS, length) or (length > 1 and last in _SELF_MARKED)


def _middle(places: Sequence[KnownPlace]) -> tuple[float, float]:
    return median(place.lon for place in places), median(place.lat for place in places)


def _one_point(places: Sequence[KnownPlace]) -> tuple[float, float] | None:
    """The middle of places that agree on town and, nearly, on the point; None when they do not."""
    lons, lats = [place.lon for place in places], [place.lat for place in places]
    near = max(lons) - min(lons) <= SPREAD_DEGREES and max(lats) - min(lats) <= SPREAD_DEGREES
    return _middle(places) if near and len({place.town for place in places}) == 1 else None
