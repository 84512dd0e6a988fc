"""What an address of the assessment asks for, and who may see which unit of it (domain 3.5)."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode

from dashboard.services import services
from dashboard.viewer import Viewer
from data.readmodel.assessing import Assessment, assessment
from data.rules.assessment import Of, Result
from data.rules.filters import Filter
from data.rules.periods import Period
from data.rules.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Question:
    """Towns or departments, over which days, as of which."""

    of: Of
    period: Period
    as_of: date

    @classmethod
    def read(cls, query: str | None, today: date, of: Of = Of.TOWN) -> "Question":
        """From a query string; what is missing or unreadable is the last whole month as of its end, for ``of``."""
        told = parse_qs((query or "").lstrip("?"))
        chosen = Filter.parse(query or "")
        period = Period.of(chosen.from_, chosen.to, today) if chosen.from_ else month_before(today)
        kinds = {f"{kind}s": kind for kind in Of}
        return cls(kinds.get(told.get("of", [""])[0], of), period, min(chosen.as_of or period.last, today))

    def query(self) -> str:
        """The query string that asks this."""
        first, last, as_of = self.period.first, self.period.last, self.as_of
        return urlencode({"of": f"{self.of}s", "from": first, "to": last, "as_of": as_of})


def month_before(today: date) -> Period:
    """The last whole month."""
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def first_of(someone: Viewer) -> Of:
    """What somebody sees who did not say: departments their own kind."""
    return Of.DEPARTMENT if someone.actor.role is Role.DEPARTMENT else Of.TOWN


def sees_all(someone: Viewer) -> bool:
    """The commission and the inspectorate."""
    return someone.scope.is_whole and someone.actor.role in (Role.COMMISSION, Role.INSPECTORATE)


def answered(asked: Question) -> Assessment:
    """The assessment of all units. Raises `AssessmentMissing`."""
    here = services()
    with here.engine.connect() as connection:
        return assessment(here.model.snapshot, connection, here.pack, asked.of, asked.period, asked.as_of)


def seen(found: Assessment, someone: Viewer) -> tuple[Result, ...]:
    """What of it somebody may see: towns and departments their own."""
    if sees_all(someone):
        return found.results
    return tuple(each for each in found.results if _is_own(found.version.of, each.told.unit, someone))


def _is_own(of: Of, unit: str, someone: Viewer) -> bool:
    role = someone.actor.role
    if of is Of.DEPARTMENT:
        return role is Role.DEPARTMENT and unit == someone.actor.org
    return role is Role.TOWN and any(box.towns is not None and unit in box.towns for box in someone.scope.boxes)
