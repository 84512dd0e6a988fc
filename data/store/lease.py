"""A lease: of one name and county one runner at a time, however many servers share the database.

A lease that its holder did not give back ends by itself. One that would end later than any lease can is of a clock that
was set back since, and does not bind.
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update

from data.packs.model import Pack
from data.store.database import writing
from data.store.models import LeaseRow
from data.store.states import table_of
from data.store.streams import lock_county

LASTS = timedelta(minutes=10)
_LEASES = table_of(LeaseRow)


def take(engine: Engine, pack: Pack, name: str, holder: str, now: datetime) -> bool:
    """Take the lease for `LASTS`, or prolong it; False while another holder has it."""
    with writing(engine) as connection:
        lock_county(connection, pack)
        row = connection.execute(select(_LEASES).where(*_own(pack, name))).first()
        at = _microseconds(now)
        if row is not None and row.holder != holder and at < row.until <= _microseconds(now + LASTS):
            return False
        done = None if row is None else row.done_day
        connection.execute(delete(_LEASES).where(*_own(pack, name)))
        values = {"county": pack.code, "name": name, "holder": holder, "until": _microseconds(now + LASTS)}
        connection.execute(insert(_LEASES).values(**values, done_day=done))
        return True


def holds(connection: Connection, pack: Pack, name: str, holder: str) -> bool:
    """Whether ``holder`` still is the one, asked under the county's lock."""
    query = select(_LEASES.c.holder).where(*_own(pack, name))
    return connection.execute(query).scalar_one_or_none() == holder


def give_back(engine: Engine, pack: Pack, name: str, holder: str, done: date | None) -> None:
    """End the lease; ``done`` is the day whose work was done to its end, None where it was not."""
    values = {"until": 0} | ({} if done is None else {"done_day": done.toordinal()})
    with writing(engine) as connection:
        lock_county(connection, pack)
        connection.execute(update(_LEASES).where(*_own(pack, name), _LEASES.c.holder == holder).values(**values))


def done_day(engine: Engine, pack: Pack, name: str) -> int | None:
    """The last day (ordinal) whose work was done to its end."""
    with engine.connect() as connection:
        return connection.execute(select(_LEASES.c.done_day).where(*_own(pack, name))).scalar_one_or_none()


def _own(pack: Pack, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _LEASES.c.county == pack.code, _LEASES.c.name == name


def _microseconds(when: datetime) -> int:
    return int((when.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
