"""Where a record lies: the fields of an event's body that a hazard, an object and equipment have alike."""

from collections.abc import Collection, Mapping

from data.rules.bodies import Reader, code, code_of, degrees, prose, text
from data.rules.vocabulary import PlaceQuality

PLACE: Mapping[str, Reader] = {
    "town": text("town", 40),
    "town_source": text("town_source", 40),
    "village": text("village", 40),
    "cell": text("cell", 40),
    "park": text("park", 40),
    "address": prose("address"),
    "lon": degrees("lon", 180.0),
    "lat": degrees("lat", 90.0),
    "place_quality": lambda body: code_of(body, "place_quality", 1, 9) or PlaceQuality.MISSING.value,
    "place_doubts": text("place_doubts"),
    "morton": code("morton", -1, 1 << 52),
}
"""By the attribute of the record, which has the same name; degrees are WGS84/CGCS2000."""

UNUSED = frozenset({"raw", "place_doubts"})
"""Of a place in a register, kept in the event as it was told and not used: a point outside, doubts about it."""
REGISTERED: Mapping[str, tuple[str, Reader]] = {
    name: (name, read) for name, read in PLACE.items() if name not in UNUSED
}
"""The place of a record of a register (`data.rules.registers`)."""

ZERO, SWAPPED, OUTSIDE = "GEO_ZERO", "GEO_SWAPPED_FIXED", "GEO_OUTSIDE"
LOW_PRECISION, DATUM, TOWN = "GEO_LOW_PRECISION", "GEO_DATUM_SUSPECT", "GEO_TOWN_MISMATCH"
DOUBTS = (ZERO, SWAPPED, OUTSIDE, LOW_PRECISION, DATUM, TOWN)
"""What may be doubtful about a place (flags of domain 9.5); ``place_doubts`` holds those of the place that is held."""


def doubts_of(held: str | None) -> frozenset[str]:
    """The doubts that stand in ``place_doubts``."""
    return frozenset((held or "").split())


def doubts_text(doubts: Collection[str]) -> str | None:
    """``place_doubts`` of these doubts; None for none."""
    return " ".join(flag for flag in DOUBTS if flag in doubts) or None
