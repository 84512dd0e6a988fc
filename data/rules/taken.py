"""Whether a photo was taken at the place it is put beside: what its camera wrote, held against the record's place."""

from enum import StrEnum

AT_PLACE_METRES = 200
"""So near a photo is taken at the place: a plant's yard and the few tens of metres by which phones err."""


class Taken(StrEnum):
    """拍摄地点 of a photo: at the place, elsewhere, not told by the camera, or a record without a measured place."""

    AT_PLACE = "at_place"
    ELSEWHERE = "elsewhere"
    NO_LOCATION = "no_location"
    NO_PLACE = "no_place"


def taken_where(is_located: bool, metres: float | None) -> Taken:
    """``is_located``: the camera wrote where it was; ``metres`` from the record's place, None where that is unsure."""
    if not is_located:
        return Taken.NO_LOCATION
    if metres is None:
        return Taken.NO_PLACE
    return Taken.AT_PLACE if metres <= AT_PLACE_METRES else Taken.ELSEWHERE
