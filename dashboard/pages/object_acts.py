"""What may be done to an object from its page, as rows of ``ACTS``: each a button, a form and one verb call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import choices, forms
from dashboard.attributes import attributes
from dashboard.ids import ObjectPage as Ids
from dashboard.names import Names
from dashboard.pages import object_picker
from dashboard.pages.hazard_facts import table
from dashboard.points import read_point
from dashboard.services import services
from dashboard.timeline import fact
from dashboard.viewer import Viewer, viewer
from data.rules.inspections import InspectionType
from data.rules.move import Field
from data.rules.objects import CLOSING, MERGED, OVER, STATUSES, SupervisedObject
from data.rules.powers import may
from data.store import inspecting, object_verbs
from data.store.reads import object_page, objects_by_id
from data.words import t

FORM = "act"
Values = Mapping[str, Any]
Problems = dict[str, str]


def _field(name: str, kind: str = "text", required: bool = False, listed: tuple[tuple[str, str], ...] = ()) -> Field:
    return Field(name, kind, required, f"page_acts.{name}", listed)


REASON = _field("reason", required=True)
_TYPES = tuple((one.value, f"page_acts.types.{one.name}") for one in InspectionType)
_CLOSINGS = tuple((status, f"page_object.statuses.{STATUSES.index(status)}") for status in CLOSING)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do. ``offered`` says whether it fits the object now, ``run`` calls its verb with checked values.

    ``daily`` acts stand in front on a phone.
    """

    key: str
    power: str
    fields: tuple[Field, ...]
    offered: Callable[[SupervisedObject], bool]
    run: Callable[[SupervisedObject, Values, int], Any]
    daily: bool = False

    @property
    def names(self) -> list[str]:
        """The fields of its form."""
        return [field.name for field in self.fields]


def lives(found: SupervisedObject) -> bool:
    """Whether anything can still be done to the object."""
    return found.status not in OVER


def _inspect(found: SupervisedObject, values: Values, _version: int) -> Any:
    numbers = (values.get("hazards") or "").replace("、", " ").replace(",", " ").replace("，", " ").split()
    findings = int(values["findings"]) if str(values.get("findings") or "").isdecimal() else None
    here, someone = services(), viewer()
    told = {**values, "hazards": numbers, "findings": findings}
    return inspecting.record_inspection(
        here.engine, here.pack, someone.scope, someone.actor, found.id, told, here.now()
    )


def _close(found: SupervisedObject, values: Values, version: int) -> Any:
    here, someone = services(), viewer()
    return object_verbs.close_object(
        here.engine, here.pack, someone.scope, someone.actor, found.id, values, version, here.now()
    )


def _reopen(found: SupervisedObject, values: Values, version: int) -> Any:
    here, someone, reason = services(), viewer(), values["reason"]
    return object_verbs.reopen_object(
        here.engine, here.pack, someone.scope, someone.actor, found.id, reason, version, here.now()
    )


def _move(found: SupervisedObject, values: Values, version: int) -> Any:
    here, someone = services(), viewer()
    place = {name: values[name] for name in ("town", "address") if values.get(name) is not None}
    point, _problems = read_point(values.get("point"), values.get("datum"), here.pack)
    if point is not None:
        place |= {"lon": point[0], "lat": point[1]}
    return object_verbs.move_object(
        here.engine, here.pack, someone.scope, someone.actor, found.id, place, values["reason"], version, here.now()
    )


def _merge(found: SupervisedObject, values: Values, version: int) -> Any:
    here, someone = services(), viewer()
    with here.engine.connect() as connection:
        other = object_page(connection, someone.scope, values["other"] or "").object
    pair = (found.id, other.id) if values["keep"] == OTHER else (other.id, found.id)
    versions = (version, other.row_version) if values["keep"] == OTHER else (other.row_version, version)
    return object_verbs.merge_objects(
        here.engine, here.pack, someone.scope, someone.actor, *pair, values["reason"], versions, here.now()
    )


def _unmerge(found: SupervisedObject, values: Values, version: int) -> Any:
    here, someone, reason = services(), viewer(), values["reason"]
    return object_verbs.unmerge_object(
        here.engine, here.pack, someone.scope, someone.actor, found.id, reason, version, here.now()
    )


THIS, OTHER = "this", "other"

ACTS: tuple[Act, ...] = (
    Act(
        "inspect", "record_inspection",
        (_field("on", "date", True), _field("type", "choice", True, _TYPES), _field("org", "choice"),
         _field("inspectors", required=True), _field("topic"), _field("findings", required=True),
         _field("hazards"), _field("doc_no")),
        lives, _inspect, daily=True,
    ),
    Act(
        "move", "move_object",
        (_field("point"), Field("datum", "choice", False, "page_object.datum"), _field("address"),
         _field("town", "choice"), REASON),
        lives, _move,
    ),
    Act(
        "merge", "merge_objects",
        (_field("other", "choice", True), _field("keep", "choice", True,
         ((THIS, "page_acts.keep_this"), (OTHER, "page_acts.keep_other"))), REASON),
        lives, _merge,
    ),
    Act(
        "close", "close_object",
        (_field("status", "choice", True, _CLOSINGS), _field("on", "date", True), REASON),
        lambda found: lives(found) and found.status not in CLOSING, _close,
    ),
    Act("reopen", "reopen_object", (REASON,), lambda found: found.status in CLOSING, _reopen),
    Act("unmerge", "unmerge_object", (REASON,), lambda found: found.status == MERGED, _unmerge),
)  # fmt: skip
"""In the order of the buttons."""
BY_KEY = {act.key: act for act in ACTS}


