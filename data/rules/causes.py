"""What a move may say of the cause 致因 of a hazard: a code that the pack has."""

from data.rules.errors import Problem, Reason
from data.rules.guards import Attempt, Guard


def _cause_is_known(attempt: Attempt) -> list[Problem]:
    """A cause that is told is one of the pack's; none need be told."""
    told, known = attempt.values.get("cause_type"), attempt.around.causes
    wrong = told not in (None, "") and known is not None and told not in known
    return [Problem(Reason("no_such_cause"), "cause_type")] if wrong else []


cause_is_known = Guard(_cause_is_known, reads=True)
