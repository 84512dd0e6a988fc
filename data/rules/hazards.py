"""A hazard is what its events made of it: the loop of domain 3.1 and 3.2 as a table, folded one event at a time.

`advance` is the only way a hazard changes. It obeys the table ``STEPS``; what the table does not list is refused with
hazard, event and reason. Milestones imply the stages between them, as the history format says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from data.rules.bodies import FIRST_DAY, BadField, Body, code_of, day_of, fen_of, map_of, prose_of, text_of
from data.rules.errors import HistoryRefused, Reason, Word
from data.rules.events import HappenedEvent
from data.rules.facts import FACTS, facts_of
from data.rules.hazard import Hazard as Hazard
from data.rules.hazard import Round as Round
from data.rules.short_form import short_form as short_form
from data.rules.vocabulary import Level, ManageType, Result, Source, State

Effect = Callable[[Hazard, HappenedEvent], str | None]
"""Changes the hazard and returns None, or changes nothing and returns the name of the reason."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the table: what may happen, in which states, and what it does."""

    what: str
    states: frozenset[State]
    effect: Effect


def advance(hazard: Hazard | None, event: HappenedEvent) -> Hazard:
    """The hazard after ``event``, changed in place. A refused event changes nothing: `HistoryRefused`."""
    if hazard is None:
        return _begin(event)
    step = STEPS_BY_WHAT.get(event.what)
    if step is None:
        raise _refused(hazard, event, Reason("unknown_event"))
    if event.day < hazard.last_day or (event.instant < hazard.last_instant and not event.is_plain):
        raise _refused(hazard, event, Reason("backwards"))
    if hazard.state not in step.states:
        raise _refused(hazard, event, Reason("state", {"state": Word(f"state.{hazard.state}")}))
    try:
        against = step.effect(hazard, event)
    except BadField as bad:
        raise _refused(hazard, event, bad.reason) from None
    if against is not None:
        raise _refused(hazard, event, Reason(against))
    hazard.row_version += 1
    hazard.change = event.change
    hazard.last_day = event.day
    if event.instant > hazard.last_instant:
        hazard.last_instant = event.instant
    return hazard


def _refused(hazard: Hazard, event: HappenedEvent, reason: Reason) -> HistoryRefused:
    return HistoryRefused(hazard.hazard_no, hazard.row_version + 1, event.what, reason)


def _begin(event: HappenedEvent) -> Hazard:
    if event.what != "found":
        raise HistoryRefused(event.id, 1, event.what, Reason("begins_with_found"))
    try:
        return _found(event)
    except BadField as bad:
        raise HistoryRefused(event.id, 1, event.what, bad.reason) from None


def _found(event: HappenedEvent) -> Hazard:
    body = event.body
    if event.day < FIRST_DAY:
        raise BadField("at", event.at)
    source = code_of(body, "source", 1, 10)
    if source is None:
        raise BadField("source", None)
    facts = _UNSTATED | facts_of(body)
    if not facts["subject_name"]:
        raise BadField("subject", map_of(body, "subject").get("name"))
    return Hazard(
        hazard_no=event.id,
        found_day=event.day,
        found_at=event.at,
        state=State.CONFIRMED if source in _CONFIRMING else State.REPORTED,
        state_day=event.day,
        found_by=text_of(body, "by") or event.actor or None,
        found_org=text_of(body, "by_org", 40) or event.org or None,
        batch=event.batch,
        change=event.change,
        last_day=event.day,
        last_instant=event.instant,
        **facts,
    )


_UNSTATED: dict[str, Any] = {
    "subject_name": "",
    "level": Level.GENERAL.value,
    "manage_type": ManageType.BY_DEADLINE.value,
    "description": "",
}
"""What a hazard has that its ``found`` does not state."""


_CONFIRMING = frozenset(int(source) for source in Source if source.confirms)


def _to(hazard: Hazard, state: State, event: HappenedEvent) -> None:
    hazard.state = state
    hazard.state_day = event.day


def _current_round(hazard: Hazard) -> Round:
    """The round that runs, begun when the last one is over."""
    if hazard.round_over:
        hazard.round += 1
        hazard.round_over = False
        hazard.submitted_day = None
        hazard.passed = False
        hazard.rounds.append(Round(hazard.round))
    elif not hazard.rounds:
        hazard.rounds.append(Round(hazard.round))
    return hazard.rounds[-1]


def _confirmed(hazard: Hazard, event: HappenedEvent) -> None:
    level = code_of(event.body, "level", 0, 1)
    dept = text_of(event.body, "dept", 40)
    category = text_of(event.body, "category")
    basis = prose_of(event.body, "judge_basis")
    cause = text_of(event.body, "cause_type", 40)
    hazard.level = hazard.level if level is None else level
    hazard.dept = dept or hazard.dept
    hazard.category = category or hazard.category
    hazard.cause_type = cause or hazard.cause_type
    hazard.judge_basis = basis or hazard.judge_basis
    _to(hazard, State.CONFIRMED, event)


