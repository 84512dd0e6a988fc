"""What is newer than the tiles: the hazards that moved since, small enough to travel as GeoJSON."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.readmodel.snapshot import COLOURS
from data.readmodel.view import View
from data.rules.vocabulary import STATES
from layers.shown import PUBLIC


def overlay_features(view: View, mask: NDArray[np.bool_], version: int, most: int) -> dict[str, Any]:
    """The newest ``most`` hazards with an event after change ``version``, as a FeatureCollection in WGS84 degrees.

    ``view`` is the day on which they are seen, and ``mask`` (n,) is over the rows of its hazards: features are those it
    lets through that have a place, with the properties of their tiles. ``moved`` lists the ids of all in the tiles that
    changed, let through or not, so that what the tiles say of them can be hidden, which draws every tile anew; what is
    younger than the tiles is not in them. Ids are change numbers and tell nothing of what a reader may not see.
    """
    hazards = view.hazards
    changed = np.flatnonzero(hazards.changed > version)
    newest = changed[np.argsort(hazards.changed[changed], kind="stable")][-most:] if most else changed[:0]
    birth = hazards.birth[newest]
    shown = newest[mask[newest] & (hazards.morton[newest] >= 0)]
    return {
        "type": "FeatureCollection",
        "features": [_feature(view, int(row)) for row in shown],
        "moved": birth[birth <= version].tolist(),
    }


def _feature(view: View, row: int) -> dict[str, Any]:
    hazards = view.hazards
    return {
        "type": "Feature",
        "id": int(hazards.birth[row]),
        "geometry": {"type": "Point", "coordinates": [float(hazards.lon[row]), float(hazards.lat[row])]},
        "properties": {
            "no": hazards.number[row],
            "colour": COLOURS[hazards.colour[row]],
            "sector": view.tables.sector[hazards.sector[row]],
            "level": int(hazards.level[row]),
            "state": str(STATES[hazards.state[row]]),
            "overdue": bool(hazards.overdue[row]),
            "precise": bool(hazards.precise[row]),
            "public": bool(hazards.subject_kind[row] == PUBLIC),
        },
    }
