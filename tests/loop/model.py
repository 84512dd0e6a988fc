"""The three machines once more, written from domain 3.1-3.5 and from nothing of the product.

`Model.against` says which sentences a try at a move must be refused with, none if it is to be accepted; `Model.make`
does it. States carry their codes of domain 3 (H1 … H9, HX, HT; C1 … C9; L1 … L9).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from data.rules.scope import Actor

OPEN = ("H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "HT")
WORDS = {
    "H1": "REPORTED", "H2": "CONFIRMED", "H3": "NOTICED", "H4": "RECTIFYING", "H5": "EXT_PENDING", "H6": "SUBMITTED",
    "H7": "FAILED", "H8": "SUSPENDED", "H9": "CLOSED", "HX": "VOID", "HT": "TRANSFERRED",
}  # fmt: skip
CONFIRMED_AT_ONCE = (2, 3, 5, 7)
"""Sources where finding is confirmation (T2)."""
FIVE = ("person", "measures", "funds_yuan", "deadline", "plan")
ENDS = ("结案", "撤案", "不予处罚", "移送司法")
WINDOW, MOST_EXTENSIONS = timedelta(10), 2

TABLE = """
confirm             H1              C01 D01 T01      level
notice              H2              D01 T0           deadline doc_no
fix_on_the_spot     H2              D01 T0           note
rectify             H3              E01 T0           person measures !funds_yuan !deadline !plan
update_five         H3,H4           E01 T0
submit              H3,H4           E01 T0           note
request_extension   H4              E01 T0           deadline reason interim_measures
approve_extension   H5              C1 D01 T0        deadline
refuse_extension    H5              C1 D01 T0        reason
reinspect           H3,H4,H6        C01 D01 T0 I01   result opinion !opinion_no
close               H6,H8           C1 D0 T0         basis
new_round           H4,H7           D01 T0           deadline doc_no
void                H1,H2,H3,H4     D01 T0           reason
suspend             H2,H3,H4,H6,H7  D01              reason doc_no
request_resumption  H8              E01 T0           application
resume              H8              D01              opinion
reopen              H9              C01 I01          reason
hand_over           to-work         D01 T0           to doc_no reason
accept_transfer     HT              D01
refuse_transfer     HT              D01              reason
file_case           live            D01              case_no cause law
case_stage          begun           D01              stage
decide_case         begun           D01              fine_yuan penalties decision_no
publish_case        begun           D01              media
close_case          begun           D01              end
transfer_case       begun           D01              to doc_no reason
not_file_case       live            D01              reason
propose_listing     open            C1 D1 T1 I1      reason
approve_listing     live            C1               opinion
refuse_listing      begun           C01              reason
list                open            C1               list_level notice_no due org responsible
publish_listing     live            C01              media
track_listing       live            C01 D01 T01      progress
apply_acceptance    live            E01 T01          report
accept_listing      live            C01 D01          experts opinion
reject_listing      live            C01 D01          experts opinion
delist              begun           C01              opinion opinion_no
publish_delisting   begun           C01              media
"""
"""Move, states it leaves, who may (role and levels), what it needs (``!``: for 重大 alone)."""
_GROUPS = {
    "open": OPEN,
    "to-work": tuple(state for state in OPEN if state != "HT"),
    "live": (*OPEN, "H9"),
    "begun": (*OPEN, "H9", "HX"),
}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    key: str
    states: tuple[str, ...]
    who: frozenset[str]
    needs: tuple[str, ...]
    needs_major: tuple[str, ...]

    def is_for(self, actor: Actor, level: int) -> bool:
        """Whether the role of this person may move hazards of this level."""
        return actor.role.value == "system" or f"{actor.role.value[0].upper()}{level}" in self.who

    def required(self, level: int) -> tuple[str, ...]:
        """Fields that a hazard of this level cannot do without."""
        return self.needs + (self.needs_major if level else ())


def _line(text: str) -> Line:
    words = text.split()
    key, states = words[:2]
    who = {f"{word[0]}{level}" for word in words[2:] if word[0].isupper() for level in word[1:]}
    needs = [word for word in words[2:] if not word[0].isupper()]
    return Line(
        key,
        _GROUPS.get(states) or tuple(states.split(",")),
        frozenset(who),
        tuple(name for name in needs if name[0] != "!"),
        tuple(name[1:] for name in needs if name[0] == "!"),
    )


LINES = {line.key: line for line in map(_line, TABLE.strip().splitlines())}


@dataclass
class Case:
    """The case that runs, or the last one there was."""

    no: str
    org: str
    stage: str = "C1"
    decided: bool = False
    published: bool = False
    end: str = ""


@dataclass
class Model:
    """One hazard with its case and its listing."""

    level: int
    source: int
    found: date
    dept: str
    powers: frozenset[str]
    departments: frozenset[str]
    state: str = ""
    deadline: date | None = None
    ordered_by: str = ""
    five: set[str] = field(default_factory=set)
    submitter: str = ""
    submitted: bool = False
    over: bool = False
    passed: bool = False
    resumed: bool = False
    extensions: int = 0
    back_from_request: str = ""
    back_from_transfer: str = ""
    to: str = ""
    case: Case | None = None
    listing: str = ""
    listed: bool = False

    def __post_init__(self) -> None:
        self.state = self.state or ("H2" if self.source in CONFIRMED_AT_ONCE else "H1")

    @property
    def running(self) -> Case | None:
        """The case that is not over."""
        return self.case if self.case and not self.case.end else None

    def overdue(self, today: date) -> bool:
        """Open, past its deadline, nothing waiting for the re-inspector."""
        waits = self.state == "H6" or (self.submitted and not self.over)
        return self.state in OPEN and self.deadline is not None and self.deadline < today and not waits

    def against(self, key: str, actor: Actor, values: dict[str, Any], today: date) -> set[str]:
        """Names of the sentences it is refused with."""
        line, role = LINES[key], actor.role.value[0].upper()
        if actor.role.value == "system":
            role = ""
        level = self.level
        found = set()
        if self.state not in line.states:
            found.add("state")
        if role and f"{role}{level}" not in line.who:
            found.add("role_level" if f"{role}{1 - level}" in line.who else "role")
        if any(values.get(name) in (None, "") for name in line.required(level)):
            found.add("missing")
        rule = getattr(self, f"_{key}", None)
        return found | (set(filter(None, rule(actor, values, today))) if rule else set())

    def _other(self, actor: Actor, org: str) -> bool:
        return actor.role.value != "system" and actor.org not in ("", org)

    def _ahead(self, values: dict[str, Any], today: date, name: str = "deadline") -> str:
        told = values.get(name)
        return "deadline_past" if told and date.fromisoformat(told) < today else ""

    def _confirm(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        level = int(values["level"]) if values.get("level") else self.level
        town = actor.role.value == "town" and level == 1
        basis = values.get("judge_basis") or self.level == 1
        return [town * "town_proposes_major", (level == 1 and not basis) * "major_needs_basis"]

    def _notice(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        early = values.get("deadline") and date.fromisoformat(values["deadline"]) < self.found
        return [self._ahead(values, today), bool(early) * "deadline_before_found"]

    def _fix_on_the_spot(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [(self.found != today) * "not_the_same_day"]

    def _rectify(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        told = self.five | {name for name in FIVE if values.get(name) not in (None, "")}
        return [(self.level == 1 and told != set(FIVE)) * "major_needs_five"]

    def _update_five(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [all(values.get(name) in (None, "") for name in FIVE) * "nothing_stated"]

    def _submit(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [
            (self.level == 1 and self.state == "H3") * "major_without_measures",
            (self.state == "H4" and self.over) * "new_order_first",
        ]

    def _later(self, values: dict[str, Any], today: date) -> str:
        told = values.get("deadline")
        day = date.fromisoformat(told) if told else date.max
        return "deadline_not_later" if day < today or (self.deadline and day <= self.deadline) else ""

    def _request_extension(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        found = [self._later(values, today), (self.extensions >= MOST_EXTENSIONS) * "no_extension_left"]
        if self.deadline is None:
            return [*found, "no_deadline_to_extend"]
        within = self.deadline - WINDOW <= today <= self.deadline
        return [*found, (not within) * "outside_extension_window"]

    def _of_another_town(self, actor: Actor) -> str:
        town = actor.role.value == "town" and self.ordered_by
        return "ordered_by_another" if town and self._other(actor, self.ordered_by) else ""

    def _approve_extension(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._later(values, today), self._of_another_town(actor)]

    def _refuse_extension(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._of_another_town(actor)]

    def _reinspect(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        eyes = (bool(self.submitter) and not self.over and self.submitter == actor.person) * "four_eyes"
        if self.state == "H6":
            return [self.passed * "already_passed", eyes]
        running = self.state in ("H3", "H4") and not (self.overdue(today) and not self.over)
        return [running * "not_submitted", eyes]

    def _close(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [
            (self.state == "H8" and not self.resumed) * "not_resumed",
            (self.state == "H6" and not self.passed) * "not_passed",
        ]

    def _new_round(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [(self.state == "H4" and not self.over) * "already_ordered", self._ahead(values, today)]

    def _void(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        if self.state not in ("H3", "H4"):
            return []
        another = bool(self.ordered_by) and self._other(actor, self.ordered_by)
        return [another * "ordered_by_another", (not values.get("approver")) * "missing"]

    def _suspend(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [(self.state == "H6" and self.passed) * "already_passed"]

    def _resume(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self.resumed * "already_resumed"]

    _request_resumption = _resume

    def _hand_over(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        to = values.get("to")
        if to and to not in self.departments:
            return ["not_a_department"]
        return [(to == self.dept) * "handed_to_oneself"]

    def _accept_transfer(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [(self.state == "HT" and self._other(actor, self.to)) * "handed_to_another"]

    _refuse_transfer = _accept_transfer

    def _powerless(self, actor: Actor) -> str:
        return all(self._other(actor, org) for org in self.powers) * "no_power_to_penalise"

    def _file_case(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._powerless(actor), (self.running is not None) * "case_runs"]

    def _not_file_case(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        called = self.state in ("H7", "H8") or self.overdue(today)
        return [*self._file_case(actor, values, today), (not called) * "no_case_called_for"]

    def _on_case(self, actor: Actor) -> list[str]:
        case = self.running
        if case is None:
            return ["no_open_case"]
        return [(bool(case.org) and self._other(actor, case.org)) * "case_of_another"]

    def _case_stage(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        case, stage, found = self.running, values.get("stage") or "", self._on_case(actor)
        if case is None:
            return found
        early = stage in ("C7", "C8") and not case.decided
        return [*found, (stage != "" and stage < case.stage) * "case_backwards", early * "stage_undecided"]

    def _decide_case(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        case = self.running
        return [*self._on_case(actor), (case is not None and case.decided) * "already_decided"]

    def _publish_case(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        case, found = self.running, self._on_case(actor)
        if case is None:
            return found
        return [*found, (not case.decided) * "case_not_decided", case.published * "case_published"]

    def _close_case(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        case, ends = self.running, values.get("end") == ENDS[0]
        return [*self._on_case(actor), (case is not None and ends and not case.decided) * "case_not_decided"]

    def _transfer_case(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        case, to, found = self.running, values.get("to"), self._on_case(actor)
        if to and to not in self.powers:
            return [*found, "organ_without_power"]
        return [*found, (case is not None and to == case.org) * "handed_to_oneself"]

    def _at(self, *stages: str) -> str:
        return (self.listing not in stages) * "listing_elsewhere"

    def _propose_listing(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._at("", "L9")]

    def _approve_listing(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._at("L1")]

    def _refuse_listing(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._at("L1", "L2")]

    def _list(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        org = values.get("org")
        unknown = bool(org) and org not in self.departments
        return [self._at("L2"), self._ahead(values, today, "due"), unknown * "not_a_department"]

    def _publish_listing(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._at("L3")]

    def _track_listing(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._at("L3", "L4", "L5")]

    _apply_acceptance = _track_listing

    def _accept_listing(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._at("L6")]

    _reject_listing = _accept_listing

    def _delist(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        if self.state == "HX":
            return [self._at("L3", "L4", "L5", "L6", "L7")]
        done = self.passed or self.resumed or self.state == "H9"
        return [self._at("L7"), (not done) * "listing_not_rectified"]

    def _publish_delisting(self, actor: Actor, values: dict[str, Any], today: date) -> list[str]:
        return [self._at("L8")]
