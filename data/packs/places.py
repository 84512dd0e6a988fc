"""Places of one pack: a point becomes town, grid cell and park; words become a town, or an honest doubt."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from rapidfuzz import fuzz, process
from shapely.geometry import mapping

from data.packs.model import Pack, Shape, Town
from geo.gazetteer import AreaEntry, Gazetteer, KnownPlace, TownEntry, VillageEntry
from geo.names import normalise_place, normalise_text
from geo.places import Codes, PlaceIndex


class TownMatchKind(StrEnum):
    """How a cell that should name a town was understood."""

    EXACT = "exact"
    ALIAS = "alias"
    CODE = "code"
    AMBIGUOUS = "ambiguous"
    PARK = "park"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TownMatch:
    """The town meant, or why there is none. ``clash`` asks for the warning TOWN_CODE_CLASH.

    ``candidates`` are the towns an ambiguous cell may mean; for an unknown one, towns that are spelled alike: to be
    offered in a sentence, never to be taken.
    """

    code: str | None
    kind: TownMatchKind
    clash: bool = False
    candidates: tuple[str, ...] = ()
    park: str | None = None


ALIKE = 70.0
"""Likeness of two spellings, of 100, from which a town is offered for an unknown name."""
UNKNOWN = TownMatch(None, TownMatchKind.UNKNOWN)
FOREIGN = TownMatch(None, TownMatchKind.FOREIGN)


class Places:
    """Everything about where, for one pack. ``known`` are objects with confirmed points, for the gazetteer."""

    def __init__(self, pack: Pack, known: Iterable[KnownPlace] = ()) -> None:
        self.pack = pack
        self._known = tuple(known)
        self._index = PlaceIndex(
            {
                "outline": ((pack.code, pack.outline),),
                "town": _layer(pack.town_shapes),
                "cell": _layer(pack.cell_shapes),
                "park": _layer(pack.park_shapes),
            }
        )
        self._names = _town_names(pack.towns)
        self._full = frozenset(normalise_place(town.name) for town in pack.towns)
        self._codes = _town_codes(pack.towns)
        self._own = {normalise_place(town.code): town.code for town in pack.towns}
        self._parks = {normalise_place(n): p.code for p in pack.parks for n in (p.name, p.short_name, *p.aliases)}
        self._county = frozenset(map(normalise_place, (pack.name, pack.short_name, *pack.county_names)))
        self._before = _before(pack)
        self._town_first = _first(self._names)
        self._foreign_first = _first(map(normalise_place, foreign_names(pack)))

    def assign(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Codes, Codes, Codes]:
        """Codes of town, grid cell and park at each point (degrees, WGS84/CGCS2000), None where there is none."""
        town, cell, park = (self._index.assign(layer, lon, lat) for layer in ("town", "cell", "park"))
        return town, cell, park

    def inside(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Whether each point lies in the outline, its border included; False for NaN."""
        return self._index.inside("outline", lon, lat)

    def resolve_town(self, text: str, code: str = "") -> TownMatch:
        """What a cell (and a code beside it) says about the town: names and aliases first, then codes, never a guess.

        A code that means another town in another numbering, or that contradicts the name, sets ``clash``.
        """
        name, inner = _split_code(text)
        stated = _split_code(code)[1] or normalise_place(code) or inner
        if not name:
            return self._by_code(stated)
        if name in self._codes:
            return self._by_code(name)
        match = self._by_name(name)
        by_code = self._by_code(stated) if stated else UNKNOWN
        if match.kind is TownMatchKind.AMBIGUOUS and by_code.code in match.candidates:
            return by_code
        if match.code is None or not stated:
            return match
        clash = by_code.clash if by_code.code is None else by_code.code != match.code
        return TownMatch(match.code, match.kind, clash)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The geocoder over towns, villages and confirmed objects."""
        return gazetteer(self.pack, self._known)

    def context_geojson(self) -> dict[str, Any]:
        """Every boundary and context feature as one GeoJSON collection in WGS84/CGCS2000 degrees.

        Each feature has ``layer`` (neighbour, context, park, town, cell, outline: the drawing order), ``code``,
        ``name``, ``category``, ``note`` and a point for its label, ``label_lon``, ``label_lat``.
        """
        outline = Shape(self.pack.code, self.pack.name, "outline", self.pack.outline, self.pack.boundary_note)
        layers = (
            ("neighbour", self.pack.neighbour_shapes),
            ("context", self.pack.context_shapes),
            ("park", self.pack.park_shapes),
            ("town", self.pack.town_shapes),
            ("cell", self.pack.cell_shapes),
            ("outline", (outline,)),
        )
        features = [_feature(layer, shape) for layer, shapes in layers for shape in shapes]
        return {"type": "FeatureCollection", "features": features}

    def _by_name(self, name: str) -> TownMatch:
        if name in self._parks:
            return TownMatch(None, TownMatchKind.PARK, park=self._parks[name])
        whole = self._named(name)
        if whole is not None:
            return whole
        plain, bracket, note = name.partition("(")
        if plain and bracket and not (self._town_first and self._town_first.search(note)):
            return self._by_name(plain)
        if name in self._county:
            return TownMatch(None, TownMatchKind.AMBIGUOUS, candidates=tuple(town.code for town in self.pack.towns))
        if self._foreign_first is not None and self._foreign_first.match(name):
            return FOREIGN
        before = self._before.match(name)
        if before is not None and before.end() < len(name):
            return self._by_name(name[before.end() :])
        first = self._town_first.match(name) if self._town_first else None
        found = self._named(first[0]) if first and len(first[0]) > 2 else None
        return found or TownMatch(None, TownMatchKind.UNKNOWN, candidates=self._alike(name))

    def _alike(self, name: str) -> tuple[str, ...]:
        near = process.extract(name, self._names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
        return tuple(dict.fromkeys(code for spelling, _score, _index in near for code in self._names[spelling]))

    def _named(self, name: str) -> TownMatch | None:
        codes = self._names.get(name)
        if codes is None:
            return None
        if len(codes) > 1 or (name in self._county and name not in self._full):
            return TownMatch(None, TownMatchKind.AMBIGUOUS, candidates=codes)
        return TownMatch(codes[0], TownMatchKind.EXACT if name in self._full else TownMatchKind.ALIAS)

    def _by_code(self, code: str) -> TownMatch:
        codes = self._codes.get(code, ())
        if code in self._own:
            return TownMatch(self._own[code], TownMatchKind.CODE, clash=len(codes) > 1)
        if len(codes) > 1:
            return TownMatch(None, TownMatchKind.AMBIGUOUS, clash=True, candidates=codes)
        return TownMatch(codes[0], TownMatchKind.CODE) if codes else UNKNOWN


def gazetteer(pack: Pack, known: Iterable[KnownPlace] = ()) -> Gazetteer:
    """The geocoder of a pack, with objects whose points are confirmed."""
    county = frozenset(map(normalise_place, pack.county_names))
    towns = [_entry(town, county) for town in pack.towns]
    villages = [VillageEntry(v.code, v.town, v.name, (v.short_name,)) for v in pack.villages]
    names = {park.code: (park.name, park.short_name, *park.aliases) for park in pack.parks}
    middles = [(shape.code, shape.geometry.representative_point()) for shape in pack.park_shapes]
    areas = [AreaEntry(code, names[code], point.x, point.y) for code, point in middles]
    return Gazetteer(towns, villages, known, (*pack.outer_names, *pack.county_names), foreign_names(pack), areas)


def foreign_names(pack: Pack) -> tuple[str, ...]:
    """Names that mean a place outside the county."""
    ours = {name for town in pack.towns for name in (town.name, *town.aliases)}
    ours |= {*pack.county_names, *pack.outer_names}
    names = [shape.name for shape in pack.neighbour_shapes]
    names += [name for place in pack.outside for name in (place.name, place.county, place.county + place.name)]
    return tuple(name for name in dict.fromkeys(names) if name not in ours)


def _entry(town: Town, county: frozenset[str]) -> TownEntry:
    short = normalise_place(town.short_name)
    names = tuple(name for name in (town.name, *town.aliases) if normalise_place(name) != short or name == town.name)
    shorts = () if short in county else (town.short_name,)
    return TownEntry(town.code, names, shorts, town.seat_lon, town.seat_lat)


def _layer(shapes: tuple[Shape, ...]) -> tuple[tuple[str, Any], ...]:
    return tuple((shape.code, shape.geometry) for shape in shapes)


def _town_names(towns: tuple[Town, ...]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, dict[str, None]] = defaultdict(dict)
    for town in towns:
        for name in (town.name, town.short_name, *town.aliases):
            codes[normalise_place(name)][town.code] = None
    return {name: tuple(found) for name, found in codes.items()}


def _town_codes(towns: tuple[Town, ...]) -> dict[str, tuple[str, ...]]:
    """Towns by every code that was ever used for them; a clashing code leads to more than one."""
    codes: dict[str, dict[str, None]] = defaultdict(dict)
    for town in towns:
        for code in (town.code, *town.old_codes, *([town.clashing_code] if town.clashing_code else [])):
            codes[normalise_place(code)][town.code] = None
    return {code: tuple(found) for code, found in codes.items()}


def _first(names: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


def _before(pack: Pack) -> re.Pattern[str]:
    names = {normalise_place(name) for name in (*pack.outer_names, *pack.county_names)}
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))) or "(?!)")


_CODE = re.compile(r"(?<!\d)(\d{9}(?:000)?)(?:\.0)?(?!\d)")


def _split_code(text: str) -> tuple[str, str]:
    """A cell with a code beside the name, as its words and its code of nine digits."""
    plain = normalise_text(text)
    found = _CODE.search(plain)
    if found is None:
        return normalise_place(plain), ""
    words = plain[: found.start()] + plain[found.end() :]
    return normalise_place(words).replace("()", ""), _nine(found[1])


def _nine(code: str) -> str:
    """The first nine digits of a 12-digit statistical code of a town, which ends in 000."""
    return code[:9] if len(code) == 12 and code.isdigit() and code.endswith("000") else code


def _feature(layer: str, shape: Shape) -> dict[str, Any]:
    point = shape.geometry.representative_point()
    properties = {
        "layer": layer,
        "code": shape.code,
        "name": shape.name,
        "category": shape.category,
        "note": shape.note,
        "label_lon": round(point.x, 6),
        "label_lat": round(point.y, 6),
    }
    return {"type": "Feature", "properties": properties, "geometry": mapping(shape.geometry)}