def _noticed(hazard: Hazard, event: HappenedEvent) -> str | None:
    if hazard.state is State.RECTIFYING and not hazard.round_over:
        return "already_ordered"
    deadline = day_of(event.body, "deadline")
    doc_no = text_of(event.body, "doc_no")
    org = text_of(event.body, "by_org", 40) or event.org or None
    again = hazard.state is State.FAILED or hazard.state is State.RECTIFYING
    running = _current_round(hazard)
    running.ordered_day, running.doc_no, running.deadline = event.day, doc_no, deadline
    hazard.ordered_org = org
    if deadline is not None:
        hazard.deadline = deadline
        hazard.ordered = True
    _to(hazard, State.RECTIFYING if again else State.NOTICED, event)
    return None


def _five(hazard: Hazard, body: Body) -> None:
    """Merge the 五落实: what is null stays as it was."""
    person, measures, plan = text_of(body, "person"), prose_of(body, "measures"), prose_of(body, "plan")
    funds, deadline = fen_of(body, "funds_yuan"), day_of(body, "deadline")
    if person is not None:
        hazard.five_person = person
    if measures is not None:
        hazard.five_measures = measures
    if funds is not None:
        hazard.five_funds_fen = funds
    if deadline is not None:
        hazard.five_deadline = deadline
    if plan is not None:
        hazard.five_plan = plan


def _rectifying(hazard: Hazard, event: HappenedEvent) -> None:
    _five(hazard, map_of(event.body, "five"))
    running = _current_round(hazard)
    if hazard.deadline is None:
        hazard.deadline = running.deadline = hazard.five_deadline
    if hazard.state is not State.RECTIFYING:
        _to(hazard, State.RECTIFYING, event)


def _five_updated(hazard: Hazard, event: HappenedEvent) -> None:
    _five(hazard, map_of(event.body, "five"))


def _extension_requested(hazard: Hazard, event: HappenedEvent) -> None:
    hazard.requested = day_of(event.body, "deadline")
    hazard.before_request = hazard.state
    _to(hazard, State.EXT_PENDING, event)


def _extended(hazard: Hazard, event: HappenedEvent) -> str | None:
    deadline = day_of(event.body, "deadline") or hazard.requested
    if deadline is None:
        return "extension_without_deadline"
    hazard.deadline = deadline
    hazard.ordered = True
    hazard.extensions += 1
    if hazard.rounds:
        hazard.rounds[-1].deadline = deadline
    _end_request(hazard, event)
    return None


def _end_request(hazard: Hazard, event: HappenedEvent) -> None:
    if hazard.before_request is not None:
        _to(hazard, hazard.before_request, event)
    hazard.requested = hazard.before_request = None


def _submitted(hazard: Hazard, event: HappenedEvent) -> str | None:
    if hazard.level == Level.MAJOR and hazard.state in _BEFORE_MEASURES:
        return "major_without_measures"
    cost = fen_of(event.body, "cost_yuan")
    by = text_of(event.body, "by") or event.actor or None
    running = _current_round(hazard)
    running.submitted_day = hazard.submitted_day = event.day
    running.submitted_by, running.cost_fen = by, cost
    if cost is not None:
        hazard.cost_fen = (hazard.cost_fen or 0) + cost
    hazard.requested = hazard.before_request = None
    _to(hazard, State.SUBMITTED, event)
    return None


_BEFORE_MEASURES = frozenset({State.REPORTED, State.CONFIRMED, State.NOTICED})
_RESULTS = {result.value: result for result in Result}


def _reinspected(hazard: Hazard, event: HappenedEvent) -> str | None:
    if hazard.passed:
        return "already_passed"
    result = _RESULTS.get(event.body.get("result", ""))
    if result is None:
        raise BadField("result", event.body.get("result"))
    by, opinion = text_of(event.body, "by") or event.actor or None, prose_of(event.body, "opinion")
    running = _current_round(hazard)
    if running.submitted_day is None:
        running.submitted_day = hazard.submitted_day = event.day
    running.reinspected_day, running.reinspected_by = event.day, by
    running.result, running.opinion = result.value, opinion
    hazard.passed = result is Result.PASS
    hazard.round_over = True
    _to(hazard, State.SUBMITTED if hazard.passed else State.FAILED, event)
    return None


def _closed(hazard: Hazard, event: HappenedEvent) -> str | None:
    if hazard.state is State.SUSPENDED and not hazard.resumed:
        return "not_resumed"
    if hazard.state is State.SUBMITTED and not hazard.passed:
        return "not_passed"
    hazard.closed_day = event.day
    _to(hazard, State.CLOSED, event)
    return None


def _fixed_on_the_spot(hazard: Hazard, event: HappenedEvent) -> None:
    by = text_of(event.body, "by") or event.actor or None
    running = _current_round(hazard)
    running.deadline = running.submitted_day = running.reinspected_day = event.day
    running.submitted_by = running.reinspected_by = by
    running.result = Result.PASS.value
    hazard.manage_type = ManageType.ON_THE_SPOT.value
    hazard.deadline = hazard.submitted_day = hazard.closed_day = event.day
    hazard.passed = hazard.round_over = True
    _to(hazard, State.CLOSED, event)


