"""Findings on the map: what of a jurisdiction is to be mended and has a place, under the map's filter."""

from typing import Any

from dashboard.services import services
from dashboard.viewer import Viewer
from data.quality import BY_KEY
from data.quality.work import Placed, placed
from data.readmodel.schema import Bools
from data.rules.events import HAZARD
from data.rules.filters import Filter

MOST = 20_000
"""Features of one answer."""


def features(someone: Viewer, chosen: Filter) -> dict[str, Any]:
    """A FeatureCollection in WGS84 degrees; on a past day there is nothing to mend."""
    here, snapshot = services(), services().model.snapshot

    today = here.today()

    def places() -> list[Placed]:
        with here.engine.connect() as connection:
            return placed(connection, someone.scope, here.twins, today)

    found = snapshot.memory.kept(("placed findings", someone.scope, today), places) if chosen.as_of is None else []
    masks = {
        True: (snapshot.hazards.row_of, snapshot.mask(someone.scope, chosen)),
        False: (snapshot.objects.row_of, snapshot.object_mask(someone.scope, chosen.of_objects())),
    }
    shown = [each for each in found if _passes(each, *masks[each.of == HAZARD])]
    return {"type": "FeatureCollection", "features": [_feature(each) for each in shown[:MOST]]}


def _passes(each: Placed, row_of: Any, mask: Bools) -> bool:
    row = row_of.get(each.id)
    return row is not None and row < len(mask) and bool(mask[row])


def _feature(each: Placed) -> dict[str, Any]:
    finding = BY_KEY[each.finding]
    about = {
        "no": each.id,
        "kind": "hazards" if each.of == HAZARD else "objects",
        "finding": finding.key,
        "group": finding.group,
    }
    point = [round(each.lon, 6), round(each.lat, 6)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": about}
