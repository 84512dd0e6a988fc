"""Every clock of the loop that runs now: what is to happen by when, each with its dated rule (domain 3.2 to 3.4)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.rules.cases import Case, Listing
from data.rules.deadlines import (
    CASE_DECISION_DAYS,
    CONFIRM_WORKDAYS,
    EXTENSION_REPLY,
    SUSPENSION_REVIEW,
    DatedRule,
    Due,
    RuleMissing,
    default_deadline,
    due_after,
    reinspection_due,
    rule_on,
)
from data.rules.hazard import Hazard
from data.rules.vocabulary import CaseStage, State
from data.rules.workdays import NO_CALENDAR, Calendar

KEYS: Mapping[str, str] = {
    "confirm": CONFIRM_WORKDAYS,
    "extension_reply": EXTENSION_REPLY,
    "suspension_review": SUSPENSION_REVIEW,
    "case_decision": CASE_DECISION_DAYS,
    "case_decided_late": CASE_DECISION_DAYS,
    "case_publication": "case.publish.workdays",
    "case_service": "case.serve.workdays",
    "listing_publication": "listing.publish.workdays",
    "listing_progress": "listing.progress.days",
    "listing_acceptance": "listing.accept.days",
    "delisting_publication": "delisting.publish.workdays",
}
"""The key of the rule by what it gives a day to."""

_LISTING: Mapping[str, tuple[str, ...]] = {
    "L3": ("listing_publication", "listing_progress"),
    "L4": ("listing_progress",),
    "L5": ("listing_progress",),
    "L6": ("listing_acceptance",),
    "L8": ("delisting_publication",),
}
"""What runs at each stage of a listing, from the day of its last word on."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The dated rules and the calendar by which days are counted."""

    rules: Sequence[DatedRule]
    calendar: Calendar = NO_CALENDAR

    def running(self, hazard: Hazard, cases: Sequence[Case] = (), listing: Listing | None = None) -> tuple[Due, ...]:
        """All that runs: first of the hazard, then of each case (``Due.of`` its number), then of the listing.

        ``deadline`` is there before an order was given, as the rule proposes it; ``case_decided_late`` stands for a day
        that was missed. A clock whose rule did not hold yet on the day it would have begun is left out.
        """
        found = [*self._of_hazard(hazard), *(due for case in cases for due in self._of_case(case))]
        if listing is not None and not listing.withdrawn:
            found += self._of_listing(listing)
        return tuple(due for due in found if due is not None)

    def _of_hazard(self, hazard: Hazard) -> Iterator[Due | None]:
        if hazard.state is State.REPORTED:
            yield self._from("confirm", hazard.found_day)
        if hazard.state in (State.REPORTED, State.CONFIRMED) and hazard.deadline is None:
            found = date.fromordinal(hazard.found_day)
            yield _where_ruled(lambda: default_deadline(self.rules, hazard.level, found))
        if hazard.state is State.EXT_PENDING:
            yield self._from("extension_reply", hazard.state_day)
        if hazard.state is State.SUSPENDED and hazard.resumption_asked is not None:
            yield self._from("suspension_review", hazard.resumption_asked)
        yield _where_ruled(lambda: reinspection_due(self.rules, hazard))

    def _of_case(self, case: Case) -> Iterator[Due | None]:
        if case.decided_day is None:
            if case.closed_day is None:
                yield self._from("case_decision", case.filed_day, case.case_no)
            return
        if (late := self._from("case_decided_late", case.filed_day, case.case_no)) and _after(case.decided_day, late):
            yield late
        if case.closed_day is not None:
            return
        if case.stage < CaseStage.SERVICE:
            yield self._from("case_service", case.decided_day, case.case_no)
        if case.published_day is None:
            yield self._from("case_publication", case.decided_day, case.case_no)

    def _of_listing(self, listing: Listing) -> Iterator[Due | None]:
        if listing.stage_day is not None:
            for what in _LISTING.get(listing.stage or "", ()):
                yield self._from(what, listing.stage_day, LISTING_DUE)

    def _from(self, what: str, begun: int, of: str = "") -> Due | None:
        """The day of a clock that began on the day ``begun`` (ordinal), by the rule of that day."""
        start = date.fromordinal(begun)
        return _where_ruled(lambda: due_after(what, rule_on(self.rules, KEYS[what], start), start, self.calendar, of))


LISTING_DUE = "listing"
"""`Due.of` of what the listing is to do."""


def _after(day: int, due: Due) -> bool:
    return day > due.day.toordinal()


def _where_ruled(ask: Callable[[], Due | None]) -> Due | None:
    """A due day, or None where no rule held yet on that day: the law came later."""
    try:
        return ask()
    except RuleMissing:
        return None
