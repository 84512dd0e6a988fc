"""Every KPI once more, slowly: domain 4.0-4.2 over plain lists, sharing nothing with the product's folds."""

from dataclasses import dataclass, field
from datetime import date
from statistics import fmean
from typing import Any

from data.rules.events import HappenedEvent
from tests.figures.world import World, until

IN_NO_FIGURE = ("VOID", "MERGED", "WITHDRAWN")
Answer = tuple[Any, int | None, int | None]


@dataclass
class Round:
    """One round of rectification."""

    number: int
    order: int | None = None
    submitted: int | None = None
    inspected: int | None = None
    result: str | None = None
    spot: bool = False
    undone: bool = False


@dataclass
class Past:
    """What a hazard's events say by the day of the figures."""

    number: str
    found: int
    level: int
    source: int
    manage_type: int
    repeat: bool
    town: str | None
    sector: str | None
    state: str = ""
    deadline: int | None = None
    ordered: bool = False
    rounds: list[Round] = field(default_factory=lambda: [Round(1)])
    over: bool = False
    spot: bool = False
    noticed: bool = False
    closings: list[int] = field(default_factory=list)
    reopenings: list[int] = field(default_factory=list)
    five: dict[str, Any] = field(default_factory=dict)
    costs: list[float] = field(default_factory=list)
    asked_from: str = ""
    moved_from: str = ""
    first_deadline: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state not in ("CLOSED", *IN_NO_FIGURE)

    @property
    def closed(self) -> int | None:
        return self.closings[-1] if self.state == "CLOSED" else None


def past_of(number: str, events: list[HappenedEvent]) -> Past:
    """Follow the events one by one."""
    found = events[0].body
    past = Past(
        number, events[0].day, found["level"], found["source"], found["manage_type"], found["repeat"], found["town"],
        found["sector"], "CONFIRMED" if found["source"] in (2, 3, 5, 7) else "REPORTED",
    )  # fmt: skip
    for event in events[1:]:
        _follow(past, event.what, event.body, event.day)
        if len(past.rounds) == 1 and not past.over:
            past.first_deadline = past.deadline
        past.noticed |= past.state in (
            "NOTICED",
            "RECTIFYING",
            "EXT_PENDING",
            "SUBMITTED",
            "FAILED",
            "SUSPENDED",
            "CLOSED",
        )
    return past


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _round(past: Past) -> Round:
    if past.over:
        past.rounds.append(Round(len(past.rounds) + 1))
        past.over = False
    return past.rounds[-1]


def _follow(past: Past, what: str, body: Any, day: int) -> None:  # noqa: C901 -- the table, once
    if what in ("confirmed", "amended"):
        fields = body.get("fields", body)
        for name in ("level", "source", "manage_type"):
            if fields.get(name) is not None:
                setattr(past, name, fields[name])
        for name in ("town", "sector", "repeat"):
            if name in fields:
                setattr(past, name, fields[name])
        if what == "confirmed":
            past.state = "CONFIRMED"
    elif what == "noticed":
        running = _round(past)
        again = past.state in ("FAILED", "RECTIFYING")
        past.state = "RECTIFYING" if again else "NOTICED"
        if body["deadline"]:
            past.deadline = running.order = _day(body["deadline"])
            past.ordered = True
    elif what in ("rectifying", "five_updated"):
        past.five |= {name: value for name, value in body["five"].items() if value is not None}
        if what == "rectifying":
            _round(past)
            past.state = "RECTIFYING"
            if past.deadline is None and past.five.get("deadline"):
                past.deadline = _day(past.five["deadline"])
    elif what == "extension_requested":
        past.asked_from, past.state = past.state, "EXT_PENDING"
    elif what == "extended":
        past.deadline = _day(body["deadline"])
        if not past.over:
            past.rounds[-1].order = past.deadline
        past.state, past.asked_from = past.asked_from or past.state, ""
    elif what == "extension_refused":
        past.state, past.asked_from = past.asked_from, ""
    elif what == "submitted":
        _round(past).submitted = day
        past.state, past.asked_from = "SUBMITTED", ""
        if body["cost_yuan"] is not None:
            past.costs.append(body["cost_yuan"])
    elif what == "reinspected":
        running = _round(past)
        running.inspected, running.result, past.over = day, body["result"], True
        past.state = "SUBMITTED" if body["result"] == "pass" else "FAILED"
    elif what == "closed":
        past.closings.append(day)
        past.state = "CLOSED"
    elif what == "fixed_on_the_spot":
        past.closings.append(day)
        _round(past).spot = True
        past.state, past.spot, past.manage_type, past.deadline, past.over = "CLOSED", True, 0, day, True
    elif what == "reopened":
        past.reopenings.append(day)
        for one in past.rounds:
            one.undone = True
        past.state, past.spot, past.over = "RECTIFYING", False, True
    elif what == "transferred":
        past.moved_from, past.state = past.state, "TRANSFERRED"
    elif what == "transfer_accepted":
        past.state, past.asked_from = "CONFIRMED", ""
        if past.rounds[-1].submitted is not None or past.over:
            past.over = past.rounds[-1].undone = True
    elif what == "transfer_refused":
        past.state = past.moved_from
    elif what in ("suspended", "voided", "merged", "withdrawn"):
        past.state = {"suspended": "SUSPENDED", "voided": "VOID", "merged": "MERGED", "withdrawn": "WITHDRAWN"}[what]


