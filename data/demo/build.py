"""Writing the demo into a prepared database: events through the one way facts come in, people beside them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from random import Random

from sqlalchemy import Connection, Engine, insert, update

from data.demo.generate import SEED, generate
from data.demo.names import Staff, person, phone
from data.packs.model import Pack
from data.rules.scope import Actor
from data.rules.vocabulary import Role
from data.store.database import writing
from data.store.models import GridCellRow, PersonRow
from data.store.streams import Recorded, record

BATCH = "demo"
"""The batch that every event of the demo carries, so that synthetic facts can always be told from real ones."""
BUILDER = Actor(person="demo", org="", role=Role.SYSTEM)


def build_demo(engine: Engine, pack: Pack, hazards: int, *, until: date | None = None, seed: int = SEED) -> Recorded:
    """Fill a prepared database that holds no facts yet with a demo, in one transaction.

    ``until`` is the last day of the demo, today in the pack's zone unless given, so that the screen is alive.
    """
    last = until or datetime.now(pack.zone).date()
    with writing(engine) as connection:
        _write_people(connection, pack, seed)
        events = chain.from_iterable(generate(pack, hazards, last, seed))
        recorded = record(connection, pack, BUILDER, events, batch=BATCH)
        connection.exec_driver_sql("ANALYZE")
        return recorded


def _write_people(connection: Connection, pack: Pack, seed: int) -> None:
    """The staff of every organisation, and an officer for every grid cell."""
    random = Random(seed)
    staff = Staff(pack.organisations, random)
    roles = {org.code: org.role for org in pack.organisations}
    rows = list(_staff_rows(pack.code, staff, roles))
    rows += [
        _row(pack.code, f"{cell.code}-W", person(random), cell.town, "网格员", Role.GRID.value, len(rows) + index)
        for index, cell in enumerate(pack.cells)
    ]
    if rows:
        connection.execute(insert(PersonRow), rows)
    for cell in pack.cells:
        own = (GridCellRow.county == pack.code) & (GridCellRow.code == cell.code)
        connection.execute(update(GridCellRow).where(own).values(officer=f"{cell.code}-W"))


def _staff_rows(county: str, staff: Staff, roles: dict[str, str]) -> Iterator[dict[str, object]]:
    number = 0
    for org, people in staff.by_org.items():
        for place, name in enumerate(people):
            number += 1
            yield _row(
                county, f"{org}-{place + 1:02d}", name, org, _POSTS[min(place, len(_POSTS) - 1)], roles[org], number
            )


def _row(county: str, code: str, name: str, org: str, post: str, role: str, number: int) -> dict[str, object]:
    return {
        "county": county, "code": code, "name": name, "org": org, "post": post, "role": role,
        "phone": phone(50_000_000 + number),
    }  # fmt: skip


_POSTS: Sequence[str] = ("主要负责人", "分管负责人", "科长", "执法人员")
