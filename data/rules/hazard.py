"""A hazard as its events left it, and its rounds of rectification."""

from dataclasses import dataclass, field

from data.rules.vocabulary import PlaceQuality, State, SubjectKind


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
    cause_type: str | None = None
    """致因: a code of the pack's causes."""
    address: str | None = None
    lon: float | None = None
    lat: float | None = None
    place_quality: int = PlaceQuality.MISSING.value
    place_doubts: str | None = None
    morton: int | None = None
    judge_basis: str | None = None
    ext_code: str | None = None
    """The hazard's number in the system that it came from."""
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
    resumption_asked: int | None = None
    """The day of the application for 恢复生产 that waits for review."""
    requested: int | None = None
    """The deadline asked for while an extension is pending."""
    before_request: State | None = None
    ordered_org: str | None = None
    """Who gave the order that runs."""
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
        late = self.deadline is not None and self.deadline < today
        return self.state.is_open and late and not self.waits_for_reinspection()

    def waits_for_reinspection(self) -> bool:
        """A submission of the current round waits for the re-inspector, or has passed and waits for closure."""
        return self.state is State.SUBMITTED or (self.submitted_day is not None and not self.round_over)

    def awaits_closure(self) -> bool:
        """待销号: passed re-inspection, closure not yet approved."""
        return self.passed and self.state is State.SUBMITTED