def in_time(past: Past) -> bool:
    """Waiting for re-inspection or closure, after a submission by the effective deadline."""
    last = past.rounds[-1]
    if not past.is_open or last.undone or past.deadline is None:
        return False
    if last.inspected is not None:
        return past.state == "SUBMITTED" and _submission(last) <= past.deadline
    return last.submitted is not None and last.submitted <= past.deadline


def is_overdue(past: Past, as_of: int) -> bool:
    """Open, past the deadline, nothing pending, not 待销号."""
    last = past.rounds[-1]
    pending = last.submitted is not None and last.inspected is None and not last.undone
    waits = pending or past.state == "SUBMITTED"
    return past.is_open and past.deadline is not None and past.deadline < as_of and not waits


def was_on_time(past: Past) -> bool:
    """Closed, and the round that passed was submitted by the effective deadline."""
    if past.closed is None or past.deadline is None:
        return False
    if past.spot:
        return past.closed <= past.deadline
    passed = [one for one in past.rounds if one.result == "pass" and not one.undone]
    return bool(passed) and _submission(passed[-1]) <= past.deadline


def _submission(one: Round) -> int:
    day = one.inspected if one.submitted is None else one.submitted
    assert day is not None
    return day


def rounds_of(past: Past, as_of: int) -> tuple[int, int]:
    """Rounds re-inspected in time, and rounds re-inspected or due to be."""
    done = due = 0
    for one in past.rounds:
        submitted = one.inspected if one.submitted is None else one.submitted
        deadline = past.first_deadline if one.number == 1 else one.order
        triggers = [day for day in (submitted, deadline) if day is not None]
        if one.spot or past.spot or not triggers:
            continue
        limit = min(triggers) + 10
        due += one.inspected is not None or limit <= as_of
        done += one.inspected is not None and one.inspected <= limit
    return done, due


def open_on(past: Past, day: int) -> bool:
    """Whether it was open at the end of a day, the excluded set being that of the figures' day."""
    closed = sum(one <= day for one in past.closings) - sum(one <= day for one in past.reopenings)
    return past.found <= day and closed == 0


def quantile(days: list[int], share: float) -> float | None:
    """Linear interpolation at share * (n - 1)."""
    if not days:
        return None
    days = sorted(days)
    place = share * (len(days) - 1)
    low = int(place)
    high = min(low + 1, len(days) - 1)
    return days[low] + (days[high] - days[low]) * (place - low)


def _rate(part: list[Any], whole: list[Any]) -> Answer:
    return (len(part) / len(whole) if whole else None, len(part), len(whole))


def _n(number: float) -> Answer:
    return (number, None, None)


