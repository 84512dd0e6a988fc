"""Addresses as offices write them, composed from the towns and villages of a pack, each with the town that is meant."""

from collections.abc import Callable
from random import Random
from time import perf_counter

from dashboard.benches.base import Measure
from data.packs import Pack
from data.packs.model import Town, Village
from data.packs.places import Places
from data.store.collector import without_collector
from data.words import t

A_SECOND = 200_000
"""Addresses a second, the goal of a ledger import."""
RIGHT = 0.97
"""Share of addresses whose town must be right; the rest must be said to be unsure."""

Compose = Callable[[Pack, Town, Village, int], str]
FORMS: tuple[Compose, ...] = (
    lambda pack, town, village, n: f"{pack.name}{town.name}{village.name}{n}号",
    lambda pack, town, village, n: f"{town.name}{village.short_name}村{n}号",
    lambda pack, town, village, n: f"{town.short_name} {village.short_name}村",
    lambda pack, town, village, n: f"{(town.aliases or (town.name,))[-1]}{village.short_name}",
    lambda pack, town, village, n: f"{town.name}工业路{n}号",
    lambda pack, town, village, n: f"{town.name}（{village.short_name}村）北{n}００米",
)
"""With the town's name, its short or its former one, and what stands behind it."""


def composed(pack: Pack, many: int) -> list[tuple[str, str]]:
    """``many`` different addresses with the code of their town."""
    random = Random(20210512)  # noqa: S311 - a benchmark must repeat itself
    towns = {town.code: town for town in pack.towns}
    found = []
    for n in range(many):
        village = random.choice(pack.villages)
        found.append((FORMS[n % len(FORMS)](pack, towns[village.town], village, n), village.town))
    return found


def geocoding(pack: Pack, many: int) -> list[Measure]:
    """How fast addresses are placed, as an import does it, and how many towns are right, unsure and silently wrong."""
    told = composed(pack, many)
    gazetteer = Places(pack).gazetteer
    addresses = [address for address, _town in told]
    with without_collector():
        begun = perf_counter()
        places = gazetteer.geocode(addresses)
        ours = (perf_counter() - begun) * 1000
    right = sum(place.town == town for place, (_address, town) in zip(places, told, strict=True))
    unsure = sum(place.town is None for place in places)
    shares = {"right": right, "unsure": unsure, "wrong": many - right - unsure}
    what = t("import.bench_towns", **{word: f"{100 * count / many:.2f}" for word, count in shares.items()})
    return [
        Measure(t("import.bench_geocoding"), ours, t("import.bench_goal"), many / A_SECOND * 1000, many),
        Measure(what, 100 * right / many, t("import.bench_goal"), 100 * RIGHT, many, "%"),
    ]
