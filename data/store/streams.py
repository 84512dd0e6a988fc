"""The one way facts come in: `record` appends events to their streams and derives the rows from what they now say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import ARRAY, Connection, Select, String, cast, func, select, true, update

from data.packs.model import Pack
from data.rules.events import HAZARD, LISTING, HappenedEvent, NewEvent
from data.rules.folding import Step, folded, takes_back_part
from data.rules.instants import moment
from data.rules.scope import Actor
from data.store.bulk import Values, column_names, insert_rows, listed
from data.store.chain import canonical, link, said
from data.store.collector import without_collector
from data.store.errors import CountyMissing, UnreadableMoment
from data.store.models import CountyRow, EventRow
from data.store.placing import placed
from data.store.states import KIND_BY_NAME, KINDS, mark_listed, short, table_of, write_states

SLICE = 20_000
"""Events folded and written together: bounds the memory of an import of any size."""

EVENTS = table_of(EventRow)
EVENT_COLUMNS = column_names(EVENTS)

States = dict[tuple[str, str], Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a county's chain: number and hash of its last event."""

    change: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded: the first and last change number (None when there was nothing) and the streams touched."""

    first_change: int | None
    last_change: int | None
    ids: tuple[str, ...]


@dataclass(slots=True)
class _Writer:
    """The state of one `record`: the moving head of the chain and who writes."""

    connection: Connection
    pack: Pack
    actor: Actor
    role: str
    batch: str | None
    change: int
    hash: bytes
    is_first: bool
    ids: dict[str, None] = field(default_factory=dict)


def lock_county(connection: Connection, pack: Pack) -> Head:
    """Make this transaction the only writer of the county until it ends, and return the end of its chain.

    PostgreSQL locks the county's row. SQLite locks the file at the first write, which this is for transactions that
    were not begun by `data.store.database.writing`.
    """
    if connection.dialect.name == "sqlite" and not connection.get_execution_options().get("onemap_writes"):
        own = CountyRow.county == pack.code
        connection.execute(update(CountyRow).where(own).values(head_change=CountyRow.head_change))
    row = connection.execute(
        select(CountyRow.head_change, CountyRow.head_hash).where(CountyRow.county == pack.code).with_for_update()
    ).one_or_none()
    if row is None:
        raise CountyMissing(database=connection.engine.url.database or "", name=pack.name, county=pack.code)
    return Head(row.head_change, bytes(row.head_hash))


def record(
    connection: Connection, pack: Pack, actor: Actor, events: Iterable[NewEvent], batch: str | None = None
) -> Recorded:
    """Append events in the given order, inside the caller's transaction, and derive the rows of their streams.

    Each event gets the county's next change number and the hash of the one before. An event that its stream's rules
    refuse raises `data.rules.errors.HistoryRefused`; the caller's transaction then holds half a batch and must be
    rolled back, as leaving ``with writing(engine)`` by an error does. Places are filled in by `data.store.placing`.
    """
    head = lock_county(connection, pack)
    is_first = head.change == 0
    writer = _Writer(connection, pack, actor, actor.role.value, batch, head.change, head.hash, is_first)
    with without_collector():
        for part in _slices(events):
            _write(writer, part)
    if writer.change == head.change:
        return Recorded(None, None, ())
    connection.execute(
        update(CountyRow).where(CountyRow.county == pack.code).values(head_change=writer.change, head_hash=writer.hash)
    )
    return Recorded(head.change + 1, writer.change, tuple(writer.ids))


def _slices(events: Iterable[NewEvent]) -> Iterator[list[NewEvent]]:
    """Parts of about ``SLICE`` events that do not cut a stream whose events stand together."""
    part: list[NewEvent] = []
    for event in events:
        if len(part) >= SLICE and event.id != part[-1].id:
            yield part
            part = []
        part.append(event)
    if part:
        yield part


def _write(writer: _Writer, events: Sequence[NewEvent]) -> None:
    connection, county = writer.connection, writer.pack.code
    events = placed(writer.pack, events, connection)
    states: States = {} if writer.is_first else load_states(connection, county, {(one.kind, one.id) for one in events})
    known = set(states)
    insert_rows(connection, EVENTS, EVENT_COLUMNS, [_advance(writer, states, event) for event in events])
    by_kind: dict[str, dict[str, Any]] = {kind.kind: {} for kind in KINDS}
    for (name, stream), state in states.items():
        by_kind[name][stream] = state
    for kind in KINDS:
        folded = by_kind[kind.kind]
        write_states(connection, county, kind, folded, [stream for stream in folded if (kind.kind, stream) in known])
    relisted = {key[1] for key in states if key[0] == LISTING or (key[0] == HAZARD and key in known)}
    mark_listed(connection, county, sorted(relisted))
    writer.ids.update((stream, None) for _kind, stream in states)
    writer.is_first = False


def _advance(writer: _Writer, states: States, new: NewEvent) -> Values:
    """Fold one event into its state; returns its row."""
    pack, actor, batch = writer.pack, writer.actor, writer.batch
    kind, stream, what, at = new.kind, new.id, new.what, new.at
    try:
        day, instant = moment(at, pack.zone)
    except (ValueError, OverflowError) as error:
        raise UnreadableMoment(id=stream, what=what, at=at) from error
    change = writer.change + 1
    event = HappenedEvent(
        kind, stream, what, at, new.body, day, instant, change, actor.person, actor.org, writer.role, batch
    )
    key, step = (kind, stream), KIND_BY_NAME[kind].advance
    held = states.get(key)
    state = states[key] = _withdrawn(writer, step, held, event) if what == "withdrawn" else step(held, event)
    text = canonical(pack.code, state.row_version, event)
    before = writer.hash
    writer.change, writer.hash = change, link(before, text)
    code, number, value = short(kind, state, event)
    return (
        pack.code, change, kind, stream, state.row_version, what, at, instant, day, value, code, number,
        actor.person, actor.org, writer.role, batch, text.decode(), before,
    )  # fmt: skip


def _withdrawn(writer: _Writer, step: Step, state: Any, event: HappenedEvent) -> Any:
    """The state after a withdrawal; one in part needs the whole stream (`data.rules.folding`)."""
    if event.batch is not None:
        past = list(read_events(writer.connection, writer.pack.code, event.kind, [event.id]))
        if past and takes_back_part(event, past[0]):
            return folded(step, [*past, event])
    return step(state, event)


def load_states(connection: Connection, county: str, streams: set[tuple[str, str]]) -> States:
    """The states of those streams that have events already, folded from them."""
    states: States = {}
    for kind, ids in ids_by_kind(streams).items():
        pasts = groupby(read_events(connection, county, kind, ids), key=lambda event: event.id)
        states.update(((kind, stream), folded(KIND_BY_NAME[kind].advance, past)) for stream, past in pasts)
    return states


def read_events(connection: Connection, county: str, kind: str, ids: Sequence[str]) -> Iterator[HappenedEvent]:
    """The recorded events of some streams of one kind, each stream's in its order."""
    if not ids:
        return iter(())
    told = (EventRow.text, EventRow.day, EventRow.instant)
    own = (EventRow.county == county, EventRow.kind == kind)
    if connection.dialect.name == "postgresql":
        return map(happened, connection.execute(_stream_by_stream(own, told, ids)))
    statement = select(*told).where(*own, EventRow.id.in_(listed(connection, ids)))
    return map(happened, connection.execute(statement.order_by(EventRow.id, EventRow.seq)))


