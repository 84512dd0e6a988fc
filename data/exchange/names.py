"""Offices and sectors by the words that ledgers use for them."""

from collections.abc import Iterable

from data.exchange.text import compact
from data.packs import Pack
from data.rules.vocabulary import Role, Source

_SHORTEST_BEGINNING = 3


class Names:
    """Codes by name: exact first, then the longest known name that the words begin with."""

    def __init__(self, rows: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._codes: dict[str, str] = {}
        for code, names in rows:
            for name in names:
                self._codes.setdefault(compact(name), code)
        self._memo: dict[str, str | None] = {}

    def find(self, words: str) -> str | None:
        """The code of exactly these words."""
        return self._codes.get(compact(words))

    def find_beginning(self, words: str) -> str | None:
        """The code of the longest name that ``words`` begin with: 区住建局质安站 is 区住建局."""
        if words not in self._memo:
            plain = compact(words)
            lengths = range(len(plain), _SHORTEST_BEGINNING - 1, -1)
            self._memo[words] = next((self._codes[plain[:n]] for n in lengths if plain[:n] in self._codes), None)
        return self._memo[words]


def sector_names(pack: Pack) -> Names:
    """Sectors and sub-sectors of a pack by every name."""
    return Names((sector.code, (sector.name, sector.short_name, *sector.aliases)) for sector in pack.sectors)


def office_names(pack: Pack) -> Names:
    """Organisations of a pack by every name."""
    return Names((office.code, (office.name, office.short_name, *office.aliases)) for office in pack.organisations)


_SOURCES = {
    Role.TOWN.value: Source.TOWN,
    Role.GRID.value: Source.GRID,
    Role.ENTERPRISE.value: Source.ENTERPRISE,
    Role.INSPECTORATE.value: Source.SUPERVISION,
}


def source_of(pack: Pack, office: str | None) -> Source | None:
    """The source of what an office found, by its role in the pack; None for an unknown office."""
    role = next((one.role for one in pack.organisations if one.code == office), None)
    return None if role is None else _SOURCES.get(role, Source.DEPARTMENT)