def offered(found: SupervisedObject, someone: Viewer) -> list[Act]:
    """What this person may do to the object as it is."""
    return [act for act in ACTS if act.offered(found) and may(someone.actor, act.power)]


def act_id(key: str) -> dict[str, str]:
    """The id of the button of one act."""
    return {"type": Ids.ACT.value, "act": key}


def buttons(found: SupervisedObject, someone: Viewer) -> tuple[list[Component], list[Component]]:
    """One quiet button an act: those of every day, and the rare ones."""
    often: list[Component] = []
    seldom: list[Component] = []
    for act in offered(found, someone):
        button = html.Button(t(f"page_acts.{act.key}"), id=act_id(act.key), n_clicks=0, className="button")
        (often if act.daily else seldom).append(button)
    return often, seldom


def drawer() -> Component:
    """The drawer in which the form of an act opens."""
    compared = html.Div(id=Ids.COMPARED)
    return forms.drawer(Ids.ACTING, Ids.ACT_ALERT, Ids.ACT_FORM, Ids.ACT_SUBMIT, 480, compared)


def form(act: Act, found: SupervisedObject) -> list[Component]:
    """The form of an act, filled with what is known."""
    pack, scope = services().pack, viewer().scope
    listed = {
        "org": [(org.code, org.name) for org in pack.organisations],
        "town": choices.towns(pack, scope),
        "datum": choices.datums(pack),
    }
    values = _first_values(act, found)
    controls: list[Component] = [html.P(t(f"page_acts.hint_{act.key}"), className="form-hint")]
    if act.key == "move":
        controls.append(pin_map(found.lon, found.lat, FORM))
    for field in act.fields:
        if field.name == "other":
            controls.append(object_picker.picker(forms.field_id(FORM, "other"), None, t("page_acts.other")))
        else:
            hint: dict[str, Any] = {"description": t(f"page_acts.hint_{field.name}")} if field.name in _HINTED else {}
            options = listed.get(field.name)
            controls.append(forms.control(FORM, field, values.get(field.name), options=options, **hint))
    return controls


def pin_map(lon: float | None, lat: float | None, form: str) -> Component:
    """The small map on which a click puts the pin (`assets/pin.js`); without a place it begins in the middle."""
    middle = services().pack.outline.representative_point()
    lon, lat = (middle.x, middle.y) if lon is None or lat is None else (lon, lat)
    return html.Div(className="pin-map", **attributes(data_lon=str(lon), data_lat=str(lat), data_form=form))


_HINTED = frozenset({"inspectors", "findings", "hazards"})


def _first_values(act: Act, found: SupervisedObject) -> dict[str, Any]:
    if act.key == "inspect":
        org = viewer().actor.org
        return {"on": services().today().isoformat(), "type": InspectionType.DAILY.value, "org": org or None}
    if act.key == "move":
        return {"town": found.town, "address": found.address}
    return {"on": services().today().isoformat(), "keep": THIS}


def problems(act: Act, values: Values) -> Problems:
    """Everything missing or unreadable by field, before the verb is asked."""
    told = forms.by_field(forms.problems(act.fields, values), act.names)
    if act.key == "inspect" and values.get("findings") is not None and not str(values["findings"]).isdecimal():
        told["findings"] = t("page_acts.bad_findings")
    if act.key == "move":
        told |= read_point(values.get("point"), values.get("datum"), services().pack)[1]
    return told


def compared(found_id: str, other_id: str | None) -> list[Component]:
    """Two objects side by side; where they differ is marked."""
    if not other_id:
        return []
    with services().engine.connect() as connection:
        rows = objects_by_id(connection, viewer().scope, [found_id, other_id])
    if len(rows) < 2:
        return []
    names = services().names
    lines = [_line(name, rows, names) for name in _COMPARED]
    heads = [t("page_acts.fact"), t("page_acts.keep_this"), t("page_acts.keep_other")]
    return [html.Div(table(heads, lines), className="compared")]


_COMPARED = ("name", "uscc", "kind", "sector", "town", "address", "colour", "principal", "phone", "status")


def _line(name: str, rows: Sequence[Any], names: Names) -> list[Any]:
    values = [fact(name, getattr(row, name), names) for row in rows]
    mark = "differs" if values[0] != values[1] else ""
    return [t(f"correction.{name}"), *(html.Span(value, className=mark) for value in values)]
