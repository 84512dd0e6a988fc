"""Moves of 挂牌督办 of a major hazard (domain 3.4, L1-L9): from the proposal to the notice that it is delisted."""

from data.rules.errors import Problem, Reason
from data.rules.events import LISTING
from data.rules.guards import Attempt, Guard
from data.rules.move import BEGUN, BOTH, LIVE, MAJOR, OPEN, Choices, Move, entry
from data.rules.vocabulary import Role, State

LEVELS: Choices = (
    ("区", "evidence.list_levels.county"),
    ("市", "evidence.list_levels.city"),
    ("省", "evidence.list_levels.province"),
)
"""挂牌 by the commission of the county, the city or the province."""

_PROPOSING = {Role.COMMISSION: MAJOR, Role.DEPARTMENT: MAJOR, Role.TOWN: MAJOR, Role.INSPECTORATE: MAJOR}
_LISTING = {Role.COMMISSION: MAJOR}
"""Only a major hazard is listed; what follows goes on to its end even if it turns out to be none, or only general."""
_COMMISSION = {Role.COMMISSION: BOTH}
_TRACKING = {Role.COMMISSION: BOTH, Role.DEPARTMENT: BOTH, Role.TOWN: BOTH}
_ACCEPTING = {Role.COMMISSION: BOTH, Role.DEPARTMENT: BOTH}
_APPLYING = {Role.ENTERPRISE: BOTH, Role.TOWN: BOTH}


def _at(*stages: str) -> Guard:
    """The listing stands at one of these stages; an empty one is: none runs."""

    def find(attempt: Attempt) -> list[Problem]:
        return [] if attempt.listing_stage in stages else [Problem(Reason("listing_elsewhere"))]

    return Guard(find)


def _due_ahead(attempt: Attempt) -> list[Problem]:
    day = attempt.day("due")
    return [Problem(Reason("deadline_past"), "due")] if day is not None and day < attempt.today else []


def _known_supervisor(attempt: Attempt) -> list[Problem]:
    org, known = attempt.values.get("org"), attempt.around.departments
    wrong = org not in (None, "") and known is not None and org not in known
    return [Problem(Reason("not_a_department"), "org")] if wrong else []


def _accepted(attempt: Attempt) -> list[Problem]:
    """L8 follows the acceptance on site; where the hazard is void there is nothing to accept."""
    stages = _LISTED if attempt.hazard.state is State.VOID else _LISTED[-1:]
    return [] if attempt.listing_stage in stages else [Problem(Reason("listing_elsewhere"))]


_LISTED = ("L3", "L4", "L5", "L6", "L7")


def _rectified(attempt: Attempt) -> list[Problem]:
    """Delisting needs the hazard itself to be over: passed, resumed, closed or void."""
    hazard = attempt.hazard
    done = hazard.passed or hazard.resumed or hazard.state in (State.CLOSED, State.VOID)
    return [] if done else [Problem(Reason("listing_not_rectified"))]


LISTING_MOVES: tuple[Move, ...] = (
    Move(
        "propose_listing", "listing_stage", OPEN, _PROPOSING, (entry("reason", required=True),),
        guards=(_at(""),), stream=LISTING, says={"stage": "L1"},
    ),
    Move(
        "approve_listing", "listing_stage", LIVE, _LISTING, (entry("opinion", required=True),),
        guards=(_at("L1"),), stream=LISTING, says={"stage": "L2"},
    ),
    Move(
        "refuse_listing", "listing_stage", BEGUN, _COMMISSION, (entry("reason", required=True),),
        guards=(_at("L1", "L2"),), stream=LISTING, says={"stage": "L9"},
    ),
    Move(
        "list", "listed", OPEN, _LISTING,
        (entry("list_level", "choice", True, LEVELS), entry("notice_no", required=True), entry("due", "date", True),
         entry("org", "org", True), entry("responsible", required=True), entry("requirements")),
        guards=(_at("L2"), Guard(_due_ahead, reads=True), Guard(_known_supervisor, reads=True)), stream=LISTING,
    ),
    Move(
        "publish_listing", "listing_stage", LIVE, _COMMISSION, (entry("media", required=True),),
        guards=(_at("L3"),), stream=LISTING, says={"stage": "L4"},
    ),
    Move(
        "track_listing", "listing_stage", LIVE, _TRACKING, (entry("progress", required=True),),
        guards=(_at("L3", "L4", "L5"),), stream=LISTING, says={"stage": "L5"},
    ),
    Move(
        "apply_acceptance", "listing_stage", LIVE, _APPLYING, (entry("report", required=True),),
        guards=(_at("L3", "L4", "L5"),), stream=LISTING, says={"stage": "L6"},
    ),
    Move(
        "accept_listing", "listing_stage", LIVE, _ACCEPTING,
        (entry("experts", required=True), entry("opinion", required=True)),
        guards=(_at("L6"),), stream=LISTING, says={"stage": "L7"},
    ),
    Move(
        "reject_listing", "listing_stage", LIVE, _ACCEPTING,
        (entry("experts", required=True), entry("opinion", required=True)),
        guards=(_at("L6"),), stream=LISTING, says={"stage": "L5"},
    ),
    Move(
        "delist", "delisted", BEGUN, _COMMISSION, (entry("opinion", required=True), entry("opinion_no", required=True)),
        guards=(Guard(_accepted), Guard(_rectified)), stream=LISTING,
    ),
    Move(
        "publish_delisting", "listing_stage", BEGUN, _COMMISSION, (entry("media", required=True),),
        guards=(_at("L8"),), stream=LISTING, says={"stage": "L9"},
    ),
)  # fmt: skip
