"""The ladder of overdue hazards, run over a county: what it raises is recorded as 督办事项 for people to decide.

The name of a 督办事项 follows from hazard, deadline and rung alone, and its stream begins once: running twice, after a
crash, on two servers or with a clock set back raises nothing again. Work is done in small transactions, so that nobody
waits long; one runner at a time holds a lease.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import blake2b
from itertools import groupby
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import Connection, Engine, select

from data.errors import OneMapError
from data.packs.model import Pack
from data.rules.actions import ActionState, ActionType
from data.rules.deadlines import RuleMissing, rule_on
from data.rules.escalation import Step, longest_lead, steps_due, worth_raising
from data.rules.events import ACTION, HAZARD, NewEvent
from data.rules.folding import folded
from data.rules.hazards import advance
from data.rules.scope import SYSTEM
from data.rules.vocabulary import State
from data.store import lease
from data.store.bulk import listed
from data.store.database import writing
from data.store.models import ActionRow, HazardRow
from data.store.states import table_of
from data.store.streams import lock_county, read_events, record
from data.words import t

LEASE = "escalation"
TOGETHER = 200
"""Hazards that are looked at in one transaction."""
ANSWER_DAYS = "action.answer.days"
_ACTIONS, _HAZARDS = table_of(ActionRow), table_of(HazardRow)
_OPEN = [state.value for state in State if state.is_open and state is not State.SUBMITTED]
_UNDECIDED = [state.value for state in ActionState if state.is_open]


class FutureDay(OneMapError):
    """Nothing can be recorded of a day that has not come."""

    key: ClassVar[str] = "error_store.future_day"


@dataclass(frozen=True, slots=True)
class Raised:
    """One 督办事项 that was raised, or would be."""

    id: str
    hazard_no: str
    step: Step


@dataclass(slots=True)
class Run:
    """What came of a run; ``busy`` when another runner was at it and nothing was done."""

    as_of: date
    raised: list[Raised] = field(default_factory=list)
    dropped: int = 0
    busy: bool = False


def escalate(engine: Engine, pack: Pack, now: datetime, as_of: date | None = None, *, dry_run: bool = False) -> Run:
    """Raise everything that the ladder asks for by ``as_of`` (today where not told) and that was not raised before.

    Proposals about hazards that are over are dropped. ``dry_run`` only tells what would be raised. Raises `FutureDay`.
    """
    now = now.astimezone(pack.zone)
    run = Run(as_of or now.date())
    if dry_run:
        with engine.connect() as connection:
            for part in _parts(_candidates(connection, pack, run.as_of)):
                run.raised += _wanted(connection, pack, part, run.as_of)
        return run
    if run.as_of > now.date():
        raise FutureDay(day=run.as_of.isoformat(), today=now.date().isoformat())
    holder = uuid4().hex
    if not lease.take(engine, pack, LEASE, holder, now):
        run.busy = True
        return run
    done: date | None = None
    try:
        if _work(engine, pack, now, run, holder) and run.as_of == now.date():
            done = run.as_of
    finally:
        lease.give_back(engine, pack, LEASE, holder, done)
    return run


def catch_up(engine: Engine, pack: Pack, now: datetime) -> Run | None:
    """What a server does again and again: run the ladder unless today's run was done to its end already."""
    done = lease.done_day(engine, pack, LEASE)
    is_done = done is not None and done >= now.astimezone(pack.zone).toordinal()
    return None if is_done else escalate(engine, pack, now)


def _work(engine: Engine, pack: Pack, now: datetime, run: Run, holder: str) -> bool:
    """All parts of a run one after another; False when the lease was lost on the way."""
    at = now.isoformat() if run.as_of == now.date() else run.as_of.isoformat()
    with engine.connect() as connection:
        numbers = _candidates(connection, pack, run.as_of)
    for part in _parts(numbers):
        with writing(engine) as connection:
            lock_county(connection, pack)
            if not lease.holds(connection, pack, LEASE, holder):
                return False
            wanted = _wanted(connection, pack, part, run.as_of)
            record(connection, pack, SYSTEM, [_event(pack, one, at, run.as_of) for one in wanted])
            run.raised += wanted
    with writing(engine) as connection:
        lock_county(connection, pack)
        over = _of_hazards_over(connection, pack, run.as_of)
        record(connection, pack, SYSTEM, [_dropped(number, state, at) for number, state in over])
        run.dropped = len(over)
    return True


