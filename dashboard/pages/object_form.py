"""The form of a supervised object, for adding and editing; a doubtful credit code is asked about, never changed."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import choices, forms
from dashboard.ids import ObjectPage
from dashboard.points import read_point
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules import masking, uscc
from data.rules.move import Field
from data.rules.objects import CLOSING, STATUSES
from data.rules.vocabulary import Colour, ObjectKind, PlaceQuality
from data.words import t
from geo.datum import Datum

FORM = "object"


def _field(name: str, kind: str = "text", required: bool = False, listed: tuple[tuple[str, str], ...] = ()) -> Field:
    return Field(name, kind, required, f"page_object.{name}", listed)


NAME = _field("name", "text", True)
USCC = _field("uscc")
KIND = _field("kind", "choice", True, tuple((kind.value, f"page_object.kinds.{kind.name}") for kind in ObjectKind))
SECTOR = _field("sector", "choice", True)
INDUSTRY = _field("industry")
TOWN = _field("town", "choice", True)
ADDRESS = _field("address")
POINT = _field("point")
DATUM = _field("datum", "choice")
COLOUR = _field("colour", "choice", True, tuple((colour.value, f"colour.{colour.key}") for colour in Colour))
SUPERVISION = _field(
    "supervision_level", "choice", False, tuple((level, f"page_common.supervision_level.{level}") for level in "123")
)
LEAD = _field("lead_dept", "choice")
PRINCIPAL = _field("principal")
PHONE = _field("phone")
STATUS = _field("status", "choice", True)
FIELDS = (
    NAME, USCC, KIND, STATUS, SECTOR, INDUSTRY, TOWN, ADDRESS, POINT, DATUM, COLOUR, SUPERVISION, LEAD, PRINCIPAL,
    PHONE,
)  # fmt: skip
"""Every field of the form, in the order of the screen."""
NAMES = [field.name for field in FIELDS]
PLAIN = tuple(name for name in NAMES if name not in ("point", "datum"))
"""Fields that go into the object's facts as they are."""


def form(values: Mapping[str, Any]) -> Component:
    """The fields, filled from the facts of an object or from the defaults of a new one."""
    pack, scope = services().pack, viewer().scope
    listed: dict[str, choices.Choices] = {
        "town": choices.towns(pack, scope),
        "sector": choices.sectors(pack, scope),
        "lead_dept": choices.departments(pack),
        "datum": choices.datums(pack),
        "status": [
            (status, t(f"page_object.statuses.{place}"))
            for place, status in enumerate(STATUSES)
            if status not in CLOSING or status == values.get("status")
        ],
    }
    hints = {
        "phone": t("page_object.phone_hint", phone=values["phone_now"]) if values.get("phone_now") else None,
        "uscc": t("page_object.uscc_hint"),
        "point": t("page_object.point_hint"),
        "datum": t("page_report.datum_hint"),
    }
    controls = [
        forms.control(
            FORM, field, values.get(field.name), options=listed.get(field.name), **_hint(hints.get(field.name))
        )
        for field in FIELDS
    ]
    foot = html.Div(dmc.Button(t("page_form.submit"), id=ObjectPage.SUBMIT, n_clicks=0), className="form-actions")
    suggestion = html.Div(id=ObjectPage.SUGGESTION, className="form-wide")
    controls.insert(2, suggestion)
    return html.Div([html.Div(controls, className="form-grid"), html.Div(id=ObjectPage.ALERT), foot], className="form")


def _hint(words: str | None) -> dict[str, Any]:
    return {"description": words} if words else {}


def first_values() -> dict[str, Any]:
    """What a new object starts with."""
    return {"kind": ObjectKind.ENTERPRISE.value, "status": STATUSES[0], "colour": Colour.NONE.value}


def told(values: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, str]]:
    """The object's facts and every problem by field.

    ``before`` are the values the form was filled with: what was not touched is not told again.
    """
    touched = before is None or values.get("point") != before.get("point")
    point, problems = read_point(values.get("point"), values.get("datum"), services().pack) if touched else (None, {})
    problems |= forms.by_field(forms.problems(FIELDS, values), NAMES) | about_code(values.get("uscc"))
    facts = {name: values.get(name) for name in PLAIN}
    facts["uscc"] = normal_code(values.get("uscc"))
    facts = {name: value for name, value in facts.items() if before is None or value != before.get(name)}
    if touched:
        facts |= {"lon": point[0] if point else None, "lat": point[1] if point else None}
    return facts, problems


def normal_code(code: str | None) -> str | None:
    """Upper case without blanks: the same code, written as the licence has it."""
    return "".join(code.split()).upper() if code else None


def about_code(code: str | None) -> dict[str, str]:
    """A code that fails its check is refused with the code it may be meant to be."""
    normal = normal_code(code)
    if normal is None or not services().pack.checks_uscc or uscc.is_valid(normal):
        return {}
    return {"uscc": t("page_object.uscc_bad", code=normal[:24])}


def suggestion(code: str | None) -> list[Component]:
    """A button that takes over a likely code; only a person presses it."""
    normal = normal_code(code)
    if normal is None or not services().pack.checks_uscc:
        return []
    found = uscc.repairs(normal)[:2]
    return [
        html.Div(
            [
                html.Span(t("page_object.uscc_suggestion", code=code)),
                dmc.Button(
                    t("page_object.uscc_accept", code=code),
                    id={"type": ObjectPage.ACCEPT.value, "code": code},
                    variant="default",
                    size="compact-xs",
                    n_clicks=0,
                ),
            ],
            className="suggestion",
        )
        for code in found
    ]


def values_of(found: Any) -> dict[str, Any]:
    """The form's values of a known object; its point is WGS84, its telephone number stays masked."""
    values = {name: getattr(found, name) for name in PLAIN}
    precise = found.lon is not None and PlaceQuality(found.place_quality).is_precise
    values["point"] = f"{found.lon:.6f},{found.lat:.6f}" if precise else None
    values |= {"phone": None, "phone_now": masking.phone(found.phone)}
    values["datum"] = Datum.WGS84.value if precise else None
    return values
