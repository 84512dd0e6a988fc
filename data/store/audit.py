"""``onemap audit verify``: that a county's past is the one that was recorded, or the first event that is not.

Three things are held against each other: each event with its own canonical text and with the hash that the next one
keeps of it (`data.store.links`), the end of the chain with the county's row and with a head that was once printed
(`data.store.heads`), and the short form by which figures are folded with the rules (`data.store.proof`).
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, or_, select

from data.packs.model import Pack
from data.rules.events import HAZARD
from data.store.audit_parts import processes, proved
from data.store.collector import without_collector
from data.store.database import is_sqlite, require_ready
from data.store.heads import Head, head_now
from data.store.links import EVENTS, Walk, Wrong, wrong_at
from data.store.proof import misfolded
from data.words import t

MANY = 100_000
"""From so many events on, processes beside this one take their parts of the work."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many events there are, the end of their chain, and the first thing that is wrong with them."""

    events: int
    head: Head
    bad: Wrong | None = None

    def json(self) -> dict[str, Any]:
        """The verdict in the shape of the public interface."""
        if self.bad is None:
            return {"events": self.events, "change": self.head.change, "head": self.head.hash.hex(), "ok": True}
        bad = self.bad
        told = {"change": bad.change, "kind": bad.kind, "id": bad.id, "what": bad.what, "why": bad.why()}
        return {"events": self.events, "ok": False, "bad": told | {"way_out": t(f"doctor.{bad.name}.way_out")}}


def verify(engine: Engine, pack: Pack, sought: Head | None = None, *, many: int = MANY) -> Verdict:
    """Read every event of the county of ``pack``; ``sought`` is a head that its chain must once have had."""
    require_ready(engine, pack)
    options = {} if is_sqlite(engine) else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, without_collector():
        if processes() > 1 and (head_now(connection, pack.code).change or 0) >= many:
            head = proved(engine, connection, pack, sought, processes())
            if head is not None and next(_short_without_rules(connection, pack), None) is None:
                return Verdict(head.change or 0, head)
        return verdict_on(connection, pack, sought)


def verdict_on(connection: Connection, pack: Pack, sought: Head | None = None) -> Verdict:
    """The same within a transaction that sees one moment."""
    walk = Walk(connection, pack, sought)
    wrongs = iter(walk)
    unlinked = next(wrongs, None)
    deque(wrongs, maxlen=0)
    bad = first_misfolded(connection, pack, None if unlinked is None else unlinked.change) or unlinked
    if bad is None and sought is not None and not walk.is_found:
        bad = _not_found(walk, sought)
    return Verdict(walk.events, Head(walk.change, walk.hash), bad)


def _not_found(walk: Walk, sought: Head) -> Wrong:
    """A head that was printed once and is not in a chain that is sound in itself: its past was written anew."""
    if sought.change is not None and sought.change > walk.change:
        return Wrong("shortened", walk.change + 1, params={"head": sought.shown(), "found": walk.change})
    return Wrong("rewritten", sought.change, params={"head": sought.shown()})


def first_misfolded(connection: Connection, pack: Pack, before: int | None) -> Wrong | None:
    """The first event whose short form is not what the rules make of its stream, of those ``before`` a change."""
    earlier = () if before is None else (EVENTS.c.change < before,)
    found = [*_short_without_rules(connection, pack, *earlier), *misfolded(connection, pack.code, *earlier)]
    return min(found, key=lambda wrong: int(wrong.change), default=None)


def _short_without_rules(connection: Connection, pack: Pack, *conditions: ColumnElement[bool]) -> Iterator[Wrong]:
    """Events of streams that have no short form, and yet one."""
    query = select(EVENTS).where(EVENTS.c.county == pack.code, EVENTS.c.kind != HAZARD, *conditions)
    query = query.where(or_(*(EVENTS.c[name].is_not(None) for name in ("state", "round", "value"))))
    return (wrong_at("short_form", row) for row in connection.execute(query.order_by(EVENTS.c.change).limit(1)))
