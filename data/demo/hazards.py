"""The demo's hazards: at which object, on which day, by whom and what was found; `data.demo.lives` tells the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.demo.ground import ROAD, VILLAGE, Ground
from data.demo.lives import Life
from data.demo.names import MARK
from data.demo.objects import DemoObject, main_sectors
from data.demo.seasons import day_weights
from data.demo.vocabulary import Finding, Theme, theme_of
from data.demo.world import World
from data.packs.model import Pack
from data.rules import numbers
from data.rules.events import NewEvent
from data.rules.vocabulary import ObjectKind, PlaceQuality, Role, Source, SubjectKind

_SOURCES: dict[Source, float] = {
    Source.ENTERPRISE: 0.18, Source.DEPARTMENT: 0.24, Source.TOWN: 0.27, Source.GRID: 0.14, Source.THIRD_PARTY: 0.07,
    Source.COMPLAINT: 0.03, Source.SUPERVISION: 0.04, Source.SUPERIOR: 0.02, Source.MONITORING: 0.007,
    Source.ACCIDENT: 0.003,
}  # fmt: skip
_PUBLIC_SOURCES = {source: share for source, share in _SOURCES.items() if source is not Source.ENTERPRISE}
_BIG = frozenset({ObjectKind.ENTERPRISE, ObjectKind.SITE, ObjectKind.PARK, ObjectKind.INSTITUTION})
_WITHOUT_OBJECT = 0.03
_PLACE_FIELDS = ("town", "town_source", "address", "lon", "lat", "village", "cell", "park", "morton", "place_quality")
_YEAR = 365


@dataclass(slots=True)
class Scene:
    """Where hazards can be found: an object, or a public place that is on no roster."""

    theme: Theme
    sector: str
    lead: str
    big: bool
    responsible: str
    object_id: str | None
    subject: dict[str, Any]
    place: dict[str, Any]


def tell_hazards(
    pack: Pack, ground: Ground, world: World, objects: Sequence[DemoObject], known: Sequence[Theme], count: int
) -> Iterator[list[NewEvent]]:
    """The whole life of ``count`` hazards, in the order in which they were found."""
    scenes = [_scene_of(one) for one in objects]
    chosen = _drawn(ground.random, np.array([one.attention for one in objects]), count)
    nowhere = int(count * _WITHOUT_OBJECT)
    scenes += _public_scenes(pack, ground, world.random, known, max(nowhere // 2, 1))
    chosen[:nowhere] = ground.random.integers(len(objects), len(scenes), nowhere)
    days = _days(scenes, chosen, world, ground.random)
    order = np.lexsort((ground.random.random(count), days))
    teller = _Teller(pack, world)
    for index in order.tolist():
        yield teller.tell(scenes[chosen[index]], int(days[index]))


def _drawn(random: np.random.Generator, weights: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    bounds = np.cumsum(weights)
    return np.asarray(np.searchsorted(bounds, random.random(count) * bounds[-1]), dtype=np.int64)


def _days(
    scenes: Sequence[Scene], chosen: NDArray[np.int64], world: World, random: np.random.Generator
) -> NDArray[np.int64]:
    """The ordinal day of discovery of each hazard, by the season of its theme."""
    clock = world.clock
    first, last = date.fromordinal(clock.opening), date.fromordinal(clock.last)
    keys = np.array([scene.theme.key for scene in scenes], dtype=object)[chosen]
    days = np.zeros(len(chosen), dtype=np.int64)
    for theme in {scene.theme.key: scene.theme for scene in scenes}.values():
        rows = np.flatnonzero(keys == theme.key)
        weights = day_weights(first, last, theme.season)
        days[rows] = clock.opening + random.choice(len(weights), len(rows), p=weights)
    return days


def _scene_of(one: DemoObject) -> Scene:
    body = one.body
    place = {name: body[name] for name in _PLACE_FIELDS}
    return Scene(
        one.theme, body["sector"], body["lead_dept"], one.kind in _BIG, body["principal"], one.id, one.subject, place
    )


def _public_scenes(pack: Pack, ground: Ground, random: Random, known: Sequence[Theme], count: int) -> list[Scene]:
    """Roads and open places that are no supervised object; a third of them nobody could locate."""
    wanted = [sector for sector in main_sectors(pack) if ObjectKind.PUBLIC_FACILITY in theme_of(sector, known).kinds]
    sectors = wanted or list(main_sectors(pack))
    kinds = np.where(ground.random.random(count) < 0.75, ROAD, VILLAGE)
    spots = ground.scatter(kinds)
    towns = {town.code: town for town in pack.towns}
    scenes = []
    for row in range(count):
        sector = random.choice(sectors)
        town = spots.town[row]
        lost = random.random() < 0.3
        declared = None if lost and random.random() < 0.5 else town
        where = pack.short_name if declared is None else towns[declared].name
        name = f"{where}{random.choice(_PUBLIC)}{row % 97 + 1}号{MARK}"
        place: dict[str, Any] = {"town": declared, "address": name}
        if not lost:
            place |= {
                "town_source": "declared", "lon": float(spots.lon[row]), "lat": float(spots.lat[row]),
                "village": spots.village[row], "cell": spots.cell[row], "park": spots.park[row],
                "morton": int(spots.morton[row]), "place_quality": PlaceQuality.MEASURED.value,
            }  # fmt: skip
        subject = {"kind": SubjectKind.PUBLIC_FACILITY.value, "name": name, "uscc": None}
        theme = theme_of(sector, known)
        scenes.append(Scene(theme, sector.code, sector.lead, False, "养护责任人", None, subject, place))
    return scenes


_PUBLIC = ("路段", "桥涵", "路口", "沟渠", "公共停车场", "窨井")


class _Teller:
    """Tells one life after another; numbers run by town and day, a repeat is the same finding within a year."""

    def __init__(self, pack: Pack, world: World) -> None:
        self.pack, self.world, self.random = pack, world, world.random
        self.used: dict[tuple[str | None, int], int] = {}
        self.seen: dict[tuple[str | None, str], int] = {}
        self.causes = pack.cause_codes
        self.town_orgs = {
            org.towns[0]: org.code
            for org in pack.organisations
            if org.role == Role.TOWN and org.towns and len(org.towns) == 1
        }
        by_role = {org.role: org.code for org in reversed(pack.organisations)}
        self.commission = by_role.get(Role.COMMISSION, "")
        self.inspectorate = by_role.get(Role.INSPECTORATE, self.commission)

    def tell(self, scene: Scene, day: int) -> list[NewEvent]:
        """One hazard at this scene, found that day."""
        random, theme = self.random, scene.theme
        level = int(random.random() < theme.major_share * (1.0 if scene.big else 0.45))
        finding = random.choice(theme.major if level else theme.general)
        sources = _SOURCES if scene.object_id else _PUBLIC_SOURCES
        source = random.choices(list(sources), list(sources.values()))[0]
        org = self._org(source, scene)
        body = self._body(scene, finding, level, source, day)
        body |= {"by": self._finder(source, org, scene), "by_org": org}
        life = Life(
            self.world, self._number(body["town"], day), body, day, 480 + int(random.random() * 480), level, scene.lead,
            org or scene.lead, scene.responsible,
        )  # fmt: skip
        return life.tell()

    def _body(self, scene: Scene, finding: Finding, level: int, source: Source, day: int) -> dict[str, Any]:
        random = self.random
        on_the_spot = not level and source is not Source.COMPLAINT and random.random() < 0.21
        part = random.choice(scene.theme.parts)
        description = finding.description.format(part=part, n=1 + int(random.random() * 6))
        return {
            "subject": scene.subject,
            **scene.place,
            "sector": scene.sector,
            "level": level,
            "source": int(source),
            "manage_type": 0 if on_the_spot else 1,
            "description": description,
            "repeat": self._is_repeat(scene.object_id, description, day),
            "object_id": scene.object_id,
            "category": finding.category,
            "cause_type": finding.cause if finding.cause in self.causes else None,
            "judge_basis": finding.basis,
            "dept": scene.lead,
        }

    def _is_repeat(self, object_id: str | None, description: str, day: int) -> bool:
        before = self.seen.get((object_id, description))
        self.seen[object_id, description] = day
        return object_id is not None and before is not None and day - before <= _YEAR

    def _number(self, town: str | None, day: int) -> str:
        seq = self.used[town, day] = self.used.get((town, day), 0) + 1
        formats, county = self.pack.numbers, self.pack.code
        return numbers.number(formats, "hazard", county, seq, town=town, day=date.fromordinal(day))

    def _org(self, source: Source, scene: Scene) -> str | None:
        town = self.town_orgs.get(scene.place["town"] or "", scene.lead)
        if source in (Source.TOWN, Source.GRID, Source.COMPLAINT):
            return town
        if source is Source.SUPERVISION:
            return self.inspectorate
        if source is Source.SUPERIOR:
            return self.commission
        return None if source is Source.ENTERPRISE else scene.lead

    def _finder(self, source: Source, org: str | None, scene: Scene) -> str:
        if source is Source.COMPLAINT:
            return "群众举报"
        return scene.responsible if org is None else self.world.staff.one(org, self.random)
