"""The findings of data quality, one row each: what they are about and which records have them.

A record that is over (merged, withdrawn, closed down, void) has no finding. The words of a finding are
``quality.finding.<key>`` (its name), ``quality.why.<key>`` (why it matters) and ``quality.wrong.<key>`` (one record).
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from data.rules.events import HAZARD, OBJECT
from data.rules.objects import CLOSING, OVER
from data.rules.place_fields import DATUM, LOW_PRECISION, OUTSIDE, SWAPPED, TOWN, ZERO
from data.rules.vocabulary import ObjectKind, PlaceQuality, State
from data.store.models import HazardRow, ObjectRow
from data.store.persons import has_person
from data.store.states import table_of

OBJECTS, HAZARDS = table_of(ObjectRow), table_of(HazardRow)
TABLES = {OBJECT: OBJECTS, HAZARD: HAZARDS}
KEYS = {OBJECT: OBJECTS.c.id, HAZARD: HAZARDS.c.hazard_no}
PAIR = "pair"
"""Two objects that may be one (`data.quality.twins`)."""
CROWD = 10
"""So many objects at one measured point are suspicious (domain 9.3)."""

PLACE, IDENTITY, DUTY, LOOP = "place", "identity", "duty", "loop"
GROUPS = (PLACE, IDENTITY, DUTY, LOOP)

Where = Callable[[int], ColumnElement[bool]]
"""Of a day, as an ordinal: whether a record has the finding on it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing to mend.

    ``of`` is what it is about: objects, hazards or pairs of objects; ``where`` the condition on their table, None for
    pairs, whose ``reasons`` are those of `data.quality.twins`. ``mends`` are the means, most fitting first.
    """

    key: str
    group: str
    of: str
    mends: tuple[str, ...]
    where: Where | None = None
    reasons: tuple[str, ...] = ()

    @property
    def of_kind(self) -> str:
        """The kind of record whose stream is mended."""
        return HAZARD if self.of == HAZARD else OBJECT


def alive(of: str) -> ColumnElement[bool]:
    """The records that findings look at."""
    if of == HAZARD:
        return HAZARDS.c.state.not_in([state.value for state in State if not state.counts])
    return OBJECTS.c.status.not_in((*OVER, *CLOSING))


def _quality(of: str, *qualities: PlaceQuality) -> Where:
    return lambda _today: TABLES[of].c.place_quality.in_([quality.value for quality in qualities])


def _doubt(of: str, *flags: str) -> Where:
    column = TABLES[of].c.place_doubts
    return lambda _today: and_(column.is_not(None), or_(*(column.contains(flag) for flag in flags)))


def _blank(of: str, name: str) -> Where:
    return lambda _today: TABLES[of].c[name].is_(None)


def _crowded(_today: int) -> ColumnElement[bool]:
    """The point is measured and ten or more objects share it; of which county, the point itself says."""
    other = OBJECTS.alias("other")
    crowds = (
        select(other.c.morton)
        .where(
            other.c.place_quality == PlaceQuality.MEASURED.value,
            other.c.morton.is_not(None),
            other.c.status.not_in((*OVER, *CLOSING)),
        )
        .group_by(other.c.county, other.c.morton)
        .having(func.count() >= CROWD)
    )
    return and_(OBJECTS.c.place_quality == PlaceQuality.MEASURED.value, OBJECTS.c.morton.in_(crowds))


def _nobody(today: int) -> ColumnElement[bool]:
    """No principal is registered, and nobody answers that day for the object or its grid cell."""
    return and_(OBJECTS.c.principal.is_(None), not_(has_person(today)))


def _without_code(_today: int) -> ColumnElement[bool]:
    """An enterprise without a credit code; others need none (domain 9.5)."""
    return and_(OBJECTS.c.kind == ObjectKind.ENTERPRISE.value, OBJECTS.c.uscc.is_(None))


def _elsewhere(_today: int) -> ColumnElement[bool]:
    """The hazard lies in another town than the object at which it was found."""
    subject, found = OBJECTS.alias("subject"), HAZARDS.alias("found")
    same = and_(subject.c.county == found.c.county, subject.c.id == found.c.object_id)
    apart = and_(subject.c.town != found.c.town, subject.c.status.not_in(OVER))
    return HAZARDS.c.hazard_no.in_(select(found.c.hazard_no).join_from(found, subject, same).where(apart))


def _without_deadline(_today: int) -> ColumnElement[bool]:
    """Open, confirmed or further, and nobody said until when; what is only reported has none yet."""
    waiting = [state.value for state in State if state.is_open and state is not State.REPORTED]
    return and_(HAZARDS.c.state.in_(waiting), HAZARDS.c.deadline.is_(None))


_MISSING, _TOWN = PlaceQuality.MISSING, PlaceQuality.TOWN
_BY_PIN = ("pin",)

FINDINGS: tuple[Finding, ...] = (
    Finding("object_unplaced", PLACE, OBJECT, _BY_PIN, _quality(OBJECT, _MISSING)),
    Finding("object_at_seat", PLACE, OBJECT, _BY_PIN, _quality(OBJECT, _TOWN)),
    Finding("object_no_town", PLACE, OBJECT, ("town", "pin"), _blank(OBJECT, "town")),
    Finding("object_outside", PLACE, OBJECT, _BY_PIN, _doubt(OBJECT, OUTSIDE)),
    Finding("object_datum", PLACE, OBJECT, _BY_PIN, _doubt(OBJECT, DATUM)),
    Finding("object_other_town", PLACE, OBJECT, ("town", "pin"), _doubt(OBJECT, TOWN)),
    Finding("object_point", PLACE, OBJECT, _BY_PIN, _doubt(OBJECT, SWAPPED, ZERO, LOW_PRECISION)),
    Finding("object_crowded", PLACE, OBJECT, _BY_PIN, _crowded),
    Finding("hazard_unplaced", PLACE, HAZARD, _BY_PIN, _quality(HAZARD, _MISSING)),
    Finding("hazard_at_seat", PLACE, HAZARD, _BY_PIN, _quality(HAZARD, _TOWN)),
    Finding("hazard_no_town", PLACE, HAZARD, ("town", "pin"), _blank(HAZARD, "town")),
    Finding("hazard_outside", PLACE, HAZARD, _BY_PIN, _doubt(HAZARD, OUTSIDE)),
    Finding("hazard_datum", PLACE, HAZARD, _BY_PIN, _doubt(HAZARD, DATUM)),
    Finding("hazard_other_town", PLACE, HAZARD, ("town", "pin"), _doubt(HAZARD, TOWN)),
    Finding("hazard_point", PLACE, HAZARD, _BY_PIN, _doubt(HAZARD, SWAPPED, ZERO, LOW_PRECISION)),
    Finding("hazard_elsewhere", PLACE, HAZARD, ("town", "pin"), _elsewhere),
    Finding("object_provisional", IDENTITY, OBJECT, ("fill", "merge"), lambda _today: OBJECTS.c.provisional),
    Finding("object_no_code", IDENTITY, OBJECT, ("fill",), _without_code),
    Finding("twins", IDENTITY, PAIR, ("merge",), reasons=("code", "name", "phone")),
    Finding("alike", IDENTITY, PAIR, ("merge",), reasons=("alike",)),
    Finding("object_no_principal", DUTY, OBJECT, ("fill",), _nobody),
    Finding("object_no_department", DUTY, OBJECT, ("fill",), _blank(OBJECT, "lead_dept")),
    Finding("object_no_cell", DUTY, OBJECT, ("pin", "fill"), _blank(OBJECT, "cell")),
    Finding("hazard_no_deadline", LOOP, HAZARD, (), _without_deadline),
)
"""In the order of the page."""
BY_KEY = {finding.key: finding for finding in FINDINGS}
