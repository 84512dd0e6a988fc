"""Objects that may be one and the same: one credit code, one name or telephone in one town, or names much alike.

The whole county is compared once; afterwards only what changed since is compared anew, so that the list follows a
merge or a correction at once.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock

from rapidfuzz.distance import Jaro
from rapidfuzz.process import extract
from sqlalchemy import Connection, func, select

from data.exchange.matching import NEAR, name_prefixes, rare_letters
from data.packs import Pack
from data.quality.findings import OBJECTS
from data.rules.objects import CLOSING, OVER, name_key

MOST_ALIKE = 50_000
"""Pairs of names that are only alike, beyond which no more are looked for: nobody works through so many."""
ALIKE = "alike"
REASONS = ("code", "name", "phone", ALIKE)
"""Why two may be one, the surest first; a pair is told once, for its first reason."""

Place = tuple[str | None, str | None, str | None, str | None]
"""Town, sector, park and cell: what a scope covers."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An object as it is compared."""

    id: str
    key: str
    town: str | None
    uscc: str | None
    phone: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Pair:
    """Two objects, the earlier ``first``; ``likeness`` of their names from 0 to 1."""

    reason: str
    first: Twin
    second: Twin
    likeness: float

    @property
    def ids(self) -> tuple[str, str]:
        """Both."""
        return self.first.id, self.second.id


@dataclass(slots=True)
class Twins:
    """The pairs of one county. Safe for threads."""

    pack: Pack
    _known: dict[str, Twin] = field(default_factory=dict)
    _buckets: dict[Hashable, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By what they have in common: names as they are compared, by id."""
    _pairs: dict[str, dict[str, Pair]] = field(default_factory=lambda: defaultdict(dict))
    _rarity: dict[str, int] = field(default_factory=dict)
    _sorted: list[Pair] = field(default_factory=list)
    _seen: tuple[int, int] = (0, 0)
    _alike: int = 0
    _lock: Lock = field(default_factory=Lock)

    @property
    def is_full(self) -> bool:
        """Whether names that are alike are no longer looked for, see `MOST_ALIKE`."""
        return self._alike >= MOST_ALIKE

    def pairs(self, connection: Connection) -> Sequence[Pair]:
        """All pairs as the database has them now, the surest first."""
        with self._lock:
            self._follow(connection)
            return self._sorted

    def _follow(self, connection: Connection) -> None:
        own = OBJECTS.c.county == self.pack.code
        newest, count = connection.execute(select(func.max(OBJECTS.c.change), func.count()).where(own)).one()
        if (newest or 0, count) == self._seen:
            return
        columns = (OBJECTS.c.id, OBJECTS.c.name, OBJECTS.c.status, OBJECTS.c.town, OBJECTS.c.sector, OBJECTS.c.park)
        rows = connection.execute(
            select(*columns, OBJECTS.c.cell, OBJECTS.c.uscc, OBJECTS.c.phone)
            .where(own, OBJECTS.c.change > self._seen[0])
            .order_by(OBJECTS.c.id)
        ).all()
        prefixes, news = name_prefixes(self.pack), []
        for row in rows:
            self._forget(row.id)
            if row.status not in (*OVER, *CLOSING):
                place = (row.town, row.sector, row.park, row.cell)
                news.append(Twin(row.id, name_key(row.name, prefixes), row.town, row.uscc, row.phone, place))
        if not self._rarity:
            letters = Counter(letter for twin in news for letter in set(twin.key))
            self._rarity = {letter: place for place, (letter, _) in enumerate(reversed(letters.most_common()))}
        for twin in news:
            self._learn(twin)
        found = (pair for id_, others in self._pairs.items() for pair in others.values() if pair.first.id == id_)
        self._sorted = sorted(found, key=lambda pair: (REASONS.index(pair.reason), -pair.likeness, pair.ids))
        self._seen = (newest or 0, count)

    def _forget(self, id_: str) -> None:
        before = self._known.pop(id_, None)
        if before is None:
            return
        for bucket in self._buckets_of(before):
            self._buckets[bucket].pop(id_, None)
        for other, pair in self._pairs.pop(id_, {}).items():
            self._alike -= pair.reason == ALIKE
            del self._pairs[other][id_]

    def _learn(self, twin: Twin) -> None:
        sure = list(_sure(twin))
        near: list[Hashable] = [(twin.town, letter) for letter in rare_letters(twin.key, self._rarity)]
        keys: dict[str, str] = {}
        for bucket in () if self.is_full else near:
            keys |= self._buckets.get(bucket, {})
        alike = extract(twin.key, keys, scorer=Jaro.similarity, score_cutoff=NEAR, limit=None)
        others = {id_ for _key, _likeness, id_ in alike} | {
            id_ for bucket in sure for id_ in self._buckets.get(bucket, ())
        }
        for other in others:
            pair = _compared(*_in_order(twin, self._known[other]))
            self._alike += pair.reason == ALIKE
            self._pairs[twin.id][other] = self._pairs[other][twin.id] = pair
        for bucket in (*sure, *near):
            self._buckets[bucket][twin.id] = twin.key
        self._known[twin.id] = twin

    def _buckets_of(self, twin: Twin) -> Iterator[Hashable]:
        """Whatever two objects have in common when they are a pair."""
        yield from _sure(twin)
        for letter in rare_letters(twin.key, self._rarity):
            yield twin.town, letter


def _sure(twin: Twin) -> Iterator[Hashable]:
    """What makes a pair by itself."""
    if twin.uscc:
        yield "code", twin.uscc
    if twin.phone and twin.town:
        yield "phone", twin.phone, twin.town


def _in_order(one: Twin, other: Twin) -> tuple[Twin, Twin]:
    return (one, other) if one.id < other.id else (other, one)


def _compared(first: Twin, second: Twin) -> Pair:
    """Why these two are a pair; one of the reasons holds."""
    same_town = first.town == second.town
    reasons = {
        "code": first.uscc is not None and first.uscc == second.uscc,
        "name": same_town and first.key == second.key,
        "phone": same_town and first.phone is not None and first.phone == second.phone,
        ALIKE: True,
    }
    reason = next(name for name in REASONS if reasons[name])
    return Pair(reason, first, second, float(Jaro.similarity(first.key, second.key)))


def by_reason(pairs: Iterable[Pair], reasons: Iterable[str]) -> list[Pair]:
    """Those of ``pairs`` that are told for one of ``reasons``."""
    wanted = frozenset(reasons)
    return [pair for pair in pairs if pair.reason in wanted]
