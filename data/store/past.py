"""One record with its past, as verbs and pages need it: folded state, cases, listing and the events behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Connection, select

from data.packs.model import Pack
from data.rules.cases import Case, Listing, advance_case, advance_listing
from data.rules.events import CASE, HAZARD, LISTING, OBJECT, HappenedEvent
from data.rules.folding import folded, standing
from data.rules.guards import Around
from data.rules.hazard import Hazard
from data.rules.hazards import advance
from data.rules.objects import SupervisedObject, advance_object
from data.rules.scope import Scope
from data.store.errors import MovedMeanwhile, NotFound
from data.store.models import CaseRow, HazardRow, ObjectRow
from data.store.scoping import within
from data.store.states import table_of
from data.store.streams import read_events
from data.words import t


@dataclass(frozen=True, slots=True)
class HazardPast:
    """A hazard, what runs beside it, and every event of all of them in the order the system learnt of them."""

    hazard: Hazard
    cases: tuple[Case, ...]
    listing: Listing | None
    events: tuple[HappenedEvent, ...]

    @property
    def version(self) -> int:
        """Grows with every event of the hazard, its cases and its listing; what optimistic writes compare."""
        return len(self.events)

    def around(self, pack: Pack) -> Around:
        """What a move of the hazard is judged by beside it."""
        return around(pack, self.cases, self.listing)


def around(pack: Pack, cases: Sequence[Case] = (), listing: Listing | None = None) -> Around:
    """The rules and powers of the pack beside what runs with one hazard."""
    return Around(pack.rules, cases, listing, pack.penalising, pack.departments, pack.cause_codes)


@dataclass(frozen=True, slots=True)
class ObjectPast:
    """A supervised object and its events."""

    object: SupervisedObject
    events: tuple[HappenedEvent, ...]


def hazard_past(connection: Connection, scope: Scope, hazard_no: str) -> HazardPast:
    """A hazard of the scope. `NotFound` when there is none of that number or it lies outside."""
    hazards = table_of(HazardRow)
    query = select(hazards.c.hazard_no).where(within(scope, hazards), hazards.c.hazard_no == hazard_no)
    if connection.execute(query).first() is None:
        raise NotFound(id=hazard_no)
    return _past(connection, scope.county, hazard_no, date.max)


def hazard_then(connection: Connection, scope: Scope, hazard_no: str, as_of: date) -> HazardPast:
    """A hazard at the end of ``as_of``. `NotFound` when there was none yet or it lay outside the scope then."""
    if hazard_no not in hazards_then(connection, scope, [hazard_no], as_of):
        raise NotFound(id=hazard_no)
    return _past(connection, scope.county, hazard_no, as_of)


def _past(connection: Connection, county: str, hazard_no: str, until: date) -> HazardPast:
    events = list(read_events(connection, county, HAZARD, [hazard_no]))
    listed = list(read_events(connection, county, LISTING, [hazard_no]))
    filed = _case_events(connection, county, hazard_no)
    hazard = folded(advance, _until(until, events))
    listing: Listing | None = folded(advance_listing, _until(until, listed))
    hazard.listed = listing.level if listing is not None and listing.is_listed else None
    cases = tuple(folded(advance_case, counted) for past in filed if (counted := _until(until, past)))
    whole = (*events, *listed, *(event for past in filed for event in past))
    every = [event for event in whole if event.day <= until.toordinal()]
    return HazardPast(
        hazard,
        tuple(case for case in cases if not case.withdrawn),
        listing,
        tuple(sorted(every, key=lambda event: event.change)),
    )


def _until(last: date, events: Sequence[HappenedEvent]) -> Sequence[HappenedEvent]:
    """What makes the state at the end of ``last``: all events today, on a past day those that still count."""
    if last == date.max:
        return events
    return [event for event in standing(events) if event.day <= last.toordinal()]


def hazards_then(connection: Connection, scope: Scope, numbers: Sequence[str], as_of: date) -> dict[str, Hazard]:
    """Hazards by number as their events until the end of ``as_of`` made them; those outside the scope then are not."""
    day, found = as_of.toordinal(), {}
    for number, stream in groupby(read_events(connection, scope.county, HAZARD, numbers), key=lambda event: event.id):
        hazard: Hazard | None = folded(advance, [event for event in standing(stream) if event.day <= day])
        if hazard is not None and scope.covers(hazard.town, hazard.sector, hazard.park, hazard.cell):
            found[number] = hazard
    return found


def object_past(connection: Connection, scope: Scope, object_id: str) -> ObjectPast:
    """A supervised object of the scope. `NotFound` when there is none of that id or it lies outside."""
    objects = table_of(ObjectRow)
    query = select(objects.c.id).where(within(scope, objects), objects.c.id == object_id)
    if connection.execute(query).first() is None:
        raise NotFound(id=object_id)
    events = tuple(read_events(connection, scope.county, OBJECT, [object_id]))
    return ObjectPast(folded(advance_object, events), events)


def moved_meanwhile(pack: Pack, record: str, last: HappenedEvent, state: str) -> MovedMeanwhile:
    """The error that tells who was faster; ``state`` is the word for what the record is now."""
    org = next((org.short_name for org in pack.organisations if org.code == last.org), last.org)
    who = f"{last.actor}（{org}）" if org else last.actor
    return MovedMeanwhile(
        id=record, who=who, when=_when(last.at, pack), what=t(f"page_timeline.what.{last.what}"), state=state
    )


def _when(at: str, pack: Pack) -> str:
    return at if len(at) == 10 else f"{datetime.fromisoformat(at).astimezone(pack.zone):%Y-%m-%d %H:%M}"


def _case_events(connection: Connection, county: str, hazard_no: str) -> list[list[HappenedEvent]]:
    cases = table_of(CaseRow)
    query = select(cases.c.case_no).where(cases.c.county == county, cases.c.hazard_no == hazard_no)
    pasts: dict[str, list[HappenedEvent]] = {}
    for event in read_events(connection, county, CASE, connection.scalars(query).all()):
        pasts.setdefault(event.id, []).append(event)
    return sorted(pasts.values(), key=lambda past: past[0].change)
