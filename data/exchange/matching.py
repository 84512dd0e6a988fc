"""Which supervised object a row is about (domain 9.3): credit code, name and town, another name, then a doubt.

What merely resembles a known object, or shares its telephone in the same town, is never taken for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from rapidfuzz.distance import Jaro

from data.packs import Pack
from data.rules.objects import name_key
from data.rules.vocabulary import PlaceQuality

NEAR = 0.92
"""Jaro similarity of names in one town from which a person has to look."""


@dataclass(slots=True)
class Subject:
    """A supervised object as matching sees it: of the database, or brought by this file in its row ``row``."""

    id: str
    name: str
    town: str | None
    uscc: str | None = None
    phone: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    row: int | None = None
    key: str = ""
    aliases: tuple[str, ...] = ()
    """Other names of it, those of objects that were merged into it among them."""
    codes: tuple[str, ...] = ()
    """Credit codes of objects that were merged into it."""
    ids: tuple[str, ...] = ()
    """Their ids."""


@dataclass(frozen=True, slots=True)
class Match:
    """``subject`` when the row is surely about it; ``doubt`` names the flag when it only may be about ``other``.

    ``by_alias`` is True when the row calls it by another of its names.
    """

    subject: Subject | None = None
    doubt: str | None = None
    other: Subject | None = None
    by_alias: bool = False


NOBODY = Match()


def name_prefixes(pack: Pack) -> tuple[str, ...]:
    """Names of province, city and county that may stand before a name, longest first.

    Only full names are dropped: one that another begins with (某州, of 某州市) may well be part of the name itself.
    """
    single = {*pack.outer_names, *pack.county_names}
    full = {name for name in single if not any(other != name and other.startswith(name) for other in single)}
    pairs = {outer + inner for outer in full for inner in full if outer != inner}
    return tuple(sorted(full | pairs, key=lambda name: (-len(name), name)))


class Subjects:
    """The known objects of a county, ready to be asked; rows of a file are added as they are accepted."""

    def __init__(self, pack: Pack, known: Iterable[Subject], names: Iterable[str]) -> None:
        """``names`` are those of the file: with the known ones they tell which characters are rare."""
        self._prefixes = name_prefixes(pack)
        self._keys: dict[str, str] = {}
        self._by_uscc: dict[str, Subject] = {}
        self._by_number: dict[str, Subject] = {}
        self._by_id: dict[str, Subject] = {}
        self._by_alias: dict[str, list[Subject]] = defaultdict(list)
        self._by_name: dict[str, list[Subject]] = defaultdict(list)
        self._by_phone: dict[tuple[str, str | None], list[Subject]] = defaultdict(list)
        self._near: dict[tuple[str | None, str], list[Subject]] = defaultdict(list)
        known = list(known)
        letters = Counter(letter for name in {*names, *(one.name for one in known)} for letter in set(self.key(name)))
        self._rarity = {letter: place for place, (letter, _) in enumerate(reversed(letters.most_common()))}
        for subject in known:
            self.add(subject)
        for subject in known:
            for code in subject.codes:
                self._by_uscc.setdefault(code, subject)

    def key(self, name: str) -> str:
        """The name as it is compared."""
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = name_key(name, self._prefixes)
        return key

    def add(self, subject: Subject) -> None:
        """Make a subject known; of two with the same code or name the first is found."""
        subject.key = self.key(subject.name)
        if subject.uscc:
            self._by_uscc.setdefault(subject.uscc, subject)
        for number in (subject.id, *subject.ids):
            self._by_id[number] = subject
        for alias in subject.aliases:
            self._by_alias[self.key(alias)].append(subject)
        if subject.phone:
            self._by_phone[(subject.phone, subject.town)].append(subject)
        self._by_name[subject.key].append(subject)
        for token in self._rare(subject.key):
            self._near[(subject.town, token)].append(subject)

    def take_code(self, subject: Subject, uscc: str) -> None:
        """A subject that was known without a credit code has one now."""
        subject.uscc = uscc
        self._by_uscc.setdefault(uscc, subject)

    def by_id(self, number: str) -> Subject | None:
        """The subject of this id, or the one it was merged into; None when it is no more."""
        return self._by_id.get(number)

    def by_code(self, code: str) -> Subject | None:
        """The subject with this credit code, or registered under this number."""
        if not self._by_number:
            numbered = (one for one in self._by_id.values() if one.facts.get("reg_no"))
            self._by_number = {one.facts["reg_no"]: one for one in numbered}
        return self._by_uscc.get(code) or self._by_number.get(code)

    def find(self, name: str, uscc: str | None, town: str | None, phone: str | None) -> Match:
        """Whom the row is about, or a doubt. ``town`` None compares names in the whole county."""
        if uscc and (known := self._by_uscc.get(uscc)):
            return Match(known)
        key = self.key(name)
        same = [one for one in self._by_name.get(key, ()) if town is None or one.town in (town, None)]
        if same:
            return self._same_name(same, uscc)
        called = [one for one in self._by_alias.get(key, ()) if town is None or one.town in (town, None)]
        if len(called) == 1 and (not uscc or called[0].uscc in (uscc, None)):
            return Match(called[0], by_alias=True)
        return self._alike(key, town) or self._same_phone(phone, town) or NOBODY

    def point_of(self, name: str | None, values: Mapping[str, Any]) -> tuple[float, float] | None:
        """The measured point of the object that a row is about, when the row gives a point of its own to compare."""
        if name is None or values["lon"] is None:
            return None
        known = self._by_uscc.get(values["uscc"] or "")
        named = [one for one in self._by_name.get(self.key(name), ()) if one.town == values["town"]]
        facts = (known or named[0]).facts if known or named else {}
        is_measured = facts.get("place_quality") == PlaceQuality.MEASURED
        return (facts["lon"], facts["lat"]) if is_measured and facts["lon"] is not None else None

    def _same_name(self, same: Sequence[Subject], uscc: str | None) -> Match:
        free = [one for one in same if not uscc or not one.uscc or one.uscc == uscc]
        if len(free) == 1 or (free and len({one.town for one in free}) == 1):
            return Match(free[0])
        return Match(doubt="FUZZY_SUBJECT", other=same[0])

    def _alike(self, key: str, town: str | None) -> Match | None:
        candidates = {
            one.id: one
            for token in self._rare(key)
            for one in (self._near.get((town, token), ()) if town else self._anywhere(token))
        }
        best, other = 0.0, None
        for one in candidates.values():
            likeness = Jaro.similarity(key, one.key, score_cutoff=NEAR)
            if likeness > best:
                best, other = likeness, one
        return Match(doubt="FUZZY_SUBJECT", other=other) if other is not None else None

    def _anywhere(self, token: str) -> list[Subject]:
        return [one for (_, known), found in self._near.items() if known == token for one in found]

    def _same_phone(self, phone: str | None, town: str | None) -> Match | None:
        found = self._by_phone.get((phone, town)) if phone and town else None
        return Match(doubt="SHARED_PHONE", other=found[0]) if found else None

    def _rare(self, key: str) -> list[str]:
        return rare_letters(key, self._rarity)


def rare_letters(key: str, rarity: Mapping[str, int]) -> list[str]:
    """The rarest characters of a name, so many that names of Jaro similarity `NEAR` have one of them in common.

    From (m/a + m/b + 1)/3 ≥ 0.92 follows m ≥ 0.76·a for m common characters: of the a characters of either name,
    put in one order for all names, the first a − ⌈0.76·a⌉ + 1 meet (prefix filtering of set similarity joins).
    ``rarity`` is that order; characters that it lacks are the rarest.
    """
    seen: Counter[str] = Counter()
    tokens: list[tuple[int, str]] = []
    for letter in key:
        seen[letter] += 1
        tokens.append((rarity.get(letter, -1), f"{letter}{seen[letter]}"))
    tokens.sort()
    common = ceil((3 * NEAR - 2) * len(key) - 1e-9)
    return [token for _, token in tokens[: len(key) - common + 1]]
