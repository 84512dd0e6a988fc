"""Where a record lies: the fields of an event's body that a hazard, an object and equipment have alike."""

from collections.abc import Mapping

from data.rules.bodies import Reader, code_of, degrees_of, prose_of, text
from data.rules.vocabulary import PlaceQuality

PLACE: Mapping[str, Reader] = {
    "town": text("town", 40),
    "town_source": text("town_source", 40),
    "village": text("village", 40),
    "cell": text("cell", 40),
    "park": text("park", 40),
    "address": lambda body: prose_of(body, "address"),
    "lon": lambda body: degrees_of(body, "lon", 180.0),
    "lat": lambda body: degrees_of(body, "lat", 90.0),
    "place_quality": lambda body: code_of(body, "place_quality", 1, 9) or PlaceQuality.MISSING.value,
    "morton": lambda body: code_of(body, "morton", -1, 1 << 52),
}
"""By the attribute of the record, which has the same name; degrees are WGS84/CGCS2000."""
