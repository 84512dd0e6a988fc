"""督办事项 as people read and decide them; who sees a hazard sees what was raised about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, case, func, select

from data.packs.model import Pack
from data.rules.actions import FROM, ActionState
from data.rules.errors import Problem, Reason, Word
from data.rules.escalation import GRADES
from data.rules.events import ACTION, NewEvent
from data.rules.powers import against
from data.rules.scope import Actor, Scope
from data.store.database import writing
from data.store.errors import FactsRefused, NotFound
from data.store.models import ActionRow, HazardRow
from data.store.past import moved_meanwhile
from data.store.scoping import within
from data.store.states import table_of
from data.store.streams import lock_county, read_events, record
from data.words import t

_ACTIONS, _HAZARDS = table_of(ActionRow), table_of(HazardRow)
TOLD = {"accepted": "opinion", "dismissed": "reason", "done": "feedback"}
"""What each decision says, by its event."""
POWER = {"accepted": "decide_action", "dismissed": "decide_action", "done": "answer_action"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of 督办事项 is narrowed to; empty is all."""

    towns: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    hazard_no: str = ""


def some_actions(
    connection: Connection, scope: Scope, wanted: Wanted, first: int, count: int
) -> tuple[int, Sequence[Row[Any]]]:
    """How many there are, and ``count`` from ``first`` on, with subject, town, level and state of their hazards.

    The gravest first, of one colour those that were reached last.
    """
    query = _joined(scope, wanted)
    total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    gravity = case({colour: place for place, colour in enumerate(GRADES)}, value=_ACTIONS.c.colour)
    order = (gravity.desc(), _ACTIONS.c.reached_day.desc(), _ACTIONS.c.hazard_no, _ACTIONS.c.id)
    return total, connection.execute(query.order_by(*order).offset(first).limit(count)).all()


def actions_of(connection: Connection, county: str, hazard_no: str) -> tuple[Row[Any], ...]:
    """Everything that was raised about a hazard that the reader sees, the latest first."""
    query = select(_ACTIONS).where(_ACTIONS.c.county == county, _ACTIONS.c.hazard_no == hazard_no)
    return tuple(connection.execute(query.order_by(_ACTIONS.c.reached_day.desc(), _ACTIONS.c.rung)))


def action(connection: Connection, scope: Scope, number: str) -> Row[Any]:
    """One 督办事项 of the scope. Raises `NotFound`."""
    row = connection.execute(_joined(scope, Wanted()).where(_ACTIONS.c.id == number)).first()
    if row is None:
        raise NotFound(id=number)
    return row


def decide_action(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    number: str,
    what: str,
    words: str | None,
    version: int,
    now: datetime,
) -> None:
    """Accept, dismiss or close a 督办事项: ``what`` is ``accepted``, ``dismissed`` or ``done``.

    ``words`` are the opinion, the reason or the feedback; only an opinion may be left out. `NotFound`,
    `MovedMeanwhile`, or `FactsRefused` with every problem.
    """
    now = now.astimezone(pack.zone)
    with writing(engine) as connection:
        lock_county(connection, pack)
        row = action(connection, scope, number)
        if row.row_version != version:
            last = list(read_events(connection, pack.code, ACTION, [number]))[-1]
            raise moved_meanwhile(pack, row.hazard_no, last, t(f"page_actions.state.{row.state}"))
        if problems := _problems(row, actor, what, words):
            raise FactsRefused(t("error_store.record.action"), problems)
        body = {TOLD[what]: words.strip()} if words and words.strip() else {}
        record(connection, pack, actor, [NewEvent(ACTION, number, what, now.isoformat(), body)])


def open_decisions(row: Any, actor: Actor) -> tuple[str, ...]:
    """What this person may do with a 督办事项 as it stands."""
    return tuple(what for what, states in FROM.items() if row.state in states and not against(actor, POWER[what]))


def _problems(row: Any, actor: Actor, what: str, words: str | None) -> list[Problem]:
    problems = against(actor, POWER[what])
    if row.state not in FROM[what]:
        problems.append(Problem(Reason("action_elsewhere")))
    if what != "accepted" and not (words or "").strip():
        problems.append(Problem(Reason("missing", {"field": Word(f"page_actions.told.{TOLD[what]}")}), TOLD[what]))
    if len(words or "") > 2000:
        problems.append(Problem(Reason("bad_text", {"field": Word(f"page_actions.told.{TOLD[what]}")}), TOLD[what]))
    return problems


def _joined(scope: Scope, wanted: Wanted) -> Select[Any]:
    """督办事项 with what their list says of the hazard; the scope is that of the hazard."""
    hazard = _HAZARDS.c
    columns = (hazard.subject_name, hazard.town, hazard.cell, hazard.dept, hazard.level)
    state = hazard.state.label("hazard_state")
    query = (
        select(_ACTIONS, *columns, state)
        .join(_HAZARDS, (hazard.county == _ACTIONS.c.county) & (hazard.hazard_no == _ACTIONS.c.hazard_no))
        .where(within(scope, _HAZARDS))
    )
    for column, values in (
        (hazard.town, wanted.towns),
        (_ACTIONS.c.colour, wanted.colours),
        (_ACTIONS.c.state, wanted.states),
        (_ACTIONS.c.hazard_no, (wanted.hazard_no,) if wanted.hazard_no else ()),
    ):
        if values:
            query = query.where(column.in_(values))
    return query


OPEN = tuple(state.value for state in ActionState if state.is_open)
"""States in which somebody still has to decide or answer."""
