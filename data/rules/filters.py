"""What the reader chose to look at. The URL is its truth: ``Filter.parse`` and ``Filter.query`` are inverse."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import parse_qsl, urlencode

from data.rules.kpis import STEPS

MANY = ("town", "sector", "park", "department", "level", "colour", "state", "source", "object_kind")
OF_OBJECTS = frozenset(
    ("town", "sector", "park", "department", "colour", "object_kind", "start_zone", "q", "area", "near")
)
"""What objects have as well as hazards; they are listed as they are now, on no other day."""
NO_TOWN = "unassigned"
NOT = "!"
"""What stands before a value that is left out: ``town=!T01`` is every town but this one."""
MOST_CORNERS = 200
"""A polygon with more corners is no filter."""
FARTHEST = 100_000.0
"""Metres around a point that ``near`` may reach."""
REACHED = frozenset(step for step, _measure in STEPS)
DIGITS = 6
"""Decimals of a degree, about a decimetre."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One view of the facts. Tuples of codes are sorted and without repeats; an empty tuple means no limit.

    A code with `NOT` before it is left out, see `split`. ``town`` codes or ``unassigned``; ``level`` ``0``/``1``;
    ``colour`` keys (``red``…``none``); ``state`` names of `data.rules.vocabulary.State`; ``overdue`` True shows
    only overdue hazards; ``start_zone`` False leaves out the towns of the start zone (起步区); ``from_``/``to`` bound
    the day of discovery, both included; ``as_of`` is the end of that day; ``q`` is a keyword over number, subject,
    description and address; ``step`` is a step of the loop (`data.rules.kpis.STEPS`) that has been reached. Places
    are WGS84 degrees: ``area`` is a box ``(west, south, east, north)`` or the corners of a polygon ``(lon, lat,
    lon, lat, …)``, ``near`` a circle ``(lon, lat, metres)``; what has no place lies in neither.
    """

    town: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    park: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    object_kind: tuple[str, ...] = ()
    overdue: bool | None = None
    start_zone: bool = True
    from_: date | None = None
    to: date | None = None
    as_of: date | None = None
    q: str = ""
    step: str = ""
    area: tuple[float, ...] = ()
    near: tuple[float, ...] = ()

    @classmethod
    def parse(cls, query: str) -> "Filter":
        """Read a query string; what is unknown or unreadable is dropped, so that an address never breaks a page.

        So is a last day before the first.
        """
        values: dict[str, list[str]] = {}
        for key, value in parse_qsl(query.lstrip("?"), keep_blank_values=False, max_num_fields=2000):
            values.setdefault(key, []).append(value.strip())
        chosen: dict[str, object] = {key: tuple(sorted(set(values[key]))) for key in MANY if key in values}
        if values.get("overdue", [""])[0] in ("yes", "1"):
            chosen["overdue"] = True
        if values.get("start_zone", [""])[0] == "no":
            chosen["start_zone"] = False
        for key, name in (("from", "from_"), ("to", "to"), ("as_of", "as_of")):
            if (day := _day(values.get(key, [""])[0])) is not None:
                chosen[name] = day
        if "from_" in chosen and "to" in chosen and chosen["to"] < chosen["from_"]:  # type: ignore[operator]
            del chosen["to"]
        if text := values.get("q", [""])[0][:50]:
            chosen["q"] = text
        if (step := values.get("step", [""])[0]) in REACHED:
            chosen["step"] = step
        chosen["area"] = _area(_numbers(values.get("area", [""])[0]))
        chosen["near"] = _circle(_numbers(values.get("near", [""])[0]))
        return cls(**chosen)  # type: ignore[arg-type]

    def of_objects(self) -> "Filter":
        """The same without what speaks of hazards alone: what is left of it in a list of objects."""
        kept = {field.name: getattr(self, field.name) for field in fields(self) if field.name in OF_OBJECTS}
        return Filter(**kept)

    def query(self) -> str:
        """The canonical query string, without ``?``; equal filters give equal strings."""
        pairs: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            key = field.name.rstrip("_")
            if key in MANY:
                pairs += [(key, item) for item in value]
            elif isinstance(value, tuple):
                pairs += [(key, ",".join(f"{each:.{DIGITS}f}".rstrip("0").rstrip(".") for each in value))] * bool(value)
            elif isinstance(value, date):
                pairs.append((key, value.isoformat()))
            elif key == "overdue" and value:
                pairs.append((key, "yes"))
            elif key == "start_zone" and not value:
                pairs.append((key, "no"))
            elif key in ("q", "step") and value:
                pairs.append((key, value))
        return urlencode(pairs)


def split(values: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The codes that are wanted (none: all are) and those that are left out whatever else is wanted."""
    every = tuple(values)
    return (
        frozenset(value for value in every if not value.startswith(NOT)),
        frozenset(value.removeprefix(NOT) for value in every if value.startswith(NOT)),
    )


def allowed(values: Iterable[str], codes: Iterable[str]) -> list[bool]:
    """For each of ``codes`` whether the values of one key let it through."""
    wanted, unwanted = split(values)
    return [(not wanted or code in wanted) and code not in unwanted for code in codes]


def _numbers(text: str) -> tuple[float, ...]:
    """Numbers between commas; anything else is none at all."""
    try:
        found = [float(part) for part in text.split(",")] if 0 < len(text) <= MOST_CORNERS * 24 else []
    except ValueError:
        return ()
    return tuple(round(each, DIGITS) + 0.0 for each in found) if all(map(math.isfinite, found)) else ()


def _area(numbers: tuple[float, ...]) -> tuple[float, ...]:
    lons, lats = numbers[::2], numbers[1::2]
    corners = len(lons) if len(lons) == len(lats) and _on_earth(lons, lats) else 0
    if corners == 2:
        return numbers if lons[0] < lons[1] and lats[0] < lats[1] else ()
    return numbers if 3 <= corners <= MOST_CORNERS else ()


def _circle(numbers: tuple[float, ...]) -> tuple[float, ...]:
    if len(numbers) != 3 or not _on_earth(numbers[:1], numbers[1:2]):
        return ()
    return numbers if 0 < numbers[2] <= FARTHEST else ()


def _on_earth(lons: Iterable[float], lats: Iterable[float]) -> bool:
    return all(abs(lon) <= 180 for lon in lons) and all(abs(lat) <= 90 for lat in lats)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
