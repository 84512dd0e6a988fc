"""Random pasts that obey the state machine, and the columns they make without a database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.packs import DEFAULT_PACK, Pack, load_pack
from data.readmodel.cells import cells_of
from data.readmodel.codes import Codebooks
from data.readmodel.columns import HAZARD_FIELDS, hazard_columns, object_columns
from data.readmodel.dossiers import course, dossiers
from data.readmodel.figures import Figures, figures_of
from data.readmodel.masks import hazard_mask
from data.readmodel.schema import Objects
from data.readmodel.view import Ground, View, view_of
from data.rules.cases import advance_case, advance_transfer
from data.rules.errors import HistoryRefused
from data.rules.events import CASE, HAZARD, HAZARD_CODES, TRANSFER, HappenedEvent
from data.rules.filters import Filter
from data.rules.fold import fold
from data.rules.hazards import Hazard, advance, short_form
from data.rules.periods import Period
from data.rules.scope import Scope
from data.rules.streams import NEVER, EventColumns

FIRST = date(2021, 1, 1).toordinal()
TOWNS = ("370115001", "370115004", "370115007", None)
SECTORS = ("H01", "H08", "H12-03", None)
STEPS = (
    "confirmed", "noticed", "noticed", "rectifying", "rectifying", "five_updated", "extension_requested", "extended",
    "extension_refused", "submitted", "submitted", "reinspected", "reinspected", "closed", "closed",
    "fixed_on_the_spot", "transferred", "transfer_accepted", "transfer_refused", "suspended", "resumed", "reopened",
    "amended",
)  # fmt: skip
ENDS = ("voided", "merged", "withdrawn")


@dataclass
class World:
    """Streams of events, each in its order; change numbers are those in which the system learnt of them."""

    hazards: dict[str, list[HappenedEvent]] = field(default_factory=dict)
    cases: dict[str, list[HappenedEvent]] = field(default_factory=dict)
    transfers: dict[str, list[HappenedEvent]] = field(default_factory=dict)

    @property
    def streams(self) -> list[list[HappenedEvent]]:
        """All of them."""
        return [*self.hazards.values(), *self.cases.values(), *self.transfers.values()]

    @property
    def head(self) -> int:
        """The newest change."""
        return max((event.change for stream in self.streams for event in stream), default=0)


def random_world(seed: int, hazards: int = 12) -> World:
    """A world of so many hazards with cases and transfers, its streams told in random turns."""
    rng = Random(seed)
    world = World()
    for number in range(hazards):
        world.hazards[f"H{number:03d}"] = _hazard(rng, f"H{number:03d}")
    named = [*world.hazards, None]
    for number in range(rng.randrange(1 + hazards // 2)):
        world.cases[f"C{number:03d}"] = _dossier(rng, CASE, f"C{number:03d}", rng.choice(named))
        world.transfers[f"T{number:03d}"] = _dossier(rng, TRANSFER, f"T{number:03d}", rng.choice(named))
    turns = [stream for stream in world.streams for _ in stream]
    rng.shuffle(turns)
    told: Counter[int] = Counter()
    for change, stream in enumerate(turns, start=1):
        event = stream[told[id(stream)]]
        told[id(stream)] += 1
        event.change = change
    return world


def _event(kind: str, key: str, what: str, day: int, body: dict[str, Any]) -> HappenedEvent:
    return HappenedEvent(kind, key, what, date.fromordinal(day).isoformat(), body, day, day * 86_400_000_000)


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _hazard(rng: Random, number: str) -> list[HappenedEvent]:
    day = FIRST + rng.randrange(120)
    body = {
        "subject": {"kind": "enterprise", "name": "示例企业"},
        "town": rng.choice(TOWNS),
        "sector": rng.choice(SECTORS),
        "level": rng.choice((0, 0, 1)),
        "source": rng.choice((1, 2, 2, 3, 6)),
        "manage_type": rng.choice((0, 1, 1, 1)),
        "description": "灭火器过期",
        "repeat": rng.random() < 0.2,
    }
    events = [_event(HAZARD, number, "found", day, body)]
    hazard = advance(None, events[0])
    for _ in range(rng.randrange(40)):
        day += rng.choice((0, 0, 0, 1, 3, 8, 20)) if rng.random() < 0.5 else 0
        event = _event(
            HAZARD, number, (what := rng.choice(STEPS if rng.random() < 0.98 else ENDS)), day, _body(rng, what, day)
        )
        try:
            hazard = advance(hazard, event)
        except HistoryRefused:
            continue
        events.append(event)
    return events


def _body(rng: Random, what: str, day: int) -> dict[str, Any]:
    some = {
        "person": rng.choice(("张某", None)),
        "measures": rng.choice(("更换", None)),
        "funds_yuan": rng.choice((0, 1200, 35.5, None)),
        "deadline": rng.choice((_iso(day + 7), None)),
        "plan": rng.choice(("预案", None)),
    }
    later = _iso(day + rng.choice((0, 5, 15)))
    return {
        "confirmed": {"level": rng.choice((0, 1, None))},
        "noticed": {"deadline": rng.choice((later, later, None))},
        "rectifying": {"five": some},
        "five_updated": {"five": some},
        "extension_requested": {"deadline": later},
        "extended": {"deadline": later},
        "submitted": {"cost_yuan": rng.choice((None, 500, 0))},
        "reinspected": {"result": rng.choice(("pass", "pass", "fail", "partial"))},
        "transferred": {"to": "ZJJ"},
        "amended": {"fields": _amendment(rng)},
        "merged": {"into": "H999"},
        "voided": {"reason": "不属实"},
    }.get(what, {})


def _amendment(rng: Random) -> dict[str, Any]:
    return rng.choice(
        (
            {"town": rng.choice(TOWNS)},
            {"sector": rng.choice(SECTORS)},
            {"level": rng.choice((0, 1))},
            {"source": 1},
            {"manage_type": 1},
            {"repeat": True},
            {"description": "改"},
        )
    )


def _dossier(rng: Random, kind: str, key: str, hazard: str | None) -> list[HappenedEvent]:
    day = FIRST + rng.randrange(150)
    begin = "case_filed" if kind == CASE else "handed_over"
    facts = {"hazard_no": hazard, "town": rng.choice(TOWNS), "sector": rng.choice(SECTORS)}
    events = [_event(kind, key, begin, day, facts)]
    forward = advance_case if kind == CASE else advance_transfer
    state: Any = forward(None, events[0])
    middle = ("case_decided", "case_closed") if kind == CASE else ("received", "filed", "decided", "closed")
    for _ in range(rng.randrange(8)):
        day += rng.choice((0, 2, 10, 30))
        what = rng.choice((*middle, *middle, *middle, "amended", "withdrawn"))
        body: dict[str, Any] = {"fine_yuan": rng.choice((None, 20000, 500))} if what.endswith("decided") else {}
        if what == "amended":
            body = {"fields": {"town": rng.choice(TOWNS)}}
        event = _event(kind, key, what, day, body)
        try:
            state = forward(state, event)
        except HistoryRefused:
            continue
        events.append(event)
    return events


def until(events: Iterable[HappenedEvent], as_of: int, change: int | None) -> list[HappenedEvent]:
    """What had happened and was known."""
    return [event for event in events if event.day <= as_of and (change is None or event.change <= change)]


def columns_of(world: World) -> EventColumns:
    """The short form of all events of hazards, one row a hazard in the order of the world."""
    rows = []
    for row, events in enumerate(world.hazards.values()):
        hazard: Hazard | None = None
        for event in events:
            hazard = advance(hazard, replace(event))
            state, round_, value = short_form(hazard, event)
            short = -1 if value is None else value
            rows.append((row, HAZARD_CODES[event.what], event.day, event.change, short, state, round_, NEVER))
    kinds = (np.int32, np.int8, np.int32, np.int64, np.int64, np.int8, np.int8, np.int32)
    return EventColumns(*(np.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)))


@cache
def the_pack() -> Pack:
    """The default pack, loaded once; as a fixture its name would be printed whole."""
    return load_pack(DEFAULT_PACK)


def view_at(world: World, as_of: int, change: int | None) -> View:
    """The view of one cut; codes are those of the folded prefix, or of the whole past of what is not found yet."""
    books = Codebooks(the_pack())
    states = []
    for events in world.hazards.values():
        hazard: Hazard | None = None
        for event in until(events, as_of, change) or events:
            hazard = advance(hazard, replace(event))
        states.append([getattr(hazard, name) for name in HAZARD_FIELDS])
    row_of = {number: row for row, number in enumerate(world.hazards)}
    columns = hazard_columns(states, books, {}) | {"listed": np.zeros(len(states), bool)}
    versions = {
        kind: [version for events in streams.values() for version in course(kind, map(replace, events))]
        for kind, streams in ((CASE, world.cases), (TRANSFER, world.transfers))
    }
    cases, transfers = (dossiers(versions[kind], books, row_of) for kind in (CASE, TRANSFER))
    objects = Objects(id=(), name=(), row_of={}, **object_columns((), books))
    ground = Ground(books.tables(), tuple(row_of), row_of, columns, objects, cases, transfers)
    return view_of(ground, fold(columns_of(world), len(row_of), as_of, change), change)


def figures_at(
    world: World, period: Period, as_of: date, change: int | None, mask: NDArray[np.bool_] | None = None
) -> Figures:
    """The figures of the whole county, or of the hazards of a mask, counted row by row."""
    view = view_at(world, as_of.toordinal(), change)
    if mask is None:
        mask = hazard_mask(view, Scope.whole(the_pack().code), Filter(), (), None)
    row = view.cases.hazard_row
    every = np.ones(len(view.transfers.begun), bool)
    return figures_of(view, mask, every, (row < 0) | mask[row], period, cells_of(view, period))
