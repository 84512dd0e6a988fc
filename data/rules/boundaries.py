"""An official boundary 行政边界 of the county, a town, a grid cell or a park, as it replaces the schematic one."""

from dataclasses import dataclass
from enum import StrEnum

from data.rules.bodies import BadField, Body, one_of, text
from data.rules.events import HappenedEvent
from data.rules.registers import Fields, Register, read_fields, set_all

LONGEST = 8_000_000
"""Characters of one boundary; a town surveyed to the metre has some 300,000."""


class BoundaryLayer(StrEnum):
    """What an area is."""

    OUTLINE = "outline"
    TOWN = "town"
    CELL = "cell"
    PARK = "park"


@dataclass(slots=True)
class Boundary:
    """One area: the columns of the store's row under the same names.

    ``geometry`` is well-known text in WGS84/CGCS2000 degrees, None where the area is drawn no more. ``town`` is the
    town of a cell.
    """

    id: str
    layer: str = ""
    code: str = ""
    name: str = ""
    town: str | None = None
    geometry: str | None = None
    batch: str | None = None
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False


def boundary_id(layer: str, code: str) -> str:
    """The stream of an area."""
    return f"{layer}:{code}"


def _geometry(body: Body) -> str | None:
    value = body.get("geometry")
    if value is not None and not (
        isinstance(value, str) and value.startswith(("POLYGON", "MULTIPOLYGON")) and len(value) <= LONGEST
    ):
        raise BadField("geometry", value)
    return value


FIELDS: Fields = {
    "layer": ("layer", one_of("layer", frozenset(layer.value for layer in BoundaryLayer))),
    "code": ("code", text("code", 40)),
    "name": ("name", text("name")),
    "town": ("town", text("town", 40)),
    "geometry": ("geometry", _geometry),
}
"""Fields of ``drawn`` and of ``amended.fields``: the attribute of the row, and how it is read."""


def _fill(row: Boundary, fields: Body, _event: HappenedEvent) -> None:
    """Set what ``fields`` names; the stream's id says which area it is."""
    values = read_fields(FIELDS, fields)
    layer, code = values.get("layer", row.layer), values.get("code", row.code)
    if boundary_id(layer or "", code or "") != row.id:
        raise BadField("code", code)
    if not values.get("name", row.name):
        raise BadField("name", None)
    set_all(row, values)


advance_boundary = Register(
    "drawn", "boundary_over", lambda event: Boundary(event.id, batch=event.batch), _fill, known="boundary_known"
).advance
