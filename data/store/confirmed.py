"""Objects whose points are confirmed, as a gazetteer learns them."""

from sqlalchemy import Connection, select

from data.rules.scope import Scope
from data.rules.vocabulary import PlaceQuality
from data.store.models import ObjectRow
from data.store.scoping import within
from data.store.states import table_of
from geo.gazetteer import KnownPlace

_OBJECTS = table_of(ObjectRow)


def confirmed_places(connection: Connection, scope: Scope) -> list[KnownPlace]:
    """Name, address, town and point (degrees, WGS84/CGCS2000) of every object of the scope with a point of its own."""
    columns = (_OBJECTS.c.name, _OBJECTS.c.address, _OBJECTS.c.town, _OBJECTS.c.lon, _OBJECTS.c.lat)
    query = select(*columns).where(
        within(scope, _OBJECTS),
        _OBJECTS.c.place_quality <= PlaceQuality.ADDRESS.value,
        _OBJECTS.c.lon.is_not(None),
        _OBJECTS.c.lat.is_not(None),
    )
    rows = connection.execute(query.order_by(_OBJECTS.c.id))
    return [KnownPlace(row.name, row.address or "", row.town, row.lon, row.lat) for row in rows]
