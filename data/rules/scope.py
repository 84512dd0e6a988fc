"""Who acts, and what they may see: a scope is a union of boxes, and is an argument of every read and write."""

from dataclasses import dataclass

from data.rules.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Box:
    """Towns × sectors × parks × grid cells; ``None`` means all of them. A box without towns is not "all"."""

    towns: frozenset[str] | None = None
    sectors: frozenset[str] | None = None
    parks: frozenset[str] | None = None
    cells: frozenset[str] | None = None

    def covers(self, town: str | None, sector: str | None, park: str | None, cell: str | None) -> bool:
        """Whether one object or hazard lies in this box; what has no town lies only in boxes of all towns."""
        pairs = ((self.towns, town), (self.sectors, sector), (self.parks, park), (self.cells, cell))
        return all(allowed is None or value in allowed for allowed, value in pairs)


_EVERYTHING = Box()


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person may see of one county: the union of ``boxes``. No box, nothing."""

    county: str
    boxes: tuple[Box, ...]

    @classmethod
    def whole(cls, county: str) -> "Scope":
        """The whole county."""
        return cls(county, (Box(),))

    @classmethod
    def of_towns(cls, county: str, *towns: str) -> "Scope":
        """Some towns of a county, every sector."""
        return cls(county, (Box(towns=frozenset(towns)),))

    @property
    def is_whole(self) -> bool:
        """True when some box has no limits at all."""
        return _EVERYTHING in self.boxes

    def covers(self, town: str | None, sector: str | None, park: str | None = None, cell: str | None = None) -> bool:
        """Whether any box covers it."""
        return any(box.covers(town, sector, park, cell) for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person, organisation (pack code) and role; they stand in every event."""

    person: str
    org: str
    role: Role


SYSTEM = Actor(person="system", org="", role=Role.SYSTEM)