def _voided(hazard: Hazard, event: HappenedEvent) -> None:
    _to(hazard, State.VOID, event)


def _transferred(hazard: Hazard, event: HappenedEvent) -> str | None:
    hazard.transfer_to = text_of(event.body, "to", 40)
    hazard.before_transfer = hazard.state
    _to(hazard, State.TRANSFERRED, event)
    return None


def _transfer_accepted(hazard: Hazard, event: HappenedEvent) -> None:
    """T18: comes back as confirmed at the recipient; only the department changes."""
    hazard.dept = hazard.transfer_to or hazard.dept
    hazard.round_over = hazard.round_over or hazard.submitted_day is not None
    hazard.passed = hazard.resumed = False
    hazard.requested = hazard.before_request = hazard.before_transfer = hazard.transfer_to = None
    _to(hazard, State.CONFIRMED, event)


def _transfer_refused(hazard: Hazard, event: HappenedEvent) -> None:
    _to(hazard, hazard.before_transfer or State.CONFIRMED, event)
    hazard.before_transfer = hazard.transfer_to = None


def _suspended(hazard: Hazard, event: HappenedEvent) -> None:
    hazard.resumed, hazard.resumption_asked = False, None
    _to(hazard, State.SUSPENDED, event)


def _resumption_requested(hazard: Hazard, event: HappenedEvent) -> None:
    hazard.resumption_asked = event.day


def _resumed(hazard: Hazard, event: HappenedEvent) -> None:
    hazard.resumed, hazard.resumption_asked = True, None


def _reopened(hazard: Hazard, event: HappenedEvent) -> None:
    """T19: back to rectification; the closing did not count."""
    hazard.closed_day = None
    hazard.passed = hazard.resumed = False
    hazard.round_over = True
    _to(hazard, State.RECTIFYING, event)


def _noted(hazard: Hazard, event: HappenedEvent) -> None:
    """The event stands in the history and changes nothing else."""


def _amended(hazard: Hazard, event: HappenedEvent) -> str | None:
    fields = map_of(event.body, "fields")
    if unknown := sorted(set(fields) - set(FACTS) - {"subject"}):
        raise BadField(unknown[0], fields[unknown[0]])
    facts = facts_of(fields)
    if facts.get("subject_name") == "":
        return "subject_without_name"
    for attribute, value in facts.items():
        setattr(hazard, attribute, value)
    return None


def _merged(hazard: Hazard, event: HappenedEvent) -> str | None:
    into = text_of(event.body, "into", 64)
    if into is None or into == hazard.hazard_no:
        return "merged_into_nothing"
    hazard.merged_into = into
    _to(hazard, State.MERGED, event)
    return None


def _withdrawn(hazard: Hazard, event: HappenedEvent) -> None:
    _to(hazard, State.WITHDRAWN, event)


_OPEN = frozenset(state for state in State if state.is_open)
_LIVE = _OPEN | {State.CLOSED}
_AT_WORK = _OPEN - {State.TRANSFERRED}


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


_R, _C, _N, _W, _E, _S, _F = (
    State.REPORTED,
    State.CONFIRMED,
    State.NOTICED,
    State.RECTIFYING,
    State.EXT_PENDING,
    State.SUBMITTED,
    State.FAILED,
)

STEPS: tuple[Step, ...] = (
    Step("confirmed", _states(_R, _C), _confirmed),
    Step("noticed", _states(_R, _C, _F, _W), _noticed),
    Step("rectifying", _states(_R, _C, _N, _W, _F), _rectifying),
    Step("five_updated", _AT_WORK, _five_updated),
    Step("extension_requested", _states(_N, _W), _extension_requested),
    Step("extended", _states(_E, _N, _W), _extended),
    Step("extension_refused", _states(_E), _end_request),
    Step("submitted", _states(_R, _C, _N, _W, _E, _F), _submitted),
    Step("reinspected", _states(_S, _N, _W), _reinspected),
    Step("closed", _states(_S, State.SUSPENDED), _closed),
    Step("fixed_on_the_spot", _states(_R, _C), _fixed_on_the_spot),
    Step("voided", _states(_R, _C, _N, _W), _voided),
    Step("transferred", _AT_WORK, _transferred),
    Step("transfer_accepted", _states(State.TRANSFERRED), _transfer_accepted),
    Step("transfer_refused", _states(State.TRANSFERRED), _transfer_refused),
    Step("suspended", _states(_C, _N, _W, _S, _F), _suspended),
    Step("resumption_requested", _states(State.SUSPENDED), _resumption_requested),
    Step("resumed", _states(State.SUSPENDED), _resumed),
    Step("reopened", _states(State.CLOSED), _reopened),
    Step("case_not_filed", _LIVE, _noted),
    Step("case_transferred", _LIVE, _noted),
    Step("amended", _LIVE | {State.VOID}, _amended),
    Step("merged", _LIVE, _merged),
    Step("withdrawn", frozenset(State) - {State.WITHDRAWN}, _withdrawn),
)
"""The state machine: domain 3.2 T2–T19 and the corrections of the history format."""

STEPS_BY_WHAT: Mapping[str, Step] = {step.what: step for step in STEPS}
