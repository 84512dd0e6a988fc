"""Moves of 立案处罚 (domain 3.3): filing, its stages, its way to another organ, its decision and its end."""

from data.rules import guards
from data.rules.errors import Problem, Reason, Word
from data.rules.events import CASE
from data.rules.guards import Attempt, Guard
from data.rules.move import BEGUN, DEPARTMENT, LIVE, Choices, Move, entry
from data.rules.vocabulary import CaseEnd, CaseStage

_WITH_OWN_MOVE = (CaseStage.FILED, CaseStage.DECISION, CaseStage.CLOSED)
_STAGES: Choices = tuple(
    (stage.value, f"evidence.stages.{stage.value}") for stage in CaseStage if stage not in _WITH_OWN_MOVE
)
_ENDS: Choices = tuple((end.value, f"evidence.ends.{end.name}") for end in CaseEnd)

MOST_NUMBER = 64
"""Characters of a case number, which names the stream of its case."""


def _number_fits(attempt: Attempt) -> list[Problem]:
    too_long = len(str(attempt.values.get("case_no") or "").strip()) > MOST_NUMBER
    return [Problem(Reason("bad_text", {"field": Word("evidence.case_no")}), "case_no")] if too_long else []


CASE_MOVES: tuple[Move, ...] = (
    Move(
        "file_case", "case_filed", LIVE, DEPARTMENT,
        (entry("case_no", required=True), entry("cause", required=True), entry("law", required=True)),
        guards=(guards.may_penalise, guards.no_open_case, Guard(_number_fits, reads=True)), stream=CASE,
    ),
    Move(
        "case_stage", "case_stage", BEGUN, DEPARTMENT, (entry("stage", "choice", True, _STAGES),),
        guards=(guards.has_open_case, guards.handles_case, guards.stage_goes_on), stream=CASE,
    ),
    Move(
        "decide_case", "case_decided", BEGUN, DEPARTMENT,
        (entry("fine_yuan", "money", True), entry("penalties", required=True), entry("decision_no", required=True)),
        guards=(guards.has_open_case, guards.handles_case, guards.not_decided_yet), stream=CASE,
    ),
    Move(
        "publish_case", "case_published", BEGUN, DEPARTMENT, (entry("media", required=True),),
        guards=(guards.has_open_case, guards.handles_case, guards.decided_unpublished), stream=CASE,
    ),
    Move(
        "close_case", "case_closed", BEGUN, DEPARTMENT, (entry("end", "choice", True, _ENDS),),
        guards=(guards.has_open_case, guards.handles_case, guards.decided_before_end), stream=CASE,
    ),
    Move(
        "transfer_case", "case_transferred", BEGUN, DEPARTMENT,
        (entry("to", "org", True), entry("doc_no", required=True), entry("reason", required=True)),
        guards=(guards.has_open_case, guards.handles_case, guards.case_to_another), stream=CASE,
    ),
    Move(
        "not_file_case", "case_not_filed", LIVE, DEPARTMENT, (entry("reason", required=True),),
        guards=(guards.may_penalise, guards.no_open_case, guards.calls_for_case),
    ),
)  # fmt: skip
