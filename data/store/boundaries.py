"""Official boundaries of a county as they are stored, and the pack as they draw it."""

from typing import Any

import shapely
from sqlalchemy import Connection, func, select

from data.packs.model import Pack
from data.packs.official import Line, laid_over
from data.rules.events import BOUNDARY
from data.store.models import BoundaryRow, EventRow


def last_drawn(connection: Connection, county: str) -> int:
    """The change number of the last word about a boundary, 0 where none was ever drawn.

    Both engines would look for the largest change by walking back through all events; a sum is looked for among those
    of boundaries alone.
    """
    own = (EventRow.county == county, EventRow.kind == BOUNDARY)
    return connection.scalar(select(func.max(EventRow.change + 0)).where(*own)) or 0


def as_drawn(connection: Connection, pack: Pack) -> Pack:
    """The pack with the boundaries of the database, or the same pack where it has them already."""
    drawn = last_drawn(connection, pack.code)
    return pack if drawn == pack.drawn else laid_over(pack, drawn_lines(connection, pack.code), drawn)


def drawn_lines(connection: Connection, county: str) -> list[Line]:
    """The official areas that stand now, in the order of layer and code."""
    rows = boundary_rows(connection, county).values()
    return [
        Line(row.layer, row.code, row.name, shapely.from_wkt(row.geometry), row.town) for row in rows if row.geometry
    ]


def boundary_rows(connection: Connection, county: str) -> dict[str, Any]:
    """Rows of the boundaries by their ids."""
    table = BoundaryRow.__table__
    rows = connection.execute(select(table).where(table.c.county == county).order_by(table.c.layer, table.c.code))
    return {row.id: row for row in rows}