def reference(world: World, first: date, last: date, as_of: date, change: int | None) -> dict[str, Answer]:
    """Every KPI as (value, numerator, denominator); the latter two None where it is no rate."""
    t0, t1, day = first.toordinal(), last.toordinal(), as_of.toordinal()
    end = min(t1, day)
    cut = {number: until(events, day, change) for number, events in world.hazards.items()}
    pasts = {number: past_of(number, events) for number, events in cut.items() if events}
    live = {number: past for number, past in pasts.items() if past.state not in IN_NO_FIGURE}
    cases = [one for one in (case_of(until(stream, day, change)) for stream in world.cases.values()) if one]
    unsettled = {case["hazard_no"] for case in cases if case["closed"] is None}
    f = [past for past in live.values() if t0 <= past.found <= t1]
    due = [
        past
        for past in live.values()
        if past.deadline is not None and t0 <= past.deadline <= t1 and past.deadline <= day
    ]
    stock = [past for past in live.values() if past.is_open]
    late = [past for past in stock if is_overdue(past, day)]
    closures = [past for past in live.values() if past.closed is not None and t0 <= past.closed <= end]
    days = [past.closed - past.found for past in closures if past.closed is not None]
    slow = [past.closed - past.found for past in closures if past.closed is not None and not past.spot]
    major = [past for past in f if past.level == 1]
    ordered = [past for past in f if past.noticed and not past.spot]
    five = [past for past in ordered if len(past.five) == 5]
    inspected = [past for past in f if past.spot or any(one.inspected for one in past.rounds)]
    to_inspect = [
        past
        for past in f
        if past in inspected
        or any(one.submitted for one in past.rounds)
        or (past.deadline is not None and past.deadline <= day)
    ]
    once = [past for past in inspected if not past.spot]
    rounds = [rounds_of(past, day) for past in f]
    decided = [past for past in due if not in_time(past)]
    done, all_rounds = sum(one for one, _ in rounds), sum(two for _, two in rounds)
    answers: dict[str, Answer] = {
        "hazards_total": _n(len(f)),
        "hazards_major": _n(len(major)),
        "rectification_rate": _rate([past for past in f if past.closed], f),
        "major_rectification_rate": _rate([past for past in major if past.closed], major),
        "due_rectification_rate": _rate([past for past in due if past.closed], due),
        "on_time_rate": _rate([past for past in decided if was_on_time(past)], decided),
        "open": _n(len(stock)),
        "overdue": _n(len(late)),
        "overdue_rate": _rate(late, stock),
        "reinspection_rate": _rate(inspected, to_inspect),
        "reinspection_on_time_rate": (done / all_rounds if all_rounds else None, done, all_rounds),
        "first_pass_rate": _rate([past for past in once if past.rounds[0].result == "pass"], once),
        "loop_closed_rate": _rate([past for past in f if past.closed and past.number not in unsettled], f),
        "closure_days_mean": _n(fmean(days)) if days else (None, None, None),
        "closure_days_median": (quantile(days, 0.5), None, None),
        "closure_days_p90": (quantile(days, 0.9), None, None),
        "closure_days_mean_not_on_the_spot": _n(fmean(slow)) if slow else (None, None, None),
        "on_the_spot_rate": _rate([past for past in f if past.manage_type == 0], f),
        "five_complete_rate_major": _rate(
            [past for past in five if past.level == 1], [past for past in ordered if past.level == 1]
        ),
        "five_complete_rate": _rate(five, ordered),
        "repeat_rate": _rate([past for past in f if past.repeat], f),
        "self_check_rate": _rate([past for past in f if past.source == 1], f),
        "closed": _n(sum(t0 <= one <= end for past in live.values() for one in past.closings)),
        "opened": _n(len(f)),
        "reopened": _n(sum(t0 <= one <= end for past in live.values() for one in past.reopenings)),
        "stock_start": _n(sum(open_on(past, t0 - 1) for past in live.values())),
        "stock_end": _n(sum(open_on(past, end) for past in live.values())),
        "funds_yuan": _n(sum(sum(past.costs) if past.costs else past.five.get("funds_yuan", 0) for past in f)),
    }
    return answers | _enforcement(world, cases, live, t0, end, day, change)


def case_of(events: list[HappenedEvent]) -> dict[str, Any] | None:
    """A case or transfer by its own events; None when it is not there (yet, or any more)."""
    if not events or any(event.what == "withdrawn" for event in events):
        return None
    seen: dict[str, Any] = {"filed": None, "decided": None, "closed": None, "fine": 0, **events[0].body}
    seen["begun"] = events[0].day
    for event in events:
        name = event.what.removeprefix("case_")
        if name in ("filed", "decided", "closed"):
            seen[name] = event.day
        if name == "decided":
            seen["fine"] = event.body["fine_yuan"] or 0
        if name == "amended":
            seen |= event.body["fields"]
    return seen


def _enforcement(
    world: World, cases: list[Any], live: dict[str, Past], t0: int, end: int, day: int, change: int | None
) -> dict[str, Answer]:
    told = [one for one in (case_of(until(stream, day, change)) for stream in world.transfers.values()) if one]
    handed = [one for one in told if t0 <= one["begun"] <= end]
    filed = [one for one in handed if one["filed"] is not None]
    decided = [one for one in filed if one["decided"] is not None]
    lengths = [one["decided"] - one["filed"] for one in decided]
    settled = {one["hazard_no"] for one in cases if one["hazard_no"] and one["decided"] is not None}
    mine = [one for one in cases if one["hazard_no"] is None or one["hazard_no"] in live]

    def within(one: Any, name: str) -> bool:
        return one[name] is not None and t0 <= one[name] <= end

    fines = sum(one["fine"] for one in mine if within(one, "decided"))
    fines += sum(one["fine"] for one in told if within(one, "decided") and one["hazard_no"] not in settled)
    return {
        "transfers_received": _n(len(handed)),
        "cases_filed": _n(len(filed)),
        "filing_rate": _rate(filed, handed),
        "cases_decided": _n(len(decided)),
        "decision_rate": _rate(decided, filed),
        "cases_closed": _n(len([one for one in filed if one["closed"] is not None])),
        "case_closed_rate": _rate([one for one in filed if one["closed"] is not None], filed),
        "fines_yuan": _n(fines),
        "filing_to_decision_days_mean": _n(fmean(lengths)) if lengths else (None, None, None),
        "hazard_cases_filed": _n(sum(within(one, "filed") for one in mine if one["hazard_no"])),
        "hazard_cases_decided": _n(sum(within(one, "decided") for one in mine if one["hazard_no"])),
    }
