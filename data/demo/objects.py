"""The demo's supervised objects: who they are, where they stand, how dangerous they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo.ground import Ground, Spots
from data.demo.names import MARK, STREETS, person, phone, trade
from data.demo.vocabulary import Theme, theme_of
from data.packs.model import Pack, Sector
from data.rules import numbers, uscc
from data.rules.objects import name_key
from data.rules.vocabulary import Colour, ObjectKind, PlaceQuality, SubjectKind
from geo import morton

KIND_SHARES: dict[ObjectKind, float] = {
    ObjectKind.SMALL_PLACE: 0.40,
    ObjectKind.ENTERPRISE: 0.235,
    ObjectKind.SOLE_TRADER: 0.20,
    ObjectKind.PUBLIC_FACILITY: 0.06,
    ObjectKind.RESIDENTIAL: 0.03,
    ObjectKind.INSTITUTION: 0.025,
    ObjectKind.NON_ENTERPRISE: 0.02,
    ObjectKind.SITE: 0.02,
    ObjectKind.ASSOCIATION: 0.008,
    ObjectKind.PARK: 0.002,
}
_GROUNDS: dict[ObjectKind, tuple[float, float, float, float, float]] = {
    ObjectKind.ENTERPRISE: (0.2, 0.2, 0.3, 0.08, 0.22),
    ObjectKind.SITE: (0.3, 0.4, 0.15, 0.0, 0.15),
    ObjectKind.PUBLIC_FACILITY: (0.1, 0.05, 0.0, 0.7, 0.15),
    ObjectKind.RESIDENTIAL: (0.35, 0.6, 0.0, 0.0, 0.05),
    ObjectKind.PARK: (0.2, 0.1, 0.7, 0.0, 0.0),
}
"""Shares of seat, built-up area, park, roads and villages (`data.demo.ground`); the rest stand as small places do."""
_SMALL_GROUNDS = (0.4, 0.28, 0.0, 0.02, 0.3)
_QUALITY: dict[PlaceQuality, float] = {
    PlaceQuality.MEASURED: 0.44,
    PlaceQuality.ADDRESS: 0.39,
    PlaceQuality.VILLAGE: 0.08,
    PlaceQuality.TOWN: 0.06,
    PlaceQuality.MISSING: 0.03,
}
_ATTENTION: dict[ObjectKind, float] = {
    ObjectKind.ENTERPRISE: 2.2, ObjectKind.SITE: 6.0, ObjectKind.PUBLIC_FACILITY: 1.4, ObjectKind.PARK: 4.0,
    ObjectKind.INSTITUTION: 1.3,
}  # fmt: skip
"""How much more often one kind is inspected than a small place."""
_COLOURS = (Colour.RED, Colour.ORANGE, Colour.YELLOW, Colour.BLUE, Colour.NONE)
_COLOUR_ATTENTION = dict(zip(_COLOURS, (3.0, 2.0, 1.2, 0.8, 0.7), strict=True))
_LEGAL = frozenset(
    {ObjectKind.ENTERPRISE, ObjectKind.NON_ENTERPRISE, ObjectKind.ASSOCIATION, ObjectKind.INSTITUTION, ObjectKind.PARK}
)
_USCC_HEADS = {ObjectKind.NON_ENTERPRISE: "52", ObjectKind.ASSOCIATION: "51", ObjectKind.INSTITUTION: "12"}
_SUBJECTS = {
    ObjectKind.PUBLIC_FACILITY: SubjectKind.PUBLIC_FACILITY,
    ObjectKind.SITE: SubjectKind.SITE,
    ObjectKind.PARK: SubjectKind.PARK,
}


@dataclass(slots=True)
class DemoObject:
    """One object as hazards need it: the body of its ``registered`` event, and its share of all inspections."""

    id: str
    kind: ObjectKind
    theme: Theme
    attention: float
    body: dict[str, Any]

    @property
    def subject(self) -> dict[str, Any]:
        """The subject of a hazard found here."""
        kind = _SUBJECTS.get(self.kind, SubjectKind.ENTERPRISE)
        return {"kind": kind.value, "name": self.body["name"], "uscc": self.body["uscc"]}


def make_objects(pack: Pack, ground: Ground, known: Sequence[Theme], count: int, random: Random) -> list[DemoObject]:
    """``count`` objects of every kind and sector of the pack."""
    kinds = _kinds(count, ground.random)
    spots = ground.scatter(_grounds(kinds, ground.random))
    choices = _sector_choices(pack, known)
    maker = _Maker(pack, ground, random)
    return [maker.make(row, kind, _chosen(choices[kind], random), spots) for row, kind in enumerate(kinds)]


def _kinds(count: int, random: np.random.Generator) -> list[ObjectKind]:
    kinds, shares = list(KIND_SHARES), np.array(list(KIND_SHARES.values()))
    drawn = random.choice(len(kinds), count, p=shares / shares.sum()).tolist()
    drawn[: len(kinds)] = range(len(kinds))
    return [kinds[index] for index in drawn[:count]]


def _grounds(kinds: Sequence[ObjectKind], random: np.random.Generator) -> NDArray[np.int64]:
    bounds = np.cumsum([_GROUNDS.get(kind, _SMALL_GROUNDS) for kind in kinds], axis=1)
    return np.asarray((random.random(len(kinds))[:, None] > bounds[:, :4]).sum(axis=1), dtype=np.int64)


def main_sectors(pack: Pack) -> tuple[Sector, ...]:
    """The sectors that are no part of another one."""
    return tuple(sector for sector in pack.sectors if sector.parent is None)


Weighted = tuple[list[tuple[Sector, Theme]], list[float]]


def _sector_choices(pack: Pack, known: Sequence[Theme]) -> dict[ObjectKind, Weighted]:
    """For each kind of object the sectors it may belong to, with weights."""
    pairs = [(sector, theme_of(sector, known)) for sector in main_sectors(pack)]
    choices: dict[ObjectKind, Weighted] = {}
    for kind in ObjectKind:
        weights = [theme.kinds.get(kind, 0.0) for _sector, theme in pairs]
        choices[kind] = (pairs, weights if any(weights) else [1.0] * len(pairs))
    return choices


def _chosen(choice: Weighted, random: Random) -> tuple[Sector, Theme]:
    pairs, weights = choice
    return random.choices(pairs, weights)[0]


class _Maker:
    """Makes one object after another; names stay unique."""

    def __init__(self, pack: Pack, ground: Ground, random: Random) -> None:
        self.pack, self.ground, self.random = pack, ground, random
        self.names: dict[str, int] = {}
        self.town_names = {town.code: town for town in pack.towns}
        self.villages = {village.code: village.short_name for village in pack.villages}
        self.parks = {park.code: park.name for park in pack.parks}
        self.has_uscc = pack.checks_uscc and len(pack.code) == 6

    def make(self, row: int, kind: ObjectKind, field: tuple[Sector, Theme], spots: Spots) -> DemoObject:
        sector, theme = field
        town = spots.town[row]
        colour = self.random.choices(_COLOURS, theme.colours)[0]
        name = self._name(town, theme)
        provisional = self.random.random() < 0.012
        body = {
            "name": name,
            "name_key": name_key(name),
            "uscc": self._uscc(kind, row) if kind in _LEGAL and not provisional else None,
            "temp_code": self._temporary(town, row) if provisional else None,
            "provisional": provisional,
            "kind": kind.value,
            "sector": sector.code,
            "colour": Colour.NONE.value if provisional else colour.value,
            "supervision_level": self._level(colour),
            "lead_dept": sector.lead,
            "principal": person(self.random),
            "phone": phone(row + 1),
            "address": self._address(town, spots, row),
            **self._place(town, spots, row),
        }
        attention = _ATTENTION.get(kind, 1.0) * _COLOUR_ATTENTION[colour] * self.random.lognormvariate(0.0, 0.7)
        no = numbers.number(self.pack.numbers, "object", self.pack.code, row + 1)
        return DemoObject(no, kind, theme, attention, body)

    def _name(self, town: str | None, theme: Theme) -> str:
        place = self.town_names[town].short_name if town is not None else self.pack.short_name
        name = place + trade(self.random) + self.random.choice(theme.suffixes)
        again = self.names[name] = self.names.get(name, 0) + 1
        return f"{name}{again if again > 1 else ''}{MARK}"

    def _uscc(self, kind: ObjectKind, row: int) -> str | None:
        if not self.has_uscc:
            return None
        return uscc.complete(_USCC_HEADS.get(kind, "91") + self.pack.code, f"DEM{row % 100_000:05d}")

    def _temporary(self, town: str | None, row: int) -> str:
        return numbers.number(self.pack.numbers, "temporary", self.pack.code, row % 10_000, town=town)

    def _level(self, colour: Colour) -> str:
        """区, 部门 or 镇街: who supervises it."""
        if colour is Colour.RED:
            return "1"
        return "2" if colour is Colour.ORANGE or self.random.random() < 0.15 else "3"

    def _address(self, town: str | None, spots: Spots, row: int) -> str:
        place = self.town_names[town].name if town is not None else self.pack.short_name
        house = f"{self.random.randrange(1, 400)}号"
        if (park := spots.park[row]) is not None:
            return f"{self.parks[park]}{self.random.choice(STREETS)}{house}"
        village = self.villages.get(spots.village[row] or "")
        if village is not None and self.random.random() < 0.6:
            return f"{place}{village}村{house}"
        return f"{place}{self.random.choice(STREETS)}{house}"

    def _place(self, town: str | None, spots: Spots, row: int) -> dict[str, Any]:
        """The point with its quality; imprecise ones stand at the village's or the town's point and have no cell."""
        quality = self._quality()
        village = spots.village[row]
        if quality is PlaceQuality.VILLAGE and (town is None or village is None):
            quality = PlaceQuality.TOWN
        if quality is PlaceQuality.TOWN and town is None:
            quality = PlaceQuality.MISSING
        if quality.is_precise:
            place = _put(float(spots.lon[row]), float(spots.lat[row]), int(spots.morton[row]))
            place |= {"cell": spots.cell[row], "park": spots.park[row], "village": village}
        else:
            place = self._rough(quality, town, village) | {"cell": None, "park": None}
        nowhere = quality is PlaceQuality.MISSING and self.random.random() < 0.3
        own_town = None if nowhere else town
        return place | {
            "town": own_town,
            "town_source": None if own_town is None else "declared",
            "place_quality": quality.value,
        }

    def _quality(self) -> PlaceQuality:
        return self.random.choices(list(_QUALITY), list(_QUALITY.values()))[0]

    def _rough(self, quality: PlaceQuality, town: str | None, village: str | None) -> dict[str, Any]:
        if quality is PlaceQuality.MISSING or town is None:
            return {"lon": None, "lat": None, "morton": None, "village": None}
        if quality is PlaceQuality.VILLAGE and village is not None:
            index = self.ground.village_codes[town].tolist().index(village)
            lon, lat = (round(float(one), 6) for one in self.ground.village_points[town][index])
            return _put(lon, lat, int(morton.encode([lon], [lat])[0])) | {"village": village}
        lon, lat = self.ground.seats[town]
        return _put(lon, lat, int(morton.encode([lon], [lat])[0])) | {"village": None}


def _put(lon: float, lat: float, key: int) -> dict[str, Any]:
    return {"lon": lon, "lat": lat, "morton": key}