def _parts(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (numbers[start : start + TOGETHER] for start in range(0, len(numbers), TOGETHER))


def _candidates(connection: Connection, pack: Pack, today: date) -> list[str]:
    """Hazards that may have come to a rung which was not raised yet, by what their rows say."""
    raised = _raised(connection, pack, None)

    @cache
    def names(level: int, deadline: int) -> tuple[str, ...]:
        steps = worth_raising(pack.rules, level, date.fromordinal(deadline), today)
        return tuple(step.rung.name for step in steps)

    until = today.toordinal() + longest_lead(pack.rules)
    query = select(_HAZARDS.c.hazard_no, _HAZARDS.c.level, _HAZARDS.c.deadline).where(
        _HAZARDS.c.county == pack.code, _HAZARDS.c.state.in_(_OPEN), _HAZARDS.c.deadline <= until
    )
    rows = connection.execute(query.order_by(_HAZARDS.c.hazard_no))
    return [
        row.hazard_no
        for row in rows
        if any((row.hazard_no, row.deadline, name) not in raised for name in names(row.level, row.deadline))
    ]


def _raised(connection: Connection, pack: Pack, numbers: Sequence[str] | None) -> set[tuple[str, int, str]]:
    """What was raised before, of all hazards or of some: hazard, deadline, rung."""
    query = select(_ACTIONS.c.hazard_no, _ACTIONS.c.deadline, _ACTIONS.c.rung).where(_ACTIONS.c.county == pack.code)
    if numbers is not None:
        query = query.where(_ACTIONS.c.hazard_no.in_(listed(connection, numbers)))
    return {(row.hazard_no, row.deadline, row.rung) for row in connection.execute(query)}


def _wanted(connection: Connection, pack: Pack, numbers: Sequence[str], today: date) -> list[Raised]:
    """What is to be raised of these hazards, as their events left them."""
    raised = _raised(connection, pack, numbers)
    pasts = groupby(read_events(connection, pack.code, HAZARD, numbers), key=lambda event: event.id)
    return [
        Raised(action_id(number, step), number, step)
        for number, past in pasts
        for step in steps_due(folded(advance, past), today, pack.rules)
        if (number, step.deadline.toordinal(), step.rung.name) not in raised
    ]


def action_id(hazard_no: str, step: Step) -> str:
    """The name of the 督办事项 of a hazard, a deadline and a rung."""
    told = f"{hazard_no}|{step.deadline.isoformat()}|{step.rung.name}"
    return "DB" + blake2b(told.encode(), digest_size=10).hexdigest().upper()


def _event(pack: Pack, one: Raised, at: str, today: date) -> NewEvent:
    rung = one.step.rung
    body: dict[str, Any] = {
        "type": rung.act.type.value,
        "hazard_no": one.hazard_no,
        "rung": rung.name,
        "colour": rung.colour,
        "deadline": one.step.deadline.isoformat(),
        "reached": one.step.reached.isoformat(),
        "target": " ".join(rung.act.target),
        "basis": f"{rung.rule.source_doc} {rung.rule.article}".strip(" —")[:200],
    }
    if rung.act.type is not ActionType.REMINDER and (due := _answer_due(pack, today)):
        body["due"] = due.isoformat()
    return NewEvent(ACTION, one.id, "raised", at, body)


def _answer_due(pack: Pack, today: date) -> date | None:
    """By when an answer is expected, where the pack has a rule for it."""
    try:
        return today + timedelta(days=int(rule_on(pack.rules, ANSWER_DAYS, today).value))
    except RuleMissing:
        return None


def _of_hazards_over(connection: Connection, pack: Pack, today: date) -> list[tuple[str, str]]:
    """Open 督办事项 of hazards on which nothing is to be done any more, each with the state of its hazard."""
    over = [state.value for state in State if not state.is_open]
    query = (
        select(_ACTIONS.c.id, _HAZARDS.c.state)
        .join(_HAZARDS, (_HAZARDS.c.county == _ACTIONS.c.county) & (_HAZARDS.c.hazard_no == _ACTIONS.c.hazard_no))
        .where(
            _ACTIONS.c.county == pack.code,
            _ACTIONS.c.state.in_(_UNDECIDED),
            _ACTIONS.c.state_day <= today.toordinal(),
            _HAZARDS.c.state.in_(over),
        )
    )
    return [(row.id, row.state) for row in connection.execute(query.order_by(_ACTIONS.c.id))]


def _dropped(number: str, state: str, at: str) -> NewEvent:
    reason = t("page_actions.hazard_over", STORED, state=t(f"state.{state}", STORED))
    return NewEvent(ACTION, number, "dismissed", at, {"reason": reason})


STORED = "zh"
"""The language of what goes into events."""
