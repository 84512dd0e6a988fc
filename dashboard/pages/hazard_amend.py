"""更正信息: the form that corrects the facts of a hazard; the point of an estimated place is asked for anew."""

from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import choices, dictionaries, forms
from dashboard.ids import Hazard as Ids
from dashboard.points import read_point
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.hazard import Hazard
from data.rules.move import Field
from data.rules.vocabulary import PlaceQuality, Source
from data.store.amending import amend_hazard
from data.words import t
from geo.datum import Datum

FORM = "amend"


def _field(name: str, kind: str = "text", required: bool = False, listed: tuple[tuple[str, str], ...] = ()) -> Field:
    return Field(name, kind, required, f"correction.{name}", listed)


_LEVELS = (("0", "page_common.level.0"), ("1", "page_common.level.1"))
_SOURCES = tuple((str(int(source)), f"page_common.source.{int(source)}") for source in Source)
FIELDS = (
    _field("description", required=True),
    _field("category"),
    _field("cause_type", "choice"),
    _field("level", "choice", True, _LEVELS),
    _field("judge_basis"),
    _field("source", "choice", True, _SOURCES),
    _field("sector", "choice"),
    _field("dept", "choice"),
    _field("town", "choice"),
    _field("address"),
    _field("point"),
    Field("datum", "choice", False, "page_object.datum"),
    Field("reason", "text", True, "page_hazard.amend_reason"),
)
NAMES = [field.name for field in FIELDS]
_PLAIN = ("description", "category", "cause_type", "judge_basis", "sector", "dept", "town", "address")


def drawer() -> Component:
    """The drawer of the form; its fields are drawn when it is opened."""
    title = t("page_hazard.amend_title")
    return forms.drawer(Ids.AMENDING, Ids.AMEND_ALERT, Ids.AMEND_FORM, Ids.AMEND_SUBMIT, 460, title=title)


def fields(hazard: Hazard) -> list[Component]:
    """The form filled with what is known now."""
    pack, scope, values = services().pack, viewer().scope, values_of(hazard)
    listed = {
        "sector": choices.sectors(pack, scope),
        "dept": choices.departments(pack),
        "town": choices.towns(pack, scope),
        "datum": choices.datums(pack),
        "cause_type": dictionaries.causes_on(pack, date.fromordinal(hazard.found_day)),
        "judge_basis": dictionaries.bases(pack, hazard.sector, services().today()),
    }
    hint = html.P(t("page_hazard.amend_hint"), className="form-hint")
    return [
        hint,
        *(forms.control(FORM, field, values.get(field.name), options=listed.get(field.name)) for field in FIELDS),
    ]


def values_of(hazard: Hazard) -> dict[str, Any]:
    """The form's values of a hazard; a point that is only estimated is blank."""
    values = {name: getattr(hazard, name) for name in _PLAIN}
    precise = hazard.lon is not None and PlaceQuality(hazard.place_quality).is_precise
    return values | {
        "level": str(int(hazard.level)),
        "source": str(int(hazard.source)),
        "point": f"{hazard.lon:.6f},{hazard.lat:.6f}" if precise else None,
        "datum": Datum.WGS84.value if precise else None,
    }


def told(values: dict[str, Any], before: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The corrected facts, and every problem by field; what was not touched is not told."""
    problems = forms.by_field(forms.problems(FIELDS, values), NAMES)
    facts = {name: values.get(name) for name in _PLAIN if values.get(name) != before.get(name)}
    facts |= {name: int(values[name]) for name in ("level", "source") if values.get(name) not in (None, before[name])}
    if values.get("point") != before.get("point"):
        point, wrong = read_point(values.get("point"), values.get("datum"), services().pack)
        problems = wrong | problems
        facts |= {"lon": point[0] if point else None, "lat": point[1] if point else None}
    return facts, problems


def amended(no: str, facts: dict[str, Any], reason: str | None, version: int) -> Hazard:
    """The hazard after the correction."""
    here, someone = services(), viewer()
    return amend_hazard(here.engine, here.pack, someone.scope, someone.actor, no, facts, reason, version, here.now())
