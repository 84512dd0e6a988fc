"""What a paper may say of a hazard: each placeholder of a template is a row of ``FACTS``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.rules.cases import Case, Listing
from data.rules.events import HappenedEvent
from data.rules.hazard import Hazard, Round
from data.rules.papers import Template
from data.rules.scope import Actor
from data.rules.vocabulary import Level, Role
from data.words import t


@dataclass(frozen=True, slots=True)
class Names:
    """Codes of a pack as names, and the local words of the pack."""

    org: Callable[[str | None], str | None]
    town: Callable[[str | None], str | None]
    sector: Callable[[str | None], str | None]
    local: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a paper is made: the hazard with what runs beside it, who issues it, and when."""

    template: Template
    hazard: Hazard
    cases: Sequence[Case]
    listing: Listing | None
    events: Sequence[HappenedEvent]
    today: date
    org: str | None
    number: str | None
    names: Names

    def day(self, ordinal: int | None) -> str | None:
        """A day as the template writes days."""
        return None if ordinal is None else self.written(date.fromordinal(ordinal))

    def written(self, day: date) -> str:
        """A day as the template writes days."""
        return self.template.day.format(year=day.year, month=day.month, day=day.day)

    def said(self, what: str, name: str) -> str | None:
        """What the newest event of this kind says under a name."""
        told = [event.body.get(name) for event in self.events if event.what == what]
        return str(told[-1]) if told and told[-1] not in (None, "") else None

    def said_day(self, what: str, name: str) -> str | None:
        """The day that the newest event of this kind says under a name."""
        told = self.said(what, name)
        return self.written(date.fromisoformat(told[:10])) if told else None

    def on(self, what: str) -> str | None:
        """The day of the newest event of this kind."""
        return self.day(next((event.day for event in reversed(self.events) if event.what == what), None))

    @property
    def round(self) -> Round:
        """The current round of rectification."""
        return self.hazard.rounds[-1] if self.hazard.rounds else Round(1)

    @property
    def case(self) -> Case | None:
        """The newest case."""
        return self.cases[-1] if self.cases else None

    def word(self, key: str) -> str:
        """A word of the program in the language of the template."""
        return t(key, self.template.language)


Read = Callable[[Known], str | None]


def _hazard(name: str) -> Read:
    def read(known: Known) -> str | None:
        value = getattr(known.hazard, name)
        return str(value) if value not in (None, "") else None

    return read


def _day(name: str) -> Read:
    return lambda known: known.day(getattr(known.hazard, name))


def _said(what: str, name: str) -> Read:
    return lambda known: known.said(what, name)


def _round(name: str) -> Read:
    return lambda known: getattr(known.round, name)


def _round_day(name: str) -> Read:
    return lambda known: known.day(getattr(known.round, name))


def _case(name: str) -> Read:
    return lambda known: getattr(known.case, name) if known.case else None


def _listing(name: str) -> Read:
    return lambda known: getattr(known.listing, name) if known.listing else None


def _local(name: str) -> Read:
    return lambda known: known.names.local.get(f"county.{name}")


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen / 100:,.2f}".removesuffix(".00")


def _result(known: Known) -> str | None:
    result = known.round.result
    return known.word(f"evidence.results.{result}") if result else None


def _overdue(known: Known) -> str | None:
    deadline, today = known.hazard.deadline, known.today.toordinal()
    return str(today - deadline) if deadline is not None and known.hazard.is_overdue(today) else None


def _list_level(known: Known) -> str | None:
    return known.listing.level if known.listing else None


FACTS: Mapping[str, Read] = {
    "number": lambda known: known.number,
    "today": lambda known: known.written(known.today),
    "org": lambda known: known.names.org(known.org),
    "law": lambda known: known.template.law_on(known.today),
    "government": _local("government"),
    "commission": _local("commission_office"),
    "bureau": _local("bureau"),
    "hazard_no": _hazard("hazard_no"),
    "subject": _hazard("subject_name"),
    "uscc": _hazard("uscc"),
    "address": _hazard("address"),
    "town": lambda known: known.names.town(known.hazard.town),
    "sector": lambda known: known.names.sector(known.hazard.sector),
    "dept": lambda known: known.names.org(known.hazard.dept),
    "level": lambda known: known.word(f"page_common.level.{int(known.hazard.level)}"),
    "state": lambda known: known.word(f"state.{known.hazard.state}"),
    "category": _hazard("category"),
    "description": _hazard("description"),
    "judge_basis": _hazard("judge_basis"),
    "found_day": _day("found_day"),
    "found_by": _hazard("found_by"),
    "found_org": lambda known: known.names.org(known.hazard.found_org),
    "deadline": _day("deadline"),
    "overdue_days": _overdue,
    "round": lambda known: str(known.hazard.round),
    "order_no": _round("doc_no"),
    "order_day": _round_day("ordered_day"),
    "submitted_day": _round_day("submitted_day"),
    "submitted_note": _said("submitted", "note"),
    "reinspected_day": _round_day("reinspected_day"),
    "reinspected_by": _round("reinspected_by"),
    "result": _result,
    "opinion": _round("opinion"),
    "person": _hazard("five_person"),
    "measures": _hazard("five_measures"),
    "funds": lambda known: _yuan(known.hazard.five_funds_fen),
    "five_deadline": _day("five_deadline"),
    "plan": _hazard("five_plan"),
    "cost": lambda known: _yuan(known.hazard.cost_fen),
    "to": lambda known: known.names.org(known.said("transferred", "to") or known.said("case_transferred", "to")),
    "transfer_reason": lambda known: known.said("transferred", "reason") or known.said("case_transferred", "reason"),
    "suspended_day": lambda known: known.on("suspended"),
    "suspended_reason": _said("suspended", "reason"),
    "case_no": _case("case_no"),
    "case_org": lambda known: known.names.org(known.case.org if known.case else None),
    "case_day": lambda known: known.day(known.case.filed_day if known.case else None),
    "case_cause": _said("case_filed", "cause"),
    "case_law": _said("case_filed", "law"),
    "fine": lambda known: _yuan(known.case.fine_fen if known.case else None),
    "penalties": _case("penalties"),
    "list_level": _list_level,
    "notice_no": _listing("notice_no"),
    "listing_org": lambda known: known.names.org(known.listing.org if known.listing else None),
    "listing_due": lambda known: known.day(known.listing.due_day if known.listing else None),
    "listing_day": lambda known: known.day(known.listing.listed_day if known.listing else None),
    "listing_reason": lambda known: known.said("listing_stage", "reason"),
    "responsible": _said("listed", "responsible"),
    "requirements": _said("listed", "requirements"),
}
"""Every placeholder, and what it says; None where it is not known."""

NEEDS: Mapping[str, Callable[[Known], bool]] = {
    "case": lambda known: any(case.closed_day is None for case in known.cases),
    "listing": lambda known: known.listing is not None and not known.listing.withdrawn,
    "overdue": lambda known: known.hazard.is_overdue(known.today.toordinal()),
    "order": lambda known: known.round.doc_no is not None,
}
"""What a template may ask to stand beside the hazard."""


def facts_of(known: Known) -> dict[str, str | None]:
    """All placeholders with what is known."""
    return {name: read(known) for name, read in FACTS.items()}


def fits(known: Known, actor: Actor) -> bool:
    """Whether this paper is offered to this person for the hazard as it is now."""
    template, hazard = known.template, known.hazard
    return (
        hazard.state in template.states
        and Level(hazard.level) in template.levels
        and (actor.role is Role.SYSTEM or actor.role in template.roles)
        and all(NEEDS[name](known) for name in template.needs)
    )
