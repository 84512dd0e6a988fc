"""The whole demo as events: objects first, then the complete life of each hazard, then clues handed between organs."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

import numpy as np

from data.demo import beside
from data.demo.ground import Ground
from data.demo.hazards import tell_hazards
from data.demo.names import Staff, person, phone
from data.demo.objects import DemoObject, main_sectors, make_objects
from data.demo.vocabulary import themes
from data.demo.world import Clock, World, YearlyNumbers
from data.packs.model import Pack
from data.rules import numbers
from data.rules.events import OBJECT, NewEvent
from data.rules.vocabulary import Colour, Role

SEED = 20210512
YEARS = 2
_ROSTER_DAYS = 70
"""The roster was written in the weeks before the first hazard."""
_MOST_OBJECTS = 100_000


def generate(pack: Pack, hazards: int, until: date, seed: int = SEED) -> Iterator[list[NewEvent]]:
    """The events of a demo of so many hazards over the two years up to ``until``, stream by stream.

    The same arguments give the same events. Every list holds the whole past of one object, of one hazard with its
    listing and cases, or of one transfer; every past obeys the rules.
    """
    random = Random(seed)
    world = make_world(pack, until, random)
    ground = Ground(pack, np.random.default_rng(seed))
    known = themes()
    objects = make_objects(pack, ground, known, object_count(hazards), random)
    yield from _registered(objects, world)
    yield from tell_hazards(pack, ground, world, objects, known, hazards)
    yield from _inspections(pack, world, objects)
    yield from _transfers(pack, world, objects, max(hazards // 250, 2))


def object_count(hazards: int) -> int:
    """A quarter as many objects as hazards, as the county's two years have it."""
    return min(max(hazards // 4, 40), _MOST_OBJECTS)


def make_world(pack: Pack, until: date, random: Random) -> World:
    """Clock, people and powers of a pack."""
    opening = until - timedelta(days=round(365.25 * YEARS))
    clock = Clock.of(opening - timedelta(days=_ROSTER_DAYS), until, opening.toordinal(), pack.zone)
    cases = YearlyNumbers(
        lambda day, seq: numbers.number(pack.numbers, "case", pack.code, seq, day=date.fromisoformat(day))
    )
    return World(clock, Staff(pack.organisations, random), random, _departments(pack), _powers(pack), cases)


def _departments(pack: Pack) -> dict[str, tuple[str, ...]]:
    departments = [org for org in pack.organisations if org.role == Role.DEPARTMENT]
    return {
        sector.code: tuple(org.code for org in departments if org.sectors is None or sector.code in org.sectors)
        for sector in main_sectors(pack)
    }


def _powers(pack: Pack) -> dict[str, str]:
    """Who penalises in each sector: its lead, or another organisation of that sector that may."""
    able = [org for org in pack.organisations if org.can_penalise]
    powers = {}
    for sector in main_sectors(pack):
        own = [org.code for org in able if org.code == sector.lead]
        others = [org.code for org in able if org.sectors is not None and sector.code in org.sectors]
        powers[sector.code] = (own or others or [sector.lead])[0]
    return powers


def _registered(objects: Sequence[DemoObject], world: World) -> Iterator[list[NewEvent]]:
    random, clock = world.random, world.clock
    for one in objects:
        day = clock.first + int(random.random() * (_ROSTER_DAYS - 5))
        events = [NewEvent(OBJECT, one.id, "registered", clock.day(day), one.body)]
        if random.random() < 0.1:
            changed = clock.opening + int(random.random() * (clock.last - clock.opening))
            events.append(NewEvent(OBJECT, one.id, "amended", clock.day(changed), _amended(one, random)))
        yield events


def _amended(one: DemoObject, random: Random) -> dict[str, object]:
    fields = _amendment(one, random)
    return {"fields": fields} | ({"reason": _REASONS[int(one.id[-1]) % len(_REASONS)]} if "colour" in fields else {})


def _amendment(one: DemoObject, random: Random) -> dict[str, object]:
    """What changes at an object now and then: its principal, or how dangerous it is judged to be."""
    if random.random() < 0.5:
        return {"principal": person(random), "phone": phone(int(one.id[-6:]) + 1_000_000)}
    return {"colour": random.choice((Colour.ORANGE, Colour.YELLOW, Colour.BLUE)).value}


_REASONS = ("年度风险评估", "整改到位后重新评估", "新增危险工艺", "事故后重新评估", "双重预防体系验收")
"""Why a risk colour changed."""


def _inspections(pack: Pack, world: World, objects: Sequence[DemoObject]) -> Iterator[list[NewEvent]]:
    """Visits to about half of the objects, more often where it is dangerous; most find nothing."""
    random = Random(world.clock.last)
    offices = {org.code for org in pack.organisations if org.role in (Role.DEPARTMENT, Role.TOWN)}
    days = []
    for one in objects:
        many = min(int(random.expovariate(1.0 / min(one.attention, 6.0))), 6)
        span = world.clock.last - world.clock.opening
        days += [(world.clock.opening + int(random.random() * span), one) for _visit in range(many)]
    running: dict[int, int] = {}
    for day, one in sorted(days, key=lambda visit: (visit[0], visit[1].id)):
        running[day] = running.get(day, 0) + 1
        on = date.fromordinal(day)
        no = numbers.number(pack.numbers, "inspection", pack.code, running[day], day=on)
        org = next((code for code in world.departments.get(one.body["sector"], ()) if code in offices), None)
        facts = {"object_id": one.id} | {name: one.body.get(name) for name in ("town", "sector", "cell", "park")}
        if org is not None:
            findings = 0 if random.random() < 0.55 else 1 + int(random.random() * 4)
            yield [beside.inspection(world, no, facts, org, day, findings)]


def _transfers(pack: Pack, world: World, objects: Sequence[DemoObject], count: int) -> Iterator[list[NewEvent]]:
    """案件线索移送 where the organisation in charge of a sector has no power to penalise."""
    random, clock = world.random, world.clock
    names = {org.code: org.short_name for org in pack.organisations}
    handing = {code: to for code, to in world.powers.items() if not _can_penalise(pack, _lead(pack, code))}
    places = [one.body["town"] for one in objects if one.body["sector"] in handing and one.body["town"]]
    if not handing or not places:
        return
    days = sorted(clock.opening + int(random.random() * (clock.last - clock.opening)) for _number in range(count))
    running = YearlyNumbers(
        lambda day, seq: numbers.number(pack.numbers, "transfer", pack.code, seq, day=date.fromisoformat(day))
    )
    for day in days:
        sector = random.choice(sorted(handing))
        lead, to = _lead(pack, sector), handing[sector]
        facts = {"hazard_no": None, "town": random.choice(places), "sector": sector}
        facts |= {"from": names.get(lead, lead), "to": names.get(to, to)}
        yield beside.transfer(world, running.next(clock.day(day)), facts, day)


def _lead(pack: Pack, sector: str) -> str:
    return next(one.lead for one in pack.sectors if one.code == sector)


def _can_penalise(pack: Pack, org: str) -> bool:
    return any(one.code == org and one.can_penalise for one in pack.organisations)
