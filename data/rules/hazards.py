"""A hazard is what its events made of it: the loop of domain 3.1 and 3.2 as a table, folded one event at a time.

`advance` is the only way a hazard changes. It obeys the table ``STEPS``; what the table does not list is refused with
hazard, event and reason. Milestones imply the stages between them, as the history format says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.rules.bodies import BadField, Body, code_of, day_of, degrees_of, fen_of, flag_of, map_of, prose_of, text_of
from data.rules.errors import HistoryRefused, Reason, Word
from data.rules.events import HappenedEvent, five_value
from data.rules.vocabulary import Level, ManageType, PlaceQuality, Result, Source, State, SubjectKind


@dataclass(slots=True)
class Round:
    """整改与复查的一轮. Days are ordinals; the order's deadline is None where the round had no order of its own."""

    round: int
    ordered_day: int | None = None
    doc_no: str | None = None
    deadline: int | None = None
    submitted_day: int | None = None
    submitted_by: str | None = None
    cost_fen: int | None = None
    reinspected_day: int | None = None
    reinspected_by: str | None = None
    result: str | None = None
    opinion: str | None = None


@dataclass(slots=True)
class Hazard:
    """隐患: the columns of the store's hazard row under the same names, its rounds, and what the table has to remember.

    ``submitted_day`` and ``passed`` speak of the current round; ``deadline`` is the effective one, extensions included;
    ``cost_fen`` is the sum over the rounds; ``row_version`` counts the events.
    """

    hazard_no: str
    subject_name: str
    found_day: int
    found_at: str
    state: State
    state_day: int
    level: int
    source: int
    manage_type: int
    description: str
    subject_kind: str = SubjectKind.ENTERPRISE.value
    object_id: str | None = None
    uscc: str | None = None
    town: str | None = None
    town_source: str | None = None
    village: str | None = None
    cell: str | None = None
    park: str | None = None
    sector: str | None = None
    dept: str | None = None
    category: str | None = None
    address: str | None = None
    lon: float | None = None
    lat: float | None = None
    place_quality: int = PlaceQuality.MISSING.value
    morton: int | None = None
    judge_basis: str | None = None
    is_repeat: bool = False
    found_by: str | None = None
    found_org: str | None = None
    round: int = 1
    passed: bool = False
    deadline: int | None = None
    submitted_day: int | None = None
    closed_day: int | None = None
    five_person: str | None = None
    five_measures: str | None = None
    five_funds_fen: int | None = None
    five_deadline: int | None = None
    five_plan: str | None = None
    cost_fen: int | None = None
    extensions: int = 0
    listed: str | None = None
    batch: str | None = None
    row_version: int = 1
    change: int = 0
    rounds: list[Round] = field(default_factory=list)
    last_day: int = 0
    last_instant: int = 0
    ordered: bool = False
    """An order or an approved extension gave the deadline."""
    round_over: bool = False
    """The next order, measure or submission begins a new round."""
    resumed: bool = False
    """恢复生产 is approved; closing ends the suspension."""
    requested: int | None = None
    """The deadline asked for while an extension is pending."""
    before_request: State | None = None
    before_transfer: State | None = None
    transfer_to: str | None = None
    merged_into: str | None = None

    @property
    def five_mask(self) -> int:
        """Bit i is set when ``FIVE[i]`` is stated; funds of zero are stated funds."""
        return (
            (self.five_person is not None)
            | (self.five_measures is not None) << 1
            | (self.five_funds_fen is not None) << 2
            | (self.five_deadline is not None) << 3
            | (self.five_plan is not None) << 4
        )

    def is_overdue(self, today: int) -> bool:
        """逾期 (domain 4.1): open, past the effective deadline, and nothing waiting for the re-inspector."""
        waits = self.state is State.SUBMITTED or (self.submitted_day is not None and not self.round_over)
        return self.state.is_open and self.deadline is not None and self.deadline < today and not waits

    def awaits_closure(self) -> bool:
        """待销号: passed re-inspection, closure not yet approved."""
        return self.passed and self.state is State.SUBMITTED


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
        raise _refused(hazard, event, Reason("field", {"field": bad.args[0], "value": str(bad.args[1])[:60]})) from None
    if against is not None:
        raise _refused(hazard, event, Reason(against))
    hazard.row_version += 1
    hazard.change = event.change
    hazard.last_day = event.day
    if event.instant > hazard.last_instant:
        hazard.last_instant = event.instant
    return hazard


def short_form(hazard: Hazard, event: HappenedEvent) -> tuple[int, int, int | None]:
    """State code, round and value (see `data.rules.events`) of ``event``, the last one that ``hazard`` went through."""
    value = _VALUES.get(event.what)
    return hazard.state.code, hazard.round, None if value is None else value(hazard, event)


def _refused(hazard: Hazard, event: HappenedEvent, reason: Reason) -> HistoryRefused:
    return HistoryRefused(hazard.hazard_no, hazard.row_version + 1, event.what, reason)


def _begin(event: HappenedEvent) -> Hazard:
    if event.what != "found":
        raise HistoryRefused(event.id, 1, event.what, Reason("begins_with_found"))
    try:
        return _found(event)
    except BadField as bad:
        reason = Reason("field", {"field": bad.args[0], "value": str(bad.args[1])[:60]})
        raise HistoryRefused(event.id, 1, event.what, reason) from None


