"""What is newer than the tiles: the hazards that moved since, small enough to travel as GeoJSON."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.readmodel.snapshot import COLOURS, Snapshot
from data.rules.vocabulary import STATES


def overlay_features(snapshot: Snapshot, mask: NDArray[np.bool_], version: int, most: int) -> dict[str, Any]:
    """The newest ``most`` hazards with an event after change ``version``, as a FeatureCollection in WGS84 degrees.

    ``mask`` (n,) is over the rows of ``snapshot.hazards``: features are those it lets through that have a place, with
    the properties of their tiles. ``moved`` lists the ids of all that changed, let through or not, so that what the
    tiles say of them can be hidden; ids are change numbers and tell nothing of what a reader may not see. ``change`` is
    that of the snapshot.
    """
    changed = np.flatnonzero(snapshot.hazards.changed > version)
    newest = changed[np.argsort(snapshot.hazards.changed[changed], kind="stable")][-most:] if most else changed[:0]
    shown = newest[mask[newest] & (snapshot.hazards.morton[newest] >= 0)]
    return {
        "type": "FeatureCollection",
        "features": [_feature(snapshot, int(row)) for row in shown],
        "moved": snapshot.hazards.birth[newest].tolist(),
        "change": snapshot.change,
    }


def _feature(snapshot: Snapshot, row: int) -> dict[str, Any]:
    hazards = snapshot.hazards
    return {
        "type": "Feature",
        "id": int(hazards.birth[row]),
        "geometry": {"type": "Point", "coordinates": [float(hazards.lon[row]), float(hazards.lat[row])]},
        "properties": {
            "no": hazards.number[row],
            "colour": COLOURS[hazards.colour[row]],
            "sector": snapshot.tables.sector[hazards.sector[row]],
            "level": int(hazards.level[row]),
            "state": str(STATES[hazards.state[row]]),
            "overdue": bool(hazards.overdue[row]),
            "precise": bool(hazards.precise[row]),
        },
    }