def _stream_by_stream(own: Sequence[Any], told: Sequence[Any], ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Each stream looked up for itself, whatever PostgreSQL believes of a table that it has not counted yet.

    Joined as a list, the keys of a long import into a new database were compared with every event one by one.
    """
    keys = func.unnest(cast(list(dict.fromkeys(ids)), ARRAY(String))).table_valued("key").render_derived("keys")
    stream = select(*told, EventRow.id, EventRow.seq).where(*own, EventRow.id == keys.c.key).offset(0).lateral("stream")
    columns = (stream.c[column.key] for column in told)
    return select(*columns).select_from(keys).join(stream, true()).order_by(stream.c.id, stream.c.seq)


def happened(row: Any) -> HappenedEvent:
    """A recorded event from its canonical text and its place in time (columns ``text``, ``day``, ``instant``)."""
    told = said(row.text)
    return HappenedEvent(
        told["kind"], told["id"], told["what"], told["at"], told["body"], row.day, row.instant, told["change"],
        told["actor"], told["org"], told["role"], told["batch"],
    )  # fmt: skip


def ids_by_kind(streams: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The ids of streams (kind, id), in their order."""
    ids: dict[str, list[str]] = {}
    for kind, stream in sorted(streams):
        ids.setdefault(kind, []).append(stream)
    return ids
