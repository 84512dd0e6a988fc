"""Walks through the model: the shortest way to each state, by each line of the table, and from everywhere to an end."""

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from data.packs import Pack
from data.rules.case_moves import CASE_MOVES
from data.rules.listing_moves import LISTING_MOVES
from data.rules.moves import MOVES
from tests.loop.effects import make
from tests.loop.model import WINDOW, WORDS, Model
from tests.loop.office import START, Office
from tests.loop.tries import COMMISSION, LEAD, MAIN, POWERS, Try, allowed, renewed

CASES = frozenset(move.key for move in CASE_MOVES)
LISTINGS = frozenset(move.key for move in LISTING_MOVES)
HAZARDS = frozenset(move.key for move in MOVES) - CASES - LISTINGS
Begin = tuple[int, int]
"""Level and source of a hazard that is reported."""
BEGINNINGS: tuple[Begin, ...] = ((0, 6), (0, 2), (1, 6), (1, 2))


@dataclass(frozen=True)
class Place:
    """A place in the model and the way to it: days to wait, or a try."""

    model: Model
    today: date
    begin: Begin
    way: tuple[int | Try, ...] = ()


Key = Callable[[Place], Hashable]


@dataclass
class Explored:
    """All places that can be reached, by their keys; the first ways by each line of the table; what leads where."""

    places: dict[Hashable, Place] = field(default_factory=dict)
    lines: dict[tuple[str, str], Place] = field(default_factory=dict)
    """By move and state before it: the place after."""
    before: dict[Hashable, set[Hashable]] = field(default_factory=dict)

    def first(self, wanted: Callable[[Model], bool]) -> Place:
        """The nearest place that is wanted."""
        return next(place for place in self.places.values() if wanted(place.model))

    def without_an_end(self) -> list[Place]:
        """Places from which no way leads to a settled one."""
        settled = [key for key, place in self.places.items() if is_settled(place.model)]
        good = set(settled)
        while settled:
            news = self.before.get(settled.pop(), set()) - good
            good |= news
            settled += news
        return [place for key, place in self.places.items() if key not in good]


def is_settled(model: Model) -> bool:
    """闭环: nothing is left to do with the hazard, its case or its listing."""
    return model.state in ("H9", "HX") and model.running is None and model.listing in ("", "L9")


def hazard_key(place: Place) -> Hashable:
    """What tells places of the hazard's machine apart."""
    model = place.model
    return (
        model.state, model.level, _left(place), len(model.five) == 5, model.submitted, model.over, model.passed,
        model.resumed, model.extensions, model.back_from_request, model.back_from_transfer,
    )  # fmt: skip


def _left(place: Place) -> str:
    deadline = place.model.deadline
    if deadline is None:
        return "none"
    return "past" if deadline < place.today else "near" if deadline - WINDOW <= place.today else "far"


def case_key(place: Place) -> Hashable:
    """A state of the hazard beside one of a case."""
    model, case = place.model, place.model.case
    told = case and (case.org, case.stage, case.decided, case.published, case.end)
    return (model.state, model.passed, model.over, model.overdue(place.today), told)


def listing_key(place: Place) -> Hashable:
    """A state of the hazard beside a stage of its listing."""
    model = place.model
    return (model.state, model.level, model.passed, model.resumed, model.over, model.listing)


def beginnings(pack: Pack) -> list[Place]:
    """Hazards just reported."""
    return [
        Place(Model(level, source, START, "YJJ", POWERS, pack.departments), START, (level, source))
        for level, source in BEGINNINGS
    ]


def steps(place: Place, moves: frozenset[str]) -> Iterator[Place]:
    """The places one move away, or a wait away: to the window of an extension, to the day after the deadline."""
    model, deadline = place.model, place.model.deadline
    for day in () if deadline is None else (deadline, deadline + timedelta(1)):
        if (days := (day - place.today).days) > 0:
            yield Place(model, day, place.begin, (*place.way, days))
    for one in allowed(model, place.today, MAIN):
        if one[0] in moves:
            after = replace(model, five=set(model.five), case=model.case and replace(model.case))
            make(after, *one, place.today)
            yield Place(after, place.today, place.begin, (*place.way, one))


def explored(pack: Pack, key: Key, moves: frozenset[str]) -> Explored:
    """Everything that can be reached by these moves, the nearest first."""
    found = Explored({key(place): place for place in beginnings(pack)})
    queue = deque(found.places.values())
    while queue:
        here = queue.popleft()
        for place in steps(here, moves):
            there, last = key(place), place.way[-1]
            found.before.setdefault(there, set()).add(key(here))
            if not isinstance(last, int):
                found.lines.setdefault((last[0], WORDS[here.model.state]), place)
            if there not in found.places:
                found.places[there] = place
                queue.append(place)
    return found


def walk(office: Office, place: Place) -> str:
    """Go the way to a place through the store, each move agreed by the model; returns the number of the hazard."""
    (level, source), later = place.begin, (office.today - START).days
    no = office.report(LEAD if source == 2 else COMMISSION, level, source)
    for step in place.way:
        if isinstance(step, int):
            office.wait(step)
        else:
            key, actor, values = step
            assert office.attempt(no, key, actor, renewed(values, later)) == set()
    return no