def _found(event: HappenedEvent) -> Hazard:
    body = event.body
    source = code_of(body, "source", 1, 10)
    if source is None:
        raise BadField("source", None)
    level = code_of(body, "level", 0, 1)
    manage_type = code_of(body, "manage_type", 0, 1)
    hazard = Hazard(
        hazard_no=event.id,
        subject_name="",
        found_day=event.day,
        found_at=event.at,
        state=State.CONFIRMED if source in _CONFIRMING else State.REPORTED,
        state_day=event.day,
        level=level or 0,
        source=source,
        manage_type=ManageType.BY_DEADLINE.value if manage_type is None else manage_type,
        description="",
        found_by=text_of(body, "by") or event.actor or None,
        found_org=text_of(body, "by_org", 40) or event.org or None,
        batch=event.batch,
        change=event.change,
        last_day=event.day,
        last_instant=event.instant,
    )
    for name, value in _facts(body).items():
        setattr(hazard, name, value)
    if not hazard.subject_name:
        raise BadField("subject", map_of(body, "subject").get("name"))
    return hazard


_CONFIRMING = frozenset(int(source) for source in Source if source.confirms)
_SUBJECT_KINDS = frozenset(kind.value for kind in SubjectKind)


def _subject_kind(subject: Body) -> str:
    kind = text_of(subject, "kind", 40) or SubjectKind.ENTERPRISE.value
    if kind not in _SUBJECT_KINDS:
        raise BadField("subject.kind", kind)
    return kind


def _code(name: str) -> Callable[[Body], Any]:
    return lambda body: text_of(body, name, 40)


FACTS: dict[str, tuple[str, Callable[[Body], Any]]] = {
    "town": ("town", _code("town")),
    "sector": ("sector", _code("sector")),
    "level": ("level", lambda body: code_of(body, "level", 0, 1)),
    "source": ("source", lambda body: code_of(body, "source", 1, 10)),
    "manage_type": ("manage_type", lambda body: code_of(body, "manage_type", 0, 1)),
    "description": ("description", lambda body: prose_of(body, "description") or ""),
    "address": ("address", lambda body: prose_of(body, "address")),
    "lon": ("lon", lambda body: degrees_of(body, "lon", 180.0)),
    "lat": ("lat", lambda body: degrees_of(body, "lat", 90.0)),
    "repeat": ("is_repeat", lambda body: flag_of(body, "repeat")),
    "object_id": ("object_id", _code("object_id")),
    "category": ("category", lambda body: text_of(body, "category")),
    "judge_basis": ("judge_basis", lambda body: prose_of(body, "judge_basis")),
    "dept": ("dept", _code("dept")),
    "village": ("village", _code("village")),
    "cell": ("cell", _code("cell")),
    "park": ("park", _code("park")),
    "morton": ("morton", lambda body: code_of(body, "morton", -1, 1 << 52)),
    "place_quality": ("place_quality", lambda body: code_of(body, "place_quality", 1, 9) or 9),
    "town_source": ("town_source", _code("town_source")),
}
"""Fields of ``found`` and of ``amended.fields`` by name: the attribute they fill and how they are read."""

_NEVER_NONE = frozenset({"level", "source", "manage_type"})


def _facts(body: Body) -> dict[str, Any]:
    """What ``found`` or ``amended.fields`` says, by attribute of the hazard."""
    facts = {attribute: read(body) for name, (attribute, read) in FACTS.items() if name in body}
    if "subject" in body:
        facts |= _subject(map_of(body, "subject"))
    return {attribute: value for attribute, value in facts.items() if value is not None or attribute not in _NEVER_NONE}


def _subject(subject: Body) -> dict[str, Any]:
    facts: dict[str, Any] = {"subject_kind": _subject_kind(subject)} if "kind" in subject else {}
    if "name" in subject:
        facts["subject_name"] = text_of(subject, "name") or ""
    if "uscc" in subject:
        facts["uscc"] = text_of(subject, "uscc", 40)
    return facts


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
    hazard.level = hazard.level if level is None else level
    hazard.dept = dept or hazard.dept
    hazard.category = category or hazard.category
    hazard.judge_basis = basis or hazard.judge_basis
    _to(hazard, State.CONFIRMED, event)


def _noticed(hazard: Hazard, event: HappenedEvent) -> str | None:
    if hazard.state is State.RECTIFYING and not hazard.round_over:
        return "already_ordered"
    deadline = day_of(event.body, "deadline")
    doc_no = text_of(event.body, "doc_no")
    again = hazard.state is State.FAILED or hazard.state is State.RECTIFYING
    running = _current_round(hazard)
    running.ordered_day, running.doc_no, running.deadline = event.day, doc_no, deadline
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
    hazard.resumed = False
    _to(hazard, State.SUSPENDED, event)


def _resumed(hazard: Hazard, event: HappenedEvent) -> None:
    hazard.resumed = True


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
    facts = _facts(fields)
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


def _five_short(hazard: Hazard, event: HappenedEvent) -> int:
    return five_value(hazard.five_mask, hazard.five_funds_fen, None if hazard.ordered else hazard.deadline)


_RESULT_CODES = {"pass": 0, "fail": 1, "partial": 2}

_VALUES: dict[str, Callable[[Hazard, HappenedEvent], int | None]] = {
    "found": lambda hazard, event: hazard.level,
    "confirmed": lambda hazard, event: code_of(event.body, "level", 0, 1),
    "amended": lambda hazard, event: code_of(map_of(event.body, "fields"), "level", 0, 1),
    "noticed": lambda hazard, event: day_of(event.body, "deadline"),
    "extension_requested": lambda hazard, event: hazard.requested,
    "extended": lambda hazard, event: hazard.deadline,
    "rectifying": _five_short,
    "five_updated": _five_short,
    "submitted": lambda hazard, event: fen_of(event.body, "cost_yuan"),
    "reinspected": lambda hazard, event: _RESULT_CODES[event.body["result"]],
}
