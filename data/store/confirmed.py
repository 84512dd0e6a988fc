"""Objects whose points are confirmed, as a gazetteer learns them."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Pool, func, select

from data.packs.model import Pack
from data.packs.places import Places
from data.rules.objects import WITHDRAWN
from data.rules.scope import Scope
from data.rules.vocabulary import PlaceQuality
from data.store.models import ObjectRow
from data.store.scoping import within
from data.store.states import table_of
from geo.gazetteer import Gazetteer, KnownPlace

_OBJECTS = table_of(ObjectRow)


@dataclass(slots=True)
class _Learnt:
    """A gazetteer, how many confirmed objects it knows, and the last change of an object that was looked at."""

    gazetteer: Gazetteer
    count: int
    change: int


_learnt: WeakKeyDictionary[Pool, dict[str, _Learnt]] = WeakKeyDictionary()
"""By database: its pool is the same for every transaction, while one that writes has an engine of its own."""


def learnt_gazetteer(connection: Connection, pack: Pack) -> Gazetteer:
    """The gazetteer of the pack and of the county's confirmed objects, kept until their number has grown by 2 %."""
    whole = Scope.whole(pack.code)
    change = connection.scalar(select(func.max(_OBJECTS.c.change)).where(_OBJECTS.c.county == pack.code)) or 0
    kept = _learnt.setdefault(connection.engine.pool, {})
    known = kept.get(pack.code)
    if known is not None and known.change == change:
        return known.gazetteer
    count = connection.scalar(select(func.count()).select_from(_OBJECTS).where(*_confirmed(whole))) or 0
    if known is not None and known.count <= count <= known.count * 1.02:
        known.change = change
        return known.gazetteer
    gazetteer = Places(pack, confirmed_places(connection, whole)).gazetteer
    kept[pack.code] = _Learnt(gazetteer, count, change)
    return gazetteer


def confirmed_places(connection: Connection, scope: Scope) -> list[KnownPlace]:
    """Name, address, town and point (degrees, WGS84/CGCS2000) of every object of the scope with a point of its own."""
    columns = (_OBJECTS.c.name, _OBJECTS.c.address, _OBJECTS.c.town, _OBJECTS.c.lon, _OBJECTS.c.lat)
    query = select(*columns).where(*_confirmed(scope))
    rows = connection.execute(query.order_by(_OBJECTS.c.id))
    return [KnownPlace(row.name, row.address or "", row.town, row.lon, row.lat) for row in rows]


def _confirmed(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        within(scope, _OBJECTS),
        _OBJECTS.c.status != WITHDRAWN,
        _OBJECTS.c.place_quality <= PlaceQuality.ADDRESS.value,
        _OBJECTS.c.lon.is_not(None),
        _OBJECTS.c.lat.is_not(None),
    )
